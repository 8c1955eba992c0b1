"""What was decided on two records: of one agreement, perhaps of one, or kept apart; with the score and its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal

from kg.graph.terms import RDF_TYPE, Triple, decimal
from kg.names import TKG, VALUE, record_iri, thing
from kg.resolve import Match, Reason
from kg.resolve.founded import Founded

OUTCOMES = {"join": "joined", "propose": "proposed", "apart": "keptApart"}


def match_triples(match: Match) -> Iterator[Triple]:
    """A match as it is kept in the graph of links; its basis names each thing that weighed, and how much."""
    node = thing("match", *match.one, *match.other)
    yield node, RDF_TYPE, TKG.Match
    yield node, TKG.matches, record_iri(*match.one)
    yield node, TKG.matches, record_iri(*match.other)
    yield node, TKG.score, decimal(match.score)
    yield node, TKG.outcome, VALUE[OUTCOMES[match.decision]]
    weighed = basis(match.reasons)
    if match.judged:
        yield node, TKG.judgedBy, thing("judgement", match.judged)
        weighed = "; ".join(filter(None, (f"decided by an editor in {match.judged}", weighed)))
    yield node, TKG.basis, Literal(weighed)


def founding_triples(founded: Founded) -> Iterator[Triple]:
    """What an alliance rests on or may; only what is sure is said of the alliance itself."""
    alliance, agreement = thing("alliance", *founded.alliance), thing("agreement", founded.agreement)
    node = thing("founding", *founded.alliance, founded.agreement)
    yield node, RDF_TYPE, TKG.Founding
    yield node, TKG.ofAlliance, alliance
    yield node, TKG.ofAgreement, agreement
    yield node, TKG.score, decimal(founded.score)
    yield node, TKG.outcome, VALUE[OUTCOMES[founded.decision]]
    yield node, TKG.basis, Literal(basis(founded.reasons))
    if founded.decision == "join":
        yield alliance, TKG.foundedOn, agreement


def basis(reasons: Iterable[Reason]) -> str:
    """Each thing that weighed, how much, and the words that were compared."""
    return "; ".join(f"{reason.feature} {reason.weight:+.2f} ({reason.words})" for reason in reasons)
