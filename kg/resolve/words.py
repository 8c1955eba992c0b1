"""Titles as they are compared: what their words mean in any of four languages, and the numbers that part sisters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from kg.polities import fold, lines, polities
from kg.resolve.numbers import COUNTED, numbers
from kg.resolve.vocabulary import concept
from kg.resolve.vocabulary import meaning as meaning  # for those who read titles by these words

CHANGES = frozenset({"amend", "extend", "terminate"})  # concepts that say an instrument changes another one
FORMS = frozenset(
    {
        *("agreement", "treaty", "convention", "protocol", "notes", "memorandum", "arrangement", "declaration"),
        *("supplementary", "amend", "programme"),
    }
)
HEAD = 5  # words among which a title says what it is
EARLY = 3  # telling words; a change named after them is of something else
PLACE = "place-"  # before the concept of a town
WATERS = frozenset({"river", "lake", "basin", "canal"})  # what is named after a country is not the country
OF_PARENTS = frozenset({"cooperation", "technical", "science", "technology", "economic", "project", "implementation"})
LEAST = 0.6  # weight of a title that can be compared at all
UNKNOWN_WORD = 0.8  # weight of a word that the vocabulary does not know: a name, a place, a river
_THOUSANDS = re.compile(r"(?<=\d)[,.  ](?=\d{3}(?!\d))")
_MILLIONS = re.compile(r"(\d+)(?:[.,](\d+))?\s*(?:million|millones|milh[oõ]es|млн)")
_ACRONYM = re.compile(r"\b[A-Z]{3,}(?:-[A-Z]+)?\b")
ALSO = {  # names and adjectives of countries that are not among their names
    "CHE": ("Swiss", "Helvetic"),
    "DNK": ("Danish",),
    "ESP": ("Spanish",),
    "EU": ("EC", "EEC"),
    "FRA": ("French",),
    "GBR": ("UK", "Great Britain", "British", "Britannic", "England", "Great Britain and Northern Ireland"),
    "GRC": ("Greek", "Hellenic"),
    "IRL": ("Irish",),
    "NLD": ("Dutch",),
    "POL": ("Polish",),
    "RUS": ("USSR", "Soviet"),
    "USA": ("US", "USA"),
}


@dataclass(frozen=True, slots=True)
class Title:
    """One title: its language, its telling words with their weights, and the numbers in it by kind."""

    value: str
    lang: str
    words: dict[str, float]
    numbers: dict[str, frozenset[str]]  # kind: "number" (No. 2, third), "date" (year of another act), "year", "amount"
    form: str  # the concept of its first word of form: agreement, protocol ...
    changes: frozenset[str]  # of CHANGES
    acronyms: frozenset[str]  # "NAFTA", folded; none where all is in capitals
    initials: str  # of its words that are not of form
    bare: bool  # it names its parties and says nothing else: "Mexico - Uruguay"

    @property
    def weight(self) -> float:
        """How much there is to compare."""
        return sum(self.words.values())


class Likeness(NamedTuple):
    """How alike two titles are, 0 to 1; the weight of the words that they share; these words."""

    like: float
    common: float
    words: tuple[str, ...]


@cache
def phrases_of_line(line: str) -> tuple[str, ...]:
    """The names of a country line and of its polities in all languages, folded, without their article."""
    labels = [*lines().get(line, {}).values(), *ALSO.get(line, ())]
    for polity in polities().values():
        if polity.line == line:
            labels += [*polity.labels.values(), *polity.alt_labels]
    return tuple(sorted({fold(label).removeprefix("the ") for label in labels}))


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """All names of country lines, word by word, under their first word; the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for line in lines():
        for phrase in phrases_of_line(line):
            if phrase:
                found[phrase.split()[0]].append((tuple(phrase.split()), line))
    return {first: sorted(phrases, key=lambda one: -len(one[0])) for first, phrases in found.items()}


def lines_named(text: str) -> frozenset[str]:
    """The country lines that a folded text names; of names that overlap the longest: no Ireland in Northern Ireland."""
    words, place = text.split(), 0
    found: set[str] = set()
    while place < len(words):
        choices = _phrases().get(words[place], ())
        fits = [(phrase, line) for phrase, line in choices if tuple(words[place : place + len(phrase)]) == phrase]
        length = len(fits[0][0]) if fits else 1
        found.update(line for phrase, line in fits if len(phrase) == length)
        place += length
    return frozenset(found)


@cache
def _words_of_line(line: str) -> frozenset[str]:
    return frozenset(word for phrase in phrases_of_line(line) for word in phrase.split() if len(word) > 2)


def names_of(line_codes: Iterable[str], given: Iterable[str]) -> frozenset[str]:
    """The words by which a title names its parties: of their lines, and as the source writes them."""
    return frozenset[str]().union(*map(_words_of_name, given), *map(_words_of_line, line_codes))


@cache
def _words_of_name(name: str) -> frozenset[str]:
    return frozenset(word for word in fold(name).split() if len(word) > 2)


