"""The published lists: one row a spell of days on which a state was independent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kg.errors import SourceError
from loaders.fields import Fields, find, rows
from loaders.tables import Layout

COW, GLEDITSCH_WARD = "states2016.csv", "gwstates.xlsx"
COW_COLUMNS = (
    "stateabb",
    "ccode",
    "statenme",
    "styear",
    "stmonth",
    "stday",
    "endyear",
    "endmonth",
    "endday",
    "version",
)
GLEDITSCH_WARD_COLUMNS = ("Cow Nr.", "Cow ID", "Name of State", "Start", "End")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Days, both included, on which a list counts a state as independent; `scheme` of its code is cow or gw."""

    scheme: str
    code: str
    name: str
    first: date
    last: date


def spells(folder: Path) -> list[Spell]:
    """The spells of both lists; SourceError if one is missing or a row is broken."""
    return [*_cow(find([folder], COW)), *_gleditsch_ward(find([folder], GLEDITSCH_WARD))]


def _cow(file: Path) -> Iterator[Spell]:
    for row in rows(file, COW_COLUMNS):
        first, last = (_day(row, [f"{end}year", f"{end}month", f"{end}day"], "%Y.%m.%d") for end in ("st", "end"))
        yield _spell(row, "cow", row.need("ccode"), row.need("statenme"), first, last)
        row.finish("stateabb", "version")


def _gleditsch_ward(file: Path) -> Iterator[Spell]:
    for row in rows(file, GLEDITSCH_WARD_COLUMNS, layout=Layout(sheet="gwstates")):
        first, last = (_day(row, [column], "%d.%m.%Y") for column in ("Start", "End"))
        yield _spell(row, "gw", row.need("Cow Nr."), row.need("Name of State"), first, last)
        row.finish("Cow ID")


def _day(row: Fields, columns: list[str], form: str) -> date:
    text = ".".join(row.need(column) for column in columns)
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        wanted = "day, month and year" if len(columns) == 1 else f"with {', '.join(columns[1:])} a day"
        raise row.error(columns[0], f"{wanted} of the calendar") from None


def _spell(row: Fields, scheme: str, code: str, name: str, first: date, last: date) -> Spell:
    if last < first:
        raise SourceError(f"ends on {last}, before it begins, on {first}", file=row.file, row=row.number)
    return Spell(scheme=scheme, code=code, name=name, first=first, last=last)
