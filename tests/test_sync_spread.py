"""A first load whose mapping is spread over processes, and work on the server side by side."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing import active_children
from pathlib import Path
from threading import Event, Lock, Thread

import pytest

from kg.errors import Neo4jError
from kg.names import ID, TKG
from kg.neo4j import Connection, How, ask, sync
from kg.neo4j.apply import Server, opened
from kg.neo4j.lanes import Job, side_by_side
from kg.neo4j.mapping import MapError
from kg.store import Home, Release
from tests.faults import assert_whole
from tests.neo4j_golden import quiet
from tests.test_sync_since import all_parts, few_parts, written

pytestmark = pytest.mark.neo4j
TWO = How(processes=2)
SPREAD = "import kg.neo4j.planning as planning; planning.WORTH = 0; from kg.cli import main; main()"


@pytest.fixture(autouse=True)
def _of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.neo4j.planning.WORTH", 0)


@pytest.fixture(scope="module")
def few(bundled: Home, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of some parts of the bundled one."""
    return written(tmp_path_factory.mktemp("few") / "few", few_parts(bundled.current()))


def with_line(release: Release, folder: Path, line: str) -> Release:
    """The release with one line more, about its first record; `{}` stands for that and for the graph it is in."""
    parts = all_parts(release)
    name = min(name for name in parts if name.startswith("russia"))
    first = next(line for line in parts[name] if line.startswith(f"<{ID}record/"))
    parts[name].append(line.format(first.split(" ")[0], first.rpartition(" <")[2]))
    return written(folder, parts)


def test_it_gives_what_one_process_gives(neo4j: Connection, few: Release) -> None:
    assert sync(few, neo4j, few.id, quiet, how=TWO).writes > 5_000
    assert_whole(few, neo4j, few.id)


def test_what_the_map_has_no_place_for_stops_it_before_it_writes(
    neo4j: Connection, few: Release, tmp_path: Path
) -> None:
    odd = with_line(few, tmp_path / "odd", '{} <http://example.org/odd> "x" <{}')
    with pytest.raises(MapError, match=r"has no place for <http://example\.org/odd>"):
        sync(odd, neo4j, odd.id, quiet, how=TWO)
    assert ask(neo4j, "MATCH (n:TreatyKG) RETURN count(n)", {})[1] == [[0]]


def test_a_list_that_fits_in_no_csv_goes_row_by_row(neo4j: Connection, few: Release, tmp_path: Path) -> None:
    odd = with_line(few, tmp_path / "odd", f'{{}} {TKG.partyAsGiven} "a\\u001Fb" <{{}}')
    sync(odd, neo4j, odd.id, quiet, how=TWO)
    assert_whole(odd, neo4j, odd.id)


def test_a_process_that_is_ended_from_outside_is_told_in_one_line(neo4j: Connection, few: Release) -> None:
    over = Event()

    def end_one() -> None:
        while not over.is_set():
            for process in active_children():
                process.kill()
            time.sleep(0.01)

    killer = Thread(target=end_one)
    killer.start()
    try:
        with pytest.raises(Neo4jError, match=r"^a process that maps the release was ended from outside; run the comm"):
            sync(few, neo4j, few.id, quiet, how=TWO)
    finally:
        over.set()
        killer.join()
    assert ask(neo4j, "MATCH (n:TreatyKG) RETURN count(n)", {})[1] == [[0]]


@pytest.mark.parametrize("delay", [0, 0.2, 0.4])  # seconds: processes are being started, or map
def test_ctrl_c_while_processes_map_is_one_line(neo4j: Connection, bundled: Home, delay: float) -> None:
    command = [sys.executable, "-c", SPREAD, "--home", str(bundled.path), "sync"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        said = next(line for line in process.stderr if "comparing" in line)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
        out, more = process.communicate(timeout=60)
    assert (process.returncode, out, more.strip()) == (1, "", "Aborted!"), said
    assert neo4j.files is not None and list(neo4j.files.iterdir()) == []


def test_jobs_that_share_a_label_never_run_at_once_and_others_do(neo4j: Connection) -> None:
    busy, together, lock = list[frozenset[str]](), set[frozenset[frozenset[str]]](), Lock()

    def job(*labels: str) -> Job:
        mine = frozenset(labels)

        def do(server: Server, _ended: Event) -> None:
            with lock:
                together.update(frozenset((mine, other)) for other in busy)
                busy.append(mine)
            server.read("UNWIND range(1, 300000) AS x RETURN count(x % 7)")
            with lock:
                busy.remove(mine)

        return Job(mine, do)

    jobs = [job("A", "B"), job("A", "C"), job("B"), job("C", "D"), job("D"), job("E")]
    with opened(neo4j) as server, server.beside() as other:
        side_by_side((server, other), jobs)
    assert not busy
    assert together and all(not frozenset.intersection(*pair) for pair in together)


def test_the_first_error_ends_what_runs_beside_it(neo4j: Connection) -> None:
    told = list[str]()

    def patient(_server: Server, ended: Event) -> None:
        told.append("ended" if ended.wait(60) else "waited in vain")

    def wrong(_server: Server, _ended: Event) -> None:
        raise ZeroDivisionError

    never = Job(frozenset("AB"), lambda *_: told.append("begun"))
    with opened(neo4j) as server, server.beside() as other, pytest.raises(ZeroDivisionError):
        side_by_side((server, other), [Job(frozenset("A"), patient), Job(frozenset("B"), wrong), never])
    assert told == ["ended"]
