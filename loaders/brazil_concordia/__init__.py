"""Bilateral acts of Brazil, as Concordia, the treaty database of its ministry of external relations, lists them."""

from __future__ import annotations

from pathlib import Path

from loaders.table import from_map

SOURCE = from_map(Path(__file__).with_name("map.yml"))
