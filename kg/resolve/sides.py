"""What the parties of two records say for or against their being of one agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kg.polities import polities
from kg.resolve.features import Features
from kg.resolve.model import Reason


def both_known(one: Features, other: Features) -> bool:
    """Whether both list parties to compare."""
    return min(len(one.lines), len(other.lines)) > 1


def codes(one: Features) -> str:
    """The lines of its parties: BRA-GBR."""
    return "-".join(sorted(one.lines))


def stands_for(one: Features, other: Features) -> bool:
    """Whether one names as a party the state that acted for a party of the other, and speaks of that party too."""
    mine, theirs = one.lines - other.lines, other.lines - one.lines
    if not one.lines & other.lines:
        return False
    spoken = mine <= other.spoken or theirs <= one.spoken
    return spoken or _answered(mine, theirs, one.day) or _answered(theirs, mine, one.day)


def _answered(dependent: frozenset[str], states: frozenset[str], day: date | None) -> bool:
    """Whether states answered abroad for all of some lines on a day."""
    return day is not None and all(
        any(
            polity.line == line
            and polity.depends_on is not None
            and polities()[polity.depends_on].line in states
            and polity.exists_from <= day <= (polity.exists_to or date.max)
            for polity in polities().values()
        )
        for line in dependent
    )


def parties(one: Features, other: Features) -> Iterator[Reason]:
    """Whether they are between the same parties."""
    if not both_known(one, other):
        yield from _by_title(*sorted((one, other), key=lambda record: len(record.lines)))
        return
    together = len(one.lines | other.lines)
    shared, fewer = len(one.lines & other.lines), min(len(one.lines), len(other.lines))
    words = f"{shared} of {together} in both"
    if one.lines == other.lines:
        yield Reason("same parties", 0.2, f"all {shared}" if shared > 5 else codes(one))
    elif one.bilateral and other.bilateral and stands_for(one, other):
        yield Reason("one acted for a party of the other", 0.15, f"{codes(one)} and {codes(other)}")
    elif 2 * shared >= together or (shared == fewer and shared > 2):
        yield Reason("most parties are the same", 0.15, words)
    elif 2 * shared >= fewer and shared > 1:
        yield Reason("some parties are the same", 0.1, words)
    else:
        yield Reason("other parties", -0.1, words)
    if fewer == 2 and max(len(one.lines), len(other.lines)) > 3:
        yield Reason("one is between two, the other among several", -0.3, words)
    if strangers := [*_strangers(one, other), *_strangers(other, one)]:
        yield Reason("title names a party that the other has not", -0.2, ", ".join(strangers))
    if one.companies != other.companies:
        yield Reason("one is between companies", -0.2, "the other between states or their bodies")


def _strangers(one: Features, other: Features) -> list[str]:
    """Parties that the title of one names and that are none of the other's."""
    return sorted((one.lines & one.named) - other.lines - other.spoken)


def _by_title(fewer: Features, more: Features) -> Iterator[Reason]:
    """What the title of a record that lists no parties, or one, says of the parties of the other."""
    named = sorted(more.lines & fewer.spoken)
    words = f"{fewer.key} names {', '.join(named) or 'none of these'}"
    if len(more.lines) > 1 and len(named) == len(more.lines):
        yield Reason("title names the parties of the other", 0.2, words)
        return
    strangers = sorted(fewer.spoken - more.spoken)
    if more.bilateral and strangers:
        yield Reason("title names others than the parties", -0.3, f"{fewer.key} names {', '.join(strangers)}")
    elif len(named) > 1:
        yield Reason("title names parties of the other", 0.1, words)
    else:
        yield Reason("parties not known", 0.05 if named else 0.0, words)
