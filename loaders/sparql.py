"""Sources that are the answer to a SPARQL query: results in JSON, whole or not at all, read item by item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from kg.errors import SourceError
from kg.records import Problem
from loaders.account import Account
from loaders.fields import find

JSON = "application/sparql-results+json"
PLACE = "# page\n"  # where a query lets a page be cut out of its items


class Cell(msgspec.Struct, frozen=True, rename={"lang": "xml:lang"}):
    """One value: an IRI, a text with or without a language, or a literal of some type."""

    type: str
    value: str
    lang: str = ""
    datatype: str = ""


Row = dict[str, Cell]


class _Head(msgspec.Struct, frozen=True):
    vars: tuple[str, ...]


class _Body(msgspec.Struct, frozen=True):
    bindings: list[Row]


class _Results(msgspec.Struct, frozen=True):
    head: _Head
    results: _Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query that travels with a source: it gives one row a statement, with the columns item, field, value and others.

    `check(row, file, number)` gives the item that a row is about, or raises SourceError.
    """

    path: Path  # of its text, with `PLACE` in it once
    columns: tuple[str, ...]
    check: Callable[[Row, str, int], str]
    file: str  # of the results on disk
    items: str  # what the items are called: "treaties"
    none: str  # what is to be said of a service that has none of them


@dataclass(slots=True)
class Item:
    """The rows of one thing; `number` is that of the first."""

    iri: str
    file: str
    number: int
    rows: list[Row] = field(default_factory=list)

    def of(self, *names: str) -> Iterator[Row]:
        """The rows of some fields."""
        return (row for row in self.rows if row["field"].value in names)

    def problem(self, kind: str, column: str, found: str, message: str) -> Problem:
        """Something of the item that cannot be read; the rest of it is."""
        return Problem(kind=kind, file=self.file, row=self.number, column=column, found=found, message=message)


def read_items(query: Query, paths: Sequence[Path], account: Account) -> list[Item]:
    """All items with their rows, in the order of the files; one may be told in several of them."""
    if not paths:
        raise SourceError(f"no path was given; expected {query.file} or a folder with it")
    found: dict[str, Item] = {}
    for path in [find([path], query.file) for path in paths]:
        for number, row in enumerate(decode(path.read_bytes(), path.name, query), start=1):
            account.reading.rows_read += 1
            try:
                iri = query.check(row, path.name, number)
            except SourceError as error:
                account.set_aside(error, "is no row of the query")
                continue
            if iri not in found:
                found[iri] = Item(iri, path.name, number)
            elif row in found[iri].rows:
                account.reading.rows_repeated += 1
                continue
            else:
                account.reading.rows_joined += 1
            found[iri].rows.append(row)
    return list(found.values())


def decode(content: bytes, file: str, query: Query) -> list[Row]:
    """The rows; SourceError if the content is cut off, is something else, or is the result of another query."""
    try:
        found = msgspec.json.decode(content, type=_Results)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        expected = f"expected the results of {query.path.name} in JSON ({JSON})"
        raise SourceError(f"{_what(content)} ({error}); {expected}", file=file) from error
    for name in query.columns:
        if name not in found.head.vars:
            raise SourceError(f"is missing; found {', '.join(found.head.vars)}", file=file, column=name)
    for name in found.head.vars:
        if name not in query.columns:
            message = f"is new, not of {query.path.name}; known are {', '.join(query.columns)}"
            raise SourceError(message, file=file, column=name)
    return found.results.bindings


def _what(content: bytes) -> str:
    start = content.lstrip()[:1]
    return "is a web page" if start == b"<" else "is not whole" if start == b"{" else "is something else"


def encode(rows: Iterator[Row], columns: Sequence[str]) -> Iterator[bytes]:
    """Rows as the lines of one result, a row a line."""
    yield b'{"head":' + msgspec.json.encode({"vars": columns}) + b',"results":{"bindings":['
    comma = b"\n"
    for row in rows:
        yield comma + msgspec.json.encode({name: _plain(cell) for name, cell in row.items()})
        comma = b",\n"
    yield b"\n]}}\n"


def _plain(cell: Cell) -> dict[str, str]:
    return {key: value for key, value in msgspec.to_builtins(cell).items() if value}
