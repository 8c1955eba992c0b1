"""One row of the list to the record of an agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.records import Act, Party, Record, Text
from loaders.fields import Fields, Report
from loaders.gptad.members import clean, members
from loaders.names import Names, capacity, unidentified

NAME = "gptad"
NAMES = Names(table=Path(__file__).with_name("names.csv"), languages=("fr",), present=True)
IGNORED = ("WTO.notified", "Annexes.Available")
READ = ("Common.Name", "Membership", "Type", "Date.of.Signature", "Date.of.Entry.into.Force", "In.force.status")
COLUMNS = (*READ, *IGNORED)
BLANK = ("", "n/a", "N/A", "NA")
AGREEMENT = "agreement"
# Type -> bilateral, instrument kind
TYPES: dict[str, tuple[bool | None, str]] = {
    "Bilateral Free Trade Agreement": (True, AGREEMENT),
    "Association Free Trade Agreement": (False, AGREEMENT),
    "Regional/Plurilateral Free Trade Agreement": (False, AGREEMENT),
    "Customs Union Primary Agreement": (False, AGREEMENT),
    "Customs Union Accession Agreement": (False, AGREEMENT),
    "Framework Agreement": (None, "frameworkAgreement"),
    "": (None, "unspecifiedInstrument"),
}
# what a status shows to have happened by the year of publication
STATUS_ACTS = {"in force": "entryIntoForce", "expired": "termination"}
BY_THEN = "../2014"
ACTS = {"Date.of.Signature": "signature", "Date.of.Entry.into.Force": "entryIntoForce"}


def record(row: Fields, id: str, report: Report) -> Record:
    """Map one row; SourceError if it is broken. What in it cannot be read is reported and left out."""
    bilateral, kind = row.choose("Type", TYPES)
    days = {act: row.written_day(column, "MM/DD/YYYY", report, BLANK) for column, act in ACTS.items()}
    status = row.take("In.force.status")
    made = Record(
        source=NAME,
        id=id,
        kind="agreementRecord",
        file=row.file,
        row=row.number,
        as_given={column: text for column, text in row.as_given().items() if text != "NA"},
        titles=(Text(value=clean(row.need("Common.Name")), lang="en"),),
        instrument_kind=kind,
        topics=("trade",),
        stated_bilateral=bilateral,
        parties=_parties(row, days["signature"] or days["entryIntoForce"], bool(bilateral), report),
        acts=(
            *(Act(type=act, date=days[act], column=column) for column, act in ACTS.items() if days[act]),
            *_shown_by(status, days),
        ),
        says=Text(value=f"status: {status}", lang="en") if status else None,
    )
    row.finish(*IGNORED)
    return made


def _shown_by(status: str, days: Mapping[str, str | None]) -> Iterator[Act]:
    """The act that the status is evidence of, where the row has no day for it."""
    act = STATUS_ACTS.get(status)
    if act is not None and not days.get(act):
        yield Act(type=act, date=BY_THEN, column="In.force.status")


def _parties(row: Fields, on: str | None, bilateral: bool, report: Report) -> tuple[Party, ...]:
    """The names in `Membership`, read on the day of signature, else of entry into force.

    In what is marked bilateral, a bloc and its members are one side; 0 where that does not make two. In all else,
    every name is a side.
    """
    listed = members(row.take("Membership"), lambda name: any(NAMES.polity(name, day) for day in (on, None)))
    two = len({member.group for member in listed}) == 2
    found = []
    for number, member in enumerate(listed, start=1):
        polity = NAMES.polity(member.name, on)
        side = number if not bilateral else member.group if two else 0
        found.append(Party(name=member.name, polity=polity, side=side, capacity=capacity(polity)))
        if polity is None:
            report(unidentified(row, "Membership", member.name))
    return tuple(found)
