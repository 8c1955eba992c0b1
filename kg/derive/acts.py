"""Acts as stated by several records, aligned to one resolved act each.

Acts align by type, actor and body, so a domestic act never becomes an international one (MODEL 3, "act identity before
value choice"). Acts that can happen more than once align only with the same date; those of a party that left and came
back align by date, and else by their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.dates import Span, span
from kg.derive.evidence import resolution_triples, stated_in
from kg.derive.values import Resolved, Stated, Voices, covers_date, covers_place, date_width, resolve, same_width
from kg.graph.records import act_triples
from kg.graph.reference import planes
from kg.graph.terms import Triple, edtf
from kg.names import TKG, thing
from kg.records import Act, Record

REPEATABLE = frozenset(
    {
        "amendment",
        "correction",
        "declaration",
        "extension",
        "gazettePublication",
        "modification",
        "negotiation",
        "objection",
        "otherInformation",
        "registration",
        "renewal",
        "reservation",
        "submittedForRatification",
    }
)
# a party may join, leave and come back
RETURNING = frozenset({"accession", "entryIntoForceForParty", "withdrawal"})


Groups = dict[tuple[str, ...], list[tuple[Record, Act]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedAct:
    """One act in the life of an agreement: its shown values and the records that speak of it."""

    act: Act
    path: tuple[str, ...] = ()  # agreement, type, actor and number, once all acts of the agreement are known
    date: Resolved | None
    place: Resolved | None
    records: tuple[Record, ...]

    @property
    def node(self) -> NamedNode:
        """`id/act/AG/TYPE[/POLITY][/N]`."""
        return thing("act", *self.path)

    @property
    def when(self) -> Span | None:
        """The day it takes effect, else the day it is done; None if undated."""
        known = self.act.effect or self.act.date
        return None if known is None else span(known)


def resolved_acts(agreement: str, records: Sequence[Record], voices: Voices) -> list[ResolvedAct]:
    """The acts of one agreement, ordered by type and date; those that are only denied or supposed are left out."""
    groups: Groups = {}
    pairs = [(record, act) for record in records for act in record.acts]
    for record, act in sorted(pairs, key=lambda pair: _undated(pair[1])):
        key = _key(act, groups)
        if act.type in RETURNING:
            key = _turn(key, record, act, groups)
        groups.setdefault(key, []).append((record, act))
    found = [_resolved(agreement, group, voices) for group in groups.values()]
    return list(_named(agreement, [one for one in found if one is not None]))


def _turn(key: tuple[str, ...], record: Record, act: Act, groups: Groups) -> tuple[str, ...]:
    """Which of the times that a party did so is meant: one on the same day, else the first the source is silent on.

    A voice that gives two days speaks of two times; two voices that do may disagree on one.
    """
    voice = (record.source, record.publication)
    times = [key]
    while times[-1] in groups:
        times.append((*times[-1], "again"))
    *known, new = times
    when = act.effect or act.date
    for time in known:
        if when and any(_same_day(when, one.effect or one.date) for _, one in groups[time]):
            return time
    return next((time for time in known if all((one.source, one.publication) != voice for one, _ in groups[time])), new)


def _same_day(one: str, other: str | None) -> bool:
    return other is not None and span(one).overlaps(span(other))


def _undated(act: Act) -> bool:
    return act.date is None


def _key(act: Act, groups: Groups) -> tuple[str, ...]:
    key = (act.type, act.actor or "")
    if _undated(act) and not act.body:  # says only that it happened: joins what is known of such an act
        return next((known for known in groups if known[:2] == key), key)
    if act.type in REPEATABLE:
        return (*key, act.date or "")
    return (*key, act.body or "") if act.actor else key


def _resolved(agreement: str, group: Sequence[tuple[Record, Act]], voices: Voices) -> ResolvedAct | None:
    asserting = [(record, act) for record, act in group if record.stance == "asserts"]
    if not asserting:
        return None
    first = asserting[0][1]
    on_date = voices.judgement(agreement, "date", first.type)
    on_place = voices.judgement(agreement, "placeName", first.type)
    date = resolve(_stated(group, "date"), voices, covers_date, date_width, on_date, first.actor)
    place = resolve(_stated(asserting, "place"), voices, covers_place, same_width, on_place, first.actor)
    act = replace(
        first,
        date=date.value if date else None,
        place=place.value if place else None,
        effect=_effect(asserting, date, voices),
        body=next((act.body for _, act in asserting if act.body), None),
    )
    speakers = {(record.source, record.id): record for record, _ in asserting}
    return ResolvedAct(act=act, date=date, place=place, records=tuple(speakers.values()))


def _effect(asserting: Sequence[tuple[Record, Act]], date: Resolved | None, voices: Voices) -> str | None:
    """The day of effect by the best of those that agree with the day shown; another day's effect is not its own."""
    told = [(voices.tier(record, act.actor), act) for record, act in asserting if act.effect is not None]
    fits = [(tier, act) for tier, act in told if not (date and act.date) or covers_date(act.date, date.value)]
    return min(fits, key=lambda one: one[0])[1].effect if fits else None


def _stated(group: Sequence[tuple[Record, Act]], field: str) -> list[Stated]:
    values = [(record, getattr(act, field)) for record, act in group]
    return [Stated(record=record, value=value) for record, value in values if value is not None]


def _named(agreement: str, acts: list[ResolvedAct]) -> Iterator[ResolvedAct]:
    """`id/act/AG/TYPE[/POLITY][/N]`, numbered by date only where type and actor repeat."""
    acts.sort(key=lambda one: (one.act.type, one.act.actor or "", one.act.date or "~", one.act.body or ""))
    names = [tuple(part for part in (one.act.type, one.act.actor) if part) for one in acts]
    for index, (one, name) in enumerate(zip(acts, names, strict=True)):
        number = (str(names[:index].count(name) + 1),) if names.count(name) > 1 else ()
        yield replace(one, path=(agreement, *name, *number))


def resolved_act_triples(agreement: NamedNode, one: ResolvedAct) -> Iterator[Triple]:
    """A resolved act, who states it, and why its date and place are the ones shown."""
    yield from act_triples(one.node, one.act)
    yield one.node, TKG.actOn, agreement
    yield one.node, TKG.plane, planes()[one.act.type]
    yield from stated_in(one.node, one.records)
    spoken = len(one.records)
    if one.date is not None:
        yield from resolution_triples(one.node, "date", edtf(one.date.value), one.date, records=spoken)
    if one.place is not None:
        yield from resolution_triples(one.node, "placeName", Literal(one.place.value), one.place, records=spoken)


def spans(acts: Sequence[ResolvedAct], *types: str) -> list[Span]:
    """When acts of these types take effect; an undated one may have been at any time."""
    return [one.when or Span(date.min, date.max) for one in acts if one.act.type in types]


def earliest(found: Sequence[Span]) -> Span | None:
    """When the first of several acts was, whichever of them that is; None if there is none."""
    first = min(found, key=lambda one: (one.hi, one.lo), default=None)
    return first and Span(min(one.lo for one in found), first.hi, first.approximate)
