"""Readers of table formats: each turns a file into rows of text, the header first.

Every cell becomes text: days as YYYY-MM-DD, whole numbers without a point, nothing as "". Rows are numbered as a
spreadsheet shows them: the row under the header is 2, also where a format has no header. Memory is bounded, except that
a workbook is held whole, and so is a JSON list.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from kg.errors import SourceError

FORMATS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".txt": "csv",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xls": "excel",
    ".xlsb": "excel",
    ".ods": "excel",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".parquet": "parquet",
}
LONGEST_CELL = 10_000_000  # characters; the csv module's own limit is 131,072, which long notes reach
FIRST_OBJECTS = 100  # JSON leaves out what is missing, so the first object alone does not show all columns
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")  # may be one, or a whole one written as two


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a file is to be read, where that is not plain from the file itself."""

    format: str | None = None  # csv, tsv, excel, jsonl, sqlite, parquet; None: by the suffix
    encoding: str = "utf-8-sig"
    separator: str | None = None  # None: comma, or tab in TSV
    quote: str | None = '"'  # None: quotation marks are plain letters
    skip: int = 0  # lines (rows of a sheet) above the header
    sheet: str | None = None  # of a workbook; None: the first
    table: str | None = None  # of a database; None: its only one


class Row(NamedTuple):
    """One row: its number, and its cells in the order of the columns; `cells` of another length is a broken row."""

    number: int
    cells: tuple[str, ...]


def _open_text(path: Path, layout: Layout) -> TextIO:
    try:
        return path.open(encoding=layout.encoding, newline="")
    except LookupError:
        raise SourceError(f"there is no encoding {layout.encoding!r}", file=path.name) from None


def _lines(file: TextIO, path: Path) -> Iterator[str]:
    """Lines of a text; one with the byte 0 is no text, or is UTF-16 read as something else."""
    for number, line in enumerate(file, start=1):
        if "\0" in line:
            raise SourceError(f"is not text: byte 0x00 in line {number}; name its encoding", file=path.name)
        yield line


def _csv(path: Path, layout: Layout) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    separator = layout.separator or ("\t" if (layout.format or FORMATS.get(path.suffix.lower())) == "tsv" else ",")
    for mark in (separator, layout.quote):
        if mark is not None and len(mark) != 1:
            raise SourceError(f"separator and quote are one character each, found {mark!r}", file=path.name)
    with _open_text(path, layout) as file:
        text = islice(_lines(file, path), layout.skip, None)
        if layout.quote is None:
            lines = csv.reader(text, delimiter=separator, quoting=csv.QUOTE_NONE)
        else:
            lines = csv.reader(text, delimiter=separator, quotechar=layout.quote, strict=True)
        for number, cells in enumerate(lines, start=layout.skip + 1):
            yield Row(number, tuple(cells))


def _excel(path: Path, layout: Layout) -> Iterator[Row]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # slow to import

    try:
        book = CalamineWorkbook.from_path(path)
        sheets = book.sheet_names
        name = layout.sheet or next(iter(sheets), "")
        if name not in sheets:
            raise SourceError(f"has no sheet {name!r}; found {', '.join(sheets) or 'none'}", file=path.name)
        sheet = book.get_sheet_by_name(name)
    except PasswordError as error:
        raise SourceError("is locked by a password; save it without one", file=path.name) from error
    except CalamineError as error:
        raise SourceError(f"is no workbook: {error}", file=path.name) from error
    first = (sheet.start or (0, 0))[0]
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > layout.skip and number > first:
            yield Row(number, tuple(map(text_of, cells)))


def _jsonl(path: Path, layout: Layout) -> Iterator[Row]:
    """One object a line, or one list of objects; the columns are the keys of the first hundred."""
    objects = _objects(path, layout)
    first = list(islice(objects, FIRST_OBJECTS))
    columns = list(dict.fromkeys(key for _, found in first for key in found))
    if first:
        yield Row(1, tuple(columns))
    for number, found in chain(first, objects):
        if new := [key for key in found if key not in columns]:
            known = ", ".join(columns)
            message = f"is not among those of the first {FIRST_OBJECTS} objects: {known}"
            raise SourceError(message, file=path.name, row=number, column=new[0])
        yield Row(number, tuple(text_of(found.get(key)) for key in columns))


def _objects(path: Path, layout: Layout) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file, numbered as rows are."""
    with _open_text(path, layout) as file:
        first = next((line for line in file if line.strip()), "").lstrip("\ufeff \t\r\n")
        file.seek(0)
        listed = first.startswith("[")
        for number, text in enumerate([file.read()] if listed else file, start=2):
            if not text.strip():
                continue
            found = _parsed(text.lstrip("\ufeff"), path, None if listed else number)
            for place, one in enumerate(found if listed else [found]):
                if not isinstance(one, dict):
                    raise SourceError(f"found {one!r:.60}, expected an object", file=path.name, row=number + place)
                yield number + place, one


def _parsed(text: str, path: Path, row: int | None) -> Any:
    try:
        found = json.loads(text)
        if _HALF_CHARACTER.search(text):
            json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        what = "no JSON list" if row is None else "no JSON object of one line"
        where = f" in line {error.lineno}" if row is None else ""
        raise SourceError(f"is {what}: {error.msg}{where}", file=path.name, row=row) from error
    except (RecursionError, UnicodeEncodeError) as error:
        raise SourceError(f"is no JSON that can be kept: {error}", file=path.name, row=row) from error
    return found


def _sqlite(path: Path, layout: Layout) -> Iterator[Row]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=2)) as database:
        listed = database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
        found = [name for (name,) in listed if not name.startswith("sqlite_")]
        name = layout.table or (found[0] if len(found) == 1 else None)
        if name not in found:
            raise SourceError(f"name one of its tables: {', '.join(found) or 'it has none'}", file=path.name)
        quoted = '"' + str(name).replace('"', '""') + '"'
        cursor = database.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - a table of the file itself, quoted
        yield Row(1, tuple(column[0] for column in cursor.description))
        for number, cells in enumerate(cursor, start=2):
            yield Row(number, tuple(map(text_of, cells)))


def _parquet(path: Path, _layout: Layout) -> Iterator[Row]:
    try:
        from pyarrow import ArrowException, parquet  # optional: large
    except ImportError:
        message = "reading Parquet needs pyarrow; install it with: pip install 'treatykg[parquet]'"
        raise SourceError(message, file=path.name) from None
    number = 1
    try:
        with parquet.ParquetFile(path) as file:
            yield Row(1, tuple(file.schema_arrow.names))
            for batch in file.iter_batches(batch_size=4096):
                for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    yield Row(number, tuple(map(text_of, cells)))
    except ArrowException as error:
        reason = " ".join(str(error).split())
        raise SourceError(f"is no Parquet that can be read: {reason}", file=path.name, row=number) from error


READERS = {
    "csv": _csv,
    "tsv": _csv,
    "excel": _excel,
    "jsonl": _jsonl,
    "sqlite": _sqlite,
    "parquet": _parquet,
}


def text_of(value: object) -> str:
    """A cell as text: days as YYYY-MM-DD, whole numbers without a point, lists joined by `|`, nothing as ""."""
    if isinstance(value, str):
        return value
    if value is None or value != value:  # only "not a number" differs from itself
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, list | tuple):
        return "|".join(map(text_of, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
