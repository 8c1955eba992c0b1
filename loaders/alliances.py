"""What lists of alliances have in common: days in three columns, numbered members, and promises among them.

Members bear the state numbers of the Correlates of War project; a number stands for one polity after another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from pathlib import Path

from kg import polities
from kg.alliances import Commitment, Membership
from kg.dates import Span, is_edtf, span
from loaders.fields import Fields, Report
from loaders.names import windows

Columns = tuple[str, str, str]  # year, month, day
DAY = timedelta(days=1)
UNREAD = "XXXX"  # an end that cannot be read is an end all the same


@dataclass(frozen=True, slots=True)
class Spell:
    """The days from `begin` to `end`, both EDTF; an `end` of None: not ended as far as the source knows."""

    begin: str | None
    end: str | None

    @property
    def empty(self) -> bool:
        """Whether it ends before it begins."""
        return self.begin is not None and self.end is not None and span(self.begin).lo > span(self.end).hi


def read_spell(row: Fields, begin: Columns, end: Columns, lasts: str, report: Report) -> Spell:
    """Read the days of a row; `lasts` is the column that says with 1 that there is no end."""
    found = Spell(read_day(row, begin, report), read_day(row, end, report, unread=UNREAD))
    if row.choose(lasts, {"0": False, "1": True}) != (found.end is None):
        raise row.error(lasts, "1 where no end is given, else 0")
    return found


def read_day(row: Fields, columns: Columns, report: Report, unread: str | None = None) -> str | None:
    """Put together what is known of a day, a blank or 0 being unknown; None if nothing is.

    What is no day of the calendar is reported, and `unread` stands in its place.
    """
    given = [row.take(column) for column in columns]
    year, month, day = ("" if part == "0" else part for part in given)
    if not (year or month or day):
        return None
    text = f"{year:0>4}-{month:0>2}-{day:0>2}".removesuffix("-00").removesuffix("-00")
    if text.replace("-", "").isdigit() and is_edtf(text):
        return text
    message = "is no day of the calendar; the date is left out"
    report(row.problem("unread-date", ", ".join(columns), message, "-".join(given)))
    return unread


def memberships(
    code: str,
    spell: Spell,
    horizon: date,
    *,
    table: Path | None = None,
    phase: int | None = None,
    column: str | None = None,
) -> tuple[Membership, ...]:
    """Split a spell by the polities that the member's number then stood for; one without polity if it stood for none.

    Only days on which it certainly was a member decide. The source's own first and last day are kept even where it
    counts a state before its independence; where one polity follows another, the first day of the next is the end.
    `table`: numbers that stand for something else than in the common list,
    as in `loaders.names`. `horizon`: the last day the source knows of.
    """
    within = _certain_days(spell, horizon)
    own = windows(table).get(code) if table is not None else None
    if own is None:
        pieces = polities.spells(code, "cow", within)
    else:
        known = [(w.polity, max(w.first, within.lo), min(w.last, within.hi)) for w in own]
        pieces = [(polity, Span(first, last)) for polity, first, last in known if first <= last]
    last = len(pieces) - 1
    split = [
        Membership(
            name=code,
            polity=polity,
            begin=spell.begin if number == 0 else days.lo.isoformat(),
            end=spell.end if number == last else (days.hi + DAY).isoformat(),
            phase=phase,
            column=column,
        )
        for number, (polity, days) in enumerate(pieces)
    ]
    unknown = Membership(name=code, begin=spell.begin, end=spell.end, phase=phase, column=column)
    return tuple(split or [unknown])


def _certain_days(spell: Spell, horizon: date) -> Span:
    first = span(spell.begin).hi if spell.begin else date.max
    last = span(spell.end).lo if spell.end else horizon
    if first <= last:
        return Span(first, last)
    day = last if first == date.max else first
    return Span(day, day)


def commitments(
    promises: Iterable[tuple[str, Membership, Membership]], *, direction_known: bool
) -> tuple[Commitment, ...]:
    """Put promises (kind, obligor, beneficiary) together by who owes what for the same days.

    A promise lasts while both are members. One to or from a member that is not identified is left out, as is one of a
    polity to itself (numbers may change where the state goes on).
    """
    found: dict[tuple[str, str, str | None, str | None, int | None], set[str]] = defaultdict(set)
    for kind, obligor, beneficiary in promises:
        days = common_days(obligor, beneficiary)
        if obligor.polity and beneficiary.polity and obligor.polity != beneficiary.polity and days:
            found[kind, obligor.polity, days.begin, days.end, obligor.phase].add(beneficiary.polity)
    made = [
        Commitment(
            kind=kind,
            obligor=obligor,
            beneficiaries=tuple(sorted(to)),
            begin=begin,
            end=end,
            direction_known=direction_known,
            phase=phase,
        )
        for (kind, obligor, begin, end, phase), to in found.items()
    ]
    return tuple(sorted(made, key=lambda c: (c.phase or 0, c.kind, c.obligor, c.begin or "", c.end or "")))


def common_days(one: Membership | Spell, other: Membership | Spell) -> Spell | None:
    """The days that both have; None if there are none.

    A single day is none: sources let a member leave on the day on which another takes its place.
    """
    begin = later(one.begin or UNREAD, other.begin or UNREAD) if one.begin or other.begin else None
    end = earlier(one.end, other.end) if one.end and other.end else one.end or other.end
    if begin and end and span(begin).lo >= span(end).hi:
        return None
    return Spell(begin, end)


def hull(spells: Sequence[Spell]) -> Spell:
    """From the first begin that is known to the last end; without end if one of the spells has none."""
    begins, ends = [one.begin for one in spells if one.begin], [one.end for one in spells if one.end]
    return Spell(
        reduce(earlier, begins) if begins else None,
        reduce(later, ends) if ends and len(ends) == len(spells) else None,
    )


def joined(spells: Iterable[Spell]) -> list[Spell]:
    """Spells by their begin, those that overlap as one; those that follow each other stay apart."""
    found: list[Spell] = []
    for spell in sorted(spells, key=lambda spell: span(spell.begin).lo if spell.begin else date.min):
        if found and not Spell(spell.begin, found[-1].end).empty:
            found[-1] = hull([found[-1], spell])
        else:
            found.append(spell)
    return found


def later(one: str, other: str) -> str:
    """The later of two days, as uncertain as they are: of 1963-07-15 and 1963-07 it is 1963-07-15/1963-07-31."""
    lo, hi = max(span(one).lo, span(other).lo), max(span(one).hi, span(other).hi)
    return _either(one, other, lo, hi)


def earlier(one: str, other: str) -> str:
    """The earlier of two days, as uncertain as they are."""
    lo, hi = min(span(one).lo, span(other).lo), min(span(one).hi, span(other).hi)
    return _either(one, other, lo, hi)


def _either(one: str, other: str, lo: date, hi: date) -> str:
    for text in (one, other):
        if (span(text).lo, span(text).hi) == (lo, hi):
            return text
    return f"{'..' if lo == date.min else lo}/{'..' if hi == date.max else hi}"
