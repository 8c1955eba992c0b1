"""The house: imports point down, no module is too long, resources travel."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RANKS = {
    "kg.errors": 0,
    "kg.names": 0,
    "kg.resources": 0,
    "kg": 0,
    "kg.dates": 1,
    "kg.polities": 1,
    "kg.records": 1,
    "kg.tables": 1,
    "kg.graph": 2,
    "loaders": 2,
    "kg.resolve": 3,
    "kg.derive": 3,
    "kg.validate": 3,
    "kg.store": 4,
    "kg.ask": 4,
    "kg.load": 5,
    "kg.build": 5,
    "kg.neo4j": 5,
    "kg.export": 5,
    "kg.sheet": 5,
    "kg.doctor": 6,
    "kg.cli": 7,
}
FILES = sorted([*ROOT.glob("kg/**/*.py"), *ROOT.glob("loaders/**/*.py")])


def _module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _part(module: str) -> str:
    """The room of the house that a module lies in."""
    parts = module.split(".")
    return "loaders" if parts[0] == "loaders" else ".".join(parts[:2])


def _imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{name.name}" for name in node.names if node.module in {"kg", "loaders"}}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return {name for name in found if name.split(".")[0] in {"kg", "loaders"} and name != "kg"}


@pytest.mark.parametrize("file", FILES, ids=_module)
def test_imports_point_down(file: Path) -> None:
    here = _part(_module(file))
    for name in _imports(file):
        there = _part(name)
        assert there == here or RANKS[there] < RANKS[here], f"{_module(file)} imports {name}"
    if here == "loaders":
        assert all(RANKS[_part(name)] <= 1 for name in _imports(file) if name.startswith("kg."))


@pytest.mark.parametrize("file", FILES, ids=_module)
def test_modules_are_of_a_size_to_read(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 300


def test_a_wheel_holds_ontology_queries_and_bundled_sources(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    wanted = [*ROOT.glob("ontology/**/*.ttl"), *ROOT.glob("queries/*.*")]
    assert {f"kg/_data/{file.relative_to(ROOT)}" for file in wanted} <= names
    assert {str(file.relative_to(ROOT)) for file in ROOT.glob("loaders/**/*.csv")} <= names
