"""The command line as a user meets it: names of countries, clear errors, exit statuses, nothing half done."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.store import Home

TREATYKG = [sys.executable, "-c", "from kg.cli import main; main()"]

Run = Callable[..., Result]


@pytest.fixture
def run(bundled: Home) -> Run:
    """Run a command in the home of the bundled release."""

    def runner(*words: str) -> Result:
        return CliRunner().invoke(cli, ["--home", str(bundled.path), *words])

    return runner


def test_every_command_says_what_it_does() -> None:
    for name, command in cli.commands.items():
        assert command.help, name
    for name in (
        "sources",
        "load",
        "build",
        "validate",
        "query",
        "queries",
        "export",
        "sheet",
        "neo4j",
        "sync",
        "doctor",
    ):
        assert name in cli.commands


@pytest.mark.parametrize(
    ("one", "other"),
    [("RUS", "VEN"), ("Venezuela", "Russia"), ("Rusia", "ve"), ("Россия", "Венесуэла"), ("SUN", "VEN")],
)
def test_a_country_has_many_names(one: str, other: str, run: Run, tmp_path: Path) -> None:
    done = run("export", "--pair", one, other, "-o", str(tmp_path / "pair.nq"))
    assert done.exit_code == 0, done.output
    assert b"id/agreement/tzwvh71gf" in (tmp_path / "pair.nq").read_bytes()


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["sheet", "RUS", "Venezula", "-o", "x.html"], 1, "Venezuela"),
        (["sheet", "RUS", "SUN", "-o", "x.html"], 1, "one country"),
        (["sheet", "RUS", "VEN"], 2, "Missing option '-o'"),
        (["sheet", "RUS", "VEN", "-o", "x.html", "--as-of", "yesterday"], 2, "yesterday"),
        (["export", "--pair", "RUS", "VEN", "-o", "x.docx"], 1, "'.docx'"),
        (["load", "atlantis", "x"], 1, "there is no source 'atlantis'"),
        (["load", "uk-treaties", "nowhere"], 1, "there is no such file or folder"),
        (["query", "in-force-on", "-p", "pair=RUS-VEN"], 1, "in-force-at"),
        (["query", "in-force-at", "-p", "pair=RUS-VEN"], 1, "date"),
        (["query", "in-force-at", "-p", "pair=RUS-VEN", "-p", "date=12.11.2025"], 1, "12.11.2025"),
        (["query", "in-force-at", "-p", "pair"], 2, "NAME=VALUE"),
        (["queries", "nothing"], 1, "nothing"),
    ],
)
def test_a_mistake_gets_one_clear_line(words: list[str], status: int, message: str, run: Run) -> None:
    done = run(*words)
    assert done.exit_code == status, done.output
    assert message in done.output
    assert "Traceback" not in done.output
    assert not Path("x.html").exists()


def test_without_a_release_the_next_command_is_named(tmp_path: Path) -> None:
    for words in (["query", "in-force-at", "-p", "pair=RUS-VEN", "-p", "date=2025-11-12"], ["sync"]):
        done = CliRunner().invoke(cli, ["--home", str(tmp_path), *words])
        assert (done.exit_code, "treatykg build" in done.output) == (1, True), done.output


def test_a_question_gives_the_same_rows_in_every_format(run: Run) -> None:
    words = ("query", "in-force-at", "-p", "pair=VEN-RUS", "-p", "date=2025-11-12")
    as_json = json.loads(run(*words, "--format", "json").output)
    assert {row["agreement"]: row["status"] for row in as_json}["tzwvh71gf"] == "yes"
    assert {row["status"] for row in as_json} == {"yes", "possibly"}
    for name in ("table", "csv", "md"):
        assert run(*words, "--format", name).output.count("tzwvh71gf") == 1


def test_a_sheet_is_one_page_of_the_pair(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "sheet.html"
    assert run("sheet", "Russia", "Venezuela", "-o", str(page), "--as-of", "2025-10-20").exit_code == 0
    assert "2025" in page.read_text()


def test_reports_come_as_json(run: Run) -> None:
    sources = json.loads(run("sources", "--json").output)
    assert {"russia-venezuela", "uk-treaties"} <= {source["source"] for source in sources}
    assert json.loads(run("doctor", "--json").output)["next"]
    assert run("validate").exit_code == 0


def test_building_again_makes_nothing_new(bundled: Home, run: Run) -> None:
    before = bundled.current().id
    again = json.loads(run("-q", "build", "--json").output)
    assert (again["release"], again["new"]) == (before, False)


def test_a_violation_ends_validation_with_status_1(bundled: Home, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(bundled.path, home)
    page = tmp_path / "1_batch.json"
    page.write_text(json.dumps(_page_that_ends_too_early()))
    loaded = CliRunner().invoke(cli, ["--home", str(home), "load", "uk-treaties", str(page), "--json"])
    assert loaded.exit_code == 0, loaded.output
    done = CliRunner().invoke(cli, ["--home", str(home), "validate"])
    assert done.exit_code == 1
    assert "uk-treaties, 1_batch.json, row 1" in done.output


def _page_that_ends_too_early() -> dict[str, object]:
    record = {
        "id": 1,
        "lb_document_id": 1,
        "uuid": "u-1",
        "title": "Agreement on the Lighting of Harbours",
        "field3": "BI",
        "country_name": "UNITED KINGDOM;NORWAY",
        "subject": "SHIPPING",
        "signed_event_date": "01/02/1950",
        "terminated_event_date": "01/02/1940",
        "document_url": "https://example.org/data\\html\\1.html",
        "document_path": "D:\\data\\html\\1.html",
    }
    found = {"iStoreRecord": [record], "numberOfRecordsMatched": 1, "numberOfRecordsReturned": 1}
    return {"csw:GetRecordsResponse": {"csw:SearchResults": found}}


def _forget_what_it_is_made_of(home: Path) -> None:
    """So that the next build makes all of it again."""
    current = home / "current"
    current.write_text(current.read_text().split()[0])
    (home / "releases" / current.read_text() / "parts.json").unlink()


INTERRUPTED = """
import sys
class AtOnce:
    def find_spec(name, path, target=None):
        if name == "kg.store":
            raise KeyboardInterrupt
sys.meta_path.insert(0, AtOnce)
from kg.__main__ import main
main()
"""


def test_ctrl_c_while_the_program_is_read_in_is_one_line() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED, "sources"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "Aborted!\n")


def test_it_runs_as_a_module_too() -> None:
    done = subprocess.run([sys.executable, "-m", "kg", "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split(",")[0]) == (0, "treatykg")


def test_ctrl_c_in_a_build_leaves_the_current_release(bundled: Home, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(bundled.path, home)
    _forget_what_it_is_made_of(home)
    before = bundled.current().id
    process = subprocess.Popen(
        [*TREATYKG, "--home", str(home), "build"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("deriving"):
            break
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in said
    assert Home(home).current().id == before
    again = CliRunner().invoke(cli, ["--home", str(home), "-q", "build", "--json"])
    assert json.loads(again.output)["release"] == before


def test_a_full_disk_is_said_in_one_line(bundled: Home, tmp_path: Path) -> None:
    """A limit on file size stands in for the full disk: the system refuses the write in the same way."""
    home = tmp_path / "home"
    shutil.copytree(bundled.path, home)
    _forget_what_it_is_made_of(home)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)); "
    ignore = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    done = subprocess.run(
        [sys.executable, "-c", limit + ignore + "from kg.cli import main; main()", "--home", str(home), "build"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "cannot be written" in done.stderr
    assert Home(home).current().id == bundled.current().id
