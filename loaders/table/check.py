"""Names in a mapping that stand for nothing: columns, act types, patterns, files ...

Every error is one line that names the file and the place in it: `MAP.yml: dates[1].act: ...`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from msgspec import inspect
from pyoxigraph import RdfFormat, parse

from kg.errors import DateError, SourceError
from kg.names import PREFIXES, local_name
from kg.polities import lines
from kg.resources import ONTOLOGY
from loaders.table import model
from loaders.table.file import near
from loaders.table.terms import ROW_PARTY
from loaders.table.values import NOTHING, date_format, designations, plain, word_table

SCHEMES = ("name", "iso3166-1-alpha2", "iso3166-1-alpha3", "iso3166-1-numeric", "m49", "iso3166-3", "cow", "gw")
_WHAT = {
    "actTypes": "act type",
    "instrumentKinds": "kind of instrument",
    "legalNatures": "legal nature",
    "topics": "topic",
    "registers": "register",
    "linkTypes": "type of link",
    "roles": "role",
    "renewals": "way of renewal",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A text of a mapping, where it stands, and what the schema says of it."""

    path: str
    value: str
    schema: Mapping[str, Any]

    @property
    def of(self) -> str:
        """What it is a name of: column, actTypes, pattern ..."""
        return str(self.schema.get("x-is", ""))


def names(mapping: model.Mapping) -> list[Named]:
    """Every text of a mapping with its place."""
    return list(_walk(mapping, inspect.type_info(model.Mapping), "", {}))


def columns(mapping: model.Mapping) -> dict[str, str]:
    """Columns that the mapping reads or ignores -> where it first names them."""
    found: dict[str, str] = {}
    for one in names(mapping):
        if one.of == "column":
            found.setdefault(plain(one.value), one.path)
    return found


def _walk(value: Any, kind: inspect.Type, path: str, schema: Mapping[str, Any]) -> Iterator[Named]:
    if isinstance(kind, inspect.Metadata):
        yield from _walk(value, kind.type, path, {**schema, **(kind.extra_json_schema or {})})
    elif isinstance(kind, inspect.UnionType):
        yield from _walk(value, _fitting(value, kind), path, schema)
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from _walk(getattr(value, field.name), field.type, f"{path}.{field.name}".lstrip("."), {})
    elif isinstance(kind, inspect.VarTupleType):
        for place, one in enumerate(value):
            yield from _walk(one, kind.item_type, f"{path}[{place}]", {})
    elif isinstance(kind, inspect.DictType):
        for key, one in value.items():
            yield from _walk(key, kind.key_type, f"{path}[{key!r}]", {})
            yield from _walk(one, kind.value_type, f"{path}[{key!r}]", {})
    elif isinstance(kind, inspect.StrType):
        yield Named(path, value, schema)


def _fitting(value: Any, union: inspect.UnionType) -> inspect.Type:
    """The member of a union that a value is of."""
    for member in union.types:
        kind = member.type if isinstance(member, inspect.Metadata) else member
        if isinstance(kind, inspect.StructType):
            fits = type(value) is kind.cls
        elif isinstance(kind, inspect.VarTupleType):
            fits = isinstance(value, tuple)
        else:
            fits = isinstance(kind, inspect.StrType) and isinstance(value, str)
        if fits:
            return member
    return inspect.NoneType()


def check(mapping: model.Mapping, path: Path) -> None:
    """Raise SourceError for the first thing in a mapping that cannot be so; `path` is its file."""
    for one in names(mapping):
        if problem := _problem(one, path.parent):
            raise SourceError(f"{one.path}: {problem}", file=path.name)
    for place, problem in _contradictions(mapping, path.parent):
        raise SourceError(f"{place}: {problem}", file=path.name)


def _problem(one: Named, folder: Path) -> str | None:
    """What is wrong with one name; None if nothing is. Columns are compared with the list itself, later."""
    if one.value == "TODO":
        return "is still to be filled in"
    allowed = one.schema.get("enum")
    if allowed is not None and one.value not in allowed:
        return f"{one.value!r} is none of {', '.join(allowed)}{near(one.value, allowed)}"
    if one.of.startswith("words:"):
        return _file(one.value, folder)
    if one.of in _CHECKS:
        return _CHECKS[one.of](one.value, folder)
    scheme = one.of.removesuffix("?")
    if scheme not in _WHAT or (one.of.endswith("?") and one.value == NOTHING):
        return None
    return _concept(one.value, scheme)


