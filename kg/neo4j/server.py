"""A real Neo4j on this machine, from Python packages alone: start, stop, and what is known of it.

HOME/neo4j/server.json       port, password and process; readable by the user only
HOME/neo4j/data, logs ...    the server's own folders; data can be dropped and made again by a sync
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock

from kg.errors import Neo4jError
from kg.neo4j.apply import Connection, NoServerError, ping, release_of
from kg.neo4j.jars import VERSION, jars, java
from kg.neo4j.process import birth, detached, ended

Say = Callable[[str], None]
LOOPBACK = "127.0.0.1"
START_LIMIT, STOP_LIMIT = 180.0, 60.0  # seconds
HEAP, PAGE_CACHE = "1g", "256m"
SERVER, ADMIN = "org.neo4j.server.CommunityEntryPoint", "org.neo4j.cli.AdminTool"


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """What `server.json` keeps of the local server."""

    port: int
    password: str
    pid: int | None = None
    birth: str | None = None

    @property
    def running(self) -> bool:
        """Whether the process that was started is still there."""
        return self.pid is not None and birth(self.pid) == self.birth

    @property
    def connection(self) -> Connection:
        """How to reach it."""
        return Connection(uri=f"bolt://{LOOPBACK}:{self.port}", password=self.password)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Whether the local server runs, where, and which release it holds."""

    running: bool
    uri: str | None = None
    pid: int | None = None
    release: str | None = None  # None: none, or a sync was broken off
    folder: str

    def as_dict(self) -> dict[str, object]:
        """As plain values."""
        return asdict(self)

    def text(self) -> str:
        """In words."""
        if not self.running:
            return "the local Neo4j is not running; start it with: treatykg neo4j up"
        holds = (
            f"holds release {self.release}" if self.release else "holds no whole release; fill it with: treatykg sync"
        )
        return f"Neo4j {VERSION} runs at {self.uri} (process {self.pid}, data in {self.folder}) and {holds}"


def up(home: Path, say: Say) -> Connection:
    """Start the local server if it does not run, and wait until it answers.

    Raises Neo4jError if a package is missing, the archives cannot be fetched, or the server does not start.
    """
    folder = home / "neo4j"
    with _alone(folder):
        local = _read(folder)
        if local is not None and local.running:
            _wait(folder, local)
            return local.connection
        program, archives = java(), jars(say)
        say(f"starting Neo4j {VERSION}")
        local = _prepare(folder, program, archives, local)
        local = _start(folder, program, archives, local)
        say(f"Neo4j answers at {local.connection.uri}")
        return local.connection


def down(home: Path, say: Say) -> None:
    """Stop the local server and wait until it has ended; its data stay."""
    folder = home / "neo4j"
    local = _read(folder)
    if local is None or local.pid is None or not local.running:
        say("the local Neo4j is not running")
        return
    say("stopping Neo4j")
    with _alone(folder):
        if not ended(local.pid, local.birth, STOP_LIMIT):
            raise Neo4jError(
                f"Neo4j (process {local.pid}) has not stopped within {STOP_LIMIT:.0f} s; see {folder / 'logs'}"
            )
        _write(folder, replace(local, pid=None, birth=None))
    say("Neo4j is stopped")


def status(home: Path) -> Status:
    """What is known of the local server; raises nothing if it does not answer."""
    folder = home / "neo4j"
    local = _read(folder)
    if local is None or not local.running:
        return Status(running=False, folder=str(folder))
    try:
        release = release_of(local.connection)
    except Neo4jError:
        release = None
    return Status(running=True, uri=local.connection.uri, pid=local.pid, release=release, folder=str(folder))


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
    local = _read(home / "neo4j")
    if local is None or not local.running:
        raise Neo4jError("no Neo4j is running here and NEO4J_URI is not set; start one with: treatykg neo4j up")
    return replace(local.connection, database=database)


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


def _read(folder: Path) -> Local | None:
    try:
        return Local(**json.loads((folder / "server.json").read_text()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, OSError) as error:
        raise Neo4jError(
            f"{folder / 'server.json'} cannot be read ({error}); delete {folder} and sync again"
        ) from error


def _write(folder: Path, local: Local) -> None:
    beside = folder / "server.json.new"
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(local), file)
    beside.replace(folder / "server.json")


