"""Reports in the forms that people and programs read."""

from __future__ import annotations

from collections.abc import Callable

from kg.validate.findings import Report
from kg.validate.forms.csv import as_csv
from kg.validate.forms.html import as_html
from kg.validate.forms.json import as_json
from kg.validate.forms.sarif import as_sarif
from kg.validate.forms.text import as_text
from kg.validate.forms.turtle import as_turtle

__all__ = ["FORMS", "as_csv", "as_html", "as_json", "as_sarif", "as_text", "as_turtle", "for_file", "reports"]

FORMS: dict[str, tuple[str, Callable[[Report], str]]] = {  # name -> suffix, and what writes it
    "text": (".txt", lambda report: as_text(report, None)),
    "csv": (".csv", as_csv),
    "json": (".json", as_json),
    "sarif": (".sarif", as_sarif),
    "turtle": (".ttl", as_turtle),
    "html": (".html", as_html),
}


def for_file(form: str, content: str) -> str:
    """What a file of a form begins with before its content: a spreadsheet knows UTF-8 by a byte order mark only."""
    return "\ufeff" + content if form == "csv" else content


def reports(report: Report) -> dict[str, str]:
    """The report in each of its forms, by file name."""
    return {f"report{suffix}": for_file(form, write(report)) for form, (suffix, write) in FORMS.items()}
