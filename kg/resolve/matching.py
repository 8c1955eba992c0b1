"""Candidates weighed against one another: of several for one record, only the clear best may join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.polities import fold
from kg.records import Record
from kg.resolve.blocks import candidates
from kg.resolve.days import one_day, same_days
from kg.resolve.features import Features, features, only_day
from kg.resolve.model import JOIN, Match, Reason
from kg.resolve.score import Scored, score, summed
from kg.resolve.sides import both_known
from kg.resolve.words import likeness, without

LEAD = 0.05  # by which the best of several must be ahead to join
FAR = 0.2  # behind by this much, others of the day speak for the best
TWIN_IN_FORCE = 0.6  # the same, if both also enter into force on one later day
TWIN = 0.9  # likeness of the titles under which one list has one agreement twice
NO_RANK = frozenset({"titles", "titles differ", "same topic", "related topics", "same name"})
_Pair = tuple[int, int]


def matches(records: Sequence[Record]) -> list[Match]:
    """All compared pairs, with the decision "join" for those that may, and "apart" for those that may not."""
    read = [features(record) for record in sorted(records, key=lambda record: (record.source, record.id))]
    field = _Field(read, {pair: score(read[pair[0]], read[pair[1]]) for pair in sorted(candidates(read))})
    return [field.match(pair) for pair in field.compared]


@dataclass(slots=True)
class _Field:
    """All pairs that were compared, and for each record its rivals: those of one source that no rule keeps apart."""

    read: Sequence[Features]
    compared: dict[_Pair, Scored]
    rivals: dict[tuple[int, str], list[int]]

    def __init__(self, read: Sequence[Features], compared: dict[_Pair, Scored]) -> None:
        self.read, self.compared, self.rivals = read, compared, defaultdict(list)
        for (one, other), scored in compared.items():
            if not scored.refused:
                self.rivals[one, read[other].key.source].append(other)
                self.rivals[other, read[one].key.source].append(one)

    def match(self, pair: _Pair) -> Match:
        """A pair with what its rivals say of it."""
        scored, (one, other) = self.compared[pair], pair
        reasons, joins = list(scored.reasons), False
        if not scored.refused:
            ahead = self._ahead(pair)
            reasons += self._alone(pair, ahead)
            joins = summed(reasons) >= JOIN and (ahead is None or ahead >= LEAD)
            if ahead is not None and ahead < LEAD:
                words = f"another is {-ahead:.2f} ahead" if ahead < 0 else f"the next is {ahead:.2f} behind"
                reasons.append(Reason("not the clear best of several", 0.0, words))
        return Match(
            one=self.read[one].key,
            other=self.read[other].key,
            score=summed(reasons),
            reasons=tuple(reasons),
            decision="join" if joins else "apart",
            refused=scored.refused,
        )

    def _alone(self, pair: _Pair, ahead: float | None) -> Iterator[Reason]:
        """What it tells that there is no other to choose, or none that comes near."""
        one, other = (self.read[number] for number in pair)
        weight = 0.2 if both_known(one, other) or one.spoken & other.spoken else 0.1
        weight = weight if one_day(one, other) is not None else min(weight, 0.15)
        if ahead is None and same_days(one, other):
            words = "neither list has another agreement of these parties and days"
            yield Reason("the only one", weight if same_days(one, other, 0) else 0.05, words)
        elif ahead is not None and ahead >= FAR:
            yield Reason("far ahead of others", weight, f"the next of these parties and days is {ahead:.2f} behind")

    def _ahead(self, pair: _Pair) -> float | None:
        """How far a pair is ahead of the next best for one of its records; None if there is no other."""
        mine = self._rank(pair)
        others = [rank for rival, rank in self._others(pair)]
        return min((mine - rank for rank in others), default=None)

    def _others(self, pair: _Pair) -> Iterator[tuple[int, float]]:
        """The rivals of a pair and what they come to; of two that are one agreement, the lesser is none."""
        for here, there in (pair, pair[::-1]):
            for rival in self.rivals[here, self.read[there].key.source]:
                if rival == there or not same_days(self.read[here], self.read[rival]):
                    continue
                rank = self._rank((min(here, rival), max(here, rival)))
                if not (self._twins(there, rival) and self._first(there, rival, self._rank(pair), rank)):
                    yield rival, rank

    def _rank(self, pair: _Pair) -> float:
        """By what rivals are told apart: the reasons without a cut at 1, all of titles and parties, no topics."""
        scored = self.compared[pair]
        return round(sum(r.weight for r in scored.reasons if r.feature not in NO_RANK) + scored.same, 3)

    def _first(self, one: int, other: int, mine: float, theirs: float) -> bool:
        """Which of two twins is taken: the better, then the one that lists more parties, then the first."""
        return (-mine, -len(self.read[one].lines), one) < (-theirs, -len(self.read[other].lines), other)

    def _twins(self, one: int, other: int) -> bool:
        """Whether two records of one list seem to be of one agreement: a list may have it twice in other words."""
        a, b = self.read[one], self.read[other]
        if not (a.lines == b.lines or len(a.lines) < 2 or len(b.lines) < 2):
            return False
        pairs = [(without(x, b.names), without(y, a.names)) for x in a.titles for y in b.titles]
        if a.lines == b.lines and any(x.bare and y.bare for x, y in pairs):
            return True
        if a.lines == b.lines and any(fold(x.value) == fold(y.value) for x, y in pairs):
            return len(a.lines) > 2  # two sides may sign seven loans of one title in a day
        least = TWIN_IN_FORCE if _late(a) is not None and _late(a) == _late(b) else TWIN
        return any(
            (like := likeness(x, y)) is not None and like.like >= least and x.numbers == y.numbers for x, y in pairs
        )


def _late(one: Features) -> date | None:
    """The day of entry into force, where it is not that of signature."""
    return only_day(one.force) if one.force != one.signed else None
