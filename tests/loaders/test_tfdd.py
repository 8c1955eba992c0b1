"""TFDD: a small file of our own making in the source's format, what is refused, and the published file."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.load import load
from kg.names import ACT, TOPIC, VALUE
from kg.polities import line_of
from kg.records import Reading, Record
from kg.store import Home
from loaders.tfdd import SOURCE, read
from loaders.tfdd.mapping import KEPT, READ, TOPICS, names

CASES = Path(__file__).with_name("tfdd")


def table(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, rows: Sequence[dict[str, str]], columns: Sequence[str] = (*KEPT, *READ)) -> Path:
    """A file as published: all 115 columns, with a byte order mark."""
    with (folder / "TFDD.csv").open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.DictWriter(file, columns, restval="")
        sheet.writeheader()
        sheet.writerows(rows)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, table("rows.csv"))


def of(path: Path, keep_going: bool = False) -> tuple[Reading, dict[str, Record]]:
    reading = read([path], keep_going)
    return reading, {record.id: record for record in reading}


def shown(record: Record) -> dict[str, str]:
    return {
        "id": record.id,
        "row": str(record.row),
        "instrument_kind": str(record.instrument_kind),
        "bilateral": str(record.stated_bilateral),
        "topics": "|".join(record.topics),
        "parties": "|".join(f"{party.name}={party.polity} {party.capacity} {party.side}" for party in record.parties),
        "acts": "|".join(f"{act.type} {act.date} {act.place} ({act.column})" for act in record.acts),
        "citations": "|".join(f"{citation.register}: {citation.text}" for citation in record.citations),
    }


def test_rows_become_the_expected_records_one_a_treaty(folder: Path) -> None:
    reading, records = of(folder)
    assert [shown(record) for record in records.values()] == table("expected.csv")
    assert (reading.rows_read, reading.rows_joined, len(records)) == (11, 2, 8)
    assert of(folder / "TFDD.csv")[1] == records


def test_what_cannot_be_read_is_reported_with_row_and_column(folder: Path) -> None:
    reading, _ = of(folder)
    assert [(p.kind, p.row, p.column, p.found) for p in reading.problems] == [
        ("set-aside", 10, None, "holds nothing but blanks"),
        ("repeated-differently", 4, "Signatories", "Canada, U.S.A."),
        ("unread-date", 5, "DateSigned", "25.05.1905"),
        ("unknown-subject", 7, "Issue Area", "Moon Cheese"),
        ("unidentified-party", 7, "Signatories", "Atlantis"),
        ("unread-date", 11, "DateSigned", "30.02.1999"),
        ("unknown-subject", 11, "Issue Area", "Y"),
        ("unidentified-party", 11, "Signatories", "State of Lagado"),
        ("unidentified-party", 11, "Signatories", "State of Balnibarbi"),
    ]
    messages = {p.row: p.message for p in reading.problems if p.kind in {"unread-date", "repeated-differently"}}
    assert messages[5] == "spreadsheets make this day of the bare year 1972; it is left out"
    assert messages[4] == "row 2 of the treaty says 'Canada, USA'; that is kept"
    assert next(p.reason for p in reading.problems) == "blank row"


def test_other_rows_of_a_treaty_keep_what_differs_in_them(folder: Path) -> None:
    records = of(folder)[1]
    assert json.loads(records["901"].as_given["TFDD.csv, other rows"]) == [
        {"row": 4, "Signatories": "Canada, U.S.A.", "CCODE": "USA", "Country_Name": "United States of America"}
    ]
    assert json.loads(records["902"].as_given["TFDD.csv, other rows"]) == [
        {"row": 12, "CCODE": "DEU", "Country_Name": ""}  # blank there, and not in the first row
    ]
    assert records["901"].as_given["Basin Name"] == "Made-up"


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ("Cambodia, China, Lao PDR,Thailand", ["Cambodia", "China", "Lao PDR", "Thailand"]),
        ("Germany, Federal Republic of, France", ["Germany, Federal Republic of", "France"]),
        ("Polish, People's Republic, Soviet Union", ["Polish, People's Republic", "Soviet Union"]),
        ("Egypt, Libya, AF63", ["Egypt", "Libya"]),
        ("N.A.", []),
        ("", []),
    ],
)
def test_names_of_a_list(listed: str, found: list[str]) -> None:
    assert list(names(listed)) == found


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (0, "NumberParties", "3", "row 2, column NumberParties: found '3', expected one of (blank), 1, 2, N.A."),
        (1, "DocumentName", "", "row 3, column DocumentName: is blank, expected a value"),
        (4, "2016Update ID", "", "row 6, column 2016Update ID: is blank, expected a value"),
    ],
)
def test_a_broken_row_is_refused_or_set_aside(tmp_path: Path, row: int, column: str, value: str, message: str) -> None:
    rows = table("rows.csv")
    rows[row][column] = value
    with pytest.raises(SourceError) as caught:
        of(write(tmp_path, rows))
    assert str(caught.value) == f"TFDD.csv, {message}"
    reading, records = of(tmp_path, keep_going=True)
    aside = [problem for problem in reading.problems if problem.kind == "set-aside"]
    assert reading.rows_read == len(records) + reading.rows_joined + len(aside) == 11
    assert {problem.reason for problem in aside} <= {"blank row", "broken row", "of a treaty set aside"}
    assert [str(problem.message) for problem in aside if problem.reason == "broken row"] == [f"TFDD.csv, {message}"]


def test_what_is_no_such_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no TFDD\.csv; expected that file, or a folder with it"):
        of(tmp_path)
    with pytest.raises(SourceError, match=r"TFDD\.csv, column New: is new, neither read nor ignored"):
        of(write(tmp_path, [], (*READ, *KEPT, "New")))
    with pytest.raises(SourceError, match=r"TFDD\.csv, column BCODE: is missing; found"):
        of(write(tmp_path, [], [name for name in (*READ, *KEPT) if name != "BCODE"]))
    assert len({*READ, *KEPT}) == 115


def test_every_concept_used_exists(folder: Path) -> None:
    records = of(folder)[1].values()
    assert set(TOPICS.values()) <= set(TOPIC.terms)
    assert {act.type for record in records for act in record.acts} <= set(ACT.terms)
    used = {str(record.instrument_kind) for record in records}
    used |= {party.capacity for record in records for party in record.parties}
    used |= {citation.register for record in records for citation in record.citations}
    assert used <= set(VALUE.terms)


@pytest.mark.full
def test_the_published_file(data: Callable[[str], Path], tmp_path: Path) -> None:
    account = load(Home(tmp_path), SOURCE, [data("tfdd")])
    counts = account.counts
    assert (counts["rows_read"], counts["treaties"], counts["rows_joined"]) == (2_118, 639, 1_477)
    assert account.set_aside == {"blank row": 2}  # which the README counts as the 640th treaty
    assert (counts["bilateral_by_flag"], counts["bilateral_by_sides"]) == (492, 490)
    assert (counts["parties"], counts["dates_not_read"]) == (1_962, 29)
    assert counts["unidentified"] <= 18
    differing = [(p.column, p.found) for p in account.problems if p.kind == "repeated-differently" and p.row == 2_117]
    assert ("DateSigned", "4") in differing


@pytest.mark.full
def test_what_the_published_file_says(data: Callable[[str], Path]) -> None:
    records = list(SOURCE.read([data("tfdd")], False))
    split = [[part for part in record.as_given.get("Signatories", "").split(",") if part.strip()] for record in records]
    assert sum(len(parts) == 2 for parts in split) == 471
    assert sum(len(record.parties) == 2 for record in records) == 487  # `Germany, Federal Republic of` is one
    pairs = Counter(
        "-".join(sorted(line_of(party.polity) for party in record.parties if party.polity))
        for record in records
        if len(record.parties) == 2
    )
    # Portgual and Bangladish are read too
    assert {pair: pairs[pair] for pair in ("CAN-USA", "MEX-USA", "ESP-PRT", "BGD-IND")} == {
        "CAN-USA": 39,
        "MEX-USA": 37,
        "ESP-PRT": 12,
        "BGD-IND": 8,
    }
    dates = {record.id: record.acts[0].date for record in records if record.acts}
    assert len(dates) == 605
    assert (dates["37"], dates.get("315")) == ("1905-05-15", None)
    indus = next(record for record in records if record.id == "235")
    assert [(party.polity, party.side) for party in indus.parties] == [("IND", 1), ("IBRD", 0), ("PAK", 2)]
