"""What editors decided of records: joined, kept apart, set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from kg.errors import SourceError
from kg.records import Judgement
from kg.resolve.model import Key


@dataclass(slots=True)
class Judged:
    """Decisions by what they are about, each with the identifier of its judgement."""

    joined: dict[tuple[Key, Key], str] = field(default_factory=dict)
    apart: dict[tuple[Key, Key], str] = field(default_factory=dict)
    rejected: set[Key] = field(default_factory=set)


def read_judged(judgements: Sequence[Judgement], known: Iterable[Key], agreements: set[Key]) -> Judged:
    """The decisions on records; SourceError for a record that is not there or that cannot be joined or parted."""
    found, names = Judged(), {str(key): key for key in known}
    for one in judgements:
        if one.decision == "prefer":
            continue
        keys = [_key(one, name, names) for name in one.records]
        if one.decision == "reject":
            found.rejected.update(keys)
            continue
        for key in keys:
            if key not in agreements:
                raise _wrong(one, f"{key} is no agreement record; only these are joined or kept apart")
        if len(set(keys)) < 2:
            raise _wrong(one, f"{one.decision} decides on two records or more, found {len(set(keys))}")
        for pair in combinations(sorted(set(keys)), 2):
            _decide(found, one, pair)
    return found


def _decide(found: Judged, one: Judgement, pair: tuple[Key, Key]) -> None:
    if one.decision == "join" and pair[0].source == pair[1].source:
        raise _wrong(one, f"{pair[0]} and {pair[1]} stand in one source, which lists an agreement once")
    other = found.apart if one.decision == "join" else found.joined
    if pair in other:
        raise _wrong(one, f"{pair[0]} and {pair[1]} are decided otherwise in {other[pair]}")
    (found.joined if one.decision == "join" else found.apart)[pair] = one.id


def _key(one: Judgement, name: str, names: dict[str, Key]) -> Key:
    if name not in names:
        raise _wrong(one, f"there is no record {name!r}")
    return names[name]


def _wrong(one: Judgement, problem: str) -> SourceError:
    return SourceError(problem, file=f"judgement {one.id}", column="records")
