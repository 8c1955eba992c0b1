"""Fixtures that several test modules share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build import build
from kg.store import Home
from loaders import SOURCES
from tests.neo4j_fixture import neo4j, neo4j_home

__all__ = ["bundled", "data", "neo4j", "neo4j_home"]

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def data() -> Callable[[str], Path]:
    """Folder of a published data set: `TREATYKG_DATA`, else `../shared/data`; a missing one is a failure in CI."""
    base = Path(os.environ.get("TREATYKG_DATA", ROOT.parent / "shared" / "data"))

    def folder(name: str) -> Path:
        found = base / name
        if not found.is_dir():
            reason = f"no published files at {found}; set TREATYKG_DATA to the folder that holds {name}/"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        return found

    return folder


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a release of the bundled sources. Read only: a test that writes makes its own."""
    home = Home(tmp_path_factory.mktemp("bundled"))
    build(home, {name: source for name, source in SOURCES.items() if source.bundled}, lambda _text: None)
    return home
