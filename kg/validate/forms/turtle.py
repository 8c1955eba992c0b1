"""The report as SHACL says a report is: a `sh:ValidationReport`, messages in every language of the shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.names import PREFIXES
from kg.resources import SHAPES
from kg.validate.findings import Finding, Report
from kg.validate.shapes import SH

_RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")


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


def _result(node: BlankNode, finding: Finding) -> Iterator[Triple]:
    yield Triple(node, _sh("focusNode"), _node(finding.focus))
    yield Triple(node, _sh("resultSeverity"), _sh(finding.severity.title()))
    if finding.shape:
        yield Triple(node, _sh("sourceShape"), NamedNode(finding.shape))
    if finding.component:
        yield Triple(node, _sh("sourceConstraintComponent"), NamedNode(finding.component))
    place = f"{finding.place}: " if str(finding.place) else ""
    for language, message in {"en": finding.message, **_messages().get(finding.shape, {})}.items():
        yield Triple(node, _sh("resultMessage"), Literal(place + message, language=language))
    if finding.path:
        yield Triple(node, _sh("resultPath"), NamedNode(finding.path))
    if finding.value:
        yield Triple(node, _sh("value"), _node(finding.value))


def _node(value: str) -> NamedNode | BlankNode | Literal:
    """What a value stands for, as far as its text tells."""
    try:
        if value.startswith("_:"):
            return BlankNode("n-" + value.removeprefix("_:"))
        if value.startswith(("http://", "https://", "urn:", "file:")):
            return NamedNode(value)
    except ValueError:
        pass
    return Literal(value)


@cache
def _messages() -> dict[str, dict[str, str]]:
    """Shape IRI -> language -> message."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for file in sorted(SHAPES.glob("*.ttl")):
        for triple in parse(path=file, format=RdfFormat.TURTLE):
            if triple.predicate == _sh("message") and isinstance(triple.subject, NamedNode):
                message = triple.object
                if isinstance(message, Literal) and message.language:
                    found[triple.subject.value][message.language] = message.value
    return dict(found)


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)
