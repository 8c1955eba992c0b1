"""One row of the list of treaties, with the rows of its members, to one record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.records import Act, Party, Record, Text
from loaders.beside import columns
from loaders.fields import Fields, Report
from loaders.ieadb.dates import UNKNOWN, day
from loaders.ieadb.members import FILE, as_text, members
from loaders.kinds import instrument_kind

NAME = "ieadb"
NUMBER = "IEA# (click for add'l info)"
SIGNED, IN_FORCE = "Signature Date", "Date IEA entered into force"
READ = (NUMBER, "Inclusion", "Signature Year", SIGNED, IN_FORCE, "Treaty Name", "Agreement Type (level 2)")
KEPT = columns(Path(__file__).with_name("kept.csv"))  # words without a key, and captions of links that are lost
COLUMNS = (*READ, *KEPT)
# the three letters of Inclusion: how many sides, whether environmental, whether an agreement; u and U: unclear
SIDES = {"B": True, "M": False, "O": None}
TOPICS = {"E": ("environment",), "N": (), "u": (), "U": ()}
RECORDS = {"A": "agreementRecord", "N": "documentRecord", "U": "documentRecord"}
# types that name a form; of the others the title tells
FORMS = ("Arrangement", "Declaration", "Exchange of Notes", "Memorandum of Understanding", "Protocol")
KINDS = {form: instrument_kind(form) for form in FORMS} | {"Plan of Action": "programme"}


def record(row: Fields, of_members: Sequence[Fields], report: Report) -> Record:
    """Map one row; SourceError if it has no number or name, or its Inclusion is none of the known."""
    title = row.need("Treaty Name")
    bilateral, topics, kind = _inclusion(row)
    parties, acts = members(of_members, row, report)
    made = Record(
        source=NAME,
        id=row.need(NUMBER),
        kind=kind,
        file=row.file,
        row=row.number,
        as_given=row.as_given() | ({FILE: as_text(of_members, row)} if of_members else {}),
        titles=(Text(value=title, lang="en"),),
        instrument_kind=_kind(row.take("Agreement Type (level 2)"), title),
        topics=topics,
        stated_bilateral=bilateral,
        parties=_placed(parties, bilateral),
        acts=(*_acts(row, report), *acts),
    )
    row.finish(*KEPT)
    return made


def _inclusion(row: Fields) -> tuple[bool | None, tuple[str, ...], str]:
    text = row.take("Inclusion")
    if len(text) != 3 or text[0] not in SIDES or text[1] not in TOPICS or text[2] not in RECORDS:
        raise row.error("Inclusion", "three letters: B, M or O; E, N, u or U; A, N or U")
    return SIDES[text[0]], TOPICS[text[1]], RECORDS[text[2]]


def _placed(parties: Sequence[Party], bilateral: bool | None) -> tuple[Party, ...]:
    """Each party on a side of its own; on a side not stated where a multilateral agreement must have others too."""
    lacking = bilateral is False and len(parties) < 3
    return tuple(replace(party, side=0 if lacking else side) for side, party in enumerate(parties, start=1))


def _kind(stated: str, title: str) -> str:
    by_title = instrument_kind(title)
    if stated == "Declaration" and by_title == "jointDeclaration":
        return by_title
    if stated == "Agreement" and by_title == "unspecifiedInstrument":
        return "agreement"
    return KINDS.get(stated, by_title)


def _acts(row: Fields, report: Report) -> Iterator[Act]:
    """Signature, by its year where the day is unknown, and entry into force."""
    signed, year = day(row, SIGNED, report), row.take("Signature Year")
    if signed:
        yield Act(type="signature", date=signed, column=SIGNED)
    elif row.take(SIGNED) == UNKNOWN and year.isdigit():
        yield Act(type="signature", date=year, column="Signature Year")
    if in_force := day(row, IN_FORCE, report):
        yield Act(type="entryIntoForce", date=in_force, column=IN_FORCE)
