"""Several tables of one source: told apart by their columns, and read row by row into one account."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kg.errors import SourceError
from kg.records import Problem, Reading
from loaders.fields import Fields, rows
from loaders.tables import Layout, open_table

T = TypeVar("T")
Marks = Mapping[str, Collection[str]]  # published name of a file -> columns that tell it from the others
BY_YEAR = "year"  # a table that has this column says the same again for every year


def told_apart(paths: Sequence[Path], marks: Marks) -> dict[str, list[Path]]:
    """The tables of each kind among files and in folders; SourceError if a file given is none of them.

    What else a folder holds is passed over, and so are tables by year.
    """
    found: dict[str, list[Path]] = {name: [] for name in marks}
    for path in paths:
        if not path.exists():
            raise SourceError("there is no such file or folder", file=str(path))
        for file in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
            name = _kind(file, marks, passing_over=path.is_dir())
            if name is None and path.is_file():
                raise SourceError(f"is none of the files expected: {expected(marks)}", file=str(path))
            if name is not None and file.resolve() not in [known.resolve() for known in found[name]]:
                found[name].append(file)
    return found


def expected(marks: Marks) -> str:
    """Words for the files that `told_apart` looks for."""
    return "; ".join(f"{name} with columns such as {', '.join(columns)}" for name, columns in marks.items())


def _kind(file: Path, marks: Marks, *, passing_over: bool) -> str | None:
    try:
        columns = set(open_table(file).columns)
    except SourceError:
        if passing_over:
            return None
        raise
    if BY_YEAR in columns:
        return None
    return next((name for name, marked in marks.items() if columns >= set(marked)), None)


def as_text(columns: Sequence[str], given: Iterable[Fields]) -> str:
    """Whole rows as JSON: a list of rows, the names of the columns first."""
    cells = [row.as_given() for row in given]
    return json.dumps(
        [list(columns), *([row.get(name, "") for name in columns] for row in cells)], separators=(",", ":")
    )


@dataclass(frozen=True, slots=True)
class Account:
    """Counts the rows of all tables in one reading; what is broken stops it, or is set aside with `keep_going`."""

    reading: Reading
    keep_going: bool

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
            for row in rows(path, columns, optional, layout, self._ragged):
                self.reading.rows_read += 1
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
        self.reading.problems.append(
            Problem(
                kind="set-aside",
                file=error.file or "",
                row=int(error.row or 0),
                column=error.column,
                found=error.problem,
                message=str(error),
                reason=reason,
            )
        )
