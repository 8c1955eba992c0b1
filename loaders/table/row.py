"""One row under reading: its cells by column, and where to report what in it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceError
from kg.records import Problem
from loaders.fields import Fields
from loaders.table.values import NOTHING, header, parts, plain, word_table


class RowError(SourceError):
    """A row of which no record can be made; `reason` is the same for all like it."""

    def __init__(self, reason: str, problem: str, fields: Fields, column: str | None = None) -> None:
        self.reason = reason
        super().__init__(problem, file=fields.file, row=fields.number, column=column)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row; `missing` are marks for a value that is not there."""

    fields: Fields
    missing: frozenset[str]
    report: Callable[[Problem], None]

    def text(self, column: str | None) -> str:
        """A cell in one line; nothing if there is no such column, or a mark for a missing value in it."""
        return plain(self.fields.take(header(column)), self.missing) if column else ""

    def parts(self, column: str, separator: str | None) -> tuple[str, ...]:
        """The values in a cell."""
        return parts(self.fields.take(header(column)), separator, self.missing)

    def problem(self, kind: str, column: str, found: str, message: str) -> None:
        """Report a part of the row that cannot be read; the rest of it is read on."""
        self.report(self.fields.problem(kind, column, message, found))


class Coded:
    """A column whose words stand for concepts, as the mapping or a table beside it says."""

    def __init__(
        self, column: str, words: Mapping[str, object], table: str | None = None, folder: Path | None = None
    ) -> None:
        self.column = column
        self._meanings = {plain(word): str(concept) for word, concept in words.items()}
        if table is not None and folder is not None:
            self._meanings |= word_table(folder / table)

    def __contains__(self, word: str) -> bool:
        return word in self._meanings

    def read(self, row: Row) -> str | None:
        """The concept of the one word in the column."""
        return self.concept(row, row.text(self.column))

    def concept(self, row: Row, word: str, kind: str = "unknown-word") -> str | None:
        """The concept of a word; None if it says nothing, or is blank, or is not known, which is reported."""
        if not word:
            return None
        if word not in self._meanings:
            row.problem(kind, self.column, word, "is not among the words of the mapping; it is left out")
            return None
        found = self._meanings[word]
        return None if found == NOTHING else found
