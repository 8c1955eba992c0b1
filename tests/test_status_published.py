"""In-force counts that the published files state, found again in the graph derived from them, each under its reading.

One source at a time: what other sources say of the same agreement would move its status.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kg.ask import ask, find
from kg.graph.terms import RDF_TYPE
from kg.names import TKG, local_name, record_iri
from kg.records import Record
from kg.status import status
from kg.units import derive
from loaders import SOURCES
from tests.published import Recorded

pytestmark = pytest.mark.full


@dataclass(frozen=True)
class Known:
    """The agreement records of one source, and the graph derived from all its records."""

    name: str
    records: list[Record]
    store: Store

    @property
    def horizon(self) -> date:
        return SOURCES[self.name].horizon

    def stand(self, say: Callable[[Record], object], day: date | None = None) -> Counter[tuple[object, str]]:
        """How many stand how on a day (the last one that the source knows), by what the source says of them."""
        found: Counter[tuple[object, str]] = Counter()
        for record in self.records:
            [quad] = self.store.quads_for_pattern(record_iri(self.name, record.id), TKG.describes, None, None)
            assert isinstance(quad.object, NamedNode)
            found[say(record), status(self.store, local_name(quad.object.value), day or self.horizon).word] += 1
        return found

    def in_force(self, pair: str, day: str) -> list[str]:
        rows = ask(self.store, find("in-force-at"), {"pair": pair, "date": day}).rows
        return [str(row[3]) for row in rows]


Derived = Callable[[str], Known]


@pytest.fixture(scope="module")
def derived(recorded: Recorded) -> Derived:
    @cache
    def known(name: str) -> Known:
        store = Store()
        lines = [f"{triple} .\n" for unit in derive(recorded(name), SOURCES) for triple in (*unit.best, *unit.link)]
        store.bulk_load("".join(lines).encode(), format=RdfFormat.N_TRIPLES)
        return Known(name, [record for record in recorded(name) if record.kind == "agreementRecord"], store)

    return known


def test_gptad_a_word_without_a_day_was_true_by_the_end_of_2014(derived: Derived) -> None:
    """256 rows are `in force`, one of them twice. Read: in force by 2014; surely on 1 March 2010 only with a date."""
    found = derived("gptad").stand(lambda record: record.as_given.get("In.force.status", ""))
    assert found == {
        ("in force", "yes"): 243,
        ("in force", "possibly"): 12,  # the list gives no day of entry into force
        ("expired", "possibly"): 36,  # ended by 2014, on a day that is not given: perhaps after 1 March 2010
        ("expired", "not known"): 13,  # no day but the end
        ("unknown", "yes"): 6,  # a day of entry into force all the same
        ("unknown", "possibly"): 20,
        ("unknown", "not known"): 2,
        ("", "yes"): 5,
        ("", "not known"): 11,
        ("signed - not yet in force", "yes"): 1,  # against its own date of 1 November 2004
        ("signed - not yet in force", "possibly"): 2,
    }
    assert found["in force", "yes"] + found["in force", "possibly"] == 256 - 1


def test_unctad_all_are_in_force_on_the_day_of_collection(derived: Derived) -> None:
    """1,837 treaties, `status` always `In force`. Read: surely in force on 12 February 2026, presumed from then on."""
    known = derived("unctad-bits")
    assert known.stand(lambda record: record.as_given["status"]) == {("In force", "yes"): 1_837}
    later = known.stand(lambda _: "", known.horizon + timedelta(days=1))
    assert later["", "no"] == 0
    assert later["", "yes"] + later["", "possibly"] == 1_837


@pytest.mark.parametrize(
    ("pair", "day", "expected"),
    [
        ("RUS-VEN", "2009-10-25", []),
        ("RUS-VEN", "2009-10-26", ["yes"]),
        ("RUS-VEN", "2026-02-12", ["yes"]),
        ("GBR-VEN", "1996-07-31", []),
        ("GBR-VEN", "1996-08-01", ["yes"]),
        ("RUS-CHN", "2026-02-12", []),
        ("RUS-IRN", "2026-02-12", []),
        ("GBR-USA", "2026-02-12", []),
        ("USA-JPN", "2026-02-12", []),
    ],
)
def test_unctad_by_pair_and_day(pair: str, day: str, expected: list[str], derived: Derived) -> None:
    """RUS-VEN in force 2009-10-26, GBR-VEN 1996-08-01; none for RUS-CHN, RUS-IRN, GBR-USA, USA-JPN."""
    assert derived("unctad-bits").in_force(pair, day) == expected


def test_desta_without_a_year_is_unknown_or_not_in_force(derived: Derived) -> None:
    """132 bilateral base treaties have no `entryforceyear`: `unknown or not in force`. Read: possibly in force."""
    found = derived("desta").stand(
        lambda record: (
            record.as_given.get("entryforceyear", "NA") == "NA",
            record.as_given["typememb"] == "1" and record.as_given["entry_type"] == "base_treaty",
        )
    )
    assert found == {
        ((True, True), "possibly"): 132,
        ((True, False), "possibly"): 28,
        ((False, True), "yes"): 434,
        ((False, True), "possibly"): 3,  # in force in 2020, whose end the list did not see
        ((False, False), "yes"): 277,
        ((False, False), "possibly"): 2,
    }
    assert 132 + 434 + 3 == 569  # bilateral base treaties


def test_concordia_words_of_status(derived: Derived) -> None:
    """109 acts are `Em Vigor` without a date of force. Read: a word is true on 28 February 2021, when it was seen."""
    known = derived("brazil-concordia")
    dated = known.stand(lambda record: (record.as_given["status"], record.as_given.get("vigor_int_em", "NA") != "NA"))
    assert dated[("Em Vigor", False), "yes"] == 109
    words = known.stand(lambda record: record.as_given["status"])
    assert words == {
        ("Em Vigor", "yes"): 2_699,
        ("Em Vigor", "no"): 2,  # the row's own date of expiry says so
        ("Expirado", "no"): 421,
        ("Denunciado", "no"): 19,
        ("Substituído", "no"): 33,
        ("Superado", "no"): 66,
        ("Suspenso", "no"): 5,
        ("Situação especial", "yes"): 14,
        ("Situação especial", "possibly"): 38,
        ("Em Ratificação", "no"): 7,
        ("Em ratificação da(s) outra(s) Parte(s)", "yes"): 4,  # a date of force stands beside the word
        ("Em ratificação da(s) outra(s) Parte(s)", "no"): 143,
        ("Em promulgação/Casa Civil", "yes"): 3,  # in force between the states, not yet promulgated
        ("Em promulgação/MRE", "yes"): 13,
        ("Em promulgação/MRE", "no"): 1,
        ("Em promulgação/MRE", "possibly"): 1,
        ("Tramitação Congresso Nacional", "no"): 18,
        ("Tramitação MRE", "no"): 5,
        ("Tramitação Ministérios/Casa Civil", "no"): 17,
    }


def test_uk_entries_into_force_and_terminations(derived: Derived) -> None:
    """Entry into force 3,494, terminated 557. Read: in force from its date to a termination; without one, possibly."""
    found = derived("uk-treaties").stand(
        lambda record: ("definative_eif_event_date" in record.as_given, "terminated_event_date" in record.as_given)
    )
    assert found == {
        ((True, False), "yes"): 3_078,
        ((True, False), "no"): 1,  # the United Kingdom has withdrawn
        ((True, True), "no"): 415,
        ((False, True), "no"): 142,
        ((False, False), "yes"): 43,  # provisionally applied
        ((False, False), "possibly"): 3_124,
        ((False, False), "not known"): 132,
    }
    assert 3_078 + 1 + 415 == 3_494
    assert 415 + 142 == 557


@pytest.mark.parametrize(("name", "still"), [("cow-alliances", 98), ("atop", 334)])
def test_alliances_without_an_end_stand_when_the_data_end(name: str, still: int, derived: Derived) -> None:
    """COW: 98 alliances without an end; ATOP: 334 still in effect. Read: no end up to the last day of the data."""
    store = derived(name).store
    open_ends = 0
    for quad in store.quads_for_pattern(None, RDF_TYPE, TKG.Alliance, None):
        phases = [one.object for one in store.quads_for_pattern(quad.subject, TKG.phase, None, None)] or [quad.subject]
        ends = [list(store.quads_for_pattern(one, TKG.endLatest, None, None)) for one in phases]  # type: ignore[arg-type]
        open_ends += not all(ends)
    assert open_ends == still


def test_russia_and_venezuela_on_the_day_of_the_statement(derived: Derived) -> None:
    """Nine rows are in force, eight of them with a date; in 2022 a ministry said `more than 20`.

    Read: of all accords listed 7 surely were in force then and 188 may have been; which were meant is not known.
    """
    known = derived("russia-venezuela")
    now = known.stand(lambda record: record.as_given["status"])
    assert {answer: number for (word, answer), number in now.items() if word == "in-force"} == {"yes": 8, "possibly": 1}
    assert now["unknown", "not known"] == 7
    then: Counter[str] = Counter()
    for (_, answer), number in known.stand(lambda _: "", date(2022, 7, 1)).items():
        then[answer] += number
    assert then == {"yes": 7, "possibly": 188, "no": 52, "not known": 7}
