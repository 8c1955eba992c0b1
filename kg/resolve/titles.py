"""What the titles of two records say for or against their being of one agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.resolve.features import Features
from kg.resolve.model import Reason
from kg.resolve.words import Likeness, Title, likeness, without

TITLE = 0.45  # of titles that are alike by four fifths or more
SPOKEN = {"trade": frozenset({"trade", "free", "economic", "customs", "goods", "association"})}  # topic: its words


class Pair(NamedTuple):
    """Two titles and how alike they are."""

    like: Likeness
    one: Title
    other: Title


def best(one: Features, other: Features) -> Pair | None:
    """The two titles that are most alike; None where none say anything of a subject."""
    pairs = _told(one, other)
    found = [Pair(like, a, b) for a, b in pairs if (like := likeness(a, b)) is not None]
    return max(found, key=lambda pair: pair.like.like, default=None)


def titles(one: Features, other: Features, pair: Pair | None) -> Iterator[Reason]:
    """What the most alike titles say; without any, what they say by naming their parties only."""
    if pair is None:
        yield from _names(one, other)
        return
    like, a, b = pair
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
    pairs = _told(one, other)
    if any(a.bare and b.bare for a, b in pairs):
        yield Reason("same name", 0.3, "both are called by the names of their parties")
    elif any(a.bare or b.bare or not a.words or not b.words for a, b in pairs):
        labels = all(not a.form and not b.form for a, b in pairs)
        yield Reason("one is called by its parties only", 0.2 if labels else 0.1, "its title says nothing else")
        if not labels:
            yield from _spoken_of(*((one, other) if any(not a.words for a, _ in pairs) else (other, one)))
        elif one.topics and other.topics and one.wider.isdisjoint(other.wider):
            yield Reason("other topics", -0.4, f"{_list(one.topics)} and {_list(other.topics)}")


def _spoken_of(bare: Features, other: Features) -> Iterator[Reason]:
    """Whether the title of one speaks of the topics of another whose title does not."""
    wanted = {word for topic in bare.topics for word in SPOKEN.get(topic, ())}
    if wanted and wanted.isdisjoint(other.words):
        yield Reason("title speaks of something else", -0.4, f"not of {_list(bare.topics)}")


def _told(one: Features, other: Features) -> list[tuple[Title, Title]]:
    """Titles to compare, without the names of either's parties."""
    pairs = comparable(one, other)
    if one.lines == other.lines:
        return pairs
    return [(without(a, other.names), without(b, one.names)) for a, b in pairs]


def comparable(one: Features, other: Features) -> list[tuple[Title, Title]]:
    """Pairs of titles in one language if there are any, else all pairs."""
    pairs = [(a, b) for a in one.titles for b in other.titles]
    return [(a, b) for a, b in pairs if a.lang == b.lang] or pairs


def _numbers(one: Title, other: Title) -> Iterator[Reason]:
    if one.acronyms and other.acronyms and one.acronyms.isdisjoint(other.acronyms):
        yield Reason("other initials in the title", -0.15, f"{_list(one.acronyms)} and {_list(other.acronyms)}")
    for kind in sorted(one.numbers.keys() & other.numbers.keys()):
        mine, theirs = one.numbers[kind], other.numbers[kind]
        if mine.isdisjoint(theirs):
            weight = -0.3 if kind == "date" else -0.6
            yield Reason(f"another {kind} in the title", weight, f"{_list(mine)} and {_list(theirs)}")
        elif kind == "number" and mine == theirs:
            yield Reason("same number in the title", 0.05, _list(mine))


def _list(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))
