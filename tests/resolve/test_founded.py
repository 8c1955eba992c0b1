"""Alliances are linked to the agreements they rest on, and never joined with them."""

from __future__ import annotations

from kg.alliances import Alliance, Membership
from kg.records import Record
from kg.resolve import Key, plan
from kg.resolve.founded import Founded, founded_on
from loaders import SOURCES
from tests.resolve.made import agreement


def alliance(begin: str | None = "1942-01-29", members: str = "GBR SUN IRN", name: str = "2555") -> Record:
    """An alliance record whose members are there from the first day."""
    joined = tuple(Membership(name=code, polity=code, begin=begin) for code in members.split())
    return Record(
        source="atop",
        id=name,
        kind="allianceRecord",
        file="made.csv",
        row=1,
        as_given={},
        alliance=Alliance(begin=begin, memberships=joined),
    )


TREATY = agreement(
    "uk-treaties/1",
    "Treaty of Alliance between the United Kingdom, the Soviet Union and Iran",
    "1942-01-29",
    "GBR SUN IRN",
    instrument_kind="treaty",
)


def _founded(*records: Record) -> list[Founded]:
    return founded_on(records, plan(records, SOURCES).clusters)


def test_an_alliance_rests_on_the_treaty_of_its_day_and_members() -> None:
    (found,) = _founded(TREATY, alliance())
    cluster = plan([TREATY], SOURCES).clusters[0]
    assert (found.alliance, found.agreement, found.decision) == (Key("atop", "2555"), cluster.id, "join")
    assert {reason.feature: reason.words for reason in found.reasons} == {
        "begins on the day of signature": "1942-01-29",
        "same members": "GBR-IRN-RUS",
        "title speaks of a promise": "alliance",
        "kind of a treaty": "treaty",
    }


def test_alliances_are_no_agreements() -> None:
    assert [cluster.anchor.source for cluster in plan([TREATY, alliance()], SOURCES).clusters] == ["uk-treaties"]


def test_other_days_other_members_and_other_subjects_are_not_linked() -> None:
    assert _founded(TREATY, alliance("1942-01-30")) == []
    assert _founded(TREATY, alliance(members="GBR SUN")) == []
    assert _founded(TREATY, alliance(None)) == []
    trade = agreement("uk-treaties/2", "Agreement on Sugar Mills", "1942-01-29", "GBR SUN IRN")
    assert _founded(trade, alliance()) == []


def test_of_two_treaties_of_one_day_neither_is_linked_but_both_proposed() -> None:
    second = agreement("uk-treaties/2", "Treaty of Guarantee", "1942-01-29", "GBR SUN IRN", instrument_kind="treaty")
    found = _founded(TREATY, second, alliance())
    assert [(one.decision, one.score) for one in found] == [("propose", 0.95), ("propose", 0.95)]


def test_entry_into_force_may_be_the_day_and_an_amendment_is_not() -> None:
    late = agreement("uk-treaties/3", "Treaty of Friendship", "1941-12-01", "GBR SUN IRN", force="1942-01-29")
    (found,) = _founded(late, alliance())
    assert (found.decision, found.score) == ("propose", 0.85)
    assert found.reasons[0].feature == "begins on the day of entry into force"
    amending = agreement("uk-treaties/4", "Notes amending the Treaty of Alliance", "1942-01-29", "GBR SUN IRN")
    assert _founded(amending, alliance()) == []
