"""From matches to groups of records: the best first, under what may never be, without chains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from kg.resolve.model import Key, Match

WEAKEST = 0.5  # of two records of one group that were compared


def groups(matches: Sequence[Match], apart: Iterable[frozenset[Key]] = ()) -> list[frozenset[Key]]:
    """Groups of two or more records that the matches with decision "join" make; the order of matches is no matter.

    Judged matches come first, then the best. A group never holds two records of one source, two that are `apart`, or
    two that were compared and scored below WEAKEST; a judgement may do the last, as may several that follow from each
    other, and nothing else.
    """
    scores: dict[frozenset[Key], Match] = {frozenset((m.one, m.other)): m for m in matches}
    never = {frozenset(pair) for pair in apart}
    group_of: dict[Key, set[Key]] = {}
    joins = [match for match in matches if match.decision == "join"]
    for match in sorted(joins, key=lambda m: (not m.judged, -m.score, m.one, m.other)):
        one, other = (group_of.get(key, {key}) for key in (match.one, match.other))
        if one is not other and _may_join(one, other, {} if match.judged else scores, never):
            together = one | other
            group_of.update(dict.fromkeys(together, together))
    unique = {frozenset(group) for group in group_of.values()}
    return sorted(unique, key=min)


def _may_join(
    one: set[Key], other: set[Key], scores: Mapping[frozenset[Key], Match], never: set[frozenset[Key]]
) -> bool:
    if not {key.source for key in one}.isdisjoint(key.source for key in other):
        return False
    for pair in (frozenset(keys) for keys in product(one, other)):
        match = scores.get(pair)
        if pair in never or (match is not None and not match.judged and (match.refused or match.score < WEAKEST)):
            return False
    return True
