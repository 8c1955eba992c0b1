"""The page that describes the graph in Neo4j, made from the map and the ontology: `docs/neo4j-schema.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.names import PREFIXES, VALUE, local_name
from kg.neo4j import cypher
from kg.neo4j.mapping import SOURCES, GraphMap, NodeMap, type_of
from kg.resources import ONTOLOGY

Told = Mapping[str, Mapping[str, list[str]]]
EVERYWHERE = frozenset({"STATED_IN", "RESOLVES", "JUDGES", "SAYS"})  # lead to nodes of many labels; told, not drawn
QUIET = frozenset({"Class", "ObjectProperty", "DatatypeProperty", "Property", "Ontology", "Scheme", "Value", "ActType"})


def page(map_: GraphMap) -> str:
    """The whole page as Markdown, with a drawing in Mermaid."""
    words = _ontology()
    edges = list(_edges(map_, words))
    parts = [
        HEAD,
        "## Drawing\n\n" + DRAWN + "\n\n```mermaid\n" + "\n".join(_drawing(edges)) + "\n```\n",
        "## Nodes\n\n" + NODES + "\n\n" + _table(("label", "class", "id", "what it is"), _nodes(map_, words)),
        "## Keys of nodes\n\n" + _table(("label", "key", "type", "property"), _keys(map_.nodes.values())),
        "## Edges\n\n" + EDGES + "\n\n" + _table(("edge", "from", "to", "made of", "keys"), edges),
        "## Constraints and indexes\n\n```cypher\n" + "\n".join(_constraints(map_)) + "\n```\n",
    ]
    return "\n".join(parts)


HEAD = """# The graph in Neo4j

This page is made from `ontology/neo4j-map.ttl` by `treatykg neo4j schema`; do not edit it. The sync writes by the same
map, `treatykg sync --verify` and `treatykg pull` read back by it, and the constraints come from it.

Every node of treatykg has the label `TreatyKG` beside its own, an `id` that is unique under its own label, and a
`hash` of its content; every edge has a `hash`, and an `id` where it stands for a thing with keys of its own. Only
these are ever changed or deleted. `(:TreatyKGRelease {id})` is written last; while a sync is under way, or after one
that was broken off, it has `syncing` instead. A node that edges lead to, and of which the release itself says
nothing, has `namedOnly: true`.
"""
DRAWN = """Left out are nodes of the ontology's own words, and edges that lead to nodes of many labels: `STATED_IN` from
all that is concluded to the records that say so, `SAYS` from a record to what it gives a value of, `RESOLVES` and
`JUDGES`."""
NODES = "The id is the IRI after `https://w3id.org/treatykg/` as far as is shown here by `…`."
EDGES = "Those with `derived` restate what is a key or node too; `treatykg pull` leaves them out."


def _ontology() -> Told:
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file in ("treaty.ttl", "values.ttl"):
        for triple in parse(path=ONTOLOGY / file, format=RdfFormat.TURTLE):
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                told[triple.subject.value][local_name(triple.predicate.value)].append(triple.object.value)
    return told


def _edges(map_: GraphMap, words: Told) -> Iterator[tuple[str, str, str, str, str]]:
    for one in map_.statements:
        start, end = (
            _labels(map_, words, one.property, "domainIncludes"),
            _labels(map_, words, one.property, "rangeIncludes"),
        )
        start, end = one.from_ or start, frozenset({one.to}) if one.to else end
        if one.back:
            start, end = end, start
        keys = "`derived`" if one.copy else ""
        yield one.type, _listed(start), _listed(end), f"`{_short(one.property)}`", keys
    for edge in map_.edges:
        types = [edge.type] if edge.type else [type_of(name) for name in _concepts(words, "linkTypes")]
        start = _labels(map_, words, edge.begin, "rangeIncludes")
        end = _labels(map_, words, edge.held_by or edge.end, "domainIncludes" if edge.held_by else "rangeIncludes")
        keys = ", ".join(f"`{name}`" for name in edge.columns if name not in {"hash"})
        for type_ in types:
            yield type_, _listed(start), _listed(end), f"`{_short(edge.class_)}`", keys


def _labels(map_: GraphMap, words: Told, name: str, word: str) -> frozenset[str]:
    """Labels of the nodes that a property stands at, or leads to, as the ontology says."""
    classes = set(words.get(name, {}).get(word, ()))
    if word == "domainIncludes":
        classes |= {one for one, told in words.items() if classes & set(told.get("subClassOf", ()))}
    nodes = [node for node in map_.nodes.values() if node.class_ in classes and node.graph != SOURCES]
    nodes += [node for node in map_.nodes.values() if node.class_ in classes and len(map_.by_class[node.class_]) == 1]
    return frozenset(node.label for node in nodes if name not in node.implied or name in map_.held)


def _concepts(words: Told, scheme: str) -> list[str]:
    return sorted(local_name(one) for one, told in words.items() if VALUE[scheme].value in told.get("inScheme", ()))


def _drawing(edges: Iterable[tuple[str, str, str, str, str]]) -> Iterator[str]:
    """Each two labels once, with all types between them."""
    yield "flowchart LR"
    between: dict[tuple[str, str], list[str]] = defaultdict(list)
    for type_, starts, ends, *_ in edges:
        for start in starts.split(", ") if type_ not in EVERYWHERE else ():
            for end in ends.split(", "):
                if start and end and not {start, end} & QUIET:
                    between[start, end].append(type_)
    for (start, end), types in sorted(between.items()):
        shown = types if len(types) < 4 else [*types[:3], "..."]
        yield f'  {start} -- "{", ".join(dict.fromkeys(shown))}" --> {end}'


def _nodes(map_: GraphMap, words: Told) -> Iterator[tuple[str, str, str, str]]:
    for node in map_.nodes.values():
        start = node.start.removeprefix(PREFIXES["tkg"].removesuffix("def#"))
        cut = node.cut.removeprefix(PREFIXES["tkg"].removesuffix("def#"))
        shown = f"`{start[len(cut) :]}…`" if node.cut else "the IRI"
        what = words.get(node.class_, {}).get("definition", [WITHOUT_CLASS if not node.class_ else ""])[0]
        yield node.label, f"`{_short(node.class_)}`" if node.class_ else "", shown, what


WITHOUT_CLASS = "An identifier of an agreement that was joined to another one."


def _keys(nodes: Iterable[NodeMap]) -> Iterator[tuple[str, str, str, str]]:
    for node in nodes:
        folded = list(node.fold.keys.values()) if node.fold else []
        for key in [*node.keys.values(), *folded]:
            for name, type_ in key.columns():
                yield node.label, f"`{name}`", type_, f"`{_short(key.property)}`"
        if node.tells_graph:
            yield node.label, "`graph`", "STRING", "the named graph that it stands in"


def _constraints(map_: GraphMap) -> Iterator[str]:
    for name, text in (cypher.constraints(map_) | cypher.INDEXES).items():
        yield f"CREATE {text.format(name=name)};"


def _short(iri: str) -> str:
    """`tkg:title` for its IRI."""
    known = {**PREFIXES, "owl": "http://www.w3.org/2002/07/owl#", "schema": "https://schema.org/"}
    fits = [(namespace, prefix) for prefix, namespace in known.items() if iri.startswith(namespace)]
    namespace, prefix = max(fits, key=lambda one: len(one[0]))
    return f"{prefix}:{iri.removeprefix(namespace)}"


def _listed(labels: Iterable[str]) -> str:
    return ", ".join(sorted(labels))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
