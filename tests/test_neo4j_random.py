"""Whatever the map can say arrives in Neo4j and comes back: random releases, both ways of writing, and changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.neo4j import Connection, parts_of, sync, verify
from kg.neo4j.apply import opened
from kg.neo4j.elements import Node
from kg.neo4j.reading import graph_map
from kg.neo4j.rows import rows
from tests.neo4j_golden import quiet
from tests.neo4j_pure import stored, there_and_back
from tests.neo4j_random import release

SEEDS = st.integers(0, 2**32)


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.integers(1, 80))
def test_every_statement_comes_back(seed: int, size: int) -> None:
    lines = release(graph_map(), seed, size)
    assert there_and_back([lines]) == lines


def test_random_releases_hold_all_that_the_map_has() -> None:
    map_, found, ends = graph_map(), set[tuple[str, str]](), Counter[tuple[object, ...]]()
    for seed in range(80):
        for one in rows([release(map_, seed, 80)], map_):
            name = one.label if isinstance(one, Node) else one.type
            found |= {(name, key) for key in one.properties}
            if not isinstance(one, Node) and one.id:
                ends[seed, one.type, one.start, one.end] += 1
    wanted = {(label, key) for label, node in map_.nodes.items() for key in node.columns if key != "namedOnly"}
    wanted |= {(edge.type, key) for edge in map_.edges if edge.type for key in edge.columns}
    wanted |= {(type_, "hash") for type_ in [*map_.plain_types, "PROTOCOL_TO", "MADE_UP_LINK_TYPE"]}
    assert wanted - found == set()
    assert {type_ for (_, type_, *_), number in ends.items() if number > 1} >= {one.type for one in map_.edges} - {""}


@pytest.mark.neo4j
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SEEDS, SEEDS, st.integers(5, 25))
def test_it_arrives_by_both_ways_and_is_changed_into_another(
    neo4j: Connection, seed: int, next_: int, size: int
) -> None:
    lines = release(graph_map(), seed, size)
    one, other = stored(lines), stored(release(graph_map(), next_, size))
    assert [*parts_of(one)[0]] == lines
    for server in (neo4j, replace(neo4j, files=None)):
        with opened(server) as session:
            session.write("MATCH (n) DETACH DELETE n")
        for name, store in (("one", one), ("other", other)):
            sync(store, server, name, quiet, limit=1)
            found = verify(store, server, quiet)
            assert found.same, found.examples
            assert sync(store, server, name, quiet).writes == 0
