"""The report in SARIF 2.1.0, which code hosts and editors show at the line of the file."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.names import BASE
from kg.validate.findings import Finding, Report
from kg.validate.forms.words import remedy, sentence
from kg.validate.shapes import SHAPE, catalogue, rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"violation": "error", "warning": "warning", "info": "note"}


def as_sarif(report: Report) -> str:
    """One run with all rules; a finding that stays the same keeps its fingerprint when its row moves."""
    names = sorted({shape.rule for shape in catalogue().values()})
    place_of = {name: number for number, name in enumerate(names)}
    driver = {
        "name": "treatykg",
        "version": version("treatykg"),
        "informationUri": BASE,
        "rules": [_rule(name) for name in names],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "properties": {"engine": report.engine, "files": list(report.files)},
        "results": [_result(finding, place_of[finding.rule]) for finding in report.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(name: str) -> dict[str, Any]:
    shape = rule(name)
    text = shape.remedy or shape.message or shape.title or name
    return {
        "id": name,
        "name": "".join(word.capitalize() for word in shape.title.split()) or name,
        "shortDescription": {"text": shape.title or name},
        "fullDescription": {"text": text},
        "help": {"text": text},
        "defaultConfiguration": {"level": LEVELS[shape.severity.lower()]},
        "properties": {"shape": SHAPE + name},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    to_do = remedy(finding)
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{sentence(finding)}. {to_do}".strip()},
        "locations": [_location(finding)],
        "partialFingerprints": {"treatykgFinding/v1": _fingerprint(finding)},
        "properties": {
            name: value
            for name, value in (
                ("source", finding.source),
                ("row", finding.row),
                ("column", finding.column),
                ("path", finding.path),
                ("remedy", to_do),
            )
            if value
        },
    }


def _location(finding: Finding) -> dict[str, Any]:
    """File and line as far as they are known, and always the node."""
    found: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": finding.focus, "kind": "resource"}]}
    if finding.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding)}}
        if finding.row:
            physical["region"] = {"startLine": finding.row}
        found["physicalLocation"] = physical
    return found


def _uri(finding: Finding) -> str:
    """The file as it was named; that of a source under the source's name. Rows of a table stand for lines."""
    if finding.source:
        return quote(f"{finding.source}/{finding.file}")
    path = Path(finding.file)
    return path.as_uri() if path.is_absolute() else quote(finding.file)


def _fingerprint(finding: Finding) -> str:
    said = (finding.rule, finding.shape, finding.focus, finding.path, finding.value)
    return sha256("\n".join(said).encode(errors="replace")).hexdigest()[:32]
