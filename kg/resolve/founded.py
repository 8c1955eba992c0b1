"""Which agreement an alliance rests on: an alliance is no agreement and is never joined with one, only linked to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kg.dates import Span, span
from kg.polities import line_of
from kg.records import Record
from kg.resolve.features import Features, features, lines_of, only_day
from kg.resolve.model import JOIN, PROPOSE, Cluster, Key, Reason
from kg.resolve.score import summed

PROMISES = frozenset({"alliance", "friendship", "neutrality", "aggression", "defence", "guarantee"})
OF_SECURITY = frozenset(
    {"peace", "security", "military", "war", "consultation", "assistance", "political", "strategic"}
)
TOPICS = frozenset({"alliance", "friendship", "neutrality", "defence", "peace", "security-intelligence"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """An alliance and the agreement that may have created it, why, and what follows."""

    alliance: Key
    agreement: str  # identifier of the agreement
    score: float  # 0 to 1
    reasons: tuple[Reason, ...]
    decision: Literal["join", "propose"]  # at or above JOIN linked, else proposed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alliance:
    key: Key
    begin: Span
    lines: frozenset[str]  # of the members of the first day

    @property
    def day(self) -> date | None:
        return only_day(self.begin)


def founded_on(records: Sequence[Record], clusters: Sequence[Cluster]) -> list[Founded]:
    """Links and proposals from alliances to agreements, by alliance, the best first.

    Only agreements of the alliance's own first members are looked at; of several that a day has, only the clear best
    is linked.
    """
    alliances = sorted(filter(None, map(_alliance, records)), key=lambda one: one.key)
    agreements = _by_lines(clusters, {one.lines for one in alliances})
    found: list[Founded] = []
    for alliance in alliances:
        scored = [(one, reasons) for one in agreements.get(alliance.lines, ()) if (reasons := _reasons(alliance, *one))]
        found += _decided(alliance, scored)
    return found


_Agreement = tuple[str, tuple[Features, ...]]  # identifier, what its records say


def _by_lines(
    clusters: Sequence[Cluster], wanted: Collection[frozenset[str]]
) -> Mapping[frozenset[str], list[_Agreement]]:
    found: dict[frozenset[str], list[_Agreement]] = defaultdict(list)
    for cluster in clusters:
        if fitting := {lines for record in cluster.stating if (lines := lines_of(record)) in wanted}:
            read = tuple(features(record) for record in cluster.stating)
            for lines in fitting:
                found[lines].append((cluster.id, read))
    return found


def _alliance(record: Record) -> _Alliance | None:
    """An alliance with the country lines of those that were members from its first day; None if these are not known."""
    if record.alliance is None or record.alliance.begin is None:
        return None
    begin = span(record.alliance.begin)
    first = [one for one in record.alliance.memberships if one.begin is None or span(one.begin).overlaps(begin)]
    lines = frozenset(line_of(one.polity) for one in first if one.polity is not None)
    if len(lines) < 2 or any(one.polity is None for one in first):
        return None
    return _Alliance(key=Key(record.source, record.id), begin=begin, lines=lines)


def _reasons(alliance: _Alliance, _id: str, read: tuple[Features, ...]) -> tuple[Reason, ...]:
    """Why an agreement of the same parties may be the one; nothing where no day fits, or no word speaks of security."""
    day = next((reason for one in read for reason in _day(alliance, one)), None)
    subject = tuple(_subject(read))
    if day is None or not subject or any(title.changes for one in read for title in one.titles):
        return ()
    parties = Reason("same members", 0.25, "-".join(sorted(alliance.lines)))
    kind = [Reason("kind of a treaty", 0.05, one.kind) for one in read if one.kind in ("treaty", "convention")]
    return (day, parties, *subject, *kind[:1])


def _day(alliance: _Alliance, one: Features) -> Iterator[Reason]:
    for known, what, weight in ((one.signed, "signature", 0.4), (one.force, "entry into force", 0.35)):
        if known is None or not known.overlaps(alliance.begin):
            continue
        if alliance.day is not None and alliance.day == only_day(known):
            yield Reason(f"begins on the day of {what}", weight, f"{alliance.day}")
        else:
            yield Reason(f"can begin on the day of {what}", 0.15, f"{known.lo} to {known.hi}")


def _subject(read: tuple[Features, ...]) -> Iterator[Reason]:
    words = {word for one in read for word in one.words}
    topics = {topic for one in read for topic in one.topics}
    if promised := sorted(words & PROMISES):
        yield Reason("title speaks of a promise", 0.25, ", ".join(promised))
    elif spoken := sorted(words & OF_SECURITY):
        yield Reason("title speaks of security", 0.1, ", ".join(spoken))
    if treated := sorted(topics & TOPICS):
        yield Reason("topic of security", 0.1, ", ".join(treated))


def _decided(alliance: _Alliance, scored: list[tuple[_Agreement, tuple[Reason, ...]]]) -> Iterator[Founded]:
    totals = sorted(((summed(reasons), one[0], reasons) for one, reasons in scored), key=lambda s: (-s[0], s[1]))
    for place, (score, agreement, reasons) in enumerate(totals):
        if score < PROPOSE:
            return
        behind = totals[1][0] if len(totals) > 1 and place == 0 else 0.0
        sure = place == 0 and score >= JOIN and score - behind >= 0.1
        yield Founded(
            alliance=alliance.key,
            agreement=agreement,
            score=score,
            reasons=reasons,
            decision="join" if sure else "propose",
        )
