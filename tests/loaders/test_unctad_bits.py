"""Investment treaties: rows of our own making in the source's format, and the published file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.load import load
from kg.polities import line_of
from kg.records import Reading, Record, Term
from kg.store import Home
from loaders.table.check import columns
from loaders.table.file import mapping_of
from loaders.unctad_bits import SOURCE

MAP = Path(__file__).parents[2] / "loaders/unctad_bits/map.yml"
COLUMNS = list(columns(mapping_of(MAP)))
ROW = {
    "file_name": "Peru - Russian Federation BIT (1990) ",
    "party1": "peru",
    "party1_iso": "PER",
    "party2": "russian federation",
    "party2_iso": "RUS",
    "treatytype": "Bilateral Investment Treaties",
    "status": "In force",
    "dateofsignature": "01/02/1990",
    "dateofentryintoforce": "03/04/1991",
    "years_inittreatyterm": "15 years",
    "auto_renew": "10 years",
    "length_noticeper": "Six months prior notice",
    "umbr_clause": "Yes",
}


@pytest.fixture
def of(tmp_path: Path) -> Callable[..., tuple[Reading, list[Record]]]:
    """Read one row, in which some cells are other ones."""

    def read(more: list[str] | None = None, **cells: str) -> tuple[Reading, list[Record]]:
        path = tmp_path / "iia_dataset_for_paper_20260323.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*COLUMNS, *(more or [])], restval="")
            writer.writeheader()
            writer.writerow(ROW | cells)
        reading = SOURCE.read([tmp_path], False)
        return reading, list(reading)

    return read


def test_a_treaty(of: Callable[..., tuple[Reading, list[Record]]]) -> None:
    reading, (record,) = of()
    assert reading.problems == []
    assert record.id == "Peru - Russian Federation BIT (1990)"
    assert [(title.value, title.lang) for title in record.titles] == [(record.id, "en")]
    assert [(party.name, party.polity, party.side) for party in record.parties] == [
        ("peru", "PER", 1),
        ("russian federation", "SUN", 2),  # today's name of what the country then was
    ]
    assert [(act.type, act.date) for act in record.acts] == [
        ("signature", "1990-02-01"),
        ("entryIntoForce", "1991-04-03"),
    ]
    assert record.term == Term(initial_months=180, renewal="automatic", renewal_months=120, notice_months=6)
    assert (record.stated_bilateral, record.topics, record.instrument_kind) == (True, ("investment",), "treaty")
    assert record.as_given["umbr_clause"] == "Yes"


@pytest.mark.parametrize(
    ("initial", "renewed", "term"),
    [
        ("10 years", "Indefinite term", Term(initial_months=120, renewal="indefinite", notice_months=6)),
        ("Indefinite", "Indefinite term", Term(renewal="indefinite", notice_months=6)),
        ("5 years", "None", Term(initial_months=60, notice_months=6)),
        ("Other", "2 years", Term(renewal="automatic", renewal_months=24, notice_months=6)),
    ],
)
def test_terms(of: Callable[..., tuple[Reading, list[Record]]], initial: str, renewed: str, term: Term) -> None:
    assert of(years_inittreatyterm=initial, auto_renew=renewed)[1][0].term == term


def test_what_cannot_be_read_is_reported(of: Callable[..., tuple[Reading, list[Record]]]) -> None:
    cells = {"party1_iso": "POL", "party2": "montenegro", "party2_iso": "MNE", "dateofentryintoforce": "31/11/1991"}
    reading, (record,) = of(**cells, auto_renew="40 years", status="Terminated")
    assert [(p.kind, p.column, p.found) for p in reading.problems] == [
        ("unread-date", "dateofentryintoforce", "31/11/1991"),
        ("wrong-code", "party1_iso", "POL"),
        ("unidentified-party", "party2", "montenegro"),
        ("unknown-word", "status", "Terminated"),
        ("unknown-word", "auto_renew", "40 years"),
        ("unknown-word", "auto_renew", "40 years"),
    ]
    assert record.says is not None
    assert record.says.value == "status: Terminated"


def test_a_new_column_stops_the_load(of: Callable[..., tuple[Reading, list[Record]]]) -> None:
    with pytest.raises(SourceError) as caught:
        of(more=["gender_clause"])
    expected = "iia_dataset_for_paper_20260323.csv, column gender_clause: is neither read nor ignored in map.yml"
    assert str(caught.value) == expected


@pytest.mark.full
def test_the_published_file(data: Callable[[str], Path], tmp_path: Path) -> None:
    home = Home(tmp_path)
    account = load(home, SOURCE, [data("unctad-bits")])
    counts = account.counts
    assert (counts["rows_read"], counts["treaties"], counts["bilateral_by_flag"]) == (1_837, 1_837, 1_837)
    assert (counts["bilateral_by_sides"], counts["set_aside"], counts["dates_not_read"]) == (1_837, 0, 0)
    assert (counts["parties"], counts["identified"], counts["other_problems"]) == (
        3_674,
        3_649,
        3,
    )  # the code ROM, not in use when three treaties of Romania were signed
    assert {one.name: one.mentions for one in account.unidentified} == {
        "montenegro": 14,
        "czech republic": 4,
        "slovakia": 4,
        "serbia": 3,
    }
    records = list(home.records(SOURCE.name))
    codes = Counter(record.as_given[column] for record in records for column in ("party1_iso", "party2_iso"))
    assert (len(codes), codes["CHE"], codes["VEN"]) == (172, 107, 25)
    lines = Counter(line_of(party.polity) for record in records for party in record.parties if party.polity)
    per_line = {"CHE": 107, "DEU": 106, "CHN": 88, "FRA": 82, "GBR": 79, "ARG": 48, "RUS": 42, "USA": 39, "IRN": 29}
    assert {line: lines[line] for line in per_line} == per_line
    pairs = {frozenset((r.as_given["party1_iso"], r.as_given["party2_iso"])): r for r in records}
    assert len(pairs) == 1_837
    assert days(pairs[frozenset(("RUS", "VEN"))]) == ["2008-11-07", "2009-10-26"]
    assert days(pairs[frozenset(("GBR", "VEN"))]) == ["1995-03-15", "1996-08-01"]
    assert not {frozenset(("RUS", "CHN")), frozenset(("RUS", "IRN")), frozenset(("GBR", "USA"))} & set(pairs)
    signed = sorted(days(record)[0] or "" for record in records)
    assert (signed[0], signed[-1]) == ("1959-11-25", "2025-01-14")


def days(record: Record) -> list[str | None]:
    return [act.date for act in record.acts]
