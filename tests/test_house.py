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
            "kg kg.errors kg.machine kg.pages kg.resources",
            "kg.alliances kg.names",
            "kg.dates kg.polite kg.records kg.steps kg.tables",
            "kg.polities",
            "kg.graph loaders",
            "kg.judgements",
            "kg.resolve kg.validate",
            "kg.derive kg.lineage",
            "kg.ask kg.status kg.store kg.units",
            "kg.accounts kg.diff kg.export kg.fetch kg.judge kg.load kg.neo4j kg.publish kg.sheet",
            "kg.inputs",
            "kg.making",
            "kg.writing",
            "kg.build kg.doctor kg.explain",
            "kg.cli",
            "kg.__main__",
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


# the loaders that a reader is sent to as models; a mapping file has no code of its own
LOADERS = (
    "atop",
    "brazil_concordia",
    "cow_alliances",
    "desta",
    "gptad",
    "ieadb",
    "states",
    "tfdd",
    "unctad_bits",
    "us_senate",
    "wikidata",
)


def _lines_of_code(file: Path) -> int:
    """Lines that are not blank, a comment, a docstring, an import or the facts about the source."""
    tree = ast.parse(file.read_text())
    left_out: set[int] = set()
    for node in ast.walk(tree):
        about = isinstance(node, ast.Assign) and [ast.unparse(name) for name in node.targets] == ["SOURCE"]
        if about or isinstance(node, ast.Import | ast.ImportFrom) or _is_docstring(node):
            left_out |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))  # type: ignore[attr-defined]
    lines = enumerate(file.read_text().splitlines(), start=1)
    return sum(number not in left_out and bool(line.strip()) and line.strip()[0] != "#" for number, line in lines)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


@pytest.mark.parametrize("name", LOADERS)
def test_a_loader_is_short(name: str) -> None:
    assert sum(map(_lines_of_code, ROOT.glob(f"loaders/{name}/**/*.py"))) <= 150
