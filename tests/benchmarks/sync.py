"""What a sync with Neo4j costs: beside other ways of writing the same, and as a release grows and changes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kg.neo4j import Connection, down, up
from kg.neo4j.apply import Server, opened
from kg.store import Home, Release
from kg.tables import Value, table
from tests.benchmarks import twins
from tests.benchmarks.builds import load_all
from tests.benchmarks.measured import Measured, Run
from tests.benchmarks.releases import changed, chosen, some_parts, triples, without

SAMPLE = tuple(f"uk-treaties-{number}" for number in range(4))  # a quarter of the UK catalogue's agreements, each whole
WARM = ("uk-treaties-5",)  # written before, so that no way is the first one
ONE_SOURCE = "uk-treaties"
PEERS = {  # way -> target of ours / theirs, what it is
    "triples": ("50", "one MERGE a triple, autocommit"),
    "items": ("50", "one MERGE a node or edge, autocommit; our mapping"),
    "rdflib-neo4j": ("5", "the package, on the same triples, with its own settings"),
    "batched": ("2", "UNWIND MERGE of 5,000, driver in plain Python; our mapping"),
}
FETCHED = 100_000  # nodes whose ids and hashes are fetched
ROWS = "MATCH (n:TreatyKG) WITH n LIMIT $number RETURN n.id, n.hash"
LISTS = "MATCH (n:TreatyKG) WITH n LIMIT $number RETURN collect(n.id), collect(n.hash)"


@dataclass(slots=True)
class Written:
    """What one way took, and what was in the database after it."""

    seconds: float
    peak: float
    told: dict[str, Any]
    nodes: int
    edges: int

    @property
    def items(self) -> int:
        """Nodes and edges."""
        return self.nodes + self.edges


def measure() -> Iterator[str]:
    """Five tables, from one server; `TREATYKG_BENCH_HOME` names a home whose release is taken, else one is built.

    With `TREATYKG_BENCH_WHOLE` one MERGE a triple writes all sources too, not a sample only: that takes an hour.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = os.environ.get("TREATYKG_BENCH_HOME")
        home = Path(given) if given else folder / "home"
        if not given:
            load_all(home)
            Measured(home, "build", "--json")
        bench = _Bench(folder, Home(home).current())
        try:
            yield from bench.tables()
        finally:
            down(folder, _silent)


