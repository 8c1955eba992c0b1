"""Cells to values: whitespace and missing marks, dates by format, words by table."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale

from kg.errors import DateError
from kg.polities import fold
from loaders.fields import rows

NOTHING = "nothing"  # what a word stands for that is known, and says nothing
_TOKENS = re.compile(r"Y+|M+|D+")
_PARTS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "MMM": r"(?P<name>[^\W\d_]+)\.?",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
}


def plain(cell: str, missing: Collection[str] = ()) -> str:
    """A cell in one line, without doubled spaces; nothing if it is one of the marks for a missing value."""
    text = " ".join(cell.split())
    return "" if text in missing else text


@cache
def header(column: str) -> str:
    """A column's name in one line; spreadsheets break it over several."""
    return plain(column)


def parts(cell: str, separator: str | None, missing: Collection[str] = ()) -> tuple[str, ...]:
    """The values in a cell, in order; separators may be line breaks."""
    found = (cell,) if separator is None or not plain(cell, missing) else cell.split(separator)
    return tuple(text for part in found if (text := plain(part, missing)))


@dataclass(frozen=True, slots=True)
class Format:
    """One way of writing dates: `DD/MM/YYYY`, `D. MMM YYYY`."""

    pattern: re.Pattern[str]
    lang: str

    def read(self, text: str) -> str | None:
        """The date as EDTF, None if the text is not of this form; DateError if it is and is no day.

        A day, or a month and a day, of 00 are not known: `00/00/1999` is `1999`.
        """
        match = self.pattern.fullmatch(text)
        if match is None:
            return None
        found = match.groupdict()
        if "name" in found and fold(found["name"]) not in months(self.lang):
            return None
        named = str(months(self.lang)[fold(found["name"])]) if "name" in found else None
        month, day = int(named or found.get("month") or 0), int(found.get("day") or 0)
        try:
            known = date(int(found["year"]), month or 1, day or 1).isoformat()
        except ValueError:
            raise DateError("is no day of the calendar") from None
        if day and not month:
            raise DateError("has a day and no month")
        return known[: 10 if day else 7 if month else 4]


@cache
def date_format(written: str, lang: str) -> Format:
    """Read a format; DateError if it is none, or leaves the century open."""
    pattern, kinds, last = "", "", 0
    for token in _TOKENS.finditer(written):
        name = "MMM" if token[0] == "MMMM" else token[0]
        if name in ("Y", "YY"):
            raise DateError(f"{written!r}: years of two digits leave the century open and are not read")
        kind = name[:1]  # Y, M or D
        if name not in _PARTS or kind in kinds:
            raise DateError(f"{written!r}: {token[0]} is none of YYYY, MM, M, MMM, DD, D, or stands twice")
        kinds += kind
        pattern += _literal(written[last : token.start()]) + _PARTS[name]
        last = token.end()
    if "year" not in pattern or ("D" in kinds and "M" not in kinds):
        raise DateError(f"{written!r} is no format of dates: use DD, D, MM, M, MMM and YYYY")
    return Format(re.compile(pattern + _literal(written[last:]), re.IGNORECASE), lang)


def _literal(text: str) -> str:
    return r"\s+".join(map(re.escape, re.split(r"\s+", text)))


@cache
def months(lang: str) -> dict[str, int]:
    """Names of months in a language, long and short, as they are compared -> number."""
    known = Locale.parse(lang, sep="-").months
    found: dict[str, int] = {}
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            found |= {fold(name): number for number, name in known[form][width].items()}
    return found


def read_date(text: str, formats: Sequence[str], lang: str) -> str:
    """A date as EDTF; DateError if no format fits, or two read it differently."""
    found, reasons = [], [f"expected {' or '.join(formats)}"]
    for one in formats:
        try:
            found.append(date_format(one, lang).read(text))
        except DateError as error:
            reasons.insert(0, str(error))
    read = sorted({day for day in found if day is not None})
    if len(read) > 1:
        raise DateError(f"can be read as {' and as '.join(read)}")
    if not read:
        raise DateError(reasons[0])
    return read[0]


@cache
def word_table(path: Path) -> dict[str, str]:
    """A table `word,concept`."""
    return {plain(row.need("word")): row.need("concept") for row in rows(path, ("word", "concept"))}


def designations(find: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern of several, each in a group `n0`, `n1` ...; of those that begin at one place the first is found."""
    groups = (rf"(?P<n{number}>\b(?:{words}))" for number, words in enumerate(find))
    return re.compile("|".join(groups), re.IGNORECASE)


def last_found(pattern: str, text: str) -> str | None:
    """What the one group of a pattern finds last in a text."""
    found = re.findall(pattern, text)
    return str(found[-1]) if found and found[-1] else None
