"""Sources that other packages bring: entry points of the group `treatykg.loaders`, each a Source or a list of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from importlib.metadata import EntryPoint, entry_points

from kg.names import TKG, TOPIC
from kg.records import RECORD_KINDS, Source

GROUP = "treatykg.loaders"
BUILT_IN = "built-in"
TABLE = "table"  # `treatykg load table`: no source of its own

_KINDS = {"str": str, "int": int, "bool": bool, "date": date, "date | None": date, "tuple": tuple, "dict": dict}


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """An entry point that brings something else than a source that can be used."""

    package: str
    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.name} of package {self.package} is left out: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All sources by name, the package that each comes from, and what cannot be used."""

    sources: dict[str, Source]
    packages: dict[str, str]
    broken: tuple[Broken, ...] = ()


def with_plugins(built_in: Mapping[str, Source]) -> Known:
    """Add what installed packages bring; what is broken is named and takes nothing from the others."""
    sources, packages, broken = dict(built_in), dict.fromkeys(built_in, BUILT_IN), []
    for point in sorted(entry_points(group=GROUP), key=lambda point: (_package(point), point.name)):
        package = _package(point)
        try:
            brought = point.load()
        except (Exception, SystemExit) as error:  # noqa: BLE001  the code of others may raise anything
            broken.append(Broken(package=package, name=point.name, why=_words(error)))
            continue
        for source in brought if isinstance(brought, list | tuple) else [brought]:
            if why := unfit(source, packages):
                broken.append(Broken(package=package, name=point.name, why=why))
            else:
                sources[source.name], packages[source.name] = source, package
    return Known(sources=sources, packages=packages, broken=tuple(broken))


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "unknown"


def _words(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def unfit(source: object, packages: Mapping[str, str]) -> str | None:
    """Why an object is of no use as a source; None if it is fit."""
    try:
        return _unfit(source, packages)
    except (AttributeError, TypeError, ValueError, OSError) as error:  # a field that holds something else inside
        return _words(error)


def _unfit(source: object, packages: Mapping[str, str]) -> str | None:
    if not isinstance(source, Source):
        return f"found {type(source).__name__}, expected a kg.records.Source"
    for field in fields(Source):
        value, kind = getattr(source, field.name), str(field.type).partition("[")[0]
        fit = callable(value) if kind == "Callable" else isinstance(value, _KINDS[kind])
        if not fit and value != field.default:
            return f"{field.name}: found {value!r:.60}, expected {kind}"
    return _unfit_value(source) or _unfit_name(source.name, packages)


def _unfit_name(name: str, packages: Mapping[str, str]) -> str | None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        return f"name: found {name!r}, expected small letters, digits and hyphens"
    if name == TABLE:
        return f"name: {TABLE} stands for lists that are read by a mapping file"
    if name in packages:
        return f"there is a source {name} already ({packages[name]})"
    return None


def _unfit_value(source: Source) -> str | None:
    if not 1 <= source.tier <= 7:
        return f"tier: found {source.tier}, expected 1 to 7"
    if unknown := sorted(set(source.expects) - RECORD_KINDS):
        return f"expects: {unknown[0]!r} is no kind of record"
    if not all(isinstance(code, str) for code in source.covers):
        return f"covers: found {source.covers!r:.60}, expected texts"
    if unknown := [topic for topic in source.covers_topics if topic not in TOPIC]:
        return f"covers_topics: {unknown[0]!r} is no topic"
    if unknown := [kind for kind in source.covers_kinds if kind not in RECORD_KINDS]:
        return f"covers_kinds: {unknown[0]!r} is no kind of record"
    if unknown := [name for said in source.columns.values() for name in said if name not in TKG]:
        return f"columns: {unknown[0]!r} is no property of records"
    if missing := [path for path in source.bundled if not path.exists()]:
        return f"bundled: there is no {missing[0]}"
    return None