def _prepare(folder: Path, program: Path, archives: list[Path], local: Local | None) -> Local:
    """Folders, settings, a port that is free, and at the first start a password."""
    for name in ("data", "conf", "logs", "run", "import", "plugins"):
        (folder / name).mkdir(exist_ok=True)
    fresh = not (folder / "data" / "databases").exists()
    if local is None:
        if not fresh:
            raise Neo4jError(
                f"the password of the data in {folder} is lost with server.json; delete {folder} and sync again"
            )
        local = Local(port=_free_port(), password=secrets.token_hex(16))
    local = replace(local, port=_free_port(local.port))
    _write(folder, local)
    (folder / "conf" / "neo4j.conf").write_text(
        SETTINGS.format(address=f"{LOOPBACK}:{local.port}", page_cache=PAGE_CACHE)
    )
    if fresh:
        told = [ADMIN, "dbms", "set-initial-password", local.password]
        done = subprocess.run(  # noqa: S603
            [str(program), "@" + str(_arguments(folder, archives, told))],
            env=os.environ | {"NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise Neo4jError(
                f"the password of the local Neo4j cannot be set: {done.stderr.strip().partition(chr(10))[0]}"
            )
    return local


SETTINGS = """\
# Written by treatykg at every start.
server.bolt.listen_address={address}
internal.server.bolt.thread_pool_shutdown_wait_time=1s
server.http.enabled=false
server.directories.import=import
server.memory.pagecache.size={page_cache}
db.tx_log.preallocate=false
dbms.usage_report.enabled=false
"""


def _free_port(wanted: int = 0) -> int:
    """The wanted port if it is free, else another that is."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name == "posix")
        try:
            one.bind((LOOPBACK, wanted))
        except OSError:
            one.bind((LOOPBACK, 0))
        return int(one.getsockname()[1])


def _arguments(folder: Path, archives: list[Path], told: list[str]) -> Path:
    """A file of arguments for Java: short command lines, and no password among the machine's processes."""
    path = folder / "run" / "java.args"
    path.unlink(missing_ok=True)
    quoted = [
        part.replace("\\", "\\\\").replace('"', '\\"') for part in ("-cp", os.pathsep.join(map(str, archives)), *told)
    ]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("".join(f'"{part}"\n' for part in quoted))
    return path


def _start(folder: Path, program: Path, archives: list[Path], local: Local) -> Local:
    told = [SERVER, f"--home-dir={folder.absolute()}", f"--config-dir={(folder / 'conf').absolute()}"]
    options = [f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"]
    arguments = _arguments(folder, archives, told)
    with (folder / "logs" / "console.log").open("wb") as output:
        pid = detached([str(program), *options, f"@{arguments}"], folder, output)
    local = replace(local, pid=pid, birth=birth(pid))
    _write(folder, local)
    try:
        _wait(folder, local)
    except BaseException:  # Ctrl-C too: nothing half started stays
        ended(pid, local.birth, STOP_LIMIT)
        raise
    return local


def _wait(folder: Path, local: Local) -> None:
    """Until the server answers; raises Neo4jError if it ends or takes too long, with the end of its log."""
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        if not local.running:
            raise Neo4jError(f"Neo4j ended while it was starting; its log ends:\n{_log_end(folder)}")
        try:
            with socket.create_connection((LOOPBACK, local.port), timeout=1):
                pass
            ping(local.connection)
            return
        except (OSError, NoServerError):
            time.sleep(0.1)
    raise Neo4jError(f"Neo4j does not answer within {START_LIMIT:.0f} s; its log ends:\n{_log_end(folder)}")


def _log_end(folder: Path) -> str:
    """What the logs complain of last, since the start; stack traces left out."""
    logs = [folder / "logs" / name for name in ("console.log", "neo4j.log")]
    text = "\n".join(log.read_text(errors="replace") for log in logs if log.exists()).rpartition(" Starting...")[2]
    lines = [line[:300] for line in text.splitlines() if line.strip() and line[0] != "\t" and " INFO " not in line]
    return "\n".join([*lines[-4:], f"(more in {folder / 'logs'})"])
