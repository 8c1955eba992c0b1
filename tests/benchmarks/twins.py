"""Every saved question on all sources, in SPARQL and in Cypher: how many were asked, whether any differ, how long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice

from pyoxigraph import QuerySolutions, Store

from kg.ask import Question, Rows, ask, ask_cypher, questions
from kg.names import PREFIXES
from kg.neo4j import Connection
from kg.neo4j import ask as ask_server
from kg.store import Release
from kg.tables import Value

COLUMNS = ("question, SPARQL and Cypher", "asked", "rows", "different", "slowest SPARQL s", "slowest Cypher s")
EACH = 40  # times each question is asked
KNOWN = {  # kind of parameter -> SPARQL for values of it, the telling ones first
    "pair": "?p tkg:ofPair ?x BIND(STRAFTER(STR(?x), '/pair/') AS ?v)",
    "agreement": "?r tkg:describes ?x . ?x a tkg:Agreement BIND(STRAFTER(STR(?x), '/agreement/') AS ?v)",
    "country": "?p tkg:countsFor/tkg:inLine ?x BIND(STRAFTER(STR(?x), '/line/') AS ?v)",
    "topic": "?a a tkg:Agreement ; tkg:topic ?x BIND(STRAFTER(STR(?x), '#') AS ?v)",
    "source": "?r tkg:inDataset ?x BIND(STRAFTER(STR(?x), '/source/') AS ?v)",
}
DATES = ("1815-06-09", "1914-07-28", "1945-10-24", "1975-01-01", "2001-09-11", "2025-11-12")
ACTS = ("signature", "entryIntoForce", "ratification")
FIELDS = ("title", "date", "instrumentKind", "topic", "initialMonths", "sides", "renewal", "placeName")


def compare(release: Release, server: Connection) -> Iterator[list[Value]]:
    """A row for each question; `different` counts answers whose columns, rows or order are not the same in both."""
    values = {kind: _values(release.store, pattern) for kind, pattern in KNOWN.items()}
    values |= {"date": list(DATES), "field": list(FIELDS), "about": values["agreement"], "act": list(ACTS)}
    for question in questions().values():
        asked = rows = different = 0
        slowest = [0.0, 0.0]
        for given in islice(_given(question, values), EACH):
            one, told = _timed(partial(ask, release.store, question, given))
            other, also = _timed(partial(_cypher, question, given, server))
            asked, rows = asked + 1, rows + len(one.rows)
            different += (list(one.columns), _plain(one)) != (list(other.columns), _plain(other))
            slowest = [max(slowest[0], told), max(slowest[1], also)]
        yield [question.name, asked, f"{rows:,}", different, *(f"{seconds:.2f}" for seconds in slowest)]


def _given(question: Question, values: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    """Parameters: the required ones always, of the others none, and then one at a time."""
    needed = {one.name: _of(one.kind, values) for one in question.parameters if one.required}
    others = [None, *(one for one in question.parameters if not one.required and one.kind != "text")]
    if not needed and len(others) == 1:
        yield {}
        return
    supply = {name: cycle(known[place:] + known[:place]) for place, (name, known) in enumerate(needed.items())}
    free = {one.name: cycle(_of(one.kind, values)) for one in others if one is not None}
    for extra in cycle(others):
        given = {name: next(known) for name, known in supply.items()}
        if {"from", "to"} <= given.keys():
            given["from"], given["to"] = sorted((given["from"], given["to"]))
        yield given | ({extra.name: next(free[extra.name])} if extra is not None else {})


def _of(kind: str, values: dict[str, list[str]]) -> list[str]:
    return values.get(kind) or kind.split("|")


def _values(store: Store, pattern: str) -> list[str]:
    """The twenty most frequent values, and twenty spread over the rest."""
    found = store.query(
        f"SELECT ?v (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?v ORDER BY DESC(?n) ?v",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    assert isinstance(found, QuerySolutions)
    every = [row["v"].value for row in found]
    return every[:20] + every[20 :: max(1, len(every) // 20)][:20]


def _cypher(question: Question, given: dict[str, str], server: Connection) -> Rows:
    return ask_cypher(question, given, lambda text, values: ask_server(server, text, values))


def _plain(rows: Rows) -> list[list[Value]]:
    return [list(row) for row in rows.rows]


def _timed(work: Callable[[], Rows]) -> tuple[Rows, float]:
    begun = time.perf_counter()
    found = work()
    return found, time.perf_counter() - begun
