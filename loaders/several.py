"""Several tables of one source, told apart by their columns."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from kg.errors import SourceError
from loaders.fields import Fields
from loaders.tables import open_table

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
