"""The plain way on the first 300 treaties: an rdflib graph, and pyshacl on the whole of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pyshacl
from pyoxigraph import RdfFormat, Store
from rdflib import Graph

from kg.records import Record
from kg.resources import SHAPES
from kg.store import Home
from kg.units import Unit, derive
from kg.validate import validate
from loaders import SOURCES

TREATIES = 300


def compare(home: Path) -> list[list[str]]:
    """Seconds of ours and of the plain way, step by step, on the same statements."""
    records = _first_treaties(home)
    units: list[Unit] = []
    derived = _seconds(lambda: units.extend(derive(records, SOURCES)))
    text = "".join(f"{triple} .\n" for unit in units for triple in unit.triples)
    ours, graph = Store(), Graph()
    loading = _seconds(lambda: ours.bulk_load(text.encode(), format=RdfFormat.N_TRIPLES))
    parsing = _seconds(lambda: graph.parse(data=text, format="nt"))
    shapes = Graph()
    for file in sorted(SHAPES.glob("*.ttl")):
        shapes.parse(file)
    fast = _seconds(lambda: validate([text]))
    slow = _seconds(lambda: pyshacl.validate(graph, shacl_graph=shapes, advanced=False))
    return [
        ["map and hold as a graph", *_ratio(derived + loading, derived + parsing), f"rdflib, {len(graph):,} triples"],
        ["validate", *_ratio(fast, slow), "pyshacl on the whole graph"],
    ]


def _first_treaties(home: Path) -> list[Record]:
    treaties: Iterable[Record] = Home(home).records("uk-treaties")
    found = [record for record in treaties if record.kind == "agreementRecord"]
    return found[:TREATIES]


def _ratio(ours: float, plain: float) -> tuple[str, str, str]:
    return f"{ours:.2f}", f"{plain:.2f}", f"{plain / ours:.1f}x"


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
