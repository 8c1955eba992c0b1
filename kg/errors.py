"""The error tree. Every error a user can cause is a `TreatyKGError` whose text is one clear message."""

from __future__ import annotations

from collections.abc import Iterable


class TreatyKGError(Exception):
    """Root of all errors that are shown as one line, without a traceback."""


class SourceError(TreatyKGError):
    """A source file cannot be read as what it should be.

    The message names file, row and column as far as they are known, what was found and what was expected.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        row: int | str | None = None,
        column: str | None = None,
    ) -> None:
        self.problem, self.file, self.row, self.column = problem, file, row, column
        place = [file] if file else []
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        super().__init__(": ".join([", ".join(place), problem] if place else [problem]))


class DateError(TreatyKGError):
    """A text is not a date in EDTF level 0 or 1."""


class FetchError(TreatyKGError):
    """A file cannot be downloaded, or is not the one that was expected."""


class UnknownNameError(TreatyKGError):
    """A name or code given by the user stands for nothing that is known."""


class StoreError(TreatyKGError):
    """There is no release, or a release cannot be written or read."""


class QueryError(TreatyKGError):
    """A saved question is unknown, or a parameter is missing, unknown or malformed."""


class Neo4jError(TreatyKGError):
    """The Neo4j server cannot be started, reached or written to."""


def near(word: str, known: Iterable[str]) -> str:
    """`; did you mean X?` for the known word nearest to one that is not known; nothing if none is near."""
    from rapidfuzz import fuzz, process  # slow to import, and needed in messages only

    found = process.extractOne(word, sorted(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=60)
    return f"; did you mean {found[0]}?" if found else ""
