"""The four-date rule: every case of the domain model's table 4.2, and what must hold whatever the dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import Span, span
from kg.derive.status import Period, Term, in_force, periods

FORCE = span("2025-11-12")
HORIZON = date(2025, 11, 12)
TEN_YEARS = Term(initial=120, renewal="automatic", further=60, notice=6)
TREATY_2025 = periods(FORCE, TEN_YEARS, horizon=HORIZON, signed=span("2025-05-07"))
DISPUTED = periods(span("2025-10-07/2025-11-12"), TEN_YEARS, horizon=HORIZON)
NO_WORD_OF_NOTICE = periods(FORCE, Term(initial=120, renewal="automatic", further=60), horizon=date(2027, 1, 1))
NOTICE_IN_TIME = periods(FORCE, TEN_YEARS, notices=[span("2035-05-01")], horizon=date(2036, 1, 1))
NOTICE_LATE = periods(FORCE, TEN_YEARS, notices=[span("2035-06-01")], horizon=date(2037, 1, 1))
NOTICE_SOME_TIME = periods(FORCE, TEN_YEARS, notices=[span("2035")], horizon=date(2037, 1, 1))
KNOWN_TO_2041 = periods(FORCE, TEN_YEARS, horizon=date(2041, 1, 1))
SILENT_AFTER_2012 = periods(span("1951"), horizon=date(2012, 12, 31))
ONE_YEAR = periods(span("1947-04-09"), Term(initial=12, renewal="noRenewal"), horizon=date(2022, 3, 11))
SIGNED_ONLY = periods(None, signed=span("2025-05-07"), horizon=HORIZON)
BY_AGREEMENT = periods(
    span("2000-01-01"), Term(initial=12, renewal="byAgreement"), extended_to=span("2003-01-01"), horizon=HORIZON
)
NOT_STATED = periods(span("2000-01-01"), Term(initial=12), horizon=HORIZON)
TWO_RENEWALS = periods(span("2000-01-01"), Term(initial=12, renewal="automatic", further=12, limit=2))
TERMINATED = periods(span("1950-01-01"), ends=[span("1960-05")], horizon=HORIZON)
TERMINATED_UNDATED = periods(span("1950-01-01"), ends=[span("XXXX")], horizon=HORIZON)
REPLACED = periods(span("1950-01-01"), ends=[span("1970-01-01")], superseded=[span("1960-01-01")], horizon=HORIZON)
NEVER_IN_FORCE_BUT_ENDED = periods(None, signed=span("1950-01-01"), ends=[span("1960-01-01")], horizon=HORIZON)
PROVISIONAL = periods(span("1952-01-01"), provisional=[span("1950-01-01")], horizon=HORIZON)
SUSPENDED = periods(
    span("1950-01-01"), suspensions=[span("1960-01-01")], resumptions=[span("1965-01-01")], horizon=HORIZON
)
FORCE_UNDATED = periods(span("XXXX"), signed=span("1950-01-01"), horizon=HORIZON)
SOME_TIME_IN_2025 = periods(span("2025"), Term(initial=12, renewal="automatic", further=12), horizon=date(2026, 6, 1))
LEAP = periods(span("2024-02-29"), Term(initial=12, renewal="automatic", further=12), horizon=date(2027, 12, 31))


@pytest.mark.parametrize(
    ("known", "day", "expected", "basis"),
    [
        (TREATY_2025, "2025-05-07", "no", None),
        (TREATY_2025, "2025-10-07", "no", None),
        (TREATY_2025, "2025-11-11", "no", None),
        (TREATY_2025, "2025-11-12", "yes", "presumedRenewed"),
        (TREATY_2025, "2035-11-11", "yes", "presumedRenewed"),
        (TREATY_2025, "2035-11-12", "possibly", "presumedRenewed"),
        (TREATY_2025, "2050-01-01", "possibly", "presumedRenewed"),
        (NOTICE_IN_TIME, "2035-11-11", "yes", "notRenewed"),
        (NOTICE_IN_TIME, "2035-11-12", "no", None),
        (NOTICE_LATE, "2035-11-12", "yes", "notRenewed"),
        (NOTICE_LATE, "2040-11-11", "yes", "notRenewed"),
        (NOTICE_LATE, "2040-11-12", "no", None),
        (NOTICE_SOME_TIME, "2035-11-11", "yes", "renewalUncertain"),
        (NOTICE_SOME_TIME, "2036-01-01", "possibly", "renewalUncertain"),
        (KNOWN_TO_2041, "2045-11-11", "yes", "presumedRenewed"),
        (KNOWN_TO_2041, "2045-11-12", "possibly", "presumedRenewed"),
        (DISPUTED, "2025-10-06", "no", None),
        (DISPUTED, "2025-10-20", "possibly", "presumedRenewed"),
        (DISPUTED, "2025-11-12", "yes", "presumedRenewed"),
        (DISPUTED, "2035-10-06", "yes", "presumedRenewed"),
        (DISPUTED, "2035-10-20", "possibly", "presumedRenewed"),
        (SILENT_AFTER_2012, "1950-12-31", "no", None),
        (SILENT_AFTER_2012, "1951-06-01", "possibly", "sourceHorizon"),
        (SILENT_AFTER_2012, "2012-12-31", "yes", "sourceHorizon"),
        (SILENT_AFTER_2012, "2013-01-01", "possibly", "sourceHorizon"),
        (ONE_YEAR, "1948-04-08", "yes", "expired"),
        (ONE_YEAR, "1948-04-09", "no", None),
        (SIGNED_ONLY, "2025-05-06", "no", None),
        (SIGNED_ONLY, "2025-05-07", "possibly", "noEntryIntoForce"),
        (SIGNED_ONLY, "2999-01-01", "possibly", "noEntryIntoForce"),
        (BY_AGREEMENT, "2000-12-31", "yes", "expiryUnlessExtended"),
        (BY_AGREEMENT, "2001-01-01", "possibly", "expiryUnlessExtended"),
        (BY_AGREEMENT, "2003-01-01", "no", None),
        (NOT_STATED, "2001-01-01", "possibly", "renewalUncertain"),
        (TWO_RENEWALS, "2002-12-31", "yes", "lastRenewalExpired"),
        (TWO_RENEWALS, "2003-01-01", "no", None),
        (TERMINATED, "1960-04-30", "yes", "endedByAct"),
        (TERMINATED, "1960-05-15", "possibly", "endedByAct"),
        (TERMINATED, "1960-06-01", "no", None),
        (TERMINATED_UNDATED, "1950-01-01", "possibly", "endedByAct"),
        (TERMINATED_UNDATED, "2020-01-01", "possibly", "endedByAct"),
        (REPLACED, "1959-12-31", "yes", "superseded"),
        (REPLACED, "1960-01-01", "no", None),
        (NEVER_IN_FORCE_BUT_ENDED, "1959-12-31", "possibly", "endedByAct"),
        (NEVER_IN_FORCE_BUT_ENDED, "1960-01-01", "no", None),
        (FORCE_UNDATED, "1949-12-31", "no", None),
        (FORCE_UNDATED, "1950-01-01", "possibly", "sourceHorizon"),
        (SOME_TIME_IN_2025, "2025-12-31", "yes", "presumedRenewed"),
        (SOME_TIME_IN_2025, "2026-12-31", "possibly", "presumedRenewed"),
        (LEAP, "2028-02-28", "yes", "presumedRenewed"),
        (LEAP, "2028-02-29", "possibly", "presumedRenewed"),
    ],
)
def test_case(known: list[Period], day: str, expected: str, basis: str | None) -> None:
    status, period = in_force(known, date.fromisoformat(day))
    assert (status, period.basis if period else None) == (expected, basis)


def test_what_is_said_not_to_be_in_force_yet_begins_after_that_day() -> None:
    signed, seen = Span(date(1993, 4, 14), date(1993, 4, 14)), date(2021, 2, 28)
    (period,) = periods(None, None, signed=signed, denied_until=seen, horizon=seen)
    assert (period.start.lo, period.basis) == (date(2021, 3, 1), "noEntryIntoForce")
    assert [in_force([period], day)[0] for day in (seen, date(2021, 3, 1))] == ["no", "possibly"]


@pytest.mark.parametrize(
    ("known", "day", "expected", "mode"),
    [
        (PROVISIONAL, "1951-12-31", "yes", "provisional"),
        (PROVISIONAL, "1952-01-01", "yes", "definitive"),
        (SUSPENDED, "1959-12-31", "yes", "definitive"),
        (SUSPENDED, "1960-01-01", "no", "suspended"),
        (SUSPENDED, "1965-01-01", "yes", "definitive"),
    ],
)
def test_mode(known: list[Period], day: str, expected: str, mode: str) -> None:
    status, period = in_force(known, date.fromisoformat(day))
    assert (status, period.mode if period else None) == (expected, mode)


@pytest.mark.parametrize(
    ("known", "next_expiry", "notice_by"),
    [
        (TREATY_2025, "2035-11-12", "2035-05-12"),
        (DISPUTED, "2035-10-07", "2035-04-07"),
        (KNOWN_TO_2041, "2045-11-12", "2045-05-12"),
        (NOTICE_IN_TIME, "2035-11-12", None),
        (NO_WORD_OF_NOTICE, "2035-11-12", None),  # not the day of expiry: when notice is due is not known
        (ONE_YEAR, "1948-04-09", None),
        (SILENT_AFTER_2012, None, None),
        (TERMINATED, None, None),
    ],
)
def test_next_expiry_and_last_day_for_notice(
    known: list[Period], next_expiry: str | None, notice_by: str | None
) -> None:
    [period] = known
    found = [day.isoformat() if day else None for day in (period.next_expiry, period.notice_by)]
    assert found == [next_expiry, notice_by]


def test_no_entry_into_force_where_the_source_would_know_is_no_period() -> None:
    assert periods(None, signed=span("1950"), silence_means_no=True) == []
    assert periods(None) == []


def test_definitive_entry_on_the_first_day_leaves_no_provisional_period() -> None:
    [period] = periods(span("1950-01-01"), provisional=[span("1950-01-01")])
    assert period.mode == "definitive"


def test_a_recorded_end_before_the_beginning_stays_visible() -> None:
    [period] = periods(span("1950-01-01"), ends=[span("1940-01-01")])
    assert period.end == span("1940-01-01")
    assert in_force([period], date(1950, 1, 1))[0] == "no"


FIRST = date(1990, 1, 1)
DAYS = st.integers(0, 2500).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def uncertain(draw: st.DrawFn) -> tuple[Span, date]:
    """Draw a span, and the day within it that was the real one."""
    days = sorted(draw(st.tuples(DAYS, st.just(0) | st.integers(0, 500), st.integers(0, 500)).map(_three)))
    return Span(days[0], days[2]), days[1]


def _three(numbers: tuple[date, int, int]) -> list[date]:
    first, one, other = numbers
    inside = min(one, other)
    return [first, first + timedelta(days=inside), first + timedelta(days=one)]


TERMS = st.none() | st.builds(
    Term,
    initial=st.integers(1, 24),
    renewal=st.sampled_from(["automatic", "noRenewal", "byAgreement", "indefinite", None]),
    further=st.integers(1, 12),
    notice=st.none() | st.integers(0, 12),
    limit=st.none() | st.integers(0, 3),
)


@given(
    start=st.none() | uncertain(),
    term=TERMS,
    ends=st.lists(uncertain(), max_size=2),
    notices=st.lists(uncertain(), max_size=2),
    suspensions=st.lists(uncertain(), max_size=1),
    resumptions=st.lists(uncertain(), max_size=1),
    horizon=DAYS,
    day=DAYS,
)
def test_yes_and_no_hold_whichever_day_was_the_real_one(
    start: tuple[Span, date] | None,
    term: Term | None,
    ends: list[tuple[Span, date]],
    notices: list[tuple[Span, date]],
    suspensions: list[tuple[Span, date]],
    resumptions: list[tuple[Span, date]],
    horizon: date,
    day: date,
) -> None:
    def known(exact: bool) -> list[Period]:
        def pick(pair: tuple[Span, date]) -> Span:
            return Span(pair[1], pair[1]) if exact else pair[0]

        return periods(
            pick(start) if start else None,
            term,
            ends=[pick(end) for end in ends],
            notices=[pick(notice) for notice in notices],
            suspensions=[pick(stop) for stop in suspensions],
            resumptions=[pick(resumption) for resumption in resumptions],
            horizon=horizon,
            signed=Span(FIRST, FIRST),
        )

    status, period = in_force(known(exact=False), day)
    real, _ = in_force(known(exact=True), day)
    if status != "possibly":
        assert real == status
    if status == "yes":
        assert period is not None
        assert period.start.lo <= day < period.end.hi
