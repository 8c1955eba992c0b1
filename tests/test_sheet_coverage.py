"""Section 14 of a fact sheet: what each data set covers, and what its silence means."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from kg.ask import ask, find
from kg.sheet import render
from kg.status import status
from tests.sheet import ALLIANCES, golden_store, sheet_on

PACTS = "List of pacts (alliances, 1816–2018)"
MISSES_NOTHING = (
    f"1 data set undertakes to miss nothing, so what is missing there is taken not to have been: {PACTS}. "
    "Silence of every other source is read as nothing: what is not listed here may exist."
)


@pytest.mark.parametrize(
    ("on", "other", "said"),
    [
        (
            "2010-01-01",
            "VEN",
            {
                "index": ("this pair", "", "1945–2025", "17 records", "nothing"),
                "catalogue": ("not this pair", "", "first year not stated", "not covered", "nothing"),
                "pacts": ("all countries", "alliances", "1816–2018", "2 records", "there was no other"),
                "dyads-list": ("all countries", "", "first year not stated", "1 record", "nothing"),
            },
        ),
        (
            "2025-11-12",
            "CHL",
            {
                "index": ("not this pair", "", "1945–2025", "not covered", "nothing"),
                "catalogue": ("not this pair", "", "first year not stated", "not covered", "nothing"),
                "pacts": (
                    *("all countries", "alliances", "1816–2018"),
                    *("none found, though covered to 2018", "there was none to 2018"),
                ),
                "dyads-list": (
                    *("all countries", "", "first year not stated"),
                    *("none found; whether it is covered is not known", "nothing"),
                ),
            },
        ),
        (
            "1800-01-01",
            "CHL",
            {
                "index": ("not this pair", "", "1945–2025", "not covered", "nothing"),
                "catalogue": ("not this pair", "", "first year not stated", "not covered", "nothing"),
                "pacts": ("all countries", "alliances", "1816–2018", "not covered", "nothing"),
                "dyads-list": (
                    *("all countries", "", "first year not stated"),
                    *("none found; whether it is covered is not known", "nothing"),
                ),
            },
        ),
    ],
)
def test_no_record_and_not_covered_are_different_answers(on: str, other: str, said: dict[str, tuple[str, ...]]) -> None:
    found = sheet_on(on, "RUS", other, ALLIANCES).coverage
    assert {each.source: (each.covers, each.only, each.years, each.answer, each.silence) for each in found} == said


def test_what_silence_means_is_said_in_a_sentence() -> None:
    assert sheet_on("2010-01-01", "RUS", "VEN", ALLIANCES).silence == MISSES_NOTHING
    assert sheet_on().silence == "Silence of a source is read as nothing: what is not listed here may exist."
    page = html.unescape(render(sheet_on("2010-01-01", "RUS", "VEN", ALLIANCES)))
    assert MISSES_NOTHING in page
    row = re.search(r"<tr><th scope=\"row\"><a href=\"#[^\"]*\">List of pacts</a>.*?</tr>", page, re.S)
    assert row is not None
    cells = [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<td.*?</td>", row[0])]
    assert cells == ["all countries: alliances", "1816–2018", "2 records", "there was no other", "Pacts of all states."]


def test_sheet_and_question_tell_the_same_coverage() -> None:
    store = golden_store(ALLIANCES)
    for on, other in (("2010-01-01", "VEN"), ("1930-01-01", "CHL"), ("1800-01-01", "CHL"), ("2010-01-01", "GBR")):
        rows = ask(store, find("coverage"), {"pair": f"RUS-{other}", "date": on}).rows
        asked = {str(row[0]): (row[1], row[6]) for row in rows}
        for each in sheet_on(on, "RUS", other, ALLIANCES).coverage:
            covers, silence = asked[each.source]
            assert (each.silence != "nothing") == (silence == "means absence")
            if each.answer == "not covered":
                assert covers == "no"
            if each.answer == "none found, though covered":
                assert covers == "yes"


def test_sheet_and_status_tell_the_same() -> None:
    answers = {"not known": "unknown"}
    for on in ("1945-03-14", "1952-06-13", "1997-03-15", "2025-05-06", "2025-11-12", "2036-01-01"):
        for one in (sheet := sheet_on(on)).agreements + sheet.public_bodies:
            found = status(golden_store(), one.id, date.fromisoformat(on))
            assert one.status.answer == answers.get(found.word, found.word), (on, one.id)
