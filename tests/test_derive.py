"""What is derived from records: the 2025 treaty's whole life, parties and pairs, counts, denied events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from kg.derive.acts import resolved_acts
from kg.derive.parties import pairs, sides
from kg.derive.values import Voices
from kg.names import PREFIXES
from kg.records import Act, Party, Record, Text
from kg.units import Unit, derive
from loaders import SOURCES

TREATY = "tzwvh71gf"
PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    source = SOURCES["russia-venezuela"]
    return list(derive(list(source.read(source.bundled, False)), SOURCES))


@pytest.fixture(scope="module")
def store(units: list[Unit]) -> Store:
    store = Store()
    lines = [f"{triple} .\n" for unit in units for triple in unit.triples]
    store.load("".join(lines).encode(), format=RdfFormat.N_TRIPLES)
    return store


def ask(store: Store, query: str) -> set[tuple[str, ...]]:
    """Rows of a SELECT with IRIs cut to their local names."""
    found = set()
    solutions = store.query(PROLOGUE + query)
    assert isinstance(solutions, QuerySolutions)
    for row in solutions:
        values = (getattr(term, "value", "") for term in row)
        found.add(tuple(value.rsplit("#", 1)[-1].removeprefix(PREFIXES["id"]) for value in values))
    return found


def test_the_treaty_of_2025_shows_its_whole_life(store: Store) -> None:
    life = ask(
        store,
        f"""SELECT ?type ?plane ?date ?actor ?body WHERE {{ ?act tkg:actOn id:agreement\\/{TREATY} ; tkg:actType ?type ;
            tkg:plane ?plane ; tkg:date ?date . OPTIONAL {{ ?act tkg:actor ?actor ; tkg:body ?body }} }}""",
    )
    assert {row[:4] for row in life} == {
        ("authorisedForSignature", "domestic", "2023-11", "polity/RUS"),
        ("signature", "international", "2025-05-07", ""),
        ("parliamentaryApproval", "domestic", "2025-09-18", "polity/VEN"),
        ("parliamentaryApproval", "domestic", "2025-09-30", "polity/VEN"),
        ("promulgation", "domestic", "2025-10-07", "polity/VEN"),
        ("submittedForRatification", "domestic", "2025-10-16", "polity/RUS"),
        ("parliamentaryApproval", "domestic", "2025-10-21", "polity/RUS"),
        ("parliamentaryApproval", "domestic", "2025-10-22", "polity/RUS"),
        ("promulgation", "domestic", "2025-10-27", "polity/RUS"),
        ("entryIntoForce", "operation", "2025-11-12", ""),
    }


def test_the_disputed_entry_into_force_names_who_says_otherwise(store: Store) -> None:
    node = f"id:resolution\\/act\\/{TREATY}\\/entryIntoForce\\/date"
    chosen = ask(store, f"SELECT ?level ?rule {{ {node} tkg:agreementLevel ?level ; tkg:rule ?rule }}")
    against = ask(
        store,
        f"""SELECT ?value ?who {{ ?s tkg:ofResolution {node} ; tkg:agrees false ; tkg:value ?value ;
            tkg:saidBy/tkg:claimant ?who }}""",
    )
    denied = ask(
        store,
        f"""SELECT ?who {{ ?s tkg:ofResolution {node} ; tkg:stance v:denies ; tkg:agrees true ;
            tkg:saidBy/tkg:claimant ?who }}""",
    )
    assert chosen == {("conflicting", "R3")}
    assert against == {
        ("2025-10-07", "Mail.ru paraphrase of the Russian ambassador"),
        ("2025-10-07", "Nicolás Maduro as reported by Vedomosti"),
    }
    assert {who for (who,) in denied} >= {"Sergey Lavrov", "Sergey Ryabkov"}


def test_its_term_and_period_of_force(store: Store) -> None:
    assert ask(
        store,
        f"""SELECT ?first ?renewal ?further ?notice {{ id:term\\/{TREATY} tkg:initialMonths ?first ;
            tkg:renewal ?renewal ; tkg:renewalMonths ?further ; tkg:noticeMonths ?notice }}""",
    ) == {("120", "automatic", "60", "6")}
    assert ask(
        store,
        f"""SELECT ?from ?to ?basis ?next ?notice {{ id:period\\/{TREATY}\\/1 tkg:startEarliest ?from ;
            tkg:endEarliest ?to ; tkg:endBasis ?basis ; tkg:nextExpiry ?next ; tkg:noticeBy ?notice }}""",
    ) == {("2025-11-12", "2035-11-12", "presumedRenewed", "2035-11-12", "2035-05-12")}


def test_a_reported_and_denied_request_keeps_both_sides(store: Store) -> None:
    rows = ask(
        store,
        """SELECT ?how (COUNT(DISTINCT ?record) AS ?n) { ?event tkg:actType at:requestForSupport ; a tkg:Event .
           ?r rdf:subject ?event . { ?r tkg:supportedBy ?record BIND("for" AS ?how) } UNION
           { ?r tkg:contradictedBy ?record BIND("against" AS ?how) } } GROUP BY ?how""",
    )
    assert rows == {("for", "2"), ("against", "2")}


def test_every_derived_node_says_who_says_so(store: Store) -> None:
    silent = ask(
        store,
        """SELECT ?node ?class { VALUES ?class { tkg:Agreement tkg:Participation tkg:Term tkg:Link tkg:Count tkg:Event }
           ?node a ?class . FILTER NOT EXISTS { ?node tkg:statedIn ?record } }""",
    )
    acts = ask(store, "SELECT ?act { ?act tkg:actOn ?agreement . FILTER NOT EXISTS { ?act tkg:statedIn ?record } }")
    assert silent | acts == set()


def test_what_the_claims_count_is_what_is_signed_in_the_period(store: Store) -> None:
    """The index's own README gives 226 signed accords for 2001-2024, and 63 of states and governments."""
    signed = """?a tkg:between pair:RUS-VEN ; tkg:signedEarliest ?from ; tkg:signedLatest ?to .
        FILTER(?from >= "2001-01-01"^^xsd:date && ?to <= "2024-12-31"^^xsd:date)"""
    assert ask(store, f"SELECT (COUNT(DISTINCT ?a) AS ?n) {{ {signed} }}") == {("226",)}
    assert ask(
        store, f"SELECT (COUNT(DISTINCT ?a) AS ?n) {{ {signed} ?p tkg:ofAgreement ?a ; tkg:how v:bilateral }}"
    ) == {("63",)}


