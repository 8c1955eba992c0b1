"""Records of three made-up lists from which `tests/test_questions_history.py` builds its release.

Of France and Russia: a treaty that outlives the Soviet Union, signatures known to the decade or not at all, one that
nothing happened to, negotiations. Of Colombia and France: one before Panama's independence, one after, one undated.
Of East Germany and France: one that ended after East Germany had. Of many: one with days of each party. Pacts: owed
back, one way only, owed back later only, owed back elsewhere; and a list of dyads that knows some of them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kg.alliances import Alliance, Commitment, Membership, Phase
from kg.records import Act, Party, Reading, Record, RecordKind, Source, Text

FRANCE = Party(name="France", polity="FRA", side=1)


def _agreement(name: str, other: str, *acts: Act, topics: tuple[str, ...] = ()) -> Record:
    """An agreement of France and another state."""
    return Record(
        source="list",
        id=name,
        kind="agreementRecord",
        file="list.csv",
        row=2,
        as_given={"id": name},
        titles=(Text(value=f"Treaty {name}", lang="en"),),
        instrument_kind="treaty",
        topics=topics,
        parties=(FRANCE, Party(name=other, polity=other, side=2)),
        acts=acts,
    )


MANY = Record(
    source="list",
    id="many",
    kind="agreementRecord",
    file="list.csv",
    row=2,
    as_given={"id": "many"},
    titles=(Text(value="Convention of many", lang="en"),),
    instrument_kind="convention",
    topics=("environment",),
    parties=(FRANCE, *(Party(name=code, polity=code, side=side) for side, code in enumerate(("SUN", "RUS", "POL"), 2))),
    acts=(
        Act(type="signature", date="1985-03-22"),
        Act(type="ratification", date="1986-06-18", actor="SUN"),
        Act(type="withdrawal", date="2003", actor="RUS"),
        Act(type="ratification", date="1987-12-04", actor="FRA"),
        Act(type="entryIntoForceForParty", date="1988-09-22", actor="FRA"),
        Act(type="accession", actor="POL"),
    ),
)
AGREEMENTS = [
    _agreement(
        "long",
        "SUN",
        Act(type="signature", date="1986-02-03"),
        Act(type="termination", date="1993-06-01"),
        topics=("trade",),
    ),
    _agreement("eighties", "SUN", Act(type="signature", date="198X"), topics=("trade", "culture")),
    _agreement("around", "SUN", Act(type="signature", date="1989-12/1990-01"), topics=("defence",)),
    _agreement("bare", "SUN"),
    _agreement("before", "COL", Act(type="signature", date="1890-05-01")),
    _agreement("after", "COL", Act(type="signature", date="1950-05-01")),
    _agreement("undated", "COL", Act(type="entryIntoForce")),
    _agreement("east", "DDR", Act(type="signature", date="1980-07-16"), Act(type="termination", date="1992-01-01")),
    MANY,
    Record(
        source="list",
        id="talks",
        kind="eventRecord",
        file="list.csv",
        row=2,
        as_given={"id": "talks"},
        titles=(Text(value="Talks", lang="en"),),
        pair="FRA-RUS",
        acts=(Act(type="negotiation", date="1995"),),
    ),
]


def _pact(source: str, name: str, *owed: Commitment) -> Record:
    states = sorted({state for one in owed for state in (one.obligor, *one.beneficiaries)})
    phases = sorted({one.phase for one in owed if one.phase})
    return Record(
        source=source,
        id=name,
        kind="allianceRecord",
        file="pacts.csv",
        row=2,
        as_given={"id": name},
        stated_bilateral=True,
        alliance=Alliance(
            memberships=tuple(Membership(name=state, polity=state) for state in states),
            phases=tuple(Phase(number=number) for number in phases),
            commitments=owed,
        ),
    )


def _owes(
    by: str, whom: str, begin: str, end: str | None, kind: str = "defence", phase: int | None = None
) -> Commitment:
    return Commitment(kind=kind, obligor=by, beneficiaries=(whom,), begin=begin, end=end, phase=phase)


def _pair(begin: str, end: str | None, kind: str = "defence") -> Commitment:
    return Commitment(kind=kind, obligor="FRA", beneficiaries=("SUN",), begin=begin, end=end, direction_known=False)


PACTS = [
    _pact(
        "pacts", "1", _owes("FRA", "SUN", "1935-05-02", "1939-08-23"), _owes("SUN", "FRA", "1935-05-02", "1939-08-23")
    ),
    _pact(
        "pacts",
        "2",
        _owes("FRA", "POL", "1921-02-19", "1925", phase=1),
        _owes("POL", "FRA", "1926-01-01", "1932-01-01", phase=2),
    ),
    _pact("pacts", "3", _owes("POL", "FRA", "1922-05-01", "1923-05-01")),
    _pact("pacts", "4", _owes("SUN", "FRA", "1944-12-10", None, kind="consultation")),
]
DYADS = [
    _pact("dyads", "1", _pair("1935-05-02", "1936")),
    _pact("dyads", "2", _pair("1930-01-01", "1931-01-01", kind="entente")),
]


def _source(name: str, records: list[Record], kind: RecordKind) -> Source:
    return Source(
        name=name,
        title=f"The {name}",
        publisher="Test archive",
        citation=f"Test archive, The {name}",
        licence="CC0-1.0",
        url=f"https://example.org/{name}",
        version="1",
        retrieved=date(2020, 1, 1),
        tier=3,
        horizon=date(2018, 12, 31),
        coverage="All of it.",
        covers=(),
        covers_from=date(1900, 1, 1),
        covers_kinds=(kind,),
        codes_pairs_only=name == "dyads",
        read=lambda _paths, _keep_going: Reading(records=records),
        bundled=(Path(__file__),),
    )


SOURCES = {
    "list": _source("list", AGREEMENTS, "agreementRecord"),
    "pacts": _source("pacts", PACTS, "allianceRecord"),
    "dyads": _source("dyads", DYADS, "allianceRecord"),
}
