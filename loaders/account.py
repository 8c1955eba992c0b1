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
        make: Callable[[Fields], T],
        layout: Layout | None = None,
    ) -> Iterator[T]:
        """What `make` gives for each row of a table."""
        try:
            for row in self.rows(path, columns, optional, layout):
                try:
                    made = make(row)
                except SourceError as error:
                    self.set_aside(error, "a field cannot be read")
                    continue
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
