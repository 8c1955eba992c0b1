"""What the days of two records say for or against their being of one agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kg.dates import Span
from kg.resolve.features import Features, only_day
from kg.resolve.model import Reason

NIGH = 3  # days by which lists differ on one signature
YEAR = 366  # days by which they differ on a year


def one_day(one: Features, other: Features) -> date | None:
    """The day on which both are signed, if both are known to the day and it is the same."""
    return one.day if one.day == other.day else None


def same_days(one: Features, other: Features, apart: int = NIGH) -> bool:
    """Whether two signatures can be of one day, or of days that are so far apart, as lists differ on days."""
    if one.signed is None or other.signed is None:
        return False
    gap = max(one.signed.lo, other.signed.lo).toordinal() - min(one.signed.hi, other.signed.hi).toordinal()
    return gap <= apart


def days(one: Features, other: Features) -> Iterator[Reason]:
    """Whether they are signed on the same day."""
    if one.signed is None or other.signed is None:
        return
    gap = max(one.signed.lo, other.signed.lo).toordinal() - min(one.signed.hi, other.signed.hi).toordinal()
    words = f"{_said(one.signed)} and {_said(other.signed)}"
    if one.day is not None and one.day == other.day:
        yield Reason("same day of signature", 0.45, f"{one.day}")
    elif gap <= 0:
        yield Reason("days of signature agree", 0.3, words)
    elif one.day and other.day and _swapped(one.day) == other.day:
        yield Reason("day and month changed places", 0.3, words)
    elif gap <= NIGH:
        yield Reason("signed within three days", 0.3, words)
    elif gap <= 7:
        yield Reason("signed within a week", 0.15, words)
    elif not _vague(one, other) and {one.day, other.day} & {only_day(one.force), only_day(other.force)}:
        yield Reason("one is signed when the other enters into force", 0.2, words)
    elif gap <= YEAR and _vague(one, other) and _in_force_alike(one, other):
        yield Reason("signed a year apart, in force from one year", 0.15, words)
    elif gap > 31:
        yield Reason("signed more than 31 days apart", -0.1 if one.registers & other.registers else -0.5, words)
    else:
        notes = one.kind == other.kind == "exchangeOfNotes"  # lists take the first note, or the last
        yield Reason("signed on different days", 0.1 if notes or _vague(one, other) else -0.1, words)


def _vague(one: Features, other: Features) -> bool:
    return one.day is None or other.day is None


def _in_force_alike(one: Features, other: Features) -> bool:
    return one.force is not None and other.force is not None and one.force.overlaps(other.force)


def _swapped(day: date) -> date | None:
    return date(day.year, day.day, day.month) if day.day <= 12 else None


def _said(known: Span) -> str:
    return known.lo.isoformat() if known.lo == known.hi else f"{known.lo} to {known.hi}"


def force(one: Features, other: Features) -> Iterator[Reason]:
    """Whether they enter into force on the same day."""
    if one.force is None or other.force is None:
        return
    words = f"{_said(one.force)} and {_said(other.force)}"
    if one.force == other.force and only_day(one.force):
        unsigned = one.signed is None or other.signed is None
        late = 0.05 if one.force == one.signed else 0.15  # that of signature tells little more
        yield Reason("same day of entry into force", 0.3 if unsigned else late, _said(one.force))
    elif one.force.overlaps(other.force):
        yield Reason("days of entry into force agree", 0.15, words)
    elif abs((one.force.lo - other.force.lo).days) > 366:
        yield Reason("in force more than a year apart", -0.05, words)
