"""The fields of one row: `NA` for nothing, years for dates, ISO numbers and flags for member states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kg.dates import Span, span
from kg.polities import identify
from kg.records import Party
from loaders.fields import Fields, Report
from loaders.names import capacity, only, unidentified, windows

TABLE = Path(__file__).with_name("names.csv")
MEMBERS = tuple(f"c{number}" for number in range(1, 92))
FLAGS = tuple(f"m{column}" for column in MEMBERS)
BLANK = ("", "NA")


@dataclass(frozen=True, slots=True)
class Member:
    """A state that a row names, by ISO 3166 numeric code, and its flag: what it is in the agreement."""

    column: str
    code: str
    flag: str
    polity: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row under reading, and where to report what in it cannot be read."""

    fields: Fields
    report: Report

    def text(self, column: str) -> str:
        """What a field holds; nothing where it says `NA`."""
        text = self.fields.take(column)
        return "" if text in BLANK else text

    def year(self, column: str) -> str | None:
        """A year as an EDTF date; what is none is reported and left out."""
        text = self.text(column)
        if not text or re.fullmatch(r"[0-9]{4}", text):
            return text or None
        self.problem("unread-date", column, text, "expected a year as YYYY; the date is left out")
        return None

    def problem(self, kind: str, column: str, found: str, message: str) -> None:
        """Report a part of the row; the rest of it is read on."""
        self.report(self.fields.problem(kind, column, message, found))

    def members(self, year: str | None) -> list[Member]:
        """The states of the row, in its order."""
        found = []
        for column in MEMBERS:
            code, flag = self.text(column), self.text(f"m{column}")
            if code and not (code.isascii() and code.isdigit()):
                raise self.fields.error(column, "an ISO 3166 numeric code")
            if code:
                found.append(Member(column, code, flag, polity(code, span(year) if year else None)))
        return found

    def parties(self, members: list[Member], *, sides: bool) -> tuple[Party, ...]:
        """Members as parties, with `sides` each on its own; a code that stands for no state then is reported."""
        for member in members:
            if member.polity is None:
                self.report(unidentified(self.fields, member.column, member.code))
        return tuple(
            Party(name=one.code, polity=one.polity, side=number if sides else 0, capacity=capacity(one.polity))
            for number, one in enumerate(members, start=1)
        )


def polity(code: str, year: Span | None) -> str | None:
    """The polity that a code stands for in a year, of today's states those before them too; None if it may be two.

    Without a year (negotiations), the present one.
    """
    before = only(windows(TABLE).get(code, ()), year) if year else None
    found = {before, identify(code, scheme="iso3166-1-numeric", on=year, present=True)} - {None}
    return found.pop() if len(found) == 1 else None
