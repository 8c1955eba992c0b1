"""Lists read by a mapping file, for the tests of `loaders.table`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.records import Reading, Record
from loaders.table import from_map

SMALL = """
source: {name: small, title: T, publisher: P, tier: 2, retrieved: 2020-06-30}
title: {column: title, lang: en}
parties: {columns: [{column: one}, {column: two}]}
"""


def read(paths: Sequence[Path], mapping: Path, keep_going: bool = False) -> tuple[Reading, list[Record]]:
    reading = from_map(mapping).read(paths, keep_going)
    return reading, list(reading)
