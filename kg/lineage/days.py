"""Days as titles write them in English, Portuguese, Spanish and Russian: "the 28th March/5th April, 1935"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kg.dates import Span, span
from kg.errors import DateError

_MONTHS = (
    "jan(?:uary|eiro)?|enero|января",
    "feb(?:ruary|rero)?|fev(?:ereiro)?|февраля",
    "mar(?:ch|co|zo)?|марта",
    "apr(?:il)?|abr(?:il)?|апреля",
    "may|maio|mayo|мая",
    "june?|junho|junio|июня",
    "july?|julho|julio|июля",
    "aug(?:ust)?|agosto?|августа",
    "sept?(?:ember|iembre)?|set(?:embro|iembre)?|сентября",
    "oct(?:ober|ubre)?|out(?:ubro)?|октября",
    "nov(?:ember|embro|iembre)?|ноября",
    "dec(?:ember)?|dez(?:embro)?|dic(?:iembre)?|декабря",
)
_MONTH = rf"(?:{'|'.join(_MONTHS)})\b\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|º|°|o)?(?!\d)"
_OF = r"[ ,]*(?:\b(?:of|de|del|do)\b)? *"
_TOGETHER = r" *(?:/|-|–|and|to|e|y|и) *(?:the )?"
_YEAR = r"(?P<{0}>1[6-9]\d\d|20\d\d)(?!\d|[./:–]\d)"
_FORMS = (
    rf"(?P<d1>{_DAY})(?:{_OF}(?P<m1>{_MONTH}))?(?:{_TOGETHER}(?P<d2>{_DAY}))?{_OF}(?P<m2>{_MONTH}){_OF}{_YEAR.format('y1')}",
    rf"(?P<m3>{_MONTH}) *(?P<d3>{_DAY})(?:{_TOGETHER}(?P<m4>{_MONTH})? *(?P<d4>{_DAY}))?[ ,]*{_YEAR.format('y2')}",
    r"(?P<d5>\d{1,2})[./:-](?P<n5>\d{1,2})[./:-](?P<y3>\d{4}|\d\d)(?!\d)",
    rf"(?P<m6>{_MONTH}){_OF}{_YEAR.format('y4')}",
    rf"(?<![\d/.:-]){_YEAR.format('y5')}(?!-\d)",
)
_PATTERN = re.compile("|".join(rf"(?<!\w)(?:{form})" if not form.startswith("(?<!") else form for form in _FORMS))


class Named(NamedTuple):
    """A date in a title: where it stands, and the days it can mean; two where both of an exchange are named."""

    start: int
    end: int
    days: tuple[Span, ...]

    @property
    def exact(self) -> bool:
        """Whether it names days and not a month or year."""
        return all(one.lo == one.hi for one in self.days)


class _Letters(dict[int, str]):
    """Letter -> the same without case and accent, where that is one letter."""

    def __missing__(self, letter: int) -> str:
        base = unicodedata.normalize("NFD", chr(letter))[0].lower()
        self[letter] = base if len(base) == 1 else chr(letter)
        return self[letter]


_LETTERS = _Letters()


def plain(text: str) -> str:
    """The text without case and accents, letter for letter: places in it are places in the text."""
    return text.translate(_LETTERS)


def days(text: str) -> Iterator[Named]:
    """The dates in a text as `plain` gives it, in their order; what is no day of the calendar is left out."""
    for match in _PATTERN.finditer(text):
        try:
            found = tuple(span(value) for value in _values(match))
        except DateError:
            continue
        yield Named(match.start(), match.end(), found)


def _values(match: re.Match[str]) -> Iterator[str]:
    part = match.groupdict()
    if year := part["y1"]:
        last = part["d2"] or part["d1"]
        yield _day(year, _month(part["m2"]), last)
        if part["d2"]:
            yield _day(year, _month(part["m1"] or part["m2"]), part["d1"])
    elif year := part["y2"]:
        yield _day(year, _month(part["m3"]), part["d3"])
        if part["d4"]:
            yield _day(year, _month(part["m4"] or part["m3"]), part["d4"])
    elif year := part["y3"]:
        year = year if len(year) == 4 else f"{19 if int(year) > date.today().year % 100 else 20}{year}"
        yield _day(year, int(part["n5"]), part["d5"])
    elif year := part["y4"]:
        yield f"{year}-{_month(part['m6']):02}"
    else:
        yield part["y5"]


def _day(year: str, month: int, day: str) -> str:
    return f"{year}-{month:02}-{int(re.sub(r'[^0-9]', '', day)):02}"


def _month(name: str) -> int:
    return next(n for n, forms in enumerate(_MONTHS, start=1) if re.fullmatch(forms, name.rstrip(".")))
