"""One row of the list of treaties, with the rows of its members, to one record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.records import Act, Party, Record, Text
from loaders.fields import Fields, Report
from loaders.ieadb.dates import UNKNOWN, day
from loaders.ieadb.members import FILE, members
from loaders.kinds import instrument_kind

NAME = "ieadb"
NUMBER = "IEA# (click for add'l info)"
KEPT = ("Lineage", "Sequence in lineage", "Secretariat")  # words without a key; kept as given
CAPTIONS = ("Treaty Text", "Members", "Data", "Articles, etc.", "UNEP Info")  # of links that the file has lost
COLUMNS = (
    NUMBER,
    "Inclusion",
    "Signature Year",
    "Signature Date",
    "Date IEA entered into force",
    "Treaty Name",
    "Agreement Type (level 2)",
    *KEPT,
    *CAPTIONS,
)
# the three letters of Inclusion: how many sides, whether environmental, whether an agreement; u and U: unclear
SIDES = {"B": True, "M": False, "O": None}
TOPICS = {"E": ("environment",), "N": (), "u": (), "U": ()}
RECORDS = {"A": "agreementRecord", "N": "documentRecord", "U": "documentRecord"}
# types that name a form; of the others the title tells
KINDS = {
    "Arrangement": "arrangement",
    "Declaration": "declaration",
    "Exchange of Notes": "exchangeOfNotes",
    "Memorandum of Understanding": "memorandum",
    "Plan of Action": "programme",
    "Protocol": "protocol",
}


def record(row: Fields, of_members: Sequence[Fields], report: Report) -> Record:
    """Map one row; SourceError if it has no number or name, or its Inclusion is none of the known."""
    title = row.need("Treaty Name")
    sides, environmental, agreement = _inclusion(row)
    found = members(of_members, row, report)
    given = row.as_given() | ({FILE: found.given} if of_members else {})
    made = Record(
        source=NAME,
        id=row.need(NUMBER),
        kind=RECORDS[agreement],
        file=row.file,
        row=row.number,
        as_given=given,
        titles=(Text(value=title, lang="en"),),
        instrument_kind=_kind(row.take("Agreement Type (level 2)"), title),
        topics=TOPICS[environmental],
        stated_bilateral=SIDES[sides],
        parties=_placed(found.parties, SIDES[sides]),
        acts=(*_acts(row, report), *found.acts),
    )
    row.finish(*KEPT, *CAPTIONS)
    return made


def _inclusion(row: Fields) -> tuple[str, str, str]:
    text = row.take("Inclusion")
    if len(text) != 3 or text[0] not in SIDES or text[1] not in TOPICS or text[2] not in RECORDS:
        raise row.error("Inclusion", "three letters: B, M or O; E, N, u or U; A, N or U")
    return text[0], text[1], text[2]


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
    signed, year = day(row, "Signature Date", report), row.take("Signature Year")
    if signed:
        yield Act(type="signature", date=signed, column="Signature Date")
    elif row.take("Signature Date") == UNKNOWN and year.isdigit():
        yield Act(type="signature", date=year, column="Signature Year")
    if in_force := day(row, "Date IEA entered into force", report):
        yield Act(type="entryIntoForce", date=in_force, column="Date IEA entered into force")
