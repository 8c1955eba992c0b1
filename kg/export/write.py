"""The export of a pair to a file whose format its suffix names; written beside and then put in place."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, serialize

from kg.errors import TreatyKGError
from kg.export.pair import pair_quads
from kg.export.table import pair_table
from kg.names import PREFIXES

RDF_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
}
FORMATS = (*RDF_FORMATS, ".csv")


def check_format(path: Path) -> None:
    """Raise TreatyKGError, naming the known suffixes, if the file's suffix names no format."""
    if path.suffix not in FORMATS:
        raise TreatyKGError(f"{path.name}: no format has the suffix {path.suffix!r}; known are {' '.join(FORMATS)}")


def export_pair(store: Store, pair: str, path: Path) -> int:
    """Write all that concerns a pair (`RUS-VEN`); returns the number of statements, for CSV of agreements.

    Turtle and N-Triples have no graphs: what several graphs say becomes one, each statement once. CSV has one row an
    agreement. Raises TreatyKGError on an unknown suffix and on a file that cannot be written.
    """
    check_format(path)
    if path.suffix == ".csv":
        content = pair_table(store, pair)
        number = content.count(b"\r\n") - 1
    else:
        quads = pair_quads(store, pair)
        content, number = as_rdf(quads, RDF_FORMATS[path.suffix]), len(quads)
    replace_file(path, content)
    return number


def as_rdf(quads: list[Quad], form: RdfFormat) -> bytes:
    """Quads in an RDF format; the same quads give the same bytes."""
    if not form.supports_datasets:
        quads = sorted({Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads}, key=str)
    return _sorted_head(serialize(quads, format=form, prefixes=PREFIXES) or b"")


def replace_file(path: Path, content: bytes) -> None:
    """Write a file beside and put it in place; what was there stays if it cannot be written."""
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise TreatyKGError(f"{path} cannot be written: {error.strerror}") from error


def _sorted_head(content: bytes) -> bytes:
    """The same text with its prefix lines in order: the serializer shuffles them from run to run."""
    lines = content.split(b"\n")
    head = [line for line in lines if line.startswith(b"@prefix ")]
    return b"\n".join(sorted(head) + lines[len(head) :])
