"""Other ways to the same server: by routing, as another user, in a database that is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kg.neo4j import Connection, ask, sync, verify
from kg.neo4j.apply import opened
from tests.neo4j_golden import golden, quiet

pytestmark = pytest.mark.neo4j
USER, PASSWORD = "syncer", "made-up-for-a-test"


@pytest.fixture
def another(neo4j: Connection) -> Iterator[Connection]:
    """A user beside the first; Community has no roles, so it may do all that a sync needs, and more."""
    with opened(replace(neo4j, database="system")) as server:
        server.auto(f"CREATE USER {USER} SET PASSWORD $password CHANGE NOT REQUIRED", password=PASSWORD)
    yield replace(neo4j, user=USER, password=PASSWORD)
    with opened(replace(neo4j, database="system")) as server:
        server.auto(f"DROP USER {USER}")


def whole(connection: Connection) -> bool:
    """Whether a sync through the connection gives the golden release, and a second one nothing."""
    sync(golden(), connection, "r1", quiet, limit=1)
    return verify(golden(), connection, quiet).same and sync(golden(), connection, "r1", quiet).writes == 0


def test_by_routing_as_to_a_cluster(neo4j: Connection) -> None:
    assert whole(replace(neo4j, uri=neo4j.uri.replace("bolt://", "neo4j://")))


def test_in_a_database_that_is_named(neo4j: Connection) -> None:
    assert whole(replace(neo4j, database="neo4j"))


def test_as_another_user(another: Connection) -> None:
    assert whole(another)
    assert ask(another, "SHOW CURRENT USER YIELD user", {})[1] == [[USER]]
