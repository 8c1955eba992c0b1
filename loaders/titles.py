"""Names of other parties in an English title of a treaty: what is found there is proposed, never stated."""

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

AFTER_WITH = "named in the title, after 'with' or 'between'"
ELSEWHERE = "named elsewhere in the title"
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
    basis: str  # AFTER_WITH, as the name of a party does, or ELSEWHERE


@dataclass(frozen=True, slots=True)
class Titles:
    """How the titles of one source are read.

    `table`: spellings of its own, which count before all others, without regard to case. `home`: the country line that
    takes part in every treaty; a title that names it, or what depends on it, proposes nothing.
    """

    table: Path
    home: str

    def names_in(self, title: str, on: date) -> tuple[Found, ...]:
        """The names of polities in a title, the home state's left out, as they were understood on a day.

        Whole words only, and of names that overlap the longest: no Niger in Nigeria, no Guinea in Papua New Guinea.
        Case is no matter, for many titles are in capitals. An organisation is taken only after "with": elsewhere it is
        the house in which a treaty was made. A polity is given once.
        """
        found: dict[str, Found] = {}
        for name, basis in _spotted(title, _known(self.table)):
            polity = self.polity(name, on)
            known = polities().get(polity or "")
            if known is not None and self.home in (known.line, known.depends_on):
                continue
            if known is not None and known.type == "organisationPolity" and basis == ELSEWHERE:
                continue
            key = polity or fold(name)
            if key not in found or (basis == AFTER_WITH and found[key].basis == ELSEWHERE):
                found[key] = Found(name, polity, basis)
        return tuple(found.values())

    def polity(self, name: str, on: date) -> str | None:
        """What a name stood for on a day; a state that was gone by then answers if no other ever had the name.

        A treaty is older than the paper that speaks of it: one with the Soviet Union was sent to a parliament half a
        year after its end.
        """
        if (meanings := _spellings(self.table).get(fold(name))) is not None:
            return only(meanings, Span(on, on))
        if (polity := identify(name, on=on)) is not None:
            return polity
        gone = polities().get(identify(name) or "")
        return gone.id if gone is not None and gone.type == "statePolity" and gone.exists_from <= on else None


_Names = dict[str, list[list[str]]]  # folded, word by word, under their first word; the longest first


def _spotted(title: str, known: _Names) -> Iterator[tuple[str, str]]:
    """Known names as they stand in a title, and whether they follow "with" or "between"."""
    matches = list(_WORD.finditer(title))
    words = [fold(match.group()) for match in matches]
    place, basis = 0, ELSEWHERE
    while place < len(words):
        choices = known.get(words[place], ())
        length = next((len(name) for name in choices if words[place : place + len(name)] == name), 0)
        if not length:
            goes_on = basis == AFTER_WITH and words[place] in _STYLE
            basis = AFTER_WITH if goes_on or words[place] in _BEFORE_A_PARTY else ELSEWHERE
        elif " ".join(words[place : place + length]) not in _NO_PARTY:
            yield title[matches[place].start() : matches[place + length - 1].end()], basis
        place += length or 1


@cache
def _spellings(table: Path) -> dict[str, list[Window]]:
    return {fold(name): meanings for name, meanings in windows(table).items()}


@cache
def _known(table: Path) -> _Names:
    """Names of polities in the Latin alphabet, without their article, and those of the table."""
    names = {name for polity in polities().values() for name in (*polity.labels.values(), *polity.alt_labels)}
    folded = {fold(name).removeprefix("the ") for name in names} | _spellings(table).keys() | _NO_PARTY
    found: _Names = {}
    for name in sorted(folded, key=lambda name: (-len(name.split()), name)):
        if name.isascii() and len(name) >= SHORTEST:
            found.setdefault(name.split()[0], []).append(name.split())
    return found
