"""Quads to a file whose format its suffix names; written beside and then put in place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, Quad, RdfFormat, serialize

from kg.errors import TreatyKGError
from kg.names import PREFIXES

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".csv": None,
}


def write(quads: Iterable[Quad], path: Path) -> int:
    """Write quads in the format of the file's suffix; returns how many were written.

    Turtle and N-Triples have no graphs: the quads of all graphs become one, each triple once. CSV has one row a
    quad: subject, predicate, object, language, datatype, graph. Raises TreatyKGError on an unknown suffix and on a
    file that cannot be written.
    """
    if path.suffix not in FORMATS:
        raise TreatyKGError(f"{path.name}: no format has the suffix {path.suffix!r}; known are {' '.join(FORMATS)}")
    wanted = list(quads)
    kind = FORMATS[path.suffix]
    if kind is None:
        content = _csv(wanted)
    else:
        if not kind.supports_datasets:
            triples = {Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in wanted}
            wanted = sorted(triples, key=str)
        content = _sorted_head(serialize(wanted, format=kind, prefixes=PREFIXES) or b"")
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise TreatyKGError(f"{path} cannot be written: {error.strerror}") from error
    return len(wanted)


def _sorted_head(content: bytes) -> bytes:
    """The same text with its prefix lines in order: the serializer shuffles them from run to run."""
    lines = content.split(b"\n")
    head = [line for line in lines if line.startswith(b"@prefix ")]
    return b"\n".join(sorted(head) + lines[len(head) :])


def _csv(quads: list[Quad]) -> bytes:
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(("subject", "predicate", "object", "language", "datatype", "graph"))
    for quad in quads:
        value = quad.object
        language = value.language if isinstance(value, Literal) else None
        datatype = value.datatype.value if isinstance(value, Literal) and not language else None
        subject, predicate, shown, graph = (_plain(term) for term in (*quad.triple, quad.graph_name))
        rows.writerow((subject, predicate, shown, language or "", datatype or "", graph))
    return text.getvalue().encode()


def _plain(term: object) -> str:
    return str(getattr(term, "value", ""))
