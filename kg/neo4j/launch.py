"""Starting the local server: folders, settings, password, port, process, and the wait until it answers."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import time
from dataclasses import replace
from pathlib import Path

from kg.errors import Neo4jError
from kg.neo4j.apply import NoServerError, ping
from kg.neo4j.jars import Distribution
from kg.neo4j.local import LOOPBACK, Local, write
from kg.neo4j.process import birth, detached, ended

START_LIMIT, STOP_LIMIT = 180.0, 60.0  # seconds
HEAP, PAGE_CACHE = "1g", "256m"
ADMIN = "org.neo4j.cli.AdminTool"


def prepare(
    folder: Path, program: Path, archives: list[Path], local: Local | None, distribution: Distribution
) -> Local:
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
    http = _free_port(local.http or 0) if distribution.browser else None
    local = replace(local, port=_free_port(local.port), http=http, version=distribution.version)
    write(folder, local)
    (folder / "conf" / "neo4j.conf").write_text(
        SETTINGS.format(address=f"{LOOPBACK}:{local.port}", page_cache=PAGE_CACHE)
        + (BROWSER.format(address=f"{LOOPBACK}:{http}") if http else "server.http.enabled=false\n")
        + distribution.settings
    )
    if fresh:
        told = [ADMIN, "dbms", "set-initial-password", local.password]
        done = subprocess.run(  # noqa: S603  our own Java and arguments, no shell
            [str(program), "@" + str(_arguments(folder, archives, told))],
            env=os.environ | {"NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            reason = done.stderr.strip().partition("\n")[0]
            raise Neo4jError(f"the password of the local Neo4j cannot be set: {reason}")
    return local


SETTINGS = """\
# Written by treatykg at every start.
server.bolt.listen_address={address}
internal.server.bolt.thread_pool_shutdown_wait_time=1s
server.directories.import=import
dbms.import.csv.legacy_quote_escaping=false
server.memory.pagecache.size={page_cache}
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=keep_none
dbms.usage_report.enabled=false
"""
BROWSER = """\
server.http.listen_address={address}
server.http_enabled_modules=BROWSER
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
    parts = ("-cp", os.pathsep.join(map(str, archives)), *told)
    quoted = [part.replace("\\", "\\\\").replace('"', '\\"') for part in parts]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("".join(f'"{part}"\n' for part in quoted))
    return path


def start(folder: Path, program: Path, archives: list[Path], local: Local, distribution: Distribution) -> Local:
    """Start the server and wait until it answers; if it does not, or on Ctrl-C, nothing of it stays."""
    told = [distribution.entry_point, f"--home-dir={folder}", f"--config-dir={folder / 'conf'}"]
    options = [f"-Xmx{HEAP}", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"]
    arguments = _arguments(folder, archives, told)
    with (folder / "logs" / "console.log").open("wb") as output:
        pid = detached([str(program), *options, f"@{arguments}"], folder, output)
    local = replace(local, pid=pid, birth=birth(pid))
    write(folder, local)
    try:
        wait(folder, local)
    except BaseException:  # Ctrl-C too
        ended(pid, local.birth, STOP_LIMIT)
        raise
    return local


def wait(folder: Path, local: Local) -> None:
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
        except Neo4jError as error:  # it answers, and waiting does not help
            raise Neo4jError(f"{error}; see {folder / 'logs'}, or delete {folder} and sync again") from error
    raise Neo4jError(f"Neo4j does not answer within {START_LIMIT:.0f} s; its log ends:\n{_log_end(folder)}")


def _log_end(folder: Path) -> str:
    """What the logs complain of last, since the start; stack traces left out."""
    logs = [folder / "logs" / name for name in ("console.log", "neo4j.log")]
    text = "\n".join(log.read_text(errors="replace") for log in logs if log.exists()).rpartition(" Starting...")[2]
    lines = [line[:300] for line in text.splitlines() if line.strip() and line[0] != "\t" and " INFO " not in line]
    return "\n".join([*lines[-4:], f"(more in {folder / 'logs'})"])
