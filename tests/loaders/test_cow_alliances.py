"""COW Formal Alliances: alliances of our own making in the source's format, broken rows, and the published files."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from kg.alliances import Membership
from kg.errors import SourceError
from kg.load import load
from kg.names import VALUE
from kg.records import Reading, Record
from kg.store import Home
from loaders.cow_alliances import SOURCE, read
from tests.loaders.shown_alliances import codes, membership, of_pair, shown, table

CASES = Path(__file__).with_name("cow_alliances")
SAMPLE = CASES / "sample"
MEMBERS, PAIRS, DIRECTED = (f"alliance_v4.1_by_{what}.csv" for what in ("member", "dyad", "directed"))


def of(paths: Iterable[Path], keep_going: bool = False) -> tuple[Reading, list[Record]]:
    reading = read(list(paths), keep_going)
    return reading, list(reading)


def mirrored(pairs: Path, folder: Path) -> Path:
    """The file of directed pairs that has the same rows as a file of pairs, in both orders."""
    swap = {"ccode1": "ccode2", "ccode2": "ccode1", "state_name1": "state_name2", "state_name2": "state_name1"}
    folder.mkdir(exist_ok=True)
    with pairs.open(encoding="utf-8", newline="") as given, (folder / DIRECTED).open("w", newline="") as made:
        rows = csv.DictReader(given)
        writer = csv.DictWriter(made, rows.fieldnames or [], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerows([row, row | {name: row[other] for name, other in swap.items()}])
    return folder / DIRECTED


def bare(records: Iterable[Record]) -> list[Record]:
    """Records without what differs between files that say the same."""
    return [replace(record, file="", row=0, as_given={}) for record in records]


def memberships(record: Record) -> list[str]:
    assert record.alliance is not None
    return sorted(map(membership, record.alliance.memberships))


def promises(record: Record) -> set[tuple[object, ...]]:
    """Each promise to each beneficiary, and the days: what stays the same however commitments are put together."""
    assert record.alliance is not None
    return {
        (one.kind, one.obligor, to, one.begin, one.end)
        for one in record.alliance.commitments
        for to in one.beneficiaries
    }


def changed(folder: Path, case: dict[str, str]) -> Path:
    """A copy of the sample in which one cell is changed."""
    copytree(SAMPLE, folder)
    with (folder / case["file"]).open(encoding="utf-8", newline="") as text:
        cells = list(csv.reader(text))
    cells[int(case["row"]) - 1][cells[0].index(case["column"])] = case["value"]
    with (folder / case["file"]).open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows(cells)
    return folder


def test_the_sample_becomes_the_expected_alliances() -> None:
    reading, records = of([SAMPLE])
    assert [
        {
            "id": record.id,
            "row": str(record.row),
            "note": record.note.value if record.note else "",
            **shown(record.alliance),
        }
        for record in records
        if record.alliance
    ] == table(CASES / "expected.csv")
    assert (reading.rows_read, reading.rows_joined, reading.rows_repeated) == (15 + 17, 15 + 17 - 5 - 1, 1)
    assert [(p.kind, p.file, p.row, p.column, p.found) for p in reading.problems] == [
        ("no-common-day", PAIRS, 12, "dyad_end_year, dyad_end_month, dyad_end_day", "1990-05-21"),
        ("unidentified-party", MEMBERS, 14, "ccode", "9999"),
    ]


def test_a_single_file_gives_the_same_alliances(tmp_path: Path) -> None:
    directed = mirrored(SAMPLE / PAIRS, tmp_path)
    by_member, by_pair, by_directed = (of([path])[1] for path in (SAMPLE / MEMBERS, SAMPLE / PAIRS, directed))
    assert bare(by_pair) == bare(by_directed)
    assert list(map(promises, by_member)) == list(map(promises, by_pair))
    differ = [
        (record.id, set(memberships(record)) ^ set(memberships(other)))
        for record, other in zip(by_member, by_pair, strict=True)
        if memberships(record) != memberships(other)
    ]
    alone = {"235=PRT 1948-05-05 to 1955-06-07", "235=PRT 1948-05-05 to 1961-06-07"}
    assert differ == [("905", alone)]  # a member after all others have left is in no pair
    begins = [record.alliance.begin for record in by_pair if record.alliance]
    assert begins == ["../1815-12-31", "1921-03-01", "1955-02-03", "1970-01-01", "1948-05-05"]
    assert {record.note for record in by_pair} == {None}


def test_several_files_double_nothing(tmp_path: Path) -> None:
    directed = mirrored(SAMPLE / PAIRS, tmp_path)
    reading, records = of([directed, SAMPLE / PAIRS, SAMPLE / MEMBERS, SAMPLE])
    assert bare(records) == bare(of([SAMPLE])[1])
    assert reading.rows_read == 15 + 17 + 34
    assert reading.rows_read == len(records) + reading.rows_joined + reading.rows_repeated


def test_nothing_that_is_given_is_lost() -> None:
    record = of([SAMPLE])[1][1]
    assert (record.source, record.kind, record.file, record.row) == ("cow-alliances", "allianceRecord", MEMBERS, 4)
    assert record.as_given["state_name"] == "Russia" and "mem_end_year" not in record.as_given
    for name, rows in ((MEMBERS, slice(4, 6)), (PAIRS, slice(2, 5))):
        with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        assert json.loads(record.as_given[name]) == [lines[0], *lines[rows]]


def test_files_by_year_and_others_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    copytree(SAMPLE, tmp_path / "all")
    header = (SAMPLE / MEMBERS).read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "all" / "alliance_v4.1_by_member_yearly.csv").write_text(header + ",year\n", encoding="utf-8")
    (tmp_path / "all" / "empty.csv").write_bytes(b"")
    assert bare(of([tmp_path / "all"])[1]) == bare(of([SAMPLE])[1])
    with pytest.raises(SourceError, match=r"yearly.csv: is none of the files expected: alliance_v4.1_by_member.csv"):
        of([tmp_path / "all" / "alliance_v4.1_by_member_yearly.csv"])


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        SourceError, match=re.escape(f"{tmp_path}: holds no list of alliances; expected {MEMBERS} with")
    ):
        of([tmp_path])


@pytest.mark.parametrize("case", table(CASES / "bad.csv"), ids=lambda case: case["case"])
def test_a_broken_row_is_refused_in_one_line_or_set_aside(tmp_path: Path, case: dict[str, str]) -> None:
    folder = changed(tmp_path / "copy", case)
    with pytest.raises(SourceError) as caught:
        of([folder])
    assert str(caught.value) == case["message"]
    reading, records = of([folder], keep_going=True)
    aside = [problem for problem in reading.problems if problem.kind == "set-aside"]
    assert [problem.message for problem in aside] == [case["message"]]
    assert reading.rows_read == len(records) + reading.rows_joined + reading.rows_repeated + 1


def test_a_file_with_a_new_column_is_refused(tmp_path: Path) -> None:
    text = (SAMPLE / PAIRS).read_text(encoding="utf-8").splitlines()
    (tmp_path / PAIRS).write_text("\n".join([text[0] + ",colour", *(line + ",0" for line in text[1:])]))
    message = f"{PAIRS}, column colour: is new, neither read nor ignored"
    with pytest.raises(SourceError, match=re.escape(message)):
        of([tmp_path])
    reading, records = of([SAMPLE / MEMBERS, tmp_path], keep_going=True)
    assert [(problem.row, problem.reason) for problem in reading.problems if problem.kind == "set-aside"] == [
        (0, "the file cannot be read")
    ]
    assert bare(records) == bare(of([SAMPLE / MEMBERS])[1])


def test_a_member_whose_row_is_set_aside_follows_from_its_pairs(tmp_path: Path) -> None:
    case = {"file": MEMBERS, "row": "6", "column": "right_censor", "value": "0"}
    _, records = of([changed(tmp_path / "copy", case)], keep_going=True)
    assert memberships(records[1]) == memberships(of([SAMPLE])[1][1])


def test_a_pair_whose_first_day_cannot_be_read_is_kept_without_it(tmp_path: Path) -> None:
    case = {"file": PAIRS, "row": "2", "column": "dyad_st_year", "value": "18x6"}
    reading, records = of([changed(tmp_path / "copy", case) / PAIRS])
    assert [(p.kind, p.row, p.column) for p in reading.problems if p.kind == "unread-date"] == [
        ("unread-date", 2, "dyad_st_year, dyad_st_month, dyad_st_day")
    ]
    assert [record.id for record in records] == [record.id for record in of([SAMPLE / PAIRS])[1]]


def test_it_is_never_bundled_or_fetched() -> None:
    assert (SOURCE.bundled, SOURCE.remote) == ((), ())
    assert "neither bundled nor downloaded" in SOURCE.obtain
    assert SOURCE.codes_pairs_only


@pytest.mark.full
def test_the_published_files(data: Callable[[str], Path], tmp_path: Path) -> None:
    account = load(Home(tmp_path), SOURCE, [data("cow-alliances")])
    names = ("rows_read", "rows_joined", "rows_repeated", "alliances", "bilateral_by_sides", "set_aside")
    assert [account.counts[name] for name in names] == [1_221 + 3_222, 4_026, 3, 414, 326, 0]
    assert account.counts["parties"] == account.counts["identified"] == 1_221 + 13  # 13 spells of several polities
    assert (account.counts["other_problems"], account.unidentified, account.short) == (8, [], [])


@pytest.mark.full
def test_the_published_alliances(data: Callable[[str], Path]) -> None:
    records = of([data("cow-alliances")])[1]
    alliances = [record.alliance for record in records if record.alliance]
    assert len(set().union(*map(codes, records))) == 180
    assert sum(len(codes(record)) for record in records) == 1_201
    assert sum(alliance.end is None for alliance in alliances) == 98
    pairs = {tuple(row[1:4:2]) for record in records for row in json.loads(record.as_given[PAIRS])[1:]}
    assert len(pairs) == 1_694
    assert Counter(record.note.value for record in records if record.note) == {
        "Type I: Defense Pact": 205,
        "Type IIa: Non-Aggression Pact": 83,
        "Type IIb: Non-Aggression Pact": 61,
        "Type III: Entente": 64,
        "Type II: Neutrality": 1,
    }
    assert {alliance.begin for alliance in alliances if (alliance.begin or "") < "1700"} == {"1386-05-09"}
    commitments = [promise for alliance in alliances for promise in alliance.commitments]
    assert {promise.direction_known for promise in commitments} == {False}
    assert {promise.kind for promise in commitments} <= set(VALUE.terms)
    for record in records:
        assert {(kind, to, obligor, *days) for kind, obligor, to, *days in promises(record)} == promises(record)


@pytest.mark.full
def test_the_published_files_all_say_the_same(data: Callable[[str], Path], tmp_path: Path) -> None:
    """The issue's "same graph": by member, by pair and by directed pair, alone and together."""
    folder = data("cow-alliances")
    directed = mirrored(folder / PAIRS, tmp_path)
    by_member, by_pair, by_directed, by_all = (
        of(paths)[1] for paths in ([folder / MEMBERS], [folder / PAIRS], [directed], [folder, directed])
    )
    assert bare(by_pair) == bare(by_directed)
    assert bare(by_all) == bare(of([folder])[1])
    assert len(by_member) == len(by_pair) == 414
    assert list(map(promises, by_member)) == list(map(promises, by_pair)) == list(map(promises, by_all))
    differ = {
        record.id: sorted(set(memberships(record)) ^ set(memberships(other)))
        for record, other in zip(by_member, by_pair, strict=True)
        if memberships(record) != memberships(other)
    }
    assert differ == {
        "243": ["365=SUN 1955-05-14 to 1989-12-12", "365=SUN 1955-05-14 to 1991-07-01"],
        "349": ["373=AZE 1993-09-24 on", "373=AZE 1993-12-09 on"],
    }


@pytest.mark.full
def test_members_of_the_published_files_change_with_the_polity(data: Callable[[str], Path]) -> None:
    split = Counter[str]()
    for record in of([data("cow-alliances") / MEMBERS])[1]:
        assert record.alliance is not None
        split.update({one.column or "" for one in record.alliance.memberships if _goes_on(one, record)})
    assert len(split) == 13


def _goes_on(one: Membership, record: Record) -> bool:
    assert record.alliance is not None
    return any(one.column == other.column and one.polity != other.polity for other in record.alliance.memberships)


@pytest.mark.full
@pytest.mark.parametrize(
    ("pair", "found"),
    [("RUS-CHN", 6), ("RUS-IRN", 3), ("GBR-USA", 5), ("USA-JPN", 3), ("GBR-FRA", 25), ("RUS-VEN", 0), ("GBR-VEN", 0)],
)
def test_pairs_in_the_published_files(data: Callable[[str], Path], pair: str, found: int) -> None:
    assert len(of_pair(of([data("cow-alliances") / PAIRS])[1], pair)) == found
