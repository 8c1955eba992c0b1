"""What tests of faults share: a client in a process of its own, a small disk, and what must hold in the end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from kg.neo4j import Connection, How, release_of, verify
from kg.neo4j.apply import opened
from kg.neo4j.sync import look
from kg.store import Release
from tests.neo4j_golden import quiet

TREATYKG = [sys.executable, "-c", "from kg.cli import main; main()"]
CLIENT = """
import sys
from dataclasses import replace
from pathlib import Path
from kg.neo4j import How, connection, sync
from kg.store import Home
release = Home(Path(sys.argv[1])).current()
server, how = connection(Path(sys.argv[2])), sys.argv[3]
say = lambda text: print(text, flush=True)
to = server if how == "files" else replace(server, files=None)
sync(release, to, release.id, say, how=How(afresh=how == "afresh"))
"""
KEYS = ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")


def client(releases: Path, server: Path, how: str) -> subprocess.Popen[str]:
    """A sync to the local server of a home in a process of its own, which has just said how much it will write.

    `how`: from "files" that the server reads, in "batches" of rows, or "afresh", all that is there once more.
    """
    command = [sys.executable, "-c", CLIENT, str(releases), str(server), how]
    left = {key: value for key, value in os.environ.items() if key not in KEYS}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=left)
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "to write" in line:
            return process
    raise AssertionError("".join(said))


def empty(server: Connection) -> None:
    """Delete all nodes and edges."""
    with opened(server) as session:
        session.write("MATCH (n) DETACH DELETE n")


def assert_whole(source: Release | Store, server: Connection, release: str) -> None:
    """The database says that it holds the release, does, and another sync would find nothing to do."""
    assert release_of(server) == release
    found = verify(source, server, quiet)
    assert found.same, found.examples
    with look(source, server, release, quiet, How(whole=True)) as (plan, _):
        assert (plan.writes, plan.gone_edges) == (0, {})


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[str]:
    """A file system of so many bytes at a folder; given is why there is none, where mounting one is not allowed."""
    made = _mount("-t", "tmpfs", "-o", f"size={size},uid={os.geteuid()}", "tmpfs", str(folder))
    try:
        yield f"no small file system can be mounted here: {made.stderr.strip()}" if made.returncode else ""
    finally:
        if not made.returncode:
            subprocess.run([*_root(), "umount", "--lazy", str(folder)], check=True)


def resize(folder: Path, size: int) -> None:
    """Make a small disk larger or smaller."""
    assert not _mount("-o", f"remount,size={size}", str(folder)).returncode


def _mount(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*_root(), "mount", *words], capture_output=True, text=True, check=False)


def _root() -> list[str]:
    return [] if os.geteuid() == 0 else ["sudo", "-n"]
