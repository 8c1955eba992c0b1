"""`make bench`: what the UK catalogue and lists cost, and how the same work compares with the plain way.

Every figure is measured in this run, on this machine; the ratios are the ones to read. `python -m tests.benchmarks
lists` (or `catalogue`, `builds`, `sync`) measures that part alone.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.store import Home
from kg.tables import table
from tests.benchmarks import builds, lists, plain, reading, sync
from tests.benchmarks.measured import DATA, Measured

CATALOGUE = DATA / "uk-treaties" / "json"


def main() -> None:
    """Run the benchmarks that are named, or all, and print their tables as they are ready."""
    parts = {"catalogue": _of_the_catalogue, "builds": builds.measure, "lists": lists.measure, "sync": sync.measure}
    for name in sys.argv[1:] or parts:
        if name not in parts:
            raise SystemExit(f"there is no benchmark {name!r}; known are {', '.join(parts)}")
        for text in parts[name]():
            print(text, end="\n\n", flush=True)  # noqa: T201  a benchmark prints


def _of_the_catalogue() -> Iterator[str]:
    if not CATALOGUE.is_dir():
        raise SystemExit(f"no published files at {CATALOGUE}; set TREATYKG_DATA to the folder that holds uk-treaties/")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        rows = _catalogue(home)
        ratios = plain.compare(home)
        rows += reading.measure(Home(home).current().store)
    yield table(("UK catalogue", "seconds", "peak MB", "what"), rows)
    yield table(("first 300 treaties", "ours s", "plain s", "ratio", "plain way"), ratios)


def _catalogue(home: Path) -> list[list[str]]:
    load = Measured(home, "load", "uk-treaties", str(CATALOGUE), "--json")
    built = Measured(home, "build", "--json")
    again = Measured(home, "build", "--json")
    counts = built.json["counts"]
    rows = [_row("load", load.seconds, load.peak, f"{load.json['counts']['rows_read']:,} rows")]
    for step, seconds in built.json["seconds"].items():
        rows.append(_row(step.split(" ")[0], seconds, built.json["peak_mb"][step], step))
    rows.append(
        _row(
            "build, all steps",
            built.seconds,
            built.peak,
            f"{counts['quads']:,} quads, {counts['agreements']:,} agreements",
        )
    )
    rows.append(_row("build, nothing changed", again.seconds, again.peak, "seen without reading a record"))
    return rows


def _row(name: str, seconds: float, peak: float | None, what: str) -> list[str]:
    return [name, f"{seconds:.2f}", f"{peak:.0f}" if peak else "", what]


if __name__ == "__main__":
    main()
