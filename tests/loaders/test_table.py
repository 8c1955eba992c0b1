"""Mapping files: what is wrong with one is said in one line, by the loader and by the schema."""

from __future__ import annotations

import csv
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.errors import SourceError
from kg.names import ACT, TOPIC, VALUE
from loaders.table.check import concepts, names
from loaders.table.file import mapping_of
from loaders.table.schema import FILE, text
from tests.loaders.lists import read

CASES = Path(__file__).with_name("table")
MINISTRY = CASES / "ministry.yml"
jsonschema: Any = import_module("jsonschema")  # has no types
BUNDLED = sorted(Path(__file__).parents[2].glob("loaders/*/map.yml"))


def table(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def changed(tmp_path: Path, was: str, becomes: str) -> Path:
    given = MINISTRY.read_text(encoding="utf-8")
    assert was in given
    (tmp_path / "names.csv").write_bytes((CASES / "names.csv").read_bytes())
    path = tmp_path / "MAP.yml"
    path.write_text(given.replace(was, becomes, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("case", table("bad_mappings.csv"), ids=lambda case: case["message"][:60])
def test_a_bad_mapping_is_refused_in_one_line(case: dict[str, str], tmp_path: Path) -> None:
    path = changed(tmp_path, case["was"], case["becomes"])
    with pytest.raises(SourceError) as caught:
        read([CASES / "ministry.csv"], path)
    assert str(caught.value).startswith(f"MAP.yml: {case['message']}")
    assert "\n" not in str(caught.value)


# YAML as editors read it, but for days, which JSON has as texts
_TEXTS = type(
    "_Texts",
    (yaml.SafeLoader,),
    {
        "yaml_implicit_resolvers": {
            first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }
    },
)


def schema_errors(path: Path) -> list[str]:
    given: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=_TEXTS)  # noqa: S506 - a SafeLoader
    schema = json.loads(FILE.read_text(encoding="utf-8"))
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(given)]


def test_the_schema_is_that_of_the_structs() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "make it anew with: python -m loaders.table.schema"
    jsonschema.Draft202012Validator.check_schema(json.loads(text()))


@pytest.mark.parametrize("path", [MINISTRY, *BUNDLED], ids=lambda path: path.parent.name)
def test_the_schema_accepts_good_mappings(path: Path) -> None:
    assert schema_errors(path) == []


@pytest.mark.parametrize(
    "case", [case for case in table("bad_mappings.csv") if case["schema"] == "yes"], ids=lambda case: case["becomes"]
)
def test_the_schema_refuses_bad_mappings(case: dict[str, str], tmp_path: Path) -> None:
    assert schema_errors(changed(tmp_path, case["was"], case["becomes"]))


def test_concepts_are_those_of_the_ontology() -> None:
    assert set(concepts("actTypes")) == {name for name in ACT.terms if name != "actTypes"}
    assert set(concepts("topics")) == {name for name in TOPIC.terms if name != "topics"}
    assert {"treaty", "protocol"} < set(concepts("instrumentKinds")) < set(VALUE.terms)


def test_every_text_of_a_mapping_has_its_place() -> None:
    found = {one.path: (one.value, one.of) for one in names(mapping_of(MINISTRY))}
    assert found["dates[1].act"] == ("entryIntoForce", "actTypes")
    assert found["status.words['in Kraft'][1]"] == ("not termination", "status")
    assert found["parties.columns[0].code.column"] == ("Staatscode", "column")
    assert found["ignore[0]"] == ("Bearbeiter", "column")
