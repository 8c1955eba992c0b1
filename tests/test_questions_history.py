"""Questions on commitments, on predecessors, on topics by time and on what two countries share.

On a release built from the records of `tests/questions_history.py`, in pyoxigraph and in a real Neo4j; and on the
bundled sources. `tests/queries/` has cases that rdflib answers too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from pyoxigraph import Store

from kg.ask import Rows, ask, ask_cypher, find
from kg.build import build
from kg.errors import QueryError
from kg.neo4j import Connection, sync
from kg.neo4j import ask as ask_server
from kg.store import Home
from kg.tables import Value
from tests.questions_history import SOURCES

Row = tuple[Value, ...]
OPEN = "2019-01-01.."  # no end is known; it may have come once the source knows no more
BOTH = {"pair": "FRA-RUS"}

CASES: dict[str, tuple[str, dict[str, str], str, list[Row]]] = {
    "owed back in no year, later only, or under another pact": (
        "one-sided-commitments",
        {},
        "bound to kind since until alliance elsewhere",
        [
            ("FRA", "POL", "defence", "1921-02-19", "1925-01-01..1925-12-31", "pacts/2", "pacts/3"),
            ("POL", "FRA", "defence", "1922-05-01", "1923-05-01", "pacts/3", "pacts/2"),
            ("POL", "FRA", "defence", "1926-01-01", "1932-01-01", "pacts/2", None),
            ("SUN", "FRA", "consultation", "1944-12-10", OPEN, "pacts/4", None),
        ],
    ),
    "of a country and its predecessors": (
        "one-sided-commitments",
        {"country": "Russia"},
        "bound alliance",
        [("SUN", "pacts/4")],
    ),
    "on a day within an uncertain year": (
        "one-sided-commitments",
        {"date": "1925-12-30"},
        "bound alliance",
        [
            ("FRA", "pacts/2"),
        ],
    ),
    "of one kind": ("one-sided-commitments", {"kind": "neutrality"}, "bound", []),
    "coders agree, differ, or cannot tell": (
        "alliance-coders-compared",
        BOTH,
        "kind since until compared coded possibly silent cannot_tell alliances",
        [
            ("consultation", "1944-12-10", "2019-01-01", "one only", "pacts", None, None, "dyads", "pacts/4"),
            ("consultation", "2019-01-01", None, "uncertain", None, "pacts", None, "dyads", "pacts/4"),
            ("defence", "1935-05-02", "1936-01-01", "alike", "dyads+pacts", None, None, None, "dyads/1+pacts/1"),
            ("defence", "1936-01-01", "1936-12-31", "uncertain", "pacts", "dyads", None, None, "dyads/1+pacts/1"),
            ("defence", "1936-12-31", "1939-08-23", "differ", "pacts", None, "dyads", None, "pacts/1"),
            ("entente", "1930-01-01", "1931-01-01", "one only", "dyads", None, None, "pacts", "dyads/2"),
        ],
    ),
    "what a predecessor that lived on signed later is not inherited": (
        "inherited",
        {"country": "Panama", "date": "1960-01-01"},
        "concluded_by relation title signed with status basis",
        [
            ("COL", "succeeds", "Treaty before", "1890-05-01", "FRA", "possibly", "noEntryIntoForce"),
            ("COL", "succeeds", "Treaty undated", None, "FRA", "possibly", "sourceHorizon"),
        ],
    ),
    "a predecessor that is neither continued nor succeeded": (
        "inherited",
        {"country": "DEU", "date": "1992-01-01"},
        "concluded_by relation title status basis sources",
        [("DDR", "sameLine", "Treaty east", "no", "endedByAct", "list")],
    ),
    "a continued state": (
        "inherited",
        {"country": "SUN", "date": "1990-01-01"},
        "relation title with named_too status ground",
        [
            ("continues", "Treaty eighties", "FRA", False, "possibly", "established"),
            ("continues", "Convention of many", None, True, "possibly", "established"),
            ("continues", "Treaty long", "FRA", False, "possibly", "established"),
            ("continues", "Treaty around", "FRA", False, "possibly", "established"),
            ("continues", "Treaty bare", "FRA", False, "not known", "established"),
        ],
    ),
    "decades, and what spans two or has no day": (
        "by-topic-and-year",
        BOTH,
        "period topic agreements",
        [
            ("1980s", "all", 2),
            ("1980s", "knowledge-culture", 1),
            ("1980s", "trade-industry", 2),
            ("1980s..1990s", "all", 1),
            ("1980s..1990s", "peace-security", 1),
            (None, "all", 1),
            (None, None, 1),
        ],
    ),
    "years, topics as they are, and multilateral ones": (
        "by-topic-and-year",
        {"by": "year", "level": "own", "how": "all", **BOTH},
        "period topic agreements",
        [
            ("1980..1989", "all", 1),
            ("1980..1989", "culture", 1),
            ("1980..1989", "trade", 1),
            ("1985", "all", 1),
            ("1985", "environment", 1),
            ("1986", "all", 1),
            ("1986", "trade", 1),
            ("1989..1990", "all", 1),
            ("1989..1990", "defence", 1),
            (None, "all", 1),
            (None, None, 1),
        ],
    ),
    "each under the name it had then": (
        "pair-history",
        BOTH,
        "date type one other title",
        [
            ("1930-01-01", "obligationsBegin", "France", "Soviet Union", "DYADS 2: entente"),
            ("1931-01-01", "obligationsEnd", "France", "Soviet Union", "DYADS 2: entente"),
            ("1935-05-02", "obligationsBegin", "France", "Soviet Union", "DYADS 1: defence"),
            ("1935-05-02", "obligationsBegin", "France", "Soviet Union", "PACTS 1: defence"),
            ("1936-01-01..1936-12-31", "obligationsEnd", "France", "Soviet Union", "DYADS 1: defence"),
            ("1939-08-23", "obligationsEnd", "France", "Soviet Union", "PACTS 1: defence"),
            ("1944-12-10", "obligationsBegin", "France", "Soviet Union", "PACTS 4: consultation"),
            ("198X", "signature", "France", "Soviet Union", "Treaty eighties"),
            ("1986-02-03", "signature", "France", "Soviet Union", "Treaty long"),
            ("1989-12/1990-01", "signature", "France", "Soviet Union", "Treaty around"),
            ("1993-06-01", "termination", "France", "Russia", "Treaty long"),
            ("1995", "negotiation", "France", "Russia", "Talks"),
            (None, None, "France", "Soviet Union", "Treaty bare"),
        ],
    ),
    "what ended after a state that none continues": (
        "pair-history",
        {"pair": "France-GDR", "lang": "es"},
        "date type one other",
        [
            ("1980-07-16", "signature", "República Democrática Alemana", "Francia"),
            ("1992-01-01", "termination", "Alemania", "Francia"),
        ],
    ),
    "between two days, surely or possibly": (
        "pair-history",
        {"from": "1989-12-31", "to": "1993-06-01", **BOTH},
        "date type",
        [("198X", "signature"), ("1989-12/1990-01", "signature"), ("1993-06-01", "termination")],
    ),
    "who else has a pact on trade": (
        "same-pact-with",
        {"country": "FRA", "topic": "trade-industry"},
        "partner states title kind since until sources",
        [
            ("RUS", "FRA+SUN", "Treaty long", "treaty", "1986-02-03", "1993-06-01", "list"),
            ("RUS", "FRA+SUN", "Treaty eighties", "treaty", "198X", None, "list"),
        ],
    ),
    "who else is promised defence, or promises it": (
        "same-pact-with",
        {"country": "FRA", "commitment": "defence"},
        "partner states pact title kind since until sources",
        [
            ("POL", "FRA+POL", "pacts/2", "PACTS 2", "defence", "1921-02-19", "1932-01-01", "pacts"),
            ("POL", "FRA+POL", "pacts/3", "PACTS 3", "defence", "1922-05-01", "1923-05-01", "pacts"),
            ("RUS", "FRA+SUN", "dyads/1", "DYADS 1", "defence", "1935-05-02", "1936-01-01..1936-12-31", "dyads"),
            ("RUS", "FRA+SUN", "pacts/1", "PACTS 1", "defence", "1935-05-02", "1939-08-23", "pacts"),
        ],
    ),
    "still in effect when the source ends": (
        "same-pact-with",
        {"country": "RUS", "commitment": "consultation"},
        "partner pact since until",
        [("FRA", "pacts/4", "1944-12-10", OPEN)],
    ),
    "a form that none has": ("same-pact-with", {"country": "FRA", "instrument": "protocol"}, "partner", []),
    "each party's own days": (
        "common-treaties",
        BOTH,
        "title kind signed one one_dates other other_dates sources",
        [
            (
                *("Convention of many", "convention", "1985-03-22", "FRA"),
                "FRA ratification 1987-12-04, FRA entryIntoForceForParty 1988-09-22",
                *("SUN+RUS", "SUN ratification 1986-06-18, RUS withdrawal 2003", "list"),
            )
        ],
    ),
    "an accession without a day": (
        "common-treaties",
        {"pair": "POL-RUS", "topic": "environment"},
        "one one_dates",
        [("POL", "POL accession")],
    ),
    "on another topic": ("common-treaties", {"topic": "trade", **BOTH}, "title", []),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    home = Home(tmp_path_factory.mktemp("history"))
    done = build(home, SOURCES, lambda _text: None)
    assert done.counts["held back"] == 0
    return home.current().store


def taken(rows: Rows, columns: str) -> list[Row]:
    """Some columns of an answer."""
    places = [list(rows.columns).index(name) for name in columns.split()]
    return [tuple(row[place] for place in places) for row in rows.rows]


@pytest.mark.parametrize("case", CASES)
def test_answer(case: str, store: Store) -> None:
    name, given, columns, expected = CASES[case]
    assert taken(ask(store, find(name), given), columns) == expected


@pytest.mark.neo4j
def test_twins_give_the_same_answers(neo4j: Connection, store: Store) -> None:
    sync(store, neo4j, "history", print)
    for name, given, columns, expected in CASES.values():
        rows = ask_cypher(find(name), given, lambda text, sent: ask_server(neo4j, text, sent))
        assert taken(rows, columns) == expected, (name, given)
        assert rows == ask(store, find(name), given), (name, given)


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("one-sided-commitments", {"kind": "defense"}, "or entente; did you mean defence?"),
        ("alliance-coders-compared", {}, "needs the parameter pair (pair): the two countries"),
        ("inherited", {"country": "RUS"}, "needs the parameter date (date): the day"),
        ("inherited", {"country": "Rusland", "date": "2000-01-01"}, "found 'Rusland', expected a country"),
        ("by-topic-and-year", {"by": "month", **BOTH}, "found 'month', expected decade or year"),
        ("pair-history", {"from": "1990", **BOTH}, "found '1990', expected a day as YYYY-MM-DD"),
        ("same-pact-with", {"country": "FRA", "instrument": "treatise"}, "did you mean treaty?"),
        ("common-treaties", {"topic": "weather", **BOTH}, "expected a topic, such as trade or defence"),
    ],
)
def test_what_is_wrong_is_said(name: str, given: Mapping[str, str], said: str, store: Store) -> None:
    with pytest.raises(QueryError) as error:
        ask(store, find(name), given)
    assert said in str(error.value)


def statuses(store: Store, given: Mapping[str, str]) -> Iterator[tuple[Row, Row]]:
    """How each inherited agreement stands by `inherited`, and by `status-of`."""
    for agreement, *status in taken(ask(store, find("inherited"), given), "agreement status basis ground"):
        alone = ask(store, find("status-of"), {"agreement": str(agreement), "date": given["date"]})
        yield tuple(status), taken(alone, "status basis ground")[0]


@pytest.mark.parametrize("day", ["1944-01-01", "1950-01-01", "1991-12-26", "2025-11-12"])
def test_what_is_inherited_stands_as_status_of_says(day: str, bundled: Home, store: Store) -> None:
    asked = {"country": "RUS", "date": day}
    pairs = [*statuses(bundled.current().store, asked), *statuses(store, asked)]
    assert len(pairs) > 5
    assert [one for one, _ in pairs] == [other for _, other in pairs]


def test_the_founding_story(bundled: Home) -> None:
    release, pair = bundled.current().store, {"pair": "RUS-VEN"}
    story = taken(ask(release, find("pair-history"), pair), "date type one other about")
    assert ("2025-05-07", "signature", "Russia", "Venezuela", "tzwvh71gf") in story
    assert ("2025-11-12", "entryIntoForce", "Russia", "Venezuela", "tzwvh71gf") in story
    assert [row[2] for row in story if row[0] == "1945-03-14"] == ["Soviet Union"]
    listed = len(ask(release, find("agreements-of-pair"), pair).rows)
    assert {row[4] for row in story if row[1] != "requestForSupport"} >= {
        row[0] for row in ask(release, find("agreements-of-pair"), pair).rows
    }
    counted = taken(ask(release, find("by-topic-and-year"), pair), "topic agreements")
    assert sum(number for topic, number in counted if topic == "all" and isinstance(number, int)) == listed
    mine = [row for row in ask(release, find("same-pact-with"), {"country": "RUS"}).rows if row[0] == "VEN"]
    assert len(mine) == listed
