"""Reading a list by its mapping, row by row in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from hashlib import blake2b
from pathlib import Path

from kg.errors import SourceError
from kg.records import Problem, Reading, Record
from loaders.account import aside
from loaders.fields import Fields
from loaders.names import windows
from loaders.table import described, model
from loaders.table.check import check, columns
from loaders.table.file import near
from loaders.table.joined import joined
from loaders.table.record import Interpreter
from loaders.table.row import Row, RowError
from loaders.table.values import plain, word_table
from loaders.tables import Layout, Table, open_table

RAGGED = "ragged row"


def read(mapping: model.Mapping, path: Path, paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read lists at `paths` by a mapping, `path` being its file; records are streamed.

    Raises SourceError if the mapping or a file cannot be so, and at the first row without a title or an id; with
    `keep_going` such a row is set aside, as ragged rows always are.
    """
    windows.cache_clear()  # tables that a mapping names may have been edited since
    word_table.cache_clear()
    check(mapping, path)
    reading = Reading(records=())
    reader = _Reader(Interpreter(mapping, path), path.name, reading, keep_going)
    reading.records = reader.records(files(mapping.file, paths))
    return reading


def files(layout: described.Layout, paths: Sequence[Path]) -> list[Path]:
    """The files to read: those given, and in a folder those of the name that the mapping gives."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
        elif layout.name is None:
            raise SourceError("is a folder; name the file, or give file.name in the mapping", file=str(path))
        elif inside := sorted(one for one in path.iterdir() if one.is_file() and fnmatch(one.name, layout.name)):
            found += inside
        else:
            raise SourceError(f"holds no file {layout.name}", file=str(path))
    return found


@dataclass(slots=True)
class _Reader:
    interpreter: Interpreter
    map_name: str
    reading: Reading
    keep_going: bool
    seen: dict[bytes, bytes] = field(default_factory=dict)  # digest of an id -> digest of its row
    group: list[tuple[Record, ...]] = field(default_factory=list)  # rows of the agreement under reading, if they join
    copies: set[bytes] = field(default_factory=set)  # digests of the rows of the group

    @property
    def mapping(self) -> model.Mapping:
        return self.interpreter.mapping

    def records(self, paths: Sequence[Path]) -> Iterator[Record]:
        for path in paths:
            table = open_table(path, _layout(self.mapping.file))
            names = self._columns(table)
            for row in table.rows:
                self.reading.rows_read += 1
                if len(row.cells) != len(names):
                    problem = f"has {len(row.cells)} cells, the header {len(names)}"
                    self.reading.problems.append(aside(SourceError(problem, file=table.file, row=row.number), RAGGED))
                    continue
                try:
                    yield from self._row(dict(zip(names, row.cells, strict=True)), table.file, row.number)
                except RowError as error:
                    if not self.keep_going:
                        raise
                    self.reading.problems.append(aside(error, error.reason))
        yield from self._finished()

    def _columns(self, table: Table) -> list[str]:
        """The columns in one line each; SourceError if they are not those of the mapping."""
        found = [plain(name) for name in table.columns]
        known = columns(self.mapping)
        for name, place in known.items():
            if name not in found:
                problem = f"{place}: {table.file} has no column {name!r}{near(name, found)}"
                raise SourceError(problem, file=self.map_name)
        for name in found:
            if found.count(name) > 1:
                raise SourceError("stands twice in the header", file=table.file, column=name)
            if name not in known and self.mapping.others == "error":
                raise SourceError(f"is neither read nor ignored in {self.map_name}", file=table.file, column=name)
        return found

    def _row(self, cells: Mapping[str, str], file: str, number: int) -> Iterator[Record]:
        problems: list[Problem] = []
        row = Row(Fields(cells, file=file, number=number), self.interpreter.missing, problems.append)
        made = self.interpreter.records(row)
        mark, copy = _digest(made[0].id), _digest("\x1f".join(cells.values()))
        if self._repeats(row, made[0].id, mark, copy):
            return
        self.reading.problems.extend(problems)
        if self.group and self.group[0][0].id == made[0].id:
            self.reading.rows_joined += 1
        else:
            yield from self._finished()
            self.seen[mark] = copy
        self.group.append(made)
        self.copies.add(copy)

    def _repeats(self, row: Row, local_id: str, mark: bytes, copy: bytes) -> bool:
        """Whether the row adds nothing to what was read; one that says something else is reported."""
        if mark not in self.seen:
            return False
        beside = bool(self.group) and self.group[0][0].id == local_id
        if self.mapping.repeated == "join" and not (beside and copy in self.copies):
            if beside:
                return False
            problem = f"{local_id} names rows further up too; the rows of one agreement must follow each other"
            raise RowError("apart from the other rows of its id", problem, row.fields)
        self.reading.rows_repeated += 1
        if self.mapping.repeated == "first" and self.seen[mark] != copy:
            message = f"{local_id} was read before from another row, which differs; the first is kept"
            self.reading.problems.append(row.fields.problem("repeated-differently", None, message, local_id))
        return True

    def _finished(self) -> Iterator[Record]:
        """The records of the agreement under reading."""
        if self.group:
            made = joined(self.group)
            self.reading.records_besides += len(made) - 1
            self.group.clear()
            self.copies.clear()
            yield from made


def _layout(layout: described.Layout) -> Layout:
    return Layout(
        format=layout.format,
        encoding=layout.encoding,
        separator=layout.separator,
        quote=layout.quote or None,
        skip=layout.skip,
        sheet=layout.sheet,
        table=layout.table,
    )


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()
