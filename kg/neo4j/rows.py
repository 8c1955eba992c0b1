"""A release as nodes and edges: pure, from its sorted N-Quads, part by part.

What tells whether a node or edge is still the same is a hash of the lines it is made of, so that its properties need
to be made only where it differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.graph.terms import RDF_TYPE
from kg.names import BASE, ID
from kg.neo4j.elements import Edge, Node, hashed
from kg.neo4j.mapping import (
    FILE,
    SOURCES,
    EdgeMap,
    End,
    Fold,
    GraphMap,
    Key,
    MapError,
    NodeMap,
    Statement,
    concept_of,
    type_of,
)
from kg.neo4j.values import Properties

TYPE = RDF_TYPE.value
GRAPHS = BASE + "graph/"
Lines = Iterable[str]
Fact = tuple[str, str, str]  # predicate, object as in N-Quads, graph
Facts = list[Fact]
Repeated = dict[str, set[Fact]]  # by subject
Implied = tuple[str, str, str, str]  # subject, predicate, object, graph


def rows(parts: Iterable[Lines], map_: GraphMap) -> Iterator[Node | Edge]:
    """All nodes and edges of a release, each once; MapError for a statement that the map has no place for."""
    repeated: Repeated = defaultdict(set)
    for lines in parts:
        yield from rows_of_part(lines, map_, repeated)
    yield from rows_of_repeated(repeated, map_)


def rows_of_part(lines: Lines, map_: GraphMap, repeated: Repeated) -> Iterator[Node | Edge]:
    """The nodes and edges of one part; what may stand in several parts is added to `repeated` instead."""
    return _Part(map_, repeated).made(subjects(lines))


def rows_of_repeated(repeated: Repeated, map_: GraphMap) -> Iterator[Node | Edge]:
    """The nodes and edges of what was told in several parts."""
    return _Part(map_, None).made((subject, sorted(facts)) for subject, facts in repeated.items())


def subjects(lines: Lines) -> Iterator[tuple[str, Facts]]:
    """The statements of sorted lines by subject."""
    subject, facts = "", list[Fact]()
    for line in lines:
        begin, predicate, rest = line.split(" ", 2)
        value, _, graph = rest[:-4].rpartition(" <")
        if begin != subject:
            if facts:
                yield subject[1:-1], facts
            subject, facts = begin, []
        facts.append((predicate[1:-1], value, graph))
    if facts:
        yield subject[1:-1], facts


class _Part:
    """One part of a release; what hangs on others of the part comes after them."""

    def __init__(self, map_: GraphMap, repeated: Repeated | None) -> None:
        self._map = map_
        self._implied: set[Implied] = set()  # what is said and not written, since edges tell it
        self._told: set[Implied] = set()  # what edges tell beside what they are
        self._repeated = repeated  # what may stand in several parts is gathered there; None: it is gathered
        self._held: dict[str, End] = {}  # what is an edge -> the end that points at it
        self._folds: dict[str, Facts] = {}
        self._passed: dict[str, Facts] = {}  # what edges pass through
        self._spoken: dict[str, set[End]] = defaultdict(set)  # that, -> where edges that pass through it begin

    def made(self, found: Iterable[tuple[str, Facts]]) -> Iterator[Node | Edge]:
        """The nodes and edges of its subjects."""
        nodes: list[tuple[NodeMap, str, Facts, str]] = []
        edges: list[tuple[EdgeMap, str, Facts]] = []
        for subject, facts in found:
            made, graph = self._chosen(subject, facts)
            if isinstance(made, EdgeMap):
                edges.append((made, subject, facts))
            elif isinstance(made, Fold):
                self._folds[subject] = facts
            elif made.repeated and self._repeated is not None:
                self._repeated[subject].update(facts)
            elif made.fold:
                nodes.append((made, subject, facts, graph))
            else:
                yield from self._node(made, subject, facts, graph)
        for node in nodes:
            yield from self._node(*node)
        for edge in edges:
            yield self._edge(*edge)
        yield from self._silent()
        self._check()

    def _check(self) -> None:
        """Raise MapError for what stands nowhere."""
        if self._folds:
            raise MapError(f"<{min(self._folds)}> belongs to no node that it could stand in")
        for known, reason in ((self._told, "has no edge that would tell it"), (self._implied, "is missing")):
            if odd := (self._implied | self._told) - known:
                raise MapError("<{}> <{}> <{}> in <{}> ".format(*min(odd)) + reason)

    def _chosen(self, subject: str, facts: Facts) -> tuple[NodeMap | EdgeMap | Fold, str]:
        """What a subject becomes, and the graph that it stands in."""
        types = [(value[1:-1], graph) for name, value, graph in facts if name == TYPE] or [("", facts[0][2])]
        class_, graph = types[0]
        if len(types) > 1:
            raise MapError(f"<{subject}> is told to be a thing of two classes, or in two graphs: {types}")
        for one in self._map.by_class.get(class_, ()):
            if self._stands(one, subject, facts, graph):
                return one, graph
        raise MapError(f"{FILE.name} says of no node or edge what <{subject}> is, a <{class_}> in <{graph}>")

    def _stands(self, one: NodeMap | EdgeMap | Fold, subject: str, facts: Facts, graph: str) -> bool:
        """Whether one of the things made of a class is for this subject, facts and graph."""
        if not subject.startswith(one.start or (one.cut if isinstance(one, NodeMap) else "")):
            return False
        if isinstance(one, Fold):
            return not graph.startswith(SOURCES)
        if isinstance(one, EdgeMap) and one.when and all(value[1:-1] != one.when for _, value, _ in facts):
            return False
        return graph == one.graph or not one.graph or (one.graph == SOURCES and graph.startswith(SOURCES))

    def _node(self, made: NodeMap, subject: str, facts: Facts, graph: str) -> Iterator[Node | Edge]:
        id_ = subject[len(made.cut) :]
        here = made.label, id_
        roles = self._map.roles[made.label]
        keys: list[tuple[Key, str]] = []
        more: Properties = {"graph": graph[len(GRAPHS) :]} if made.tells_graph else {}
        folded: list[tuple[Key, str]] = []
        for name, value, where in (fact for fact in facts if fact[0] != TYPE):
            role = roles.get(name)
            if role is None:
                raise MapError(f"{FILE.name} has no place for <{name}> of {made.label} {id_}: {value}")
            if made.fold and name == made.fold.property:
                folded += self._folded(made.fold, here, value, graph)
            elif role.implied:
                self._implied.add((subject, name, value[1:-1], where))
                if name in self._map.held:
                    self._held[value[1:-1]] = here
            if role.key is not None:
                if where != graph:
                    raise MapError(f"{made.label} {id_} has {role.key.name} in <{where}>, not in <{graph}>")
                keys.append((role.key, value))
            for statement in role.statements:
                yield self._statement(statement, here, subject, value, where, graph)
        if made.label in self._map.passed:
            self._passed[subject] = facts
        yield Node(made.label, id_, self._hash(graph, keys, folded), keys + folded, more)

    def _folded(self, fold: Fold, here: End, value: str, graph: str) -> Iterator[tuple[Key, str]]:
        """The keys of what is folded into a node."""
        facts = self._folds.pop(value[1:-1], [])
        if value != f"<{fold.start}{here[1]}>" or len(facts) < 2:
            raise MapError(f"{here[0]} {here[1]} has {value}, of which nothing is said that could stand in it")
        for name, one, where in facts:
            if name in fold.keys and where == graph:
                yield fold.keys[name], one
            elif name != TYPE:
                raise MapError(f"{FILE.name} has no place for <{name}> of {value}: {one}")

    def _statement(self, made: Statement, here: End, subject: str, value: str, where: str, graph: str) -> Edge:
        if where != (made.graph or graph):
            raise MapError(f"{here[0]} {here[1]} has an edge {made.type} in <{where}>, not in <{made.graph or graph}>")
        there = self._map.end(value[1:-1], where) if made.copy else self._end(value[1:-1], where)
        if made.to not in ("", there[0]):
            raise MapError(f"{here[0]} {here[1]} has an edge {made.type} to {value}, which is no {made.to}")
        if made.implies_back:
            self._told.add((value[1:-1], made.implies_back, subject, where))
        start, end = (there, here) if made.back else (here, there)
        more: Properties = {"derived": True} if made.copy else {}
        return Edge(made.type, "", start, end, hashed(b"", made.type, *start, *end), more=more)

    def _end(self, iri: str, graph: str) -> End:
        """A node at the end of an edge; MapError if the IRI is of something that stands in a node."""
        label, id_ = self._map.end(iri, graph)
        if not iri.startswith(self._map.nodes[label].cut):
            raise MapError(f"<{iri}> stands in {label} {id_}, so it cannot be the end of an edge")
        return label, id_

    def _edge(self, made: EdgeMap, subject: str, facts: Facts) -> Edge:
        told: dict[str, list[str]] = defaultdict(list)
        for name, value, where in facts:
            if where != made.graph:
                raise MapError(f"<{subject}> has <{name}> in <{where}>, not in <{made.graph}>")
            told[name].append(value)
        passed: Facts = []
        if made.through:
            through = _only(subject, made.through, told[made.through])[1:-1]
            passed = self._passed.get(through, [])
        first, second = self._ends(made, subject, told, passed)
        start = self._end(first, made.graph)
        end = self._map.end(second, made.graph) if made.through else self._end(second, made.graph)
        if made.through:
            self._spoken[through].add(start)
        places = {TYPE, made.begin, made.type_from, "" if made.through else made.end}
        if missing := told.keys() - places - made.keys.keys():
            raise MapError(f"{FILE.name} has no place for <{min(missing)}> of <{subject}>")
        if made.held_by:
            self._told.add((second, made.held_by, subject, made.graph))
        if made.implies:
            self._told.add((first, made.implies, second, made.graph))
        keys = [(made.keys[name], value) for name, values in told.items() if name in made.keys for value in values]
        copied = [(made.copies[name], value) for name, value, _ in passed if name in made.copies]
        hash_ = self._hash(subject, start, end, keys, copied)
        more: Properties = {"derived": True} if made.derived else {}
        return Edge(_type(made, subject, told), subject[len(ID) :], start, end, hash_, keys, copied, more)

    def _ends(self, made: EdgeMap, subject: str, told: dict[str, list[str]], passed: Facts) -> tuple[str, str]:
        """The IRIs of both ends."""
        if made.begin == made.end:
            both = sorted(told[made.begin])
            if len(both) != 2:
                raise MapError(f"<{subject}> has {len(both)} times <{made.begin}>, an end of an edge, not twice")
            return both[0][1:-1], both[1][1:-1]
        first = _only(subject, made.begin, told[made.begin])
        if made.held_by:
            if subject not in self._held:
                raise MapError(f"<{subject}> is at the end of no <{made.held_by}>, so it lacks an end of an edge")
            label, id_ = self._held[subject]
            return first[1:-1], self._map.nodes[label].cut + id_
        ends = [value for name, value, _ in passed if name == made.end] if made.through else told[made.end]
        return first[1:-1], _only(subject, made.end, ends)[1:-1]

    def _silent(self) -> Iterator[Edge]:
        """Edges, never read back, of those that a thing passed through names and that say nothing themselves."""
        for made in (one for one in self._map.edges if one.also_of):
            for subject, facts in self._passed.items():
                copied = [(made.copies[name], value) for name, value, _ in facts if name in made.copies]
                about = _only(subject, made.end, [value for name, value, _ in facts if name == made.end])
                end = self._map.end(about[1:-1], made.graph)
                for name, value, _ in facts:
                    start = self._map.end(value[1:-1], made.graph) if name in made.also_of else None
                    if start is None or start in self._spoken[subject]:
                        continue
                    self._spoken[subject].add(start)
                    more: Properties = {"agrees": name == made.also_of[0], "derived": True}
                    id_ = f"{subject[len(ID) :]}>{start[1]}"
                    yield Edge(made.type, id_, start, end, self._hash(id_, start, end, name, copied), [], copied, more)

    def _hash(self, *content: object) -> int:
        return hashed(self._map.seed, *map(_plain, content))


def _only(subject: str, name: str, values: list[str]) -> str:
    """The one value of an end of an edge, or of what leads there."""
    if len(values) != 1:
        raise MapError(f"<{subject}> has {len(values)} times <{name}>, an end of an edge, not once")
    return values[0]


def _type(made: EdgeMap, subject: str, told: dict[str, list[str]]) -> str:
    if made.type:
        return made.type
    concept = _only(subject, made.type_from, told[made.type_from])[1:-1].removeprefix(made.type_cut)
    if concept_of(type_of(concept)) != concept:
        raise MapError(f"<{subject}> has <{made.type_from}> <{concept}>, which cannot name a type of edges")
    return type_of(concept)


def _plain(content: object) -> str:
    if isinstance(content, list):
        return "\n".join([f"{key.property} {value}" for key, value in content])
    return content if isinstance(content, str) else " ".join(content) if isinstance(content, tuple) else repr(content)
