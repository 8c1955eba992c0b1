"""Triples and literals, made in one way everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.dates import Span, span
from kg.names import EDTF, PREFIXES, TKG
from kg.records import Text

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]

RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
RDF_SUBJECT = NamedNode(PREFIXES["rdf"] + "subject")
RDF_PREDICATE = NamedNode(PREFIXES["rdf"] + "predicate")
RDF_OBJECT = NamedNode(PREFIXES["rdf"] + "object")
RDF_JSON = NamedNode(PREFIXES["rdf"] + "JSON")
RDFS_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
DC = {
    name: NamedNode(PREFIXES["dcterms"] + name)
    for name in ("title", "publisher", "bibliographicCitation", "language", "isReplacedBy")
}
XSD_DATE = NamedNode(PREFIXES["xsd"] + "date")
XSD_DECIMAL = NamedNode(PREFIXES["xsd"] + "decimal")


def text(words: Text) -> Literal:
    """Words with their language."""
    return Literal(words.value, language=words.lang)


def day(value: date) -> Literal:
    """A day as `xsd:date`."""
    return Literal(value.isoformat(), datatype=XSD_DATE)


def decimal(value: float) -> Literal:
    """A share from 0 to 1 as `xsd:decimal`, to three places."""
    return Literal(f"{value:.3f}".rstrip("0").rstrip("."), datatype=XSD_DECIMAL)


def edtf(value: str) -> Literal:
    """A date as the EDTF text it was given in."""
    return Literal(value, datatype=EDTF)


def bounds(subject: NamedNode, earliest: str, latest: str, known: Span) -> Iterator[Triple]:
    """The two bounds of a span under the named properties; an open bound, or a day that never comes, is absent."""
    if known.lo not in (date.min, date.max):
        yield subject, TKG[earliest], day(known.lo)
    if known.hi not in (date.min, date.max):
        yield subject, TKG[latest], day(known.hi)


def dated(subject: NamedNode, when: str | None, effect: str | None = None) -> Iterator[Triple]:
    """The date of an event, and its day of effect, each with its bounds."""
    if when is not None:
        yield subject, TKG.date, edtf(when)
        yield from bounds(subject, "earliest", "latest", span(when))
    if effect is not None:
        yield subject, TKG.effect, edtf(effect)
        yield from bounds(subject, "effectEarliest", "effectLatest", span(effect))


def optional(subject: NamedNode, **values: str | int | bool | None) -> Iterator[Triple]:
    """Plain literals under properties of the same name; None is left out."""
    for name, value in values.items():
        if value is not None:
            yield subject, TKG[name], Literal(value)
