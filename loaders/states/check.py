"""Where the polities and a list of states differ: days without a polity, and other first and last days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg import polities
from kg.dates import Span
from loaders.states.lists import Spell

DAY = timedelta(days=1)
UNKNOWN = "unknown code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference: `unknown code` (no polity in the whole spell), `no polity` (on some days), `begins`, `ends`.

    `days` from their day to ours, or days without a polity; None where ours still exists.
    """

    kind: str
    spell: Spell
    theirs: date
    polity: str | None = None
    ours: date | None = None
    days: int | None = None


def check(listed: Sequence[Spell]) -> list[Difference]:
    """The differences, in the order of the list. Where a list begins or ends, its states do not."""
    found: list[Difference] = []
    for scheme in dict.fromkeys(spell.scheme for spell in listed):
        of_list = [spell for spell in listed if spell.scheme == scheme]
        whole = Span(min(spell.first for spell in of_list), max(spell.last for spell in of_list))
        for spell in of_list:
            found += _differences(spell, whole)
    return found


def _differences(spell: Spell, whole: Span) -> Iterator[Difference]:
    known = polities.spells(spell.code, spell.scheme, Span(spell.first, spell.last))
    if not known:
        yield Difference(kind=UNKNOWN, spell=spell, theirs=spell.first)
        return
    for gap in _gaps(spell, [days for _, days in known]):
        yield Difference(kind="no polity", spell=spell, theirs=gap.lo, days=(gap.hi - gap.lo).days + 1)
    first, last = (polities.polities()[known[end][0]] for end in (0, -1))
    if spell.first > whole.lo and first.exists_from != spell.first:
        yield _other_day("begins", spell, spell.first, first.id, first.exists_from)
    if spell.last < whole.hi and last.exists_to != spell.last:
        yield _other_day("ends", spell, spell.last, last.id, last.exists_to)


def _other_day(kind: str, spell: Spell, theirs: date, polity: str, ours: date | None) -> Difference:
    days = None if ours is None else (ours - theirs).days
    return Difference(kind=kind, spell=spell, theirs=theirs, polity=polity, ours=ours, days=days)


def _gaps(spell: Spell, known: Sequence[Span]) -> Iterator[Span]:
    """Days of the spell on which its code stands for no polity."""
    begin = spell.first
    for days in known:
        if begin < days.lo:
            yield Span(begin, days.lo - DAY)
        begin = days.hi + DAY
    if begin <= spell.last:
        yield Span(begin, spell.last)
