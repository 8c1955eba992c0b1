"""Section 4 of a fact sheet: who owed what to whom, by whose coding, and what the silence of a coder means."""

from __future__ import annotations

import html
import re

import pytest

from kg.sheet import render
from tests.sheet import ALLIANCES, ENTRY_INTO_FORCE, page_on, sheet_on

SOVIET = "the Soviet Union and Venezuela"
SHOWN = "The Soviet Union and Venezuela"
FIRST = "1 January 1942 – some time between 14 March 1945 and 31 December 1945"
COMMITMENTS = [  # label, alliance, who, when, word on 12 November 2025
    ("defence", "DYADS 7", SOVIET, "no later than 31 December 1939 – 1 January 1946", "ended"),
    ("defence", "PACTS 1", f"{SOVIET}, each to the other", FIRST, "ended"),
    (
        *("non-aggression", "PACTS 2", "Russia to Venezuela"),
        *("some time in March 2005 – in effect when the data end, 31 December 2018", "may be in effect"),
    ),
    ("entente", "DYADS 7", SOVIET, "first day not known – last day not known", "may be in effect"),
]


def test_commitments_in_words() -> None:
    found = sheet_on(ENTRY_INTO_FORCE, "RUS", "VEN", ALLIANCES).pledges
    assert [(one.label, one.alliance, one.who, one.when, one.word) for one in found] == COMMITMENTS
    other_way = sheet_on(ENTRY_INTO_FORCE, "VEN", "RUS", ALLIANCES).pledges
    assert [one.who for one in other_way][1:3] == [
        "Venezuela and the Soviet Union, each to the other",
        "Russia to Venezuela",
    ]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("1941-12-31", ["in effect", "not yet begun", "not yet begun", "may be in effect"]),
        ("1945-03-13", ["in effect", "in effect", "not yet begun", "may be in effect"]),
        ("1945-03-14", ["in effect", "may be in effect", "not yet begun", "may be in effect"]),
        ("1946-01-01", ["ended", "ended", "not yet begun", "may be in effect"]),
        ("2018-12-31", ["ended", "ended", "in effect", "may be in effect"]),
        ("2019-01-01", ["ended", "ended", "may be in effect", "may be in effect"]),
    ],
)
def test_they_stand_on_a_day(on: str, words: list[str]) -> None:
    assert [one.word for one in sheet_on(on, "RUS", "VEN", ALLIANCES).pledges] == words


@pytest.mark.parametrize(
    ("on", "other", "said"),
    [
        (
            "2018-12-31",
            "VEN",
            [
                "DYADS codes commitments in 1 alliance of the two (coverage to 2012); on 31 December 2018 none of "
                "them is in effect and 1 may be.",
                "PACTS codes commitments in 2 alliances of the two (coverage to 2018); on 31 December 2018 1 of "
                "them is in effect and none may be.",
            ],
        ),
        (
            "1950-01-01",
            "VEN",
            [
                "DYADS codes commitments in 1 alliance of the two (coverage to 2012); on 1 January 1950 none of them "
                "is in effect and 1 may be.",
                "PACTS codes commitments in 2 alliances of the two (coverage to 2018); none on 1 January 1950.",
            ],
        ),
        (
            "2013-01-01",
            "GBR",
            [
                "None coded by DYADS for this pair (coverage to 2012).",
                "PACTS codes commitments in 1 alliance of the two (coverage to 2018); none after 1945.",
            ],
        ),
        (
            "1950-01-01",
            "CHL",
            [
                "None coded by DYADS for this pair (coverage to 2012).",
                "None coded by PACTS for this pair (coverage to 2018).",
            ],
        ),
    ],
)
def test_what_each_coder_says(on: str, other: str, said: list[str]) -> None:
    assert list(sheet_on(on, "RUS", other, ALLIANCES).security[:2]) == said


