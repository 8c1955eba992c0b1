"""Units: what is published or held back together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.derive.agreements import Context, agreement_triples, description_triples
from kg.derive.alliances import alliance_triples
from kg.derive.other import count_triples, described, event_triples
from kg.derive.values import Voices
from kg.graph.records import record_triples
from kg.graph.terms import Triple
from kg.judgements import check
from kg.records import Judgement, Record, Source
from kg.resolve import clusters

Key = tuple[str, str]


@dataclass(slots=True)
class Unit:
    """An agreement with the records that speak of it, or one other record; triples in N-Triples without the dot."""

    id: str  # agreement identifier, else SOURCE/LOCAL-ID
    source: str
    said: list[str] = field(default_factory=list)  # the source's graph
    best: list[str] = field(default_factory=list)
    link: list[str] = field(default_factory=list)


def line(triple: Triple) -> str:
    """A triple in N-Triples, without the closing dot."""
    return f"{triple[0]} {triple[1]} {triple[2]}"


def derive(
    records: Sequence[Record], sources: Mapping[str, Source], judgements: Sequence[Judgement] = ()
) -> Iterator[Unit]:
    """The records' own triples and everything derived from them, unit by unit.

    Raises SourceError for a judgement on what is not there.
    """
    groups = list(clusters(records))
    ids = {(group.anchor.source, group.anchor.id): group.id for group in groups}
    check(judgements, set(ids.values()), {f"{record.source}/{record.id}" for record in records})
    context = Context(sources, ids, Voices(sources, judgements))
    for group in groups:
        unit = Unit(group.id, group.anchor.source)
        for record in group.records:
            unit.said += map(line, record_triples(record))
        unit.best += map(line, agreement_triples(group, context))
        unit.link += map(line, description_triples(group))
        yield unit
    yield from _others(records, ids, sources)


def _others(records: Sequence[Record], ids: Mapping[Key, str], sources: Mapping[str, Source]) -> Iterator[Unit]:
    """Records that are no part of an agreement: alliances, documents, counts, events, words about a pair."""
    events = frozenset((record.source, record.id) for record in records if record.kind == "eventRecord")
    about: dict[Key, list[Record]] = defaultdict(list)
    for record in records:
        if record.about is not None:
            about[record.source, record.about].append(record)
    for record in records:
        key = (record.source, record.id)
        if key in ids or (record.source, record.about) in ids:
            continue
        unit = Unit("/".join(key), record.source, said=[line(triple) for triple in record_triples(record)])
        unit.best += map(line, count_triples(record))
        unit.best += map(line, alliance_triples(record, sources[record.source].horizon))
        if key in events:
            unit.best += map(line, event_triples(record, about[key]))
        unit.link += map(line, described(record, events))
        yield unit
