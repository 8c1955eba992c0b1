"""Tables row by row in bounded memory: CSV, TSV, Excel, OpenDocument, JSON lines, SQLite, Parquet.

Every cell becomes text: days as YYYY-MM-DD, whole numbers without a point, nothing as "". Rows are numbered as a
spreadsheet shows them: the row under the header is 2.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number, and its cells in the order of the columns; `cells` of another length is a broken row."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table under reading; `rows` is read once, from the file, as it is asked for."""

    file: str
    columns: tuple[str, ...]
    rows: Iterator[Row]

    def dict_of(self, row: Row) -> dict[str, str]:
        """The cells of a whole row by column."""
        return dict(zip(self.columns, row.cells, strict=True))


def open_table(path: Path, layout: Layout | None = None) -> Table:
    """Open a table; SourceError if the file is missing, is no such table, or a column stands twice or has no name."""
    layout = layout or Layout()
    form = layout.format or FORMATS.get(path.suffix.lower())
    if form not in READERS:
        raise SourceError(f"has no known suffix; expected one of {', '.join(FORMATS)}", file=path.name)
    if not path.is_file():
        raise SourceError("there is no such file", file=str(path))
    rows = _guarded(READERS[form](path, layout), path)
    header = next(rows, None)
    if header is None or not any(header.cells):
        raise SourceError("holds no table: it has no header", file=path.name)
    columns = tuple(cell.strip("\ufeff") for cell in header.cells)
    while columns and not columns[-1].strip():  # spreadsheets keep formatted but empty columns
        columns = columns[:-1]
    if len(set(columns)) < len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        raise SourceError(
            "stands twice in the header" if twice else "a column has no name", file=path.name, column=twice
        )
    return Table(path.name, columns, _body(rows, len(columns)))


def _body(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """Rows under the header; blank ones are skipped, and blank cells beyond the last column are no cells."""
    for row in rows:
        if not any(row.cells):
            continue
        cells = row.cells
        while len(cells) > width and not cells[-1]:
            cells = cells[:-1]
        yield Row(row.number, cells)


def _guarded(rows: Iterator[Row], path: Path) -> Iterator[Row]:
    """Whatever a reader stumbles over becomes one message; the row it names is the last one read."""
    number = 0
    try:
        for row in rows:
            number = row.number
            yield row
    except SourceError:
        raise
    except UnicodeDecodeError as error:
        where, wrong = f"after row {number}" if number else "in its first rows", error.object[error.start]
        message = f"is not text in {error.encoding}: byte 0x{wrong:02X} {where}; name its encoding"
        raise SourceError(message, file=path.name) from error
    except (OSError, csv.Error, ValueError, sqlite3.Error, ArithmeticError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"cannot be read after row {number}: {reason}", file=path.name) from error


def _csv(path: Path, layout: Layout) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    separator = layout.separator or ("\t" if (layout.format or FORMATS.get(path.suffix.lower())) == "tsv" else ",")
    try:
        file = path.open(encoding=layout.encoding, newline="")
    except LookupError:
        raise SourceError(f"there is no encoding {layout.encoding!r}", file=path.name) from None
    with file:
        for _ in range(layout.skip):
            file.readline()
        if layout.quote is None:
            lines = csv.reader(file, delimiter=separator, quoting=csv.QUOTE_NONE)
        else:
            lines = csv.reader(file, delimiter=separator, quotechar=layout.quote, strict=True)
        for number, cells in enumerate(lines, start=layout.skip + 1):
            yield Row(number, tuple(cells))


def _excel(path: Path, layout: Layout) -> Iterator[Row]:
    from python_calamine import CalamineError, CalamineWorkbook  # slow to import

    try:
        book = CalamineWorkbook.from_path(path)
        if layout.sheet is not None and layout.sheet not in book.sheet_names:
            raise SourceError(f"has no sheet {layout.sheet!r}; found {', '.join(book.sheet_names)}", file=path.name)
        name = layout.sheet or book.sheet_names[0]
        sheet = book.get_sheet_by_name(name)
    except CalamineError as error:
        raise SourceError(f"is no workbook: {error}", file=path.name) from error
    first = (sheet.start or (0, 0))[0]
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > layout.skip and number > first:
            yield Row(number, tuple(map(text_of, cells)))


def _jsonl(path: Path, layout: Layout) -> Iterator[Row]:
    """One object a line, or one list of objects; the columns are the keys of the first hundred."""
    columns: list[str] = []
    for number, found in enumerate(_objects(path, layout), start=2):
        if not isinstance(found, dict):
            raise SourceError(f"found {found!r:.60}, expected an object", file=path.name, row=number)
        if not columns:
            columns = list(found)
            yield Row(1, tuple(columns))
        if new := [key for key in found if key not in columns]:
            raise SourceError(
                f"is not among those of the first object: {columns}", file=path.name, row=number, column=new[0]
            )
        yield Row(number, tuple(text_of(found.get(key)) for key in columns))


def _objects(path: Path, layout: Layout) -> Iterator[Any]:
    with path.open(encoding=layout.encoding) as file:
        for number, line in enumerate(file, start=2):
            if not line.strip():
                continue
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise SourceError(f"is no JSON object of one line: {error.msg}", file=path.name, row=number) from error


def _sqlite(path: Path, layout: Layout) -> Iterator[Row]:
    with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as database:
        found = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
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
        from pyarrow import parquet  # optional: large
    except ImportError:
        message = "reading Parquet needs pyarrow; install it with: pip install 'treatykg[parquet]'"
        raise SourceError(message, file=path.name) from None
    with parquet.ParquetFile(path) as file:
        columns = file.schema_arrow.names
        yield Row(1, tuple(columns))
        number = 1
        for batch in file.iter_batches(batch_size=4096):
            for found in batch.to_pylist():
                number += 1
                yield Row(number, tuple(text_of(found[name]) for name in columns))


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
    if value is None:
        return ""
    if isinstance(value, str):
        return value
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
    return str(value)
