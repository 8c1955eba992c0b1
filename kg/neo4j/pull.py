"""Writes what is ours in a database as a file of N-Quads: the RDF that it was made of."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, nullcontext
from heapq import merge
from itertools import groupby, islice
from pathlib import Path

from kg.errors import Neo4jError
from kg.neo4j.apply import Connection, opened
from kg.neo4j.reading import graph_map
from kg.neo4j.verify import read_back
from kg.store.packed import compressed

RUN = 250_000  # lines sorted at once


def pull(connection: Connection, path: Path) -> int:
    """Write what is ours in a database to a file of sorted N-Quads (`.nq.gz`: compressed); their number is returned.

    Parts of it are sorted in memory and then merged, so that millions take little. Raises Neo4jError if the database
    cannot be read or the file cannot be written; what was there then stays.
    """
    with tempfile.TemporaryDirectory(prefix="treatykg-") as folder:
        with opened(connection) as server:
            lines = read_back(server, graph_map())
            runs = [_run(Path(folder, str(number)), batch) for number, batch in enumerate(_batches(lines))]
        with ExitStack() as stack:
            files = [stack.enter_context(run.open(encoding="utf-8", newline="\n")) for run in runs]
            return _write(path, (line for line, _ in groupby(merge(*files))))


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(lines, RUN)):
        yield batch


def _run(path: Path, lines: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(sorted(lines))
    return path


def _write(path: Path, lines: Iterable[str]) -> int:
    beside = path.with_name(path.name + ".new")
    number = 0
    try:
        with beside.open("wb") as raw, compressed(raw) if path.suffix == ".gz" else nullcontext(raw) as file:
            for line in lines:
                file.write(line.encode())
                number += 1
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Neo4jError(f"{path} cannot be written: {error.strerror or error}") from error
    return number
