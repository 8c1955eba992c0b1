"""Names of other parties in the title of a treaty document: what is found there is proposed, never stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kg.dates import Span
from kg.polities import fold, identify, polities
from loaders.names import Window, only, windows

TABLE = Path(__file__).with_name("names.csv")
HOME = "USA"  # who receives them all; a title that names it, or what depends on it, proposes nothing
SHORTEST = 4  # letters; what is shorter is an abbreviation that a word of a title may be taken for
_WORD = re.compile(r"\w+")
_BEFORE_A_PARTY = frozenset({"with", "between"})
_STYLE = frozenset(  # may stand between that word and a name, or between two names
    {
        *("and", "certain", "commonwealth", "democratic", "federal", "government", "islamic", "kingdom", "of"),
        *("people", "popular", "republic", "s", "socialist", "state", "the", "union"),
    }
)
_NO_PARTY = frozenset(  # names of places that hold that of a polity
    ("china sea", "gulf of mexico", "new jersey", "new mexico", "northern ireland", "sea of japan", "state of georgia")
)


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a title."""

    name: str  # as it stands there
    polity: str | None  # None: it stands for none, or for several, on that day
    after_with: bool  # it follows "with" or "between", as the name of a party does


def names_in(title: str, on: date) -> tuple[Found, ...]:
    """The names of polities in a title, the home state's left out, as they were understood on a day.

    Whole words only, and of names that overlap the longest: no Niger in Nigeria, no Guinea in Papua New Guinea. Case
    is no matter, for many titles are in capitals. An organisation is taken only after "with": elsewhere it is the
    house in which a treaty was made. A polity is given once.
    """
    found: dict[str, Found] = {}
    for name, after_with in _spotted(title):
        polity = polity_of(name, on)
        known = polities().get(polity or "")
        if known is not None and HOME in (known.line, known.depends_on):
            continue
        if known is not None and known.type == "organisationPolity" and not after_with:
            continue
        key = polity or fold(name)
        if key not in found or (after_with and not found[key].after_with):
            found[key] = Found(name, polity, after_with)
    return tuple(found.values())


def polity_of(name: str, on: date) -> str | None:
    """What a name stood for on a day; a state that was gone by then answers if no other ever had the name.

    A treaty is older than the paper that sends it: one with the Soviet Union was sent half a year after its end.
    """
    if (meanings := _spellings().get(fold(name))) is not None:
        return only(meanings, Span(on, on))
    if (polity := identify(name, on=on)) is not None:
        return polity
    gone = polities().get(identify(name) or "")
    return gone.id if gone is not None and gone.type == "statePolity" and gone.exists_from <= on else None


def _spotted(title: str) -> Iterator[tuple[str, bool]]:
    """Known names as they stand in a title, and whether they follow "with" or "between"."""
    matches = list(_WORD.finditer(title))
    words = [fold(match.group()) for match in matches]
    place, after_with = 0, False
    while place < len(words):
        length = _longest(words, place)
        if not length:
            after_with = words[place] in _BEFORE_A_PARTY or (after_with and words[place] in _STYLE)
            place += 1
            continue
        if " ".join(words[place : place + length]) not in _NO_PARTY:
            yield title[matches[place].start() : matches[place + length - 1].end()], after_with
        place += length


def _longest(words: list[str], place: int) -> int:
    """How many words the longest name that begins at this place has; 0: none does."""
    choices = _known().get(words[place], ())
    return next((len(name) for name in choices if words[place : place + len(name)] == name), 0)


@cache
def _spellings() -> dict[str, list[Window]]:
    return {fold(name): meanings for name, meanings in windows(TABLE).items()}


@cache
def _known() -> dict[str, list[list[str]]]:
    """Names of polities in the Latin alphabet, without their article, by their first word, the longest first."""
    names = {name for polity in polities().values() for name in (*polity.labels.values(), *polity.alt_labels)}
    folded = {fold(name).removeprefix("the ") for name in names} | _spellings().keys() | _NO_PARTY
    found: dict[str, list[list[str]]] = {}
    for name in sorted(folded, key=lambda name: (-len(name.split()), name)):
        if name.isascii() and len(name) >= SHORTEST:
            found.setdefault(name.split()[0], []).append(name.split())
    return found
