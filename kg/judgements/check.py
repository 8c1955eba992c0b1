"""Judgements against each other and against what there is: what two editors cannot both mean stops a build."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Literal

from kg.errors import SourceError
from kg.records import Judgement


class Standing:
    """What has been decided of any two records, by one judgement or by several that follow from each other."""

    def __init__(self, judgements: Sequence[Judgement] = ()) -> None:
        self._joined: dict[str, list[tuple[str, str]]] = defaultdict(list)  # record -> (record, file) beside it
        self._apart: list[tuple[str, str, str]] = []
        for one in judgements:
            self.add(one)

    def add(self, one: Judgement) -> None:
        """Take one more judgement into account."""
        for first, second in combinations(one.records, 2):
            if one.decision == "join":
                self._joined[first].append((second, one.id))
                self._joined[second].append((first, one.id))
            elif one.decision == "apart":
                self._apart.append((first, second, one.id))

    def of(self, first: str, second: str) -> Literal["join", "apart", ""]:
        """What stands for two records; the empty text where nobody has decided."""
        one, other = self._ways(first), self._ways(second)
        if second in one:
            return "join"
        kept = any((a in one and b in other) or (a in other and b in one) for a, b, _ in self._apart)
        return "apart" if kept else ""

    def path(self, first: str, second: str) -> list[str]:
        """The judgements by which two records are joined, the fewest; none: they are not."""
        return list(dict.fromkeys(self._ways(first).get(second, [])))

    def _ways(self, first: str) -> dict[str, list[str]]:
        """Each record joined to the first one, and by which judgements."""
        ways: dict[str, list[str]] = {first: []}
        waiting = deque([first])
        while waiting:
            here = waiting.popleft()
            for record, name in self._joined.get(here, ()):
                if record not in ways:
                    ways[record] = [*ways[here], name]
                    waiting.append(record)
        return ways

    def contradictions(self) -> list[tuple[str, str, str, list[str]]]:
        """Two records kept apart, by which judgement, and the judgements by which they are joined all the same."""
        found = ((*one, self.path(one[0], one[1])) for one in self._apart)
        return [one for one in found if one[3]]


def check(
    judgements: Sequence[Judgement],
    agreements: Collection[str],
    records: Collection[str],
    joinable: Collection[str] | None = None,
    home: Mapping[str, str] | None = None,
) -> None:
    """Raise SourceError for a judgement on what is not there, or for two that cannot both hold.

    `records` are names SOURCE/ID; `joinable` are those of agreement records, which alone are joined or kept apart;
    `home` tells of a record which agreement it speaks of.
    """
    for one in judgements:
        if one.decision == "prefer" and one.agreement not in agreements:
            raise _wrong(one, "agreement", f"there is no agreement {one.agreement!r}")
        preferred = (one.prefers,) if one.prefers else ()
        for key, names in (("prefers", preferred), ("rejects", one.rejects), ("records", one.records)):
            for name in names:
                if name not in records:
                    raise _wrong(one, key, f"there is no record {name!r}")
                if one.decision in {"join", "apart"} and joinable is not None and name not in joinable:
                    raise _wrong(one, key, f"{name} is no record of an agreement; only those are joined or kept apart")
                if one.decision == "prefer" and home is not None and home.get(name) != one.agreement:
                    other = f"; it speaks of {home[name]}" if name in home else ""
                    raise _wrong(one, key, f"{name} does not speak of agreement {one.agreement}{other}")
    check_together(judgements)


def check_together(judgements: Sequence[Judgement]) -> None:
    """Raise SourceError, naming both files, where one judgement undoes what another decides."""
    for first, second, apart, joins in Standing(judgements).contradictions():
        by = " and ".join(map(_file, joins))
        raise SourceError(
            f"keeps {first} and {second} apart, but they are joined by {by}; take one of them out", file=_file(apart)
        )
    aside = {name: one.id for one in judgements if one.decision == "reject" for name in one.records}
    for one in judgements:
        if one.prefers in aside:
            raise _wrong(one, "prefers", f"{one.prefers} is set aside as a whole by {_file(aside[one.prefers])}")


def waiting(
    judgements: Sequence[Judgement], known: Collection[str], loaded: Collection[str]
) -> tuple[list[Judgement], list[str]]:
    """The judgements that apply, and for each of the others a line: it names a known source that is not loaded."""
    standing, told = [], []
    for one in judgements:
        names = [*one.records, *one.rejects, *([one.prefers] if one.prefers else [])]
        absent = sorted({name.partition("/")[0] for name in names} & set(known) - set(loaded))
        if absent:
            told.append(f"judgement {one.id} waits: {' and '.join(absent)} not loaded")
        else:
            standing.append(one)
    return standing, told


def disputed(judgements: Sequence[Judgement]) -> list[str]:
    """A line for each value that several judgements decide on, so that none of them is followed."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in judgements:
        if one.decision == "prefer":
            found[one.agreement, one.act or "", one.field].append(_file(one.id))
    return [
        f"{', '.join(files)}: decide on one value, {f'{act} {field}'.lstrip()} of {agreement}; none is followed"
        for (agreement, act, field), files in found.items()
        if len(files) > 1
    ]


def rejected(judgements: Sequence[Judgement]) -> frozenset[str]:
    """The records, as SOURCE/ID, that editors set aside as a whole."""
    return frozenset(name for one in judgements if one.decision == "reject" for name in one.records)


def followed(judgements: Sequence[Judgement], replaced: Mapping[str, str]) -> list[Judgement]:
    """The judgements with each agreement under the identifier it has now: `replaced` tells which took its place."""
    return [replace(one, agreement=replaced.get(one.agreement, one.agreement)) for one in judgements]


def _wrong(one: Judgement, key: str, problem: str) -> SourceError:
    return SourceError(problem, file=f"{_file(one.id)}, key {key}")


def _file(name: str) -> str:
    """Where a judgement stands; one that is being made has no file yet."""
    return f"{name}.yml" if name else "this decision"
