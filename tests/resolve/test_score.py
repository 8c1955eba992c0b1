"""What is joined, what is proposed, what is kept apart, and that it is said why."""

from __future__ import annotations

from dataclasses import replace

from kg.records import Act, Party
from kg.resolve import JOIN, PROPOSE, Reason, plan
from kg.resolve.features import features
from kg.resolve.score import refusal
from loaders import SOURCES
from tests.resolve.made import agreement, groups, only_match, weights

TREATY = agreement(
    "uk-treaties/1",
    "Treaty on Extradition between the Government of the United Kingdom of Great Britain and Northern Ireland and the"
    " Government of the Federative Republic of Brazil",
    instrument_kind="treaty",
    topics=("extradition",),
)
TRATADO = agreement(
    "brazil-concordia/2",
    "Tratado de Extradição entre o Governo da República Federativa do Brasil e o Governo do Reino Unido da"
    " Grã-Bretanha e Irlanda do Norte",
    lang="pt",
    instrument_kind="treaty",
    topics=("extradition",),
)


def test_one_treaty_in_two_languages_is_joined_and_says_why() -> None:
    match = only_match(TREATY, TRATADO)
    assert (match.decision, match.refused, match.judged) == ("join", "", "")
    assert match.score >= JOIN
    assert weights(match) == {
        "same day of signature": 0.45,
        "same parties": 0.2,
        "same kind": 0.05,
        "same topic": 0.1,
        "titles": 0.424,
        "the only one": 0.2,
    }
    assert match.reasons[0] == Reason("same day of signature", 0.45, "1995-07-18")
    assert "(pt, en): extradition" in next(r.words for r in match.reasons if r.feature == "titles")
    assert groups(TREATY, TRATADO) == {"brazil-concordia/2 uk-treaties/1"}


def test_what_another_language_says_of_another_subject_is_proposed_at_most() -> None:
    visas = agreement("brazil-concordia/3", "Acordo sobre Isenção de Vistos em Passaportes Diplomáticos", lang="pt")
    match = only_match(agreement("uk-treaties/1", "Agreement concerning Fisheries"), visas)
    assert PROPOSE <= match.score < JOIN
    assert weights(match)["titles differ"] < 0
    assert match.decision == "propose"


def test_of_sisters_of_one_day_each_finds_its_own() -> None:
    loans = ("Loan for Sugar Mills", "Loan for Railway Wagons", "Loan for Telephone Equipment")
    ours = [agreement(f"uk-treaties/{n}", f"Agreement on a {title}") for n, title in enumerate(loans)]
    theirs = [agreement(f"ieadb/{n}", f"Agreement on a {title} (Notes)") for n, title in enumerate(loans)]
    assert groups(*ours, *theirs) == {f"uk-treaties/{n} ieadb/{n}" for n in range(3)}


def test_sisters_that_cannot_be_told_apart_are_only_proposed() -> None:
    ours = [agreement(f"uk-treaties/{n}", "Agreement on a Loan for Sugar Mills") for n in range(3)]
    made = plan([*ours, agreement("tfdd/9", "Agreement on a Loan for Railway Wagons and Sugar Mills")], SOURCES)
    assert {match.decision for match in made.matches} == {"propose"}
    assert len(made.clusters) == 4


def test_another_number_in_the_title_tells_sisters_apart() -> None:
    one = agreement("uk-treaties/1", "United Kingdom/Brazil Loan Agreement (No. 1)")
    other = agreement("ieadb/1", "Loan Agreement No. 2 between the United Kingdom and Brazil")
    assert groups(one, other) == {"uk-treaties/1", "ieadb/1"}
    scored = plan([one, other], SOURCES).matches
    assert all(weights(match)["another number in the title"] == -0.6 for match in scored)


def test_amounts_and_ordinals_are_numbers_too() -> None:
    first = agreement("uk-treaties/1", "Agreement on a Loan of £5,000,000 for Railway Wagons")
    same = agreement("ieadb/1", "Agreement on a Loan of 5 million pounds for Railway Wagons")
    other = agreement("ieadb/2", "Agreement on a Loan of £8,500,000 for Railway Wagons")
    assert groups(first, same) == {"uk-treaties/1 ieadb/1"}
    assert groups(first, other) == {"uk-treaties/1", "ieadb/2"}
    second = agreement("uk-treaties/3", "Second Agreement on Railway Wagons")
    third = agreement("ieadb/3", "Third Agreement on Railway Wagons")
    assert groups(second, third) == {"uk-treaties/3", "ieadb/3"}


def test_two_records_of_one_list_are_never_joined() -> None:
    assert groups(TREATY, agreement("uk-treaties/9", TREATY.titles[0].value)) == {"uk-treaties/1", "uk-treaties/9"}
    both = (features(TREATY), features(agreement("uk-treaties/9", "Treaty")))
    assert refusal(*both) == "both stand in uk-treaties, which lists an agreement once"


