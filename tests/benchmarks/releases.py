"""Releases made of another one: some of its parts, or all of them with the titles of some agreements changed."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from kg.names import ID, TKG
from kg.store import Release, ReleaseWriter

REFERENCE = "reference"
SHARE = 0.01  # of all agreements
_AGREEMENT = f"<{ID}agreement/"
_OWN = re.compile(rf"<{ID}(?:resolution/|saying/)?[a-z]+/([^/>]+)")  # with the agreement that a thing is of
_TITLE = f" {TKG.title} "


def some_parts(base: Release, names: Iterable[str], folder: Path) -> Release:
    """A release of some parts of another, without a database: a sync reads the parts alone."""
    return _written(base, {name: base.lines(name) for name in names}, folder)


def changed(base: Release, agreements: Collection[str], folder: Path) -> Release:
    """A release in which these agreements have other titles, and nothing else differs."""
    return _written(base, {name: _retitled(base.lines(name), agreements) for name in base.parts}, folder)


def without(base: Release, agreements: Collection[str], folder: Path) -> Release:
    """A release in which nothing is concluded of these agreements; records may still describe them."""
    gone = frozenset(agreement.removeprefix(_AGREEMENT).removesuffix(">") for agreement in agreements)
    return _written(base, {name: _left(base.lines(name), gone) for name in base.parts}, folder)


def chosen(base: Release, source: str = "") -> list[str]:
    """One in a hundred of all agreements, at random, the same each time; `source`: as many, all of its parts."""
    every, here = 0, set[str]()
    for name in base.parts:
        found = {line.split(" ", 1)[0] for line in base.lines(name) if line.startswith(_AGREEMENT) and _TITLE in line}
        every += len(found)
        if name.startswith(source):
            here |= found
    return random.Random(1).sample(sorted(here), min(len(here), round(every * SHARE)))  # noqa: S311


def triples(release: Release) -> Iterator[str]:
    """Its statements as N-Triples lines, each once, sorted: without the graphs they stand in."""
    lines = {line[: line.rindex(" <")] for name in release.parts for line in release.lines(name)}
    return (f"{line} .\n" for line in sorted(lines))


def _retitled(lines: Iterable[str], agreements: Collection[str]) -> Iterator[str]:
    wanted = frozenset(agreements)
    for line in lines:
        if _TITLE in line and line.split(" ", 1)[0] in wanted:
            line = line.replace(' "', ' "Another ', 1)
        yield line


def _left(lines: Iterable[str], gone: Collection[str]) -> Iterator[str]:
    return (line for line in lines if not ((found := _OWN.match(line)) and found[1] in gone))


def _written(base: Release, parts: dict[str, Iterable[str]], folder: Path) -> Release:
    folder.mkdir()
    writer = ReleaseWriter(folder, base)
    for name, lines in parts.items():
        writer.add(name, lines)
    writer.tell({}, {}, folder)
    return Release(folder)
