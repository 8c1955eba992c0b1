"""The graph of a source: each record as given, self-contained, in the words and values of the source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import Literal, NamedNode

from kg.graph.terms import DC, RDF_JSON, RDF_TYPE, Triple, dated, day, decimal, edtf, optional, text
from kg.names import ACT, TKG, TOPIC, VALUE, polity_iri, record_iri, thing
from kg.records import Act, Proposal, Publication, Record, Term


def record_triples(record: Record) -> Iterator[Triple]:
    """All that one record says, as triples about `id/record/SOURCE/ID` and the nodes under it."""
    node = record_iri(record.source, record.id)
    yield node, RDF_TYPE, TKG.Record
    yield from _provenance(node, record)
    yield from _speaker(node, record)
    yield from _values(node, record)
    for number, act in enumerate(record.acts, start=1):
        stated = thing("act", record.source, record.id, str(number))
        yield node, TKG.act, stated
        yield from act_triples(stated, act)
        yield from optional(stated, column=act.column)
        yield stated, TKG.statedIn, node
    if record.term is not None:
        stated = thing("term", record.source, record.id)
        yield node, TKG.term, stated
        yield from term_triples(stated, record.term)
        yield stated, TKG.statedIn, node
    for number, proposal in enumerate(record.proposed_parties, start=1):
        proposed = thing("proposal", record.source, record.id, str(number))
        yield node, TKG.proposedParty, proposed
        yield from proposal_triples(proposed, proposal)
    for number, citation in enumerate(record.citations, start=1):
        cited = thing("citation", record.source, record.id, str(number))
        yield node, TKG.citation, cited
        yield cited, RDF_TYPE, TKG.Citation
        yield cited, TKG.register, VALUE[citation.register]
        yield from optional(cited, citationText=citation.text, url=citation.url)


def _provenance(node: NamedNode, record: Record) -> Iterator[Triple]:
    data_set = thing("source", record.source)
    yield node, TKG.localId, Literal(record.id)
    yield node, TKG.inDataset, data_set
    yield node, TKG.recordKind, VALUE[record.kind]
    yield from optional(node, locator=f"{record.file}, row {record.row}", file=record.file, row=record.row)
    given = json.dumps(record.as_given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    yield node, TKG.asGiven, Literal(given, datatype=RDF_JSON)
    if record.publication is None:
        yield node, TKG.fromSource, data_set
    else:
        publication = publication_iri(record.source, record.publication)
        yield node, TKG.fromSource, publication
        yield from _publication(publication, data_set, record.publication)


def _speaker(node: NamedNode, record: Record) -> Iterator[Triple]:
    yield node, TKG.stance, VALUE[record.stance]
    yield node, TKG.attribution, VALUE[record.attribution]
    yield from optional(node, claimant=record.claimant, claimantOffice=record.office, confidence=record.confidence)
    if record.said_on is not None:
        yield node, TKG.saidOn, edtf(record.said_on)
    for name, words in (("says", record.says), ("quote", record.quote), ("note", record.note)):
        if words is not None:
            yield node, TKG[name], text(words)


def _values(node: NamedNode, record: Record) -> Iterator[Triple]:
    for title in record.titles:
        yield node, TKG.title, text(title)
    if record.instrument_kind is not None:
        yield node, TKG.instrumentKind, VALUE[record.instrument_kind]
    if record.legal_nature is not None:
        yield node, TKG.legalNature, VALUE[record.legal_nature]
    for topic in record.topics:
        yield node, TKG.topic, TOPIC[topic]
    yield from optional(node, statedBilateral=record.stated_bilateral)
    members = record.alliance.memberships if record.alliance else ()
    for name in dict.fromkeys([*(party.name for party in record.parties), *(member.name for member in members)]):
        yield node, TKG.partyAsGiven, Literal(name)
    if record.alliance is not None:
        yield from lasting(node, record.alliance.begin, record.alliance.end)
    for url in record.urls:
        yield node, TKG.url, Literal(url)


def act_triples(node: NamedNode, act: Act) -> Iterator[Triple]:
    """An act's own values, the same in a source's graph and in the derived one."""
    yield node, RDF_TYPE, TKG.Act
    yield node, TKG.actType, ACT[act.type]
    yield from dated(node, act.date, act.effect)
    if act.actor is not None:
        yield node, TKG.actor, polity_iri(act.actor)
    yield from optional(node, body=act.body, placeName=act.place)


def term_triples(node: NamedNode, term: Term) -> Iterator[Triple]:
    """A duration clause's own values; lengths in calendar months."""
    yield node, RDF_TYPE, TKG.Term
    yield node, TKG.runsFrom, ACT[term.runs_from]
    if term.renewal is not None:
        yield node, TKG.renewal, VALUE[term.renewal]
    yield from optional(
        node,
        initialMonths=term.initial_months,
        renewalMonths=term.renewal_months,
        noticeMonths=term.notice_months,
    )
    if term.words is not None:
        yield node, TKG.termWords, text(term.words)


def proposal_triples(node: NamedNode, proposal: Proposal) -> Iterator[Triple]:
    """A party that is only proposed, in words of its own, so that no question about parties can take it for one."""
    yield node, RDF_TYPE, TKG.Proposal
    yield from optional(node, nameAsGiven=proposal.name, basis=proposal.basis)
    if proposal.polity is not None:
        yield node, TKG.proposedActor, polity_iri(proposal.polity)
    if proposal.score is not None:
        yield node, TKG.score, decimal(proposal.score)


def lasting(node: NamedNode, begin: str | None, end: str | None) -> Iterator[Triple]:
    """From when to when, as given."""
    for name, when in (("begins", begin), ("ends", end)):
        if when is not None:
            yield node, TKG[name], edtf(when)


def publication_iri(source: str, publication: Publication) -> NamedNode:
    """`id/source/SOURCE/p-HASH`; two descriptions of one page that differ stay two, each as given."""
    key = "\n".join(
        str(part)
        for part in (
            publication.url,
            publication.publisher,
            publication.title,
            publication.published,
            publication.accessed,
        )
    )
    return thing("source", source, f"p-{sha256(key.encode()).hexdigest()[:8]}")


def _publication(node: NamedNode, data_set: NamedNode, publication: Publication) -> Iterator[Triple]:
    yield node, RDF_TYPE, TKG.Source
    yield node, TKG.partOfSource, data_set
    yield node, DC["title"], Literal(publication.title)
    yield node, DC["publisher"], Literal(publication.publisher)
    yield node, TKG.tier, Literal(publication.tier)
    yield from optional(node, url=publication.url, licence="not stated", family=publication.family)
    yield from optional(node, version=f"published {publication.published}" if publication.published else "undated")
    if publication.lang is not None:
        yield node, DC["language"], Literal(publication.lang)
    if publication.accessed is not None:
        yield node, TKG.retrieved, day(publication.accessed)
