"""What footnotes point to: records, and the data sets and publications they stand in."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from kg.sheet import questions, words
from kg.sheet.facts import Concepts, Facts, Row, text_of
from kg.sheet.model import Record, Source


def records_of(facts: Facts, concepts: Concepts) -> tuple[dict[str, Record], dict[str, list[str]]]:
    """Records by key, and the keys of those that describe each thing."""
    records: dict[str, Record] = {}
    about: dict[str, list[str]] = defaultdict(list)
    claims: dict[str, list[str]] = defaultdict(list)
    for row in facts.rows(questions.SAID_ACTS):
        when = f" {words.on(row['date'])}" if "date" in row else ""
        claims[row["r"]].append(concepts.labels.get(row["type"], row["type"]) + when)
    speakers = {row["r"]: row for row in facts.rows(questions.SPEAKERS)}
    for row in facts.rows(questions.RECORDS):
        key = row["r"]
        about[row["a"]].append(key)
        speaker = speakers.get(key, {})
        records[key] = Record(
            key=key,
            kind=row["kind"],
            source=row["source"],
            dataset=key.split("/", 1)[0],
            locator=row["locator"],
            stance=row["stance"],
            attribution=speaker.get("attribution", "none"),
            claimant=speaker.get("claimant"),
            office=speaker.get("office"),
            said_on=speaker.get("saidOn"),
            says=text_of(speaker, "says"),
            claims=words.listing(sorted(claims[key])) if key in claims else "",
            quote=text_of(speaker, "quote"),
            confidence=speaker.get("confidence"),
        )
    return records, {thing: sorted(set(keys)) for thing, keys in about.items()}


def source_of(row: Row) -> Source:
    """A data set or a publication from its row."""
    return Source(
        key=row["n"],
        title=row["title"],
        publisher=row["publisher"],
        citation=row.get("citation", ""),
        licence=row.get("licence", "not stated"),
        url=row.get("url"),
        version=row.get("version", ""),
        retrieved=date.fromisoformat(row["retrieved"]) if "retrieved" in row else None,
        tier=int(row["tier"]) if "tier" in row else None,
        horizon=date.fromisoformat(row["horizon"]) if "horizon" in row else None,
        lang=row.get("lang"),
        dataset=row.get("dataset"),
    )
