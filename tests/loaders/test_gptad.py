"""GPTAD: a list of our own making in its format, broken lists, and the published one."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.load import has_two_sides, load
from kg.names import ACT, TOPIC, VALUE
from kg.polities import polities
from kg.records import Reading, Record
from kg.store import Home
from loaders.gptad import FILE, SOURCE, read
from loaders.gptad.mapping import ACTS, NAMES, TYPES
from loaders.gptad.members import members
from loaders.names import windows

CASES = Path(__file__).with_name("gptad")


def table(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of(path: Path, keep_going: bool = False) -> tuple[Reading, list[Record]]:
    reading = read([path], keep_going)
    return reading, list(reading)


def shown(record: Record) -> dict[str, str]:
    return {
        "id": record.id,
        "row": str(record.row),
        "title": record.titles[0].value,
        "form": record.instrument_kind or "",
        "bilateral": str(record.stated_bilateral),
        "parties": "|".join(f"{party.name}={party.polity} {party.side}" for party in record.parties),
        "acts": "|".join(f"{act.type} {act.date}" for act in record.acts),
        "says": record.says.value if record.says else "",
    }


def test_the_list_becomes_the_expected_records() -> None:
    reading, records = of(CASES)
    assert [shown(record) for record in records] == table("expected.csv")
    assert (reading.rows_read, len(records), reading.rows_repeated) == (10, 9, 1)


def test_what_cannot_be_read_is_reported_with_row_and_column() -> None:
    reading, _ = of(CASES)
    found = [(problem.kind, problem.row, problem.column, problem.found) for problem in reading.problems]
    assert found == [
        ("unread-date", 6, "Date.of.Entry.into.Force", "02/30/1974"),
        ("unidentified-party", 6, "Membership", "Ink Union"),
        ("unidentified-party", 6, "Membership", "Antigua and Barbuda"),
        ("unidentified-party", 6, "Membership", "Suriname"),
        ("unidentified-party", 7, "Membership", "Salt League (League for Salt)"),
        ("unidentified-party", 10, "Membership", "Congo"),
        ("unidentified-party", 10, "Membership", "Northland and Southland"),
    ]


def test_the_row_is_kept_as_it_stands() -> None:
    _, records = of(CASES / FILE)
    assert records[1].as_given == {
        "Common.Name": "FIJI-TONGA",
        "Membership": r"Fiji, Tonga\r\n\r\n",
        "Type": "Bilateral Free Trade Agreement",
        "Date.of.Signature": "03/06/1993",
        "Date.of.Entry.into.Force": "N/A",
        "WTO.notified": "no",
        "In.force.status": "unknown",
    }


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("A, B", "1A 2B"),
        ("A; B", "1A 2B"),
        ("A - B", "1A 2B"),
        ("A and B", "1A 2B"),
        ("A B", "1A 2B"),
        ("AB and C", "1AB and C"),  # AB is no name, and so nothing shows where a name ends
        ("A-B, and C.", "1A-B 2C"),
        ("X (A, B), C", "1X 1A 1B 2C"),
        ("X (A, B) and Y (C; D;)", "1X 1A 1B 2Y 2C 2D"),
        ("X (Y Z) (A, B)", "1X (Y Z) 1A 1B"),
        ("A (B)", "1A (B)"),
        ("X (A, B (C), D)", "1X 1A 1B (C) 1D"),
        ("X ((A, B), C", "1X 1A 1B 2C"),
        (r"A,\r\nB\r\n \r\n", "1A 2B"),
        ("", ""),
    ],
)
def test_membership(cell: str, names: str) -> None:
    found = members(cell, lambda name: name in {"A", "B", "C"})
    assert " ".join(f"{member.group}{member.name}" for member in found) == names


FIRST = 'Fiji - Tonga,"Fiji, Tonga",Bilateral Free Trade Agreement'
BROKEN = [
    (FIRST, FIRST.replace("Bilateral", "Trilateral"), "row 2, column Type: found 'Trilateral Free Trade Agreement', "
     "expected one of (blank), Association Free Trade Agreement, "),
    (FIRST, FIRST.replace("Fiji - Tonga", ""), "row 2, column Common.Name: is blank, expected a value"),
    (FIRST, FIRST.replace('"', ""), "row 2: has 9 cells, the header 8"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_a_broken_row_stops_the_load_or_is_set_aside(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = (CASES / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        of(tmp_path)
    assert str(caught.value).startswith(f"{FILE}, {message}")
    reading, records = of(tmp_path, keep_going=True)
    aside = [problem for problem in reading.problems if problem.kind == "set-aside"]
    assert [(problem.message, bool(problem.reason)) for problem in aside] == [(str(caught.value), True)]
    assert (reading.rows_read, len(records), reading.rows_repeated) == (10, 9, 0)
    assert records[0].id == "fiji-tonga"  # the row set aside takes no number


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "WTO.notified",
            "GATT.notified",
            "GPTAD.csv, column WTO.notified: is missing; found Common.Name, Membership, ",
        ),
        ("Membership,", "Membership,Depth,", "GPTAD.csv, column Depth: is new, neither read nor ignored; known are "),
    ],
)
def test_other_columns_stop_the_load(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = (CASES / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        of(tmp_path)
    assert str(caught.value).startswith(message)


def test_a_folder_without_the_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no GPTAD\.csv; expected that file, or a folder with it"):
        of(tmp_path)


def test_every_concept_and_polity_used_exists() -> None:
    _, records = of(CASES)
    used = {kind for _, kind in TYPES.values()} | {record.kind for record in records}
    used |= {name for record in records for party in record.parties for name in (party.role, party.capacity)}
    assert used <= set(VALUE.terms)
    assert set(ACTS.values()) <= set(ACT.terms)
    assert {topic for record in records for topic in record.topics} <= set(TOPIC.terms)
    assert NAMES.table is not None
    assert {window.polity for meanings in windows(NAMES.table).values() for window in meanings} <= set(polities())


@pytest.mark.full
def test_the_published_list(data: Callable[[str], Path], tmp_path: Path) -> None:
    report = load(Home(tmp_path), SOURCE, [data("gptad")])
    counts = report.counts
    assert (counts["rows_read"], counts["records"], counts["rows_repeated"]) == (352, 351, 1)
    assert (counts["set_aside"], counts["dates_not_read"], counts["other_problems"]) == (0, 0, 0)
    assert (counts["bilateral_by_flag"], counts["bilateral_by_sides"]) == (209 - 1, 206)  # one row stands twice
    assert counts["identified"] / counts["parties"] > 0.985
    anachronisms = {"Czech Republic", "Slovak Republic", "Slovakia", "Slovenia", "Bangladesh", "Mayotte"}
    anachronisms.add("Former Yugoslav Republic of Macedonia")
    groups = {"CEFTA", "BIMST-EC", "CARIFORUM States", "Overseas Countries and Territories", "European Economic Area"}
    assert {one.name for one in report.unidentified} <= anachronisms | groups | {
        "Congo",
        "Sahrawi",
        "Herzegovina",
        "British",
    }


@pytest.mark.full
def test_the_published_rows(data: Callable[[str], Path]) -> None:
    _, records = of(data("gptad"))
    status = Counter(record.says.value.removeprefix("status: ") if record.says else "" for record in records)
    assert status == {"in force": 256 - 1, "expired": 49, "unknown": 28, "": 16, "signed - not yet in force": 3}
    names = Counter(len(record.parties) for record in records)
    assert (names[0], names[1], names[2]) == (1, 0, 193 - 1 - 6 + 5)  # read at semicolons, "and" and dashes too
    flagged = [record for record in records if record.stated_bilateral]
    assert sum(map(has_two_sides, flagged)) == 198
    unsaid = [record.id for record in flagged if {party.side for party in record.parties} <= {0}]
    assert len(unsaid) == 10
    days = [act.date for record in records for act in record.acts if act.date and act.date != "../2014"]
    assert (min(days), max(days)) == ("1957-03-25", SOURCE.horizon.isoformat())
    shown = Counter(act.type for record in records for act in record.acts if act.date == "../2014")
    assert shown["termination"] == 49
    assert len({record.id for record in records}) == 351
