"""What lists cost: one of a million agreements, the same work in the plain way, and every published source."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.records import Source
from kg.tables import Value, table
from loaders import SOURCES
from tests.benchmarks import synthetic
from tests.benchmarks.measured import DATA, Measured, Run

ROWS = 1_000_000
COMPARED = 20_000
_MODULE = ("-m", "tests.benchmarks.synthetic")
_SOURCE_COLUMNS = (
    "source",
    "rows",
    "records",
    "bilateral by flag",
    "by sides",
    "identified %",
    "set aside",
    "seconds",
    "peak MB",
)


def measure(rows: int = ROWS) -> Iterator[str]:
    """The tables, one after another as they are ready."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield table(("made-up list", "value", "target"), _million(folder, rows))
        yield table(("first rows of the list", "rows/s", "seconds", "peak MB", "what"), _compared(folder))
        yield table(_SOURCE_COLUMNS, _sources(folder))


def _million(folder: Path, rows: int) -> list[list[Value]]:
    path = folder / "list.csv"
    synthetic.write(path, rows)
    found = _run("load", path, rows)
    size = path.stat().st_size / 1e6
    path.unlink()
    return [
        ["rows", f"{rows:,}", f"{size:,.0f} MB of CSV"],
        ["records", f"{found['records']:,.0f}", "contradictions of status and dates are records too"],
        ["parties identified", f"{found['identified']:.1%}", ""],
        ["seconds", f"{found['seconds']:.0f}", f"{rows / found['seconds']:,.0f} rows a second"],
        ["processor seconds, first half", f"{found['first']:.1f}", ""],
        ["processor seconds, second half", f"{found['second']:.1f}", ""],
        ["second half / first half", f"{found['second'] / found['first']:.2f}", "1.20"],
        ["peak MB", f"{found['peak']:.0f}", "500"],
    ]


def _compared(folder: Path) -> list[list[Value]]:
    """Ours and the plain way on the same rows, from the file to a file of triples."""
    path = folder / "first.csv"
    synthetic.write(path, COMPARED)
    loaded, written, plain = (_run(how, path, COMPARED) for how in ("load", "triples", "plain"))
    faster = plain["seconds"] / loaded["seconds"]
    each = (plain["seconds"] / plain["triples"]) / (written["seconds"] / written["triples"])
    return [
        _speed("ours: load", loaded, f"checked records on disk; {faster:.1f}x the rows/s of the plain way"),
        _speed("ours: load and triples", written, f"{written['triples']:,} triples; {each:.1f}x the triples/s"),
        _speed("plain: csv and rdflib", plain, f"{plain['triples']:,} triples, of which none says where it is from"),
    ]


def _speed(name: str, found: dict[str, Any], what: str) -> list[Value]:
    rate = f"{COMPARED / found['seconds']:,.0f}"
    return [name, rate, f"{found['seconds']:.2f}", f"{found['peak']:.0f}", what]


def _run(how: str, path: Path, rows: int) -> dict[str, Any]:
    run = Run(*_MODULE, how, str(path), str(rows))
    return {**run.json, "peak": run.peak}


def _sources(home: Path) -> list[list[Value]]:
    """Every source whose files are there; those that are bundled always are."""
    lines: list[list[Value]] = []
    seconds = peak = 0.0
    for source in SOURCES.values():
        paths = _paths(source)
        if not paths:
            lines.append([source.name, "no files", *[""] * 7])
            continue
        run = Measured(home / "home", "load", source.name, *map(str, paths), "--keep-going", "--json")
        seconds, peak = seconds + run.seconds, max(peak, run.peak)
        lines.append(_source(source.name, run))
    return [*lines, ["all; targets 180 s, 2,048 MB", *[""] * 6, f"{seconds:.1f}", f"{peak:,.0f}"]]


def _source(name: str, run: Run) -> list[Value]:
    counts = run.json["counts"]
    identified = f"{100 * counts['identified'] / counts['parties']:.2f}" if counts["parties"] else ""
    numbers = [counts[one] for one in ("rows_read", "records", "bilateral_by_flag", "bilateral_by_sides")]
    aside = f"{counts['set_aside']:,}"
    return [name, *(f"{one:,}" for one in numbers), identified, aside, f"{run.seconds:.1f}", f"{run.peak:.0f}"]


def _paths(source: Source) -> list[Path]:
    folder = DATA / source.name
    if source.bundled:
        return list(source.bundled)
    inside = folder / "json"
    return [inside if inside.is_dir() else folder] if folder.is_dir() else []
