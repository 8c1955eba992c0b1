"""Units: what is published or held back together, from the records that speak of one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.derive.agreements import Context, agreement_triples, description_triples
from kg.derive.alliances import alliance_triples
from kg.derive.other import count_triples, described, event_triples
from kg.derive.values import Voices
from kg.graph.records import record_triples
from kg.graph.terms import Triple
from kg.judgements import check, rejected
from kg.records import Judgement, Record, Source
from kg.resolve import Cluster, Key, plan


@dataclass(slots=True)
class Unit:
    """An agreement with the records that speak of it, or one other thing; triples in N-Triples without the dot."""

    id: str  # agreement identifier, else SOURCE/LOCAL-ID
    said: dict[str, list[str]] = field(default_factory=dict)  # source -> its own graph
    best: list[str] = field(default_factory=list)
    link: list[str] = field(default_factory=list)

    @property
    def triples(self) -> Iterator[str]:
        """All of them, whatever graph they are for."""
        for said in self.said.values():
            yield from said
        yield from self.best
        yield from self.link


def line(triple: Triple) -> str:
    """A triple in N-Triples, without the closing dot."""
    return f"{triple[0]} {triple[1]} {triple[2]}"


def derive(
    records: Sequence[Record], sources: Mapping[str, Source], judgements: Sequence[Judgement] = ()
) -> Iterator[Unit]:
    """The records' own triples and everything derived from them, unit by unit, with nothing joined or linked before.

    Raises SourceError for a judgement on what is not there.
    """
    found = matters(plan(records, sources, judgements).clusters, records)
    context = context_of(found, records, sources, judgements)
    for matter in found:
        yield unit(matter, context)


def matters(agreements: Iterable[Cluster], records: Iterable[Record]) -> list[Cluster]:
    """What there are units of: the agreements, then the records that are no part of one, with those about them."""
    found = list(agreements)
    placed = {(record.source, record.id) for group in found for record in group.records}
    rest = [record for record in records if (record.source, record.id) not in placed]
    there = {(record.source, record.id) for record in rest}
    alone = {(record.source, record.id) for record in rest if (record.source, record.about) not in there}
    about: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in rest:
        if record.about is not None and (record.source, record.about) in alone:
            about[record.source, record.about].append(record)
    for record in rest:
        if record.about is None or (record.source, record.about) not in alone:
            key = Key(record.source, record.id)
            found.append(Cluster(id=str(key), anchor=record, others=tuple(about.get(key, ()))))
    return found


def context_of(
    found: Sequence[Cluster], records: Sequence[Record], sources: Mapping[str, Source], judgements: Sequence[Judgement]
) -> Context:
    """What derivation needs beside one unit's records; SourceError for a judgement on what is not there."""
    ids = {
        (record.source, record.id): group.id
        for group in found
        for record in group.records
        if group.anchor.kind == record.kind == "agreementRecord" and "/" not in group.id
    }
    joinable = {f"{source}/{number}" for source, number in ids} | rejected(judgements)
    homes = {f"{record.source}/{record.id}": group.id for group in found for record in group.records}
    check(judgements, set(ids.values()), {f"{record.source}/{record.id}" for record in records}, joinable, homes)
    return Context(sources, ids, Voices(sources, judgements), rejected(judgements))


def unit(matter: Cluster, context: Context, concluded: Iterable[Triple] = ()) -> Unit:
    """One unit; `concluded` are triples for the graph of links that were found beside it.

    Records that an editor set aside keep what they say, and give nothing to what is derived.
    """
    made = Unit(matter.id)
    for record in matter.records:
        made.said.setdefault(record.source, []).extend(map(line, record_triples(record)))
    made.link += map(line, concluded)
    kept = _kept(matter, context.rejected)
    if kept is None:
        return made
    if kept.anchor.kind == "agreementRecord":
        made.best += map(line, agreement_triples(kept, context))
        made.link += map(line, description_triples(kept))
        return made
    anchor = kept.anchor
    made.best += map(line, count_triples(anchor))
    made.best += map(line, alliance_triples(anchor, context.sources[anchor.source].horizon))
    if anchor.kind == "eventRecord":
        made.best += map(line, event_triples(anchor, kept.others))
    events = frozenset({(anchor.source, anchor.id)}) if anchor.kind == "eventRecord" else frozenset()
    for record in kept.records:
        made.link += map(line, described(record, events))
    return made


def _kept(matter: Cluster, names: frozenset[str]) -> Cluster | None:
    """The matter without the records of these names; None if no anchor is left."""
    if not names:
        return matter
    kept = [record for record in matter.records if f"{record.source}/{record.id}" not in names]
    anchors = [record for record in kept if record.kind == matter.anchor.kind]
    if not anchors or (matter.anchor.kind != "agreementRecord" and anchors[0] is not matter.anchor):
        return None
    others = tuple(record for record in kept if record is not anchors[0])
    return replace(matter, anchor=anchors[0], others=others, leading=matter.leading if matter.leading in kept else None)
