"""Which of several stated values is shown, and by which rule (MODEL 3, rules R0-R6).

R0 an undisputed judgement of an editor decides; R1 only asserting records give values; R2 compatible values form a
group (one says the same as another, or the same less precisely); R3 the group with the best tier wins; R4 then the one
with more independent families; R5 then the more precise; R6 then the latest retrieved, then the record's identifier.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.dates import span
from kg.polities import line_of
from kg.records import Judgement, Record, Source

Covers = Callable[[str, str], bool]  # covers(a, b): a says the same as b, or the same less precisely
Rank = tuple[int, int, int, int, str]  # one place a rule of RULES
RULES = ("R3", "R4", "R5", "R6", "R6")
CATALOGUE = 2  # tier of a party's official catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One record's own value of one field."""

    record: Record
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A stated value beside the one shown."""

    stated: Stated
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The value shown for a field, how far the sources agree, and the rule that chose it."""

    value: str
    level: str  # single, concordant, compatible, conflicting, judged
    rule: str
    said: tuple[Said, ...]


class Voices:
    """How much a record's word counts: tier, family, day of retrieval, and what editors have decided."""

    def __init__(self, sources: Mapping[str, Source], judgements: Iterable[Judgement] = ()) -> None:
        self._sources = sources
        self._judgements: dict[tuple[str, str | None, str], Judgement | None] = {}
        for one in judgements:
            key = (one.agreement, one.act, one.field)
            self._judgements[key] = None if key in self._judgements else one

    def judgement(self, agreement: str, field: str, act: str | None = None) -> Judgement | None:
        """The decision on a field of an agreement, or of its acts of one type; None where two editors decided."""
        return self._judgements.get((agreement, act, field))

    def tier(self, record: Record, actor: str | None = None) -> int:
        """1 (authentic text) to 7 (community or machine).

        A party's own catalogue has less authority on what another party (`actor`, a polity) did.
        """
        if record.publication is not None:
            return record.publication.tier
        source = self._sources[record.source]
        own = {code for code in source.covers if "-" not in code}
        foreign = actor is not None and source.tier == CATALOGUE and own and line_of(actor) not in own
        return source.tier + 1 if foreign else source.tier

    def family(self, record: Record) -> str | None:
        """The independent voice behind a record; None for a compilation, which only repeats its publications."""
        if record.publication is not None:
            return record.publication.family or record.publication.publisher
        source = self._sources[record.source]
        return None if source.derived_from_publications else source.name

    def retrieved(self, record: Record) -> int:
        """Day of retrieval as an ordinal."""
        accessed = record.publication.accessed if record.publication else None
        return (accessed or self._sources[record.source].retrieved).toordinal()


def resolve(
    stated: Sequence[Stated],
    voices: Voices,
    covers: Covers,
    width: Callable[[str], int],
    judgement: Judgement | None = None,
    actor: str | None = None,
    wordings: bool = False,
) -> Resolved | None:
    """The value to show of those stated, or None if no record asserts one that is not rejected.

    `actor`: the polity whose act it is, if it is one's. `wordings`: values that differ are other words for the same
    thing, as titles are, and none contradicts another.
    """
    rejected = judgement.rejects if judgement else ()
    asserted = [one for one in stated if one.record.stance == "asserts" and _key(one) not in rejected]
    if not asserted:
        return None
    preferred = [one for one in asserted if judgement and _key(one) == judgement.prefers]
    judged = bool(preferred) or any(_key(one) in rejected for one in stated)
    asserted = preferred or asserted
    values = {one.value for one in asserted}
    candidates = [v for v in sorted(values) if not any(covers(v, w) and not covers(w, v) for w in values)]

    def rank(value: str) -> Rank:
        group = [one.record for one in asserted if covers(one.value, value)]
        return (
            min(voices.tier(record, actor) for record in group),
            0 if wordings else -len({voices.family(record) for record in group} - {None}),
            width(value),
            -max(map(voices.retrieved, group)),
            min(record.id for record in group),
        )

    ranks = sorted((rank(value), value) for value in candidates)
    shown = ranks[0][1]
    said = tuple(Said(stated=one, agrees=wordings or _agrees(one, shown, covers)) for one in stated)
    if judged:
        return Resolved(value=shown, level="judged", rule="R0", said=said)
    return Resolved(value=shown, level=_level(said, shown, voices, covers), rule=_rule(ranks), said=said)


def _key(one: Stated) -> str:
    return f"{one.record.source}/{one.record.id}"


def _agrees(one: Stated, shown: str, covers: Covers) -> bool:
    """A denial agrees with a shown value that lies outside of what it denies."""
    return covers(one.value, shown) != (one.record.stance == "denies")


def _level(said: Sequence[Said], shown: str, voices: Voices, covers: Covers) -> str:
    counted = [one for one in said if one.stated.record.stance in {"asserts", "denies"}]
    if not all(one.agrees for one in counted):
        return "conflicting"
    asserting = [one.stated for one in counted if one.stated.record.stance == "asserts"]
    families = {voices.family(one.record) for one in asserting} - {None}
    if len(families) <= 1:
        return "single"
    return "concordant" if all(covers(shown, one.value) for one in asserting) else "compatible"


def _rule(ranks: Sequence[tuple[Rank, str]]) -> str:
    """The first rule on which the chosen group differs from the next one."""
    if len({_folded(value) for _, value in ranks}) == 1:
        return "R2"
    (first, _), (second, _) = ranks[:2]
    return next((rule for rule, one, other in zip(RULES, first, second, strict=True) if one != other), RULES[-1])


def covers_date(value: str, other: str) -> bool:
    """One interval inside the other: `2025-05` says the same as `2025-05-07`, less precisely."""
    return span(other).within(span(value))


def date_width(value: str) -> int:
    """Days between the bounds of an EDTF date."""
    known = span(value)
    return (known.hi - known.lo).days


def covers_text(value: str, other: str) -> bool:
    """Equal after folding case, accents, punctuation and spaces."""
    return _folded(value) == _folded(other)


def covers_place(value: str, other: str) -> bool:
    """`London` says the same as `London, United Kingdom`, or the same less precisely."""
    return set(_folded(value).split()) <= set(_folded(other).split())


def title_width(value: str) -> int:
    """A title says the more the more words it has: many a data set gives a label of its own in its place."""
    return -len(value.split())


def same_width(_value: str) -> int:
    """For values of which none is more precise than another."""
    return 0


@lru_cache(maxsize=100_000)
def _folded(value: str) -> str:
    plain = unicodedata.normalize("NFKD", value).casefold()
    return " ".join(re.findall(r"\w+", "".join(mark for mark in plain if not unicodedata.combining(mark))))
