"""ATOP: alliances of our own making in the source's format, broken rows, and the published files."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from shutil import copytree

import pytest

from kg.errors import SourceError
from kg.load import load
from kg.names import VALUE
from kg.records import Reading, Record
from kg.store import Home
from loaders.atop import SOURCE, read
from loaders.atop.columns import ADDED, MEMBER
from tests.loaders.shown_alliances import codes, of_pair, shown, table

CASES = Path(__file__).with_name("atop")
SAMPLE = CASES / "sample"
ALLIANCES, MEMBERS = "atop-alliance-level.csv", "atop-member-level.csv"


def of(paths: Iterable[Path], keep_going: bool = False) -> tuple[Reading, list[Record]]:
    reading = read(list(paths), keep_going)
    return reading, list(reading)


def edited(folder: Path, file: str, edit: Callable[[list[list[str]]], None]) -> Path:
    """A copy of the sample in which one file is changed."""
    copytree(SAMPLE, folder)
    with (folder / file).open(encoding="utf-8", newline="") as text:
        cells = list(csv.reader(text))
    edit(cells)
    with (folder / file).open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows(cells)
    return folder


def changed(folder: Path, case: dict[str, str]) -> Path:
    def edit(cells: list[list[str]]) -> None:
        cells[int(case["row"]) - 1][cells[0].index(case["column"])] = case["value"]

    return edited(folder, case["file"], edit)


def test_the_sample_becomes_the_expected_alliances() -> None:
    reading, records = of([SAMPLE])
    assert [
        {
            "id": record.id,
            "row": str(record.row),
            "bilateral": str(record.stated_bilateral),
            "months": str(record.term and record.term.initial_months),
            **shown(record.alliance),
        }
        for record in records
        if record.alliance
    ] == table(CASES / "expected.csv")
    assert (reading.rows_read, reading.rows_joined) == (5 + 17, 17)
    assert [(p.kind, p.file, p.row, p.column, p.found) for p in reading.problems] == [
        ("unidentified-party", MEMBERS, 11, "member", "9999")
    ]


def test_nothing_that_is_given_is_lost() -> None:
    record = of([SAMPLE])[1][0]
    assert (record.source, record.kind, record.file) == ("atop", "allianceRecord", ALLIANCES)
    assert (record.as_given["cowid"], record.as_given["mem2"]) == ("8001", "365")
    assert not set(ADDED) & set(record.as_given)
    header, *rows = json.loads(record.as_given[MEMBERS])
    assert tuple(header) == MEMBER
    with (SAMPLE / MEMBERS).open(encoding="utf-8", newline="") as file:
        assert rows == list(csv.reader(file))[1:3]
    assert record.alliance is not None
    assert [one.column for one in record.alliance.memberships] == [f"{MEMBERS}, row {row}" for row in (2, 3, 3)]


def test_the_files_may_have_other_names_and_lack_the_added_columns(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_bytes((SAMPLE / MEMBERS).read_bytes())
    with (SAMPLE / ALLIANCES).open(encoding="utf-8", newline="") as file:
        shorter = [row[: -len(ADDED)] for row in csv.reader(file)]
    (tmp_path / "a.csv").write_text("\n".join(map(",".join, shorter)), encoding="utf-8")
    found, expected = of([tmp_path / "m.csv", tmp_path / "a.csv"])[1], of([SAMPLE])[1]
    assert [record.alliance and record.alliance.commitments for record in found] == [
        record.alliance and record.alliance.commitments for record in expected
    ]
    assert found[0].file == "a.csv" and "m.csv" in found[0].as_given


@pytest.mark.parametrize("case", table(CASES / "bad.csv"), ids=lambda case: case["case"])
def test_a_broken_row_is_refused_in_one_line_or_set_aside(tmp_path: Path, case: dict[str, str]) -> None:
    folder = changed(tmp_path / "copy", case)
    with pytest.raises(SourceError) as caught:
        of([folder])
    assert str(caught.value) == case["message"]
    reading, records = of([folder], keep_going=True)
    aside = [problem for problem in reading.problems if problem.kind == "set-aside"]
    assert case["message"] in {problem.message for problem in aside}
    assert reading.rows_read == len(records) + reading.rows_joined + len(aside)


def test_a_date_that_cannot_be_read_is_reported_and_left_out(tmp_path: Path) -> None:
    begin = {"file": MEMBERS, "row": "2", "column": "moent", "value": "13"}
    reading, records = of([changed(tmp_path / "begin", begin)])
    assert [str(problem.found) for problem in reading.problems if problem.kind == "unread-date"] == ["1980-13-9"]
    assert records[0].alliance is not None
    first = records[0].alliance.memberships[0]
    assert (first.polity, first.begin, first.end) == ("USA", None, None)
    end = {"file": MEMBERS, "row": "9", "column": "dayexit", "value": "77"}
    reading, records = of([changed(tmp_path / "end", end)])
    assert [p.column for p in reading.problems if p.kind == "unread-date"] == ["yrexit, moexit, dayexit"]
    assert records[2].alliance is not None
    assert [(one.polity, one.end) for one in records[2].alliance.memberships if one.name == "341"] == [("MNEK", "XXXX")]


def test_a_file_that_is_not_as_expected_is_refused(tmp_path: Path) -> None:
    def add_column(cells: list[list[str]]) -> None:
        for number, row in enumerate(cells):
            row.append("0" if number else "colour")

    folder = edited(tmp_path / "new", MEMBERS, add_column)
    with pytest.raises(SourceError, match=r"^atop-member-level.csv, column colour: is new, neither read nor ignored"):
        of([folder])
    folder = edited(tmp_path / "ragged", MEMBERS, lambda cells: cells[4].append("0"))
    message = "atop-member-level.csv, row 5: has 106 cells, the header 105"
    with pytest.raises(SourceError, match=f"^{message}$"):
        of([folder])
    reading, records = of([folder], keep_going=True)
    assert [problem.message for problem in reading.problems if problem.kind == "set-aside"] == [message]
    assert reading.rows_read == len(records) + reading.rows_joined + 1


def test_missing_and_doubled_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=re.escape(f"{SAMPLE / ALLIANCES}: holds no {MEMBERS}; expected {ALLIANCES}")):
        of([SAMPLE / ALLIANCES])
    with pytest.raises(SourceError, match="there is no such file or folder"):
        of([tmp_path / "nothing"])
    (tmp_path / "list.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"list.csv: is none of the files expected: atop-alliance-level.csv with"):
        of([SAMPLE, tmp_path / "list.csv"])
    (tmp_path / "twice.csv").write_bytes((SAMPLE / MEMBERS).read_bytes())
    with pytest.raises(SourceError, match=f"holds {MEMBERS} twice: {MEMBERS}, twice.csv"):
        of([SAMPLE, SAMPLE / MEMBERS, tmp_path / "twice.csv"])


@pytest.mark.full
def test_the_published_files(data: Callable[[str], Path], tmp_path: Path) -> None:
    account = load(Home(tmp_path), SOURCE, [data("atop")])
    names = ("rows_read", "rows_joined", "alliances", "bilateral_by_flag", "bilateral_by_sides", "set_aside")
    assert [account.counts[name] for name in names] == [745 + 2_398, 2_398, 745, 638, 627, 0]
    assert [(one.name, one.mentions) for one in account.unidentified] == [("329", 1)]
    assert account.counts["parties"] == account.counts["identified"] + 1 == 2_442
    assert not account.short and account.counts["dates_not_read"] == 0


@pytest.mark.full
def test_the_published_alliances(data: Callable[[str], Path]) -> None:
    records = of([data("atop")])[1]
    alliances = [record.alliance for record in records if record.alliance]
    assert sum(len(codes(record)) for record in records) == 2_155
    assert sum(alliance.end is None for alliance in alliances) == 334
    days = sorted(alliance.begin for alliance in alliances if alliance.begin)
    assert (days[0], days[-1]) == ("1815-01-03", "2016-06-15")
    for record in records:
        assert codes(record) == {value for name, value in record.as_given.items() if re.fullmatch(r"mem\d+", name)}
    # alliance 1015, of Austria and the Two Sicilies, is the one with an unidentified member; it has no promise
    kinds = Counter(kind for alliance in alliances for kind in {promise.kind for promise in alliance.commitments})
    assert kinds == {"defence": 274, "offence": 80, "neutrality": 122, "nonAggression": 399, "consultation": 377}
    flags = Counter(name for record in records for name in ("defense", "offense") if record.as_given[name] == "1")
    assert flags == {"defense": 275, "offense": 81}
    assert set(kinds) <= set(VALUE.terms)
    assert all(promise.direction_known for alliance in alliances for promise in alliance.commitments)


@pytest.mark.full
@pytest.mark.parametrize(
    ("pair", "found", "with_two"),
    [
        ("RUS-CHN", 11, 6),
        ("RUS-IRN", 4, 2),
        ("GBR-USA", 8, 0),
        ("USA-JPN", 5, 3),
        ("GBR-FRA", 32, 4),
        ("RUS-VEN", 1, 0),
        ("GBR-VEN", 1, 0),
    ],
)
def test_pairs_in_the_published_files(data: Callable[[str], Path], pair: str, found: int, with_two: int) -> None:
    records = of_pair(of([data("atop")])[1], pair)
    assert (len(records), sum(len(codes(record)) == 2 for record in records)) == (found, with_two)
    flagged = {record.id for record in records if record.stated_bilateral and len(codes(record)) != 2}
    assert flagged <= {"3260"}  # SEATO, which the file flags as bilateral
    if pair.endswith("VEN"):
        assert [record.id for record in records] == ["2550"]
