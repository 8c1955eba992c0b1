"""Events and statements: who reported, denied, supposed or described what, in the order of the days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.dates import is_edtf, span
from kg.records import Text
from kg.sheet import words
from kg.sheet.facts import Row
from kg.sheet.model import Matter, Record, Source, Speech


def speech(record: Record, sources: Mapping[str, Source]) -> Speech:
    """One record as a clause; the publisher stands in where nobody is named."""
    source = sources.get(record.source)
    who = record.claimant or ""
    if who and record.office:
        who += f", {record.office},"
    medium = source.publisher if source else ""
    when = words.on(record.said_on) if record.said_on else ""
    clause = words.speech(record.stance, record.attribution, who.removesuffix(","), medium, when)
    said = record.quote
    if record.claims:
        clause += f": {record.claims}"
    elif said is None and record.says is not None:
        clause += f": {record.says.value}"
    return Speech(text=clause, quote=said, record=record.key)


def _order(record: Record) -> tuple[str, str]:
    if record.said_on and is_edtf(record.said_on):
        return span(record.said_on).lo.isoformat(), record.key
    return "9999", record.key


def in_order(keys: Iterable[str], records: Mapping[str, Record]) -> list[Record]:
    """Records by the day they were said on; those without a day last."""
    return sorted((records[key] for key in keys), key=_order)


def event(row: Row, keys: Iterable[str], records: Mapping[str, Record], sources: Mapping[str, Source]) -> Matter:
    """An event with everything that is said of it. Its own record, which only names it, speaks where no other does."""
    found = in_order(keys, records)
    speaking = [record for record in found if record.kind != "eventRecord"] or found
    return Matter(
        label=Text(value=row["label"], lang=row["label@"]),
        when=words.edtf(row["date"]) if "date" in row else "",
        said=tuple(speech(record, sources) for record in speaking),
        denied=any(record.stance == "denies" for record in speaking),
    )


def matters(keys: Iterable[str], records: Mapping[str, Record], sources: Mapping[str, Source]) -> tuple[Matter, ...]:
    """What is said of the pair as a whole, sorted by what is said, so that what disagrees stands together."""
    found = [_matter(record, sources) for record in in_order(keys, records)]
    return tuple(sorted(found, key=lambda one: one.label.value.casefold()))


def _matter(record: Record, sources: Mapping[str, Source]) -> Matter:
    label = record.says or Text(value="on the relations of the two countries", lang="en")
    plain = speech(record, sources)
    clause = plain.text.removesuffix(f": {record.says.value}") if record.says else plain.text
    return Matter(label=label, when="", said=(Speech(text=clause, quote=plain.quote, record=plain.record),))
