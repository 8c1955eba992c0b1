"""Alliances from records to the graph: labels, phases, spells, who owes what to whom, and the days of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from kg.alliances import Alliance, Commitment, Membership, Phase
from kg.build import build
from kg.names import PREFIXES, VALUE
from kg.publish import beside, publish
from kg.records import Reading, Record, Source
from kg.store import Home
from kg.units import Unit, derive

PACT = Record(
    source="pacts-list",
    id="3010",
    kind="allianceRecord",
    file="pacts.csv",
    row=2,
    as_given={"id": "3010"},
    stated_bilateral=False,
    alliance=Alliance(
        begin="1955-05-14",
        memberships=(
            Membership(name="365", polity="SUN", begin="1955-05-14", end="1991-07-01", phase=1, column="m.csv, row 4"),
            Membership(name="290", polity="POL", begin="1955-05-14", phase=1),
            Membership(name="339", polity="ALB", begin="1955", end="1968", phase=2),
            Membership(name="League of Towns"),
        ),
        phases=(Phase(number=1, begin="1955-05-14", end="1960-03"), Phase(number=2, begin="1960-03")),
        commitments=(
            Commitment(
                kind="defence", obligor="SUN", beneficiaries=("POL", "ALB"), begin="1955-05-14", end="1960-03", phase=1
            ),
            Commitment(kind="defence", obligor="SUN", beneficiaries=("POL",), begin="1960-03", phase=2),
            Commitment(kind="consultation", obligor="ALB", beneficiaries=("SUN",), begin="1955", direction_known=False),
        ),
    ),
)
SOURCE = Source(
    name="pacts-list",
    title="List of pacts",
    publisher="Test archive",
    citation="Test archive, List of pacts",
    licence="CC0-1.0",
    url="https://example.org/pacts",
    version="1",
    retrieved=date(2020, 1, 1),
    tier=3,
    horizon=date(2018, 12, 31),
    coverage="Pacts of all states.",
    covers=(),
    read=lambda _paths, _keep_going: Reading(records=[PACT]),
    bundled=(Path(__file__),),
)


def units(record: Record = PACT, source: Source = SOURCE) -> list[Unit]:
    return list(derive([record], {source.name: source}))


@pytest.fixture(scope="module")
def store() -> Store:
    (unit,) = units()
    store = Store()
    text = "".join(f"{triple} .\n" for triple in unit.triples)
    store.load(text.encode(), format=RdfFormat.N_TRIPLES)
    return store


def ask(store: Store, columns: str, where: str) -> set[tuple[str, ...]]:
    """Rows with IRIs cut to what stands after `id/` or `#`; "" where unbound."""
    solutions = store.query(f"SELECT {columns} WHERE {{ {where} }}", prefixes=PREFIXES)
    assert isinstance(solutions, QuerySolutions)
    cut = [
        [getattr(term, "value", "").rsplit("#", 1)[-1].removeprefix(PREFIXES["id"]) for term in s] for s in solutions
    ]
    return {tuple(row) for row in cut}


DAYS = " ".join(
    f"OPTIONAL {{ ?n tkg:{name} ?{name} }}" for name in ("startEarliest", "startLatest", "endEarliest", "endLatest")
)
BOUNDS = "?startEarliest ?startLatest ?endEarliest ?endLatest"
OPEN = ("2019-01-01", "")  # may have ended once the source knows no more


def test_the_alliance_has_its_coder_and_number_for_a_label(store: Store) -> None:
    assert ask(
        store, f"?n ?label ?begins {BOUNDS}", f"?n a tkg:Alliance ; rdfs:label ?label ; tkg:begins ?begins . {DAYS}"
    ) == {("alliance/pacts-list/3010", "PACTS 3010", "1955-05-14", "1955-05-14", "1955-05-14", *OPEN)}
    assert ask(store, "?r ?n", "?r tkg:describes ?n") == {("record/pacts-list/3010", "alliance/pacts-list/3010")}


def test_the_record_keeps_names_and_days_as_given(store: Store) -> None:
    said = "?r a tkg:Record ; tkg:recordKind ?kind ; tkg:begins ?begins ; tkg:partyAsGiven ?name"
    assert ask(store, "?kind ?begins ?name", said) == {
        ("allianceRecord", "1955-05-14", name) for name in ("365", "290", "339", "League of Towns")
    }


def test_phases_and_their_days(store: Store) -> None:
    assert ask(store, f"?n ?number {BOUNDS}", f"?a tkg:phase ?n . ?n tkg:phaseNumber ?number . {DAYS}") == {
        ("phase/pacts-list/3010/1", "1", "1955-05-14", "1955-05-14", "1960-03-01", "1960-03-31"),
        ("phase/pacts-list/3010/2", "2", "1960-03-01", "1960-03-31", *OPEN),
    }


def test_spells_of_membership(store: Store) -> None:
    spell = "?a tkg:membership ?n . ?n tkg:member ?who ; tkg:nameAsGiven ?name . OPTIONAL { ?n tkg:ofPhase ?phase }"
    assert ask(store, f"?who ?name ?phase {BOUNDS}", spell + DAYS) == {
        ("polity/SUN", "365", "phase/pacts-list/3010/1", "1955-05-14", "1955-05-14", "1991-07-01", "1991-07-01"),
        ("polity/POL", "290", "phase/pacts-list/3010/1", "1955-05-14", "1955-05-14", *OPEN),
        ("polity/ALB", "339", "phase/pacts-list/3010/2", "1955-01-01", "1955-12-31", "1968-01-01", "1968-12-31"),
        ("actor/pacts-list/646cbf22", "League of Towns", "", "", "", *OPEN),
    }
    assert ask(store, "?column", "?n a tkg:Membership ; tkg:column ?column") == {("m.csv, row 4",)}
    assert ask(store, "?label", "?n a tkg:Body ; rdfs:label ?label") == {("League of Towns",)}


def test_a_commitment_owes_the_same_to_each_beneficiary(store: Store) -> None:
    pledge = """?a tkg:commits ?n . ?n tkg:commitmentKind ?kind ; tkg:obligor ?by ; tkg:beneficiary ?to ;
        tkg:directionKnown ?known . OPTIONAL { ?n tkg:ofPhase ?phase } """
    one, two = ("phase/pacts-list/3010/1", "phase/pacts-list/3010/2")
    first = ("1955-05-14", "1955-05-14", "1960-03-01", "1960-03-31")
    name = "commitment/pacts-list/3010"
    assert ask(store, f"?n ?kind ?by ?to ?known ?phase {BOUNDS}", pledge + DAYS) == {
        (f"{name}/defence/SUN/1", "defence", "polity/SUN", "polity/POL", "true", one, *first),
        (f"{name}/defence/SUN/1", "defence", "polity/SUN", "polity/ALB", "true", one, *first),
        (
            f"{name}/defence/SUN/2",
            "defence",
            "polity/SUN",
            "polity/POL",
            "true",
            two,
            "1960-03-01",
            "1960-03-31",
            *OPEN,
        ),
        (
            *(f"{name}/consultation/ALB/1", "consultation", "polity/ALB", "polity/SUN", "false", ""),
            *("1955-01-01", "1955-12-31", *OPEN),
        ),
    }


def test_each_node_says_who_says_so(store: Store) -> None:
    classes = "VALUES ?class { tkg:Alliance tkg:AlliancePhase tkg:Membership tkg:Commitment } ?n a ?class ."
    assert len(ask(store, "?n", classes)) == 1 + 2 + 4 + 3
    assert ask(store, "?n", classes + " FILTER NOT EXISTS { ?n tkg:statedIn ?r }") == set()


def held_back(record: Record, source: Source, reference: tuple[str, ...] = ()) -> tuple[list[str], set[str]]:
    """Units held back and rules broken when the record is published."""
    (done,) = publish([("only", units(record, source))], beside(reference), "pyshacl")
    return done.held_back, {finding.rule for finding in done.findings}


def test_a_good_alliance_is_published() -> None:
    assert held_back(PACT, SOURCE) == ([], set())


def test_one_that_breaks_a_rule_is_held_back_alone() -> None:
    itself = Commitment(kind="defence", obligor="SUN", beneficiaries=("POL", "SUN"))
    wrong = replace(PACT, alliance=replace(PACT.alliance or Alliance(), commitments=(itself,)))
    assert held_back(wrong, SOURCE) == (["pacts-list/3010"], {"A18"})


def test_what_reference_data_say_is_seen() -> None:
    """Days of polities and what a source codes stand in the reference data, beside each chunk."""
    tkg, day = PREFIXES["tkg"], "<http://www.w3.org/2001/XMLSchema#date>"
    sun = f'<{PREFIXES["pol"]}SUN> <{tkg}existsTo> "1980-12-31"^^{day}'
    pairs = (
        f'<{PREFIXES["id"]}source/pacts-list> <{tkg}codesPairsOnly> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    )
    assert held_back(PACT, SOURCE, (sun,)) == ([], {"B28"})
    assert held_back(PACT, SOURCE, (pairs,)) == (["pacts-list/3010"], {"B27"})


def test_a_release_counts_them(tmp_path: Path) -> None:
    done = build(Home(tmp_path), {SOURCE.name: SOURCE}, lambda _text: None)
    assert (done.counts["alliances"], done.counts["commitments"], done.counts["held back"]) == (1, 3, 0)
    kinds = done.release.store.query(
        "SELECT ?kind WHERE { ?s tkg:codesKind ?kind }", prefixes=PREFIXES, use_default_graph_as_union=True
    )
    assert isinstance(kinds, QuerySolutions)
    assert {row["kind"] for row in kinds} == {VALUE.defence, VALUE.consultation}