def test_the_paragraph_says_whether_one_stands() -> None:
    assert (
        "Security commitments are coded between the two: on 12 November 2025, non-aggression and entente that may be "
        "in effect (section 4)."
    ) in sheet_on(ENTRY_INTO_FORCE, "RUS", "VEN", ALLIANCES).summary
    assert (
        "Security commitments are coded between the two: on 13 March 1945, defence in effect, and entente that may be "
        "in effect (section 4)."
    ) in sheet_on("1945-03-13", "RUS", "VEN", ALLIANCES).summary


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (
            "2025-11-12",
            "No standing security commitment is coded by DYADS (to 2012) and PACTS (to 2018), which do not cover "
            "12 November 2025.",
        ),
        ("2015-01-01", "No standing security commitment is coded by DYADS (to 2012) and PACTS."),
        ("1950-01-01", "No standing security commitment is coded by DYADS and PACTS."),
        ("1800-01-01", "No standing security commitment is coded by DYADS and PACTS (to 2018)."),
    ],
)
def test_the_silence_of_coders_is_told_with_what_they_cover(on: str, said: str) -> None:
    assert said in sheet_on(on, "RUS", "CHL", ALLIANCES).summary


def test_what_no_data_set_codes_is_not_known() -> None:
    for other in ("VEN", "CHL"):
        assert (
            "No data set of this release codes alliances: whether a security commitment stands is not known."
        ) in sheet_on(ENTRY_INTO_FORCE, "RUS", other).summary


def test_coders_stand_side_by_side() -> None:
    page = page_on(ENTRY_INTO_FORCE, ALLIANCES)
    table = re.search(r'<table class="pledges">.*?</table>', page, re.S)
    assert table is not None
    text = html.unescape(re.sub(r"<sup.*?</sup>", "", table[0]))
    rows = [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.S)]
        for row in re.findall(r"<tr>(.*?)</tr>", text, re.S)
    ]
    assert rows == [
        ["Kind", "DYADS , which codes pairs and not who owes whom", "PACTS"],
        [
            "defence",
            f"{SHOWN} no later than 31 December 1939 – 1 January 1946 ○ ended · DYADS 7",
            f"{SHOWN}, each to the other {FIRST} ○ ended · PACTS 1",
        ],
        [
            "non-aggression",
            "not a kind that it codes",
            f"Russia to Venezuela {COMMITMENTS[2][3]} ◐ may be in effect · PACTS 2",
        ],
        ["entente", f"{SHOWN} {COMMITMENTS[3][3]} ◐ may be in effect · DYADS 7", "not a kind that it codes"],
    ]


def test_data_sets_of_alliances_cover_all_countries() -> None:
    sheet = sheet_on(ENTRY_INTO_FORCE, "RUS", "VEN", ALLIANCES)
    assert {(each.source, each.covers, each.records) for each in sheet.coverage if each.source != "index"} == {
        ("catalogue", "not this pair", 0),
        ("dyads-list", "all countries", 1),
        ("pacts", "all countries", 2),
    }


def test_without_such_data_sets_the_silence_says_nothing() -> None:
    sheet = sheet_on()
    assert sheet.pledges == () == sheet.coders
    assert sheet.security[0].endswith("so the silence says nothing about whether any existed.")
    assert '<table class="pledges">' not in render(sheet)


def test_topics_keep_their_words() -> None:
    """`defence` is a topic and a kind of commitment; each has its own label."""
    topics = {topic.text.value for one in sheet_on().agreements for topic in one.topics}
    assert "defence" in topics


def test_what_an_alliance_may_rest_on_is_said_to_be_found_by_comparing() -> None:
    sheet = sheet_on(ENTRY_INTO_FORCE, "RUS", "VEN", ALLIANCES)
    (sentence,) = sheet.foundings
    assert sentence.startswith("PACTS 2 may rest on \u201cTreaty")
    assert sentence.endswith("\u201d of 7 May 2025 (t00000001).")
    assert "The data sets do not say which agreement an alliance rests on." in render(sheet)
    assert sheet_on(ENTRY_INTO_FORCE, "RUS", "VEN").foundings == ()
