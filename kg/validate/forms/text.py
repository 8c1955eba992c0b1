"""The report for a terminal."""

from __future__ import annotations

from kg.validate.findings import Finding, Report
from kg.validate.forms.words import counted, groups, remedies, sentence, short, summary


def as_text(report: Report, limit: int | None = 20) -> str:
    """Findings by rule, worst first, each with its place; at most `limit` a rule (None: all)."""
    lines = [summary(report)]
    for group in groups(report):
        lines += ["", f"{group.rule} {group.title}: {counted(len(group.findings), group.severity)}"]
        lines += [f"  {text}" for text in remedies(group)]
        lines += [f"  - {_line(finding)}" for finding in group.findings[:limit]]
        if limit is not None and len(group.findings) > limit:
            lines.append(f"  ... and {len(group.findings) - limit:,} more")
    return "\n".join(lines) + "\n"


def _line(finding: Finding) -> str:
    path = f" [{short(finding.path)}]" if finding.path else ""
    place = f"{finding.place}: " if finding.place.file or finding.place.source else ""
    return f"{place}{sentence(finding, 80)}{path} ({short(finding.focus)})"
