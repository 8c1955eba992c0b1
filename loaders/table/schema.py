"""The JSON Schema of mapping files, by which editors complete and check them: `python -m loaders.table.schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from loaders.table import model
from loaders.table.check import SCHEMES, concepts
from loaders.table.values import NOTHING

FILE = Path(__file__).with_name("schema.json")


def schema() -> dict[str, Any]:
    """The schema of the Structs; texts that name a concept list the concepts."""
    made = msgspec.json.schema(model.Mapping)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Mapping of a list of agreements",
        **_listed(made),
    }


def text() -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _listed(part: Any) -> Any:
    """A part of the schema with each mark `x-is` in it replaced by the values that it stands for."""
    if isinstance(part, list):
        return [_listed(one) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: _listed(value) for key, value in part.items() if key != "x-is"}
    if isinstance(mark := part.get("x-is"), str) and (values := _values(mark)):
        found["enum"] = values
    return found


def _values(mark: str) -> list[str]:
    if mark == "scheme":
        return list(SCHEMES)
    if mark == "status":
        acts = concepts("actTypes")
        return [NOTHING, *acts, *(f"not {act}" for act in acts)]
    known = list(concepts(mark.removesuffix("?")))
    return [NOTHING, *known] if known and mark.endswith("?") else known


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
