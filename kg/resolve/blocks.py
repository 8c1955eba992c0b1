"""Which records are compared at all: of different sources, near in time, with parties or words in common.

A treaty of a hundred parties is no hundred places to look in: pairs of lines lead to agreements of few parties, within
60 days; all others are found by their days, if a line and a word of their titles are shared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from kg.dates import Span
from kg.resolve.features import Features, only_day

NEAR = 60  # days between two signatures
MOST = 20  # records under one number, or of the same two days
CLOSE = 14  # days, where lines do not lead to a record
FEW = 5  # lines; with more, pairs of lines are too many places to look in
_Pairs = Iterable[tuple[int, int]]


def candidates(read: Sequence[Features]) -> set[tuple[int, int]]:
    """Pairs of positions, the lower first, that are worth a score."""
    signed, force = [one.signed for one in read], [one.force for one in read]
    found = {pair for pair in _near(signed, range(len(read)), 0) if _alike(read[pair[0]], read[pair[1]])}
    days = [one.signed if one.day is not None else None for one in read]
    found |= {(a, b) for a, b in _near(days, range(len(read)), CLOSE) if _alike(read[a], read[b], more=1)}
    found |= {
        (a, b) for a, b in _near(force, range(len(read)), 0) if _unsigned(read, a, b) and _alike(read[a], read[b])
    }
    for places in _by_lines(read).values():
        found.update(_crossed(read, places))
        found.update(_near(signed, places, NEAR))
        found.update(pair for pair in _near(force, places, 0) if any(read[number].day is None for number in pair))
    for places in (*_by_register(read).values(), *_by_both_days(read).values()):
        if len(places) <= MOST:
            found.update(combinations(places, 2))
    return {(one, other) for one, other in found if read[one].key.source != read[other].key.source}


def _by_lines(read: Sequence[Features]) -> dict[tuple[str, ...], list[int]]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(read):
        if len(one.likely) <= FEW:
            for pair in combinations(sorted(one.likely), 2):
                places[pair].append(number)
    return places


def _by_register(read: Sequence[Features]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(read):
        for register in one.registers:
            places[register].append(number)
    return places


def _by_both_days(read: Sequence[Features]) -> dict[tuple[date, date], list[int]]:
    """Signed on one day and in force from another: two records that share both are worth a look."""
    places: dict[tuple[date, date], list[int]] = defaultdict(list)
    for number, one in enumerate(read):
        force = only_day(one.force)
        if one.day is not None and force is not None and force != one.day:
            places[one.day, force].append(number)
    return places


def _near(spans: Sequence[Span | None], numbers: Iterable[int], days: int) -> Iterator[tuple[int, int]]:
    """Pairs of which the days can be so near."""
    placed = sorted((known.lo.toordinal(), known.hi.toordinal(), n) for n in numbers if (known := spans[n]) is not None)
    for place, (_, hi, number) in enumerate(placed):
        for lo, _, other in placed[place + 1 :]:
            if lo - hi > days:
                break
            yield min(number, other), max(number, other)


def _crossed(read: Sequence[Features], numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Pairs of which one is signed on the day on which the other enters into force."""
    signed: dict[date, list[int]] = defaultdict(list)
    for number in numbers:
        if (day := read[number].day) is not None:
            signed[day].append(number)
    for number in numbers:
        if (day := only_day(read[number].force)) is not None:
            yield from ((min(number, n), max(number, n)) for n in signed.get(day, ()) if n != number)


def _unsigned(read: Sequence[Features], one: int, other: int) -> bool:
    return read[one].signed is None or read[other].signed is None


def _alike(one: Features, other: Features, more: int = 0) -> bool:
    """Whether two records of the same days share two lines, a line and a word, or two words."""
    if one.key.source == other.key.source:
        return False
    lines = len(one.spoken & other.spoken)
    if lines > 1:
        return True
    if lines or len(one.lines) < 2 or len(other.lines) < 2:
        return len(one.words & other.words) >= 2 - lines + more
    return False
