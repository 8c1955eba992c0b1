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
    name: rank
    for rank, names in enumerate(
        [
            "kg kg.errors kg.resources",
            "kg.alliances kg.names",
            "kg.dates kg.polite kg.records kg.steps kg.tables",
            "kg.polities",
            "kg.graph loaders",
            "kg.judgements",
            "kg.resolve kg.validate",
            "kg.derive",
            "kg.ask kg.store kg.units",
            "kg.export kg.fetch kg.load kg.neo4j kg.publish kg.sheet",
            "kg.build kg.doctor",
            "kg.cli",
        ]
    )
    for name in names.split()
}
FOR_LOADERS = RANKS["kg.polities"]
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
            if node.module == "kg":
                found |= {f"kg.{name.name}" for name in node.names}
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
        assert all(RANKS[_part(name)] <= FOR_LOADERS for name in _imports(file) if name.startswith("kg."))


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
    beside = [file for suffix in ("csv", "yml", "json", "rq") for file in ROOT.glob(f"loaders/**/*.{suffix}")]
    assert {str(file.relative_to(ROOT)) for file in beside} <= names
