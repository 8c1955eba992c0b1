"""The report as one page that needs nothing else: to read, to print and, with its script, to filter and to sort."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from kg import pages
from kg.validate.findings import Report
from kg.validate.forms.words import found, groups, remedies, remedy, short, summary, what_was_read
from kg.validate.shapes import rule

COLUMNS = ("Severity", "Rule", "Source", "File", "Row", "Column", "What is wrong", "Found", "Node")
_HERE = Path(__file__).parent
_SIGNS = {"violation": "■", "warning": "▲", "info": "○"}  # told apart without colour


def as_html(report: Report) -> str:
    """All findings, the summary by rule first."""
    script = pages.own(_HERE / "report.js")
    return _template().render(
        report=report,
        read=what_was_read(report),
        summary=summary(report),
        nothing=summary(report),
        groups=list(groups(report)),
        rules=[(name, rule(name).title) for name in sorted({finding.rule for finding in report.findings})],
        sources=sorted({finding.source for finding in report.findings}),
        columns=COLUMNS,
        css=pages.own(_HERE / "report.css"),
        script=script,
        script_hash=pages.script_hash(script),
        version=version("treatykg"),
    )


def _severity(name: str) -> Markup:
    return Markup(
        '<span class="severity {0}" data-severity="{0}"><span aria-hidden="true">{1}</span> {0}</span>'
    ).format(name, _SIGNS[name])


def _marked(text: str) -> Markup:
    """A text of unknown direction, so that it turns nothing beside it."""
    return Markup("<bdi>{}</bdi>").format(text) if text else Markup()


@cache
def _template() -> Template:
    environment = pages.environment(_HERE)
    environment.filters["thousands"] = lambda number: f"{number:,}"
    environment.globals.update(
        severity=_severity, marked=_marked, remedies=remedies, remedy=remedy, found=found, short=short
    )
    return environment.get_template("report.html.j2")