class _Bench:
    def __init__(self, folder: Path, release: Release) -> None:
        releases = folder / "releases"  # where one sync finds what an earlier one wrote
        releases.mkdir()
        (releases / release.id).symlink_to(release.folder, target_is_directory=True)
        self._folder, self._release = releases, Release(releases / release.id)
        self._home, self._server = folder, up(folder, _silent)
        self._rates: dict[str, float] = {}  # statements a second of the other ways on the sample

    def tables(self) -> Iterator[str]:
        for way in ("load-csv", "unwind", "batched"):
            self._run(way, some_parts(self._release, WARM, self._folder / f"warm-{way}"))
        sample = some_parts(self._release, SAMPLE, self._folder / "sample")
        yield self._compared(sample, f"first sync of {len(SAMPLE)} parts of {ONE_SOURCE}", tuple(PEERS))
        slowest = ("triples",) if os.environ.get("TREATYKG_BENCH_WHOLE") else ()
        yield self._compared(self._release, "first sync of all sources", (*slowest, "rdflib-neo4j", "batched"))
        yield table(("all sources, LOAD CSV", "seconds", "share of the first", "peak MB", "what"), self._changes())
        yield table((f"ids and hashes of {FETCHED:,} nodes", "seconds", "what"), self._fetched())
        yield table(twins.COLUMNS, twins.compare(self._release, self._server))

    def _compared(self, release: Release, title: str, ways: tuple[str, ...]) -> str:
        """Each way into the same server, emptied before: rates of statements, and how much faster ours are."""
        ours = [self._run(way, release) for way in ("load-csv", "unwind")]
        quads = sum(part.quads for part in release.parts.values())
        lines = [
            self._line(name, one, quads, ["", "", "", f"{one.nodes:,} nodes, {one.edges:,} edges"])
            for name, one in zip(("ours, LOAD CSV", "ours, UNWIND"), ours, strict=True)
        ]
        for way in ways:
            target, what = PEERS[way]
            found = self._with_rdflib_neo4j(release) if way == "rdflib-neo4j" else self._run(way, release)
            if isinstance(found, str):
                lines.append([way, "not run", "", "", "", "", "", target, found])
                continue
            if way in {"batched", "items"} and (found.nodes, found.edges) != (ours[0].nodes, ours[0].edges):
                raise SystemExit(f"{way} wrote {found.nodes} nodes and {found.edges} edges")
            self._rates.setdefault(way, quads / found.seconds)
            ratios = [f"{found.seconds / one.seconds:.1f}x" for one in ours]
            lines.append(self._line(way, found, quads, [*ratios, target, what]))
        for way in self._rates.keys() - {*ways}:
            rate = self._rates[way]
            ratios = [f"{quads / one.seconds / rate:.1f}x" for one in ours]
            lines.append([way, "", f"{rate:,.0f}", "", "", *ratios, PEERS[way][0], "at its rate on the sample"])
        columns = ("seconds", "statements/s", "items/s", "peak MB", "to LOAD CSV", "to UNWIND", "target", "what")
        return table((title, *columns), lines)

    def _line(self, name: str, one: Written, quads: int, rest: list[str]) -> list[Value]:
        rates = (f"{quads / one.seconds:,.0f}", f"{one.items / one.seconds:,.0f}")
        return [name, f"{one.seconds:.1f}", *rates, f"{one.peak:.0f}", *rest]

    def _run(self, way: str, release: Release, *, afresh: bool = True) -> Written:
        if afresh:
            empty(self._server)
        run = Run("-m", "tests.benchmarks.ways", way, str(self._home), str(release.folder))
        return self._counted(run, run.json)

    def _counted(self, run: Run, told: dict[str, Any]) -> Written:
        with opened(self._server) as server:
            nodes = server.read("MATCH (n) RETURN count(n)")[1][0][0]
            edges = server.read("MATCH ()-[r]->() RETURN count(r)")[1][0][0]
            stamps = server.read("MATCH (n:TreatyKGRelease) RETURN count(n)")[1][0][0]
        return Written(told["seconds"], told.get("peak", run.peak), told, nodes - stamps, edges)

    def _with_rdflib_neo4j(self, release: Release) -> Written | str:
        """What the package took, in an environment of its own; why not, where it cannot be installed."""
        python = self._home / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        venv.create(self._home / "venv", with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "rdflib-neo4j==1.1"]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"rdflib-neo4j cannot be installed: {done.stderr.strip().splitlines()[-1]}"
        file = self._home / "statements.nt"
        file.write_text("".join(triples(release)), encoding="utf-8")
        empty(self._server)
        named = {"NEO4J_URI": self._server.uri, "NEO4J_USERNAME": self._server.user}
        environment = os.environ | named | {"NEO4J_PASSWORD": self._server.password}
        script = Path(__file__).with_name("rdflib_neo4j_way.py")
        run = Run(str(script), str(file), python=str(python), environment=environment)
        return self._counted(run, json.loads(run.output.splitlines()[-1]))

    def _changes(self) -> Iterator[list[Value]]:
        """From an empty database to the release, to others of which few agreements differ, and back to it."""
        first = self._run("load-csv", self._release)
        what = f"{first.nodes:,} nodes, {first.edges:,} edges, {first.told['writes']:,} written; target under 1,024 MB"
        yield _step("first", first, first, what)
        again = self._run("load-csv", self._release, afresh=False)
        yield _step("nothing changed", again, first, f"{again.told['writes']} written")
        changes = (
            ("", changed, "titles of 1 % changed, over all sources"),
            (ONE_SOURCE, changed, f"titles of 1 % changed, all in {ONE_SOURCE}"),
            ("", without, "1 % gone, over all sources"),
        )
        for number, (source, change, name) in enumerate(changes):
            agreements = chosen(self._release, source)
            other = change(self._release, agreements, self._folder / f"changed-{number}")
            found = self._run("load-csv", other, afresh=False)
            what = f"{len(agreements)} agreements, {found.told['writes']:,} written; target under 10 %"
            yield _step(name, found, first, what)
            back = self._run("load-csv", self._release, afresh=False)
            yield _step("and back", back, first, f"{back.told['writes']:,} written")
        every = self._run("whole", self._release, afresh=False)
        yield _step("all looked at", every, first, f"{every.told['writes']} written, by --whole")
        checked = self._run("verify", self._release, afresh=False)
        told = checked.told
        what = f"{told['statements']:,} statements, {told['missing']} missing, {told['added']} added"
        yield _step("verify", checked, first, what)

    def _fetched(self) -> Iterator[list[Value]]:
        with opened(self._server) as server:
            took = [_median(partial(server.read, statement, number=FETCHED)) for statement in (ROWS, LISTS)]
        yield ["a row a node", f"{took[0]:.2f}", ""]
        yield ["two collected lists", f"{took[1]:.2f}", f"{took[0] / took[1]:.1f}x"]


def _step(name: str, one: Written, first: Written, what: str) -> list[Value]:
    return [name, f"{one.seconds:.1f}", f"{one.seconds / first.seconds:.0%}", f"{one.peak:.0f}", what]


def empty(connection: Connection) -> None:
    """Take everything out of a database: nodes, edges, constraints and indexes."""
    with opened(connection) as server:
        server.auto("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 50000 ROWS")
        server.auto("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 50000 ROWS")
        _drop(server, "CONSTRAINT", "SHOW CONSTRAINTS YIELD name")
        _drop(server, "INDEX", "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")


def _drop(server: Server, what: str, listed: str) -> None:
    for (name,) in server.read(listed)[1]:
        server.write(f"DROP {what} {name}")


def _median(work: Callable[[], object]) -> float:
    """Seconds: of three, after one that is not counted."""
    work()
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def _silent(_text: str) -> None:
    pass
