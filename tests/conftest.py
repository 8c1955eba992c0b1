"""Fixtures that several test modules share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.build import build
from kg.store import Home
from loaders import SOURCES
from tests.neo4j_fixture import neo4j, neo4j_home, neo4j_packages
from tests.published import planned, recorded

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadScopeScheduling

__all__ = ["bundled", "data", "neo4j", "neo4j_home", "neo4j_packages", "planned", "recorded"]

ROOT = Path(__file__).parent.parent
GROUPS = {  # files that share what is dear to make: where tests run in several processes, one process takes them
    "published": (
        *("resolve/test_labelled", "resolve/test_published", "test_cross_rules", "test_lineage"),
        "test_status_published",
    ),
    "sync": (
        "test_neo4j_random",
        "test_sync",
        "test_sync_command",
        "test_sync_faults",
        "test_sync_others",
        "test_sync_since",
        "test_sync_spread",
        "test_sync_ways",
    ),
    "questions": (
        *("test_neo4j_newest", "test_queries", "test_questions_force", "test_questions_history", "test_status_lives"),
        "test_twins",
    ),
}
TOGETHER = {f"tests/{file}.py": group for group, files in GROUPS.items() for file in files}


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where tests run in several processes, begin with what takes longest, so that all end at about one time."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _file(item.nodeid) not in TOGETHER)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """A file goes to one process, and with it those that share what is dear to make.

    `--dist loadgroup` would do, but takes no heed of its groups since pytest 9.2 (pytest-xdist issue 1386).
    """
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist is not typed
        def _split_scope(self, nodeid: str) -> str:
            return TOGETHER.get(_file(nodeid), _file(nodeid))

    return Together(config, log)


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