def test_deriving_again_gives_the_same_bytes(units: list[Unit]) -> None:
    source = SOURCES["russia-venezuela"]
    again = list(derive(list(source.read(source.bundled, False)), SOURCES))
    assert [(unit.id, unit.said, unit.best, unit.link) for unit in again] == [
        (unit.id, unit.said, unit.best, unit.link) for unit in units
    ]


def _parties(*parties: tuple[str, int], flag: bool | None = True, capacity: str = "state") -> Record:
    return Record(
        source="list",
        id="1",
        kind="agreementRecord",
        file="f",
        row=1,
        as_given={},
        stated_bilateral=flag,
        parties=tuple(Party(name=code, polity=code, side=side, capacity=capacity) for code, side in parties),
    )


@pytest.mark.parametrize(
    ("record", "number", "found"),
    [
        (_parties(("GBR", 1), ("VEN", 2)), 2, {"GBR-VEN": ("bilateral", {"GBR", "VEN"})}),
        (_parties(("SUN", 2), ("VEN", 1), flag=None), 2, {"RUS-VEN": ("bilateral", {"SUN", "VEN"})}),
        (
            _parties(("GBR", 1), ("BEL", 2), ("LUX", 2)),
            2,
            {"BEL-GBR": ("flaggedBilateral", {"GBR", "BEL"}), "GBR-LUX": ("flaggedBilateral", {"GBR", "LUX"})},
        ),
        (_parties(("GBR", 1), ("FRA", 2), ("USA", 3), flag=False), 3, {}),
        (_parties(("GBR", 1)), 2, {}),
        (
            _parties(("RUS", 1), ("VEN", 2), flag=None, capacity="company"),
            2,
            {"RUS-VEN": ("publicBodies", {"RUS", "VEN"})},
        ),
    ],
)
def test_sides_and_pairs(record: Record, number: int, found: dict[str, tuple[str, Iterable[str]]]) -> None:
    assert sides(record) == number
    assert {code: (how, set(polities)) for code, (how, polities) in pairs(record).items()} == found


