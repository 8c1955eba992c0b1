"""How likely two records are of one agreement: what speaks for it and against it, each with a weight and in words.

The weights add up; the sum is cut to 0..1. They began as those of MODEL 6 and were set on the labelled pairs of half
"tune" in tests/resolve.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.resolve.days import days, force, one_day
from kg.resolve.features import Features
from kg.resolve.model import Reason
from kg.resolve.sides import both_known, codes, parties, stands_for
from kg.resolve.titles import Pair, best, comparable, titles

ALIKE = 0.8  # titles that say the same
_PARENTS = frozenset({"agreement", "treaty", "convention"})
_ALIKE = (  # kinds that lists use for one another
    frozenset({"agreement", "treaty", "convention", "frameworkAgreement"}),
    frozenset({"memorandum", "arrangement", "agreement"}),
    frozenset({"exchangeOfNotes", "agreement", "arrangement"}),
    frozenset({"declaration", "jointDeclaration"}),
)
_VAGUE = frozenset({"", "otherInstrument", "unspecifiedInstrument"})


class Scored(NamedTuple):
    """What two records come to; `refused`: the hard rule that keeps them apart, in words."""

    score: float
    reasons: tuple[Reason, ...]
    refused: str = ""
    same: float = 0.0  # how far titles and parties are the same, 0 to 2: what tells rivals apart


def score(one: Features, other: Features) -> Scored:
    """Weigh two records."""
    like = best(one, other)
    reasons = [reason for part in _PARTS for reason in part(one, other)]
    reasons += [*titles(one, other, like), *_unsure(one, other, like)]
    return Scored(summed(reasons), tuple(reasons), refusal(one, other), round(_same(one, other, like), 3))


def _unsure(one: Features, other: Features, pair: Pair | None) -> Iterator[Reason]:
    """Where lists give neither the parties nor the day, titles must be alike."""
    sure = both_known(one, other) or one_day(one, other) is not None or (pair is not None and pair.like.like >= ALIKE)
    if not sure and not any(lines and lines <= seen for lines, seen in _seen(one, other)):
        yield Reason("neither parties nor day are sure", -0.15, "a record without its parties, and a vague day")


def _seen(one: Features, other: Features) -> list[tuple[frozenset[str], frozenset[str]]]:
    return [(a.lines if len(a.lines) > 1 else frozenset(), b.spoken) for a, b in ((one, other), (other, one))]


def _same(one: Features, other: Features, pair: Pair | None) -> float:
    bare = [title.bare for title in (*one.titles, *other.titles)]
    like = pair.like.like if pair else 1.0 if bare and all(bare) else 0.6 if any(bare) else 0.0
    if not both_known(one, other):
        return like + 1
    return like + len(one.lines & other.lines) / len(one.lines | other.lines)


def summed(reasons: Iterable[Reason]) -> float:
    """The score that reasons come to."""
    return round(min(1.0, max(0.0, sum(reason.weight for reason in reasons))), 3)


def refusal(one: Features, other: Features) -> str:
    """The hard rule by which two records are never of one agreement; empty if there is none."""
    if one.key.source == other.key.source:
        return f"both stand in {one.key.source}, which lists an agreement once"
    two_sided = one.known and other.known and one.bilateral and other.bilateral
    if two_sided and one.lines != other.lines and not stands_for(one, other):
        return f"other sides: {codes(one)} and {codes(other)}"
    return _changes_what(one, other) or _changes_what(other, one)


def _changes_what(one: Features, other: Features) -> str:
    """Whether one is an amendment, extension or protocol, and the other the kind of instrument that it belongs to."""
    for a, b in comparable(one, other):
        parent = b.form in _PARENTS and b.weight >= 1
        told = b.weight >= 1.6 and not {"protocol", *a.changes} & b.words.keys()
        if a.changes and not b.changes and parent and told:
            return f"{one.key} is to {' and '.join(sorted(a.changes))} an agreement, {other.key} is not"
        if a.form == "protocol" and parent:
            return f"{one.key} is a protocol, {other.key} is not"
    return ""


def _register(one: Features, other: Features) -> Iterator[Reason]:
    if shared := sorted(one.registers & other.registers):
        yield Reason("same register number", 0.6, ", ".join(shared))


def _kinds(one: Features, other: Features) -> Iterator[Reason]:
    if one.kind in _VAGUE or other.kind in _VAGUE:
        return
    if one.kind == other.kind:
        yield Reason("same kind", 0.05, one.kind)
    elif "finalAct" in (one.kind, other.kind):
        yield Reason("one is a final act", -0.3, f"{one.kind} and {other.kind}")
    elif "protocol" in (one.kind, other.kind) and _PARENTS & {one.kind, other.kind}:
        yield Reason("one is a protocol", -0.15, f"{one.kind} and {other.kind}")
    elif not any({one.kind, other.kind} <= kinds for kinds in _ALIKE):
        yield Reason("another kind", -0.05, f"{one.kind} and {other.kind}")


def _topics(one: Features, other: Features) -> Iterator[Reason]:
    if shared := sorted(one.topics & other.topics):
        yield Reason("same topic", 0.1, ", ".join(shared))
    elif near := sorted(one.wider & other.wider):
        yield Reason("related topics", 0.05, ", ".join(near))


def _places(one: Features, other: Features) -> Iterator[Reason]:
    if one.place and one.place == other.place:
        yield Reason("same place", 0.05, one.place)


_PARTS = (_register, days, force, parties, _kinds, _topics, _places)
