"""Rows read by a mapping: dates, words, rows that join, broken rows, formats, and memory."""

from __future__ import annotations

import json
import sqlite3
import tracemalloc
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import pytest

from kg.errors import DateError, SourceError
from kg.records import Reading, Record
from loaders.table import from_map
from loaders.table.values import read_date
from tests.loaders.lists import SMALL, read
from tests.loaders.workbooks import write_xlsx

Small = Callable[..., tuple[Reading, list[Record]]]


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """Read a list of a few lines by a mapping of a few lines."""

    def of(more: str, lines: str, keep_going: bool = False) -> tuple[Reading, list[Record]]:
        (tmp_path / "map.yml").write_text(SMALL + more, encoding="utf-8")
        (tmp_path / "list.csv").write_text(lines, encoding="utf-8")
        return read([tmp_path / "list.csv"], tmp_path / "map.yml", keep_going)

    return of


@pytest.mark.parametrize(
    ("written", "formats", "lang", "expected"),
    [
        ("07/11/2008", ("DD/MM/YYYY",), "en", "2008-11-07"),
        ("7/1/2008", ("D/M/YYYY",), "en", "2008-01-07"),
        ("00/00/1999", ("DD/MM/YYYY",), "en", "1999"),
        ("00/05/1999", ("DD/MM/YYYY",), "en", "1999-05"),
        ("1999", ("DD/MM/YYYY", "YYYY"), "en", "1999"),
        ("19990203", ("YYYYMMDD",), "en", "1999-02-03"),
        ("1 août 1914", ("D MMM YYYY",), "fr", "1914-08-01"),
        ("3 MAR. 1921", ("D MMM YYYY",), "en", "1921-03-03"),
        ("5 de marzo de 1921", ("D de MMMM de YYYY",), "es", "1921-03-05"),
        ("12 января 1992 г.", ("D MMM YYYY г.",), "ru", "1992-01-12"),
        ("Mai 1931", ("MMM YYYY",), "de", "1931-05"),
        ("05/05/1999", ("DD/MM/YYYY", "MM/DD/YYYY"), "en", "1999-05-05"),
    ],
)
def test_dates_by_format(written: str, formats: tuple[str, ...], lang: str, expected: str) -> None:
    assert read_date(written, formats, lang) == expected


@pytest.mark.parametrize(
    ("written", "formats", "message"),
    [
        ("31/02/1999", ("DD/MM/YYYY",), "is no day of the calendar"),
        ("12/00/1999", ("DD/MM/YYYY",), "has a day and no month"),
        ("0000", ("YYYY",), "is no day of the calendar"),
        ("02/03/1999", ("DD/MM/YYYY", "MM/DD/YYYY"), "can be read as 1999-02-03 and as 1999-03-02"),
        ("about 1999", ("YYYY", "DD.MM.YYYY"), "expected YYYY or DD.MM.YYYY"),
        ("3 Marx 1999", ("D MMM YYYY",), "expected D MMM YYYY"),
        ("7/11/2008", ("DD/MM/YYYY",), "expected DD/MM/YYYY"),
    ],
)
def test_what_is_no_date_is_not_guessed(written: str, formats: tuple[str, ...], message: str) -> None:
    with pytest.raises(DateError) as caught:
        read_date(written, formats, "en")
    assert str(caught.value) == message


FORMS = ["list.csv", "list.tsv", "list.jsonl", "list.sqlite", "list.xlsx"]


@pytest.mark.parametrize("name", FORMS)
def test_a_list_says_the_same_in_every_format(name: str, tmp_path: Path) -> None:
    head = ["title", "one", "two", "signed"]
    rows = [["Fish Treaty", "Peru", "Chile", "1999-05-06"], ["Tin Pact", "Cuba", "Peru", ""]]
    write(tmp_path / name, [head, *rows])
    (tmp_path / "map.yml").write_text(SMALL + "dates: [{column: signed, act: signature}]\n", encoding="utf-8")
    _, records = read([tmp_path / name], tmp_path / "map.yml")
    assert [(r.titles[0].value, [p.polity for p in r.parties], [a.date for a in r.acts]) for r in records] == [
        ("Fish Treaty", ["PER", "CHL"], ["1999-05-06"]),
        ("Tin Pact", ["CUB", "PER"], []),
    ]
    cells = ("\x1f".join(row).encode() for row in rows)
    assert [record.id for record in records] == [f"row-{blake2b(one, digest_size=8).hexdigest()}" for one in cells]


