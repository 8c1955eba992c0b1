"""`treatykg fetch` as a user meets it: terms first, progress, Ctrl-C, a full disk, and what to type next."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.records import Remote, Source
from loaders import SOURCES
from tests.server import Handler, Server, serving
from tests.test_fetch import CONTENT, HALF, SHA, rest, whole

LOADED = """
import dataclasses, sys, loaders
from kg.records import Remote
remote = Remote(url=sys.argv.pop(1), name="list.csv", sha256=sys.argv.pop(1))
loaders.SOURCES["shipping-list"] = dataclasses.replace(
    loaders.SOURCES["uk-treaties"], name="shipping-list", remote=(remote,))
from kg.cli import main
main()
"""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that this test alone talks to."""
    with serving() as running:
        running.answers["/list.csv"] = [whole]
        yield running


@pytest.fixture
def source(server: Server, monkeypatch: pytest.MonkeyPatch) -> Source:
    """A source of the tool whose file lies at the server."""
    remote = Remote(url=f"{server.url}/list.csv", name="list.csv", sha256=SHA)
    found = replace(SOURCES["uk-treaties"], name="shipping-list", remote=(remote,), licence="CC BY 4.0")
    monkeypatch.setitem(SOURCES, found.name, found)
    return found


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home), *words])


def command(server: Server, home: Path) -> list[str]:
    """The same in a process of its own."""
    return [sys.executable, "-c", LOADED, f"{server.url}/list.csv", SHA, "--home", str(home), "fetch", "shipping-list"]


def test_terms_come_first_and_the_next_command_last(source: Source, tmp_path: Path) -> None:
    done = run(tmp_path, "fetch", "shipping-list")
    assert (done.exit_code, done.stderr) == (0, "list.csv: 102.4 kB downloaded\n")
    assert done.stdout.splitlines() == [
        f"{source.title}, {source.publisher}, {source.url}",
        "terms: CC BY 4.0",
        f"cite: {source.citation}",
        f"treatykg load shipping-list {tmp_path}/downloads/shipping-list",
    ]
    assert done.output.splitlines()[:3] == done.stdout.splitlines()[:3]


def test_quiet_says_results_only_and_names_are_quoted(source: Source, tmp_path: Path) -> None:
    folder = tmp_path / "my lists"
    done = run(tmp_path, "-q", "fetch", source.name, "--into", str(folder))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == f"treatykg load shipping-list '{folder}'"
    assert (folder / "list.csv").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("uk-treaties", f"Error: uk-treaties is not downloaded. {SOURCES['uk-treaties'].obtain}\n"),
        ("russia-venezuela", "Error: russia-venezuela comes with treatykg; there is nothing to fetch\n"),
        ("atlantis", "Error: there is no source 'atlantis'; known are: "),
    ],
)
def test_what_is_not_downloaded_is_said_in_one_line(name: str, message: str, tmp_path: Path) -> None:
    done = run(tmp_path, "fetch", name)
    assert done.exit_code == 1
    assert done.stderr.startswith(message)
    assert not (tmp_path / "downloads").exists()


def test_a_file_that_cannot_be_had_is_one_line(source: Source, server: Server, tmp_path: Path) -> None:
    server.answers["/list.csv"] = [lambda handler: handler.send(404)]
    done = run(tmp_path, "fetch", source.name)
    assert done.exit_code == 1
    assert done.stderr == f"Error: list.csv: the server answers 404 Not Found for {source.remote[0].url}\n"
    assert "treatykg load" not in done.output


def test_ctrl_c_keeps_the_part_and_the_next_run_goes_on(server: Server, tmp_path: Path) -> None:
    sent, ended = Event(), Event()

    def slowly(handler: Handler) -> None:
        handler.send(200, CONTENT[:HALF], Content_Length=str(len(CONTENT)))
        handler.wfile.flush()
        sent.set()
        ended.wait(30)
        handler.break_off()

    server.answers["/list.csv"] = [slowly, rest]
    part = tmp_path / "downloads" / "shipping-list" / "list.csv.part"
    with subprocess.Popen(command(server, tmp_path), stderr=subprocess.PIPE, text=True) as process:
        assert sent.wait(30)
        while not part.exists():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    ended.set()
    assert process.returncode == 1
    assert said.splitlines() == ["stopped; what came is kept, the same command goes on from there", "Aborted!"]
    kept = part.stat().st_size
    assert CONTENT.startswith(part.read_bytes())
    again = subprocess.run(command(server, tmp_path), capture_output=True, text=True, check=True)
    assert again.stderr == "list.csv: 102.4 kB downloaded\n"
    assert server.headers("Range") == [None, f"bytes={kept}-" if kept else None]
    assert part.with_suffix("").read_bytes() == CONTENT


def test_a_full_disk_is_said_in_one_line(server: Server, tmp_path: Path) -> None:
    """A limit on file size stands in for the full disk: the system refuses the write in the same way."""
    limit = "import resource, signal; resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)); "
    words = command(server, tmp_path)
    words[2] = limit + "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)" + words[2]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    folder = tmp_path / "downloads" / "shipping-list"
    assert (done.returncode, done.stderr) == (
        1,
        f"Error: {folder} cannot be written: File too large; what came is kept\n",
    )
    assert (folder / "list.csv.part").stat().st_size == 50_000


def test_a_terminal_is_shown_bytes_and_share(server: Server, tmp_path: Path) -> None:
    ours, its = pty.openpty()
    done = subprocess.run(command(server, tmp_path), stdout=subprocess.PIPE, stderr=its, check=True)
    os.close(its)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "list.csv: " in shown
    assert " of 102,400 bytes, " in shown
    assert shown.endswith("\r\x1b[Klist.csv: 102.4 kB downloaded\r\n")
    assert b"\r" not in done.stdout
