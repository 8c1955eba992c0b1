"""Validation of all units before a release is written: what breaks a rule of severity Violation is held back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import msgspec

from kg.errors import TreatyKGError
from kg.names import TKG
from kg.units import Unit
from kg.validate import Finding, Report, as_json, as_text, as_turtle, validate

CHUNKS = 32  # fixed, so that a changed record changes one chunk alone
# Reference data that rules on units look at; another polity's days change all chunks.
BESIDE = tuple(f" {term} " for term in (TKG.existsFrom, TKG.existsTo, TKG.codesPairsOnly))

Known = dict[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Units as they may be published, and the findings about all of them."""

    units: list[Unit]
    report: Report
    held_back: list[str]  # identifiers of units whose derived part is left out

    @property
    def reports(self) -> dict[str, str]:
        """The report in each of its forms, by file name."""
        return {
            "report.txt": as_text(self.report, None),
            "report.json": as_json(self.report),
            "report.ttl": as_turtle(self.report),
        }

    @property
    def counts(self) -> dict[str, int]:
        """Findings by severity, and how many units are held back."""
        return {f"{name}s": number for name, number in self.report.counts.items()} | {"held back": len(self.held_back)}


def publish(units: Sequence[Unit], reference: Sequence[str], memory: Path, engine: str) -> Published:
    """Validate units and reference data; only what changed since the last time is read again.

    The derived part of a unit with a violation is left out; what its source said stays. Raises TreatyKGError if
    the reference data itself has a violation, for then nothing can be trusted.
    """
    beside = _statements([triple for triple in reference if any(term in triple for term in BESIDE)])
    report = validate(_chunks(units, reference), engine=engine, beside=beside, known=_remembered(memory))
    _remember(memory, report)
    subjects = {finding.focus for finding in report.violations}
    if broken := subjects & {_subject(triple) for triple in reference}:
        raise TreatyKGError(f"the reference data breaks the shapes, nothing is published: {', '.join(sorted(broken))}")
    held = {unit.id for unit in units if subjects and subjects & {_subject(t) for t in (*unit.best, *unit.said)}}
    shown = [replace(unit, best=[], link=[]) if unit.id in held else unit for unit in units]
    return Published(units=shown, report=report, held_back=sorted(held))


def _subject(triple: str) -> str:
    return triple[1 : triple.index(">")]


def _chunks(units: Sequence[Unit], reference: Sequence[str]) -> Iterator[str]:
    yield _statements(reference)
    buckets: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        buckets[sha256(unit.id.encode()).digest()[0] % CHUNKS].append(unit)
    for _, bucket in sorted(buckets.items()):
        ordered = sorted(bucket, key=lambda unit: unit.id)
        yield _statements([triple for unit in ordered for triple in (*unit.said, *unit.best, *unit.link)])


def _statements(triples: Sequence[str]) -> str:
    return "".join(f"{triple} .\n" for triple in triples)


def _remembered(memory: Path) -> Known:
    """Findings of chunks seen before; a file that cannot be read is as good as none."""
    try:
        return msgspec.json.decode(memory.read_bytes(), type=Known)
    except (OSError, msgspec.DecodeError):
        return {}


def _remember(memory: Path, report: Report) -> None:
    beside = memory.with_name(memory.name + ".new")
    beside.write_bytes(msgspec.json.encode(report.chunks))
    beside.replace(memory)
