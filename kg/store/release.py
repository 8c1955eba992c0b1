"""A release: an immutable folder of sorted N-Quads, a manifest, a validation report and a pyoxigraph database.

manifest.json        inputs with checksums, counts, versions, time, graphs with checksums
report.json .txt .ttl
graphs/NAME.nq.gz    one sorted file a named graph
db/                  the same quads, opened read-only by any number of processes
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from pyoxigraph import NamedNode, RdfFormat, Store

from kg.errors import StoreError

BATCH = 10_000  # lines written at a time


class Release:
    """A finished release, open for reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.id = folder.name

    @cached_property
    def store(self) -> Store:
        """The quads; questions are asked over the union of the graphs."""
        try:
            return Store.read_only(str(self.folder / "db"))
        except OSError as error:
            raise StoreError(
                f"release {self.id} cannot be opened: {error}; make it again with: treatykg build"
            ) from error

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the release was made of, and its counts."""
        found: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text())
        return found

    def quads(self, graph: str) -> Iterator[str]:
        """The N-Quads lines of one graph, sorted."""
        with gzip.open(
            self.folder / "graphs" / self.manifest["graphs"][graph]["file"], "rt", encoding="utf-8"
        ) as lines:
            yield from lines


class ReleaseWriter:
    """Writes a release into an empty folder; its identifier is made of the content alone.

    The identifier is known once all graphs are added: a release that is there already need not be finished.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "graphs").mkdir()
        self._graphs: dict[str, dict[str, Any]] = {}

    def add_graph(self, graph: NamedNode, triples: Iterable[str]) -> None:
        """Write one named graph from N-Triples statements without their closing dot; sorted, each once."""
        end = f" {graph} .\n"
        name = quote(graph.value.split("/graph/", 1)[1], safe="@.-") + ".nq"
        plain = self._folder / "graphs" / name
        checksum = sha256()
        number = 0
        with plain.open("wb") as file, plain.with_name(f"{name}.gz").open("wb") as raw, compressed(raw) as packed:
            lines = (triple + end for triple, _ in groupby(sorted(triples)))
            while batch := list(islice(lines, BATCH)):
                content = "".join(batch).encode()
                number += len(batch)
                checksum.update(content)
                file.write(content)
                packed.write(content)
        self._graphs[graph.value] = {"file": f"{name}.gz", "quads": number, "sha256": checksum.hexdigest()}

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits of the checksums of all graphs: the same input gives the same release."""
        sums = sorted(f"{graph} {facts['sha256']}" for graph, facts in self._graphs.items())
        return sha256("\n".join(sums).encode()).hexdigest()[:12]

    @property
    def quads(self) -> int:
        """Number of quads written so far."""
        return sum(facts["quads"] for facts in self._graphs.values())

    def finish(self, manifest: Mapping[str, object], reports: Mapping[str, str]) -> None:
        """Make the database, then write reports and manifest."""
        store = Store(str(self._folder / "db"))
        for plain in sorted((self._folder / "graphs").glob("*.nq")):
            store.bulk_load(path=str(plain), format=RdfFormat.N_QUADS)
            plain.unlink()
        store.optimize()
        store.flush()
        del store  # gives up the lock, so that the folder can be opened read-only
        for name, content in reports.items():
            (self._folder / name).write_text(content, encoding="utf-8")
        whole = {"id": self.id, **manifest, "graphs": self._graphs}
        (self._folder / "manifest.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n")


def compressed(raw: IO[bytes]) -> gzip.GzipFile:
    """A gzip stream whose bytes depend on its content alone."""
    return gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=4, filename="", mtime=0)
