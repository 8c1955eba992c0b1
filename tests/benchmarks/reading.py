"""Warm reading: questions about a pair, fact sheets, an export."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import partial

from pyoxigraph import Store

from kg.ask import ask, questions
from kg.export import pair_quads
from kg.sheet import read_sheet, render

PAIRS = ("GBR-USA", "GBR-VEN", "RUS-VEN")
DAY = "2022-03-11"


def measure(store: Store) -> list[list[str]]:
    """Median of five, after one that is not counted: seconds a question, a sheet, an export."""
    rows = []
    for pair in PAIRS:
        for name, given in (("agreements-of-pair", {"pair": pair}), ("in-force-at", {"pair": pair, "date": DAY})):
            question = partial(ask, store, questions()[name], given)
            rows.append(_row(f"{name} {pair}", question, f"{len(question().rows)} rows; target 0.050"))
        page = partial(_page, store, *pair.split("-"))
        rows.append(_row(f"sheet {pair}", page, f"{len(page()) // 1024} kB; target 0.500"))
    rows.append(_row("export GBR-VEN", partial(pair_quads, store, "GBR-VEN"), "all statements of the pair"))
    return rows


def _page(store: Store, one: str, other: str) -> str:
    return render(read_sheet(store, one, other, date.fromisoformat(DAY), "bench"))


def _row(name: str, work: Callable[[], object], what: str) -> list[str]:
    work()
    took = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return [name, f"{statistics.median(took):.3f}", "", what]