@cache
def concepts(scheme: str) -> tuple[str, ...]:
    """The concepts of a scheme of the ontology: actTypes, instrumentKinds, topics ..."""
    in_scheme = PREFIXES["skos"] + "inScheme"
    found = set()
    for file in ("act-types.ttl", "values.ttl", "topics.ttl"):
        for triple in parse(path=ONTOLOGY / file, format=RdfFormat.TURTLE):
            if triple.predicate.value == in_scheme and local_name(triple.object.value) == scheme:
                found.add(local_name(triple.subject.value))
    return tuple(sorted(found))


def _concept(value: str, scheme: str) -> str | None:
    known = concepts(scheme)
    return None if value in known else f"{value!r} is no {_WHAT[scheme]}{near(value, known)}"


def _status(value: str, _folder: Path) -> str | None:
    return None if value == NOTHING else _concept(value.removeprefix("not "), "actTypes")


def _line(value: str, _folder: Path) -> str | None:
    return None if value in lines() else f"{value!r} is no country line; they are codes such as BRA, RUS, DEU"


def _actor(value: str, folder: Path) -> str | None:
    return None if value == ROW_PARTY else _line(value, folder)


def _scheme(value: str, _folder: Path) -> str | None:
    return None if value in SCHEMES else f"{value!r} is none of {', '.join(SCHEMES)}{near(value, SCHEMES)}"


def _language(value: str, _folder: Path) -> str | None:
    fits = re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value)
    return None if fits else f"{value!r} is no code of a language such as en, de, pt-BR"


def _locale(value: str, _folder: Path) -> str | None:
    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError):
        return f"{value!r} is no language whose names of months and countries are known"
    return None


def _pattern(value: str, _folder: Path) -> str | None:
    try:
        re.compile(value)
    except re.error as error:
        return f"{value!r} is no regular expression: {error}"
    return None


def _group(value: str, folder: Path) -> str | None:
    if problem := _pattern(value, folder):
        return problem
    groups = re.compile(value).groups
    return None if groups == 1 else f"{value!r} has {groups} groups in round brackets, expected one"


def _format(value: str, _folder: Path) -> str | None:
    try:
        date_format(value, "en")
    except DateError as error:
        return str(error)
    return None


def _file(value: str, folder: Path) -> str | None:
    return None if (folder / value).is_file() else f"there is no file {value!r} beside the mapping"


_CHECKS: dict[str, Callable[[str, Path], str | None]] = {
    "status": _status,
    "line": _line,
    "actor": _actor,
    "scheme": _scheme,
    "language": _language,
    "locale": _locale,
    "pattern": _pattern,
    "group": _group,
    "format": _format,
    "file": _file,
}


def _contradictions(mapping: model.Mapping, folder: Path) -> Iterator[tuple[str, str]]:
    """What no single name shows: parts that lack something, say two things, or tables with unknown concepts."""
    named = names(mapping)
    read = {plain(one.value) for one in named if one.of == "column" and not one.path.startswith("ignore[")}
    for place, column in enumerate(mapping.ignore):
        if plain(column) in read:
            yield f"ignore[{place}]", f"{column!r} is read"
    if isinstance(mapping.kind, model.KindOf) and (problem := _kind(mapping.kind)):
        yield "kind", problem
    for place, topic in enumerate(mapping.topics):
        if isinstance(topic, model.TopicsOf) and not (topic.words or topic.table):
            yield f"topics[{place}]", "give words or a table"
    for one in named:
        if one.of.startswith("words:"):
            for word, concept in word_table(folder / one.value).items():
                if concept != NOTHING and (unknown := _concept(concept, one.of.removeprefix("words:"))):
                    yield one.path, f"{one.value}: {word!r}: {unknown}"


def _kind(kind: model.KindOf) -> str | None:
    if bool(kind.words or kind.table) + bool(kind.find) + kind.english != 1:
        return "give words or a table, or find, or english"
    try:
        designations(kind.find)
    except re.error as error:
        return f"the patterns of find do not go together: {error}"
    return None
