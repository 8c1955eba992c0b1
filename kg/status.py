"""How an agreement of a release stands on a day; in SPARQL and Cypher the saved question `status-of` says the same."""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from kg.dates import Span
from kg.derive.status import Period, Status, standing
from kg.errors import QueryError
from kg.graph.terms import RDF_TYPE
from kg.names import TKG, local_name, thing

NEVER_ENDS = frozenset({"noneKnown", "noEntryIntoForce"})  # bases of an end that has no bound because it never comes


def status(store: Store, agreement: str, day: date) -> Status:
    """Tell how the agreement of this identifier stands on a day; QueryError if there is none."""
    node = thing("agreement", agreement)
    if not _values(store, node, RDF_TYPE):
        raise QueryError(f"there is no agreement {agreement} here")
    nodes = [term for term in _values(store, node, TKG.forcePeriod) if isinstance(term, NamedNode)]
    nodes.sort(key=lambda one: (len(one.value), one.value))  # as they are numbered
    known = [_day(store, one, "knownUntil") for one in (*nodes, node)]
    return standing(
        [_period(store, one) for one in nodes],
        day,
        signed=_day(store, node, "signedEarliest"),
        ended=_day(store, node, "endedLatest"),
        known=max((one for one in known if one is not None), default=None),
    )


def end_span(basis: str, earliest: date | None, latest: date | None) -> Span:
    """When a period ends, from its bounds as stored; without any, it never does or may have at any time."""
    never = earliest is None and latest is None and basis in NEVER_ENDS
    return Span(earliest or (date.max if never else date.min), latest or date.max)


def _period(store: Store, node: NamedNode) -> Period:
    basis = local_name(_values(store, node, TKG.endBasis)[0].value)
    return Period(
        mode=local_name(_values(store, node, TKG.mode)[0].value),
        start=Span(_day(store, node, "startEarliest") or date.min, _day(store, node, "startLatest") or date.max),
        end=end_span(basis, _day(store, node, "endEarliest"), _day(store, node, "endLatest")),
        basis=basis,
        next_expiry=_day(store, node, "nextExpiry"),
        notice_by=_day(store, node, "noticeBy"),
    )


def _day(store: Store, node: NamedNode, name: str) -> date | None:
    return next((date.fromisoformat(term.value) for term in _values(store, node, TKG[name])), None)


def _values(store: Store, node: NamedNode, property_: NamedNode) -> list[NamedNode | Literal]:
    found = (quad.object for quad in store.quads_for_pattern(node, property_, None, None))
    return [term for term in found if isinstance(term, NamedNode | Literal)]
