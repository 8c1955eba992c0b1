"""The countries that those who published a copy of the list guessed from its titles."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from loaders.us_senate.columns import COLUMNS, COUNTRIES, HINTS, NUMBER

MARKS = frozenset({"Bilateral", "Multilateral, International Organizations, Other"})  # one of them stands in each list


@dataclass(frozen=True, slots=True)
class Hint:
    """What the copy says of one document: its place in the file, and all its fields."""

    place: int
    given: dict[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """The countries guessed, without the mark beside them."""
        return tuple(name for name in self.given[COUNTRIES] if name not in MARKS)

    def beside(self, row: Mapping[str, str]) -> dict[str, str]:
        """The countries, and the fields in which the copy differs from the row, under the name of the file."""
        differing = {key: value for key, value in self.given.items() if row.get(key, "") != value}
        return {HINTS: json.dumps(differing, ensure_ascii=False, separators=(",", ":"))}

    def error(self, problem: str, column: str | None = None) -> SourceError:
        """What is wrong with this item."""
        return SourceError(problem, file=HINTS, row=self.place, column=column)


def read_hints(paths: Sequence[Path]) -> list[Hint]:
    """All items of the file among the paths or in a folder among them; it may lack.

    SourceError if it is broken, or one of them has other fields than it should.
    """
    files = (path / HINTS if path.is_dir() else path for path in paths)
    path = next((file for file in files if file.name == HINTS and file.is_file()), None)
    if path is None:
        return []
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:  # ValueError: not JSON, or not UTF-8
        raise SourceError(f"cannot be read as JSON: {error}", file=HINTS) from error
    if not isinstance(found, list):
        raise SourceError("is no list of documents", file=HINTS)
    hints = [Hint(place, item) for place, item in enumerate(found, start=1)]
    for hint in hints:
        _check(hint)
    return hints


def _check(hint: Hint) -> None:
    given: object = hint.given
    if not isinstance(given, dict):
        raise hint.error(f"found {given!r:.40}, expected an object")
    for key in (*COLUMNS, COUNTRIES):
        if key not in given:
            raise hint.error("is missing", key)
    for key, value in given.items():
        if key not in COLUMNS and key != COUNTRIES:
            raise hint.error("is new, neither read nor ignored", key)
        if key != COUNTRIES and not isinstance(value, str):
            raise hint.error(f"found {value!r:.40}, expected text", key)
    names = given[COUNTRIES]
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise hint.error(f"found {names!r:.40}, expected a list of names", COUNTRIES)
    if not given[NUMBER]:
        raise hint.error("is blank, expected the number of a document", NUMBER)
