"""Servers that die, stop, run out of room or refuse to write: each error is one line, and the next sync does the rest.

The tests are one story of one server, each a chapter: starting it takes longer than anything else here.
"""

from __future__ import annotations

import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Timer

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.errors import Neo4jError
from kg.neo4j import Connection, apply, down, launch, ping, status, sync, up, verify
from kg.neo4j.apply import opened
from kg.neo4j.jars import PINNED
from kg.neo4j.local import read, write
from kg.neo4j.process import birth, ended
from kg.store import Home, Release
from tests.faults import KEYS, assert_whole, empty, resize, small_disk
from tests.neo4j_golden import golden, quiet

pytestmark = pytest.mark.neo4j
SEED = 6
MOMENTS = random.Random(SEED)  # noqa: S311  moments of a kill, not secrets
ROOM = 100_000_000  # bytes for transaction logs


@dataclass(frozen=True, kw_only=True)
class Own:
    """A server of these tests' own, whose transaction logs lie on a small disk, and a release for it."""

    home: Path
    logs: Path
    release: Release
    missing: str  # why the logs lie on no disk of their own

    def up(self, settings: str = "") -> Connection:
        """Start it."""
        logs = f"server.directories.transaction.logs.root={self.logs}\n"
        return up(self.home, quiet, replace(PINNED, settings=logs + settings))

    def kill(self) -> None:
        """End it as a power cut would."""
        pid = status(self.home).pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert ended(pid, birth(pid), 10)

    def sync(self, server: Connection, say: Callable[[str], None] = quiet) -> None:
        """Bring it up to the release."""
        sync(self.release, server, self.release.id, say, limit=1)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, neo4j_packages: list[Path], bundled: Home) -> Iterator[Own]:
    assert neo4j_packages
    folder = tmp_path_factory.mktemp("faults")
    (folder / "logs").mkdir()
    with small_disk(folder / "logs", ROOM) as missing:
        yield Own(home=folder / "home", logs=folder / "logs", release=bundled.current(), missing=missing)
        down(folder / "home", quiet)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other server is touched, and what fails for a passing reason is tried again for a second only."""
    monkeypatch.setattr(apply, "RETRY_LIMIT", 1.0)
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)


def test_a_load_that_another_program_keeps_from_a_node_goes_on_by_itself(own: Own) -> None:
    """Statements that commit as they go are not tried again as they are: what is left to do is found out anew."""
    server, said = own.up("db.lock.acquisition.timeout=1s\n"), list[str]()
    with ExitStack() as held, opened(server) as other:

        def say(text: str) -> None:
            said.append(text)
            if "edges follow" in text and len(said) < 5:
                hold = "MATCH (n:TreatyKG:Polity {id: 'VEN'}) SET n.theirs = 1"
                held.enter_context(other.alone(hold, "held by another"))
            elif "to write" in text:
                held.close()

        sync(golden(), server, "r1", say)
    assert sum("to write" in line for line in said) == 2, said
    assert_whole(golden(), server, "r1")


def test_a_server_killed_at_any_moment_shows_and_the_next_sync_does_the_rest(own: Own) -> None:
    server, delay = own.up(), MOMENTS.uniform(0, 2)
    sys.stdout.write(f"seed {SEED}: killed {delay:.2f} s into the writing of a sync\n")
    empty(server)
    timer = Timer(delay, own.kill)
    try:
        own.sync(server, lambda text: timer.start() if "to write" in text else None)
    except Neo4jError as error:
        assert "\n" not in str(error)
        assert str(error) == f"the Neo4j at {server.uri} stopped answering; start it and run the command again"
    timer.join()
    assert not status(own.home).running
    server = own.up()
    if (told := status(own.home)).syncing:
        assert "is only partly applied to it; finish with: treatykg sync" in told.text()
    own.sync(server)
    assert_whole(own.release, server, own.release.id)


def test_a_lost_password_is_said(own: Own) -> None:
    own.up()
    folder = own.home / "neo4j"
    local = read(folder)
    assert local is not None
    write(folder, replace(local, password=secrets.token_hex(8)))
    with pytest.raises(
        Neo4jError, match=r"^bolt\S+ refuses user 'neo4j' .*; see \S+logs, or delete \S+ and sync again$"
    ):
        own.up()
    assert "cannot be asked what it holds: bolt" in status(own.home).text()
    write(folder, local)


def test_a_full_folder_of_transaction_logs_is_said_and_after_a_restart_with_room_all_goes_on(own: Own) -> None:
    server = own.up()
    empty(server)
    if own.missing:
        pytest.skip(own.missing)
    used = shutil.disk_usage(own.logs).used
    resize(own.logs, used + 1_000_000)
    full = r"cannot write its log, the disk may be full \(.*\); stop it first, then make"
    hurt = r"must be stopped and started again \(.*\); if its disk is full, make room"
    with pytest.raises(Neo4jError, match=full):
        own.sync(server)
    with pytest.raises(Neo4jError, match=hurt):
        own.sync(server)
    assert "cannot be asked what it holds" in status(own.home).text()
    down(own.home, quiet)
    resize(own.logs, ROOM)
    server = own.up()
    assert f"release {own.release.id} is only partly applied to it" in status(own.home).text()
    own.sync(server)
    assert_whole(own.release, server, own.release.id)


ENCRYPTED = """\
server.bolt.tls_level=REQUIRED
dbms.ssl.policy.bolt.enabled=true
dbms.ssl.policy.bolt.base_directory=certificates
dbms.ssl.policy.bolt.private_key=private.key
dbms.ssl.policy.bolt.public_certificate=public.crt
"""
READ_ONLY = "server.databases.default_to_read_only=true\n"
REFUSALS = [  # scheme, and what is wrong with it
    ("bolt", "it ends connections that are not encrypted; bolt+s:// or neo4j+s:// is"),
    ("neo4j", "it ends connections that are not encrypted; bolt+s:// or neo4j+s:// is"),
    ("bolt+s", "its certificate is not one that this machine trusts; +ssc in place of +s takes any"),
    ("neo4j+s", "its certificate is not one that this machine trusts; +ssc in place of +s takes any"),
]


def certificate(folder: Path) -> None:
    """A key and a certificate that nobody signed but its owner."""
    if shutil.which("openssl") is None:
        reason = "no openssl to make a certificate with"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    folder.mkdir()
    made = ("-keyout", str(folder / "private.key"), "-out", str(folder / "public.crt"))
    what = ("-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost")
    subprocess.run(["openssl", "req", "-x509", *what, *made], check=True, capture_output=True)


def test_encryption_and_read_only_databases_are_told(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    own.sync(own.up())
    down(own.home, quiet)
    certificate(own.home / "neo4j" / "certificates")
    with monkeypatch.context() as patch:  # the wait for a local server speaks without encryption
        patch.setattr(launch, "ping", lambda to: ping(with_scheme(to, "bolt+ssc")))
        server = own.up(ENCRYPTED + READ_ONLY)
    for scheme, wrong in REFUSALS:
        to = with_scheme(server, scheme)
        with pytest.raises(Neo4jError) as raised:
            own.sync(to)
        asked = "check NEO4J_URI, or start a local one with: treatykg neo4j up"
        assert str(raised.value) == f"no Neo4j at {to.uri}: {wrong}; {asked}"
    to = with_scheme(server, "bolt+ssc")
    assert ping(with_scheme(server, "neo4j+ssc")) == ping(to) == f"Neo4j {PINNED.version}"
    monkeypatch.setenv("NEO4J_URI", to.uri)
    monkeypatch.setenv("NEO4J_PASSWORD", to.password)
    done = CliRunner().invoke(cli, ["-q", "--home", str(own.release.folder.parent.parent), "sync", "--afresh"])
    assert (done.exit_code, done.output) == (
        1,
        f"Error: {to.uri} is read-only: No write operations are allowed on this database. "
        "The database is in read-only mode on this Neo4j instance\n",
    )
    assert verify(own.release, to, quiet).same


def with_scheme(server: Connection, scheme: str) -> Connection:
    """The same server by another kind of address."""
    return replace(server, uri=f"{scheme}{server.uri.removeprefix('bolt')}")
