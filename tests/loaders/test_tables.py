"""Tables: the same rows come out of every format, and what cannot be read is one clear error."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from kg.errors import SourceError
from loaders.tables import Layout, Row, open_table, text_of
from tests.loaders.workbooks import Cell, write_locked, write_ods, write_xlsx

COLUMNS = ("No.", "Título", "Подписан", "Vigor")
ROWS = [
    ("1", "Convenio, de pesca;\tnuevo", "1925-03-07", "true"),
    ("2", 'Protocolo "adicional"\ncon anexo', "", "false"),
    ("2.5", "Соглашение о рыбе", "1999-12-31", ""),
]
CELLS: list[list[Cell]] = [
    [1.0, ROWS[0][1], date(1925, 3, 7), True],
    [2.0, ROWS[1][1], None, False],
    [2.5, ROWS[2][1], date(1999, 12, 31), None],
]
SHEET: list[list[Cell]] = [list(COLUMNS), *CELLS]


def delimited(separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([COLUMNS, *ROWS])
    return out.getvalue()


def objects() -> list[dict[str, object]]:
    """The rows as JSON has them: what is missing is left out, so no object shows all columns but the first."""
    found = [dict(zip(COLUMNS, row, strict=True)) for row in CELLS]
    return [
        {name: text_of(v) if isinstance(v, date) else v for name, v in one.items() if v is not None} for one in found
    ]


def write_sqlite(path: Path, *tables: str) -> None:
    database = sqlite3.connect(path)
    for name in tables:
        database.execute(f'CREATE TABLE [{name}] ("No.", "Título", "Подписан", "Vigor")')
        database.executemany(f"INSERT INTO [{name}] VALUES (?, ?, ?, ?)", ROWS)  # noqa: S608 - a name of the tests
    database.commit()
    database.close()


def write_parquet(path: Path) -> None:
    table = pyarrow.table({name: list(cells) for name, cells in zip(COLUMNS, zip(*CELLS, strict=True), strict=True)})
    parquet.write_table(table, path)


WRITERS: dict[str, Callable[[Path], object]] = {
    "table.csv": lambda path: path.write_text(delimited(","), encoding="utf-8", newline=""),
    "table.tsv": lambda path: path.write_text(delimited("\t"), encoding="utf-8", newline=""),
    "table.xlsx": lambda path: write_xlsx(path, {"One": SHEET}),
    "table.ods": lambda path: write_ods(path, SHEET),
    "table.jsonl": lambda path: path.write_text("\n".join(map(json.dumps, objects())), encoding="utf-8"),
    "table.json": lambda path: path.write_text(json.dumps(objects(), indent=1, ensure_ascii=False), encoding="utf-8"),
    "table.sqlite": lambda path: write_sqlite(path, "acts"),
    "table.parquet": write_parquet,
}


def bytes_in(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def cells(path: Path, layout: Layout | None = None) -> list[tuple[str, ...]]:
    table = open_table(path, layout)
    return [table.columns, *(row.cells for row in table.rows)]


def error(path: Path, layout: Layout | None = None) -> str:
    with pytest.raises(SourceError) as caught:
        cells(path, layout)
    return str(caught.value)


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_rows(name: str, tmp_path: Path) -> None:
    WRITERS[name](tmp_path / name)
    table = open_table(tmp_path / name)
    assert table.columns == COLUMNS
    assert list(table.rows) == [Row(number, row) for number, row in enumerate(ROWS, start=2)]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("cp1251", "cp1251"),
        ("iso-8859-5", "iso-8859-5"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
    ],
)
def test_text_is_read_in_the_encoding_that_is_named(encoding: str, named: str | None, tmp_path: Path) -> None:
    path = bytes_in(tmp_path / "table.csv", "№;Договор\r\n7;О рыбе\r\n".encode(encoding))
    layout = Layout(separator=";", encoding=named) if named else Layout(separator=";")
    assert cells(path, layout) == [("№", "Договор"), ("7", "О рыбе")]


@pytest.mark.parametrize(
    ("name", "content", "layout", "expected"),
    [
        ("preamble.csv", "Made on 1 May\n\na,b\n1,2\n", Layout(skip=2), [("a", "b"), ("1", "2")]),
        ("blank.csv", "a,b\n\n1,2\n,\n\n3,4\n\n", None, [("a", "b"), ("1", "2"), ("3", "4")]),
        ("mac.csv", "a,b\r1,2\r", None, [("a", "b"), ("1", "2")]),
        ("trailing.csv", "a,b,,\n1,2,,\n3,4\n5,6,7\n", None, [("a", "b"), ("1", "2"), ("3", "4"), ("5", "6", "7")]),
        ("short.csv", "a,b\n1\n", None, [("a", "b"), ("1",)]),
        ("unnamed.csv", ",title\n1,x\n", None, [("(column 1)", "title"), ("1", "x")]),
        ("plain.txt", "a|b\n\"1|2''\n", Layout(separator="|", quote=None), [("a", "b"), ('"1', "2''")]),
        ("apostrophe.csv", "a,b\n'1,5','it''s'\n", Layout(quote="'"), [("a", "b"), ("1,5", "it's")]),
        ("named.dat", "a\tb\n1\t2\n", Layout(format="tsv"), [("a", "b"), ("1", "2")]),
        ("nested.jsonl", '{"a": [1, "x"], "b": {"c": null}}\n', None, [("a", "b"), ("1|x", '{"c": null}')]),
        ("numbers.json", '[{}, {"a": NaN, "b": 1e3}]', None, [("a", "b"), ("", "1000")]),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and "\n" not in value else "",
)
def test_layouts_that_are_met(
    name: str, content: str, layout: Layout | None, expected: list[tuple[str, ...]], tmp_path: Path
) -> None:
    assert cells(bytes_in(tmp_path / name, content.encode()), layout) == expected


def test_rows_keep_the_number_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    csv_file = bytes_in(tmp_path / "table.csv", b'made up\n\na,b\n1,"x\ny"\n\n3,4\n')
    assert [row.number for row in open_table(csv_file, Layout(skip=2)).rows] == [4, 6]
    write_xlsx(tmp_path / "table.xlsx", {"One": [["made up"], [], ["a", "b"], ["1", "x"], [], ["3", "4"]]})
    assert [row.number for row in open_table(tmp_path / "table.xlsx", Layout(skip=2)).rows] == [4, 6]
    lines = bytes_in(tmp_path / "table.jsonl", b'{"a": 1}\n\n{"a": 2}\n')
    assert [row.number for row in open_table(lines).rows] == [2, 4]


def test_a_cell_may_be_of_any_length(tmp_path: Path) -> None:
    long = "x" * 200_000
    assert cells(bytes_in(tmp_path / "table.csv", f'a,b\n1,"{long}"\n'.encode()))[1] == ("1", long)


def test_cells_of_workbooks(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["a", "b"],
        [datetime(2009, 7, 6), datetime(2009, 7, 6, 12, 30)],
        ["#N/A", 0.1],
        [1e15, -3],
        ["0012", True],
    ]
    write_xlsx(tmp_path / "table.xlsx", {"Notes": [["nothing"]], "Acts": rows})
    assert cells(tmp_path / "table.xlsx", Layout(sheet="Acts")) == [
        ("a", "b"),
        ("2009-07-06", "2009-07-06 12:30:00"),
        ("", "0.1"),
        ("1000000000000000", "-3"),
        ("0012", "true"),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (3.0, "3"),
        (Decimal("2.50"), "2.50"),
        (datetime(2020, 1, 2, tzinfo=UTC), "2020-01-02"),
        (b"Per\xc3\xba", "Perú"),
        ((1, None, "x"), "1||x"),
    ],
)
def test_values_become_text(value: object, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("name", "content", "layout", "message"),
    [
        ("empty.csv", b"", None, "empty.csv: holds no table: it has no header"),
        ("blank.csv", b" , \n1,2\n", None, "blank.csv: holds no table: it has no header"),
        ("empty.jsonl", b"\n", None, "empty.jsonl: holds no table: it has no header"),
        ("empty.json", b"[]", None, "empty.json: holds no table: it has no header"),
        ("table.pdf", b"%PDF", None, "table.pdf: has no known suffix; expected one of .csv, .tsv, .tab, .txt, .xlsx"),
        ("latin.csv", b"a,b\nPer\xfa,\n", None, "latin.csv: is not text in utf-8: byte 0xFA in its first rows; name"),
        ("utf16.csv", "a,b\n".encode("utf-16-le"), None, "utf16.csv: is not text: byte 0x00 in line 1; name its"),
        ("nul.csv", b"a,b\n1,\0\n", None, "nul.csv: is not text: byte 0x00 in line 2; name its encoding"),
        ("a.csv", b"a,b\n", Layout(encoding="klingon"), "a.csv: there is no encoding 'klingon'"),
        ("a.jsonl", b"{}", Layout(encoding="klingon"), "a.jsonl: there is no encoding 'klingon'"),
        ("a.csv", b"a,b\n", Layout(separator="||"), "a.csv: separator and quote are one character each, found '||'"),
        ("a.csv", b"a,b\n", Layout(quote=""), "a.csv: separator and quote are one character each, found ''"),
        ("a.csv", b"a,a\n1,2\n", None, "a.csv, column a: stands twice in the header"),
        (
            "open.csv",
            b'a,b\n1,2\n3,"4\n5,6\n',
            None,
            "open.csv: cannot be read after row 2: unexpected end of data; a quotation mark is not closed",
        ),
        (
            "quote.csv",
            b'a,b\n1,"say "yes" now"\n',
            None,
            "quote.csv: cannot be read after row 1: ',' expected after '\"'; a quotation mark inside a quoted cell",
        ),
        (
            "long.csv",
            b'a,b\n1,"' + b"x" * 10_000_001,
            None,
            "long.csv: cannot be read after row 1: field larger than field limit (10000000); a quotation mark is not",
        ),
        (
            "broken.jsonl",
            b'{"a": 1}\n{"a": \n',
            None,
            "broken.jsonl, row 3: is no JSON object of one line: Expecting value",
        ),
        ("scalar.jsonl", b'{"a": 1}\n7\n', None, "scalar.jsonl, row 3: found 7, expected an object"),
        ("list.jsonl", b'{"a": 1}\n[{"a": 2}]\n', None, "list.jsonl, row 3: found [{'a': 2}], expected an object"),
        (
            "broken.json",
            b'[{"a": 1},\n {"a" 2}]',
            None,
            "broken.json: is no JSON list: Expecting ':' delimiter in line 2",
        ),
        ("scalar.json", b'[{"a": 1}, "x"]', None, "scalar.json, row 3: found 'x', expected an object"),
        (
            "half.jsonl",
            b'{"a": "\\ud83d"}\n',
            None,
            "half.jsonl, row 2: is no JSON that can be kept: 'utf-8' codec can't",
        ),
        ("deep.jsonl", b"[" * 100_000, None, "deep.jsonl: is no JSON that can be kept: maximum recursion depth"),
        (
            "late.jsonl",
            b'{"a": 1}\n' * 100 + b'{"b": 1}\n',
            None,
            "late.jsonl, row 102, column b: is not among those of the first 100 objects: a",
        ),
        (
            "table.db",
            b"no database at all, but long enough to look like one" * 20,
            None,
            "table.db: cannot be read: file",
        ),
        ("table.parquet", b"PAR1 or not", None, "table.parquet, row 1: is no Parquet that can be read: "),
        ("table.xlsx", b"no workbook", None, "table.xlsx: is no workbook: "),
        ("table.xls", b"<html><table></table></html>", None, "table.xls: is no workbook: "),
    ],
    ids=lambda value: value if isinstance(value, str) and ": " not in value and ", " not in value else "",
)
def test_what_cannot_be_read_is_one_clear_error(
    name: str, content: bytes, layout: Layout | None, message: str, tmp_path: Path
) -> None:
    said = error(bytes_in(tmp_path / name, content), layout)
    assert said.startswith(message)
    assert "\n" not in said


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "table.csv").mkdir()
    assert error(tmp_path / "table.csv") == f"{tmp_path}/table.csv: is a folder, not a file"
    assert error(tmp_path / "none.csv") == f"{tmp_path}/none.csv: there is no such file"


def test_workbooks_that_are_none(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "one.xlsx", {"One": SHEET, "Two": SHEET})
    assert error(tmp_path / "one.xlsx", Layout(sheet="Three")) == "one.xlsx: has no sheet 'Three'; found One, Two"
    whole = (tmp_path / "one.xlsx").read_bytes()
    assert error(bytes_in(tmp_path / "cut.xlsx", whole[:-200])).startswith("cut.xlsx: is no workbook: ")
    write_xlsx(tmp_path / "none.xlsx", {})
    assert error(tmp_path / "none.xlsx") == "none.xlsx: has no sheet ''; found none"
    write_locked(tmp_path / "locked.xlsx")
    assert error(tmp_path / "locked.xlsx") == "locked.xlsx: is locked by a password; save it without one"


def test_a_database_of_several_tables_needs_a_name(tmp_path: Path) -> None:
    path = tmp_path / "acts.sqlite"
    write_sqlite(path, "acts", 'the "old" acts')
    assert error(path) == 'acts.sqlite: name one of its tables: acts, the "old" acts'
    assert error(path, Layout(table="laws")) == 'acts.sqlite: name one of its tables: acts, the "old" acts'
    assert cells(path, Layout(table='the "old" acts')) == [COLUMNS, *ROWS]


def test_a_database_in_use_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "acts.sqlite"
    write_sqlite(path, "acts")
    writer = sqlite3.connect(path)
    writer.execute("BEGIN EXCLUSIVE")
    assert error(path) == "acts.sqlite: cannot be read: database is locked"
    writer.close()


def test_a_table_without_names_or_tables_is_said(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "none.db").close()
    assert error(tmp_path / "none.db") == "none.db: name one of its tables: it has none"


def test_parquet_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_parquet(tmp_path / "table.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    wanted = "table.parquet: reading Parquet needs pyarrow; install it with: pip install 'treatykg[parquet]'"
    assert error(tmp_path / "table.parquet") == wanted


def test_a_corrupt_parquet_is_one_error(tmp_path: Path) -> None:
    write_parquet(tmp_path / "whole.parquet")
    whole = bytearray((tmp_path / "whole.parquet").read_bytes())
    whole[20:60] = bytes(40)
    assert error(bytes_in(tmp_path / "table.parquet", bytes(whole))).startswith(
        "table.parquet: cannot be read after row 1: "
    )
