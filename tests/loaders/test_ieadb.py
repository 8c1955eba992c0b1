"""IEADB: two small files of our own making in the source's format, what is refused, and the published files."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.load import has_two_sides, load
from kg.names import ACT, TOPIC, VALUE
from kg.polities import line_of
from kg.records import Act, Reading, Record
from kg.store import Home
from loaders.ieadb import SOURCE, read
from loaders.ieadb.mapping import KINDS
from loaders.ieadb.members import ACTS
from tests.loaders.workbooks import Cell, write_xlsx

CASES = Path(__file__).with_name("ieadb")


def table(name: str) -> list[list[str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_members(folder: Path, rows: Sequence[Sequence[str]]) -> None:
    """The member file: numbers and days as spreadsheets hold them, and the second sheet that it has."""
    body = [[_cell(text, column) for column, text in enumerate(row)] for row in rows[1:]]
    sheets: dict[str, Sequence[Sequence[Cell]]] = {"Sheet1": [rows[0], *body], "StataCode": [["keep"]]}
    write_xlsx(folder / "iea-memb.xlsx", sheets)


def _cell(text: str, column: int) -> Cell:
    if not text:
        return None
    if column == 1:
        return float(text)
    return date.fromisoformat(text) if text[:4].isdigit() else text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(CASES / "treaties.csv", tmp_path)
    (tmp_path / "README.md").write_text("what else is there does not matter")
    write_members(tmp_path, table("members.csv"))
    return tmp_path


def of(paths: Iterable[Path], keep_going: bool = False) -> tuple[Reading, dict[str, Record]]:
    reading = read(list(paths), keep_going)
    return reading, {record.id: record for record in reading}


def shown(record: Record) -> list[str]:
    return [
        record.id,
        record.kind,
        str(record.instrument_kind),
        str(record.stated_bilateral),
        "|".join(record.topics),
        "|".join(f"{party.name}={party.polity} {party.capacity} {party.side}" for party in record.parties),
        "|".join(f"{_short(act.type)} {act.date} {act.actor or ''}".strip() for act in record.acts),
    ]


def _short(act: str) -> str:
    return "forParty" if act == "entryIntoForceForParty" else act


def test_both_files_become_the_expected_records(folder: Path) -> None:
    reading, records = of([folder])
    assert [shown(record) for record in records.values()] == table("expected.csv")[1:]
    assert (reading.rows_read, reading.rows_joined, len(records)) == (22, 12, 10)


def test_what_cannot_be_read_is_reported_with_row_and_column(folder: Path) -> None:
    reading, _ = of([folder])
    assert [(p.kind, p.file, p.row, p.column, p.found) for p in reading.problems] == [
        ("unidentified-party", "iea-memb.xlsx", 5, "country", "Croatia"),
        ("unread-date", "treaties.csv", 10, "Signature Date", "1999-02-31"),
        ("unread-date", "treaties.csv", 10, "Date IEA entered into force", "2205-01-01"),
    ]


def test_every_value_says_where_it_stands_and_no_cell_is_lost(folder: Path) -> None:
    record = of([folder])[1]["9001"]
    assert [act.column for act in record.acts[:3]] == [
        "Signature Date",
        "Date IEA entered into force",
        "iea-memb.xlsx, row 2, csig",
    ]
    end = "iea-memb.xlsx, row 2, tterm"
    assert record.acts[-1] == Act(type="termination", date="1990-01-01", column=end)
    assert json.loads(record.as_given["iea-memb.xlsx"])[1] == {
        "row": 3,
        "country": "United States",
        "tterm": "1990-01-01",
        "csig": "1931-06-27",
        "crat": "1932-01-02",
        "ceif3": "1938-08-29",
    }
    assert record.as_given["Treaty Text"] == "Treaty Text**"
    row = json.loads(of([folder])[1]["9008"].as_given["iea-memb.xlsx"])[0]
    assert row["treatyname"] == "Agreement of Spain and others on Mud"  # unlike the list of treaties


def test_the_list_of_treaties_alone_states_no_members(folder: Path) -> None:
    reading, records = of([folder / "treaties.csv"])
    assert (reading.rows_read, len(records)) == (10, 10)
    assert not any(record.parties or "iea-memb.xlsx" in record.as_given for record in records.values())
    both = of([folder / "iea-memb.xlsx", folder / "treaties.csv"])[1]
    assert both == of([folder])[1]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"MuA"', '"XuA"', "row 6, column Inclusion: found 'XuA', expected three letters: B, M or O; E, N, u or U;"),
        (
            '"9002"',
            '"9001"',
            "row 3, column IEA# (click for add'l info): found '9001', expected a number that no other",
        ),
        ('"Uncertain Words on Air"', '""', "row 11, column Treaty Name: is blank, expected a value"),
        ('"UNEP Info"', '"UNEP Info","New"', "treaties.csv, column New: is new, neither read nor ignored"),
        ('"Lineage",', "", "treaties.csv, column Lineage: is missing; found"),
        ('"9010",', "", "row 11: has 14 cells, the header 15"),
    ],
)
def test_a_broken_list_is_refused_in_one_line(folder: Path, old: str, new: str, message: str) -> None:
    edit(folder / "treaties.csv", old, new)
    with pytest.raises(SourceError) as caught:
        of([folder])
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_missing_is_named(folder: Path) -> None:
    (folder / "iea-memb.xlsx").unlink()
    with pytest.raises(SourceError, match=r"holds no iea-memb\.xlsx; expected that file, or a folder with it"):
        of([folder])
    (folder / "treaties.csv").unlink()
    with pytest.raises(SourceError, match=r"holds no treaties\.csv; expected that file, or a folder with it"):
        of([folder])


def test_keep_going_sets_broken_rows_aside_and_members_of_unknown_agreements_always(folder: Path) -> None:
    rows = table("members.csv")
    rows[1][0] = ""
    rows[3][1] = "9999"
    write_members(folder, rows)
    with pytest.raises(SourceError, match=r"^iea-memb\.xlsx, row 2, column country: is blank, expected a value$"):
        of([folder])
    edit(folder / "treaties.csv", '"OEA"', '"?"')
    reading, records = of([folder], keep_going=True)
    assert [(p.file, p.row, p.column, p.reason) for p in reading.problems if p.kind == "set-aside"] == [
        ("iea-memb.xlsx", 2, "country", "broken row"),
        ("treaties.csv", 7, "Inclusion", "broken row"),
        ("iea-memb.xlsx", 4, "mitch_id", "member of an unknown agreement"),
    ]
    assert reading.rows_read == len(records) + reading.rows_joined + 3 == 22


def test_every_concept_used_exists(folder: Path) -> None:
    records = of([folder])[1].values()
    assert {act.type for record in records for act in record.acts} | set(ACTS.values()) <= set(ACT.terms)
    assert {topic for record in records for topic in record.topics} <= set(TOPIC.terms)
    used = {record.kind for record in records} | {str(record.instrument_kind) for record in records}
    used |= {party.capacity for record in records for party in record.parties} | set(KINDS.values())
    assert used <= set(VALUE.terms)


@pytest.mark.full
def test_the_published_files(data: Callable[[str], Path], tmp_path: Path) -> None:
    account = load(Home(tmp_path), SOURCE, [data("ieadb")])
    counts = account.counts
    assert (counts["rows_read"], counts["rows_joined"], counts["set_aside"]) == (5_728 + 27_002, 27_002, 0)
    assert (counts["treaties"], counts["documents"], account.short) == (4_986, 742, [])
    assert (counts["bilateral_by_flag"], counts["bilateral_by_sides"]) == (2_892, 1_889)
    assert (counts["parties"], counts["unidentified"], counts["dates_not_read"]) == (17_131, 41, 0)


@pytest.mark.full
def test_what_the_published_files_say(data: Callable[[str], Path]) -> None:
    records = list(SOURCE.read([data("ieadb")], False))
    flagged = Counter(record.as_given["Inclusion"] for record in records if record.stated_bilateral)
    assert (flagged["BEA"], flagged.total()) == (2_296, 3_207)
    acts = Counter(
        f"{act.type} {'of a party' if act.actor else ''}".strip() for record in records for act in record.acts
    )
    assert acts == {
        "signature": 5_691,  # all but the 37 of 2699
        "entryIntoForce": 3_571,  # 5,728 less 1,972 blank and 185 placeholders
        "termination": 101,
        "signature of a party": 11_261,
        "ratification of a party": 10_271,
        "entryIntoForceForParty of a party": 14_306,
        "withdrawal of a party": 409,
    }
    bilateral = [record for record in records if record.as_given["Inclusion"] == "BEA"]
    assert Counter(len(record.parties) for record in bilateral) == {2: 1_889, 1: 79, 0: 328}
    pairs = Counter(
        "-".join(sorted(line_of(party.polity) for party in record.parties if party.polity))
        for record in bilateral
        if has_two_sides(record)
    )
    wanted = {"CAN-USA": 67, "MEX-USA": 45, "JPN-USA": 22, "FIN-RUS": 19, "CHN-RUS": 18, "FRA-GBR": 9, "GBR-USA": 6}
    assert {pair: pairs[pair] for pair in wanted} == wanted
    assert (pairs["RUS-VEN"], pairs["BRA-VEN"]) == (6, 0)
    lines = {record.id: {line_of(p.polity) for p in record.parties if p.polity} for record in bilateral}
    venezuela = {name for name, pair in lines.items() if pair == {"RUS", "VEN"}}
    assert venezuela == {"4792", "7567", "7911", "8354", "8382", "8392"}
    whaling = next(record for record in records if record.id == "2621")
    assert [(act.type, act.date) for act in whaling.acts if act.actor == "NLD"][3:] == [
        ("withdrawal", "1959-06-30"),
        ("entryIntoForceForParty", "1962-05-04"),
        ("withdrawal", "1970-06-30"),
        ("entryIntoForceForParty", "1977-06-14"),
    ]
    assert "ALB" not in {party.polity for party in whaling.parties}  # listed in row 3,180 without any date
