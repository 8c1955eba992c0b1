"""Reports for people (text), programs (JSON) and RDF tools (Turtle)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from textwrap import shorten

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.names import ID, PREFIXES
from kg.validate.findings import SEVERITIES, Finding, Report
from kg.validate.shapes import SH, rule

_RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")


def as_text(report: Report, limit: int | None = 20) -> str:
    """Findings by rule, worst first, each with source, file and row; at most `limit` a rule (None: all)."""
    lines = [_summary(report)]
    for (severity, name), group in groupby(sorted(report.findings, key=_worst_first), key=_worst_first):
        findings = sorted(group)
        lines += ["", f"{name} {rule(name).title}: {_number(len(findings), severity)}", f"  {rule(name).remedy}"]
        lines += [f"  - {_line(finding)}" for finding in findings[:limit]]
        if limit is not None and len(findings) > limit:
            lines.append(f"  ... and {len(findings) - limit} more")
    return "\n".join(lines) + "\n"


def _worst_first(finding: Finding) -> tuple[int, str]:
    return SEVERITIES.index(finding.severity), finding.rule


def _summary(report: Report) -> str:
    if not report.findings:
        return f"Nothing found ({report.engine})."
    counted = ", ".join(_number(number, SEVERITIES.index(severity)) for severity, number in report.counts.items())
    return f"{counted} ({report.engine})."


def _number(number: int, severity: int) -> str:
    return f"{number} {SEVERITIES[severity]}{'s' if number > 1 else ''}"


def _line(finding: Finding) -> str:
    found = f' - found "{shorten(_short(finding.value), 80)}"' if finding.value else ""
    path = f" [{_short(finding.path)}]" if finding.path else ""
    place = f"{finding.place}: " if finding.source else ""
    return f"{place}{finding.message}{found}{path} ({_short(finding.focus)})"


def _short(iri: str) -> str:
    """An IRI with its prefix, those of things without (`act/t0vxk3m9/signature`)."""
    if iri.startswith(ID):
        return iri.removeprefix(ID)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def as_json(report: Report) -> str:
    """One object: engine, conforms, counts by severity, findings."""
    found = {
        "engine": report.engine,
        "conforms": report.conforms,
        "counts": report.counts,
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def as_turtle(report: Report) -> str:
    """A `sh:ValidationReport` in Turtle. Literal values appear as plain strings."""
    prefixes = {"sh": SH} | {name: PREFIXES[name] for name in ("tkg", "tks", "dcterms", "rdf", "skos")}
    return (serialize(_triples(report), format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()


def _triples(report: Report) -> Iterator[Triple]:
    node = BlankNode("report")
    yield Triple(node, _RDF_TYPE, _sh("ValidationReport"))
    yield Triple(node, _sh("conforms"), Literal(not report.findings))  # SHACL 1.0: no result of any severity
    for number, finding in enumerate(report.findings, start=1):
        result = BlankNode(f"r{number}")
        yield Triple(node, _sh("result"), result)
        yield Triple(result, _RDF_TYPE, _sh("ValidationResult"))
        yield from _result(result, finding)


def _result(node: BlankNode, finding: Finding) -> Iterable[Triple]:
    yield Triple(node, _sh("focusNode"), NamedNode(finding.focus))
    yield Triple(node, _sh("resultSeverity"), _sh(finding.severity.title()))
    yield Triple(node, _sh("sourceShape"), NamedNode(finding.shape))
    yield Triple(node, _sh("sourceConstraintComponent"), NamedNode(finding.component))
    message = f"{finding.place}: {finding.message}" if finding.source else finding.message
    yield Triple(node, _sh("resultMessage"), Literal(message, language="en"))
    if finding.path:
        yield Triple(node, _sh("resultPath"), NamedNode(finding.path))
    if finding.value:
        is_iri = finding.value.startswith(("http://", "https://")) and " " not in finding.value
        yield Triple(node, _sh("value"), NamedNode(finding.value) if is_iri else Literal(finding.value))


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)
