"""The nodes of a graph that the shapes look at."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg.names import PREFIXES
from kg.resources import SHAPES
from kg.validate.engines import Raw
from kg.validate.reading import BLANK
from kg.validate.shapes import SH, catalogue

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_NO_BLANK = (SH + "IRI", SH + "IRIOrLiteral")


@cache
def _shapes() -> Store:
    store = Store()
    for file in sorted(SHAPES.glob("*.ttl")):
        store.extend(Quad(one.subject, one.predicate, one.object) for one in parse(path=file, format=RdfFormat.TURTLE))
    return store


def _named(predicate: str) -> set[NamedNode]:
    found = {quad.object for quad in _shapes().quads_for_pattern(None, NamedNode(SH + predicate), None)}
    return {node for node in found if isinstance(node, NamedNode)}


def targets(store: Store) -> set[str]:
    """The nodes that any shape looks at."""
    found: set[object] = set()
    for target in _named("targetClass"):
        found |= _instances(store, target)
    for predicate in _named("targetSubjectsOf"):
        found |= {quad.subject for quad in store.quads_for_pattern(None, predicate, None)}
    for predicate in _named("targetObjectsOf"):
        found |= {quad.object for quad in store.quads_for_pattern(None, predicate, None)}
    found |= {node for node in _named("targetNode") if any(store.quads_for_pattern(node, None, None))}
    return {node.value for node in found if isinstance(node, NamedNode)}


def _instances(store: Store, target: NamedNode) -> set[object]:
    """Nodes of a class, or of one that the graph itself places under it."""
    classes, waiting = {target}, [target]
    while waiting:
        for quad in store.quads_for_pattern(None, _SUBCLASS, waiting.pop()):
            if isinstance(quad.subject, NamedNode) and quad.subject not in classes:
                classes.add(quad.subject)
                waiting.append(quad.subject)
    return {quad.subject for one in classes for quad in store.quads_for_pattern(None, _TYPE, one)}


def blank_where_forbidden(store: Store) -> set[Raw]:
    """Blank nodes where a shape wants an IRI; engines do not see them, for here they are read as IRIs."""
    found = set()
    shapes = _shapes()
    for quad in shapes.quads_for_pattern(None, NamedNode(SH + "nodeKind"), None):
        shape = getattr(quad.subject, "value", "")
        if getattr(quad.object, "value", "") not in _NO_BLANK or shape not in catalogue():
            continue
        path = NamedNode(catalogue()[shape].path)
        for owner in shapes.quads_for_pattern(None, NamedNode(SH + "property"), quad.subject):
            for target in shapes.quads_for_pattern(owner.subject, NamedNode(SH + "targetClass"), None):
                nodes = _instances(store, target.object) if isinstance(target.object, NamedNode) else set()
                for value in store.quads_for_pattern(None, path, None):
                    if value.subject in nodes and str(value.object).startswith(f"<{BLANK}"):
                        found.add(_raw(shape, value))
    return found


def _raw(shape: str, quad: Quad) -> Raw:
    focus, value = (getattr(term, "value", "") for term in (quad.subject, quad.object))
    severity = catalogue()[shape].severity
    return Raw(shape=shape, severity=severity, focus=focus, value=value, component=SH + "NodeKindConstraintComponent")
