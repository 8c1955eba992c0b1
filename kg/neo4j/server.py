"""A real Neo4j on this machine, from Python packages alone: start, stop, and what is known of it.

HOME/neo4j/server.json       port, password and process; readable by the user only
HOME/neo4j/data, logs ...    the server's own folders; data can be dropped and made again by a sync
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock

from kg.errors import Neo4jError
from kg.neo4j.apply import Connection, opened
from kg.neo4j.held import stamp
from kg.neo4j.jars import PINNED, WITH_BROWSER, Distribution, jars, java
from kg.neo4j.launch import START_LIMIT, STOP_LIMIT, prepare, start, wait
from kg.neo4j.local import LOOPBACK, Local, read, write
from kg.neo4j.process import ended

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Whether the local server runs, where, and which release it holds."""

    running: bool
    uri: str | None = None
    pid: int | None = None
    release: str | None = None  # None: none, or a sync was broken off
    syncing: str | None = None  # release whose sync was broken off, or is under way
    version: str | None = None  # None: it does not run
    problem: str | None = None  # why it cannot be asked what it holds
    folder: str

    def as_dict(self) -> dict[str, object]:
        """As plain values."""
        return asdict(self)

    def text(self) -> str:
        """In words."""
        if not self.running:
            return "the local Neo4j is not running; start it with: treatykg neo4j up"
        holds = "holds no release; fill it with: treatykg sync"
        if self.problem:
            holds = f"cannot be asked what it holds: {self.problem}"
        elif self.syncing:
            holds = f"release {self.syncing} is only partly applied to it; finish with: treatykg sync"
        elif self.release:
            holds = f"holds release {self.release}"
        return f"Neo4j {self.version} runs at {self.uri} (process {self.pid}, data in {self.folder}) and {holds}"


def up(home: Path, say: Say, distribution: Distribution = PINNED) -> Connection:
    """Start the local server if it does not run, and wait until it answers; one that runs stays, whatever its version.

    Data that a newer version has opened cannot be opened by an older one.
    Raises Neo4jError if a package is missing, the archives cannot be fetched, or the server does not start.
    """
    folder = _folder(home)
    with _alone(folder):
        local = read(folder)
        if local is not None and local.running:
            wait(folder, local)
            return _reached(folder, local)
        program, archives = java(), jars(say, distribution)
        say(f"starting Neo4j {distribution.version}")
        local = prepare(folder, program, archives, local, distribution)
        local = start(folder, program, archives, local, distribution)
        say(f"Neo4j answers at {local.connection.uri}")
        return _reached(folder, local)


def browser(home: Path, say: Say) -> str:
    """The address of Neo4j Browser on the local server, which is started, or started again with it, where need be.

    Raises Neo4jError as `up` does.
    """
    folder = _folder(home)
    local = read(folder)
    if local is not None and local.running and local.http is None:
        down(home, say)
    server = up(home, say, WITH_BROWSER)
    local = read(folder)
    if local is None or local.http is None:
        raise Neo4jError("the local Neo4j was started again without Neo4j Browser; try once more")
    dbms = quote(server.uri.replace("://", f"://{server.user}@"), safe="")
    return f"http://{LOOPBACK}:{local.http}/browser/?dbms={dbms}"


def down(home: Path, say: Say) -> None:
    """Stop the local server and wait until it has ended; its data stay."""
    folder = _folder(home)
    local = read(folder)
    if local is None or local.pid is None or not local.running:
        say("the local Neo4j is not running")
        return
    say("stopping Neo4j")
    with _alone(folder):
        if not ended(local.pid, local.birth, STOP_LIMIT):
            raise Neo4jError(
                f"Neo4j (process {local.pid}) has not stopped within {STOP_LIMIT:.0f} s; see {folder / 'logs'}"
            )
        write(folder, replace(local, pid=None, birth=None))
    say("Neo4j is stopped")


def status(home: Path) -> Status:
    """What is known of the local server; raises nothing if it does not answer."""
    folder = _folder(home)
    local = read(folder)
    if local is None or not local.running:
        return Status(running=False, folder=str(folder))
    try:
        with opened(local.connection) as server:
            told, problem = stamp(server), None
    except Neo4jError as error:
        told, problem = {}, str(error)
    return Status(
        running=True,
        uri=local.connection.uri,
        pid=local.pid,
        release=told.get("id"),
        syncing=told.get("syncing"),
        version=local.version,
        problem=problem,
        folder=str(folder),
    )


def connection(home: Path) -> Connection:
    """The server to use: the one that `NEO4J_URI` names, else the local one.

    `NEO4J_USERNAME`, `NEO4J_PASSWORD` (empty: the server asks for none) and `NEO4J_DATABASE` go with it.
    Raises Neo4jError if there is neither.
    """
    given = os.environ
    database = given.get("NEO4J_DATABASE") or None
    if uri := given.get("NEO4J_URI"):
        if "NEO4J_PASSWORD" not in given:
            raise Neo4jError(
                f"NEO4J_URI is {uri}, but NEO4J_PASSWORD is not set (set it empty if the server asks for none)"
            )
        user = given.get("NEO4J_USERNAME") or "neo4j"
        return Connection(uri=uri, user=user, password=given["NEO4J_PASSWORD"], database=database)
    local = read(_folder(home))
    if local is None or not local.running:
        raise Neo4jError("no Neo4j is running here and NEO4J_URI is not set; start one with: treatykg neo4j up")
    return replace(_reached(_folder(home), local), database=database)


def _reached(folder: Path, local: Local) -> Connection:
    """The local server reads files from a folder of its own: a first load through them is twice as fast."""
    return replace(local.connection, files=folder / "import")


def _folder(home: Path) -> Path:
    return (home / "neo4j").resolve()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder, so that of two commands at once the second waits and then finds the work done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=START_LIMIT)
        with lock:
            yield
    except OSError as error:
        raise Neo4jError(f"{error.filename or folder} cannot be used: {error.strerror or error}") from error
