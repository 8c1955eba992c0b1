"""Shapes to findings: what is wrong, how bad, by which rule, and where it was said. Bad data never raises."""

from kg.validate.files import validate_files
from kg.validate.findings import SEVERITIES, Finding, Place, Report
from kg.validate.forms import (
    FORMS,
    as_csv,
    as_html,
    as_json,
    as_sarif,
    as_text,
    as_turtle,
    for_file,
    reports,
)
from kg.validate.run import check, validate
from kg.validate.whole import whole_findings

__all__ = [
    "FORMS",
    "SEVERITIES",
    "Finding",
    "Place",
    "Report",
    "as_csv",
    "as_html",
    "as_json",
    "as_sarif",
    "as_text",
    "as_turtle",
    "check",
    "for_file",
    "reports",
    "validate",
    "validate_files",
    "whole_findings",
]
