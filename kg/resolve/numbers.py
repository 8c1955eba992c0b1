"""The numbers in a title that tell sisters apart: No. 2, Protocol III, a year, the amount of a loan."""

from __future__ import annotations

import re

from kg.resolve.vocabulary import concept

COUNTED = re.compile(r"(\d+)(?:st|nd|rd|th|o)?")
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_NUMBERED = frozenset(
    {
        *("no", "nos", "number", "protocol", "protocolo", "annex", "annexes", "anexo", "appendix", "part", "parte"),
        *("phase", "fase", "article", "articles", "artigo", "chapter", "schedule"),
    }
)
_VALUES = {"i": 1, "v": 5, "x": 10}


def numbers(tokens: list[str], lang: str, signed: str) -> dict[str, frozenset[str]]:
    """The numbers by kind: number, year, amount, and date, the year of another act; not those of its own day."""
    found: dict[str, set[str]] = {"number": set(), "year": set(), "amount": set(), "date": set()}
    own = {signed[:4], str(int(signed[8:10])) if len(signed) == 10 else ""} if signed else set()
    for before, token, after in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        stands_for = concept(token, lang)
        if (match := COUNTED.fullmatch(token)) is not None:
            number, dated = str(int(match[1])), "months" in (concept(before, lang), concept(after, lang))
            if number not in own and not (dated and len(number) < 3):
                found["date" if dated else _kind(number, before)].add(number)
        elif stands_for.startswith("#"):
            found["number"].add(stands_for[1:])
        elif before in _NUMBERED and token and _ROMAN.fullmatch(token):
            found["number"].add(str(_roman(token)))
    return {kind: frozenset(values) for kind, values in found.items() if values}


def _kind(number: str, before: str) -> str:
    if before in _NUMBERED:
        return "number"
    if len(number) == 4 and "1600" <= number <= "2100":
        return "year"
    return "amount" if len(number) > 3 else "number"


def _roman(text: str) -> int:
    values = [_VALUES[letter] for letter in text]
    return sum(-v if v < max(values[n:], default=0) else v for n, v in enumerate(values))
