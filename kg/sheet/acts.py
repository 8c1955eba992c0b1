"""One act in the life of an agreement, in words and with its records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from kg.dates import span
from kg.sheet import words
from kg.sheet.evidence import Evidence
from kg.sheet.facts import Concepts, Row
from kg.sheet.model import Act, Value

SIGNED = ("signature", "exchangeOfInstruments")
FORCE = ("entryIntoForce", "provisionalApplication")
ENDS = ("termination", "denunciation", "withdrawal", "supersession", "partyExtinction")


def act_of(row: Row, stating: Sequence[str], evidence: Evidence, concepts: Concepts) -> Act:
    """An act from its row; `stating`: the records that state it."""
    place = None
    if "place" in row:
        place = evidence.value(row["x"], "placeName", row["place"], stating, words.english)
    actor = words.polity_name(row["actor"], article=False) if "actor" in row else ""
    who = ": ".join(part for part in (actor, _in_words(row.get("body", ""))) if part)
    return Act(
        type=row["type"],
        label=concepts.labels.get(row["type"], row["type"]),
        plane=concepts.planes.get(row["type"], "international"),
        who=Value(text=words.english(who), records=tuple(sorted(stating))) if who else None,
        date=_dated(row, stating, evidence),
        place=place,
        order=_order(row),
    )


def _dated(row: Row, stating: Sequence[str], evidence: Evidence) -> Value:
    if "date" not in row:
        return Value(text=words.english("day not stated"), records=tuple(sorted(stating)))
    value = evidence.value(row["x"], "date", row["date"], stating, lambda given: words.english(words.edtf(given)))
    if row.get("effect", row["date"]) == row["date"]:
        return value
    return replace(value, text=words.english(f"{value.text.value}, with effect from {words.edtf(row['effect'])}"))


def _order(row: Row) -> str:
    """By day; on one day signature first, then other steps, entry into force, end."""
    known = span(row.get("effect") or row.get("date") or "XXXX")
    rank = next((rank for rank, types in ((0, SIGNED), (2, FORCE), (3, ENDS)) if row["type"] in types), 1)
    return f"{known.lo if known.lo > date.min else known.hi}/{rank}"


def _in_words(body: str) -> str:
    """Who signed, as named, with the codes of polities in words: "RUS: President; VEN: President"."""
    return re.sub(r"\b([A-Z]{3}): ", lambda found: f"{words.polity_name(found[1], article=False)}: ", body)


def first(acts: Iterable[Act], types: tuple[str, ...]) -> Act | None:
    """The first act of one of these types."""
    return next((act for act in acts if act.type in types), None)
