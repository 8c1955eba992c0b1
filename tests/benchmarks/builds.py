"""What a build of all published sources costs, and how much less one costs after which little or nothing changed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kg.records import Text
from kg.store import Home
from kg.tables import Value, table
from loaders import SOURCES
from tests.benchmarks.measured import DATA, Measured

CHANGED = ("gptad", "ieadb", "uk-treaties")  # a small, a middling and the largest source
COLUMNS = ("build of all sources", "seconds", "share of the first", "peak MB", "what")


def measure() -> Iterator[str]:
    """One table: the first build, one with nothing changed, and one after a record of one source changed."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        load_all(home)
        first = Measured(home, "build", "--json")
        counts = first.json["counts"]
        rows = [_row("first", first, first, f"{counts['records']:,} records, {counts['quads']:,} quads")]
        rows += [_row("  " + step, None, first, "", seconds) for step, seconds in first.json["seconds"].items()]
        rows.append(_row("nothing changed", Measured(home, "build", "--json"), first, "target: under 10 s"))
        for source in CHANGED:
            _change_a_title(Home(home), source)
            rows.append(
                _row(f"{source}, one title changed", Measured(home, "build", "--json"), first, "target: under 33 %")
            )
    yield table(COLUMNS, rows)


def load_all(home: Path) -> None:
    """Load every source whose published files are there."""
    for source in sorted(SOURCES):
        if (DATA / source).is_dir() and not SOURCES[source].bundled:
            Measured(home, "load", source, str(DATA / source), "--keep-going", "--json")


def _row(name: str, run: Measured | None, first: Measured, what: str, seconds: float = 0) -> list[Value]:
    seconds = run.seconds if run else seconds
    return [name, f"{seconds:.1f}", f"{seconds / first.seconds:.0%}", f"{run.peak:,.0f}" if run else "", what]


def _change_a_title(home: Home, source: str) -> None:
    """As a load of a file with one title changed leaves it: the last record that has a title."""
    records = list(home.records(source))
    place = max(place for place, record in enumerate(records) if record.titles)
    titles = (Text(value="Agreement under another title", lang="en"),)
    records[place] = replace(records[place], titles=titles)
    account = home.load_report(source)
    with home.replacing(source) as writer:
        for record in records:
            writer.add(record)
        writer.report = account