def test_an_amendment_or_a_protocol_is_not_its_parent() -> None:
    parent = agreement("uk-treaties/1", "Agreement on Trade in Sugar and Coffee")
    amending = agreement("ieadb/1", "Exchange of Notes amending the Agreement on Trade in Sugar and Coffee")
    protocol = agreement("ieadb/1", "Protocol to the Agreement on Trade in Sugar and Coffee")
    assert refusal(features(amending), features(parent)) == "ieadb/1 is to amend an agreement, uk-treaties/1 is not"
    assert refusal(features(parent), features(protocol)) == "ieadb/1 is a protocol, uk-treaties/1 is not"
    assert groups(parent, amending) == groups(parent, protocol) == {"uk-treaties/1", "ieadb/1"}


def test_other_sides_are_never_joined() -> None:
    one = agreement("uk-treaties/1", "Agreement on the Douro River", parties="GBR PRT")
    other = agreement("ieadb/1", "Agreement on the Douro River", parties="BRA PRT")
    assert refusal(features(one), features(other)) == "other sides: GBR-PRT and BRA-PRT"
    assert groups(one, other) == {"uk-treaties/1", "ieadb/1"}


def test_a_state_that_acted_for_another_is_no_other_side() -> None:
    title = "Convention for the Preservation of the Halibut Fishery of the Northern Pacific Ocean"
    one = agreement("uk-treaties/1", title + " between Canada and the United States", "1930-05-09", "GBR USA")
    other = agreement("ieadb/1", title, "1930-05-09", "CAN USA")
    assert groups(one, other) == {"uk-treaties/1 ieadb/1"}


def test_the_same_register_number_is_decisive() -> None:
    one = agreement("uk-treaties/1", "Frontier Notes", "1955-01-01", cited=("UN Registration United/0: 229 268",))
    other = agreement("tfdd/1", "Frontier Notes", "1955-02-20", cited=("229 UNTS 268; www.example.org",))
    assert weights(only_match(one, other))["same register number"] == 0.6
    assert groups(one, other) == {"uk-treaties/1 tfdd/1"}


def test_a_record_without_parties_is_joined_by_what_its_title_names() -> None:
    one = agreement("uk-treaties/1", "Agreement on Sugar Mills", parties="GBR BRA")
    bare = agreement("ieadb/1", "Agreement between Great Britain and Brazil on Sugar Mills", parties="")
    assert weights(only_match(one, bare))["title names the parties of the other"] == 0.2
    elsewhere = agreement("ieadb/1", "Agreement between Greece and Montenegro on Sugar Mills", parties="")
    assert groups(one, elsewhere) == {"uk-treaties/1", "ieadb/1"}


def test_lists_that_give_years_and_names_only_are_joined_if_all_fits() -> None:
    desta = agreement("desta/1", "Chile Panama", "2006", "CHL PAN", force="2008", topics=("trade",))
    gptad = agreement("gptad/chile-panama", "Chile - Panama", "2006-06-27", "CHL PAN", force="2008-03-07")
    assert groups(desta, gptad) == {"desta/1 gptad/chile-panama"}
    later = agreement("gptad/chile-panama", "Chile - Panama", "2009-06-27", "CHL PAN", force="2012-03-07")
    assert groups(desta, later) == {"desta/1", "gptad/chile-panama"}


def test_a_treaty_of_many_parties_is_found_by_day_and_title() -> None:
    many = "ARG AUS BEL CHL DNK FRA GBR JPN NOR NZL ZAF USA"
    one = agreement("uk-treaties/1", "The Antarctic Treaty", "1959-12-01", many)
    other = agreement("ieadb/1", "Antarctic Treaty", "1959-12-01", many + " POL IND")
    assert groups(one, other) == {"uk-treaties/1 ieadb/1"}
    assert weights(only_match(one, other))["most parties are the same"] == 0.15


def test_companies_do_not_make_the_agreement_of_their_states() -> None:
    pair = enumerate(("RUS", "VEN"), start=1)
    firms = tuple(Party(name=code, polity=code, side=n, capacity="company") for n, code in pair)
    one = replace(agreement("russia-venezuela/1", "Agreement on an oil field", "2008-11-26"), parties=firms)
    state = agreement("ieadb/1", "Agreement on energy", "2008-11-26", "RUS VEN")
    assert groups(one, state) == {"russia-venezuela/1", "ieadb/1"}


def test_a_day_that_is_not_known_is_no_reason() -> None:
    acts = (Act(type="signature", date="XXXX"),)
    one = agreement("uk-treaties/1", "Agreement on Sugar Mills", acts=acts)
    assert groups(one, agreement("ieadb/1", "Agreement on Sugar Mills")) == {"uk-treaties/1", "ieadb/1"}
