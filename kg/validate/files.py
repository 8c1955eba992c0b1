"""Validation of anyone's RDF files: the same shapes, findings placed at the line of the file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, serialize

from kg.graph.reference import ontology_triples
from kg.names import PREFIXES
from kg.validate.engines import Engine, Raw, choose, cross_results, run_shacl
from kg.validate.findings import Finding, Place, Report
from kg.validate.lines import lines
from kg.validate.places import finding, holders, looks_at, place
from kg.validate.reading import BLANK, Document, read
from kg.validate.shapes import whole_queries
from kg.validate.targets import blank_where_forbidden, targets

WHOLE = 200_000  # statements up to which pyshacl is given a graph in one piece
NODES = 5_000  # nodes of one piece of a larger one
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")


def validate_files(
    paths: Iterable[Path],
    *,
    engine: str = "auto",
    form: str | None = None,
    nodes: int | None = None,
    say: Callable[[str], None] | None = None,
) -> Report:
    """All findings in RDF files, which are read as one graph. Raises TreatyKGError for a file that cannot be read.

    `form` is one of `kg.validate.reading.FORMATS`; without it the suffix of each file tells. The core shapes look at
    `nodes` nodes at a time, at all at once if the engine can; rules in SPARQL look at the whole, beside the reference
    data.
    """
    name, run = choose(engine)
    store, documents = read(paths, form)
    looked_at = targets(store)
    if say is not None:
        say(f"{len(store):,} statements; {len(looked_at):,} nodes that the shapes look at")
    results: set[Raw] = set()
    if looked_at:
        if nodes is None and run is not run_shacl and len(store) > WHOLE:
            nodes = NODES  # shacl divides the work by itself, in little memory
        results |= _core(store, run, looked_at, nodes or len(looked_at))
        results |= blank_where_forbidden(store)
        results |= {raw for raw in _cross(store) if raw.focus in looked_at}
    findings = _placed(results, store, documents)
    files = tuple(document.name for document in documents)
    return Report(findings=tuple(sorted(findings)), engine=name, files=files, nodes=len(looked_at))


def _core(store: Store, run: Engine, looked_at: set[str], size: int) -> set[Raw]:
    """What breaks the core shapes, in pieces of some nodes each; what a piece says of other nodes is not used."""
    waiting: deque[set[str]] = deque()

    def pieces() -> Iterator[str]:
        if size >= len(looked_at):
            waiting.append(looked_at)
            yield (store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b"").decode()
            return
        remaining = iter(sorted(looked_at))
        while nodes := set(islice(remaining, size)):
            waiting.append(nodes)
            yield _piece(store, {NamedNode(node) for node in nodes})

    results: set[Raw] = set()
    for _, found in run(pieces()):
        nodes = waiting.popleft()
        results |= {raw for raw in found if raw.focus in nodes}
    return results


def _piece(store: Store, nodes: set[NamedNode]) -> str:
    """Some nodes with all that they point at and all that points at them: what a shape sees one step away."""
    classes = store.quads_for_pattern(None, _SUBCLASS, None)
    own = [quad for node in nodes for quad in store.quads_for_pattern(node, None, None)]
    near = {quad.object for quad in own if isinstance(quad.object, NamedNode) and quad.predicate != _TYPE} - nodes
    beside = (quad for node in near for quad in store.quads_for_pattern(node, None, None))
    above = (quad for node in nodes for quad in store.quads_for_pattern(None, None, node) if quad.subject not in nodes)
    quads = chain(classes, own, beside, above)
    return (serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b"").decode()


def _cross(store: Store) -> set[Raw]:
    """What breaks the rules in SPARQL, which also look at the polities and terms that come with treatykg."""
    store.bulk_extend(Quad(*triple) for triple in ontology_triples())
    return cross_results(store) | cross_results(store, whole_queries())


def _placed(results: set[Raw], store: Store, documents: list[Document]) -> set[Finding]:
    """Findings at the row of their record; where there is none, at the line of their node or of what it hangs on."""
    about = {(raw.focus, looks_at(raw)) for raw in results}
    by_record = {(focus, names): place(store, NamedNode(focus), names) for focus, names in about}
    ways = {focus: _way_up(store, focus) for (focus, _), known in by_record.items() if not known.file}
    wanted = {node for way in ways.values() for node in way}
    found = [(document.name, lines(document, wanted) if wanted else {}) for document in documents]
    only = documents[0].name if len(documents) == 1 else ""
    distinct: dict[Finding, Finding] = {}
    for raw in sorted(results):
        known = by_record[raw.focus, looks_at(raw)]
        at = known if raw.focus not in ways else _line(ways[raw.focus], found) or Place(file=only)
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