def _acts(record: str, *acts: tuple[str, str, str], about: str | None = None) -> Record:
    kind = "agreementRecord" if about is None else "evidenceRecord"
    return replace(
        _parties(("AUS", 1), ("USA", 2)),
        id=record,
        kind=kind,
        about=about,
        titles=(Text(value="Treaty", lang="en"),),
        acts=tuple(Act(type=type_, date=day, actor=actor) for type_, day, actor in acts),
    )


def test_a_party_may_leave_and_come_back_and_leave_again() -> None:
    life = ("entryIntoForceForParty", "1947"), ("withdrawal", "1959"), ("entryIntoForceForParty", "1962")
    first = _acts("1", *((*act, "USA") for act in (*life, ("withdrawal", "1970"))))
    second = _acts("2", ("entryIntoForceForParty", "1949", "USA"), ("entryIntoForceForParty", "1950", "AUS"), about="1")
    third = _acts("3", ("withdrawal", "1970-05-01", "USA"), about="1")  # of the second time, as its day tells
    others = [replace(one, source="other") for one in (second, third)]
    voices = Voices({"list": SOURCES["russia-venezuela"], "other": replace(SOURCES["russia-venezuela"], name="other")})
    acts = resolved_acts("t1", [first, *others], voices)
    assert [("/".join(one.path[1:]), one.act.date, one.date and one.date.level) for one in acts] == [
        ("entryIntoForceForParty/AUS", "1950", "single"),
        ("entryIntoForceForParty/USA/1", "1947", "conflicting"),  # with the only one of the other record
        ("entryIntoForceForParty/USA/2", "1962", "single"),
        ("withdrawal/USA/1", "1959", "single"),
        ("withdrawal/USA/2", "1970-05-01", "single"),
    ]


def test_records_of_one_source_tell_of_each_time_that_a_party_joined() -> None:
    records = [
        _acts("1"),
        *(_acts(str(n), ("accession", day, "USA"), about="1") for n, day in ((2, "1997"), (3, "2008"))),
    ]
    acts = resolved_acts("t1", records, Voices({"list": SOURCES["russia-venezuela"]}))
    assert [(one.act.type, one.act.date) for one in acts] == [("accession", "1997"), ("accession", "2008")]


@pytest.mark.parametrize("own", [(), (("signature", "1950-02-01", ""),)], ids=["none", "own"])
def test_signatures_of_each_party_bound_the_agreement_as_one(own: tuple[tuple[str, str, str], ...]) -> None:
    record = _acts("1", *own, ("signature", "1950-03-01", "AUS"), ("signature", "1950-02-01", "USA"))
    record = replace(record, acts=tuple(replace(act, actor=act.actor or None) for act in record.acts))
    (unit,) = derive([record], {"list": SOURCES["russia-venezuela"]})
    store = Store()
    store.load("".join(f"{line} .\n" for line in unit.best).encode(), format=RdfFormat.N_TRIPLES)
    bounds = ask(
        store,
        "SELECT ?lo ?hi ?from { ?a tkg:signedEarliest ?lo ; tkg:signedLatest ?hi ; "
        "tkg:forcePeriod/tkg:startEarliest ?from }",
    )
    assert bounds == {("1950-02-01", "1950-02-01", "1950-02-01")}


def test_sources_know_no_future() -> None:
    assert all(source.horizon <= source.retrieved <= date.today() for source in SOURCES.values())
