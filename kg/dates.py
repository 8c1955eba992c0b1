"""Days that may be uncertain: EDTF texts read as the earliest and the latest day they can mean.

The grammar is levels 0 and 1 of the Extended Date/Time Format (Library of Congress, 2019), without times of day,
without seasons (they depend on the hemisphere) and for the years 1-9999. `XXXX` stands for a wholly unknown date.
A day is a day of the Gregorian calendar.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_date

from kg.errors import DateError

OPEN = "..", ""  # both spellings of an open (or unknown) end of an interval
_SEASONS = {"21", "22", "23", "24"}
_PARTS = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%]?)")


@dataclass(frozen=True, slots=True)
class Span:
    """One day known only to lie from `lo` to `hi`, both included; `date.min` and `date.max` are open bounds."""

    lo: date
    hi: date
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.lo > self.hi:
            raise DateError(f"a span cannot begin on {self.lo} and end before that, on {self.hi}")

    def plus(self, months: int) -> Span:
        """Move the span by calendar months, backwards if negative."""
        return Span(add_months(self.lo, months), add_months(self.hi, months), self.approximate)

    def within(self, other: Span) -> bool:
        """Whether every day of this span is also a day of `other`."""
        return other.lo <= self.lo and self.hi <= other.hi

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans have a day in common."""
        return self.lo <= other.hi and other.lo <= self.hi


def add_months(day: date, months: int) -> date:
    """Move a day by calendar months, to the month's last day if need be: 29 February 2024 + 120 is 28 February 2034.

    Open bounds stay open, and what leaves the calendar becomes an open bound.
    """
    if day in (date.min, date.max):
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=100_000)
def span(edtf: str) -> Span:
    """Read the earliest and the latest day an EDTF text can mean; DateError if it is not level 0-1 or no real day.

    `?`, `~` and `%` mark the span approximate and do not widen it. An interval is read as one day within it.
    """
    if "/" not in edtf:
        return _simple(edtf, edtf)
    first, last, *more = edtf.split("/")
    if more:
        raise _not_a_date(edtf, "an interval has one slash; a day is written YYYY-MM-DD")
    lower = Span(date.min, date.min) if first in OPEN else _simple(first, edtf)
    upper = Span(date.max, date.max) if last in OPEN else _simple(last, edtf)
    if lower.lo > upper.hi:
        raise _not_a_date(edtf, "the interval ends before it begins")
    return Span(lower.lo, upper.hi, lower.approximate or upper.approximate)


def _simple(text: str, whole: str) -> Span:
    match = _PARTS.fullmatch(text)
    if match is None:
        raise _not_a_date(whole, "expected YYYY, YYYY-MM or YYYY-MM-DD, with X, ?, ~, % or / as in EDTF")
    year, month, day, mark = match.groups()
    if not _unspecified_from_the_right(year, month, day):
        raise _not_a_date(whole, "what follows an unspecified part must be unspecified too")
    if year == "XXXX":
        return Span(date.min, date.max, bool(mark))
    if month in _SEASONS:
        raise _not_a_date(whole, "a season has no fixed days; give months instead")
    month = None if month == "XX" else month
    day = None if day == "XX" else day
    try:
        lo = date(int(year.replace("X", "0")), int(month or 1), int(day or 1))
        last = int(year.replace("X", "9")), int(month or 12)
        hi = date(*last, int(day or monthrange(*last)[1]))
    except ValueError as error:
        raise _not_a_date(whole, "there is no such day in the calendar") from error
    return Span(lo, hi, bool(mark))


def _not_a_date(text: str, why: str) -> DateError:
    return DateError(f'"{text}" is not a date: {why}')


def _unspecified_from_the_right(year: str, month: str | None, day: str | None) -> bool:
    if "X" in year and year != "XXXX":
        return month is None
    return (year != "XXXX" or month in (None, "XX")) and (month != "XX" or day in (None, "XX"))


def is_edtf(text: str) -> bool:
    """Whether `span` can read the text."""
    try:
        span(text)
    except DateError:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """How one language speaks of dates: `day` and `month` are CLDR patterns, the rest takes a date in its place."""

    locale: str
    day: str
    month: str
    year: str = "{}"
    article: str = ""  # of a day after a preposition
    some_time_in: str
    between: str
    since: str
    until: str
    about: str
    doubtful: str
    unknown: str


_WORDS = {
    "en": _Words(
        locale="en_GB",
        day="d MMMM y",
        month="MMMM y",
        some_time_in="some time in {}",
        between="some time between {} and {}",
        since="no earlier than {}",
        until="no later than {}",
        about="about {}",
        doubtful="{} (doubtful)",
        unknown="date unknown",
    ),
    "es": _Words(
        locale="es",
        day="d 'de' MMMM 'de' y",
        month="MMMM 'de' y",
        article="el ",
        some_time_in="en algún momento de {}",
        between="en algún momento entre {} y {}",
        since="no antes de {}",
        until="no después de {}",
        about="hacia {}",
        doubtful="{} (dudosa)",
        unknown="fecha desconocida",
    ),
    "ru": _Words(
        locale="ru",
        day="d MMMM y 'г'.",
        month="MMMM y 'г'.",
        year="{} г.",
        some_time_in="в один из дней {}",
        between="не ранее {} и не позднее {}",
        since="не ранее {}",
        until="не позднее {}",
        about="около {}",
        doubtful="{} (под вопросом)",
        unknown="дата неизвестна",
    ),
}


def say(edtf: str, lang: str) -> str:
    """Put a date into words of `en`, `es` or `ru`, its uncertainty included; DateError as for `span`.

    `2025-11-12` is "12 November 2025", `2025-10` "some time in October 2025", `../1991` "no later than 1991".
    """
    known, words = span(edtf), _WORDS[lang]
    if (known.lo, known.hi) == (date.min, date.max):
        return words.unknown
    said = _say_between(edtf, words) if "/" in edtf or "X" in edtf[:4] else _say_one(edtf, known, words)
    return said.replace(" de el ", " del ")


def _say_one(text: str, known: Span, words: _Words) -> str:
    core, mark = text.rstrip("?~%"), text[-1]
    if mark in "~%":
        said = words.about.format(_name(core, words, words.article))
    elif known.lo == known.hi:
        said = _name(core, words)
    else:
        said = words.some_time_in.format(_name(core, words))
    return words.doubtful.format(said) if mark in "?%" else said


def _say_between(text: str, words: _Words) -> str:
    first, _, last = text.partition("/") if "/" in text else (text, "", text)
    lower, upper = _end(first.replace("X", "0"), words), _end(last.replace("X", "9"), words)
    if not lower:
        return words.until.format(upper)
    return words.between.format(lower, upper) if upper else words.since.format(lower)


def _end(text: str, words: _Words) -> str:
    core = text.rstrip("?~%")
    if core in OPEN:
        return ""
    said = _name(core, words, words.article)
    said = words.about.format(said) if text[-1] in "~%" else said
    return words.doubtful.format(said) if text[-1] in "?%" else said


def _name(core: str, words: _Words, article: str = "") -> str:
    """Name a year, month or day without its uncertainty."""
    year, *rest = [int(part) for part in core.replace("-XX", "").split("-")]
    if not rest:
        return words.year.format(year)
    day = date(year, rest[0], rest[1] if len(rest) == 2 else 1)
    if len(rest) == 1:
        return format_date(day, words.month, locale=words.locale)
    return article + format_date(day, words.day, locale=words.locale)
