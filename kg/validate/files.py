"""Validation of anyone's RDF files: the same shapes, findings placed at the line of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.graph.reference import ontology_triples
from kg.names import PREFIXES
from kg.resources import SHAPES
from kg.validate.engines import Raw, choose, cross_results
from kg.validate.findings import Finding, Place, Report
from kg.validate.lines import lines
from kg.validate.places import finding, holders, place
from kg.validate.reading import BLANK, Document, read
from kg.validate.shapes import SH, catalogue

WHOLE = 200_000  # statements up to which a file is one chunk
NODES = 10_000  # nodes of one chunk of a larger one
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_NO_BLANK = (SH + "IRI", SH + "IRIOrLiteral")


def validate_files(
    paths: Iterable[Path],
    *,
    engine: str = "auto",
    form: str | None = None,
    whole: int = WHOLE,
    say: Callable[[str], None] | None = None,
) -> Report:
    """All findings in RDF files, which are read as one graph. Raises TreatyKGError for a file that cannot be read.

    `form` is one of `kg.validate.reading.FORMATS`; without it the suffix of each file tells. Core shapes look at a graph
    of up to `whole` statements in one piece; rules in SPARQL look at the whole graph, beside the reference data.
    """
    name, run = choose(engine)
    store, documents = read(paths, form)
    looked_at = _targets(store)
    if say is not None:
        say(f"{len(store):,} statements; {len(looked_at):,} nodes that the shapes look at")
    results: set[Raw] = set()
    if looked_at:
        pieces = [_everything(store)] if len(store) <= whole else _pieces(store)
        for _, found in run(pieces):
            results |= {raw for raw in found if raw.focus in looked_at}
        results |= _blank_where_forbidden(store)
        results |= {raw for raw in _cross(store) if raw.focus in looked_at}
    findings = _placed(results, store, documents)
    files = tuple(document.name for document in documents)
    return Report(findings=tuple(sorted(findings)), engine=name, files=files, nodes=len(looked_at))


def _everything(store: Store) -> str:
    return (store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b"").decode()


def _pieces(store: Store) -> Iterator[str]:
    """The graph in pieces: some nodes each, with all that they point at and all that points at them.

    So a shape that looks one step away sees the same as in the whole; what it finds on the neighbours is not used.
    """
    subjects = iter(sorted({quad.subject for quad in store}, key=str))
    classes = list(store.quads_for_pattern(None, _SUBCLASS, None))
    while nodes := list(islice(subjects, NODES)):
        quads = {quad: None for quad in classes}
        for node in nodes:
            for quad in store.quads_for_pattern(node, None, None):
                quads[quad] = None
                if isinstance(quad.object, NamedNode) and quad.predicate != _TYPE:
                    quads.update(dict.fromkeys(store.quads_for_pattern(quad.object, None, None)))
            quads.update(dict.fromkeys(store.quads_for_pattern(None, None, node)))
        yield (serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b"").decode()


@cache
def _shapes() -> Store:
    store = Store()
    for file in sorted(SHAPES.glob("*.ttl")):
        store.extend(Quad(one.subject, one.predicate, one.object) for one in parse(path=file, format=RdfFormat.TURTLE))
    return store


def _named(predicate: str) -> set[NamedNode]:
    found = {quad.object for quad in _shapes().quads_for_pattern(None, NamedNode(SH + predicate), None)}
    return {node for node in found if isinstance(node, NamedNode)}


def _targets(store: Store) -> set[str]:
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


def _blank_where_forbidden(store: Store) -> set[Raw]:
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


def _cross(store: Store) -> set[Raw]:
    """What breaks the rules in SPARQL, which also look at the polities and terms that come with treatykg."""
    store.bulk_extend(Quad(*triple) for triple in ontology_triples())
    return cross_results(store)


def _placed(results: set[Raw], store: Store, documents: list[Document]) -> set[Finding]:
    """Findings at the row of their record; where there is none, at the line of their node or of what it hangs on."""
    by_record = {focus: place(store, NamedNode(focus)) for focus in {raw.focus for raw in results}}
    ways = {focus: _way_up(store, focus) for focus, known in by_record.items() if not known.file}
    wanted = {node for way in ways.values() for node in way}
    found = [(document.name, lines(document, wanted) if wanted else {}) for document in documents]
    only = documents[0].name if len(documents) == 1 else ""
    distinct: dict[Finding, Finding] = {}
    for raw in sorted(results):
        at = by_record[raw.focus] if raw.focus not in ways else _line(ways[raw.focus], found) or Place(file=only)
        one = finding(raw, at)
        one = replace(one, focus=_label(one.focus), value=_label(one.value))
        distinct.setdefault(one, one)  # of several components that fail on one value, the first
    return set(distinct)


def _way_up(store: Store, focus: str) -> list[str]:
    """A node, and as long as it is a blank one, what points at it."""
    way = [focus]
    while way[-1].startswith(BLANK):
        above = [one.value for one in holders(store, NamedNode(way[-1])) if one.value not in way]
        if not above:
            break
        way.append(above[0])
    return way


def _line(way: list[str], found: list[tuple[str, dict[str, int]]]) -> Place | None:
    return next((Place(file=name, row=at[node]) for node in way for name, at in found if node in at), None)


def _label(node: str) -> str:
    return f"_:{node.removeprefix(BLANK)}" if node.startswith(BLANK) else node
