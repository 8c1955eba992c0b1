"""Treaty documents of the US Senate: a list of our own making, bad files, and the published list."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from kg.ask import ask, find
from kg.build import build
from kg.errors import SourceError
from kg.graph.terms import RDF_TYPE, decimal
from kg.load import load
from kg.names import ACT, BEST_GRAPH, TKG, TOPIC, polity_iri, source_graph, thing
from kg.polities import polities
from kg.records import Act, Proposal, Reading, Record
from kg.sheet import read_sheet
from kg.store import Home
from loaders.titles import AFTER_WITH, ELSEWHERE
from loaders.us_senate import LIST, SOURCE, read
from loaders.us_senate.columns import HINTS
from loaders.us_senate.documents import GUESSED, NAME, SCORES, TITLES, TOPICS

CASES = Path(__file__).with_name("us_senate")
SHORT = {AFTER_WITH: "with", ELSEWHERE: "elsewhere", GUESSED: "guessed"}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of(*paths: Path, keep_going: bool = False) -> tuple[Reading, list[Record]]:
    reading = read(list(paths), keep_going)
    return reading, list(reading)


def shown(record: Record) -> dict[str, str]:
    return {
        "id": record.id,
        "row": str(record.row),
        "topics": "|".join(record.topics),
        "acts": "|".join(map(_act, record.acts)),
        "proposals": "|".join(map(_proposal, record.proposed_parties)),
        "quote": record.quote.value if record.quote else "None",
    }


def _act(act: Act) -> str:
    return f"{act.type} {act.date} {act.actor} {act.body}"


def _proposal(one: Proposal) -> str:
    return f"{one.name}={one.polity} {SHORT[one.basis]}"


def test_rows_become_the_expected_records() -> None:
    reading, records = of(CASES)
    assert [shown(record) for record in records] == table(CASES / "expected.csv")
    assert (reading.rows_read, reading.rows_joined) == (9, 2)
    assert {record.kind for record in records} == {"documentRecord"}
    assert {(record.parties, record.stated_bilateral, record.pair) for record in records} == {((), None, None)}


def test_what_cannot_be_read_is_reported_with_row_and_column() -> None:
    reading, _ = of(CASES)
    assert [(p.kind, p.row, p.column, p.found) for p in reading.problems] == [
        ("proposed-party", 7, f"countries in {HINTS}", "Narnia"),
        ("unknown-subject", 9, "Treaty Topic", "Moon Cheese"),
        ("unread-date", 10, "Date Received From President", "02/30/1992"),
        ("proposed-party", 11, "Title", "Congo"),
    ]


def test_one_record_in_full() -> None:
    record = of(CASES)[1][2]
    row = {"Treaty Document Number": "200-3(A)", "Title": "Convention on Ink", "URL": "https://example.org/200/3A"}
    row |= {"Date Received From President": "02/03/1990"}
    row |= {"Latest Senate Action Date": "03/04/1990", "Latest Senate Action": "Entered into force."}
    beside = json.loads(record.as_given[HINTS])
    assert record.as_given == row | {HINTS: record.as_given[HINTS]}
    assert beside == {
        "Title": "Convention on",
        "Treaty Topic": "Other",
        "countries": ["Narnia", "Multilateral, International Organizations, Other"],
    }
    assert [act.column for act in record.acts] == [
        "Date Received From President",
        "Latest Senate Action, Latest Senate Action Date",
    ]
    assert [citation.text for citation in record.citations] == ["US Senate Treaty Document 200-3(A)"]
    assert record.urls == ("https://example.org/200/3A",)
    assert record.proposed_parties == (Proposal(name="Narnia", basis=GUESSED, score=SCORES[GUESSED]),)


def test_the_list_alone_says_the_same_without_the_guesses(tmp_path: Path) -> None:
    shutil.copy(CASES / LIST, tmp_path / "search.csv")
    reading, records = of(tmp_path / "search.csv")
    assert (reading.rows_read, reading.rows_joined) == (7, 0)
    guessed = [_proposal(one) for record in of(CASES)[1] for one in record.proposed_parties]
    alone = [_proposal(one) for record in records for one in record.proposed_parties]
    assert alone == [one for one in guessed if not one.endswith("guessed")]
    assert of(CASES / HINTS, CASES / LIST)[1] == of(CASES)[1]


@pytest.mark.parametrize("case", table(CASES / "titles.csv"), ids=lambda case: case["title"])
def test_names_in_titles(case: dict[str, str]) -> None:
    found = TITLES.names_in(case["title"], date.fromisoformat(case["day"]))
    said = "|".join(f"{one.name}={one.polity} {SHORT[one.basis]}" for one in found)
    assert said == case["found"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Treaty Topic", "Subject", r"treaty.csv, column Treaty Topic: is missing; found Treaty Document Number, .*"),
        ('Action"\n', 'Action","Parts"\n', "treaty.csv, column Parts: is new, neither read nor ignored; known are .*"),
        (",Investment,,\n", ",Investment,,,extra\n", "treaty.csv, row 11: has 8 cells, the header 7"),
        ("199-1,", "199-2,", "treaty.csv, row 11, column .*Number: found '199-2', expected a number that no row .*"),
        ("199-1,", ",", "treaty.csv, row 11, column .*Number: is blank, expected the number of a document"),
        ("https://example.org/199/1", "example", "treaty.csv, row 11, column URL: found 'example', expected a web .*"),
    ],
)
def test_a_bad_list_is_refused_in_one_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = (CASES / LIST).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / LIST).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SourceError, match=f"^{message}$"):
        of(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[\n", "[,\n", f"{HINTS}: cannot be read as JSON: .*"),
        ("[\n", "7, [\n", f"{HINTS}: cannot be read as JSON: .*"),
        (
            '"countries": ["Narnia"',
            '"countries": [7',
            f"{HINTS}, row 2, column countries: found .*, expected a list .*",
        ),
        ('"200-1"', '"200-9"', f"{HINTS}, row 1: speaks of 200-9, which is not in treaty.csv"),
        ('"200-1"', '"200-3(A)"', rf"{HINTS}, row 2: 200-3\(A\) stands here twice"),
        ('"Title": "Convention on"', '"Titel": "Convention on"', f"{HINTS}, row 2, column Title: is missing"),
        ('"Title": "Convention on"', '"Title": "", "Part": ""', f"{HINTS}, row 2, column Part: is new, .*"),
        ('"Title": "Convention on"', '"Title": 7', f"{HINTS}, row 2, column Title: found 7, expected text"),
    ],
)
def test_a_bad_copy_is_refused_in_one_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    shutil.copy(CASES / LIST, tmp_path)
    text = (CASES / HINTS).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / HINTS).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError, match=f"^{message}$"):
        of(tmp_path)


def test_no_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no treaty.csv; expected that file, or a folder with it$"):
        of(tmp_path)


def test_keep_going_sets_aside_what_is_broken_and_the_account_adds_up(tmp_path: Path) -> None:
    text = (CASES / LIST).read_text(encoding="utf-8").replace("199-2,", "199-3,")
    (tmp_path / LIST).write_text(text.replace(",Investment,,\n", ",Investment,,,extra\n"), encoding="utf-8")
    copy = (CASES / HINTS).read_text(encoding="utf-8").replace('"200-1"', '"200-9"')
    (tmp_path / HINTS).write_text(copy, encoding="utf-8")
    account = load(Home(tmp_path / "home"), SOURCE, [tmp_path], keep_going=True)
    assert (account.counts["rows_read"], account.counts["records"], account.counts["rows_joined"]) == (9, 5, 1)
    assert account.set_aside == {
        "a field cannot be read": 1,
        "cells too many or too few": 1,
        "speaks of no document of the list": 1,
    }


def test_a_proposal_is_in_the_graph_of_the_source_only(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    load(home, SOURCE, [CASES])
    release = build(home, {SOURCE.name: SOURCE}, lambda _text: None).release
    store, graph = release.store, source_graph(NAME, SOURCE.version)
    proposals = list(store.quads_for_pattern(None, TKG.proposedParty, None, None))
    assert len(proposals) == 8
    assert {quad.graph_name for quad in proposals} == {graph}
    assert release.manifest["held_back"] == []
    first = thing("proposal", NAME, "200-1", "1")
    assert {(quad.predicate, str(quad.object)) for quad in store.quads_for_pattern(first, None, None, graph)} == {
        (RDF_TYPE, str(TKG.Proposal)),
        (TKG.nameAsGiven, '"Nigeria"'),
        (TKG.proposedActor, str(polity_iri("NGA"))),
        (TKG.basis, f'"{AFTER_WITH}"'),
        (TKG.score, str(decimal(0.99))),
    }
    assert not list(store.quads_for_pattern(None, None, None, BEST_GRAPH))
    for property_ in (TKG.participation, TKG.between, TKG.ofPair, TKG.partyAsGiven):
        assert not list(store.quads_for_pattern(None, property_, None, None))
    actors = {str(quad.object) for quad in store.quads_for_pattern(None, TKG.actor, None, None)}
    assert actors == {"<https://w3id.org/treatykg/id/polity/USA>"}
    assert ask(store, find("agreements-of-pair"), {"pair": "CHN-USA", "how": "all"}).rows == []
    sheet = read_sheet(store, "CHN", "USA", date(2003, 1, 1), release.id)
    assert (sheet.agreements, sheet.public_bodies, sheet.multilateral, sheet.records) == ((), (), (), {})


def test_every_concept_and_polity_used_exists() -> None:
    _, records = of(CASES)
    assert {act.type for record in records for act in record.acts} <= set(ACT.terms)
    assert {row["topic"] for row in table(TOPICS)} - {""} <= set(TOPIC.terms)
    assert {row["polity"] for row in table(TITLES.table)} <= set(polities())


@pytest.mark.full
def test_the_published_list(data: Callable[[str], Path], tmp_path: Path) -> None:
    account = load(Home(tmp_path), SOURCE, [data(NAME)])
    counts = account.counts
    assert (counts["rows_read"], counts["rows_joined"], counts["records"], counts["documents"]) == (1536, 768, 768, 768)
    assert (counts["bilateral"], counts["parties"], counts["set_aside"], counts["dates_not_read"]) == (0, 0, 0, 0)
    assert [p.kind for p in account.problems] == ["proposed-party"] * 3
    founded = {"WORLD TOURISM ORGANIZATION", "WORLD INTELLECTUAL PROPERTY ORGANIZATION"}  # by the treaty itself
    assert {p.found for p in account.problems} == {"Congo"} | founded
    assert account.short == []
    records = list(Home(tmp_path).records(NAME))
    acts = Counter(act.type for record in records for act in record.acts if act.date)
    assert acts == {"submittedForRatification": 767, "parliamentaryApproval": 673, "entryIntoForce": 11}
    assert sum(not record.topics for record in records) == 57 + 77  # without a topic; "International Law ..."
    guesses = [json.loads(record.as_given[HINTS]) for record in records]
    assert sum("Bilateral" in guess["countries"] for guess in guesses) == 417
    assert sum("Treaty Topic" in guess for guess in guesses) == 57  # "Other" in the copy, blank in the list
    assert [guess["Title"] for guess in guesses if "Title" in guess] == ["Amendment to Montreal Protocol ("]


@pytest.mark.full
def test_titles_and_guesses_agree_as_far_as_the_readme_says(data: Callable[[str], Path]) -> None:
    _, records = of(data(NAME))
    bases = Counter(one.basis for record in records for one in record.proposed_parties)
    assert bases == {AFTER_WITH: 421, ELSEWHERE: 26, GUESSED: 439}
    same = confirmed = 0
    for record in records:
        by = {basis: {one.polity for one in record.proposed_parties if one.basis == basis} for basis in SCORES}
        same += by[AFTER_WITH] | by[ELSEWHERE] == by[GUESSED]
        confirmed += len(by[AFTER_WITH] & by[GUESSED])
    assert same == 754  # of 768 documents, that is 98.2 %
    assert confirmed == 413  # of 421 names after "with", that is 98.1 %
    named = Counter(one.polity for record in records for one in record.proposed_parties if one.basis == AFTER_WITH)
    assert [named[code] for code in ("VEN", "GBR", "JPN", "SUN")] == [3, 16, 7, 10]


@pytest.mark.full
def test_the_published_files_are_those_that_fetch_checks(data: Callable[[str], Path]) -> None:
    for remote in SOURCE.remote:
        content = (data(NAME) / remote.name).read_bytes()
        assert (sha256(content).hexdigest(), len(content)) == (remote.sha256, remote.size)
