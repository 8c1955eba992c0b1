"""Where a finding was said: the file, row and column of the record that states the node."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Store

from kg.names import ID, TKG
from kg.validate.engines import Raw
from kg.validate.findings import Finding, Place
from kg.validate.shapes import catalogue

_TO_RECORD = (TKG.statedIn, TKG.supportedBy, TKG.saidBy)


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


def place(store: Store, node: NamedNode) -> Place:
    """File, row and column of the first record that states the node, or the node that it hangs on."""
    for candidate in (node, *holders(store, node)):
        for record in (candidate, *sorted(_records(store, candidate), key=str)):
            row = _text(store, record, TKG.row)
            if row.isdecimal():
                source = _text(store, record, TKG.inDataset).removeprefix(ID + "source/")
                return Place(source, _text(store, record, TKG.file), int(row), _column(store, node, record))
    return Place()


def holders(store: Store, node: NamedNode) -> list[NamedNode]:
    """The nodes that point at a node."""
    found = {quad.subject for quad in store.quads_for_pattern(None, None, node)}
    return sorted((one for one in found if isinstance(one, NamedNode)), key=str)


def _records(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    for predicate in _TO_RECORD:
        yield from _nodes(store, node, predicate)


def _column(store: Store, node: NamedNode, record: NamedNode) -> str:
    """The column that states an act: the node's own, else that of the record's act of the same type and day."""
    if own := _text(store, node, TKG.column):
        return own
    kind, day = _text(store, node, TKG.actType), _text(store, node, TKG.date)
    alike = [act for act in _nodes(store, record, TKG.act) if kind and _text(store, act, TKG.actType) == kind]
    same_day = [act for act in alike if _text(store, act, TKG.date) == day]
    columns = {_text(store, act, TKG.column) for act in same_day or alike}
    return columns.pop() if len(columns) == 1 else ""


def _nodes(store: Store, node: NamedNode, predicate: NamedNode) -> Iterator[NamedNode]:
    for quad in store.quads_for_pattern(node, predicate, None):
        if isinstance(quad.object, NamedNode):
            yield quad.object


def _text(store: Store, node: NamedNode, predicate: NamedNode) -> str:
    for quad in store.quads_for_pattern(node, predicate, None):
        if isinstance(quad.object, NamedNode | Literal):
            return quad.object.value
    return ""
