"""What a fact sheet says: its words, statuses, comparisons, and who says so."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from kg.dates import Span, span
from kg.sheet import gaps, render, words
from kg.sheet.status import period_of, status
from tests.sheet import page_on, sheet_on

# Words: what is said of a value -> the words.
SAYINGS: dict[str, tuple[str, str]] = {
    "a day": (words.edtf("2025-11-12"), "12 November 2025"),
    "a month": (words.edtf("2025-10"), "some time in October 2025"),
    "on a day": (words.on("2025-05-07"), "on 7 May 2025"),
    "in a month": (words.on("2025-05"), "in May 2025"),
    "about a day": (words.on("2025-10-31~"), "about 31 October 2025"),
    "a span that is a year": (words.span(span("2001")), "some time in 2001"),
    "a span that is a month": (words.span(span("2001-02")), "some time in February 2001"),
    "a span that is a day": (words.span(span("2001-02-03")), "3 February 2001"),
    "an open span": (words.span(span("../1991-12-25")), "no later than 25 December 1991"),
    "a span of days": (
        words.span(Span(date(2025, 10, 7), date(2025, 11, 12))),
        "some time between 7 October 2025 and 12 November 2025",
    ),
    "the last December": (
        words.span(Span(date(9999, 12, 1), date(9999, 12, 30))),
        "some time between 1 December 9999 and 30 December 9999",
    ),
    "years counted": (words.period(date(2001, 1, 1), date(2024, 12, 31)), "2001–2024"),
    "one year counted": (words.period(date(2021, 1, 1), date(2021, 12, 31)), "2021"),
    "counted since": (words.period(date(2004, 1, 1), None), "since 2004"),
    "counted until": (words.period(None, date(2014, 12, 31)), "up to 2014"),
    "no period": (words.period(None, None), "period not stated"),
    "an exact share": (words.share(41, 342, "exactly"), "12 %"),
    "a share of nearly": (words.share(41, 400, "nearly"), "10 to 11 %"),
    "a share of more than": (words.share(41, 400, "moreThan"), "at most 10 %"),
    "a share of at most": (words.share(41, 400, "atMost"), "at least 10 %"),
    "a trace": (words.share(1, 342, "exactly"), "less than 1 %"),
    "no share of nothing": (words.share(0, 400, "exactly"), ""),
    "no share above the whole": (words.share(401, 400, "exactly"), ""),
    "nearly is below": (words.read_as(400, "nearly"), "360 to 399"),
    "nearly a few": (words.read_as(4, "nearly"), "3"),
    "about is around": (words.read_as(30, "about"), "27 to 33"),
    "more than": (words.read_as(400, "moreThan"), "401 or more"),
    "the Soviet Union": (words.named("Soviet Union"), "the Soviet Union"),
    "the Russian Empire": (words.named("Russian Empire"), "the Russian Empire"),
    "the Kingdom of Great Britain": (words.named("Kingdom of Great Britain"), "the Kingdom of Great Britain"),
    "Venezuela": (words.named("Venezuela"), "Venezuela"),
    "ten years": (words.months(120), "10 years"),
    "half a year more": (words.months(30), "2 years and 6 months"),
    "one agreement": (words.plural(1, "agreement"), "1 agreement"),
    "many entries": (words.plural(1200, "entry", "entries"), "1,200 entries"),
    "unnamed": (
        words.speech("asserts", "unnamedSource", "", "A paper", "on 31 October 2025"),
        "reported on 31 October 2025 by A paper, citing unnamed sources",
    ),
    "denied": (
        words.speech("denies", "namedPerson", "X, minister", "P", "in May 2025"),
        "denied in May 2025 by X, minister",
    ),
}


@pytest.mark.parametrize("case", SAYINGS, ids=str)
def test_words(case: str) -> None:
    said, expected = SAYINGS[case]
    assert said == expected


# agreement, day -> answer, word, why or until when
STANDING = {
    ("t00000001", "2025-05-06"): ("no", "not yet signed", "signed after the day asked"),
    ("t00000001", "2025-11-11"): ("no", "signed, not in force", "entry into force: 12 November 2025"),
    ("t00000001", "2025-11-12"): (
        "yes",
        "in force",
        "until 11 November 2035, then renewed unless notice is given by 12 May 2035",
    ),
    ("t00000001", "2035-11-11"): (
        "yes",
        "in force",
        "until 11 November 2035, then renewed unless notice is given by 12 May 2035",
    ),
    ("t00000001", "2035-11-12"): (
        "possibly",
        "may be in force",
        "the term ended on 11 November 2035; renewed unless notice was given, on which the sources are silent",
    ),
    ("t00000002", "1950-01-01"): ("possibly", "may be in force", "signed; no entry into force recorded"),
    ("t00000002", "1952-06-13"): ("no", "terminated", "on 13 June 1952"),
    ("t00000003", "2008-10-31"): ("no", "not yet signed", "signed after the day asked"),
    ("t00000003", "2008-11-15"): ("possibly", "may be in force", "signed; no entry into force recorded"),
    ("t00000005", "1948-04-08"): ("yes", "in force", "until 8 April 1948"),
    ("t00000005", "1948-04-09"): ("no", "expired", "last day in force 8 April 1948"),
    ("t00000006", "2025-11-12"): ("unknown", "not known", "neither signature nor entry into force is recorded"),
}


@pytest.mark.parametrize(("agreement", "on"), STANDING)
def test_status_on_a_day(agreement: str, on: str) -> None:
    found = next(one for one in sheet_on(on).agreements if one.id == agreement).status
    assert (found.answer, found.word, found.until or found.reason) == STANDING[agreement, on]


# a period of force and the day asked -> the reason of doubt or the end, in words
BASE = {"mode": "definitive", "known": "2012-12-31", "startFrom": "1951-01-01", "startTo": "1951-01-01"}
PERIODS = {
    "silent after the horizon": (
        {"basis": "sourceHorizon", "endFrom": "2013-01-01"},
        "2013-01-01",
        "no end recorded; last confirmed 31 December 2012",
    ),
    "start disputed": (
        {"basis": "sourceHorizon", "endFrom": "2013-01-01", "startTo": "1951-06-30"},
        "1951-02-01",
        "entered into force some time between 1 January 1951 and 30 June 1951",
    ),
    "extension unknown": (
        {"basis": "expiryUnlessExtended", "endFrom": "1961-01-01"},
        "1970-01-01",
        "the term ended on 31 December 1960; no extension recorded",
    ),
    "ended in a year": (
        {"basis": "endedByAct", "endFrom": "1960-01-01", "endTo": "1960-12-31"},
        "1960-06-01",
        "terminated some time in 1960",
    ),
    "superseded": (
        {"basis": "superseded", "endFrom": "1960-02-03", "endTo": "1960-02-03"},
        "1970-01-01",
        "on 3 February 1960",
    ),
    "suspended": (
        {"mode": "suspended", "basis": "endedByAct", "endFrom": "1960-01-01"},
        "1955-01-01",
        "suspended since 1 January 1951",
    ),
}


@pytest.mark.parametrize("case", PERIODS)
def test_reason_in_words(case: str) -> None:
    more, on, reason = PERIODS[case]
    assert status([{**BASE, **more}], date.fromisoformat(on), Span(date(1951, 1, 1), date(1951, 1, 1))).reason == reason


def test_after_the_horizon_is_presumed() -> None:
    assert not sheet_on("2025-11-30").agreements[-3].status.presumed
    late = sheet_on("2030-01-01")
    assert next(one for one in late.agreements if one.id == "t00000001").status.presumed
    assert late.summary[-1] == "The sources end on 30 November 2025: what holds on a later day is presumed."
    assert "in force (presumed)" in page_on("2030-01-01")


def test_the_paragraph() -> None:
    assert " ".join(sheet_on().summary) == (
        "6 bilateral agreements are listed here, 1945–2025; "
        "1 is in force, 1 may be, 3 are not and of 1 it is not known. "
        "Of these, 2 were concluded by the Soviet Union. "
        "1 instrument of public bodies and companies is listed apart and not counted as agreements of the states. "
        "Sources state between nearly 4 and 342, of differing things and periods. "
        "No data set of this release codes alliances: whether a security commitment stands is not known. "
        "The sources disagree on 1 point (marked ≠)."
    )


def test_nothing_found_is_said_with_care() -> None:
    sheet = sheet_on(one="USA", other="CHL")
    page = render(sheet)
    assert sheet.summary[0] == (
        "No bilateral agreement between the two states or their governments was found in the sources below."
    )
    assert page.count(words.NONE_FOUND) >= 8
    assert "there are" not in page.lower()


def test_public_bodies_stand_apart() -> None:
    sheet = sheet_on()
    assert [one.id for one in sheet.public_bodies] == ["t00000004"]
    assert [party.text.value for party in sheet.public_bodies[0].parties] == [
        "Russia (ministry or agency)",
        "Oil Company of the East (company)",
    ]
    assert sheet.multilateral == ("t00000007",)


def test_counts_are_compared_and_never_extrapolated() -> None:
    rows = {row.stated.records[0]: row for row in sheet_on().counts}
    exact, nearly, batch = (rows[f"index/count-{name}"] for name in ("342", "400", "batch"))
    assert (exact.period, exact.listed, exact.with_public_bodies) == ("2001–2009", "1 (less than 1 %)", "2 (1 %)")
    assert (nearly.listed, nearly.reading) == (
        "5",
        "read as 3; beginning of the period not stated; "
        "more are listed here than stated: the count or this list is wrong",
    )
    assert (batch.listed, batch.reading) == ("", "projects are not listed here one by one")
    assert "342 agreements stated" in page_on()
    assert "1 listed here (less than 1 %)" in page_on()


def test_a_conflict_shows_both_values_in_one_line() -> None:
    conflict = sheet_on().conflicts[0]
    assert conflict.field == "entry into force: day"
    assert conflict.why == "more independent sources say so"
    text = re.sub(r"<sup.*?</sup>|<[^>]+>", "", page_on())
    assert "12 November 2025 ≠ 7 October 2025" in text


def test_a_denial_stands_in_the_sentence_of_the_report() -> None:
    text = html.unescape(re.sub(r"<sup.*?</sup>|<[^>]+>", "", page_on()))
    assert (
        "reported on 31 October 2025 by Washington Paper, from documents not published: asked for missiles; "
        "denied on 11 November 2025 by Sergey Lavrov, foreign minister of Russia: "
        "No, no hemos recibido ninguna solicitud."
    ) in text


def test_predecessors_keep_their_name() -> None:
    old = next(one for one in sheet_on().agreements if one.id == "t00000002")
    assert old.concluded_by == ("the Soviet Union",)
    assert "concluded by the Soviet Union" in page_on()


def test_domestic_steps_stand_apart() -> None:
    treaty = sheet_on().principal[0]
    assert [(act.label, act.plane, act.who.text.value if act.who else "") for act in treaty.acts] == [
        ("signature", "international", "Russia: President; Venezuela: President"),
        ("approval by parliament", "domestic", "Venezuela: National Assembly"),
        ("entry into force", "operation", ""),
    ]


def test_an_end_that_may_have_been_at_any_time_before_a_day_has_no_first_day() -> None:
    row = {"mode": "definitive", "basis": "endedByAct", "startTo": "1950-01-01", "endTo": "2021-02-28"}
    assert (period_of(row).end.lo, period_of(row).end.hi) == (date.min, date(2021, 2, 28))
    del row["endTo"]
    assert (period_of(row).end.lo, period_of(row).end.hi) == (date.min, date.max)
    assert period_of(row | {"basis": "noEntryIntoForce"}).end.lo == date.max  # no end is looked for


def test_several_lists_may_name_one_agreement_twice() -> None:
    assert [gaps.not_joined(lists, 0, 0) for lists in (0, 1)] == [(), ()]
    assert gaps.not_joined(2, 0, 0) == (
        "2 data sets list agreements here; no entry of one was found to be surely of the same agreement as an entry of "
        "another.",
    )
    told = " ".join(gaps.not_joined(3, 1, 2))
    assert "1 agreement is listed by two or more of them, and counted once" in told
    assert "2 more pairs of entries may be of one agreement each" in told
    assert not any("data sets list agreements" in sentence for sentence in sheet_on().summary)  # one lists them


def test_gaps_are_numbers() -> None:
    sheet = sheet_on()
    assert "no entry into force: 4 of 6" in sheet.missing
    assert any("index/broken" in line for line in sheet.gaps)
    assert any("1 document (scans" in line for line in sheet.gaps)
    assert {(each.source, each.covers) for each in sheet.coverage} == {
        ("index", "this pair"),
        ("catalogue", "not this pair"),
    }
