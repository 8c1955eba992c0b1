"""Loaders of other packages: a real one is built and installed, and beside it one in which everything is broken."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from kg.records import Source
from loaders import SOURCES, plugins

ROOT = Path(__file__).parent.parent

GOOD = """
import csv
from dataclasses import replace
from datetime import date

from kg.records import Act, Party, Reading, Record, Source, Text


def read(paths, keep_going):
    reading = Reading(records=())
    reading.records = records(reading, paths)
    return reading


def records(reading, paths):
    for path in paths:
        with path.open(newline="", encoding="utf-8") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                reading.rows_read += 1
                yield Record(
                    source="harbours", id=row["no"], kind="agreementRecord", file=path.name, row=number, as_given=row,
                    titles=(Text(value=row["title"], lang="en"),),
                    parties=(Party(name="Norway", polity="NOR", side=1), Party(name="Chile", polity="CHL", side=2)),
                    acts=(Act(type="signature", date=row["signed"]),),
                )


HARBOURS = Source(
    name="harbours", title="List of harbour agreements", publisher="Harbour Board", citation="Harbour Board, List",
    licence="CC0", url="https://example.org/harbours", version="1", retrieved=date(2026, 1, 2), tier=3,
    horizon=date(2025, 12, 31), coverage="Harbours.", covers=(), read=read, obtain="Ask the Harbour Board.",
)
LIGHTS = replace(HARBOURS, name="lights", title="List of lighthouses")
SOURCES = [HARBOURS, LIGHTS]
"""
BROKEN = {
    "absent": "import a_module_that_nobody_has",
    "leaving": "import sys; sys.exit(3)",
    "raising": "1 / 0",
    "text": "SOURCE = 'harbours'",
    "taken": "from harbours import HARBOURS as SOURCE",
    "named": "from harbours import replace, HARBOURS; SOURCE = replace(HARBOURS, name='../Harbours')",
    "untyped": "from harbours import replace, HARBOURS; SOURCE = replace(HARBOURS, name='x', horizon='2025-12-31')",
    "half": "from harbours import replace, HARBOURS; SOURCE = [replace(HARBOURS, name='half'), None]",
    "nothing": "",
}
LEFT_OUT = {
    "absent": "ModuleNotFoundError: No module named 'a_module_that_nobody_has'",
    "leaving": "SystemExit: 3",
    "raising": "ZeroDivisionError: division by zero",
    "text": "found str, expected a kg.records.Source",
    "taken": "there is a source harbours already (a-harbours)",
    "named": "name: found '../Harbours', expected small letters, digits and hyphens",
    "untyped": "horizon: found '2025-12-31', expected date",
    "half": "found NoneType, expected a kg.records.Source",
    "nothing": "AttributeError: module 'nothing' has no attribute 'SOURCE'",
}


def _install(folder: Path, into: Path, name: str, modules: dict[str, str], points: dict[str, str]) -> None:
    """Build a package of these modules and install it with pip."""
    folder.mkdir()
    for module, code in modules.items():
        (folder / f"{module}.py").write_text(code)
    listed = "\n".join(f'{point} = "{value}"' for point, value in points.items())
    (folder / "pyproject.toml").write_text(
        dedent("""
            [build-system]
            requires = ["hatchling"]
            build-backend = "hatchling.build"

            [project]
            name = "NAME"
            version = "0.1"

            [tool.hatch.build.targets.wheel]
            include = ["*.py"]

            [project.entry-points."treatykg.loaders"]
        """).replace("NAME", name)
        + listed
    )
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", str(into), str(folder)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages, to be named in PYTHONPATH."""
    base = tmp_path_factory.mktemp("plugins")
    _install(base / "good", base / "site", "a-harbours", {"harbours": GOOD}, {"harbours": "harbours:SOURCES"})
    points = {name: f"{name}:SOURCE" for name in BROKEN}
    _install(base / "broken", base / "site", "z-broken", BROKEN, points)
    return base / "site"


