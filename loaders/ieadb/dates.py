"""Days of the two files: real ones, and those that stand for something else."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from loaders.fields import Fields, Report

UNKNOWN = "0000-00-00"  # the day; the year may be known
# of the first of January: signed on an unknown day (2699); not in force, for one reason or another
NO_YEARS = frozenset({"2599", "2699", "2899", "2999", "3200"})
LAST = 2100  # no treaty is known to take effect after this year


def day(row: Fields, column: str, report: Report) -> str | None:
    """The day in a column; None if it is blank or stands for no day. One that cannot be read is reported."""
    text = row.take(column)
    if not text or text == UNKNOWN or (text[:4] in NO_YEARS and text[4:] == "-01-01"):
        return None
    with suppress(ValueError):
        if date.fromisoformat(text).year <= LAST:
            return text
    report(row.problem("unread-date", column, "expected a day of the calendar as YYYY-MM-DD; it is left out"))
    return None
