"""Syncs that clients break off, meddle with or run twice: each error is one line, and the next sync does the rest."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest
from click.testing import CliRunner
from neo4j import GraphDatabase
from pyoxigraph import Store

from kg.cli import cli
from kg.errors import Neo4jError
from kg.neo4j import Connection, ask, release_of, status, sync
from kg.neo4j.apply import opened
from kg.neo4j.sync import look
from kg.store import Home
from tests.faults import TREATYKG, assert_whole, client, empty, small_disk
from tests.neo4j_golden import golden, quiet

pytestmark = pytest.mark.neo4j
SEED = 6
MOMENTS = random.Random(SEED)  # noqa: S311  moments of a kill, not secrets


def test_a_client_killed_at_any_moment_shows_and_the_next_sync_does_the_rest(
    neo4j: Connection, neo4j_home: Path, bundled: Home
) -> None:
    release, broken_off = bundled.current(), 0
    for how in ("files", "afresh", "batches"):
        if how == "batches":
            empty(neo4j)
        delay = MOMENTS.uniform(0, 2)
        sys.stdout.write(f"seed {SEED}: killed {delay:.2f} s into the writing of a sync ({how})\n")
        process = client(bundled.path, neo4j_home, how)
        time.sleep(delay)
        process.kill()
        process.communicate()
        if (told := status(neo4j_home)).release is None:
            broken_off += 1
            assert told.syncing in (release.id, None)
        if told.syncing:
            assert f"release {release.id} is only partly applied to it; finish with: treatykg sync" in told.text()
        sync(release, neo4j, release.id, quiet)
        assert_whole(release, neo4j, release.id)
        assert neo4j.files is not None and list(neo4j.files.iterdir()) == []
    assert broken_off


def test_ctrl_c_ends_a_sync_with_one_line(neo4j: Connection, bundled: Home) -> None:
    command = [*TREATYKG, "--home", str(bundled.path), "sync"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = next(line for line in process.stderr if "edges follow" in line)
        process.send_signal(signal.SIGINT)
        out, more = process.communicate(timeout=60)
    assert (process.returncode, out, more.strip()) == (1, "", "Aborted!"), said
    assert release_of(neo4j) is None
    release = bundled.current()
    sync(release, neo4j, release.id, quiet)
    assert_whole(release, neo4j, release.id)


class Meddler(Thread):
    """Writes to all our nodes again and again, and so locks them in another order than the sync does."""

    def __init__(self, server: Connection) -> None:
        super().__init__()
        self.server, self.ended, self.done = server, Event(), 0

    def run(self) -> None:
        with opened(self.server) as server:
            while not self.ended.is_set():
                server.write("MATCH (n:TreatyKG) WITH n ORDER BY id(n) DESC SET n.theirs = $done", done=self.done)
                self.done += 1


@pytest.mark.parametrize("how", ["from files", "in batches"])
def test_a_second_writer_with_locks_the_other_way_round_does_no_harm(neo4j: Connection, how: str) -> None:
    meddler = Meddler(neo4j)
    meddler.start()
    try:
        sync(golden(), neo4j if how == "from files" else replace(neo4j, files=None), "r1", quiet)
    finally:
        meddler.ended.set()
        meddler.join(60)
    assert meddler.done > 1
    assert_whole(golden(), neo4j, "r1")


def test_a_file_in_whose_way_another_writer_stands_is_gone_on_with(neo4j: Connection) -> None:
    """The other one holds all nodes but one, then wants that one too, when the sync holds it and waits for the rest."""
    with look(golden(), neo4j, "r1", quiet) as (_, spool):
        name = max((name for name in spool.names if name[0] == "edge"), key=spool.size)
        rows = next(spool.batches(name, 100))
    blocked = (
        "SHOW TRANSACTIONS YIELD status, currentQuery WHERE status STARTS WITH 'Blocked' AND currentQuery CONTAINS "
    )
    found = f"MATCH (n) WHERE (n:{name[2]} OR n:{name[3]}) AND n.id IN $ids RETURN min(id(n))"
    said, holding, ended = list[str](), Event(), list[bool]()

    def other() -> None:
        with opened(neo4j) as server, GraphDatabase.driver(neo4j.uri, auth=(neo4j.user, neo4j.password)) as driver:
            [[first]] = server.read(found, ids=[row[end] for row in rows for end in ("start", "end")])[1]
            with driver.session() as session, session.begin_transaction() as tx:
                tx.run("MATCH (n:TreatyKG) WHERE id(n) <> $first SET n.theirs = 1", first=first).consume()
                holding.set()
                limit = time.monotonic() + 30
                while not server.read(f"{blocked} ':{name[1]} '")[1] and time.monotonic() < limit:
                    time.sleep(0.1)
                tx.run("MATCH (n:TreatyKG) WHERE id(n) = $first SET n.theirs = 1", first=first).consume()
                tx.commit()
                ended.append(True)

    thread = Thread(target=other)

    def meanwhile(text: str) -> None:
        said.append(text)
        if "edges follow" in text:
            thread.start()
            assert holding.wait(30)

    sync(golden(), neo4j, "r1", meanwhile)
    thread.join(30)
    assert ended == [True]
    assert [text for text in said if "once more" in text and "can't acquire" in text]
    assert not [text for text in said if "row by row" in text]
    assert_whole(golden(), neo4j, "r1")


def test_a_second_sync_is_refused_while_one_is_under_way(neo4j: Connection) -> None:
    refused: list[str] = []

    def meanwhile(text: str) -> None:
        if "edges follow" in text:
            with pytest.raises(Neo4jError) as raised:
                sync(Store(), neo4j, "r2", quiet, limit=1)
            refused.append(str(raised.value))

    sync(golden(), neo4j, "r1", meanwhile)
    assert refused == [f"another sync of {neo4j.place} is under way; run the command again when it has ended"]
    assert_whole(golden(), neo4j, "r1")


def test_syncs_that_begin_at_once_end_whole(neo4j: Connection) -> None:
    with opened(neo4j) as server:
        for (name,) in server.read("SHOW CONSTRAINTS YIELD name")[1]:
            server.write(f"DROP CONSTRAINT {name}")
    ready, said = Barrier(3), list[str]()

    def one(name: str) -> None:
        ready.wait()
        try:
            sync(golden(), neo4j, name, quiet)
            said.append(name)
        except Neo4jError as error:
            said.append(str(error).partition(" is under way")[0])

    threads = [Thread(target=one, args=(name,)) for name in ("r1", "r2", "r3")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(said) <= {"r1", "r2", "r3", f"another sync of {neo4j.place}"}
    done = [name for name in said if name.startswith("r")]
    assert_whole(golden(), neo4j, done[-1])


def test_a_lock_that_the_server_took_away_leaves_no_stamp(neo4j: Connection) -> None:
    """The transaction that holds the lock is ended by hand: another sync may have come in between."""

    def end_it(text: str) -> None:
        if "edges follow" in text:
            idle = "SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery = '' RETURN transactionId"
            for (id_,) in ask(neo4j, idle, {})[1]:
                with opened(neo4j) as server:
                    server.auto("TERMINATE TRANSACTION $id", id=id_)

    with pytest.raises(Neo4jError, match=r"^\S+ was told by its administrator to end this; run the command again$"):
        sync(golden(), neo4j, "r1", end_it)
    assert release_of(neo4j) is None
    sync(golden(), neo4j, "r1", quiet)
    assert_whole(golden(), neo4j, "r1")


def test_a_full_disk_of_the_client_is_said_and_nothing_is_written(
    neo4j: Connection, bundled: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(golden(), neo4j, "r1", quiet)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with small_disk(tmp_path, 256_000) as missing:
        if missing:
            pytest.skip(missing)
        done = CliRunner().invoke(cli, ["-q", "--home", str(bundled.path), "sync", "--allow-deletes"])
        assert done.exit_code == 1
        folder, _, reason = done.output.removeprefix("Error: cannot write ").rpartition(": ")
        assert (Path(folder).is_relative_to(tmp_path), reason) == (True, "No space left on device\n")
        assert list(tmp_path.iterdir()) == []
    assert_whole(golden(), neo4j, "r1")


def test_a_wrong_name_of_the_database_is_said(
    neo4j: Connection, bundled: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_DATABASE", "nix")
    done = CliRunner().invoke(cli, ["-q", "--home", str(bundled.path), "sync"])
    assert (done.exit_code, done.output) == (
        1,
        f"Error: there is no database 'nix' at {neo4j.uri}; see NEO4J_DATABASE\n",
    )
