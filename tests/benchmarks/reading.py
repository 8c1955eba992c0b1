"""Warm reading: questions about a pair, fact sheets, an export."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date

from pyoxigraph import Store

from kg.ask import ask, questions
from kg.export import pair_quads
from kg.sheet import read_sheet, render

PAIRS = ("GBR-USA", "GBR-VEN", "RUS-VEN")
DAY = "2022-03-11"


def measure(store: Store) -> list[list[str]]:
    """Median of five, after one that is not counted: seconds a question, a sheet, an export."""
    rows = []
    saved = questions()
    for pair in PAIRS:
        for name, given in (("agreements-of-pair", {"pair": pair}), ("in-force-at", {"pair": pair, "date": DAY})):
            number = len(ask(store, saved[name], given).rows)
            rows.append(_row(f"{name} {pair}", lambda n=name, g=given: ask(store, saved[n], g), f"{number} rows; target 0.050"))
        one, other = pair.split("-")
        size = len(render(read_sheet(store, one, other, date.fromisoformat(DAY), "bench"))) // 1024
        rows.append(
            _row(
                f"sheet {pair}",
                lambda a=one, b=other: render(read_sheet(store, a, b, date.fromisoformat(DAY), "bench")),
                f"{size} kB; target 0.500",
            )
        )
    rows.append(_row("export GBR-VEN", lambda: pair_quads(store, "GBR-VEN"), "all statements of the pair"))
    return rows


def _row(name: str, work: Callable[[], object], what: str) -> list[str]:
    work()
    took = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return [name, f"{statistics.median(took):.3f}", "", what]
