"""What the README promises: its first steps run, its commands exist, its make targets too."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.store import Home

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ treatykg (.+?)(?:\s+#.*)?$", README, re.MULTILINE)


def _section(title: str) -> str:
    return README.split(f"## {title}\n")[1].split("\n## ")[0]


def test_the_first_steps_run(bundled: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    steps = re.findall(r"^\$ treatykg (.+)$", _section("First steps"), re.MULTILINE)
    assert len(steps) >= 5
    for step in steps:
        done = CliRunner().invoke(cli, ["--home", str(bundled.path), *shlex.split(step)])
        assert done.exit_code == 0, f"{step}: {done.output}"
    assert {path.name for path in tmp_path.iterdir()} == {"RUS-VEN.html", "RUS-VEN.trig"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shown_is_one(command: str) -> None:
    words = shlex.split(command)
    found: click.Command = cli
    while isinstance(found, click.Group) and words:
        found = found.commands[words.pop(0)]
    known = {option for parameter in found.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= known | {"--help"}


def test_make_has_the_targets_named() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`?make (demo|test|check|bench)", README)) <= targets


def test_every_file_named_is_there() -> None:
    for name in re.findall(r"`((?:docs|kg|loaders|queries|tests)/[\w./-]+\w)`", README):
        assert (ROOT / name).exists(), name
