"""The cell `Membership`: names in a row, among them blocs with their members in brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

_BREAK = re.compile(r"(?:\\[rn]|\s)+")  # line breaks are written out: a backslash and a letter
_GLOSS = re.compile(r"\(([^(),;]*)\)")  # one name in brackets explains the name before it
_BLOC = re.compile(r"\(+([^()]*)\)")
_SEPARATOR = re.compile(r"[,;]| - ")
_BETWEEN = re.compile(r" (?:and )?")


@dataclass(frozen=True, slots=True)
class Member:
    """A name; a bloc and those named as its members have one `group`, every other name its own."""

    name: str
    group: int


def clean(text: str) -> str:
    """A cell without its line breaks, doubled spaces and spaces at the ends."""
    return _BREAK.sub(" ", text).strip()


def members(cell: str, known: Callable[[str], bool]) -> list[Member]:
    """The names of a cell in its order: "EFTA (Iceland, Norway), Chile" has two groups.

    `known` tells what is a name: "Serbia and Montenegro" is left whole if it is one, and else read as two.
    """
    texts = _BLOC.split(_GLOSS.sub(r"[\1]", clean(cell)))  # outside, in brackets, outside ...
    found: list[Member] = []
    group = 0
    for outside, inside in zip_longest(texts[::2], texts[1::2], fillvalue=""):
        for name in _names(outside, known):
            group += 1
            found.append(Member(name, group))
        found += [Member(name, group) for name in _names(inside, known)]
    return found


def _names(text: str, known: Callable[[str], bool]) -> Iterator[str]:
    for part in _SEPARATOR.split(text):
        name = part.strip().removeprefix("and ").rstrip(".").replace("[", "(").replace("]", ")")
        if name:
            yield from _parted(name, known)


def _parted(name: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """One name, or two where it is none but both sides of an "and" or of a space are: a comma is missing."""
    if "(" not in name and not known(name):
        for between in _BETWEEN.finditer(name):
            two = name[: between.start()], name[between.end() :]
            if all(map(known, two)):
                return two
    return (name,)
