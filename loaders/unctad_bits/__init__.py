"""Bilateral investment treaties in force, as UNCTAD's mapping project codes them."""

from __future__ import annotations

from pathlib import Path

from loaders.table import from_map

SOURCE = from_map(Path(__file__).with_name("map.yml"))
