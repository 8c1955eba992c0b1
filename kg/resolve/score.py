"""How likely two records are of one agreement: what speaks for it and against it, each with a weight and in words.

The weights add up; the sum is cut to 0..1. They began as those of MODEL 6 and were set on the labelled pairs of half
"tune" in tests/resolve.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from kg.dates import Span
from kg.resolve.features import Features, only_day
from kg.resolve.model import Reason
from kg.resolve.words import Likeness, Title, likeness, without

TITLE = 0.45  # of titles that are alike by four fifths or more
NIGH = 3  # days by which lists differ on one signature
SPOKEN = {"trade": frozenset({"trade", "free", "economic", "customs", "goods", "association"})}  # topic: its words
_PARENTS = frozenset({"agreement", "treaty", "convention"})
_ALIKE = (  # kinds that lists use for one another
    frozenset({"agreement", "treaty", "convention", "frameworkAgreement"}),
    frozenset({"memorandum", "arrangement", "agreement"}),
    frozenset({"exchangeOfNotes", "agreement", "arrangement"}),
    frozenset({"declaration", "jointDeclaration"}),
)
_VAGUE = frozenset({"", "otherInstrument", "unspecifiedInstrument"})


class Scored(NamedTuple):
    """What two records come to; `refused`: the hard rule that keeps them apart, in words."""

    score: float
    reasons: tuple[Reason, ...]
    refused: str = ""
    same: float = 0.0  # how far titles and parties are the same, 0 to 2: what tells rivals apart


def score(one: Features, other: Features) -> Scored:
    """Weigh two records."""
    like = _best_titles(one, other)
    reasons = [reason for part in _PARTS for reason in part(one, other)] + list(_titles(one, other, like))
    return Scored(summed(reasons), tuple(reasons), refusal(one, other), round(_same(one, other, like), 3))


def _same(one: Features, other: Features, best: _Titles | None) -> float:
    bare = [title.bare for title in (*one.titles, *other.titles)]
    like = best.like.like if best else 1.0 if bare and all(bare) else 0.6 if any(bare) else 0.0
    if min(len(one.lines), len(other.lines)) < 2:
        return like + 1
    return like + len(one.lines & other.lines) / len(one.lines | other.lines)


def summed(reasons: Iterable[Reason]) -> float:
    """The score that reasons come to."""
    return round(min(1.0, max(0.0, sum(reason.weight for reason in reasons))), 3)


def same_days(one: Features, other: Features, apart: int = NIGH) -> bool:
    """Whether two signatures can be of one day, or of days that are so far apart, as lists differ on days."""
    if one.signed is None or other.signed is None:
        return False
    gap = max(one.signed.lo, other.signed.lo).toordinal() - min(one.signed.hi, other.signed.hi).toordinal()
    return gap <= apart


def refusal(one: Features, other: Features) -> str:
    """The hard rule by which two records are never of one agreement; empty if there is none."""
    if one.key.source == other.key.source:
        return f"both stand in {one.key.source}, which lists an agreement once"
    two_sided = one.known and other.known and one.bilateral and other.bilateral
    if two_sided and one.lines != other.lines and not _stands_for(one, other):
        return f"other sides: {_codes(one)} and {_codes(other)}"
    return _changes_what(one, other) or _changes_what(other, one)


def _stands_for(one: Features, other: Features) -> bool:
    """Whether one names as a party the state that acted for a party of the other, and speaks of that party too."""
    mine, theirs = one.lines - other.lines, other.lines - one.lines
    if not one.lines & other.lines:
        return False
    return mine <= other.spoken or theirs <= one.spoken


def _changes_what(one: Features, other: Features) -> str:
    """Whether one is an amendment, extension or protocol, and the other the kind of instrument that it belongs to."""
    for a, b in _comparable(one, other):
        parent = b.form in _PARENTS and b.weight >= 1
        told = b.weight >= 1.6 and not {"protocol", *a.changes} & b.words.keys()
        if a.changes and not b.changes and parent and told:
            return f"{one.key} is to {' and '.join(sorted(a.changes))} an agreement, {other.key} is not"
        if a.form == "protocol" and parent:
            return f"{one.key} is a protocol, {other.key} is not"
    return ""


def _codes(one: Features) -> str:
    return "-".join(sorted(one.lines))


def _register(one: Features, other: Features) -> Iterator[Reason]:
    if shared := sorted(one.registers & other.registers):
        yield Reason("same register number", 0.6, ", ".join(shared))


def _days(one: Features, other: Features) -> Iterator[Reason]:
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
    elif {one.day, other.day} & {only_day(one.force), only_day(other.force)} - {None}:
        yield Reason("one is signed when the other enters into force", 0.2, words)
    elif gap > 31:
        yield Reason("signed more than 31 days apart", -0.5, words)
    else:
        notes = one.kind == other.kind == "exchangeOfNotes"  # lists take the first note, or the last
        vague = one.day is None or other.day is None
        yield Reason("signed on different days", 0.1 if notes or vague else -0.1, words)


def _swapped(day: date) -> date | None:
    return date(day.year, day.day, day.month) if day.day <= 12 else None


def _said(known: Span) -> str:
    return known.lo.isoformat() if known.lo == known.hi else f"{known.lo} to {known.hi}"


def _force(one: Features, other: Features) -> Iterator[Reason]:
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


def _parties(one: Features, other: Features) -> Iterator[Reason]:
    if min(len(one.lines), len(other.lines)) < 2:
        yield _by_title(*sorted((one, other), key=lambda record: len(record.lines)))
        return
    together = len(one.lines | other.lines)
    shared, fewer = len(one.lines & other.lines), min(len(one.lines), len(other.lines))
    words = f"{shared} of {together} in both"
    if one.lines == other.lines:
        yield Reason("same parties", 0.2, f"all {shared}" if shared > 5 else _codes(one))
    elif one.bilateral and other.bilateral and _stands_for(one, other):
        yield Reason("one acted for a party of the other", 0.15, f"{_codes(one)} and {_codes(other)}")
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


def _by_title(fewer: Features, more: Features) -> Reason:
    """What the title of a record that lists no parties, or one, says of the parties of the other."""
    named = sorted(more.lines & fewer.spoken)
    if len(more.lines) < 2 or not named:
        return Reason("parties not known", 0.0, f"{fewer.key} lists {len(fewer.lines)} and names none of the other's")
    words = f"{fewer.key} names {', '.join(named)}"
    if len(named) == len(more.lines):
        return Reason("title names the parties of the other", 0.2, words)
    return Reason("title names parties of the other", 0.1 if len(named) > 1 else 0.05, words)


class _Titles(NamedTuple):
    like: Likeness
    one: Title
    other: Title


def _best_titles(one: Features, other: Features) -> _Titles | None:
    """The two titles that are most alike; None where none say anything of a subject."""
    pairs = _comparable(one, other)
    if one.lines != other.lines:
        pairs = [(without(a, other.names), without(b, one.names)) for a, b in pairs]
    found = [_Titles(like, a, b) for a, b in pairs if (like := likeness(a, b)) is not None]
    return max(found, key=lambda titles: titles.like.like, default=None)


def _titles(one: Features, other: Features, best: _Titles | None) -> Iterator[Reason]:
    if best is None:
        yield from _names(one, other)
        return
    like, a, b = best
    low = -0.2 if a.lang == b.lang and min(a.weight, b.weight) >= 1.4 else -0.1
    words = f"{round(100 * like.like)} % alike" + (f" ({a.lang}, {b.lang})" if a.lang != b.lang else "")
    said = f"{words}: {', '.join(like.words) or 'no word shared'}"
    weight = TITLE * min(1.0, (like.like - 0.3) / 0.5) + 0.06 * max(0.0, like.like - 0.8) / 0.2
    yield Reason("titles", round(weight, 3), said) if weight > 0 else Reason("titles differ", low, said)
    if like.like >= 0.8 and like.common >= 3:
        yield Reason("many telling words in both titles", 0.1, f"{len(like.words)} words")
    yield from _numbers(a, b)


def _names(one: Features, other: Features) -> Iterator[Reason]:
    """Titles that name the parties and say nothing else."""
    pairs = _comparable(one, other)
    if any(a.bare and b.bare for a, b in pairs):
        yield Reason("same name", 0.3, "both are called by the names of their parties")
    elif any(a.bare or b.bare for a, b in pairs):
        labels = all(not a.form and not b.form for a, b in pairs)
        yield Reason("one is called by its parties only", 0.2 if labels else 0.1, "its title says nothing else")
        if one.topics and other.topics and one.wider.isdisjoint(other.wider):
            yield Reason("other topics", -0.4, f"{_list(one.topics)} and {_list(other.topics)}")
        elif not labels:
            yield from _spoken_of(*((one, other) if any(a.bare for a, _ in pairs) else (other, one)))


def _spoken_of(bare: Features, other: Features) -> Iterator[Reason]:
    """Whether the title of one speaks of the topics of another whose title does not."""
    wanted = {word for topic in bare.topics for word in SPOKEN.get(topic, {topic})}
    if wanted and wanted.isdisjoint(other.words):
        yield Reason("title speaks of something else", -0.4, f"not of {_list(bare.topics)}")


def _comparable(one: Features, other: Features) -> list[tuple[Title, Title]]:
    """Pairs of titles in one language if there are any, else all pairs."""
    pairs = [(a, b) for a in one.titles for b in other.titles]
    return [(a, b) for a, b in pairs if a.lang == b.lang] or pairs


def _numbers(one: Title, other: Title) -> Iterator[Reason]:
    for kind in one.numbers.keys() & other.numbers.keys():
        mine, theirs = one.numbers[kind], other.numbers[kind]
        if mine.isdisjoint(theirs):
            weight = -0.3 if kind == "date" else -0.6
            yield Reason(f"another {kind} in the title", weight, f"{_list(mine)} and {_list(theirs)}")
        elif kind == "number" and mine == theirs:
            yield Reason("same number in the title", 0.05, _list(mine))


def _list(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))


def _kinds(one: Features, other: Features) -> Iterator[Reason]:
    if one.kind in _VAGUE or other.kind in _VAGUE:
        return
    if one.kind == other.kind:
        yield Reason("same kind", 0.05, one.kind)
    elif "finalAct" in (one.kind, other.kind):
        yield Reason("one is a final act", -0.3, f"{one.kind} and {other.kind}")
    elif "protocol" in (one.kind, other.kind) and _PARENTS & {one.kind, other.kind}:
        yield Reason("one is a protocol", -0.15, f"{one.kind} and {other.kind}")
    elif not any({one.kind, other.kind} <= kinds for kinds in _ALIKE):
        yield Reason("another kind", -0.05, f"{one.kind} and {other.kind}")


def _topics(one: Features, other: Features) -> Iterator[Reason]:
    if shared := sorted(one.topics & other.topics):
        yield Reason("same topic", 0.1, ", ".join(shared))
    elif near := sorted(one.wider & other.wider):
        yield Reason("related topics", 0.05, ", ".join(near))


def _places(one: Features, other: Features) -> Iterator[Reason]:
    if one.place and one.place == other.place:
        yield Reason("same place", 0.05, one.place)


_PARTS = (_register, _days, _force, _parties, _kinds, _topics, _places)
