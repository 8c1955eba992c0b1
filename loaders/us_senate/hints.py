"""The countries that those who published a copy of the list guessed from its titles."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from loaders.us_senate.documents import COLUMNS, COUNTRIES, NUMBER
from loaders.us_senate.documents import HINTS as FILE

MARKS = frozenset({"Bilateral", "Multilateral, International Organizations, Other"})  # one of them stands in each list


@dataclass(frozen=True, slots=True)
class Hint:
    """What the copy says of one document: its place in the file, and all its fields."""

    number: int
    given: dict[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """The countries guessed, without the mark beside them."""
        return tuple(name for name in self.given[COUNTRIES] if name not in MARKS)

    def beside(self, row: Mapping[str, str]) -> dict[str, str]:
        """The countries, and the fields in which the copy differs from the row, under the name of the file."""
        differing = {key: value for key, value in self.given.items() if row.get(key, "") != value}
        return {FILE: json.dumps(differing, ensure_ascii=False, separators=(",", ":"))}


def find_hints(paths: Sequence[Path]) -> Path | None:
    """The file, if it is among the paths or in a folder among them; it may lack."""
    files = (path / FILE if path.is_dir() else path for path in paths)
    return next((file for file in files if file.name == FILE and file.is_file()), None)


def read_hints(path: Path) -> list[Hint]:
    """All items of the file; SourceError if it is broken, or one of them has other fields than it should."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:  # ValueError: not JSON, or not UTF-8
        raise SourceError(f"cannot be read as JSON: {error}", file=path.name) from error
    if not isinstance(found, list):
        raise SourceError("is no list of documents", file=path.name)
    return [Hint(number, _checked(item, path.name, number)) for number, item in enumerate(found, start=1)]


def _checked(item: object, file: str, number: int) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise SourceError(f"found {item!r:.40}, expected an object", file=file, row=number)
    for key in (*COLUMNS, COUNTRIES):
        if key not in item:
            raise SourceError("is missing", file=file, row=number, column=key)
    for key, value in item.items():
        if key not in COLUMNS and key != COUNTRIES:
            raise SourceError("is new, neither read nor ignored", file=file, row=number, column=key)
        if key != COUNTRIES and not isinstance(value, str):
            raise SourceError(f"found {value!r:.40}, expected text", file=file, row=number, column=key)
    names = item[COUNTRIES]
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise SourceError(f"found {names!r:.40}, expected a list of names", file=file, row=number, column=COUNTRIES)
    if not item[NUMBER]:
        raise SourceError("is blank, expected the number of a document", file=file, row=number, column=NUMBER)
    return item
