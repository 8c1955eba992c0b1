"""Random agreements on random days: the rule in memory, over a store, in SPARQL and in Cypher say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from kg.ask import ask, ask_cypher, find
from kg.dates import span
from kg.derive.acts import resolved_acts
from kg.derive.agreements import Context, agreement_triples
from kg.derive.force import force_periods
from kg.derive.status import Period, Status, standing
from kg.derive.values import Voices
from kg.errors import QueryError
from kg.graph.reference import pair_triples
from kg.names import BEST_GRAPH, REF_GRAPH
from kg.neo4j import Connection, sync
from kg.neo4j import ask as ask_server
from kg.records import Act, Party, Record, Term, Text
from kg.resolve import Cluster
from kg.status import status
from kg.tables import Value
from loaders import SOURCES

HORIZONS = [date(1995, 6, 30), date(2000, 12, 31), date(2012, 2, 29), date(2030, 1, 1)]
LISTS = {
    f"list-{number}": replace(SOURCES["russia-venezuela"], name=f"list-{number}", horizon=horizon)
    for number, horizon in enumerate(HORIZONS)
}
CONTEXT = Context(LISTS, {}, Voices(LISTS))
ANY_DAY = st.dates(date(1988, 1, 1), date(2032, 12, 31))


@dataclass(frozen=True, slots=True)
class Life:
    """The records of one agreement, and some days to ask for beside those on which its status may change."""

    number: int
    records: tuple[Record, ...]
    days: tuple[date, ...]

    @property
    def id(self) -> str:
        return f"t{self.number:08}"

    @property
    def horizon(self) -> date:
        return LISTS[self.records[0].source].horizon

    @property
    def cluster(self) -> Cluster:
        return Cluster(id=self.id, anchor=self.records[0], others=self.records[1:])

    def store(self) -> Store:
        return built([self])

    def periods(self) -> list[Period]:
        """By the rule, and not through triples."""
        acts = resolved_acts(self.id, self.records, CONTEXT.voices)
        denied = [span(act.date or "").hi for one in self.records if one.stance == "denies" for act in one.acts]
        term = self.records[0].term
        return force_periods(acts, term, self.horizon, two_sided=True, denied_until=max(denied, default=None))

    def on(self, day: date) -> Status:
        """By the rule in memory."""
        acts = self.records[0].acts
        signed = [span(act.date) for act in acts if act.type == "signature" and act.date]
        ending = ("termination", "denunciation", "supersession", "withdrawal")
        ended = [span(act.date) for act in acts if act.type in ending and act.date]
        return standing(
            self.periods(),
            day,
            signed=next((one.lo for one in signed if one.lo > date.min), None),
            ended=min((one.hi for one in ended if one.hi < date.max), default=None),
            known=self.horizon,
        )

    def asked(self) -> list[date]:
        """Days on which its status may change, the days about them, and the random ones."""
        bounds = {self.horizon}
        for period in self.periods():
            bounds |= {period.start.lo, period.start.hi, period.end.lo, period.end.hi}
        near = [day + timedelta(days=by) for day in bounds if day not in (date.min, date.max) for by in (-1, 0, 1)]
        return sorted({*near, *self.days})


@st.composite
def edtf(draw: st.DrawFn) -> str:
    """A date of any precision, open or closed, or wholly unknown."""
    one, other = sorted((draw(ANY_DAY), draw(ANY_DAY)))
    exact = one.isoformat()
    shapes = [exact, exact, exact, exact[:7], exact[:4], f"{exact[:3]}X", f"{exact}~", f"{exact[:7]}/{other.year}"]
    return draw(st.sampled_from([*shapes, f"../{exact}", f"{exact}/..", "XXXX"]))


KINDS = (
    *("signature", "entryIntoForce", "termination", "denunciation", "supersession", "withdrawal", "ratification"),
    *("noticeOfNonRenewal", "provisionalApplication", "provisionalApplicationEnd", "suspension", "resumption"),
)
ONE_SIDED = frozenset({"denunciation", "ratification", "withdrawal"})


@st.composite
def acts(draw: st.DrawFn) -> tuple[Act, ...]:
    """The acts of a life: mostly signed and entered into force, each other kind in one of four."""
    found = []
    for kind in KINDS:
        if (draw(st.integers(0, 3)) > 0) == (kind in KINDS[:2]):
            when = draw(edtf()) if draw(st.integers(0, 9)) else None
            found.append(Act(type=kind, date=when, actor="VEN" if kind in ONE_SIDED else None))
    return tuple(found)


TERMS = st.none() | st.builds(
    Term,
    initial_months=st.none() | st.integers(1, 240),
    renewal=st.sampled_from(["automatic", "automatic", "byAgreement", "noRenewal", "indefinite", None]),
    renewal_months=st.integers(1, 120),
    notice_months=st.none() | st.integers(0, 12),
    runs_from=st.sampled_from(["entryIntoForce"] * 5 + ["signature"]),
)
PARTIES = (Party(name="Russia", polity="RUS", side=1), Party(name="Venezuela", polity="VEN", side=2))


@st.composite
def lives(draw: st.DrawFn, number: int = 0) -> Life:
    """An agreement with a random life, and random days to ask for."""
    source = draw(st.sampled_from(sorted(LISTS)))
    told = Record(
        source=source,
        id=f"{number}",
        kind="agreementRecord",
        file="lives.csv",
        row=number + 1,
        as_given={},
        titles=(Text(value=f"Agreement {number}", lang="en"),),
        parties=PARTIES,
        acts=draw(acts()),
        term=draw(TERMS),
    )
    records = [told]
    if draw(st.integers(0, 5)) == 0:
        denied = (Act(type="entryIntoForce", date=f"../{draw(ANY_DAY)}"),)
        records.append(replace(told, id=f"{number}-no", kind="evidenceRecord", stance="denies", acts=denied, term=None))
    return Life(number, tuple(records), tuple(draw(st.lists(ANY_DAY, min_size=2, max_size=4))))


def built(found: Sequence[Life]) -> Store:
    """The graph of what is derived from the records of these lives."""
    store = Store()
    derived = [triple for one in found for triple in agreement_triples(one.cluster, CONTEXT)]
    for triples, graph in ((derived, BEST_GRAPH), (pair_triples(["RUS-VEN"]), REF_GRAPH)):
        lines = sorted({f"{subject} {predicate} {value} ." for subject, predicate, value in triples})
        store.bulk_load("\n".join(lines).encode(), format=RdfFormat.N_TRIPLES, to_graph=graph)
    return store


def parts(found: Status) -> list[Value]:
    """The columns of `status-of` that are no bounds."""
    return [found.word, found.basis, found.ground, found.mode]


def in_sparql(store: Store, one: Life, day: date) -> list[Value]:
    [row] = ask(store, find("status-of"), {"agreement": one.id, "date": day.isoformat()}).rows
    return list(row)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(one=lives())
def test_memory_store_and_sparql_say_the_same(one: Life) -> None:
    store = one.store()
    for day in one.asked():
        told = one.on(day)
        assert told.ground == ("established" if day <= one.horizon else "presumed")
        assert parts(status(store, one.id, day)) == parts(told)
        assert in_sparql(store, one, day)[:4] == parts(told)


@settings(max_examples=300, deadline=None)
@given(one=lives())
def test_every_life_has_a_status_with_its_basis_on_every_day(one: Life) -> None:
    periods = one.periods()
    assert periods == sorted(periods, key=lambda period: (period.start.lo, period.start.hi))
    for day in one.asked():
        found = one.on(day)
        assert found.word in {"yes", "possibly", "no", "not known"}
        assert found.basis
        if found.word in {"yes", "possibly"}:
            assert found.period is not None
            assert found.period.start.lo <= day < found.period.end.hi
        if found.word == "not known":
            assert periods == []
            assert not {act.type for act in one.records[0].acts} & {"signature", "entryIntoForce"}
        if day > one.horizon and found.word == "yes":  # only what was agreed or done may hold beyond what is known
            assert found.basis not in {"sourceHorizon", "noEntryIntoForce"}


def in_force_before_signed(one: Life) -> bool:
    """Whether the last day on which it can have entered into force lies before the signature."""
    when = {act.type: span(act.date) for act in one.records[0].acts if act.date}
    known = when.keys() >= {"signature", "entryIntoForce"}
    return known and when["entryIntoForce"].hi < when["signature"].lo


def widened(one: Life, index: int, date_: str) -> Life:
    """The same life with one date less certain."""
    told = one.records[0]
    changed = tuple(replace(act, date=date_) if place == index else act for place, act in enumerate(told.acts))
    return replace(one, records=(replace(told, acts=changed), *one.records[1:]))


@settings(max_examples=500, deadline=None)
@given(one=lives(), data=st.data())
def test_a_date_less_certain_makes_nothing_more_certain(one: Life, data: st.DataObject) -> None:
    dated = [index for index, act in enumerate(one.records[0].acts) if act.date]
    if not dated:
        return
    index = data.draw(st.sampled_from(dated))
    known = span(one.records[0].acts[index].date or "")
    lo = known.lo if known.lo == date.min else known.lo - timedelta(days=data.draw(st.integers(0, 900)))
    hi = known.hi if known.hi == date.max else known.hi + timedelta(days=data.draw(st.integers(0, 900)))
    first, last = ".." if lo == date.min else lo.isoformat(), ".." if hi == date.max else hi.isoformat()
    other = widened(one, index, f"{first}/{last}")
    assume(
        in_force_before_signed(one) == in_force_before_signed(other)
    )  # if not, the wider date solves a contradiction
    for day in {*one.asked(), *other.asked()}:
        before, after = one.on(day).word, other.on(day).word
        less = {"not known"} if before == "no" and not other.periods() else {"possibly"}
        assert after in {before, *less}, (day, before, after)


@pytest.fixture(scope="module")
def many() -> list[Life]:
    """Three hundred lives, the same at every run."""
    found: list[Life] = []

    @settings(
        max_examples=300,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(one=lives())
    def collect(one: Life) -> None:
        number = len(found)
        records = tuple(replace(record, id=f"{number}{record.id[1:]}", row=number + 1) for record in one.records)
        found.append(replace(one, number=number, records=records))

    collect()
    return found[:300]


@pytest.mark.neo4j
def test_cypher_says_the_same_of_many_lives(neo4j: Connection, many: list[Life]) -> None:
    store = built(many)
    sync(store, neo4j, "lives", print)
    asked = [(one, day) for one in many for day in one.asked()]
    told = {(one.id, day): in_sparql(store, one, day) for one, day in asked}
    assert {key: row[:4] for key, row in told.items()} == {(one.id, day): parts(one.on(day)) for one, day in asked}
    text = find("status-of").cypher.replace("$agreement", "one.agreement").replace("$date", "one.day")
    columns = ", ".join(column for column, _ in find("status-of").columns)
    text = f"UNWIND $asked AS one CALL (one) {{\n{text}\n}} RETURN one.agreement, one.day, {columns}"
    sent = [{"agreement": one.id, "day": day} for one, day in asked]
    _, rows = ask_server(neo4j, text, {"asked": sent})
    found = {(row[0], row[1]): list(row[2:]) for row in rows}
    assert found == told
    assert {row[0] for row in told.values()} == {"yes", "possibly", "no", "not known"}
    assert len(told) > 3000
    same_for_a_pair(neo4j, store, many)


def same_for_a_pair(server: Connection, store: Store, many: list[Life]) -> None:
    """`in-force-at` lists those that stand, and no others."""
    for day in sorted({day for one in many[:4] for day in one.days}):
        given = {"pair": "RUS-VEN", "date": day.isoformat()}
        question = find("in-force-at")
        rows = ask(store, question, given).rows
        cypher = ask_cypher(question, given, lambda text, values: ask_server(server, text, values)).rows
        assert [list(row) for row in rows] == [list(row) for row in cypher]
        stands = {one.id: one.on(day) for one in many}
        assert {(row[0], row[3], row[7], row[8], row[4]) for row in rows} == {
            (name, one.word, one.basis, one.ground, one.mode)
            for name, one in stands.items()
            if one.word in {"yes", "possibly"}
        }


def test_an_agreement_that_is_not_there_is_said_not_to_be() -> None:
    with pytest.raises(QueryError, match="there is no agreement tzzzzzzzz here"):
        status(Store(), "tzzzzzzzz", date(2000, 1, 1))
