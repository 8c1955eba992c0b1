"""Findings and reports: plain values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

SEVERITIES = ("violation", "warning", "info")  # worst first


class Place(NamedTuple):
    """Where it is said: name of the data set, file, row from 1, column; of an RDF file, the line, and no data set."""

    source: str = ""
    file: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        row = f"{'row' if self.source else 'line'} {self.row}" if self.row else ""
        column = f"column {self.column}" if self.column else ""
        return ", ".join(part for part in (self.source, self.file, row, column) if part)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One rule broken by one node. What is not known is empty, a row 0."""

    rule: str  # "A09"
    severity: str  # violation, warning, info
    focus: str  # IRI of the node, "_:b1" of a blank one
    path: str = ""  # IRI of the property
    value: str = ""  # what was found there, without its datatype
    message: str = ""  # English text of the shape
    source: str = ""
    file: str = ""
    row: int = 0
    column: str = ""
    shape: str = field(default="", compare=False)  # IRI of the shape that found it
    component: str = field(default="", compare=False)  # IRI of the SHACL component, the first of several

    @property
    def place(self) -> Place:
        """Where the value is stated."""
        return Place(self.source, self.file, self.row, self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All findings of a run, in order, and the engine that found them."""

    findings: tuple[Finding, ...]
    engine: str  # "shacl 0.3.4", "pyshacl 0.40.1"
    files: tuple[str, ...] = ()  # the RDF files that were read; none: all loaded and bundled sources
    nodes: int | None = None  # how many nodes the shapes looked at; None: not counted

    @property
    def conforms(self) -> bool:
        """Whether nothing stops publication: warnings and infos do not."""
        return not self.violations

    @property
    def violations(self) -> tuple[Finding, ...]:
        """Findings that stop publication of what they are about."""
        return tuple(finding for finding in self.findings if finding.severity == "violation")

    @property
    def counts(self) -> dict[str, int]:
        """Number of findings by severity, worst first; severities without any are absent."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in SEVERITIES if found[severity]}

    def fails(self, severity: str) -> bool:
        """Whether anything as bad as `severity`, or worse, was found."""
        bad = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(finding.severity in bad for finding in self.findings)
