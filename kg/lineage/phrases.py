"""The words by which titles say what an agreement does to another, and which words name an agreement, by language.

`phrases.csv` holds them as regular expressions. All are matched in titles as `kg.lineage.days.plain` gives them:
without case and accents. Past participles ("as amended", "revised convention") say what was done before, and are no
verbs of the title.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

PHRASES = Path(__file__).with_name("phrases.csv")
LANGUAGES = ("en", "pt", "es", "ru")
_DONE = "(?:amended|modified|prolonged|extended|renewed|revised|supplemented)"

PAST = re.compile(rf"\b{_DONE} by\b")
CHANGED = re.compile(rf"\W*(?:(?:as|and)\W+)*{_DONE}\W+(?:\w+\W+){{0,3}}")
UNTIL = re.compile(
    r"\b(?:until|till|up to|as from|from|with effect from|expir\w+(?: on)?|period (?:of|from)|not later than"
    r"|ate|a partir de|hasta|до)\W+(?:the )?$"
)
PLURAL = re.compile(r"(?:treaties|conventions|agreements|protocols|acordos|convenios|tratados|convencoes|acuerdos)\b")
SIGNED = re.compile(
    r"\b(?:signed|done|dated|concluded|adopted|assinad[oa]|firmad[oa]|celebrad[oa]|suscrit[oa]|подписан\w*)\b"
)
TERRITORY = re.compile(r"\bto\W+(?:the |certain |his |her |other |various )*")
ARTICLE = re.compile(r"\b(?:the|its|their|said|his|her)\b", re.IGNORECASE)
PLACES = re.compile(r"(?:\w+ ){0,3}(?:territor|protectorate|coloni|colony|island|possession|dominion)")
ATTACHED = re.compile(r"\W*(?:annexed|attached|appended|additional|supplementary)\W+to\b")
PROTOCOL_TO = re.compile(
    r"(?<!relating )(?<!relative )(?<!respect )(?<!accession )(?<!related )\bto the (?:[\w'’-]+\W+){0,4}$"
)
PART_OF_NAME = re.compile(r"\b(?:the|said|his|her|existing)\W+(?:\w+\W+)?$")
AND = re.compile(r"[\W\d]*(?:(?:and|or|e|y|и)\b)?(?:\W*\b(?:of|the|its?|further|do|da|de|del)\b)*[\W\d]*")
AND_THE = re.compile(r"\W*(?:and|e|y|и)\b")
AND_DOES = re.compile(r"\b(?:and|e|y|и)\W+(?:\w+\W+){0,2}$")
TO = re.compile(
    r"(?:\W|\d)*(?:(?:no|number|final)\W+)?(?:\(?[ivx]{1,4}\)?\W+)?"
    r"(?:attached |annexed |supplementary |additional )?(?:to|ao|a|al|к)\b"
)
ADJECTIVES = re.compile(r"(?:[\w'’.-]+\W+){0,5}$")
POINTING = re.compile(r"\b(?:the|said|existing|to|of|ao|a|aos|do|da|al|del|к|\w+ing)\b\W+")


@cache
def _rows(role: str, lang: str) -> list[tuple[str, str]]:
    with PHRASES.open(encoding="utf-8", newline="") as file:
        return [(row["link"], row[lang]) for row in csv.DictReader(file) if row["role"] == role and row[lang]]


def language(lang: str) -> str:
    """The language whose words are looked for in a title: its own, else English."""
    return lang if lang in LANGUAGES else "en"


@cache
def verbs(lang: str) -> re.Pattern[str]:
    """What is done to another agreement; the group that matches is the type of link."""
    return re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _rows("verb", lang)))


@cache
def nouns(lang: str) -> re.Pattern[str]:
    """Words for an agreement."""
    return re.compile(rf"\b(?:{_rows('noun', lang)[0][1]})\b")


@cache
def stops(lang: str) -> re.Pattern[str]:
    """Where the name of a parent ends and the child's own subject, place or day may begin."""
    words = _rows("stop", lang)[0][1]
    return re.compile(rf"\b(?:{words})\b|[“”\"`;()\[\]]|''| [-–] |, [\w-]+ (?:session|meeting)\b")


@cache
def definite(lang: str) -> re.Pattern[str]:
    """Words right before a noun, adjectives between, that point at one agreement."""
    words = _rows("definite", lang)[0][1]
    return re.compile(rf"\b(?:{words})\W+(?:(?!and\b|e\b|y\b)[\w'’.-]+\W+){{0,4}}$")
