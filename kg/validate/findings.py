"""Findings and reports: plain values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

SEVERITIES = ("violation", "warning", "info")  # worst first


class Place(NamedTuple):
    """Where a source says it: name of the data set, file, row from 1."""

    source: str = ""
    file: str = ""
    row: int = 0

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row else ""
        return ", ".join(part for part in (self.source, self.file, row) if part)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One rule broken by one node. What is not known is empty, a row 0."""

    rule: str  # "A09"
    severity: str  # violation, warning, info
    focus: str  # IRI of the node
    path: str = ""  # IRI of the property
    value: str = ""  # what was found there, without its datatype
    message: str = ""  # English text of the shape
    source: str = ""
    file: str = ""
    row: int = 0
    shape: str = field(default="", compare=False)  # IRI of the shape that found it
    component: str = field(default="", compare=False)  # IRI of the SHACL component, the first of several

    @property
    def place(self) -> Place:
        """Where the value is stated."""
        return Place(self.source, self.file, self.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All findings of a run, in order, and the engine that found them."""

    findings: tuple[Finding, ...]
    engine: str  # "shacl 0.3.4", "pyshacl 0.40.1"
    chunks: dict[str, tuple[Finding, ...]] = field(default_factory=dict, repr=False)  # digest -> findings; see validate

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