def write(path: Path, rows: list[list[str]]) -> None:
    if path.suffix == ".xlsx":
        write_xlsx(path, {"Sheet": rows})
    elif path.suffix == ".jsonl":
        objects = [json.dumps(dict(zip(rows[0], row, strict=True))) for row in rows[1:]]
        path.write_text("\n".join(objects), encoding="utf-8")
    elif path.suffix == ".sqlite":
        with sqlite3.connect(path) as database:
            database.execute(f"CREATE TABLE list ({', '.join(rows[0])})")
            database.executemany("INSERT INTO list VALUES (?, ?, ?, ?)", rows[1:])
        database.close()
    else:
        mark = "\t" if path.suffix == ".tsv" else ","
        path.write_text("\n".join(mark.join(row) for row in rows), encoding="utf-8")


def test_columns_must_be_read_or_ignored_by_name(small: Small) -> None:
    with pytest.raises(SourceError) as caught:
        small("", "title,one,two,extra\nA,Peru,Chile,x\n")
    assert str(caught.value) == "list.csv, column extra: is neither read nor ignored in map.yml"
    assert len(small("others: ignore", "title,one,two,extra\nA,Peru,Chile,x\n")[1]) == 1
    assert small("ignore: [extra]", "title,one,two,extra\nA,Peru,Chile,x\n")[1][0].as_given["extra"] == "x"


JOINED = """id,title,one,two,acceded
T1,Pact,Peru,Chile,1911-01-01
T1,Pact,Cuba,,1912-02-02
T1,Pact,Cuba,,1912-02-02
T2,Other,Peru,Cuba,
T1,Pact,Mexico,,1913-03-03
"""
JOIN = """
id: id
repeated: join
dates: [{column: acceded, act: accession, actor: party}]
"""


def test_rows_that_follow_each_other_join(small: Small) -> None:
    reading, (pact, other) = small(JOIN, JOINED, keep_going=True)
    assert [(party.name, party.polity, party.side) for party in pact.parties] == [
        ("Peru", "PER", 1),
        ("Chile", "CHL", 2),
        ("Cuba", "CUB", 3),
    ]
    assert [(act.date, act.actor) for act in pact.acts] == [("1911-01-01", None), ("1912-02-02", "CUB")]
    assert json.loads(pact.as_given["list.csv"]) == [
        {"id": "T1", "title": "Pact", "one": "Cuba", "acceded": "1912-02-02"}
    ]
    assert (other.id, reading.rows_read, reading.rows_joined, reading.rows_repeated) == ("T2", 5, 1, 1)
    assert [(p.kind, p.row, p.reason) for p in reading.problems] == [
        ("set-aside", 6, "apart from the other rows of its id")
    ]
    with pytest.raises(SourceError, match=r"list.csv, row 6: T1 names rows further up too"):
        small(JOIN, JOINED)


def test_a_place_with_a_comma_at_its_end_is_one_place(small: Small) -> None:
    _, (record,) = small(
        "place: {column: where, country: land}", 'title,one,two,where,land\nA,Peru,Chile,"Lima,",Peru\n'
    )
    assert [(act.type, act.place) for act in record.acts] == [("signature", "Lima, Peru")]


SAID_TWICE = """
id: id
repeated: join
dates: [{column: ended, act: termination, formats: [YYYY]}]
status: {column: state, words: {alive: not termination}}
"""


def test_what_joined_rows_say_against_their_dates_stays_apart(small: Small) -> None:
    rows = "id,title,one,two,ended,state\nT1,Pact,Peru,Chile,1911,alive\nT1,Pact,Cuba,,1912,alive\n"
    _, records = small(SAID_TWICE, rows)
    assert [record.id for record in records] == ["T1", "T1/status-not", "T1/status-not-2"]
    assert [(record.about, record.stance, record.row) for record in records[1:]] == [
        ("T1", "denies", 2),
        ("T1", "denies", 3),
    ]


MORE = """
id: {columns: [link], pattern: 'no=([0-9]+)'}
bilateral: {column: flag, words: {"yes": true, "no": false}}
legal_nature: {column: nature, words: {binding: treatyInLaw, soft: politicalCommitment}}
topics: [investment, {column: subject, separator: ";", words: {Trade: trade, Odd: nothing}, skip: '.{20,}'}]
term: {initial: {column: years, words: {five: 60, other: 0}}, renewal: {column: renewed, words: {"yes": automatic}}}
citations: [{column: un, register: untsRegister, prefix: "UN ", remove: ["."]}]
links: [{column: changes, type: amends, separator: ",", pattern: '#(.+)'}]
urls: [link]
note: {column: remark, lang: en}
dates: [{column: left, act: denunciation, effect: gone, actor: PER, placeholders: [1900-01-01]}]
"""
HEAD = "title,one,two,link,flag,nature,subject,years,renewed,un,changes,remark,left,gone\n"


