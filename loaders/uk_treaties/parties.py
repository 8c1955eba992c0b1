"""Who takes part: names in the catalogue's list to polities, roles and sides.

The catalogue writes those who contract in capitals and the territories a treaty was applied to in title case
(`CANADA`, `Canada`). A name stands for a polity only within the dates that `names.csv` gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from kg.polities import Polity, polities
from kg.records import Party
from loaders.names import CAPACITIES, windows

TABLE = Path(__file__).with_name("names.csv")
UNITED_KINGDOM = "GBR"  # country line


def identify(name: str, on: date | None, *, later: bool) -> str | None:
    """Tell which polity a name stood for on a day; None if the table has no answer.

    Without a day, only a name that has one meaning is answered. `later`: parties may have joined after that day, so
    that the next window serves where none holds it.
    """
    meanings = windows(TABLE).get(name, [])
    if on is None:
        return meanings[0].polity if len(meanings) == 1 else None
    for window in meanings:
        if window.first <= on <= window.last:
            return window.polity
    return next((window.polity for window in meanings if later and on < window.first), None)


def parties(listed: str, on: date | None, flag: str) -> tuple[Party, ...]:
    """Read the list of one record; `flag` is its field3: BI, MULTI or nothing."""
    found = [_party(name.strip(), on, flag) for name in listed.split(" ; ") if name.strip()]
    sides = iter(_sides([party for party in found if party.role == "contracting"], flag))
    placed = [replace(party, side=next(sides)) if party.role == "contracting" else party for party in found]
    side_of_line = {_line(party): party.side for party in placed if party.role == "contracting"}
    return tuple(
        party if party.role == "contracting" else replace(party, side=_side_of_territory(party, side_of_line))
        for party in placed
    )


def _party(name: str, on: date | None, flag: str) -> Party:
    polity = polities().get(identify(name, on, later=flag != "BI") or "")
    if polity is None:
        role = "contracting" if name.isupper() else "territoryOfApplication"
        return Party(name=name, role=role, capacity="unknownCapacity")
    applied = polity.type == "territoryPolity" and not name.isupper()
    return Party(
        name=name,
        polity=polity.id,
        role="territoryOfApplication" if applied else "contracting",
        capacity=CAPACITIES[polity.type],
    )


def _sides(contracting: Sequence[Party], flag: str) -> list[int]:
    """Number the sides; 0 for each where the source says that there are two and not who stands on which."""
    if flag != "BI":
        return list(range(1, len(contracting) + 1))
    lines = [_line(party) or party.name for party in contracting]
    if UNITED_KINGDOM in lines:
        return [1 if line == UNITED_KINGDOM else 2 for line in lines]
    in_order = list(dict.fromkeys(lines))
    return [in_order.index(line) + 1 if len(in_order) <= 2 else 0 for line in lines]


def _side_of_territory(territory: Party, side_of_line: Mapping[str | None, int]) -> int:
    """Find the side of the contracting party on which the territory depends, directly or through another."""
    above = polities().get(territory.polity or "")
    for _ in polities():
        above = polities().get(above.depends_on or "") if above is not None else None
        if above is None or above.line in side_of_line:
            break
    return 0 if above is None else side_of_line[above.line]


def _line(party: Party) -> str | None:
    polity: Polity | None = polities().get(party.polity or "")
    return polity.line if polity is not None else None
