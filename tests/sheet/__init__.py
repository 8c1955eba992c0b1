"""A small release written by hand, and sheets and pages made of it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kg.graph.reference import FILES
from kg.names import REF_GRAPH
from kg.resources import ONTOLOGY
from kg.sheet import Sheet, read_sheet, render

GOLDEN = Path(__file__).parent / "golden.trig"
ALLIANCES = Path(__file__).parent / "alliances.trig"
ENTRY_INTO_FORCE = "2025-11-12"


@cache
def golden_store(*more: Path) -> Store:
    """The golden data with the ontology, as a release holds them; with `more` files beside."""
    store = Store()
    for name in FILES:
        store.load(path=ONTOLOGY / name, format=RdfFormat.TURTLE, to_graph=REF_GRAPH)
    for path in (GOLDEN, *more):
        store.load(path=path, format=RdfFormat.TRIG)
    return store


def sheet_on(on: str = ENTRY_INTO_FORCE, one: str = "RUS", other: str = "VEN", *more: Path) -> Sheet:
    """The sheet of a pair as of a day."""
    return read_sheet(golden_store(*more), one, other, date.fromisoformat(on), "abc123def456")


@cache
def page_on(on: str = ENTRY_INTO_FORCE, *more: Path) -> str:
    """The page of Russia and Venezuela as of a day."""
    return render(sheet_on(on, "RUS", "VEN", *more))
