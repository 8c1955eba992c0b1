"""Where a finding was said: the file, row and columns of the record that says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.reference import column_iri
from kg.graph.terms import RDF_PREDICATE, RDF_SUBJECT
from kg.names import ACT, ID, TKG
from kg.validate.engines import Raw
from kg.validate.findings import Finding, Place
from kg.validate.shapes import catalogue

_TO_RECORD = (TKG.statedIn, TKG.supportedBy, TKG.saidBy, TKG.readFrom)
_ELSEWHERE = re.compile(r"(?P<file>[^,]+), row (?P<row>\d+)(?:, (?P<column>.+))?")  # in another file than the record's


def finding(raw: Raw, place: Place) -> Finding:
    """A result of an engine with the texts of its shape and its place."""
    shape = catalogue()[raw.shape]
    return Finding(
        rule=shape.rule,
        severity=raw.severity.lower(),
        focus=raw.focus,
        path=shape.path,
        value="" if raw.value == raw.focus else raw.value,
        message=shape.message,
        source=place.source,
        file=place.file,
        row=place.row,
        column=place.column,
        shape=raw.shape,
        component=raw.component,
    )


def looks_at(raw: Raw) -> tuple[str, ...]:
    """What a result is about: properties of records, or types of acts."""
    return catalogue()[raw.shape].looks_at


def place(store: Store, node: NamedNode, about: Sequence[str] = ()) -> Place:
    """File, row and columns of the record that says most of what the finding is `about`, of several the first.

    It is a record that states the node, or the node that it hangs on.
    """
    for candidate in (node, *holders(store, node)):
        records = [
            record
            for record in (candidate, *sorted(_records(store, candidate), key=str))
            if _text(store, record, TKG.row).isdecimal()
        ]
        if records:
            said = {record: _columns(store, node, record, about) for record in records}
            record = max(records, key=lambda one: len(said[one]))
            return _at(store, record, said[record], about)
    return Place()


def holders(store: Store, node: NamedNode) -> list[NamedNode]:
    """The nodes that point at a node."""
    found = {quad.subject for quad in store.quads_for_pattern(None, None, node)}
    return sorted((one for one in found if isinstance(one, NamedNode)), key=str)


def _records(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    for predicate in _TO_RECORD:
        yield from _nodes(store, node, predicate)


def _at(store: Store, record: NamedNode, columns: Sequence[str], about: Sequence[str]) -> Place:
    """The place in the record's own file, or in the other one that the only column names with its row."""
    source, file, row = _source(store, record), _text(store, record, TKG.file), int(_text(store, record, TKG.row))
    if len(columns) == 1 and (other := _ELSEWHERE.fullmatch(columns[0])):
        file, row = other["file"], int(other["row"])
        columns = [other["column"]] if other["column"] else _mapped(store, source, file, about)
    return Place(source, file, row, ", ".join(dict.fromkeys(columns)))


def _columns(store: Store, node: NamedNode, record: NamedNode, about: Sequence[str]) -> list[str]:
    """The node's own column; of an act, the column of the record's own; else those that say what it is about."""
    if own := _text(store, node, TKG.column):
        return [own]
    if field := _text(store, node, RDF_PREDICATE):  # of a resolution: of which field of which thing
        node, about = next(_nodes(store, node, RDF_SUBJECT), node), (field, *about)
    if found := _columns_of_act(store, record, _text(store, node, TKG.actType), _of_act(store, node)):
        return found
    of_acts = (name for name in about if name.startswith(ACT.namespace))
    dated = [column for name in of_acts for column in _columns_of_act(store, record, name)]
    return [*_mapped(store, _source(store, record), _text(store, record, TKG.file), about), *dated]


def _of_act(store: Store, node: NamedNode) -> tuple[str, str]:
    return _text(store, node, TKG.actor), _text(store, node, TKG.date)


def _columns_of_act(store: Store, record: NamedNode, kind: str, like: tuple[str, str] = ("", "")) -> list[str]:
    """The columns of the record's acts of a type: of those of the same actor and day, where there are any."""
    acts = [act for act in _nodes(store, record, TKG.act) if kind and _text(store, act, TKG.actType) == kind]
    for place, value in enumerate(like):
        acts = [act for act in acts if _of_act(store, act)[place] == value] or acts
    return sorted({column for act in acts if (column := _text(store, act, TKG.column))})


def _mapped(store: Store, source: str, file: str, about: Sequence[str]) -> list[str]:
    """The columns of a file that say these properties, as the reference data have it."""
    names = [name.removeprefix(TKG.namespace) for name in about if name.startswith(TKG.namespace)]
    either = ([column_iri(source, file, name), column_iri(source, "", name)] for name in names)
    found = (next(filter(None, (_text(store, node, TKG.column) for node in nodes)), "") for nodes in either)
    return [column for column in found if column]


def _source(store: Store, record: NamedNode) -> str:
    return _text(store, record, TKG.inDataset).removeprefix(ID + "source/")


def _nodes(store: Store, node: NamedNode, predicate: NamedNode) -> Iterator[NamedNode]:
    for quad in store.quads_for_pattern(node, predicate, None):
        if isinstance(quad.object, NamedNode):
            yield quad.object


def _text(store: Store, node: NamedNode, predicate: NamedNode) -> str:
    for quad in store.quads_for_pattern(node, predicate, None):
        if isinstance(quad.object, NamedNode | Literal):
            return quad.object.value
    return ""
