"""Groups of records: never two of one list, no chains, judgements first, and the same whatever the order."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.records import Record
from kg.resolve import Key, Match, agreement_id, plan
from kg.resolve.clusters import WEAKEST, groups
from kg.resolve.ids import Shown
from kg.resolve.matching import matches
from loaders import SOURCES
from tests.resolve.made import agreement, judgement
from tests.resolve.made import groups as made_groups

LISTS = ("ieadb", "tfdd", "uk-treaties", "brazil-concordia")
KEYS = [Key(source, str(n)) for source in LISTS for n in range(3)]
PAIRS = [pair for pair in combinations(sorted(KEYS), 2) if pair[0].source != pair[1].source]
TITLE = "Agreement on Sugar Mills and Railway Wagons"


@st.composite
def compared(draw: st.DrawFn) -> list[Match]:
    """Any outcome of comparing some of a dozen records."""
    found = []
    for one, other in draw(st.lists(st.sampled_from(PAIRS), unique=True)):
        score = draw(st.sampled_from((0.2, 0.49, 0.5, 0.7, 0.9, 1.0)))
        refused = draw(st.sampled_from(("", "", "", "a protocol is not its parent")))
        judged = draw(st.sampled_from(("", "", "", "0001")))
        joins = bool(judged) or (score >= 0.9 and not refused)
        decision = "join" if joins else "apart"
        found.append(
            Match(one=one, other=other, score=score, reasons=(), decision=decision, refused=refused, judged=judged)  # type: ignore[arg-type]
        )
    return found


@given(compared(), st.lists(st.sampled_from(PAIRS), max_size=4), st.randoms())
@settings(max_examples=300)
def test_groups_keep_to_the_rules(matches: list[Match], apart: list[tuple[Key, Key]], chance: object) -> None:
    kept_apart = [frozenset(pair) for pair in apart]
    found = groups(matches, kept_apart)
    by_pair = {frozenset((m.one, m.other)): m for m in matches}
    follows = groups([m for m in matches if m.judged], kept_apart)
    assert len(set().union(*found)) == sum(map(len, found)), "no record is in two groups"
    for group in found:
        assert len({key.source for key in group}) == len(group) > 1
        for pair in map(frozenset, combinations(group, 2)):
            match = by_pair.get(pair)
            assert pair not in kept_apart
            judged = any(pair <= one for one in follows)
            assert match is None or judged or (match.score >= WEAKEST and not match.refused)
    shuffled = list(matches)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert groups(shuffled, kept_apart) == found


def test_the_weakest_link_breaks_a_chain() -> None:
    a, b, c = Key("ieadb", "1"), Key("tfdd", "1"), Key("uk-treaties", "1")

    def match(one: Key, other: Key, score: float) -> Match:
        decision = "join" if score >= 0.9 else "apart"
        return Match(one=one, other=other, score=score, reasons=(), decision=decision)  # type: ignore[arg-type]

    assert groups([match(a, b, 1.0), match(b, c, 0.95), match(a, c, 0.4)]) == [frozenset({a, b})]
    assert groups([match(a, b, 1.0), match(b, c, 0.95), match(a, c, 0.6)]) == [frozenset({a, b, c})]
    assert groups([match(a, b, 1.0), match(b, c, 0.95)]) == [frozenset({a, b, c})]


ONE, OTHER = agreement("uk-treaties/1", TITLE), agreement("ieadb/1", "Convention on Wheat", "1995-08-01")


def test_a_judgement_joins_what_the_score_would_not() -> None:
    assert made_groups(ONE, OTHER) == {"uk-treaties/1", "ieadb/1"}
    joined = judgement("join", "ieadb/1", "uk-treaties/1")
    assert made_groups(ONE, OTHER, judged=(joined,)) == {"uk-treaties/1 ieadb/1"}
    (match,) = plan([ONE, OTHER], SOURCES, [joined]).matches
    assert (match.decision, match.judged) == ("join", "0001-made")


def test_a_judgement_parts_what_the_score_would_join() -> None:
    same = agreement("ieadb/1", TITLE)
    assert made_groups(ONE, same) == {"uk-treaties/1 ieadb/1"}
    parted = judgement("apart", "ieadb/1", "uk-treaties/1")
    assert made_groups(ONE, same, judged=(parted,)) == {"uk-treaties/1", "ieadb/1"}
    (match,) = plan([ONE, same], SOURCES, [parted]).matches
    assert (match.decision, match.judged) == ("apart", "0001-made")
    third = agreement("tfdd/1", TITLE)
    for group in made_groups(ONE, same, third, judged=(parted,)):
        assert not {"ieadb/1", "uk-treaties/1"} <= set(group.split())


def test_a_rejected_record_is_of_no_agreement() -> None:
    evidence = agreement("uk-treaties/e", "", kind="evidenceRecord", about="1")
    assert made_groups(ONE, OTHER, evidence, judged=(judgement("reject", "uk-treaties/1"),)) == {"ieadb/1"}


@pytest.mark.parametrize(
    ("decision", "records", "message"),
    [
        ("join", ("uk-treaties/1", "ieadb/7"), "there is no record 'ieadb/7'"),
        ("join", ("uk-treaties/1",), "join decides on two records or more, found 1"),
        ("join", ("uk-treaties/1", "uk-treaties/2"), "uk-treaties/1 and uk-treaties/2 stand in one source"),
        ("apart", ("uk-treaties/1", "ieadb/e"), "ieadb/e is no agreement record"),
    ],
)
def test_a_judgement_that_cannot_be_followed_is_said(decision: str, records: tuple[str, ...], message: str) -> None:
    evidence = agreement("ieadb/e", "", kind="evidenceRecord", about="1")
    records_there = [ONE, OTHER, evidence, agreement("uk-treaties/2", "Another")]
    with pytest.raises(SourceError, match=re.escape(f"judgement 0001-made, column records: {message}")):
        plan(records_there, SOURCES, [judgement(decision, *records)])


def test_what_follows_from_two_judgements_is_joined_though_the_score_says_no() -> None:
    third = agreement("tfdd/1", "Protocol on Lighthouses", "1995-08-02")
    assert {match.score < WEAKEST for match in matches([OTHER, third])} == {True}
    joins = [judgement("join", "uk-treaties/1", "ieadb/1"), judgement("join", "uk-treaties/1", "tfdd/1")]
    assert made_groups(ONE, OTHER, third, judged=tuple(joins)) == {"uk-treaties/1 ieadb/1 tfdd/1"}


def test_joins_that_cannot_all_be_made_are_said() -> None:
    from dataclasses import replace

    two = agreement("uk-treaties/2", "Another")
    joins = [
        replace(judgement("join", name, "ieadb/1"), id=f"000{n}")
        for n, name in enumerate(("uk-treaties/1", "uk-treaties/2"), start=1)
    ]
    with pytest.raises(SourceError, match="cannot be joined: other judgements join them to two records of one source"):
        plan([ONE, two, OTHER], SOURCES, joins)


def test_the_oldest_identifier_stays_and_the_others_stand_for_it() -> None:
    same = agreement("ieadb/1", TITLE)
    ours, theirs = Key("uk-treaties", "1"), Key("ieadb", "1")
    first = plan([ONE, same], SOURCES).clusters[0]
    assert (first.id, first.replaced) == (agreement_id(*ours), (agreement_id(*theirs),))  # the better tier
    older = {theirs: [Shown(agreement_id(*theirs), 1)], ours: [Shown(agreement_id(*ours), 2)]}
    second = plan([ONE, same], SOURCES, older=older).clusters[0]
    assert (second.id, second.replaced) == (agreement_id(*theirs), (agreement_id(*ours),))
    assert (second.anchor, second.main) == (same, ONE)
    parted = plan([ONE, same], SOURCES, [judgement("apart", "ieadb/1", "uk-treaties/1")], older)
    assert {cluster.id for cluster in parted.clusters} == {agreement_id(*ours), agreement_id(*theirs)}


def test_an_identifier_outlives_the_record_it_was_made_of() -> None:
    """IEADB's record gave the name; when it is set aside, or gone, the other record's agreement keeps it."""
    same = agreement("ieadb/1", TITLE)
    ours, theirs = Key("uk-treaties", "1"), Key("ieadb", "1")
    name = agreement_id(*theirs)
    older = {theirs: [Shown(name, 1)], ours: [Shown(name, 2)]}
    for records, judgements in (([ONE], []), ([ONE, same], [judgement("reject", "ieadb/1")])):
        (left,) = plan(records, SOURCES, judgements, older).clusters
        assert (left.id, left.replaced, left.anchor) == (name, (agreement_id(*ours),), ONE)
    (one, other) = plan([ONE, same], SOURCES, [judgement("apart", "ieadb/1", "uk-treaties/1")], older).clusters
    assert {one.id: one.anchor, other.id: other.anchor} == {name: same, agreement_id(*ours): ONE}


@st.composite
def lists(draw: st.DrawFn) -> list[Record]:
    """Records of three lists that may speak of the same agreements."""
    titles = (TITLE, "Convention on Wheat", "Protocol to the Agreement on Sugar Mills", "Loan No. 2", "Loan No. 3")
    days = ("1995-07-18", "1995-07-19", "1995", "1996-01-02")
    return [
        agreement(
            str(key),
            draw(st.sampled_from(titles)),
            draw(st.sampled_from(days)),
            draw(st.sampled_from(("BRA GBR", "GBR BRA PRT", ""))),
        )
        for key in draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=8))
    ]


@given(lists(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_a_plan_depends_on_no_order_and_can_be_made_again(records: list[Record], chance: object) -> None:
    made = plan(records, SOURCES)
    shuffled = list(records)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert plan(shuffled, SOURCES) == made
    named = [Key(one.source, one.id) for cluster in made.clusters for one in cluster.stating]
    assert sorted(named) == sorted(Key(one.source, one.id) for one in records)
    for cluster in made.clusters:
        assert len({one.source for one in cluster.stating}) == len(cluster.stating)
        assert cluster.id == agreement_id(cluster.anchor.source, cluster.anchor.id)
    shown = {Key(one.source, one.id): [Shown(c.id, 1)] for c in made.clusters for one in c.stating}
    again = plan(records, SOURCES, older=shown)
    assert [(c.id, c.replaced) for c in again.clusters] == [(c.id, c.replaced) for c in made.clusters]


@given(lists(), st.data())
@settings(max_examples=40, deadline=None)
def test_judgements_always_win(records: list[Record], data: st.DataObject) -> None:
    names = [f"{one.source}/{one.id}" for one in records]
    pairs = [(a, b) for a, b in combinations(names, 2) if a.split("/")[0] != b.split("/")[0]]
    if not pairs:
        return
    one, other = data.draw(st.sampled_from(pairs))
    decision = data.draw(st.sampled_from(("join", "apart")))
    found = made_groups(*records, judged=(judgement(decision, one, other),))
    together = any({one, other} <= set(group.split()) for group in found)
    assert together == (decision == "join")
