"""What words of treaty titles stand for, in four languages: the table in vocabulary.csv, written for the purpose."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

VOCABULARY = Path(__file__).with_name("vocabulary.csv")
LANGUAGES = ("en", "pt", "es", "ru")
WHOLE = 4  # letters; what is shorter or as long stands for itself, what is longer for all words it begins


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words of treaty titles stand for, and how much they tell of the subject: 0 is a word of form."""

    concept: str
    weight: float


@cache
def vocabulary(lang: str) -> tuple[dict[str, Meaning], dict[str, Meaning]]:
    """Whole words, and beginnings of words, of one language."""
    whole: dict[str, Meaning] = {}
    begin: dict[str, Meaning] = {}
    with VOCABULARY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            meaning = Meaning(row["concept"], float(row["weight"]))
            for word in row[lang].split():
                if word.endswith("-"):
                    begin[word[:-1]] = meaning
                elif len(word) <= WHOLE:
                    whole[word] = meaning
                else:
                    begin[word] = meaning
    return whole, begin


@lru_cache(maxsize=100_000)
def meaning(word: str, lang: str) -> Meaning | None:
    """What a folded word stands for in a language; None for one that the vocabulary does not know."""
    whole, begin = vocabulary(lang if lang in LANGUAGES else "en")
    if word in whole:
        return whole[word]
    return next((begin[word[:end]] for end in range(len(word), 1, -1) if word[:end] in begin), None)


def concept(word: str, lang: str) -> str:
    """What a folded word stands for; empty for one that is not known."""
    known = meaning(word, lang)
    return known.concept if known is not None else ""
