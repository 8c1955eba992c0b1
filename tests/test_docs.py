"""What `docs/loading.md` and CONTRIBUTING promise: commands and files exist, the mapping shown is one."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import msgspec
import pytest

from kg.cli import cli
from loaders.table import from_map
from loaders.table.check import check
from loaders.table.file import mapping_of
from loaders.table.model import Mapping

ROOT = Path(__file__).parent.parent
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("docs/loading.md", "CONTRIBUTING.md")}
LOADING = PAGES["docs/loading.md"]


def test_the_mapping_shown_is_one(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", LOADING, re.DOTALL)
    path = tmp_path / "treaties.yml"
    path.write_text(example, encoding="utf-8")
    mapping = mapping_of(path)
    check(mapping, path)
    assert (mapping.source.name, len(mapping.dates)) == ("registro-de-ejemplo", 2)


def test_the_mapping_shown_reads_its_list(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", LOADING, re.DOTALL)
    (tmp_path / "treaties.yml").write_text(example, encoding="utf-8")
    (tmp_path / "treaties.csv").write_text(
        "Número;Título;Contraparte;Firma;Vigencia;Estado;Observaciones\n"
        "1;Convenio de límites;Perú;03/06/1929;28/07/1929;vigente;-\n"
        "2;Acuerdo aéreo;España / Unión Soviética;1961;s/f;en trámite;-\n",
        encoding="latin-1",
    )
    reading = from_map(tmp_path / "treaties.yml").read([tmp_path / "treaties.csv"], False)
    found = [record for record in reading if record.kind == "agreementRecord"]
    assert (reading.problems, reading.rows_read) == ([], 2)
    assert [[party.polity for party in record.parties] for record in found] == [["CHL", "PER"], ["CHL", "ESP", "SUN"]]
    assert [act.date for act in found[0].acts if act.date] == ["1929-06-03", "1929-07-28"]


def test_every_key_of_a_mapping_is_told() -> None:
    table = LOADING.split("| key | what it says |")[1].split("\n\n")[0]
    told = [key for line in table.splitlines() for key in re.findall(r"`(\w+)`", line.partition(" | ")[0])]
    assert sorted(told) == sorted(field.name for field in msgspec.structs.fields(Mapping))


@pytest.mark.parametrize("command", re.findall(r"^\$ treatykg (.+?)(?:\s+[#>].*)?$", LOADING, re.MULTILINE))
def test_every_command_shown_is_one(command: str) -> None:
    words = shlex.split(command)
    found: click.Command = cli
    while isinstance(found, click.Group) and words:
        found = found.commands[words.pop(0)]
    known = {option for parameter in found.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= known


@pytest.mark.parametrize("page", PAGES)
def test_every_file_named_is_there(page: str) -> None:
    names = re.findall(r"`((?:docs|kg|loaders|queries|tests)/[\w./-]*[\w/])`", PAGES[page])
    assert names or page == "docs/loading.md"
    for name in names:
        assert (ROOT / name.replace("loaders/NAME", "loaders/uk_treaties")).exists(), name


def test_the_page_is_short() -> None:
    assert len(LOADING.splitlines()) <= 120
