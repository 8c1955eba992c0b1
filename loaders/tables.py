"""Tables row by row: a file is opened by its suffix or its layout, and what is wrong with it is said in one line."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceError
from loaders.formats import FORMATS, READERS, Layout, Row, text_of

__all__ = ["FORMATS", "Layout", "Row", "Table", "open_table", "text_of"]

_HINTS = {
    "unexpected end of data": "; a quotation mark is not closed",
    "field larger than": "; a quotation mark is not closed",
    " expected after ": "; a quotation mark inside a quoted cell is not doubled",
}


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
        raise SourceError("is a folder, not a file" if path.is_dir() else "there is no such file", file=str(path))
    rows = _guarded(READERS[form](path, layout), path)
    header = next(rows, None)
    if header is None or not any(map(str.strip, header.cells)):
        raise SourceError("holds no table: it has no header", file=path.name)
    columns = _columns(header.cells)
    if twice := [name for name in columns if columns.count(name) > 1]:
        raise SourceError("stands twice in the header", file=path.name, column=twice[0])
    return Table(path.name, columns, _body(rows, len(columns)))


def _columns(header: tuple[str, ...]) -> tuple[str, ...]:
    """Names of columns; one without a name, as statistics programs leave for row numbers, is named by its place."""
    names = [cell.strip("\ufeff") for cell in header]
    while not names[-1].strip():  # spreadsheets keep formatted but empty columns
        names.pop()
    return tuple(name if name.strip() else f"(column {place})" for place, name in enumerate(names, start=1))


def _body(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """Rows under the header; blank ones are skipped, and blank cells beyond the last column are no cells."""
    for row in rows:
        if not any(row.cells):
            continue
        cells = row.cells
        while len(cells) > width and not cells[-1]:
            cells = cells[:-1]
        yield row if cells is row.cells else Row(row.number, cells)


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
        where = f" after row {number}" if number else ""
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())
        hint = next((hint for words, hint in _HINTS.items() if words in reason), "")
        raise SourceError(f"cannot be read{where}: {reason}{hint}", file=path.name) from error
