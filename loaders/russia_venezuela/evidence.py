"""evidence.csv: what one source says of one accord: that it exists, or the value of one column."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256

from kg.records import Act, Citation, Link, Publication, Record, Text
from loaders.fields import Fields
from loaders.russia_venezuela.known import Known, quote
from loaders.russia_venezuela.publications import made
from loaders.russia_venezuela.values import (
    CAPACITIES,
    CONFIDENCES,
    KINDS,
    LANGUAGES,
    LINKS,
    status_acts,
    term,
)

COLUMNS = (
    "agreement_id",
    "field",
    "value",
    "source_url",
    "source_title",
    "publisher",
    "published_date",
    "accessed",
    "language",
    "confidence",
)
OPTIONAL = ("quote",)

ACTS = {"signed_date": "signature", "in_force_date": "entryIntoForce", "ended_date": "termination"}
PLACES = {"signed_place": "signature", "in_force_place": "entryIntoForce"}
TITLES = {f"title_{lang}": lang for lang in LANGUAGES}
CODED = ("party_kind", "instrument_type", "topics", "status")
WORDS = ("duration_years", "renewal", "gazette_ref", "unts_no", "notes")
FIELDS = frozenset(["*", *ACTS, *PLACES, *TITLES, *LINKS, *CODED, *WORDS])


class Names:
    """Identifiers of records that have none: the same for the same row, told apart by number where rows repeat."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def unique(self, name: str) -> str:
        """`name`, or `name-2` if it is already given."""
        self._given[name] += 1
        return name if self._given[name] == 1 else f"{name}-{self._given[name]}"


def publication(row: Fields) -> Publication:
    """The page an evidence row cites."""
    row.need("source_url", "the address of the page")
    return made(
        row.need("source_title"),
        row.need("publisher"),
        row.url("source_url"),
        row.edtf("published_date"),
        lang=row.need("language"),
        accessed=row.day("accessed"),
    )


def evidence(row: Fields, known: Known, names: Names) -> Record:
    """The value a source gives, mapped as the same column of agreements.csv is."""
    about, page = known.agreement(row, "agreement_id"), publication(row)
    field, value = row.choose("field", {name: name for name in FIELDS}), row.take("value")
    if bool(value) == (field == "*"):
        raise row.error("value", "nothing where the field is *" if value else f"the value of {field}")
    key = sha256(f"{page.url}|{field}|{value}".encode()).hexdigest()[:8]
    record = Record(
        source=known.index.name,
        id=names.unique(f"{about}/{key}"),
        kind="evidenceRecord",
        file=row.file,
        row=row.number,
        as_given=row.as_given("quote"),
        about=about,
        publication=page,
        confidence=row.choose("confidence", CONFIDENCES),
        quote=quote(row, page.lang or "und"),
    )
    row.finish()
    return record if field == "*" else _stated(record, row, known, field, value)


def _stated(record: Record, row: Fields, known: Known, field: str, value: str) -> Record:
    """The record with the value in its place."""
    if field in ACTS:
        return replace(record, acts=(Act(type=ACTS[field], date=row.edtf("value"), column=field),))
    if field in PLACES:
        return replace(record, acts=(Act(type=PLACES[field], place=value, column=field),))
    if field in TITLES:
        return replace(record, titles=(Text(value=value, lang=TITLES[field]),))
    if field in LINKS:
        to = row.split("value", known.agreements, "ids of agreements.csv")
        return replace(record, links=tuple(Link(type=field, to=other) for other in to))
    if field in {"gazette_ref", "unts_no"}:
        register = "gazette" if field == "gazette_ref" else "untsRegister"
        return replace(record, citations=(Citation(text=value, register=register),))
    if field == "duration_years":
        return replace(record, term=term(row, row.whole("value"), ""))
    if field == "renewal":
        return replace(record, term=term(row, None, value))
    return _coded(record, row, known, field, value)


def _coded(record: Record, row: Fields, known: Known, field: str, value: str) -> Record:
    if field == "instrument_type":
        return replace(record, instrument_kind=row.choose("value", KINDS))
    if field == "topics":
        return replace(record, topics=row.split("value", known.topics, "topics of topics.csv"))
    if field == "party_kind":
        return replace(record, says=Text(value=f"party kind: {row.choose('value', CAPACITIES)}", lang="en"))
    if field == "status":
        return replace(record, acts=_status(record, row, known), says=Text(value=f"status: {value}", lang="en"))
    return replace(record, note=Text(value=value, lang="en"))


def _status(record: Record, row: Fields, known: Known) -> tuple[Act, ...]:
    """Acts the status is evidence of; they were done by the day the page appeared, else by the day it was read."""
    page = record.publication
    read_on = (page.accessed if page else None) or known.index.read_on
    known_on = (page.published if page else None) or read_on.isoformat()
    acts = status_acts(row, "value", known_on, known.steps_of(record.about or ""))
    return tuple(replace(act, column="status") for act in acts)
