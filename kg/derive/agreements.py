"""One agreement from the records that speak of it: every shown value with who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.dates import span
from kg.derive.acts import ResolvedAct, earliest, resolved_act_triples, resolved_acts, spans
from kg.derive.evidence import resolution_triples, stated_in
from kg.derive.force import force_triples
from kg.derive.parties import listing, pairing_triples, participation_triples, sides
from kg.derive.values import Stated, Voices, covers_text, resolve, same_width, title_width
from kg.graph.records import term_triples
from kg.graph.terms import DC, RDF_TYPE, Triple, bounds, optional, text
from kg.names import TKG, TOPIC, VALUE, record_iri, thing
from kg.records import Record, Source, Term, Text
from kg.resolve import Cluster

ENDS = ("termination", "denunciation", "supersession")
TERM_FIELDS = {
    "initial_months": "initialMonths",
    "renewal": "renewal",
    "renewal_months": "renewalMonths",
    "notice_months": "noticeMonths",
}
ATTESTING = frozenset({"agreementRecord", "evidenceRecord"})


@dataclass(frozen=True, slots=True)
class Context:
    """What derivation needs beside the records of one agreement."""

    sources: Mapping[str, Source]
    ids: Mapping[tuple[str, str], str]  # (source, record id) of an agreement record -> agreement id
    voices: Voices
    rejected: frozenset[str] = frozenset()  # SOURCE/ID of records that an editor set aside


def agreement_triples(cluster: Cluster, context: Context) -> Iterator[Triple]:
    """All derived triples of one agreement and the nodes under it."""
    node = thing("agreement", cluster.id)
    main, lister = cluster.main, listing(cluster)
    acts = resolved_acts(cluster.id, cluster.records, context.voices)
    yield node, RDF_TYPE, TKG.Agreement
    yield from stated_in(node, [r for r in cluster.records if r.kind in ATTESTING and r.stance == "asserts"] or [main])
    yield from _titles(cluster, context.voices)
    yield from _concept(cluster, "instrumentKind", "unspecifiedInstrument", context.voices)
    yield from _concept(cluster, "legalNature", "undetermined", context.voices)
    yield from _topics(cluster, context.voices)
    yield from optional(node, sides=sides(lister))
    yield from _stated_bilateral(cluster, context.voices)
    if main.note is not None:
        yield node, TKG.note, text(main.note)
    yield from participation_triples(cluster)
    yield from pairing_triples(cluster.id, lister)
    for act in acts:
        yield from resolved_act_triples(node, act)
    yield from _shortcuts(node, acts, two_sided=sides(lister) == 2)
    term, clause = _term(cluster, context.voices)
    yield from clause
    horizon = max(context.sources[record.source].horizon for record in cluster.records)
    yield from force_triples(
        cluster.id, acts, term, horizon, two_sided=sides(lister) == 2, denied_until=_not_in_force_by(cluster)
    )
    yield from _links(cluster, context.ids)


def _not_in_force_by(cluster: Cluster) -> date | None:
    """The last day by which a record says that the agreement had not entered into force; None if none says so."""
    denied = (act for record in cluster.records if record.stance == "denies" for act in record.acts)
    days = [span(act.date).hi for act in denied if act.type == "entryIntoForce" and act.date and act.date[:2] == ".."]
    return max(days, default=None)


def description_triples(cluster: Cluster) -> Iterator[Triple]:
    """Which records describe the agreement, and identifiers that stand for it; these go to the link graph."""
    node = thing("agreement", cluster.id)
    for record in cluster.records:
        yield record_iri(record.source, record.id), TKG.describes, node
    for name in cluster.replaced:
        yield thing("agreement", name), DC["isReplacedBy"], node


def _titles(cluster: Cluster, voices: Voices) -> Iterator[Triple]:
    node, records = thing("agreement", cluster.id), cluster.records
    by_language: dict[str, list[Stated]] = {}
    for record in records:
        for title in record.titles:
            by_language.setdefault(title.lang, []).append(Stated(record=record, value=title.value))
    for language, stated in sorted(by_language.items()):
        judgement = voices.judgement(cluster.id, "title")
        resolved = resolve(stated, voices, covers_text, title_width, judgement, wordings=True)
        if resolved is not None:
            shown = text(Text(value=resolved.value, lang=language))
            yield node, TKG.title, shown
            yield from resolution_triples(node, "title", shown, resolved, part=language)


def _concept(cluster: Cluster, field: str, default: str, voices: Voices) -> Iterator[Triple]:
    node, records = thing("agreement", cluster.id), cluster.records
    attribute = {"instrumentKind": "instrument_kind", "legalNature": "legal_nature"}[field]
    values = [(record, getattr(record, attribute)) for record in records]
    stated = [Stated(record=record, value=value) for record, value in values if value is not None]

    def covers(value: str, other: str) -> bool:
        return value in (default, other)  # a source that does not know contradicts none

    resolved = resolve(stated, voices, covers, same_width, voices.judgement(cluster.id, field))
    shown = VALUE[resolved.value if resolved else default]
    yield node, TKG[field], shown
    if resolved is not None:
        yield from resolution_triples(node, field, shown, resolved)


def _topics(cluster: Cluster, voices: Voices) -> Iterator[Triple]:
    """Every topic that a record gives it; of several records, who gives which. None contradicts another."""
    node = thing("agreement", cluster.id)
    for topic in sorted({topic for record in cluster.records for topic in record.topics}):
        yield node, TKG.topic, TOPIC[topic]
        stated = [Stated(record=record, value=topic) for record in cluster.records if topic in record.topics]
        resolved = resolve(stated, voices, covers_text, same_width)
        if resolved is not None and len(cluster.stating) > 1:
            several = len(cluster.stating)
            yield from resolution_triples(node, "topic", TOPIC[topic], resolved, part=topic, records=several)


def _stated_bilateral(cluster: Cluster, voices: Voices) -> Iterator[Triple]:
    node = thing("agreement", cluster.id)
    flags = [(record, record.stated_bilateral) for record in cluster.records]
    stated = [Stated(record=record, value=str(flag).lower()) for record, flag in flags if flag is not None]
    resolved = resolve(stated, voices, covers_text, same_width, voices.judgement(cluster.id, "statedBilateral"))
    if resolved is not None:
        shown = Literal(resolved.value == "true")
        yield node, TKG.statedBilateral, shown
        yield from resolution_triples(node, "statedBilateral", shown, resolved)


def _shortcuts(node: NamedNode, acts: list[ResolvedAct], *, two_sided: bool) -> Iterator[Triple]:
    """Bounds of signature, entry into force and end on the agreement itself, so that most questions need no act.

    The withdrawal of one party ends an agreement of two sides only.
    """
    ends = (*ENDS, "withdrawal") if two_sided else ENDS
    for name, types in (("signed", ("signature",)), ("inForce", ("entryIntoForce",)), ("ended", ends)):
        if (known := earliest(spans(acts, *types))) is not None:
            yield from bounds(node, f"{name}Earliest", f"{name}Latest", known)


def _term(cluster: Cluster, voices: Voices) -> tuple[Term | None, list[Triple]]:
    """The duration clause, each part of it resolved by itself, and its triples."""
    stating = [record for record in cluster.records if record.term is not None]
    if not stating:
        return None, []
    node = thing("term", cluster.id)
    triples: list[Triple] = []
    parts: dict[str, Any] = {}
    for name, field in TERM_FIELDS.items():
        values = [(record, getattr(record.term, name)) for record in stating]
        stated = [Stated(record=record, value=str(value)) for record, value in values if value is not None]
        resolved = resolve(stated, voices, covers_text, same_width, voices.judgement(cluster.id, field))
        if resolved is not None:
            parts[name] = resolved.value if name == "renewal" else int(resolved.value)
            shown = VALUE[resolved.value] if name == "renewal" else Literal(int(resolved.value))
            triples += resolution_triples(node, field, shown, resolved, records=len(cluster.records))
    words = [record.term.words for record in stating if record.term and record.term.words]
    first = stating[0].term or Term()
    term = Term(runs_from=first.runs_from, words=next(iter(words), None), **parts)
    triples.append((thing("agreement", cluster.id), TKG.term, node))
    triples += term_triples(node, term)
    triples += stated_in(node, stating)
    return term, triples


def _links(cluster: Cluster, ids: Mapping[tuple[str, str], str]) -> Iterator[Triple]:
    stating: dict[tuple[str, str], list[Record]] = {}
    for record in cluster.records:
        for link in record.links:
            target = ids.get((record.source, link.to))
            if target not in (None, cluster.id):
                stating.setdefault((link.type, target), []).append(record)
    for (kind, target), records in sorted(stating.items()):
        node = thing("link", cluster.id, kind, target)
        yield node, RDF_TYPE, TKG.Link
        yield node, TKG.linkFrom, thing("agreement", cluster.id)
        yield node, TKG.linkTo, thing("agreement", target)
        yield node, TKG.linkType, VALUE[kind]
        yield from stated_in(node, records)
