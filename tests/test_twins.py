"""Each saved question in SPARQL and in Cypher, on the bundled sources and a real server: same columns, rows, order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.ask import ask, ask_cypher, questions
from kg.neo4j import Connection, sync, up
from kg.neo4j import ask as ask_server
from kg.neo4j.apply import opened
from kg.store import Home, Release

pytestmark = pytest.mark.neo4j

EVENT = "russia-venezuela/request-for-support-2025-10"
WITHOUT = {  # no alliances are bundled, nothing twice, and nothing multilateral
    *("allies-at", "one-sided-commitments", "alliance-coders-compared", "likely-duplicates", "common-treaties"),
}
ASKED = [
    ("agreements-of-pair", {"pair": "RUS-VEN"}),
    ("agreements-of-pair", {"pair": "VEN-SUN", "to": "1991-12-31", "lang": "ru"}),
    ("agreements-of-pair", {"pair": "Iran-Venezuela", "topic": "energy-oil", "how": "all"}),
    ("allies-at", {"country": "RUS", "date": "1950-01-01"}),
    ("in-force-at", {"pair": "RUS-VEN", "date": "2025-11-12"}),
    ("in-force-at", {"pair": "RUS-VEN", "date": "2025-10-20", "how": "two-sided"}),
    ("in-force-at", {"pair": "RUS-PRK", "date": "2024-12-04"}),
    ("status-of", {"agreement": "tzwvh71gf", "date": "2025-10-20"}),
    ("status-of", {"agreement": "tzwvh71gf", "date": "2036-01-01"}),
    ("chain", {"agreement": "t85nac2s3"}),
    ("chain", {"agreement": "t85nac2s3", "proposals": "yes", "lang": "es"}),
    ("coverage", {"pair": "RUS-VEN", "date": "2025-11-12"}),
    ("coverage", {"pair": "RUS-VEN", "date": "1930-01-01", "topic": "energy-oil"}),
    ("coverage", {"pair": "Iran-Venezuela", "date": "2010-01-01"}),
    ("conflicts", {}),
    ("conflicts", {"pair": "RUS-VEN"}),
    ("conflicts", {"agreement": "tzwvh71gf"}),
    ("denied-events", {}),
    ("denied-events", {"pair": "RUS-VEN", "lang": "ru"}),
    ("expiring", {"from": "2026-01-01", "to": "2045-12-31"}),
    ("expiring", {"from": "2040-01-01", "to": "2040-12-31", "pair": "RUS-VEN"}),
    ("signed-not-in-force", {}),
    ("signed-not-in-force", {"pair": "RUS-VEN", "lang": "es"}),
    ("unsupported", {}),
    ("unsupported", {"pair": "RUS-VEN", "tier": "6"}),
    ("single-source", {"pair": "RUS-VEN"}),
    ("single-source", {"pair": "RUS-PRK", "how": "all"}),
    ("only-in-source", {"pair": "RUS-VEN"}),
    ("only-in-source", {"pair": "IRN-VEN", "listed_in": "related-pairs", "not_in": "russia-venezuela"}),
    ("likely-duplicates", {}),
    ("likely-duplicates", {"pair": "RUS-VEN", "lang": "es"}),
    ("same-agreement", {"agreement": "tzwvh71gf"}),
    ("timeline", {"agreement": "tzwvh71gf"}),
    ("evidence-for-field", {"agreement": "tzwvh71gf", "field": "date"}),
    ("evidence-for-field", {"agreement": "tzwvh71gf", "field": "placeName"}),
    ("evidence-for-field", {"agreement": "tzwvh71gf", "field": "renewal"}),
    ("evidence-for-field", {"agreement": "tzwvh71gf", "field": "title"}),
    ("evidence-for-field", {"agreement": "tzwvh71gf", "field": "initialMonths"}),
    ("evidence-for-field", {"agreement": "tzwvh71gf", "field": "topic"}),
    ("count-vs-listed", {"pair": "RUS-VEN"}),
    ("count-vs-listed", {"pair": "CHN-VEN"}),
    ("said-about", {"about": "tzwvh71gf"}),
    ("said-about", {"about": EVENT}),
    ("said-about", {"about": "RUS-VEN"}),
    ("one-sided-commitments", {}),
    ("alliance-coders-compared", {"pair": "RUS-VEN"}),
    ("inherited", {"country": "RUS", "date": "2025-11-12"}),
    ("inherited", {"country": "RUS", "date": "1950-01-01", "lang": "ru"}),
    ("by-topic-and-year", {"pair": "RUS-VEN"}),
    ("by-topic-and-year", {"pair": "RUS-VEN", "by": "year", "level": "own", "how": "bilateral"}),
    ("pair-history", {"pair": "RUS-VEN"}),
    ("pair-history", {"pair": "VEN-SUN", "to": "1991-12-31", "lang": "es"}),
    ("same-pact-with", {"country": "VEN"}),
    ("same-pact-with", {"country": "VEN", "topic": "energy-oil", "instrument": "memorandum"}),
    ("common-treaties", {"pair": "IRN-VEN"}),
]


@pytest.fixture(scope="module")
def release(bundled: Home) -> Release:
    return bundled.current()


@pytest.fixture(scope="module")
def server(neo4j_home: Path, release: Release) -> Iterator[Connection]:
    """The running server with the bundled release in it and nothing else."""
    connection = up(neo4j_home, print)
    with opened(connection) as session:
        session.write("MATCH (n) DETACH DELETE n")
    sync(release.store, connection, release.id, print)
    yield connection


def test_every_question_is_asked() -> None:
    assert {name for name, _ in ASKED} == set(questions())


@pytest.mark.parametrize(
    ("name", "given"), ASKED, ids=lambda value: value if isinstance(value, str) else "+".join(value)
)
def test_twins_give_the_same(name: str, given: dict[str, str], release: Release, server: Connection) -> None:
    question = questions()[name]
    sparql = ask(release.store, question, given)
    cypher = ask_cypher(question, given, lambda text, values: ask_server(server, text, values))
    assert list(sparql.columns) == list(cypher.columns) == [column for column, _ in question.columns]
    assert [list(row) for row in sparql.rows] == [list(row) for row in cypher.rows]
    assert sparql.rows or name in WITHOUT
