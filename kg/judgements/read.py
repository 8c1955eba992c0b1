"""From a file to a judgement: nothing in it is passed over; what is wrong is said with file, key and what was found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from kg.errors import SourceError, near
from kg.names import ACT
from kg.records import Judgement

Decision = Literal["prefer", "reject", "join", "apart"]
DECISIONS: tuple[str, ...] = get_args(Decision)
SHORTEST_REASON = 20  # characters, shape A17
# What an editor can decide: fields that are chosen from what several records say.
FIELDS = (
    *("title", "instrumentKind", "legalNature"),
    *("initialMonths", "renewal", "renewalMonths", "noticeMonths"),
)
ACT_FIELDS = ("date", "placeName")

_OFTEN = ("decision", "reason", "editor", "decided_on")
_KEYS = {
    "prefer": (*_OFTEN, "agreement", "act", "field", "prefers", "rejects"),
    "reject": (*_OFTEN, "records"),
    "join": (*_OFTEN, "records"),
    "apart": (*_OFTEN, "records"),
}
_LISTS = ("records", "rejects")
_OPTIONAL = ("act", "prefers", "rejects")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # texts only: NO is no truth value, 2021 no number
_AS_YAML = "write it as {}.yml, with `decision: prefer` as its first line and `key: value` in place of `key = value`"


def read(folder: Path) -> list[Judgement]:
    """All judgements of a folder, by name; SourceError names the file and what is wrong in it.

    A file that would be passed over because of its suffix is an error too: a decision is never lost in silence.
    """
    for old in sorted(folder.glob("*.toml")):
        raise SourceError(f"judgements are YAML now: {_AS_YAML.format(old.stem)}", file=old.name)
    for other in sorted(folder.glob("*.yaml")):
        raise SourceError(f"would not be read: name it {other.stem}.yml", file=other.name)
    return [_judgement(path) for path in sorted(folder.glob("*.yml"))]


def _judgement(path: Path) -> Judgement:
    given = _texts(path)
    decision = str(given.get("decision", ""))
    if decision not in DECISIONS:
        found = f"found {decision!r}, expected" if "decision" in given else "missing; it is"
        raise _wrong(path, "decision", f"{found} one of {', '.join(DECISIONS)}{near(decision, DECISIONS)}")
    keys = _KEYS[decision]
    for key, value in given.items():
        if key not in keys:
            raise _wrong(path, key, f"unknown{near(key, keys)}; known for {decision} are {', '.join(keys)}")
        if isinstance(value, list) != (key in _LISTS):
            raise _wrong(path, key, f"found {value!r}, expected {'a list' if key in _LISTS else 'one text'}")
        if not value or not all(value):
            raise _wrong(path, key, "found nothing, expected a text")
    for key in keys:
        if key not in given and key not in _OPTIONAL:
            raise _wrong(path, key, "missing")
    _values(path, given, decision)
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    values["decided_on"] = _day(path, str(given["decided_on"]))
    values["reason"] = " ".join(str(given["reason"]).split())
    return Judgement(id=path.stem, **values)


def _values(path: Path, given: Mapping[str, str | list[str]], decision: str) -> None:
    """Raise SourceError for a value that cannot be meant."""
    reason = given["reason"]
    if len(reason) < SHORTEST_REASON:
        raise _wrong(
            path,
            "reason",
            f"found {reason!r}, expected a sentence of {SHORTEST_REASON} characters or more that a reader can check",
        )
    for key in ("records", "prefers", "rejects"):
        names = given.get(key, [])
        for name in [names] if isinstance(names, str) else names:
            if not re.fullmatch(r"[^/\s]+/\S.*", name):
                raise _wrong(path, key, f"found {name!r}, expected a record as SOURCE/ID")
    records = given.get("records", [])
    if decision in {"join", "apart"} and len(set(records)) < 2:
        raise _wrong(path, "records", f"found {len(set(records))}, expected two or more different ones")
    if decision == "prefer":
        _field(path, given)


def _field(path: Path, given: Mapping[str, str | list[str]]) -> None:
    field, act = str(given["field"]), str(given.get("act", ""))
    if act and act not in ACT.terms:
        raise _wrong(
            path, "act", f"found {act!r}, expected a type of act, such as entryIntoForce{near(act, ACT.terms)}"
        )
    fields = ACT_FIELDS if act else FIELDS
    if field in ACT_FIELDS and not act:
        raise _wrong(path, "act", f"missing: {field} is a field of an act, such as entryIntoForce")
    if field not in fields:
        raise _wrong(path, "field", f"found {field!r}, expected one of {', '.join(fields)}{near(field, fields)}")
    if "prefers" not in given and "rejects" not in given:
        raise _wrong(path, "prefers", "missing: it prefers no record and rejects none")


def _day(path: Path, text: str) -> date:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise _wrong(path, "decided_on", f"found {text!r}, expected a day as YYYY-MM-DD")


def _texts(path: Path) -> dict[str, str | list[str]]:
    """The keys of a file with their texts or lists of texts; SourceError for anything else."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=_LOADER)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", file=path.name) from None
    except (UnicodeDecodeError, RecursionError):
        raise SourceError(
            "is no YAML: it is not text in UTF-8, or lists in lists without end", file=path.name
        ) from None
    except yaml.YAMLError as error:
        raise SourceError(f"is no YAML: {' '.join(str(error).split())}", file=path.name) from None
    if not isinstance(node, yaml.MappingNode):
        raise SourceError("found no keys, expected lines such as `decision: join`", file=path.name)
    found: dict[str, str | list[str]] = {}
    for key_node, value in node.value:
        key = str(key_node.value)
        if key in found:
            raise _wrong(path, key, f"stands twice; the second time in line {key_node.start_mark.line + 1}")
        parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if not all(isinstance(part, yaml.ScalarNode) for part in parts):
            raise _wrong(path, key, f"found keys or lists within, expected {'texts' if key in _LISTS else 'one text'}")
        texts = [str(part.value).strip() for part in parts]
        found[key] = texts if isinstance(value, yaml.SequenceNode) else texts[0]
    return found


def _wrong(path: Path, key: str, problem: str) -> SourceError:
    return SourceError(problem, file=f"{path.name}, key {key}")
