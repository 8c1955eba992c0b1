"""Questions on terms, on what never entered into force, on who alone says so and what a source leaves out.

On `tests/queries/force.trig`, written by hand, in pyoxigraph, rdflib and a real Neo4j; and on the bundled sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from kg.ask import Rows, ask, ask_cypher, bind, find
from kg.ask.answer import sparql
from kg.errors import QueryError
from kg.neo4j import Connection, sync
from kg.neo4j import ask as ask_server
from kg.store import Home
from kg.tables import Value

FORCE = Path(__file__).with_name("queries") / "force.trig"
PAIR = {"pair": "FRA-PER"}
OPEN = ("t000open", "2010-01-01..", None, "expiryUnlessExtended", 0, "established")  # its end may come on any later day
LEAP = ("t000leap", "2044-02-29", date(2043, 8, 29), "presumedRenewed", 2, "presumed")

Row = tuple[Value, ...]


def days(first: str, last: str) -> dict[str, str]:
    return {"from": first, "to": last}


EXPIRY = "agreement expiry notice_by basis renewals ground"
CASES: dict[str, tuple[str, dict[str, str], str, list[Row]]] = {
    "a day within a month": (
        "expiring",
        days("2006-05-31", "2006-12-31"),
        EXPIRY,
        [("t000month", "2006-05-01..2006-05-31", None, "expired", 0, "established")],
    ),
    "the day after": ("expiring", days("2006-06-01", "2009-12-31"), EXPIRY, []),
    "a leap day, and a term that did not begin with its period": (
        "expiring",
        days("2034-01-01", "2034-12-31"),
        EXPIRY,
        [
            OPEN,
            ("t000leap", "2034-02-28", date(2033, 8, 28), "presumedRenewed", 0, "presumed"),
            ("t000pause", "2034-11-12", None, "presumedRenewed", 4, "presumed"),
        ],
    ),
    "renewals do not drift": ("expiring", days("2044-02-29", "2044-02-29"), EXPIRY, [OPEN, LEAP]),
    "the last day for notice": ("expiring", days("2043-08-29", "2043-08-29"), EXPIRY, [OPEN, LEAP]),
    "one day later": ("expiring", days("2043-08-30", "2043-11-11"), EXPIRY, [OPEN]),
    "why it is not in force": (
        "signed-not-in-force",
        {},
        "agreement signed parties reason",
        [
            ("t000denied", "2010-05-01", None, "said not to be in force before 2021-03-01"),
            ("t000trial", "2011", None, "applied provisionally from 2011-02; in force for single parties"),
            ("t000consent", "2012-01-01", "FRA+PER", "consent recorded of PER"),
            ("t000both", "2013-01-01", None, "consent recorded"),
            ("t000home", "2014-01-01", None, "steps at home only of FRA+PER"),
            ("t000ended", None, None, "ended"),
        ],
    ),
    "two pages of one agency are one source": (
        "single-source",
        PAIR,
        "agreement source tier publications",
        [
            ("t000web", "Web", 7, 0),
            ("t000copies", "Agency group", 5, 2),
            *((f"t000{name}", "List", 3, 0) for name in ("year", "month", "pact", "topic", "open")),
            *((f"t000{name}", "List", 3, 0) for name in ("consent", "leap", "pause", "plain")),
        ],
    ),
    "what rests on the press": (
        "unsupported",
        {},
        "about thing field shown tier attribution sources",
        [
            ("t000copies", "agreement", None, None, 5, "none", "Copy; Wire"),
            ("t000two", "agreement", "title", "Of two", 5, "none", "Wire"),
            ("t000two", "termination", "actType", "termination", 1, "unnamedSource", "Gazette"),
            ("t000web", "agreement", "title", "Of the web", 7, "none", "Web"),
            ("t000web", "agreement", "topic", "security", 7, "none", "Web"),
            ("t000web", "agreement", None, None, 7, "none", "Web"),
        ],
    ),
    "what rests on less than the press": (
        "unsupported",
        {"tier": "6", **PAIR},
        "about field tier",
        [("t000two", "actType", 1), ("t000web", "title", 7), ("t000web", "topic", 7), ("t000web", None, 7)],
    ),
    "denied, and reported by nobody": (
        "denied-events",
        {},
        "about stance agrees who words",
        [
            ("event/list/plan", "characterises", True, None, None),
            ("event/list/plan", "denies", False, "Ministry", "no such plan"),
        ],
    ),
    "missing, or not covered": (
        "only-in-source",
        {"not_in": "trade", **PAIR},
        "agreement finding why silence",
        [
            ("t000year", "cannot tell", "its day of signature is not known", "means nothing"),
            ("t000topic", "cannot tell", "only part of the topic", "means nothing"),
            *(
                (f"t000{name}", "cannot tell", "its topic is not known", "means nothing")
                for name in ("open", "consent", "copies", "plain", "two")
            ),
            ("t000leap", "missing", None, "means absence"),
            ("t000month", "outside its coverage", "before its first day", "means nothing"),
            ("t000pact", "outside its coverage", "other topics", "means nothing"),
            ("t000pause", "outside its coverage", "after its last day", "means nothing"),
            ("t000web", "outside its coverage", "other topics", "means nothing"),
        ],
    ),
    "an alliance rests on it": (
        "only-in-source",
        {"listed_in": "pacts", **PAIR},
        "not_in agreement listed_in",
        [("trade", "t000pact", "list+pacts")],
    ),
    "no first day": (
        "only-in-source",
        {"not_in": "list", **PAIR},
        "agreement why",
        [("t000web", "its first day is not stated")],
    ),
}


@pytest.fixture(scope="module")
def store() -> Store:
    found = Store()
    found.load(path=FORCE, format=RdfFormat.TRIG)
    return found


@pytest.fixture(scope="module")
def graph(store: Store) -> rdflib.Graph:
    lines = {f"{quad.subject} {quad.predicate} {quad.object} ." for quad in store}
    return rdflib.Graph().parse(data="\n".join(sorted(lines)), format="nt")


def taken(rows: Rows, columns: str) -> list[Row]:
    """Some columns of an answer."""
    places = [list(rows.columns).index(name) for name in columns.split()]
    return [tuple(row[place] for place in places) for row in rows.rows]


@pytest.mark.parametrize("case", CASES)
def test_answer(case: str, store: Store, graph: rdflib.Graph) -> None:
    name, given, columns, expected = CASES[case]
    rows = ask(store, find(name), given)
    assert taken(rows, columns) == expected
    again = graph.query(sparql(find(name), bind(find(name), given)))
    assert [[None if term is None else term.toPython() for term in row] for row in again] == list(rows.rows)  # type: ignore[union-attr]


@pytest.mark.neo4j
def test_twins_give_the_same_answers(neo4j: Connection, store: Store) -> None:
    sync(store, neo4j, "force", print)
    for name, given, columns, expected in CASES.values():
        rows = ask_cypher(find(name), given, lambda text, sent: ask_server(neo4j, text, sent))
        assert taken(rows, columns) == expected, (name, given)
        assert rows == ask(store, find(name), given), (name, given)
    with pytest.raises(QueryError, match="there is no source nowhere here"):
        ask_cypher(
            find("only-in-source"), {"not_in": "nowhere", **PAIR}, lambda text, sent: ask_server(neo4j, text, sent)
        )


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("only-in-source", {"listed_in": "nowhere", **PAIR}, "only-in-source: there is no source nowhere here"),
        ("only-in-source", {"not_in": "> } #", **PAIR}, "there is no source"),
        ("only-in-source", {}, "needs the parameter pair"),
        ("unsupported", {"tier": "4"}, "found '4', expected 5 or 6 or 7"),
        ("expiring", {"from": "2034-01-01"}, "needs the parameter to (date): last day of the time"),
        ("conflicts", {"agreement": "tzzzzzzzz"}, "conflicts: there is no agreement tzzzzzzzz here"),
    ],
)
def test_what_is_wrong_is_said(name: str, given: Mapping[str, str], said: str, store: Store) -> None:
    with pytest.raises(QueryError) as error:
        ask(store, find(name), given)
    assert said in str(error.value)


def test_the_founding_story(bundled: Home) -> None:
    release = bundled.current().store
    treaty = "tzwvh71gf"
    due = ask(release, find("expiring"), {**days("2035-01-01", "2035-12-31"), "pair": "RUS-VEN"})
    assert (treaty, "2035-11-12", date(2035, 5, 12)) in taken(due, "agreement expiry notice_by")
    denied = taken(ask(release, find("denied-events"), {"pair": "RUS-VEN"}), "about stance who agrees")
    assert (treaty, "denies", "Sergey Lavrov", True) in denied  # not in force by 11 November, and it was on the 12th
    assert (treaty, "asserts", "Nicolás Maduro as reported by Vedomosti", False) in denied
    assert ("event/russia-venezuela/request-for-support-2025-10", "denies", "Sergey Lavrov", False) in denied
    apart = taken(ask(release, find("conflicts"), {"agreement": treaty}), "about thing field said")
    assert {(row[0], row[3]) for row in apart} == {(treaty, "2025-10-07")}
    weak = taken(ask(release, find("unsupported"), {"pair": "RUS-VEN"}), "about thing field shown")
    assert (treaty, "entryIntoForce", "date", "2025-11-12") in weak
    assert (treaty, "agreement", None, None) not in weak  # a better source than the press names it
    waiting = taken(ask(release, find("signed-not-in-force"), {"pair": "RUS-VEN"}), "agreement")
    alone = taken(ask(release, find("single-source"), {"pair": "RUS-VEN"}), "agreement")
    assert waiting
    assert alone
    assert (treaty,) not in waiting + alone
