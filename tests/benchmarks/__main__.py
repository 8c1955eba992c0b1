"""`make bench`: what the UK catalogue costs, and how the same work compares with the plain way.

Every figure is measured in this run, on this machine; the ratios are the ones to read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from kg.store import Home
from kg.tables import table
from tests.benchmarks import plain, reading

ROOT = Path(__file__).parent.parent.parent
DATA = Path(os.environ.get("TREATYKG_DATA", ROOT.parent / "shared" / "data")) / "uk-treaties" / "json"


class Measured:
    """One command, run as a process of its own: seconds, peak memory in MB, its JSON."""

    def __init__(self, home: Path, *words: str) -> None:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", "from kg.cli import main; main()", "--home", str(home), "-q", *words],
            stdout=subprocess.PIPE,
            text=True,
        )
        if process.stdout is None:
            raise RuntimeError("the command has no output")
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds = time.perf_counter() - start
        if status:
            raise SystemExit(f"treatykg {' '.join(words)} failed")
        self.peak = usage.ru_maxrss / 1024
        self.json: Any = json.loads(output) if "--json" in words else None


def main() -> None:
    """Run all benchmarks and print their tables."""
    if not DATA.is_dir():
        raise SystemExit(f"no published files at {DATA}; set TREATYKG_DATA to the folder that holds uk-treaties/")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        rows = _catalogue(home)
        Measured(home, "neo4j", "up")
        try:
            ratios = plain.compare(home)
            rows += _synced(home)
        finally:
            Measured(home, "neo4j", "down")
        rows += reading.measure(Home(home).current().store)
    print(table(("UK catalogue", "seconds", "peak MB", "what"), rows))  # noqa: T201  a benchmark prints
    print()  # noqa: T201
    print(table(("first 300 treaties", "ours s", "plain s", "ratio", "plain way"), ratios))  # noqa: T201


def _catalogue(home: Path) -> list[list[str]]:
    load = Measured(home, "load", "uk-treaties", str(DATA), "--json")
    built = Measured(home, "build", "--json")
    again = Measured(home, "build", "--json")
    counts = built.json["counts"]
    rows = [_row("load", load.seconds, load.peak, f"{load.json['counts']['rows_read']:,} rows")]
    for step, seconds in built.json["seconds"].items():
        rows.append(
            _row(step.split(" ")[0] if "writing" not in step else "store", seconds, built.json["peak_mb"][step], step)
        )
    rows.append(
        _row(
            "build, all steps",
            built.seconds,
            built.peak,
            f"{counts['quads']:,} quads, {counts['agreements']:,} agreements",
        )
    )
    rows.append(_row("build, nothing changed", again.seconds, again.peak, "only validation remembers"))
    return rows


def _synced(home: Path) -> list[list[str]]:
    first = Measured(home, "sync", "--json")
    second = Measured(home, "sync", "--json")
    return [
        _row("sync, first", first.seconds, first.peak, "into an empty Neo4j, warm"),
        _row("sync, nothing changed", second.seconds, second.peak, "compares hashes"),
    ]


def _row(name: str, seconds: float, peak: float | None, what: str) -> list[str]:
    return [name, f"{seconds:.2f}", f"{peak:.0f}" if peak else "", what]


if __name__ == "__main__":
    main()
