"""What a release is about to be made from: agreements found, in parts, each part with a digest of all that goes in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from kg import lineage
from kg.derive.agreements import Context
from kg.derive.alliances import coding_triples
from kg.derive.identity import founding_triples, match_triples
from kg.derive.parties import pairs
from kg.graph.reference import ontology_triples, pair_triples, source_triples
from kg.graph.terms import Triple
from kg.inputs import code
from kg.judgements import followed, judgement_triples
from kg.load import facts
from kg.publish import beside
from kg.records import Judgement, Record, Source
from kg.resolve import Cluster, Key, Plan, plan
from kg.resolve.founded import founded_on
from kg.resolve.ids import Shown
from kg.units import Unit, context_of, line, matters, unit
from kg.validate.engines import choose

REFERENCE = "reference"
PARTS = 16  # of one source


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """Everything of a release before its units are derived."""

    plan: Plan
    reference: list[str]  # N-Triples without the dot
    judged: list[str]
    parts: dict[str, list[Cluster]]
    made_of: dict[str, str]  # part -> digest
    context: Context
    concluded: Mapping[str, Sequence[Triple]]  # unit -> what was found of it beside others

    @property
    def beside(self) -> str:
        """What rules on units look at in the reference data."""
        return beside([*self.reference, *self.judged])

    def units(self, part: str) -> list[Unit]:
        """The units of one part, derived."""
        return [unit(one, self.context, self.concluded.get(one.id, ())) for one in self.parts[part]]


def making(
    records: Sequence[Record],
    sources: Mapping[str, Source],
    judgements: Sequence[Judgement],
    older: Mapping[Key, Sequence[Shown]],
    engine: str,
) -> Making:
    """Find the agreements and put them, and all else that there are records of, into parts.

    Raises SourceError for a judgement on what is not there.
    """
    planned = plan(records, sources, judgements, older)
    replaced = {name: group.id for group in planned.clusters for name in group.replaced}
    judgements = followed(judgements, replaced)
    found = matters(planned.clusters, records)
    parts: dict[str, list[Cluster]] = defaultdict(list)
    for one in found:
        parts[part_of(one)].append(one)
    reference = sorted({line(triple) for triple in _reference(records, sources)})
    judged = sorted({line(triple) for one in judgements for triple in judgement_triples(one)})
    context = context_of(found, records, sources, judgements)
    concluded = _concluded(planned, context, records)
    salt = _digest(code(), choose(engine)[0], beside([*reference, *judged]))
    made_of = {
        part: _digest(
            salt,
            _about_sources(group, sources),
            *(_content(one, context, concluded) for one in group),
            _decisions(group, judgements),
        )
        for part, group in parts.items()
    }
    made_of[REFERENCE] = _digest(salt, *reference, *judged)
    return Making(
        plan=planned,
        reference=reference,
        judged=judged,
        parts=dict(sorted(parts.items())),
        made_of=made_of,
        context=context,
        concluded=concluded,
    )


def part_of(one: Cluster) -> str:
    """The part that a unit belongs to: one of sixteen of its anchor's source, whatever else there is."""
    return f"{one.anchor.source}-{sha256(one.id.encode()).digest()[0] % PARTS:x}"


def _concluded(planned: Plan, context: Context, records: Sequence[Record]) -> dict[str, list[Triple]]:
    """What was found by comparing: matches of records, links read out of titles, what alliances rest on."""
    found: dict[str, list[Triple]] = defaultdict(list)
    for match in planned.matches:
        found[context.ids[match.one]] += match_triples(match)
    for link in lineage.propose(planned.clusters):
        found[link.child] += lineage.triples(link)
    for founded in founded_on(records, planned.clusters):
        found[str(founded.alliance)] += founding_triples(founded)
    return found


def _reference(records: Sequence[Record], sources: Mapping[str, Source]) -> Iterator[Triple]:
    used = {record.source for record in records}
    yield from ontology_triples()
    for name in sorted(used):
        yield from source_triples(sources[name])
    yield from coding_triples(records)
    codes = {code for name in used for code in sources[name].covers if "-" in code}
    for record in records:
        codes |= {code for code in (record.pair, record.count.pair if record.count else None) if code}
        codes |= pairs(record).keys()
    yield from pair_triples(sorted(codes))


def _content(one: Cluster, context: Context, concluded: Mapping[str, Sequence[Triple]]) -> bytes:
    """All of a unit that its triples depend on, beside what its whole part does."""
    linked = [(record.source, link.to) for record in one.records for link in record.links]
    links = [(*key, context.ids.get(key)) for key in linked]
    beside = [line(triple) for triple in concluded.get(one.id, ())]
    return msgspec.json.encode([one.id, one.replaced, one.records, links, beside])


def _about_sources(group: Iterable[Cluster], sources: Mapping[str, Source]) -> bytes:
    names = sorted({record.source for one in group for record in one.records})
    return msgspec.json.encode([facts(sources[name]) for name in names], order="sorted")


def _decisions(group: Sequence[Cluster], judgements: Sequence[Judgement]) -> bytes:
    if not judgements:
        return b""
    ids = {one.id for one in group}
    names = {f"{record.source}/{record.id}" for one in group for record in one.records}
    here = [one for one in judgements if one.agreement in ids or names.intersection(one.records)]
    return msgspec.json.encode(here)


def _digest(*parts: str | bytes) -> str:
    whole = sha256()
    for part in parts:
        whole.update(sha256(part.encode() if isinstance(part, str) else part).digest())
    return whole.hexdigest()
