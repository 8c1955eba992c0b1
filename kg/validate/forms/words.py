"""How the forms speak of a finding: what to do, short names, what was found, counts."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from kg.names import ID, PREFIXES
from kg.validate.findings import SEVERITIES, Finding, Report
from kg.validate.shapes import catalogue, rule

LONGEST = 300  # characters of a value for people to read; the forms for programs keep it whole
NOTHING_OURS = "Nothing in it that our shapes look at"


class Group(NamedTuple):
    """A rule, one of its severities, and the findings of both."""

    rule: str
    title: str
    severity: str
    findings: tuple[Finding, ...]


def groups(report: Report) -> Iterator[Group]:
    """Findings by rule, worst first."""
    for (severity, name), found in groupby(sorted(report.findings, key=_worst_first), key=_worst_first):
        yield Group(name, rule(name).title, SEVERITIES[severity], tuple(sorted(found)))


def _worst_first(finding: Finding) -> tuple[int, str]:
    return SEVERITIES.index(finding.severity), finding.rule


def remedy(finding: Finding) -> str:
    """What to do: what the shape itself says, else what its rule says."""
    shape = catalogue().get(finding.shape)
    return (shape.remedy if shape else "") or rule(finding.rule).remedy


def remedies(group: Group) -> list[str]:
    """What to do about a group of findings: mostly one thing, the most frequent first."""
    return [text for text, _ in Counter(map(remedy, group.findings)).most_common() if text]


def counted(number: int, severity: str) -> str:
    """1 warning, 2,000 warnings."""
    return f"{number:,} {severity}{'' if number == 1 else 's'}"


def summary(report: Report) -> str:
    """The report in one sentence: how much was found, by which engine."""
    if report.findings:
        return f"{', '.join(counted(number, name) for name, number in report.counts.items())} ({report.engine})."
    return f"{NOTHING_OURS if report.nodes == 0 else 'Nothing found'} ({report.engine})."


def what_was_read(report: Report) -> str:
    """The files that were read, or what stands in their place."""
    return ", ".join(report.files) or "all loaded and bundled sources"


def short(iri: str) -> str:
    """An IRI with its prefix, those of things without (`act/t0vxk3m9/signature`)."""
    if iri.startswith(ID):
        return iri.removeprefix(ID)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def found(finding: Finding, longest: int = LONGEST) -> str:
    """The value on one line, cut if it is long, without characters that steer a terminal or a page."""
    line = "".join(" " if _steers(letter) else letter for letter in short(finding.value[: 4 * longest]))
    line = " ".join(line.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _steers(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs") or letter in "\u2028\u2029"


def sentence(finding: Finding, longest: int = LONGEST) -> str:
    """What is wrong and what was found."""
    value = found(finding, longest)
    return f'{finding.message} - found "{value}"' if value else finding.message
