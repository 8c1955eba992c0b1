"""The files of an index to records: every row ends as one record, or as a problem that names it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from kg.errors import SourceError
from kg.records import Problem, Problems, Publication, Reading, Record
from loaders.fields import Fields, rows
from loaders.russia_venezuela import actions, agreements, claims, evidence, statements
from loaders.russia_venezuela.known import Index, Known
from loaders.russia_venezuela.publications import Publications

T = TypeVar("T")

TABLES: dict[str, tuple[Sequence[str], Sequence[str]]] = {  # file -> columns, and columns that may lack
    "topics.csv": (("topic", "label_en", "scope"), ()),
    "agreements.csv": (agreements.COLUMNS, ()),
    "evidence.csv": (evidence.COLUMNS, evidence.OPTIONAL),
    "actions.csv": (actions.COLUMNS, ()),
    "claims.csv": (claims.COLUMNS, claims.OPTIONAL),
    "statements.csv": (statements.COLUMNS, ()),
}

Tables = dict[str, list[Fields]]
Maker = Callable[[Fields], list[Record]]


def read(index: Index, files: Sequence[str], paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read an index from its folder, or from its files.

    Raises `SourceError` at the first missing file or column and the first row that cannot be read; with `keep_going`
    each of them is a problem instead.
    """
    errors = Errors(keep_going)
    nowhere: dict[str, Path] = {}
    tables: Tables = {name: [] for name in TABLES}
    for name, path in errors.attempt(partial(_locate, files, paths), nowhere).items():
        tables[name] = errors.attempt(partial(_table, path), [])
    makers = _makers(_known(index, tables))
    records: list[Record] = []
    for name, maker in makers.items():
        for row in tables[name]:
            records += errors.attempt(partial(maker, row), [], row)
    return Reading(
        records=records,
        rows_read=sum(len(tables[name]) for name in makers),
        records_besides=sum(record.kind == "eventRecord" for record in records),
        problems=Problems(errors.problems),
    )


class Errors:
    """Raises what is wrong, or keeps it as a problem where the reading is to go on."""

    def __init__(self, keep_going: bool) -> None:
        self._keep_going = keep_going
        self.problems: list[Problem] = []

    def attempt(self, make: Callable[[], T], instead: T, row: Fields | None = None) -> T:
        """What `make` gives; `instead` of it where it fails and that is set aside."""
        try:
            return make()
        except SourceError as error:
            if not self._keep_going:
                raise
            found = row.as_given().get(error.column or "", "") if row else ""
            number = row.number if row else int(error.row or 0)
            self.problems.append(
                Problem(
                    kind="set-aside",
                    file=error.file or "",
                    row=number,
                    column=error.column,
                    found=found,
                    message=str(error),
                )
            )
            return instead


def _locate(files: Sequence[str], paths: Sequence[Path]) -> dict[str, Path]:
    """Where each file of the index is: in the one folder given, or among the files given."""
    for path in paths:
        if not path.exists():
            raise SourceError("there is no such file or folder", file=str(path))
        if path.is_file() and path.name not in files:
            raise SourceError(f"is no file of this source; expected {', '.join(files)}", file=str(path))
    if len(paths) == 1 and paths[0].is_dir():
        return {name: paths[0] / name for name in files}
    given = {path.name: path for path in paths}
    for name in files:
        if name not in given:
            raise SourceError(f"is not among the files given: {', '.join(given) or 'none'}", file=name)
    return {name: given[name] for name in files}


def _table(path: Path) -> list[Fields]:
    columns, optional = TABLES[path.name]
    return list(rows(path, columns, optional))


def _known(index: Index, tables: Tables) -> Known:
    """What rows are read against. A row that is broken adds nothing here; it is reported when its own turn comes."""
    pages = [(row.take("agreement_id"), page) for row in tables["evidence.csv"] if (page := _page(row))]
    return Known(
        index=index,
        agreements=frozenset(row.take("id") for row in tables["agreements.csv"]),
        topics=frozenset(row.take("topic") for row in tables["topics.csv"]),
        certain=frozenset(
            row.take("agreement_id")
            for row in tables["evidence.csv"]
            if (row.take("field"), row.take("confidence")) == ("*", "high")
        ),
        stepped=frozenset(step for row in tables["actions.csv"] for step in _steps(row)),
        publications=Publications(pages),
    )


def _page(row: Fields) -> Publication | None:
    try:
        return evidence.publication(row)
    except SourceError:
        return None


def _steps(row: Fields) -> list[tuple[str, str]]:
    try:
        return actions.steps(row)
    except SourceError:
        return []


def _makers(known: Known) -> dict[str, Maker]:
    """File -> the records of one of its rows; an identifier that is given twice is an error of the later row."""
    names, taken, events = evidence.Names(), set[str](), set[str]()

    def once(row: Fields, record: Record) -> list[Record]:
        if record.id in taken:
            raise row.error("id", "an identifier that no row above has")
        taken.add(record.id)
        return [record]

    def said(row: Fields) -> list[Record]:
        made = once(row, record := statements.statement(row, known))
        if record.about in statements.EVENTS and record.about not in events:
            events.add(record.about)
            made.append(statements.event_of(row, record))
        return made

    return {
        "agreements.csv": lambda row: once(row, agreements.agreement(row, known)),
        "evidence.csv": lambda row: [evidence.evidence(row, known, names)],
        "actions.csv": lambda row: [actions.action(row, known, names)],
        "claims.csv": lambda row: once(row, claims.claim(row, known)),
        "statements.csv": said,
    }
