"""Rows of tables: each row is consumed whole, and what is wrong with it is said in one line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from kg.dates import span
from kg.errors import DateError, SourceError
from kg.records import Problem
from loaders.tables import Layout, open_table

T = TypeVar("T")
Report = Callable[[Problem], None]
FORMS = {"DD/MM/YYYY": "%d/%m/%Y", "MM/DD/YYYY": "%m/%d/%Y"}


class Fields:
    """One row of a table: each field is taken by name or ignored by name; a leftover is an error.

    Every method that reads raises `SourceError` with file, row, column, what was found and what was expected.
    """

    def __init__(self, row: Mapping[str, str], *, file: str, number: int) -> None:
        self.file, self.number = file, number
        self._row, self._left = dict(row), set(row)

    def error(self, column: str, expected: str) -> SourceError:
        """The error that says what this column holds and what it should."""
        found = self._row.get(column, "")
        problem = f"found {found!r}, expected {expected}" if found else f"is blank, expected {expected}"
        return SourceError(problem, file=self.file, row=self.number, column=column)

    def problem(self, kind: str, column: str | None, message: str, found: str | None = None) -> Problem:
        """The report of a field, or of a part of it (`found`), that cannot be read; the rest of the row is read on."""
        found = self._row.get(column or "", "") if found is None else found
        return Problem(kind=kind, file=self.file, row=self.number, column=column, found=found, message=message)

    def as_given(self, *leave_out: str) -> dict[str, str]:
        """The fields as they stand; blank ones, and those named, are left out."""
        return {name: value for name, value in self._row.items() if value and name not in leave_out}

    def take(self, column: str, default: str | None = None) -> str:
        """The text of a field; a column the file lacks is an error unless there is a default."""
        self._left.discard(column)
        if column in self._row:
            return self._row[column]
        if default is None:
            raise SourceError("is missing", file=self.file, row=self.number, column=column)
        return default

    def need(self, column: str, expected: str = "a value") -> str:
        """The text of a field that may not be blank."""
        text = self.take(column)
        if not text:
            raise self.error(column, expected)
        return text

    def optional(self, column: str) -> str | None:
        """The text of a field, None if it is blank."""
        return self.take(column) or None

    def choose(self, column: str, meanings: Mapping[str, T]) -> T:
        """What a coded field stands for."""
        text = self.take(column)
        if text not in meanings:
            raise self.error(column, "one of " + ", ".join(sorted(word or "(blank)" for word in meanings)))
        return meanings[text]

    def split(self, column: str, known: Collection[str] | None = None, what: str = "known values") -> tuple[str, ...]:
        """The parts of a field that are separated by `|`, each of them `known`."""
        text = self.take(column)
        parts = tuple(text.split("|")) if text else ()
        for part in parts:
            if not part or (known is not None and part not in known):
                raise self.error(column, f"only {what}; {part!r} is none")
        return parts

    def edtf(self, column: str) -> str | None:
        """An EDTF date, None if the field is blank."""
        text = self.take(column)
        if not text:
            return None
        try:
            span(text)
        except DateError:
            raise self.error(column, "a date in EDTF level 0 or 1") from None
        return text

    def day(self, column: str) -> date | None:
        """A calendar day, None if the field is blank."""
        text = self.take(column)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise self.error(column, "a day as YYYY-MM-DD") from None

    def written_day(self, column: str, form: str, report: Report, blank: Collection[str] = ("",)) -> str | None:
        """A day written as `form` (DD/MM/YYYY, MM/DD/YYYY), as EDTF; None if the field is one of `blank`.

        What is no day of the calendar is reported, and left out.
        """
        text = self.take(column, "").strip()
        if text in blank:
            return None
        try:
            return datetime.strptime(text, FORMS[form]).date().isoformat()
        except ValueError:
            message = f"expected a day of the calendar as {form}; the date is left out"
            report(self.problem("unread-date", column, message, text))
            return None

    def url(self, column: str) -> str | None:
        """A web address, None if the field is blank."""
        text = self.take(column)
        try:
            usable = not text or (urlsplit(text).scheme in {"http", "https"} and urlsplit(text).hostname)
        except ValueError:
            usable = False
        if not usable:
            raise self.error(column, "a web address")
        return text or None

    def whole(self, column: str) -> int | None:
        """A whole number, None if the field is blank."""
        text = self.take(column)
        if text and not (text.isascii() and text.isdigit()):
            raise self.error(column, "a whole number")
        return int(text) if text else None

    def finish(self, *ignore: str) -> None:
        """Say that the row is read; a field neither taken nor ignored is an error."""
        if left := sorted(self._left - set(ignore)):
            raise SourceError(f"unread fields {left}", file=self.file, row=self.number)


def rows(
    path: Path,
    columns: Collection[str],
    optional: Collection[str] = (),
    layout: Layout | None = None,
    broken: Callable[[SourceError], None] | None = None,
) -> Iterator[Fields]:
    """The rows of a table, numbered as in a spreadsheet (the row under the header is 2).

    Raises `SourceError` if the file is missing or no such table: exactly these columns, the `optional` ones may lack.
    A row with a cell too many or too few raises too, unless `broken` takes it.
    """
    table = open_table(path, layout)
    for name in columns:
        if name not in table.columns:
            raise SourceError(f"is missing; found {', '.join(table.columns)}", file=table.file, column=name)
    for name in table.columns:
        if name not in columns and name not in optional:
            known = ", ".join([*columns, *optional])
            raise SourceError(f"is new, neither read nor ignored; known are {known}", file=table.file, column=name)
    for row in table.rows:
        if len(row.cells) != len(table.columns):
            wanted, found = len(table.columns), len(row.cells)
            error = SourceError(f"has {found} cells, the header {wanted}", file=table.file, row=row.number)
            if broken is None:
                raise error
            broken(error)
            continue
        yield Fields(table.dict_of(row), file=table.file, number=row.number)


def find(paths: Sequence[Path], name: str) -> Path:
    """The file of this name among the paths or in a folder among them; a file given alone may have another name."""
    for path in paths:
        file = path / name if path.is_dir() else path
        if file.is_file() and file.name == name:
            return file
    if len(paths) == 1 and paths[0].is_file():
        return paths[0]
    raise SourceError(f"holds no {name}; expected that file, or a folder with it", file=", ".join(map(str, paths)))
