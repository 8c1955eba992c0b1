"""Two views of one agreement, value by value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import TypeVar

from kg.diff.model import Shown, ValueChange
from kg.diff.view import ACTS, UNDATED, Act, Doing, Field, View

T = TypeVar("T")
Pair = tuple[Shown | None, Shown | None]
NOTHING: Act = {}


def value_changes(before: View, after: View) -> Iterator[ValueChange]:
    """Fields first, in the order of the view, then acts by their type."""
    for key in dict.fromkeys([*before.values, *after.values]):
        for old, new in _fields(key, before.values.get(key, []), after.values.get(key, [])):
            yield ValueChange(field=key.name, part=key.part, label=key.label, before=old, after=new)
    for doing in sorted({*before.acts, *after.acts}):
        for one, other in _acts(before.acts.get(doing, []), after.acts.get(doing, [])):
            yield from _act(doing, one, other)


def _told(one: Shown) -> tuple[str, str | None, tuple[str, ...]]:
    """What a reader is told; who says it is none of it."""
    return one.value, one.level, one.against


def _fields(key: Field, before: Sequence[Shown], after: Sequence[Shown]) -> Iterator[Pair]:
    old, new = _differing(before, after, _told)
    for one in [one for one in old if one.value in {other.value for other in new}]:  # only the level differs
        other = next(each for each in new if each.value == one.value)
        old.remove(one)
        new.remove(other)
        yield one, other
    if key.several:
        yield from ((one, None) for one in old)
        yield from ((None, one) for one in new)
    else:
        yield from zip_longest(old, new)


def _acts(before: Sequence[Act], after: Sequence[Act]) -> Iterator[tuple[Act, Act]]:
    """The acts of one type and actor that differ: those of one day together, the others in their order."""
    old, new = _differing(before, after, lambda act: tuple((name, _told(value)) for name, value in sorted(act.items())))
    for one in list(old):
        other = next((each for each in new if each["date"].value == one["date"].value), None)
        if other is not None:
            old.remove(one)
            new.remove(other)
            yield one, other
    for one, other in zip_longest(old, new, fillvalue=NOTHING):
        yield one, other


def _act(doing: Doing, one: Act, other: Act) -> Iterator[ValueChange]:
    if not one or not other:
        old, new = _whole(one), _whole(other)
        yield ValueChange(field="act", act=doing.act, actor=doing.actor, label=doing.label, before=old, after=new)
        return
    for name, label in ACTS.items():
        old, new = one.get(name), other.get(name)
        if (old and _told(old)) != (new and _told(new)):
            yield ValueChange(
                field=name, act=doing.act, actor=doing.actor, label=f"{doing.label}, {label}", before=old, after=new
            )


def _whole(act: Act) -> Shown | None:
    """An act in one line: its day, its place, who did it."""
    if not act:
        return None
    when = act.get("date", UNDATED)
    words = [when.words, *(act[name].words for name in ("placeName", "body") if name in act)]
    return Shown(value=when.value, words=", ".join(words), level=when.level, against=when.against, records=when.records)


def _differing(before: Sequence[T], after: Sequence[T], told: Callable[[T], object]) -> tuple[list[T], list[T]]:
    """What is on one side only, as often as it is there."""
    old, new = list(before), list(after)
    for one in before:
        same = next((other for other in new if told(other) == told(one)), None)
        if same is not None:
            old.remove(one)
            new.remove(same)
    return old, new
