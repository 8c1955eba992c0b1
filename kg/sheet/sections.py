"""Sections that are lists of their own: conflicts, and records that are not published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from kg.polities import identify, polities
from kg.records import Text
from kg.sheet import questions, words
from kg.sheet.evidence import Evidence, Resolution, resolved
from kg.sheet.facts import Concepts, Facts
from kg.sheet.model import Agreement, Conflict


def conflicts(evidence: Evidence, found: Iterable[Agreement], concepts: Concepts) -> Iterator[Conflict]:
    """The fields of which a value is denied, or another one stated, by the agreement they belong to."""
    titles = {each.id: each for each in found}
    for one in evidence.resolutions:
        if one.level != "conflicting":
            continue
        agreement, _, rest = one.subject.partition("/")
        if agreement not in titles:
            continue
        act = concepts.labels.get(rest.split("/")[0], rest) if rest else ""
        yield Conflict(
            agreement=agreement,
            thing=titles[agreement].title.text.value,
            field=f"{act}: {_field(one.about)}" if act else _field(one.about),
            shown=resolved(one, one.shown, partial(_say, one, concepts=concepts)),
            why=words.RULES.get(one.rule, one.rule),
        )


def _field(name: str) -> str:
    return {
        "date": "day",
        "placeName": "place",
        "instrumentKind": "form",
        "legalNature": "legal nature",
        "initialMonths": "first term, in months",
        "renewalMonths": "length of renewals, in months",
        "noticeMonths": "notice, in months",
    }.get(name, name)


def _say(one: Resolution, value: str, concepts: Concepts) -> Text:
    if one.about == "date":
        return words.english(words.edtf(value))
    if one.about == "title":
        return Text(value=value, lang=one.lang or "und")
    return words.english(concepts.labels.get(value, value))


def held_back(facts: Facts, one: str, other: str) -> list[str]:
    """Keys of the agreement records that name both lines and describe nothing: held back, for they break a rule."""
    named: dict[str, set[str]] = defaultdict(set)
    for row in facts.rows(questions.UNPUBLISHED):
        polity = row["name"] if row["name"] in polities() else identify(row["name"])
        if polity is not None:
            named[row["r"]].add(polities()[polity].line)
    return sorted(record for record, found in named.items() if {one, other} <= found)
