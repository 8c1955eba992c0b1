"""EDTF texts to days and to words; where the `edtf` package defines the same thing, it must agree."""

from __future__ import annotations

from datetime import date
from time import struct_time

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import Span, add_months, is_edtf, say, span
from kg.errors import DateError

READ = [
    ("2025-11-12", "2025-11-12", "2025-11-12"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("1900-02", "1900-02-01", "1900-02-28"),
    ("2025", "2025-01-01", "2025-12-31"),
    ("2009~", "2009-01-01", "2009-12-31"),
    ("2025-10-31~", "2025-10-31", "2025-10-31"),
    ("2025-10?", "2025-10-01", "2025-10-31"),
    ("2025-10%", "2025-10-01", "2025-10-31"),
    ("199X", "1990-01-01", "1999-12-31"),
    ("19XX", "1900-01-01", "1999-12-31"),
    ("2004-XX", "2004-01-01", "2004-12-31"),
    ("2004-XX-XX", "2004-01-01", "2004-12-31"),
    ("2004-02-XX", "2004-02-01", "2004-02-29"),
    ("2001/2004", "2001-01-01", "2004-12-31"),
    ("2001-05-07/2001-06", "2001-05-07", "2001-06-30"),
    ("1984~/2004-06?", "1984-01-01", "2004-06-30"),
    ("199X/2004", "1990-01-01", "2004-12-31"),
]
OPEN = [
    ("../1991", "0001-01-01", "1991-12-31"),
    ("/1991", "0001-01-01", "1991-12-31"),
    ("1985/..", "1985-01-01", "9999-12-31"),
    ("1985/", "1985-01-01", "9999-12-31"),
    ("../..", "0001-01-01", "9999-12-31"),
    ("XXXX", "0001-01-01", "9999-12-31"),
    ("XXXX-XX-XX", "0001-01-01", "9999-12-31"),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), READ + OPEN)
def test_bounds(text: str, earliest: str, latest: str) -> None:
    found = span(text)
    assert (found.lo.isoformat(), found.hi.isoformat()) == (earliest, latest)
    assert found.approximate == any(mark in text for mark in "?~%")
    assert is_edtf(text)


@pytest.mark.parametrize("text", [text for text, _, _ in READ])
def test_the_edtf_package_reads_the_same_days(text: str) -> None:
    other = edtf.parse_edtf(text)
    assert span(text).lo == _day(other.lower_strict())
    assert span(text).hi == _day(other.upper_strict())


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_prefix_of_a_day_holds_that_day(day: date, length: int) -> None:
    found = span(day.isoformat()[:length])
    assert found.lo <= day <= found.hi
    assert span(found.lo.isoformat()).within(found)
    assert (found.lo == found.hi) == (length == 10)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "expected YYYY"),
        (" 2025", "expected YYYY"),
        ("2025-1-1", "expected YYYY"),
        ("20250101", "expected YYYY"),
        ("2025-W01-1", "expected YYYY"),
        ("2025-05-07T10:00:00Z", "expected YYYY"),
        ("Y170000002", "expected YYYY"),
        ("-1985", "expected YYYY"),
        ("2XXX", "expected YYYY"),
        ("٢٠٢٥", "expected YYYY"),
        ("~2025", "expected YYYY"),
        ("07/05/2025", "one slash"),
        ("2025-02-29", "no such day"),
        ("2025-13", "no such day"),
        ("2025-00-10", "no such day"),
        ("0000", "no such day"),
        ("2004-21", "season"),
        ("2004-24~", "season"),
        ("1985-XX-05", "unspecified"),
        ("199X-05", "unspecified"),
        ("XXXX-12-25", "unspecified"),
        ("2004/2001", "ends before it begins"),
        ("2004-02/2004-02-30", "no such day"),
    ],
)
def test_what_is_no_date_is_refused_by_name(text: str, why: str) -> None:
    assert not is_edtf(text)
    with pytest.raises(DateError) as caught:
        span(text)
    assert f'"{text}" is not a date' in str(caught.value)
    assert why in str(caught.value)


SAID = {
    "2025-11-12": ["12 November 2025", "12 de noviembre de 2025", "12 ноября 2025 г."],
    "2025-10": ["some time in October 2025", "en algún momento de octubre de 2025", "в один из дней октября 2025 г."],
    "2004-XX": ["some time in 2004", "en algún momento de 2004", "в один из дней 2004 г."],
    "2009~": ["about 2009", "hacia 2009", "около 2009 г."],
    "2025-10-31~": ["about 31 October 2025", "hacia el 31 de octubre de 2025", "около 31 октября 2025 г."],
    "2025-10-31?": [
        "31 October 2025 (doubtful)",
        "31 de octubre de 2025 (dudosa)",
        "31 октября 2025 г. (под вопросом)",
    ],
    "199X": [
        "some time between 1990 and 1999",
        "en algún momento entre 1990 y 1999",
        "не ранее 1990 г. и не позднее 1999 г.",
    ],
    "../1991": ["no later than 1991", "no después de 1991", "не позднее 1991 г."],
    "1985-02-03/..": [
        "no earlier than 3 February 1985",
        "no antes del 3 de febrero de 1985",
        "не ранее 3 февраля 1985 г.",
    ],
    "2001-05/2004": [
        "some time between May 2001 and 2004",
        "en algún momento entre mayo de 2001 y 2004",
        "не ранее мая 2001 г. и не позднее 2004 г.",
    ],
    "XXXX": ["date unknown", "fecha desconocida", "дата неизвестна"],
    "../..": ["date unknown", "fecha desconocida", "дата неизвестна"],
}


@pytest.mark.parametrize("text", SAID)
def test_say_in_english_spanish_and_russian(text: str) -> None:
    assert [say(text, lang) for lang in ("en", "es", "ru")] == SAID[text]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-02-29", 120, "2034-02-28"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2035-11-12", -6, "2035-05-12"),
        ("2025-12-31", 1, "2026-01-31"),
        ("9999-11-30", 2, "9999-12-31"),
        ("0001-01-01", 12, "0001-01-01"),
        ("0001-02-01", -3, "0001-01-01"),
    ],
)
def test_add_months(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@given(st.dates(), st.dates(), st.integers(-2400, 2400))
def test_adding_months_keeps_order(one: date, other: date, months: int) -> None:
    lo, hi = sorted((one, other))
    moved = Span(lo, hi).plus(months)
    assert moved.lo <= moved.hi


def test_spans_compare() -> None:
    year, month, day, next_year = span("2025"), span("2025-05"), span("2025-05-07"), span("2026")
    assert day.within(month)
    assert not month.within(day)
    assert year.overlaps(day)
    assert not year.overlaps(next_year)
    assert span("2025/2026").overlaps(next_year)
    with pytest.raises(DateError):
        Span(day.lo, month.lo)


def _day(moment: struct_time) -> date:
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)
