"""Results of the query in the JSON of SPARQL 1.1: rows of cells, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kg.errors import SourceError

COLUMNS = ("item", "field", "value", "label", "code", "precision")
EXPECTED = "expected the results of treaties.rq in JSON (application/sparql-results+json)"


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


def decode(content: bytes, file: str) -> list[Row]:
    """The rows; SourceError if the content is cut off, is something else, or is the result of another query."""
    try:
        found = msgspec.json.decode(content, type=_Results)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{_what(content)} ({error}); {EXPECTED}", file=file) from error
    for name in COLUMNS:
        if name not in found.head.vars:
            raise SourceError(f"is missing; found {', '.join(found.head.vars)}", file=file, column=name)
    for name in found.head.vars:
        if name not in COLUMNS:
            raise SourceError(f"is new, not of treaties.rq; known are {', '.join(COLUMNS)}", file=file, column=name)
    return found.results.bindings


def _what(content: bytes) -> str:
    start = content.lstrip()[:1]
    return "is a web page" if start == b"<" else "is not whole" if start == b"{" else "is something else"


def encode(rows: Iterator[Row]) -> Iterator[bytes]:
    """Rows as the lines of one result, a row a line."""
    head = {"vars": COLUMNS}
    yield b'{"head":' + msgspec.json.encode(head) + b',"results":{"bindings":['
    comma = b"\n"
    for row in rows:
        yield comma + msgspec.json.encode({name: _plain(cell) for name, cell in row.items()})
        comma = b",\n"
    yield b"\n]}}\n"


def _plain(cell: Cell) -> dict[str, str]:
    return {key: value for key, value in msgspec.to_builtins(cell).items() if value}
