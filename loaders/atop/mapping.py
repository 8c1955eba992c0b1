"""One row of the member file to a member, one row of the alliance file and its members to a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import groupby
from pathlib import Path

from kg.alliances import Alliance, Membership, Phase
from kg.records import Record, Term
from loaders.alliances import commitments, earlier, later, memberships, read_spell
from loaders.atop.columns import ADDED, ALLIANCE, MEMBER
from loaders.fields import Fields, Report
from loaders.names import unidentified
from loaders.several import as_text

NAME = "atop"
ALLIANCES, MEMBERS = "atop-alliance-level.csv", "atop-member-level.csv"
TABLE = Path(__file__).with_name("names.csv")
HORIZON = date(2016, 12, 31)
KINDS = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "nonAggression",
    "consul": "consultation",
}
FLAG = {"0": False, "1": True}


@dataclass(frozen=True, slots=True)
class Member:
    """One row of the member file: a member in one phase, and the kinds of promise that it makes then."""

    alliance: str
    spells: tuple[Membership, ...]
    kinds: tuple[str, ...]
    row: Fields


def member(row: Fields, report: Report) -> Member:
    """Map a row of the member file."""
    code = row.need("member", "the number of a state")
    spell = read_spell(row, ("yrent", "moent", "dayent"), ("yrexit", "moexit", "dayexit"), "ineffect", report)
    if spell.empty:
        raise row.error("yrexit", f"no day before it joined ({spell.begin})")
    phase, column = row.whole("phase") or None, f"{row.file}, row {row.number}"
    spells = memberships(code, spell, HORIZON, table=TABLE, phase=phase, column=column)
    if spells[0].polity is None:
        report(unidentified(row, "member", code))
    kinds = tuple(kind for name, kind in KINDS.items() if row.choose(name, FLAG))
    found = Member(row.need("atopid"), spells, kinds, row)
    row.finish(*MEMBER)
    return found


def alliance(row: Fields, members: Sequence[Member], report: Report) -> Record:
    """Map a row of the alliance file, with the members of that alliance."""
    spell = read_spell(row, ("begyr", "begmo", "begday"), ("endyr", "endmo", "endday"), "ineffect", report)
    if spell.empty:
        raise row.error("endyr", f"no day before it began ({spell.begin})")
    months = row.whole("length")  # 0: no length is stated
    found = Record(
        source=NAME,
        id=row.need("atopid"),
        kind="allianceRecord",
        file=row.file,
        row=row.number,
        as_given=row.as_given(*ADDED) | {members[0].row.file: as_text(MEMBER, (one.row for one in members))},
        stated_bilateral=row.choose("bilat", FLAG),
        term=Term(initial_months=months) if months else None,
        alliance=Alliance(
            begin=spell.begin,
            end=spell.end,
            memberships=tuple(spell for one in members for spell in one.spells),
            phases=tuple(phases(members)),
            commitments=commitments(_promises(members), direction_known=True),
        ),
    )
    row.finish(*ALLIANCE, *ADDED)
    return found


def phases(members: Sequence[Member]) -> Iterator[Phase]:
    """The phases, from the first day of any member in it to the last; none where there is one only."""
    numbered = [spell for one in members for spell in one.spells if spell.phase is not None]
    for number, spells in groupby(sorted(numbered, key=lambda spell: spell.phase or 0), key=lambda spell: spell.phase):
        days = [(spell.begin, spell.end) for spell in spells]
        begins, ends = [begin for begin, _ in days if begin], [end for _, end in days if end]
        yield Phase(
            number=number or 0,
            begin=reduce(earlier, begins) if begins else None,
            end=reduce(later, ends) if len(ends) == len(days) else None,
        )


def _promises(members: Sequence[Member]) -> Iterator[tuple[str, Membership, Membership]]:
    """Who promises what to whom: each member to all others of the same phase, for the file does not name them."""
    for one in members:
        for other in members:
            if one.spells[0].phase == other.spells[0].phase:
                yield from ((kind, a, b) for kind in one.kinds for a in one.spells for b in other.spells)
