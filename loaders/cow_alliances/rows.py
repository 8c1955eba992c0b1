"""One row of the file of members, or of a file of pairs, to what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kg.dates import span
from loaders.alliances import UNREAD, Columns, Spell, read_day, read_spell
from loaders.fields import Fields, Report

KINDS = {"defense": "defence", "neutrality": "neutrality", "nonaggression": "nonAggression", "entente": "entente"}
CODED = {"0": False, "1": True, "": False}  # blank in six rows


def days_of(prefix: str) -> Columns:
    """The three columns that hold a day."""
    return f"{prefix}_year", f"{prefix}_month", f"{prefix}_day"


def _in_order(names: str) -> tuple[str, ...]:
    """The columns as they stand in the file, where `*mem_st` is a day, a month and a year."""
    found = (days_of(name[1:])[::-1] if name.startswith("*") else (name,) for name in names.split())
    return tuple(column for columns in found for column in columns)


_ALL = "left_censor right_censor " + " ".join(KINDS)
MEMBER = _in_order(f"version4id ccode state_name *all_st *all_end ss_type *mem_st *mem_end {_ALL} version")
PAIR = _in_order(f"version4id ccode1 state_name1 ccode2 state_name2 *dyad_st *dyad_end {_ALL} asymmetric version")


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says: of one member, or of a pair and the days on which both were members."""

    alliance: int
    codes: tuple[str, ...]  # one, or two
    spell: Spell
    kinds: tuple[str, ...]
    row: Fields
    whole: Spell | None = None  # the days of the alliance, in rows of members
    form: str = ""  # "Type I: Defense Pact", in rows of members


def member(row: Fields, report: Report) -> Said:
    """Map a row of the file of members."""
    whole = Spell(read_day(row, days_of("all_st"), report), read_day(row, days_of("all_end"), report, UNREAD))
    spell = _spell(row, "mem", report)
    if spell.empty:
        raise row.error("mem_end_year", f"no day before it joined ({spell.begin})")
    codes = (row.need("ccode", "the number of a state"),)
    found = Said(_number(row), codes, spell, _kinds(row), row, whole, row.need("ss_type"))
    row.finish("state_name", "version")
    return found


def pair(row: Fields, report: Report) -> Said:
    """Map a row of a file of pairs."""
    spell = _spell(row, "dyad", report)
    codes = row.need("ccode1", "the number of a state"), row.need("ccode2", "the number of a state")
    found = Said(_number(row), codes, spell, _kinds(row), row)
    row.finish("state_name1", "state_name2", "asymmetric", "version")
    return found


def _number(row: Fields) -> int:
    number = row.whole("version4id")
    if number is None:
        raise row.error("version4id", "the number of an alliance")
    return number


def _kinds(row: Fields) -> tuple[str, ...]:
    return tuple(kind for name, kind in KINDS.items() if row.choose(name, CODED))


def _spell(row: Fields, of: str, report: Report) -> Spell:
    """The days of a row; where they are cut off on the first day of the data, it began on an earlier day."""
    found = read_spell(row, days_of(f"{of}_st"), days_of(f"{of}_end"), "right_censor", report)
    if row.choose("left_censor", CODED) and found.begin:
        before = span(found.begin).lo - timedelta(days=1)
        return Spell(f"../{before}", found.end)
    return found
