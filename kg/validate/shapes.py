"""The rules as `ontology/shapes/` says them: texts, severities and paths, for every engine the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.names import BASE, PREFIXES
from kg.resources import SHAPES

CORE = ("record.ttl", "core.ttl", "states.ttl", "evidence.ttl")
# what needs SPARQL, run set-wise; the first file has what they share
CROSS = (
    "cross.ttl",
    "cross-acts.ttl",
    "cross-parties.ttl",
    "cross-evidence.ttl",
    "cross-states.ttl",
    "cross-whole.ttl",
)
SHAPE = BASE + "shape#"
SH = "http://www.w3.org/ns/shacl#"
_RULE = re.compile(r"[A-Z]\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What one shape says of itself."""

    rule: str  # "A09", the first part of its name
    severity: str  # local name in the SHACL vocabulary: Violation, Warning, Info
    path: str  # "" for a shape of the node itself
    message: str  # English
    title: str  # of a rule: what it is about
    remedy: str  # of a rule: what to do
    select: str  # SPARQL, "" for core shapes
    whole: bool  # looks at several agreements, which may stand in different chunks
    looks_at: tuple[str, ...]  # what it is about: properties of records, or types of acts, whose columns are told


@cache
def catalogue() -> dict[str, Shape]:
    """Shape IRI -> shape, for all shapes that can be the source of a finding."""
    texts: dict[NamedNode, dict[str, str]] = {}
    looks_at: dict[NamedNode, list[str]] = {}
    for triple in _triples(*CORE, *CROSS):
        if isinstance(triple.subject, NamedNode) and triple.predicate.value == SHAPE + "looksAt":
            looks_at.setdefault(triple.subject, []).append(_value(triple))
        elif isinstance(triple.subject, NamedNode) and _english(triple.object):
            own = texts.setdefault(triple.subject, {})
            own[triple.predicate.value.removeprefix(SH)] = _value(triple)
    return {
        iri.value: _shape(iri, own, texts, looks_at.get(iri, [])) for iri, own in texts.items() if "severity" in own
    }


def _shape(
    iri: NamedNode, own: dict[str, str], texts: dict[NamedNode, dict[str, str]], looks_at: Sequence[str]
) -> Shape:
    rule = _RULE.match(iri.value.removeprefix(SHAPE))
    if rule is None:
        raise ValueError(f"the name of a shape begins with its rule: {iri.value}")
    query = texts.get(NamedNode(own.get("sparql", iri.value)), {})
    return Shape(
        rule=rule.group(),
        severity=own["severity"].removeprefix(SH),
        path=own.get("path", ""),
        message=own.get("message", ""),
        title=own.get("name", ""),
        remedy=own.get("description", ""),
        select=query.get("select", ""),
        whole=own.get(SHAPE + "overWholeGraph") == "true",
        looks_at=tuple(looks_at) or tuple(filter(None, [own.get("path")])),
    )


def _english(term: object) -> bool:
    return isinstance(term, NamedNode) or (isinstance(term, Literal) and term.language in (None, "en"))


def _value(triple: Triple) -> str:
    return triple.object.value if isinstance(triple.object, NamedNode | Literal) else ""


def rule(name: str) -> Shape:
    """The shape that gives a rule its title and remedy: `rule("A15")` is `tks:A15`."""
    return catalogue()[SHAPE + name]


@cache
def core_shapes() -> str:
    """All core shapes as N-Triples; the form in which both engines read them."""
    return (serialize(_triples(*CORE), format=RdfFormat.N_TRIPLES) or b"").decode()


@cache
def queries() -> dict[str, str]:
    """Shape IRI -> SPARQL query that finds its `$this` and `?value` over a whole chunk."""
    return {iri: _query(shape) for iri, shape in catalogue().items() if shape.select and not shape.whole}


@cache
def whole_queries() -> dict[str, str]:
    """As `queries`, of the rules that look at several agreements: they find everything in the graph of all chunks."""
    return {iri: _query(shape) for iri, shape in catalogue().items() if shape.select and shape.whole}


def _query(shape: Shape) -> str:
    used = (name for name in PREFIXES if f"{name}:" in shape.select)
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + shape.select


def _triples(*files: str) -> list[Triple]:
    """The triples of shapes files; blank nodes (lists, inverse paths) are told apart by file."""
    found = []
    for name in files:
        for triple in parse(path=SHAPES / name, format=RdfFormat.TURTLE):
            subject, object_ = (
                BlankNode(f"{name.split('.')[0]}{term.value}") if isinstance(term, BlankNode) else term
                for term in (triple.subject, triple.object)
            )
            found.append(Triple(subject, triple.predicate, object_))
    return found
