"""The report for programs; its form is described in docs/validation.md and keeps."""

from __future__ import annotations

import json
from dataclasses import asdict

from kg.validate.findings import Report
from kg.validate.forms.words import groups
from kg.validate.shapes import rule


def as_json(report: Report) -> str:
    """One object: what was read, engine, conforms, counts by severity, the rules that were broken, findings."""
    said = {
        "format": 1,
        "engine": report.engine,
        "files": report.files,
        "nodes": report.nodes,
        "conforms": report.conforms,
        "counts": report.counts,
        "rules": {
            name: {"title": rule(name).title, "remedy": rule(name).remedy}
            for name in sorted({group.rule for group in groups(report)})
        },
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
