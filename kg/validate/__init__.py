"""Shapes to findings: what is wrong, how bad, by which rule, and where it was said. Bad data never raises."""

from kg.validate.findings import SEVERITIES, Finding, Place, Report
from kg.validate.render import as_json, as_text, as_turtle
from kg.validate.run import validate

__all__ = ["SEVERITIES", "Finding", "Place", "Report", "as_json", "as_text", "as_turtle", "validate"]
