"""What units hold, counted: things by kind, matches by outcome, conflicts by field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from kg.names import ID, TKG, VALUE
from kg.units import Unit

MARKED = {  # kind of IRI -> what things of this kind are called in the account of a release
    "agreement": "agreements",
    "act": "acts",
    "alliance": "alliances",
    "commitment": "commitments",
    "resolution": "resolutions",
    "count": "stated counts",
    "event": "events",
    "record": "records",
}
_TYPED = " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
_RECORD = f"{_TYPED}{TKG.Record}"
_PROPOSED = f" {TKG.outcome} {VALUE.proposed}"
_CONFLICTING = f" {TKG.agreementLevel} {VALUE.conflicting}"
_KIND = re.compile(f"<{re.escape(ID)}([a-z]+)/")
_OF_ACT = re.compile(f"<{re.escape(ID)}resolution/act/[^/]+/([^/>]+)/(?:.*/)?([a-zA-Z]+)>")
_FIELD = re.compile(f"<{re.escape(ID)}resolution/(?:agreement|term)/[^/]+/([a-zA-Z]+)")


def counts(units: Iterable[Unit]) -> Counter[str]:
    """How many things of each kind there are, agreements of several sources, and what is proposed to an editor."""
    found: Counter[str] = Counter()
    for unit in units:
        records = (triple for said in unit.said.values() for triple in said if _RECORD in triple)
        for triple in (*unit.best, *records):  # an act that three records state is one
            if _TYPED in triple and (kind := _KIND.match(triple)) and kind.group(1) in MARKED:
                found[MARKED[kind.group(1)]] += 1
        found["proposals"] += sum(_PROPOSED in triple for triple in unit.link)
        found["of several sources"] += len(unit.said) > 1 and bool(unit.best)
    return found


def conflicts(units: Iterable[Unit]) -> Counter[str]:
    """How many values are shown on which sources disagree, by field: `title`, `signature date`."""
    triples = (triple for unit in units for triple in unit.best if _CONFLICTING in triple)
    return Counter(map(_field, triples))


def _field(triple: str) -> str:
    if act := _OF_ACT.match(triple):
        return f"{act.group(1)} {act.group(2)}"
    field = _FIELD.match(triple)
    return field.group(1) if field else "whether an event took place"