@lru_cache(maxsize=100_000)
def read_title(value: str, lang: str, names: frozenset[str], signed: str = "") -> Title:
    """Read a title; words that name its parties (`names`) and the numbers of its own day (`signed`) are left out."""
    stems = _stems(names)
    words: dict[str, float] = {}
    form, changes, told = "", set(), 0
    tokens = _tokens(value)
    counted = numbers(tokens, lang, signed)
    for place, token in enumerate(tokens):
        before, after = " ".join(tokens[place - 1 : place]), " ".join(tokens[place + 1 : place + 2])
        known = meaning(token, lang)
        if known is not None and known.concept in CHANGES and told < EARLY:
            changes.add(known.concept)
        if known is not None and not form and place < HEAD and known.concept in FORMS:
            form = known.concept
        if COUNTED.fullmatch(token) or (known is not None and not known.weight):
            continue
        if _names_a_party(token, names, stems) and not {concept(before, lang), concept(after, lang)} & WATERS:
            continue
        told += 1
        if known is not None:
            words.update((concept, known.weight) for concept in known.concept.removeprefix(PLACE).split("+"))
        elif len(token) > 2:
            words[_singular(token)] = UNKNOWN_WORD
    if "supplementary" in words:  # the words of the agreement that it supplements tell little of itself
        words.update((word, words[word] / 4) for word in words.keys() & OF_PARENTS)
    shouted = value.isupper() and len(tokens) > 3
    acronyms = frozenset(_singular(fold(one)) for one in _ACRONYM.findall(value) if not shouted)
    initials = "".join(token[0] for token in tokens if _weighs(token, lang))
    bare = not words and any(_names_a_party(token, names, stems) for token in tokens)
    return Title(value, lang, words, counted, form, frozenset(changes), acronyms & words.keys(), initials, bare)


def _weighs(token: str, lang: str) -> bool:
    known = meaning(token, lang)
    return known is None or known.weight > 0


def _tokens(value: str) -> list[str]:
    text = _MILLIONS.sub(lambda m: f"{m[1]}{(m[2] or '').ljust(6, '0')[:6]} ", value.casefold())
    return fold(_THOUSANDS.sub("", text)).split()


@lru_cache(maxsize=20_000)
def _stems(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name[: 5 if len(name) > 6 else 4] for name in names if len(name) >= 4)


def _names_a_party(token: str, names: frozenset[str], stems: frozenset[str]) -> bool:
    return token in names or token[:4] in stems or token[:5] in stems


def _singular(token: str) -> str:
    return token[:-1] if len(token) > 4 and token.endswith("s") and not token.endswith("ss") else token


def likeness(one: Title, other: Title) -> Likeness | None:
    """How alike two titles are; None where one of them says nothing of a subject.

    The mean of two shares: of the words of both, and of those of the shorter one; a shorter title may leave out.
    """
    if min(one.weight, other.weight) < LEAST:
        return None
    same_language = one.lang == other.lang
    pairs = list(_shared(one.words, other.words, 85 if same_language else 75))
    common = sum(min(one.words[a], other.words[b]) for a, b in pairs)
    least = min(one.weight, other.weight)
    left = 1.0 if same_language else 0.6  # what a vocabulary does not know looks different in another language
    dice = common / (common + left * ((one.weight + other.weight) / 2 - common))
    share = common / (common + left * max(0.0, max(least, 1.6) - common))
    like = min(1.0, (dice + share) / 2)
    if (one.acronyms & other.acronyms and common >= least - 0.1) or _initials(one, other) or _initials(other, one):
        like = max(like, 0.85)  # SAFTA, and South Asian Free Trade Area (SAFTA)
    return Likeness(like, common, tuple(sorted(a for a, _ in pairs)))


def _initials(one: Title, other: Title) -> bool:
    """Whether a title is the initials of the words of the other: EFTA."""
    return one.words.keys() == one.acronyms and all(len(a) > 2 and a in other.initials for a in one.acronyms)


def _shared(one: dict[str, float], other: dict[str, float], near: int) -> Iterator[tuple[str, str]]:
    """Words of both, and pairs of words that are nearly spelled alike."""
    both = one.keys() & other.keys()
    yield from ((word, word) for word in one if word in both)  # sums of weights depend on the order
    rest = sorted(word for word in other.keys() - both if len(word) > 3)
    for word in sorted(one.keys() - both):
        if one[word] != UNKNOWN_WORD or len(word) < 4:
            continue
        for candidate in rest:
            least = near - 10 if word[:4] == candidate[:4] else near
            if fuzz.ratio(word, candidate) >= least:
                yield word, candidate
                rest.remove(candidate)
                break


def without(title: Title, names: frozenset[str]) -> Title:
    """A title without the words that name parties of another record."""
    stems = _stems(names)
    kept = {word: weight for word, weight in title.words.items() if not _names_a_party(word, names, stems)}
    return title if len(kept) == len(title.words) else replace(title, words=kept)
