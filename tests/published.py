"""The records of all sources and the plan of their agreements, made once per run for the tests that measure on them.

`tests/conftest.py` imports the fixtures. Read only: nothing here may be changed by a test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import process_time

import pytest

from kg.records import Record
from kg.resolve import Plan, plan
from loaders import SOURCES

BUNDLED = ("related-pairs", "russia-venezuela")
PUBLISHED = (
    *("atop", "brazil-concordia", "cow-alliances", "desta", "gptad", "ieadb", "tfdd", "uk-treaties"),
    "unctad-bits",
)
Recorded = Callable[[str], list[Record]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """All records, the plan of their agreements, and the seconds of processor that it took."""

    records: list[Record]
    plan: Plan
    seconds: float


@pytest.fixture(scope="session")
def recorded(data: Callable[[str], Path]) -> Recorded:
    """The records of a source by its name: from its bundled files, else from the published ones."""

    @cache
    def read(name: str) -> list[Record]:
        return list(SOURCES[name].read(SOURCES[name].bundled or (data(name),), False))

    return read


@pytest.fixture(scope="session")
def planned(recorded: Recorded) -> Planned:
    """The plan of all published and bundled sources."""
    records = [one for name in (*BUNDLED, *PUBLISHED) for one in recorded(name)]
    begun = process_time()
    made = plan(records, SOURCES)
    return Planned(records=records, plan=made, seconds=process_time() - begun)
