"""Names that one source gives to parties: its own table, exact and with dates, then the names that all share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kg import polities
from kg.dates import Span, span
from kg.records import Problem
from loaders.fields import Fields, rows

CAPACITIES = {
    "statePolity": "state",
    "territoryPolity": "territory",
    "organisationPolity": "internationalOrganisation",
}


@dataclass(frozen=True, slots=True)
class Window:
    """The days, inclusive, on which a name stands for a polity."""

    polity: str
    first: date
    last: date


@cache
def windows(table: Path) -> dict[str, list[Window]]:
    """Read a table `name,polity,from,to`: each name, exactly as the source writes it, with its windows by time.

    A table is read once; whoever reads a list by a mapping anew clears what is known of it (`cache_clear`).
    """
    found: dict[str, list[Window]] = {}
    for row in rows(table, ("name", "polity", "from", "to")):
        polity = row.need("polity")
        if polity not in polities.polities():
            raise row.error("polity", "the identifier of a polity of ontology/states.ttl, such as VEN or SUN")
        window = Window(polity, row.day("from") or date.min, row.day("to") or date.max)
        found.setdefault(row.need("name"), []).append(window)
    for meanings in found.values():
        meanings.sort(key=lambda window: (window.first, window.last))
    return found


@dataclass(frozen=True, slots=True)
class Names:
    """How one source names parties.

    `table`: spellings of its own, which count before all others; case is meaning there. `languages`: in which the
    common names are read besides those of `ontology/states.ttl` (BCP 47; present names, from CLDR).
    `present`: the source writes today's name also for what the country was then (`Russian Federation` in 1901), so a
    name means the state of that country line on that day.
    """

    table: Path | None = None
    languages: tuple[str, ...] = ()
    present: bool = False

    def polity(self, name: str, on: str | None) -> str | None:
        """Tell which polity a name stands for on a day (EDTF; None: not known); None if there is no one answer."""
        known = span(on) if on else None
        if self.table is not None and (meanings := windows(self.table).get(name)) is not None:
            return only(meanings, known)
        return polities.identify(name, on=known, languages=self.languages, present=self.present)


def capacity(polity: str | None) -> str:
    """In which capacity a polity takes part; `unknownCapacity` for a name that stands for none."""
    return CAPACITIES[polities.polities()[polity].type] if polity else "unknownCapacity"


def only(meanings: Iterable[Window], on: Span | None) -> str | None:
    """The one polity that the windows give for the days it can have been; None if there is none, or several."""
    found = {m.polity for m in meanings if on is None or (m.first <= on.hi and on.lo <= m.last)}
    return found.pop() if len(found) == 1 else None


def unidentified(row: Fields, column: str, name: str) -> Problem:
    """The report of a name or code that stands for no known polity; the party is kept as the source names it."""
    message = "stands for no known polity on that day"
    return row.problem("unidentified-party", column, message, name)
