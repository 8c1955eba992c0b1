"""The report as a table for a spreadsheet: one finding a row."""

from __future__ import annotations

import csv
import io

from kg.validate.findings import Finding, Report
from kg.validate.forms.words import groups, remedy
from kg.validate.shapes import rule

COLUMNS = (
    "severity",
    "rule",
    "title",
    "source",
    "file",
    "row",
    "column",
    "message",
    "found",
    "remedy",
    "path",
    "node",
    "shape",
)
_STARTS_A_FORMULA = tuple("=+-@\t\n＝＋－＠")
_LONGEST = 32_000  # a cell of a spreadsheet holds 32,767 characters


def as_csv(report: Report) -> str:
    """One finding a row, worst first; an apostrophe stands before what a spreadsheet would take for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(finding) for group in groups(report) for finding in group.findings)
    return text.getvalue()


def _row(finding: Finding) -> list[str | int]:
    cells = (
        finding.severity,
        finding.rule,
        rule(finding.rule).title,
        finding.source,
        finding.file,
        finding.row or "",
        finding.column,
        finding.message,
        finding.value,
        remedy(finding),
        finding.path,
        finding.focus,
        finding.shape,
    )
    return [_plain(cell) if isinstance(cell, str) else cell for cell in cells]


def _plain(cell: str) -> str:
    cut = cell if len(cell) <= _LONGEST else cell[:_LONGEST] + "…"
    cut = cut.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return f"'{cut}" if cut.lstrip(" ").startswith(_STARTS_A_FORMULA) else cut
