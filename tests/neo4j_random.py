"""Random releases, made from the map itself: every label, key and type of edges that it has, with odd values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from kg.names import BASE, EDTF, ID, PREFIXES
from kg.neo4j.mapping import ANY, CUT, NAMES, SOURCES, TEXT, XSD, EdgeMap, GraphMap, Key, MapError, NodeMap, Statement
from kg.neo4j.rows import GRAPHS, TYPE
from kg.neo4j.values import quoted

LANGUAGES = ("en", "es", "ru", "de", "pt-br", "zh-hant")
ODD = (
    "",
    '"',
    "\\",
    "\\n",
    '\\"',
    "'",
    "\n",
    "\r\n",
    "\t",
    "\x00",
    "\x1f",
    "a\x1fb",
    "@en",
    "x@de",
    "\ufeff",
    ",",
    " ",
    "null",
)
STARTS = ("http://example.org/", "http://example.org/#", "urn:x:", ID, BASE)
GRAPH_NAMES = ("src/made@1", "src/made@2025%2F1", "src/other@x")
DATES = ("2025", "2025-05", "2025-05-07", "../1991", "199X", "2025-05-07~", "2001/2004")
NUMBERS = (0, 1, -1, 400, 2**31, 2**53 + 1, 2**63 - 1, -(2**63))
DECIMALS = ("0", "1", "0.9", "-12.5", "0.1234567890123456", "123456789.25", "1000000000000000")
LINKS = ("amends", "protocolTo", "exchangedWith", "madeUpLinkType")
OUTCOME = PREFIXES["tkg"] + "outcome"


def _text(random: Random) -> str:
    return "".join(
        random.choice(ODD) if random.random() < 0.5 else chr(random.choice((random.randrange(0x20, 0xD800), 0x1F600)))
        for _ in range(random.choice((0, 1, 1, 2, 5)))
    )


def _name(random: Random) -> str:
    """The end of an IRI."""
    return "".join(random.choices(("%C3%A9", *"aZ09é中ñ~-_./:@"), k=random.randint(1, 4)))


def _words(random: Random) -> str:
    return quoted(_text(random), random.choice([*("@" + one for one in LANGUAGES), XSD + "string"]))


def _iri(random: Random) -> str:
    return f"<{random.choice(STARTS)}{_name(random)}>"


def _any(random: Random) -> str:
    return random.choice([one for kind, one in VALUES.items() if kind != ANY])(random)


def _literals(kind: str, text: Callable[[Random], object]) -> Callable[[Random], str]:
    return lambda random: quoted(str(text(random)), kind)


VALUES: dict[str, Callable[[Random], str]] = {  # what the map says of the values of a key -> a term of N-Quads
    XSD + "date": _literals(XSD + "date", lambda random: date.fromordinal(random.randint(1, date.max.toordinal()))),
    XSD + "integer": _literals(XSD + "integer", lambda random: random.choice(NUMBERS)),
    XSD + "decimal": _literals(XSD + "decimal", lambda random: random.choice(DECIMALS)),
    XSD + "boolean": _literals(XSD + "boolean", lambda random: random.choice(("true", "false"))),
    XSD + "string": _literals(XSD + "string", _text),
    EDTF.value: _literals(EDTF.value, lambda random: random.choice(DATES)),
    PREFIXES["rdf"] + "JSON": _literals(PREFIXES["rdf"] + "JSON", _text),
    TEXT: _words,
    CUT: _iri,
    ANY: _any,
}


@dataclass(frozen=True, slots=True)
class _Made:
    iri: str
    node: NodeMap
    graph: str


def release(map_: GraphMap, seed: int, size: int) -> list[str]:
    """Sorted lines of a release of so many nodes, if of more than one, then of every label in turn, and their edges."""
    return _Release(map_, Random(seed)).make(size)  # noqa: S311  nothing is to be kept secret


class _Release:
    """One release in the making."""

    def __init__(self, map_: GraphMap, random: Random) -> None:
        self._map, self._random = map_, random
        self._lines: set[str] = set()
        self._made: list[_Made] = []
        self._number = 0

    def make(self, size: int) -> list[str]:
        """Its lines, sorted."""
        nodes = [*self._map.nodes.values()]
        self._random.shuffle(nodes)
        for number in range(size):
            node = nodes[number % len(nodes)]
            self._made.append(_Made(self._iri(node.start or node.cut or BASE), node, self._graph(node.graph)))
        for one in self._made:
            self._node(one)
        for edge in self._map.edges:
            ends = self._edge_ends(edge)
            for _ in range(self._random.randint(0, 3)):
                ends = ends if self._random.random() < 0.5 else self._edge_ends(edge)  # also several between the same
                if ends:
                    self._edge(edge, *ends)
        return sorted(self._lines)

    def _say(self, subject: str, name: str, value: str, graph: str) -> None:
        self._lines.add(f"<{subject}> <{name}> {value} <{graph}> .\n")

    def _iri(self, start: str) -> str:
        self._number += 1
        return f"{start}{self._number}{_name(self._random)}"

    def _graph(self, graph: str) -> str:
        if graph in ("", SOURCES):
            return GRAPHS + self._random.choice(GRAPH_NAMES if graph else (*GRAPH_NAMES, "ref"))
        return graph

    def _label(self, iri: str, graph: str) -> str:
        """The label of the node that an IRI stands for in a graph; "" if for none, or for what stands in a node."""
        try:
            label, id_ = self._map.end(iri, graph)
        except MapError:
            return ""
        return label if iri == self._map.nodes[label].cut + id_ else ""

    def _end(self, graph: str, label: str = "", described: bool = False) -> str | None:
        """A node that may be the end of an edge in a graph; unless `described`, also one of which nothing is said."""
        fit = [one.iri for one in self._made if one.node.class_ and self._label(one.iri, graph) == one.node.label]
        fit = [iri for iri in fit if label in ("", self._label(iri, graph))]
        starts = [node.start for node in self._map.nodes.values() if node.start and node.class_]
        starts = [start for start in starts if (found := self._label(start + "x", graph)) and label in ("", found)]
        if starts and not described and (not fit or self._random.random() < 0.2):
            return self._iri(self._random.choice(starts))
        return self._random.choice(fit) if fit else None

    def _node(self, one: _Made) -> None:
        node, random = one.node, self._random
        if node.class_:
            self._say(one.iri, TYPE, f"<{node.class_}>", one.graph)
        needed = {edge.end for edge in self._map.edges if edge.through and edge.end in node.keys}
        self._keys(one.iri, node.keys, one.graph, {name for name in node.keys if random.random() < 0.5} | needed, node)
        if node.fold and random.random() < 0.7:
            folded = node.fold.start + one.iri[len(node.cut) :]
            self._say(one.iri, node.fold.property, f"<{folded}>", one.graph)
            self._say(folded, TYPE, f"<{node.fold.class_}>", one.graph)
            some = random.sample(sorted(node.fold.keys), random.randint(1, len(node.fold.keys)))
            self._keys(folded, node.fold.keys, one.graph, some)
        roles = self._map.roles[node.label].values()
        statements = [made for role in roles for made in role.statements if not made.copy]
        own = [made for made in statements if made.from_ and (not node.class_ or random.random() < 0.6)]
        for made in own + random.choices(statements, k=1) if statements else ():
            self._statement(one, made)

    def _keys(
        self, iri: str, keys: Mapping[str, Key], graph: str, names: Iterable[str], node: NodeMap | None = None
    ) -> None:
        for name in sorted(names):
            for value in self._values(keys[name], graph, node):
                self._say(iri, name, value, graph)

    def _values(self, key: Key, graph: str, node: NodeMap | None) -> set[str]:
        random = self._random
        if key.value == NAMES:
            found = {_words(random) for _ in range(random.randint(1, 5))}
            return found - {*sorted(one for one in found if one.endswith('"'))[1:]}  # one without a language, or none
        number = random.randint(1, 3) if key.many else 1
        if node and self._map.roles[node.label][key.property].statements:  # an edge too: of a node, or what is in one
            return {f"<{random.choice(self._starting(key.cut, graph))}>" for _ in range(number)}
        if key.value == CUT and key.cut:
            return {f"<{key.cut}{_name(random)}>" for _ in range(number)}
        return {VALUES[key.value](random) for _ in range(number)}

    def _starting(self, start: str, graph: str) -> list[str]:
        found = [one.iri for one in self._made if self._label(one.iri, graph)]
        found += [node.fold.start + "x" for node in self._map.nodes.values() if node.fold]
        found += [node.start + "x" for node in self._map.nodes.values() if node.start and node.class_]
        return [iri for iri in found if iri.startswith(start)]

    def _statement(self, one: _Made, made: Statement) -> None:
        graph = made.graph or one.graph
        value = self._end(graph, made.to, described=bool(made.implies_back))
        if value is None:
            return
        if made.implies_back:
            if next(two.graph for two in self._made if two.iri == value) != graph:
                return
            self._say(value, made.implies_back, f"<{one.iri}>", graph)
        self._say(one.iri, made.property, f"<{value}>", graph)

    def _edge_ends(self, made: EdgeMap) -> tuple[str, str] | None:
        """Where an edge begins and ends, or what it passes through."""
        begin = self._holder(made.implies) if made.implies else self._end(made.graph)
        if made.through:
            passed = [one.iri for one in self._made if one.node.label in self._map.passed]
            end = self._random.choice(passed) if passed else None
        else:
            end = self._holder(made.held_by) if made.held_by else self._end(made.graph)
        return (begin, end) if begin and end and begin != end else None

    def _holder(self, name: str) -> str | None:
        """A node that says by a property what an edge tells too."""
        fit = [one.iri for one in self._made if name in one.node.implied]
        return self._random.choice(fit) if fit else None

    def _edge(self, made: EdgeMap, begin: str, end: str) -> None:
        subject, graph = self._iri(made.start), made.graph
        self._say(subject, TYPE, f"<{made.class_}>", graph)
        self._say(subject, made.begin, f"<{begin}>", graph)
        if made.held_by:
            self._say(end, made.held_by, f"<{subject}>", graph)
        else:
            self._say(subject, made.through or made.end, f"<{end}>", graph)
        if made.implies:
            self._say(begin, made.implies, f"<{end}>", graph)
        if made.type_from:
            self._say(subject, made.type_from, f"<{made.type_cut}{self._random.choice(LINKS)}>", graph)
        if made.when:
            self._say(subject, OUTCOME, f"<{made.when}>", graph)
        free = made.keys.keys() - {made.through, OUTCOME if made.when else ""}
        self._keys(subject, made.keys, graph, [name for name in free if self._random.random() < 0.6])
