"""agreements.csv: one accord a row."""

from __future__ import annotations

from collections.abc import Iterator

from kg.records import Act, Citation, Link, Party, Record, Text
from loaders.fields import Fields
from loaders.russia_venezuela.known import Known
from loaders.russia_venezuela.values import CAPACITIES, KINDS, LANGUAGES, LINKS, legal_nature, polity, status_acts, term

COLUMNS = (
    "id",
    "title_en",
    "title_es",
    "title_ru",
    "signed_date",
    "signed_place",
    "parties",
    "party_kind",
    "instrument_type",
    "topics",
    "in_force_date",
    "in_force_place",
    "ended_date",
    "status",
    "duration_years",
    "renewal",
    "gazette_ref",
    "unts_no",
    "amends",
    "supersedes",
    "implements",
    "cites",
    "notes",
)


def agreement(row: Fields, known: Known) -> Record:
    """The accord as the index states it.

    Of a status *unknown* (announced, discussed or drawn up; or only cited by a later text) the date is no plain
    signature: see `_signature`. What such a row says of itself stands in `says`.
    """
    slug, kind = row.need("id"), row.choose("instrument_type", KINDS)
    capacity = row.choose("party_kind", CAPACITIES)
    acts = tuple(_acts(row, known, slug))
    record = Record(
        source=known.index.name,
        id=slug,
        kind="agreementRecord",
        file=row.file,
        row=row.number,
        as_given=row.as_given(),
        titles=_titles(row),
        instrument_kind=kind,
        legal_nature=legal_nature(kind, capacity),
        topics=row.split("topics", known.topics, "topics of topics.csv"),
        parties=_parties(row, capacity),
        acts=acts,
        term=term(row, row.whole("duration_years"), row.take("renewal")),
        links=links(row, known),
        citations=_citations(row),
        says=Text(value="status: unknown", lang="en") if row.take("status") == "unknown" else None,
        note=Text(value=notes, lang="en") if (notes := row.take("notes")) else None,
    )
    row.finish()
    return record


def _titles(row: Fields) -> tuple[Text, ...]:
    row.need("title_en", "a title in English")
    given = ((row.take(f"title_{lang}"), lang) for lang in LANGUAGES)
    return tuple(Text(value=title, lang=lang) for title, lang in given if title)


def _parties(row: Fields, capacity: str) -> tuple[Party, ...]:
    codes = row.split("parties")
    if len(codes) < 2:
        raise row.error("parties", "two codes, as VEN|RUS")
    return tuple(
        Party(name=code, polity=polity(row, "parties", code), side=side, capacity=capacity)
        for side, code in enumerate(codes, start=1)
    )


def links(row: Fields, known: Known) -> tuple[Link, ...]:
    """The relations to other accords of the index that the row states."""
    return tuple(
        Link(type=type_, to=other)
        for type_ in LINKS
        for other in row.split(type_, known.agreements, "ids of agreements.csv")
    )


def _citations(row: Fields) -> tuple[Citation, ...]:
    given = (("gazette", row.take("gazette_ref")), ("untsRegister", row.take("unts_no")))
    return tuple(Citation(text=text, register=register) for register, text in given if text)


def _acts(row: Fields, known: Known, slug: str) -> Iterator[Act]:
    yield from _signature(row, slug in known.certain)
    in_force, place, ended = row.edtf("in_force_date"), row.optional("in_force_place"), row.edtf("ended_date")
    if in_force or place:
        yield Act(type="entryIntoForce", date=in_force, place=place, column="in_force_date")
    if ended:
        yield Act(type="termination", date=ended, column="ended_date")
    stated = {"entryIntoForce": bool(in_force), "termination": bool(ended)}
    for act in status_acts(row, "status", known.index.read_on.isoformat(), known.steps_of(slug)):
        if not stated.get(act.type):
            yield act


def _signature(row: Fields, certain: bool) -> Iterator[Act]:
    """The signature; where its fact is not established, the date as *otherInformation* without a claim.

    A row of status *unknown* counts as signed on its date only if a source rated high names the accord and the date
    tells at least the year, as the preamble of a later treaty does.
    """
    date, place = row.edtf("signed_date"), row.optional("signed_place")
    doubtful = row.take("status") == "unknown" and not (certain and date and "X" not in date)
    if date or place or not doubtful:
        yield Act(type="otherInformation" if doubtful else "signature", date=date, place=place, column="signed_date")
