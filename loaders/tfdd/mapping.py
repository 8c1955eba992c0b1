"""One treaty to one record: from its first row; the others tell which further countries and basins it concerns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from kg.polities import line_of
from kg.records import Act, Citation, Party, Record, Text
from loaders.beside import columns, topics
from loaders.fields import Fields, Report
from loaders.kinds import instrument_kind
from loaders.names import Names, capacity, unidentified

NAME = "tfdd"
NUMBER = "2016Update ID"
READ = (NUMBER, "DocumentName", "DateSigned", "Signatories", "NumberParties", "LocationSigned", "Source", "Issue Area")
KEPT = columns(Path(__file__).with_name("kept.csv"))  # codes on the contents of a treaty, kept as given
NAMES = Names(table=Path(__file__).with_name("names.csv"), present=True)
NOTHING = ("", "N.A.", "#N/A", "-1")
NO_NAMES = (*NOTHING, "AF63")  # the number of an aquifer
BILATERAL = {"1": True, "2": False, "": None, "N.A.": None}
# of Issue Area, folded; topics.ttl has none for the quantity, the floods and the joint management of waters
TOPICS = topics(Path(__file__).with_name("subjects.csv"))
DAY_ZERO = date(1899, 12, 30)  # of spreadsheets
YEARS = range(1850, 2017)


def record(row: Fields, others: Sequence[Fields], report: Report) -> Record:
    """Map the rows of one treaty; SourceError if the first has no title or an unknown code of the number of parties."""
    title = row.need("DocumentName")
    signed = _day(row, title, report)
    bilateral = row.choose("NumberParties", BILATERAL)
    differing = [_differing(other, row, report) for other in others]
    given = row.as_given() | ({f"{row.file}, other rows": _json(differing)} if others else {})
    made = Record(
        source=NAME,
        id=row.need(NUMBER),
        kind="agreementRecord",
        file=row.file,
        row=row.number,
        as_given=given,
        titles=(Text(value=title, lang="en"),),
        instrument_kind=instrument_kind(title),
        topics=_topics(row, report),
        stated_bilateral=bilateral,
        parties=_parties(row, signed, bilateral, report),
        acts=tuple(_acts(row, signed)),
        citations=tuple(_citations(row)),
    )
    row.finish(*KEPT)
    return made


def _differing(other: Fields, first: Fields, report: Report) -> dict[str, str | int]:
    """What another row of the treaty says beside the first; a difference in what is read of a treaty is reported."""
    for column in READ:
        if (found := other.take(column)).strip() != first.take(column).strip():
            message = f"row {first.number} of the treaty says {first.take(column)!r}; that is kept"
            report(other.problem("repeated-differently", column, message, found))
    other.finish(*KEPT)
    differing = {name: other.take(name) for name in (*READ, *KEPT) if other.take(name) != first.take(name)}
    return {"row": other.number} | differing


def _json(found: Sequence[dict[str, str | int]]) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _day(row: Fields, title: str, report: Report) -> str | None:
    """The day of signature: 31.12.1905 or 12/31/1905; None if it is blank or cannot be relied on, which is reported."""
    text = row.take("DateSigned").strip()
    if text in NOTHING:
        return None
    try:
        day = datetime.strptime(text, "%d.%m.%Y" if "." in text else "%m/%d/%Y").date()
    except ValueError:
        message = "expected a day of the calendar as DD.MM.YYYY or M/D/YYYY; it is left out"
        report(row.problem("unread-date", "DateSigned", message, text))
        return None
    year = (day - DAY_ZERO).days
    if year in YEARS and str(day.year) not in title:
        message = f"spreadsheets make this day of the bare year {year}; it is left out"
        report(row.problem("unread-date", "DateSigned", message, text))
        return None
    return day.isoformat()


def _acts(row: Fields, signed: str | None) -> Iterator[Act]:
    place = row.take("LocationSigned").strip()
    where = None if place in NOTHING else place
    if signed or where:
        columns = ["DateSigned"] * bool(signed) + ["LocationSigned"] * bool(where)
        yield Act(type="signature", date=signed, place=where, column=", ".join(columns))


def _citations(row: Fields) -> Iterator[Citation]:
    text = row.take("Source").strip()
    if text not in NOTHING:
        register = "untsRegister" if "UNTS" in text else "otherRegister"
        yield Citation(text=text, register=register)


def _topics(row: Fields, report: Report) -> tuple[str, ...]:
    """What the issues are about, each topic once; the environment where none is coded."""
    found = {}
    for word in row.take("Issue Area").split(","):
        if (issue := word.strip()) in (*NOTHING, "0"):
            continue
        if (topic := TOPICS.get(issue.casefold())) is None:
            report(row.problem("unknown-subject", "Issue Area", "stands for no topic; it is left out", issue))
        else:
            found[topic] = True
    return tuple(found) or ("environment",)


def _parties(row: Fields, signed: str | None, bilateral: bool | None, report: Report) -> tuple[Party, ...]:
    """The signatories; of a treaty between more than two, some may be states that joined later."""
    found = []
    for name in dict.fromkeys(names(row.take("Signatories"))):
        polity = NAMES.polity(name, signed) or (None if bilateral else NAMES.polity(name, None))
        if polity is None:
            report(unidentified(row, "Signatories", name))
        found.append(Party(name=name, polity=polity, capacity=capacity(polity)))
    sides = _sides(found, bilateral)
    return tuple(replace(party, side=side) for party, side in zip(found, sides, strict=True))


def names(listed: str) -> Iterator[str]:
    """The names of a list; `Germany, Federal Republic of` is one."""
    name = ""
    for part in (part.strip() for part in listed.split(",")):
        if name and (part.endswith(" of") or part == "People's Republic"):
            name = f"{name}, {part}"
            continue
        if name not in NO_NAMES:
            yield name
        name = part
    if name not in NO_NAMES:
        yield name


def _sides(parties: Sequence[Party], bilateral: bool | None) -> list[int]:
    """Each on its own side; of more than two of a treaty coded bilateral, the two countries, and 0 for the others."""
    if not bilateral or len(parties) == 2:
        return list(range(1, len(parties) + 1))
    lines = [line_of(party.polity) if party.polity and party.capacity == "state" else None for party in parties]
    two = [line for line in dict.fromkeys(lines) if line]
    return [two.index(line) + 1 if line and len(two) == 2 else 0 for line in lines]
