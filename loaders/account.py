"""The account of one reading: rows counted as they are read, and what is broken raised or set aside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kg.errors import SourceError
from kg.records import Problem, Reading
from loaders.fields import Fields, rows
from loaders.tables import Layout

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Account:
    """Counts the rows of all tables in one reading; what is broken stops it, or is set aside with `keep_going`."""

    reading: Reading
    keep_going: bool
    broken: str = "a field cannot be read"  # the reason of rows of which `read` makes nothing

    def rows(
        self, path: Path, columns: Collection[str], optional: Collection[str] = (), layout: Layout | None = None
    ) -> Iterator[Fields]:
        """The rows of a table, counted; those with too few or too many cells are set aside."""
        for row in rows(path, columns, optional, layout, self._ragged):
            self.reading.rows_read += 1
            yield row

    def read(
        self,
        path: Path,
        columns: Collection[str],
        optional: Collection[str],
        make: Callable[[Fields], T | None],
        layout: Layout | None = None,
        key: str | None = None,
    ) -> Iterator[T]:
        """What `make` gives for each row of a table, if anything; of rows with the same `key` the first counts."""
        seen: set[str] = set()
        try:
            for row in self.rows(path, columns, optional, layout):
                try:
                    if key and row.take(key) in seen:
                        raise row.error(key, "a number that no other row has")
                    made = make(row)
                except SourceError as error:
                    self.set_aside(error, self.broken)
                    continue
                if key:
                    seen.add(row.take(key))
                if made is not None:
                    yield made
        except SourceError as error:  # of the file as a whole
            self.set_aside(error, "the file cannot be read")

    def _ragged(self, error: SourceError) -> None:
        self.reading.rows_read += 1
        self.set_aside(error, "cells too many or too few")

    def set_aside(self, error: SourceError, reason: str) -> None:
        """Raise the error, or note the row that it names."""
        if not self.keep_going:
            raise error
        self.reading.problems.append(aside(error, reason))


def aside(error: SourceError, reason: str) -> Problem:
    """The report of a row that is set aside, from the error that says what is wrong with it."""
    return Problem(
        kind="set-aside",
        file=error.file or "",
        row=int(error.row or 0),
        column=error.column,
        found=error.problem,
        message=str(error),
        reason=reason,
    )