def _run(installed: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", "--home", str(home), *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )


def test_a_package_brings_sources_and_a_broken_one_takes_none_away(installed: Path, tmp_path: Path) -> None:
    done = _run(installed, tmp_path, "sources", "--json")
    rows = {(row["source"], row["package"]): row for row in json.loads(done.stdout)}
    assert {(name, "built-in") for name in SOURCES} < rows.keys()
    assert rows["harbours", "a-harbours"]["obtain"] == "Ask the Harbour Board."
    assert rows["lights", "a-harbours"]["title"] == "List of lighthouses"
    assert rows["half", "z-broken"]["state"] == "broken"  # the entry point; its whole source stands beside it
    broken = {row["source"]: row["error"] for row in json.loads(done.stdout) if row["state"] == "broken"}
    assert broken == LEFT_OUT
    whole = [row["source"] for row in json.loads(done.stdout) if row["package"] == "z-broken" and "title" in row]
    assert whole == ["half"]


def test_the_table_of_sources_names_package_and_error(installed: Path, tmp_path: Path) -> None:
    lines = _run(installed, tmp_path, "sources").stdout.splitlines()
    assert lines[0].split() == ["source", "state", "package", "tier", "known", "until", "fetch", "title"]
    rows = {line.split()[0]: " ".join(line.split()[1:]) for line in lines if "half" not in line}
    assert rows["harbours"] == "not loaded a-harbours 3 2025-12-31 user List of harbour agreements"
    assert rows["russia-venezuela"].startswith("bundled built-in 3 2026-02-28 no need ")
    assert rows["leaving"] == "broken z-broken SystemExit: 3"


def test_a_list_of_a_package_is_loaded_and_built(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("no,title,signed\n7,Agreement on Harbour Dues,1931-05-06\n", encoding="utf-8")
    home = tmp_path / "home"
    done = _run(installed, home, "load", "harbours", str(tmp_path / "list.csv"))
    assert done.returncode == 0, done.stderr
    assert "raising of package z-broken is left out: ZeroDivisionError: division by zero" in done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    built = _run(installed, home, "-q", "build", "--json")
    assert (built.returncode, built.stderr) == (0, "")
    pair = _run(installed, home, "query", "agreements-of-pair", "-p", "pair=CHL-NOR", "--format", "json")
    assert [row["title"] for row in json.loads(pair.stdout)] == ["Agreement on Harbour Dues"]
    listed = _run(installed, home, "sources").stdout
    assert re.search(r"^harbours +loaded ", listed, re.MULTILINE)


def test_what_a_package_loaded_stays_when_it_is_gone(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("no,title,signed\n7,Agreement on Harbour Dues,1931-05-06\n", encoding="utf-8")
    home = tmp_path / "home"
    assert _run(installed, home, "load", "harbours", str(tmp_path / "list.csv")).returncode == 0
    gone = _run(tmp_path, home, "load", "harbours", str(tmp_path / "list.csv"))
    assert (gone.returncode, gone.stderr.startswith("Error: there is no source 'harbours'")) == (1, True)
    assert _run(tmp_path, home, "-q", "build").returncode == 0
    listed = [" ".join(line.split()) for line in _run(tmp_path, home, "sources").stdout.splitlines()]
    assert "harbours loaded - 3 2025-12-31 user List of harbour agreements" in listed


def test_the_file_of_a_package_that_should_travel_with_it_must_be_there() -> None:
    lost: Source = replace(SOURCES["uk-treaties"], name="lost", bundled=(ROOT / "nowhere.csv",))
    assert plugins.unfit(lost, {}) == f"bundled: there is no {ROOT / 'nowhere.csv'}"
    assert plugins.unfit(replace(lost, bundled=()), {}) is None


def test_a_source_is_not_named_as_the_word_for_mapping_files() -> None:
    table = replace(SOURCES["uk-treaties"], name="table")
    assert plugins.unfit(table, {}) == "name: table stands for lists that are read by a mapping file"


def test_contributing_shows_the_real_group() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    points = tomllib.loads(dedent(example))["project"]["entry-points"]
    assert list(points) == [plugins.GROUP]
    assert all(re.fullmatch(r"[\w.]+:\w+", value) for value in points[plugins.GROUP].values())
