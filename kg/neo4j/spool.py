"""What a sync will write, kept in files meanwhile: as JSON lines, or as CSV that the server itself reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any

import msgspec

from kg.errors import Neo4jError
from kg.neo4j.cypher import SEPARATOR, edge_columns
from kg.neo4j.elements import Edge, Node
from kg.neo4j.mapping import GraphMap

Name = tuple[str, ...]  # ("node", label); ("edge" or "change", type, label of the start, label of the end)
Row = dict[str, Any]


class UnfitError(Exception):
    """A list holds the character that parts the values of lists in CSV."""


class Spool:
    """Rows by what they are, in the order in which they came; `columns` of a CSV file are those of the map."""

    def __init__(self, folder: Path, map_: GraphMap, csv: bool = False, prefix: str = "") -> None:
        self._folder, self._map, self._prefix = folder, map_, prefix
        self.csv = csv
        self._open = ExitStack()
        self._files: dict[Name, IO[bytes]] = {}
        self._columns: dict[Name, tuple[str, ...]] = {}

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # a full disk was said when it was found
            self._open.close()
        for name in self._files:
            self.path(name).unlink(missing_ok=True)

    def close(self) -> dict[Name, Path]:
        """Nothing more comes; the files stay, for another spool to take.

        Raises Neo4jError if it cannot be kept.
        """
        try:
            self._open.close()
        except OSError as error:
            raise unwritable(self._folder, error) from error
        return {name: self.path(name) for name in self._files}

    def take(self, files: Mapping[Name, Path]) -> None:
        """Add what another spool kept; its files are used up."""
        try:
            for name, path in files.items():
                with path.open("rb") as rows:
                    if self.csv:
                        rows.readline()  # names of columns
                    copyfileobj(rows, self._files.get(name) or self._opened(name))
                path.unlink()
        except OSError as error:
            raise unwritable(self._folder, error) from error

    def node(self, node: Node) -> None:
        """Keep a node that is new or changed."""
        self._put(("node", node.label), node.properties)

    def edge(self, edge: Edge, changed: bool = False) -> None:
        """Keep an edge that is new or changed."""
        name = ("change" if changed else "edge", edge.type, edge.start[0], edge.end[0])
        if self.csv:
            self._put(name, {">start": edge.start[1], ">end": edge.end[1], **edge.properties})
        else:
            self._put(name, {"start": edge.start[1], "end": edge.end[1], "properties": edge.properties})

    def ready(self) -> None:
        """Nothing more comes: what was kept can be read.

        Raises Neo4jError if it cannot be kept.
        """
        try:
            for file in self._files.values():
                file.flush()
        except OSError as error:
            raise unwritable(self._folder, error) from error

    @property
    def names(self) -> list[Name]:
        """What there are rows of; nodes first."""
        return sorted(self._files, key=lambda name: (name[0] != "node", name))

    def path(self, name: Name) -> Path:
        """The file of one sort of rows."""
        return self._folder / (self._prefix + ".".join((*name, "csv" if self.csv else "jsonl")))

    def size(self, name: Name) -> int:
        """The bytes of one sort of rows."""
        return self.path(name).stat().st_size

    def batches(self, name: Name, size: int) -> Iterator[list[Row]]:
        """The rows of one sort, so many at a time."""
        with self.path(name).open("rb") as lines:
            while batch := [msgspec.json.decode(line) for line in islice(lines, size)]:
                yield batch

    def _put(self, name: Name, row: Row) -> None:
        try:
            file = self._files.get(name) or self._opened(name)
            if self.csv:
                cells = ["" if (value := row.get(one)) is None else _cell(value) for one in self._columns[name]]
                file.write((",".join(cells) + "\n").encode())
            else:
                file.write(msgspec.json.encode(row) + b"\n")
        except OSError as error:
            raise unwritable(self._folder, error) from error

    def _opened(self, name: Name) -> IO[bytes]:
        file = self._files[name] = self._open.enter_context(self.path(name).open("wb"))
        if self.csv:
            known = self._map.nodes[name[1]].columns if name[0] == "node" else edge_columns(self._map, name[1])
            self._columns[name] = (*known,) if name[0] == "node" else (">start", ">end", *known)
            file.write((",".join(map(_cell, self._columns[name])) + "\n").encode())
        return file


def unwritable(folder: Path, error: OSError) -> Neo4jError:
    """A full or closed folder, as one line."""
    return Neo4jError(f"cannot write {error.filename or folder}: {error.strerror or error}")


def _cell(value: Any) -> str:
    if type(value) is str:
        return f'"{value}"' if '"' not in value else '"' + value.replace('"', '""') + '"'
    if isinstance(value, list):
        if any(SEPARATOR in one for one in value):
            raise UnfitError("a list holds the character that parts lists in CSV")
        return _cell(SEPARATOR.join(value))
    return str(value).lower()
