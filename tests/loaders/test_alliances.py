"""Days, members and promises of alliances, apart from any one list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.alliances import Membership
from kg.records import Problem
from loaders.alliances import Spell, commitments, common_days, earlier, later, memberships, read_day
from loaders.fields import Fields

HORIZON = date(2012, 12, 31)


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        ("1963", "3", "7", "1963-03-07"),
        ("1963", "3", "", "1963-03"),
        ("1963", "0", "0", "1963"),
        ("0", "0", "0", None),
        ("", "", "", None),
        ("1963", "13", "1", "unread"),
        ("1963", "", "5", "unread"),
        ("1963", "24", "", "unread"),  # in EDTF a season
        ("", "5", "1", "unread"),
        ("-9", "-9", "-9", "unread"),
        ("196X", "", "", "unread"),
    ],
)
def test_a_day_is_read_as_far_as_it_is_known(year: str, month: str, day: str, expected: str | None) -> None:
    problems: list[Problem] = []
    row = Fields({"y": year, "m": month, "d": day}, file="a.csv", number=2)
    assert read_day(row, ("y", "m", "d"), problems.append, unread="unread") == expected
    assert [problem.kind for problem in problems] == ["unread-date"] * (expected == "unread")


@pytest.mark.parametrize(
    ("one", "other", "first", "last"),
    [
        ("1963-07-01", "1964", "1963-07-01", "1964"),
        ("1963-07", "1963-07-15", "1963-07-01/1963-07-15", "1963-07-15/1963-07-31"),
        ("../1815-12-31", "1816-05-06", "../1815-12-31", "1816-05-06"),
        ("XXXX", "1816-05-06", "../1816-05-06", "1816-05-06/.."),
    ],
)
def test_of_two_uncertain_days(one: str, other: str, first: str, last: str) -> None:
    assert earlier(one, other) == earlier(other, one) == first
    assert later(one, other) == later(other, one) == last


@pytest.mark.parametrize(
    ("code", "begin", "end", "expected"),
    [
        ("365", "1955-05-14", "1991-07-01", "SUN 1955-05-14 1991-07-01"),
        ("365", "1921-03-01", None, "RSF 1921-03-01 1922-12-30|SUN 1922-12-30 1991-12-26|RUS 1991-12-26 None"),
        ("365", "1991", None, "RUS 1991 None"),  # only Russia certainly was a member
        ("365", "1980", "1991", "SUN 1980 1991"),
        ("365", None, "1950-07-01", "SUN None 1950-07-01"),
        ("365", "1950-07-01", "XXXX", "SUN 1950-07-01 XXXX"),
        ("365", None, "XXXX", "None None XXXX"),
        ("230", "../1815-12-31", "1830-01-01", "ESP ../1815-12-31 1830-01-01"),
        ("501", "1963-11-22", None, "KEN 1963-11-22 None"),  # independent three weeks later
        ("260", "1954-10-23", "1990-10-03", "DEU 1954-10-23 1990-10-03"),
        ("341", "1912-09-12", "1915-01-07", "None 1912-09-12 1915-01-07"),
        ("710", "2020-01-01", None, "CHN 2020-01-01 None"),  # after the horizon
    ],
)
def test_a_number_stands_for_one_polity_after_another(
    code: str, begin: str | None, end: str | None, expected: str
) -> None:
    found = memberships(code, Spell(begin, end), HORIZON)
    assert "|".join(f"{one.polity} {one.begin} {one.end}" for one in found) == expected
    assert {one.name for one in found} == {code}


def test_numbers_of_a_source_of_its_own_count_before_the_common_ones(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,polity,from,to\n341,MNEK,,1918-11-26\n341,MNE,2006-06-03,\n")
    spell = Spell("1912-09-12", "2010-01-01")
    found = memberships("341", spell, HORIZON, table=tmp_path / "names.csv", phase=2, column="row 5")
    assert [(one.polity, one.begin, one.end, one.phase, one.column) for one in found] == [
        ("MNEK", "1912-09-12", "1918-11-27", 2, "row 5"),
        ("MNE", "2006-06-03", "2010-01-01", 2, "row 5"),
    ]


def test_a_promise_needs_two_polities_and_common_days() -> None:
    one = Membership(name="1", polity="FRA", begin="1950-01-01", end="1960-01-01")
    others = [
        Membership(name="2", polity="ITA", begin="1955", end=None),
        Membership(name="3", polity="ESP", begin="1955", end="1970-01-01"),
        Membership(name="4", polity="FRA", begin="1950-01-01"),
        Membership(name="5", begin="1950-01-01"),
        Membership(name="6", polity="PRT", begin="1960-01-01"),
        Membership(name="7", polity="BEL", begin="1961"),
        Membership(name="8", polity="AUT"),
    ]
    found = commitments([("defence", one, other) for other in others], direction_known=True)
    assert [(made.beneficiaries, made.begin, made.end) for made in found] == [
        (("AUT",), "1950-01-01/..", "1960-01-01"),
        (("ESP", "ITA"), "1955", "1960-01-01"),
    ]
    assert {(made.kind, made.obligor, made.direction_known) for made in found} == {("defence", "FRA", True)}


def test_days_in_common_may_have_no_end() -> None:
    assert common_days(Spell("1950-01-01", None), Spell("1949", None)) == Spell("1950-01-01", None)
    assert common_days(Spell("1950-01-01", "1951"), Spell("1952", None)) is None
