"""`treatykg diff` as a user meets it: which releases are meant, forms, exit statuses, clear errors."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.store import Home, Release
from tests.diff_desk import DRUGS, Desk

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def desk(bundled: Home, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A home with two releases that differ in one title."""
    made = Desk(tmp_path_factory.mktemp("diff"), bundled)
    made.set(DRUGS, title_en="Agreement on drugs")
    made.build()
    return made


@pytest.fixture
def run(desk: Desk) -> Run:
    def runner(*words: str) -> Result:
        return CliRunner().invoke(cli, ["--home", str(desk.home.path), "diff", *words])

    return runner


@pytest.fixture
def ids(desk: Desk) -> list[str]:
    """Identifiers of both releases, the earlier first."""
    current = desk.home.current().id
    return [*(folder.name for folder in desk.home.releases.iterdir() if folder.name != current), current]


def test_without_names_the_last_two_are_compared(run: Run, ids: list[str]) -> None:
    done = run()
    assert done.exit_code == 0
    assert done.output.startswith(f"from release {ids[-2]}, made ")
    assert "1 agreement shown otherwise." in done.output
    assert "→ Agreement on drugs" in done.output
    assert "because: changed in Venezuela – Russia agreements" in done.output


def test_a_release_is_named_in_many_ways(run: Run, ids: list[str], desk: Desk) -> None:
    expected = run().output
    for name in (ids[-2], ids[-2][:6], "previous", str(desk.home.releases / ids[-2])):
        assert run(name).output == expected, name
        assert run(name, "current").output == expected, name


def test_a_release_does_not_differ_from_itself(run: Run) -> None:
    done = run("current", "current", "--exit-code")
    assert (done.exit_code, "No difference: it is the same release." in done.output) == (0, True)


def test_the_exit_status_tells_of_differences_if_asked(run: Run) -> None:
    assert run("--exit-code").exit_code == 1
    assert run().exit_code == 0


def test_an_unknown_release_is_an_error_that_names_those_there_are(run: Run, ids: list[str]) -> None:
    done = run("zzz")
    assert done.exit_code == 1
    assert done.output.startswith("Error: there is no release 'zzz'; there are: ")
    assert all(f"{name} (20" in done.output for name in ids)


def test_too_many_words_are_a_usage_error(run: Run) -> None:
    assert run("current", "previous", "another").exit_code == 2
    assert run("--format", "pdf").exit_code == 2


def test_json_and_page_are_written_by_their_suffix(run: Run, tmp_path: Path, ids: list[str]) -> None:
    done = run("-o", str(tmp_path / "diff.json"))
    assert done.exit_code == 0
    told = json.loads((tmp_path / "diff.json").read_text(encoding="utf-8"))
    assert (told["before"]["id"], told["after"]["id"]) == (ids[-2], ids[-1])
    (one,) = told["agreements"]
    assert (one["kind"], one["values"][0]["after"]["value"]) == ("changed", "Agreement on drugs")
    assert json.loads(run("--format", "json").output) == told
    run("-o", str(tmp_path / "diff.html"))
    assert (tmp_path / "diff.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_what_is_no_release_or_cannot_be_read_is_said(run: Run, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run(str(tmp_path / "empty"))
    assert (done.exit_code, "is no release: it has no manifest.json" in done.output) == (1, True)
    copy = tmp_path / "broken"
    shutil.copytree(desk.home.current().folder, copy)
    (name,) = _differing(desk)
    (copy / "parts" / f"{name}.nq.gz").write_bytes(b"no gzip")
    done = run("previous", str(copy))
    assert (done.exit_code, f"part {name} of release" in done.output) == (1, True)
    (copy / "parts.json").unlink()
    done = run(str(copy))
    assert (done.exit_code, "has no parts that can be read" in done.output) == (1, True)


def _differing(desk: Desk) -> list[str]:
    current = desk.home.current()
    other = next(folder for folder in desk.home.releases.iterdir() if folder.name != current.id)
    before = Release(other).parts
    return [name for name, part in current.parts.items() if before[name].sha256 != part.sha256]


def test_a_home_without_releases_says_what_to_do(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["--home", str(tmp_path), "diff"])
    assert (done.exit_code, "make one with: treatykg build" in done.output) == (1, True)


def test_every_command_the_page_shows_is_one() -> None:
    page = (Path(__file__).parent.parent / "docs" / "diff.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\$ treatykg diff(.*?)(?:\s+#.*)?$", page, re.MULTILINE)
    known = {option for parameter in cli.commands["diff"].params for option in parameter.opts}
    assert len(shown) == 6
    assert {word for line in shown for word in shlex.split(line) if word.startswith("-")} <= known
