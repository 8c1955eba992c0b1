"""What was decided on two records: of one agreement, perhaps of one, or kept apart; with the score and its reasons."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal

from kg.graph.terms import RDF_TYPE, Triple, decimal
from kg.names import TKG, VALUE, record_iri, thing
from kg.resolve import Match

OUTCOMES = {"join": "joined", "propose": "proposed", "apart": "keptApart"}


def match_triples(match: Match) -> Iterator[Triple]:
    """A match as it is kept in the graph of links; its basis names each thing that weighed, and how much."""
    node = thing("match", *match.one, *match.other)
    yield node, RDF_TYPE, TKG.Match
    yield node, TKG.matches, record_iri(*match.one)
    yield node, TKG.matches, record_iri(*match.other)
    yield node, TKG.score, decimal(match.score)
    yield node, TKG.outcome, VALUE[OUTCOMES[match.decision]]
    weighed = [f"{reason.feature} {reason.weight:+.2f} ({reason.words})" for reason in match.reasons]
    if match.judged:
        yield node, TKG.judgedBy, thing("judgement", match.judged)
        weighed.insert(0, f"decided by an editor in {match.judged}")
    yield node, TKG.basis, Literal("; ".join(weighed))
