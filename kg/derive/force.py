"""Periods of force as triples, from resolved acts and the duration clause, by the rule in `kg.derive.status`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kg.derive import status
from kg.derive.acts import ResolvedAct, earliest, spans
from kg.graph.terms import RDF_TYPE, Triple, bounds, day
from kg.names import TKG, VALUE, thing
from kg.records import Term

ENDS = ("termination", "denunciation")


def force_triples(
    agreement: str,
    acts: Sequence[ResolvedAct],
    term: Term | None,
    horizon: date,
    *,
    two_sided: bool,
    denied_until: date | None = None,
) -> Iterator[Triple]:
    """The periods of force of an agreement; one without any says at least how far its sources know."""
    found = force_periods(acts, term, horizon, two_sided=two_sided, denied_until=denied_until)
    if not found:
        yield thing("agreement", agreement), TKG.knownUntil, day(horizon)
    for number, period in enumerate(found, start=1):
        node = thing("period", agreement, str(number))
        yield thing("agreement", agreement), TKG.forcePeriod, node
        yield node, RDF_TYPE, TKG.ForcePeriod
        yield from bounds(node, "startEarliest", "startLatest", period.start)
        yield from bounds(node, "endEarliest", "endLatest", period.end)
        yield node, TKG.mode, VALUE[period.mode]
        yield node, TKG.endBasis, VALUE[period.basis]
        yield node, TKG.knownUntil, day(horizon)
        if period.next_expiry is not None:
            yield node, TKG.nextExpiry, day(period.next_expiry)
        if period.notice_by is not None:
            yield node, TKG.noticeBy, day(period.notice_by)


def force_periods(
    acts: Sequence[ResolvedAct], term: Term | None, horizon: date, *, two_sided: bool, denied_until: date | None = None
) -> list[status.Period]:
    """The periods in which the agreement has, or may have, legal effect; `horizon`: the last day its sources know.

    The withdrawal of one party ends an agreement of two sides only. `denied_until`: see `kg.derive.status.periods`.
    """
    return status.periods(
        earliest(spans(acts, "entryIntoForce")),
        _clause(term),
        ends=spans(acts, *ENDS, *(("withdrawal",) if two_sided else ())),
        superseded=spans(acts, "supersession"),
        notices=spans(acts, "noticeOfNonRenewal"),
        horizon=horizon,
        signed=earliest(spans(acts, "signature")),
        denied_until=denied_until,
        provisional=spans(acts, "provisionalApplication"),
        provisional_ends=spans(acts, "provisionalApplicationEnd"),
        suspensions=spans(acts, "suspension"),
        resumptions=spans(acts, "resumption"),
    )


def _clause(term: Term | None) -> status.Term | None:
    """The clause as far as it bears on status; one that does not run from entry into force says nothing of it."""
    if term is None or term.runs_from != "entryIntoForce":
        return None
    return status.Term(
        initial=term.initial_months, renewal=term.renewal, further=term.renewal_months, notice=term.notice_months
    )
