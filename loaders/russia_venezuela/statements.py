"""statements.csv: what officials and papers said of an accord, of the pair, or of an event around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.records import Act, Party, Publication, Record, Text
from loaders.fields import Fields
from loaders.russia_venezuela.known import Known, quote
from loaders.russia_venezuela.publications import made
from loaders.russia_venezuela.values import ATTRIBUTIONS, STANCES, pair

COLUMNS = (
    "id",
    "about",
    "event",
    "stance",
    "attribution",
    "claimant",
    "claimant_office",
    "said_on",
    "source_title",
    "source_url",
    "published_date",
    "language",
    "quote",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What an `event:` name stands for: its type, a label, when it is said to have been, and between whom."""

    type: str
    label: str
    date: str | None
    parties: tuple[str, ...]  # polities; the first two are the pair it belongs to


EVENTS = {
    "request-for-support-2025-10": Event(
        type="requestForSupport",
        label="Request for military support by Venezuela to Russia, China and Iran",
        date="2025-10",
        parties=("VEN", "RUS", "CHN", "IRN"),
    ),
    "us-attack-plans-2025-10": Event(
        type="reportedPlan",
        label="Plans of the United States to attack targets in Venezuela",
        date="2025-10",
        parties=("USA", "VEN"),
    ),
    "iran-arms-supply": Event(
        type="armsDelivery",
        label="Equipment from Iran for the armed forces of Venezuela",
        date=None,
        parties=("IRN", "VEN"),
    ),
}


def statement(row: Fields, known: Known) -> Record:
    """What is said in `says`; the words themselves in `quote` where the file gives them."""
    target = row.need("about")
    name = target.removeprefix("event:")
    if target.startswith("event:") and name not in EVENTS:
        raise row.error("about", "one of " + ", ".join(f"event:{known_name}" for known_name in EVENTS))
    on_pair = target.startswith("pair:")
    about = None if on_pair else name if target.startswith("event:") else known.agreement(row, "about")
    page = _page(row, known, about or "")
    record = Record(
        source=known.index.name,
        id=row.need("id"),
        kind="statementRecord",
        file=row.file,
        row=row.number,
        as_given=row.as_given("quote"),
        about=about,
        pair=known.pair_of(row, "about", target) if on_pair else None,
        stance=row.choose("stance", STANCES),
        attribution=row.choose("attribution", ATTRIBUTIONS),
        claimant=row.optional("claimant"),
        office=row.optional("claimant_office"),
        said_on=row.edtf("said_on"),
        says=Text(value=event, lang="en") if (event := row.take("event")) else None,
        publication=page,
        quote=quote(row, row.take("language")),
    )
    row.finish()
    return record


def _page(row: Fields, known: Known, about: str) -> Publication:
    """The page of a statement: its title is "PUBLISHER: TITLE", or a name with remarks."""
    title, published, lang = row.need("source_title"), row.edtf("published_date"), row.need("language")
    url = row.url("source_url")
    if url and (described := known.publications.find(about, url)):
        return described
    publisher, colon, heading = title.partition(": ")
    if not colon:
        publisher = re.sub(r" \(.*|, in .*", "", title)
    return made(heading or title, publisher, url, published, lang=lang)


def event_of(row: Fields, statement: Record) -> Record:
    """The event a statement is the first to speak of.

    The record names the event and claims nothing, so its stance is *characterises*: that it happened is for the
    statements to assert or deny.
    """
    event = EVENTS[statement.about or ""]
    one, other = event.parties[:2]
    return Record(
        source=statement.source,
        id=statement.about or "",
        kind="eventRecord",
        file=statement.file,
        row=statement.row,
        as_given=statement.as_given,
        stance="characterises",
        pair=pair(row, "about", one, other),
        titles=(Text(value=event.label, lang="en"),),
        parties=tuple(Party(name=code, polity=code, side=side) for side, code in enumerate(event.parties, start=1)),
        acts=(Act(type=event.type, date=event.date, column="about"),),
    )
