"""Reading a mapping file: YAML to the Structs of `loaders.table.model`."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from kg.errors import SourceError
from loaders.table import model

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # texts only: NO is no truth value, 2021 no number
_KINDS = {
    "int": "a whole number",
    "str": "text",
    "bool": "true or false",
    "array": "a list",
    "object": "keys with values",
    "null": "nothing",
}


def mapping_of(path: Path) -> model.Mapping:
    """Read a mapping file; SourceError if it is no mapping. Names in it are checked by `check`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        _refuse_aliases(text)
        given = _plain(yaml.compose(text, Loader=_LOADER))
        return msgspec.convert(given, model.Mapping, strict=False)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", file=str(path)) from None
    except yaml.YAMLError as error:
        raise SourceError(f"is no YAML: {' '.join(str(error).split())}", file=path.name) from None
    except UnicodeDecodeError:
        raise SourceError("is not text in UTF-8", file=path.name) from None
    except msgspec.ValidationError as error:
        raise SourceError(_said(str(error)), file=path.name) from None
    except _RefusedError as error:
        raise SourceError(str(error), file=path.name) from None


class _RefusedError(ValueError):
    pass


def _refuse_aliases(text: str) -> None:
    """A mapping has no use for YAML's aliases, and a small file of them can stand for a huge one."""
    for token in yaml.scan(text):
        if isinstance(token, yaml.AliasToken):
            mark = token.start_mark
            raise _RefusedError(f"line {mark.line + 1} column {mark.column + 1}: YAML aliases (*) are not read")


def _plain(node: yaml.Node | None, path: str = "") -> Any:
    """A YAML node as texts, lists and dicts; a key that stands twice is an error."""
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(_plain(key))
            if name in found:
                raise _RefusedError(f"{path or 'the mapping'}: {name!r} stands twice")
            found[name] = _plain(value, f"{path}.{name}".lstrip("."))
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value, f"{path}[{place}]") for place, value in enumerate(node.value)]
    return "" if node is None else node.value


def _said(message: str) -> str:
    """The words of msgspec in the form of the other errors."""
    problem, _, where = message.partition(" - at ")
    place = where.strip("`").removeprefix("$").lstrip(".")
    unknown = re.search(r"unknown field `(.*)`", problem)
    if unknown:
        known = {field.name for struct in _structs() for field in msgspec.structs.fields(struct)}
        problem = f"there is no key {unknown[1]!r}{near(unknown[1], known - {unknown[1]})}"
    elif missing := re.search(r"missing required field `(.*)`", problem):
        problem = f"{missing[1]} is missing"
    else:
        problem = re.sub(r"`(\w+)`", lambda kind: _KINDS.get(kind[1], kind[1]), problem.replace("`length`", "length"))
        problem = problem.replace("Invalid RFC3339 encoded date", "expected a day as YYYY-MM-DD").replace("`", "")
        problem = problem[0].lower() + problem[1:]
    return f"{place}: {problem}" if place else problem


@cache
def _structs() -> tuple[type[msgspec.Struct], ...]:
    return tuple(one for one in vars(model).values() if isinstance(one, type) and issubclass(one, msgspec.Struct))


def near(word: str, known: Collection[str]) -> str:
    """`; did you mean X?` for the known word nearest to an unknown one; nothing if none is near."""
    from rapidfuzz import fuzz, process  # slow to import, and needed in messages only

    found = process.extractOne(word, sorted(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=60)
    return f"; did you mean {found[0]}?" if found else ""
