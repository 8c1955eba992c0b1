"""One agreement told by several sources: every title, who says which day, whose parties, and what each leaves open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from kg.derive.values import Stated, Voices, covers_date, date_width, resolve
from kg.names import PREFIXES
from kg.records import Act, Judgement, Party, Record, Source, Text
from kg.resolve import Cluster
from kg.units import context_of, unit
from loaders import SOURCES


def _source(name: str, tier: int, covers: tuple[str, ...] = ()) -> Source:
    return replace(SOURCES["uk-treaties"], name=name, tier=tier, covers=covers, horizon=date(2000, 1, 1))


OURS = {
    "london": _source("london", 2, ("GBR",)),
    "brasilia": _source("brasilia", 2, ("BRA",)),
    "coders": _source("coders", 3),
}


def _record(source: str, number: str, title: str, lang: str, **more: object) -> Record:
    said = {
        "source": source,
        "id": number,
        "kind": "agreementRecord",
        "file": f"{source}.csv",
        "row": 2,
        "as_given": {"title": title},
        "titles": (Text(value=title, lang=lang),),
        "instrument_kind": "agreement",
        "stated_bilateral": True,
        "topics": ("nuclear",),
        "parties": (Party(name="UK", polity="GBR", side=1), Party(name="Brazil", polity="BRA", side=2)),
        "acts": (Act(type="signature", date="1968-02-12", place="London"),),
    }
    return Record(**(said | more))  # type: ignore[arg-type]


LONDON = _record("london", "7", "Agreement on atomic energy", "en")
BRASILIA = _record(
    "brasilia",
    "b-1",
    "Acordo sobre energia atômica",
    "pt",
    acts=(
        Act(type="signature", date="1968-02-21", place="London, United Kingdom"),
        Act(type="ratification", actor="BRA", date="1968-06-01"),
    ),
)
CODERS = _record(
    "coders",
    "99",
    "Atomic energy agreement",
    "en",
    instrument_kind="unspecifiedInstrument",
    stated_bilateral=False,
    topics=("energy-power",),
    parties=(
        *LONDON.parties,
        Party(name="International Atomic Energy Agency", polity="IAEA", side=3, capacity="internationalOrganisation"),
    ),
    acts=(Act(type="signature", date="1968-02"), Act(type="ratification", actor="BRA", date="1968-07-01")),
)
TOGETHER = Cluster(id="t00000001", anchor=CODERS, others=(BRASILIA, LONDON), replaced=("t00000002",), leading=LONDON)


def _graph(cluster: Cluster = TOGETHER, *judgements: Judgement) -> Store:
    context = context_of([cluster], cluster.records, OURS, judgements)
    store = Store()
    text = "".join(f"{triple} .\n" for triple in unit(cluster, context).triples)
    store.load(text.encode(), format=RdfFormat.N_TRIPLES)
    return store


def _ask(store: Store, where: str, *columns: str) -> set[tuple[str, ...]]:
    found = store.query(f"SELECT {' '.join(columns)} WHERE {{ {where} }}", prefixes=PREFIXES)
    assert isinstance(found, QuerySolutions)
    rows = [
        [getattr(term, "value", "").rsplit("#", 1)[-1].removeprefix(PREFIXES["id"]) for term in row] for row in found
    ]
    return {tuple(row) for row in rows}


@pytest.fixture(scope="module")
def store() -> Store:
    return _graph()


AGREEMENT = "<https://w3id.org/treatykg/id/agreement/t00000001>"


def test_titles_stand_side_by_side_and_other_words_contradict_none(store: Store) -> None:
    assert _ask(store, f"{AGREEMENT} tkg:title ?t", "?t") == {
        ("Agreement on atomic energy",),
        ("Acordo sobre energia atômica",),
    }
    said = "?n rdf:predicate tkg:title ; tkg:agreementLevel ?level . "
    said += "?s tkg:ofResolution ?n ; tkg:value ?value ; tkg:agrees ?agrees"
    assert _ask(store, said, "?level", "?value", "?agrees") == {
        ("compatible", "Agreement on atomic energy", "true"),
        ("compatible", "Atomic energy agreement", "true"),
    }


def test_sources_that_disagree_on_a_day_are_shown_disagreeing(store: Store) -> None:
    signed = "?x tkg:actType at:signature ; tkg:date ?date . ?n rdf:subject ?x ; rdf:predicate tkg:date ; "
    shown = _ask(store, signed + "tkg:agreementLevel ?level ; tkg:contradictedBy ?r", "?date", "?level", "?r")
    assert shown == {("1968-02-12", "conflicting", "record/brasilia/b-1")}
    agreeing = _ask(store, signed + "tkg:supportedBy ?r", "?r")  # the month of the coders agrees with either day
    assert agreeing == {("record/coders/99",), ("record/london/7",)}


def test_a_day_of_effect_goes_with_the_day_shown_or_not_at_all() -> None:
    ended = Act(type="termination", date="1980-01-01")
    ours = replace(LONDON, acts=(ended,))
    for effect, day in (("1979-12-01", "1979-06-01"), ("1980-07-01", "1980-01")):
        theirs = replace(CODERS, acts=(Act(type="termination", date=day, effect=effect),))
        store = _graph(Cluster(id="t00000001", anchor=theirs, others=(ours,), leading=ours))
        shown = _ask(store, "?x tkg:actOn ?a ; tkg:date ?d . OPTIONAL { ?x tkg:effect ?e }", "?d", "?e")
        assert shown == {("1980-01-01", "" if day == "1979-06-01" else effect)}


def test_a_place_told_in_more_words_is_the_same_place(store: Store) -> None:
    place = "?n rdf:predicate tkg:placeName ; tkg:agreementLevel ?level ; rdf:object ?place"
    assert _ask(store, place, "?level", "?place") == {("compatible", "London, United Kingdom")}


def test_a_partys_own_catalogue_knows_best_what_that_party_did() -> None:
    voices = Voices(OURS)
    assert [voices.tier(LONDON, "BRA"), voices.tier(BRASILIA, "BRA"), voices.tier(CODERS, "BRA")] == [3, 2, 3]
    assert [voices.tier(LONDON), voices.tier(LONDON, "GBR")] == [2, 2]
    stated = [Stated(record=LONDON, value="1968-07-02"), Stated(record=BRASILIA, value="1968-06-01")]
    shown = resolve(stated, voices, covers_date, date_width, None, "BRA")
    assert shown is not None and (shown.value, shown.rule, shown.level) == ("1968-06-01", "R3", "conflicting")


def test_a_form_not_stated_contradicts_none(store: Store) -> None:
    kind = "?n rdf:predicate tkg:instrumentKind ; tkg:agreementLevel ?level ; rdf:object ?kind"
    assert _ask(store, kind, "?level", "?kind") == {("compatible", "agreement")}


def test_flags_of_two_sides_may_differ(store: Store) -> None:
    flag = "?n rdf:predicate tkg:statedBilateral ; tkg:agreementLevel ?level ; tkg:contradictedBy ?r ; rdf:object ?flag"
    assert _ask(store, flag, "?level", "?r", "?flag") == {("conflicting", "record/coders/99", "true")}


def test_parties_are_the_main_records_and_those_that_others_name_beside(store: Store) -> None:
    """The third is on no side: only the main record, of the best tier, tells who stands on which."""
    part = "?p a tkg:Participation ; tkg:actor ?who ; tkg:side ?side"
    assert _ask(store, part, "?who", "?side") == {("polity/GBR", "1"), ("polity/BRA", "2"), ("polity/IAEA", "0")}
    named = "?p tkg:actor pol:IAEA ; tkg:statedIn ?r"
    assert _ask(store, named, "?r") == {("record/coders/99",)}
    assert len(_ask(store, "?p tkg:actor pol:GBR ; tkg:statedIn ?r", "?r")) == 3
    assert _ask(store, f"{AGREEMENT} tkg:sides ?n ; tkg:between ?pair", "?n", "?pair") == {("2", "pair/BRA-GBR")}


def test_who_names_no_party_does_not_hide_the_pair_that_others_name() -> None:
    flagged = replace(CODERS, stated_bilateral=True, parties=())
    store = _graph(replace(TOGETHER, anchor=flagged, others=(BRASILIA,), leading=flagged))
    assert _ask(store, f"{AGREEMENT} tkg:between ?pair", "?pair") == {("pair/BRA-GBR",)}
    sides = _ask(store, f"{AGREEMENT} tkg:participation ?p . ?p tkg:actor ?who ; tkg:side ?side", "?who", "?side")
    assert sides == {("polity/GBR", "1"), ("polity/BRA", "2")}


def test_each_topic_names_who_gives_it(store: Store) -> None:
    topic = "?n rdf:predicate tkg:topic ; rdf:object ?topic ; tkg:supportedBy ?r"
    assert _ask(store, topic, "?topic", "?r") == {
        ("nuclear", "record/london/7"),
        ("nuclear", "record/brasilia/b-1"),
        ("energy-power", "record/coders/99"),
    }


def test_an_identifier_that_was_merged_leads_on(store: Store) -> None:
    assert _ask(store, f"?old dcterms:isReplacedBy {AGREEMENT}", "?old") == {("agreement/t00000002",)}


def test_a_record_set_aside_gives_nothing_and_keeps_what_it_says() -> None:
    aside = Judgement(
        id="x",
        decision="reject",
        records=("brasilia/b-1",),
        reason="Made up for this test, to see it gone.",
        editor="A. Editor",
        decided_on=date(2026, 11, 25),
    )
    store = _graph(TOGETHER, aside)
    assert _ask(store, f"{AGREEMENT} tkg:title ?t", "?t") == {("Agreement on atomic energy",)}
    assert _ask(store, "?x tkg:actType at:signature ; tkg:date ?d ; tkg:actOn ?a", "?d") == {("1968-02-12",)}
    assert _ask(store, "<https://w3id.org/treatykg/id/record/brasilia/b-1> tkg:title ?t", "?t") == {
        ("Acordo sobre energia atômica",)
    }
    assert _ask(store, "?r tkg:describes ?a", "?r") == {("record/coders/99",), ("record/london/7",)}
