"""Of two releases, the statements of all things that may have become another node or edge, and of few more.

A node or edge is made of what is said of one thing, and of others that have its name in theirs: a participation that of
its agreement, a citation that of its record, a saying that of what it is about. Things of one such name are a family;
where nothing said of a family differs, its nodes and edges are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain

from kg.machine import processors
from kg.names import ID
from kg.neo4j.mapping import GraphMap
from kg.store import Release

SHARE = 0.1  # of all statements: where more are touched, comparing all is no slower
_KIND = re.compile(re.escape(f"<{ID}".encode()) + rb"(?:resolution/|saying/)?[a-z]+/")
_NAME = re.compile(rb"t[0-9a-z]{8}(?=[/>])|[^/>]+/[^/>]+")  # of an agreement, or a source and what it calls a thing
LINE, STRETCH = 256, 65_536  # bytes compared at a time: about a line at first, and at most what stays in the cache
Parts = list[list[str]]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one part that matter, of the one release and of the other."""

    touched: tuple[list[bytes], list[bytes]]
    repeated: tuple[list[bytes], list[bytes]]  # of what may stand in several parts
    again: set[bytes]  # the subjects among these of which something else is said


def touched(before: Release, after: Release, map_: GraphMap) -> tuple[Parts, Parts] | None:
    """The lines of both releases that are to be mapped, part by part; None if they are too many to be worth it."""
    names = [name for name in sorted({*before.parts, *after.parts}) if _sum(before, name) != _sum(after, name)]
    starts = tuple(f"<{node.start}".encode() for node in map_.nodes.values() if node.repeated)
    left = SHARE * sum(part.quads for part in after.parts.values())
    found: list[_Lines] = []
    with ThreadPoolExecutor(processors()) as pool:
        for one in pool.map(partial(_compared, before, after, starts), names):
            found.append(one)
            left -= len(one.touched[0]) + len(one.touched[1])
            if left < 0:
                pool.shutdown(cancel_futures=True)
                return None
        again = set[bytes]().union(*(one.again for one in found))
        same = after.parts.keys() - names if again else ()
        unchanged = [*chain.from_iterable(pool.map(lambda name: _starting(_text(after, name), starts), same))]
    old, new = ([[line.decode() for line in one.touched[side]] for one in found] for side in (0, 1))
    for side, parts in enumerate((old, new)):
        told = chain(unchanged, *(one.repeated[side] for one in found))
        parts.append([line.decode() for line in sorted({line for line in told if _subject(line) in again})])
    return old, new


def differing(old: bytes, new: bytes) -> Iterator[bytes]:
    """The lines that only one of two sorted texts holds, each once in a text."""
    here = there = 0
    while here < len(old) and there < len(new):
        same = old.rfind(b"\n", here, here + _equal(old, here, new, there)) + 1 - here
        if same > 0:
            here, there = here + same, there + same
        elif (one := _line(old, here)) < (other := _line(new, there)):
            yield one
            here += len(one)
        else:
            yield other
            there += len(other)
    yield from (old[here:] or new[there:]).splitlines(keepends=True)


def _equal(old: bytes, here: int, new: bytes, there: int) -> int:
    """How many bytes are the same from two places on, by steps of twice and then half the length."""
    same, size = 0, LINE
    while size and here + same < len(old):
        if old[here + same : here + same + size] == new[there + same : there + same + size]:
            same, size = same + size, min(2 * size, STRETCH)
        else:
            size //= 2
    return same


def _compared(before: Release, after: Release, starts: tuple[bytes, ...], name: str) -> _Lines:
    old, new = _text(before, name), _text(after, name)
    names, again = set[bytes](), set[bytes]()
    for line in differing(old, new):
        subject = _subject(line)
        again.add(subject) if subject.startswith(starts) else names.add(_family(subject))
    return _Lines(
        (_of(old, names, starts), _of(new, names, starts)), (_starting(old, starts), _starting(new, starts)), again
    )


def _sum(release: Release, name: str) -> str:
    part = release.parts.get(name)
    return part.sha256 if part else ""


def _text(release: Release, name: str) -> bytes:
    return release.content(name) if name in release.parts else b""


def _subject(line: bytes) -> bytes:
    return line[: line.index(b" ")]


def _family(subject: bytes) -> bytes:
    """The name that a family has in common; of a thing without one, its own IRI."""
    kind = _KIND.match(subject)
    name = _NAME.match(subject, kind.end()) if kind else None
    return name[0] if name else subject


def _of(text: bytes, names: Iterable[bytes], starts: tuple[bytes, ...]) -> list[bytes]:
    """The lines about the families of these names."""
    kinds = [kind for kind in _kinds(text) if kind not in starts]
    spans = set[tuple[int, int]]()
    for name in names:
        if name.startswith(b"<"):
            spans.add(_span(text, name + b" "))
            continue
        for kind in kinds:
            spans |= {_span(text, kind + name + b"/"), _span(text, kind + name + b">")}
    return [line for begin, end in sorted(spans) for line in text[begin:end].splitlines(keepends=True)]


def _starting(text: bytes, starts: tuple[bytes, ...]) -> list[bytes]:
    return [line for start in starts for line in text[slice(*_span(text, start))].splitlines(keepends=True)]


def _kinds(text: bytes) -> Iterator[bytes]:
    """How the subjects begin that a sorted text is about."""
    place = 0
    while place < len(text):
        if kind := _KIND.match(text, place):
            yield kind[0]
            place = _span(text, kind[0])[1]
        else:
            place += len(_line(text, place))


def _span(text: bytes, start: bytes) -> tuple[int, int]:
    """Where the lines are that begin so, in a sorted text."""
    begin = _place(text, start)
    return begin, _place(text, start[:-1] + bytes([start[-1] + 1])) if text.startswith(start, begin) else begin


def _place(text: bytes, start: bytes) -> int:
    """Where the first line is that does not come before such a beginning."""
    low, high = 0, len(text)
    while low < high:
        middle = max(text.rfind(b"\n", low, (low + high) // 2) + 1, low)
        if text[middle : middle + len(start)] < start:
            low = middle + len(_line(text, middle))
        else:
            high = middle
    return low


def _line(text: bytes, place: int) -> bytes:
    return text[place : text.index(b"\n", place) + 1]