def test_every_part_of_a_mapping(small: Small) -> None:
    row = 'A,Peru,Chile,http://x.org/?no=7,yes,soft,Trade;Odd,five,yes,12.345,"#6,#5",Lost.,1950-01-01,1951-01-01\n'
    reading, (record,) = small(MORE, HEAD + row)
    assert reading.problems == []
    assert (record.id, record.stated_bilateral, record.legal_nature) == ("7", True, "politicalCommitment")
    assert record.topics == ("investment", "trade")
    assert record.term is not None
    assert (record.term.initial_months, record.term.renewal) == (60, "automatic")
    assert [(c.text, c.register) for c in record.citations] == [("UN 12345", "untsRegister")]
    assert [(link.type, link.to) for link in record.links] == [("amends", "6"), ("amends", "5")]
    assert (record.urls, record.note and record.note.value) == (("http://x.org/?no=7",), "Lost.")
    (act,) = record.acts
    assert (act.type, act.date, act.effect, act.actor) == ("denunciation", "1950-01-01", "1951-01-01", "PER")
    assert act.column == "left, gone"


def test_words_that_are_not_known_are_reported(small: Small) -> None:
    row = "A,Peru,Chile,ftp://no=8,maybe,odd,Trade;Fun;A title of some length,six,no,,x5,,1900-01-01,\n"
    reading, (record,) = small(MORE, HEAD + row)
    assert [(p.kind, p.column, p.found) for p in reading.problems] == [
        ("unknown-word", "nature", "odd"),
        ("unknown-subject", "subject", "Fun"),
        ("unknown-word", "flag", "maybe"),
        ("unknown-word", "renewed", "no"),
        ("unknown-word", "years", "six"),
        ("unknown-word", "changes", "x5"),
        ("unread-url", "link", "ftp://no=8"),
    ]
    assert (record.stated_bilateral, record.legal_nature, record.term, record.acts) == (None, None, None, ())


@pytest.mark.parametrize(
    ("lines", "message", "reason"),
    [
        (
            "title,one,two\n,Peru,Chile\n",
            "list.csv, row 2, column title: is blank; an agreement has a title",
            "no title",
        ),
        ("title,one,two\nA,Peru,,,Chile\n", None, "ragged row"),
    ],
)
def test_rows_of_which_no_record_is_made(small: Small, lines: str, message: str | None, reason: str) -> None:
    if message is not None:
        with pytest.raises(SourceError) as caught:
            small("", lines)
        assert str(caught.value) == message
    reading, records = small("", lines, keep_going=message is not None)
    assert (records, [problem.reason for problem in reading.problems]) == ([], [reason])
    assert reading.rows_read == 1


def test_a_folder_holds_the_file_that_the_mapping_names(tmp_path: Path) -> None:
    (tmp_path / "map.yml").write_text(SMALL + 'file: {name: "list*.csv"}\n', encoding="utf-8")
    (tmp_path / "lists").mkdir()
    with pytest.raises(SourceError, match=r"lists: holds no file list\*.csv"):
        read([tmp_path / "lists"], tmp_path / "map.yml")
    for year in (1999, 2000):
        lines = f"title,one,two\nPact {year},Peru,Chile\n"
        (tmp_path / "lists" / f"list{year}.csv").write_text(lines, encoding="utf-8")
    assert [record.file for record in read([tmp_path / "lists"], tmp_path / "map.yml")[1]] == [
        "list1999.csv",
        "list2000.csv",
    ]
    (tmp_path / "map.yml").write_text(SMALL, encoding="utf-8")
    with pytest.raises(SourceError, match=r"is a folder; name the file, or give file\.name in the mapping"):
        read([tmp_path / "lists"], tmp_path / "map.yml")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("title,one,two\n")
        file.writelines(f"Pact {number} {'x' * 4000},Peru,Chile\n" for number in range(3000))
    (tmp_path / "map.yml").write_text(SMALL, encoding="utf-8")
    reading = from_map(tmp_path / "map.yml").read([path], False)
    stream = iter(reading)
    next(stream)
    tracemalloc.start()
    assert sum(1 for _ in stream) == 2999
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < path.stat().st_size / 10
