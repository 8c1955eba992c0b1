"""The Transboundary Freshwater Dispute Database: international treaties on fresh water."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from kg.errors import SourceError
from kg.records import Reading, Record, Remote, Source
from loaders.account import Account, aside
from loaders.fields import Fields, Report, find
from loaders.tfdd import mapping
from loaders.tfdd.mapping import KEPT, NUMBER, READ

FILE = "TFDD.csv"


def read(paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read the file, by itself or in a folder; the rows of one treaty stand apart, so all are held at once."""
    reading = Reading(records=())
    reading.records = _records(find(paths, FILE), Account(reading, keep_going, broken="broken row"))
    return reading


def _records(path: Path, account: Account) -> Iterator[Record]:
    """One record a treaty, in the order of their first rows; if that row is broken, the others are set aside too."""
    report = account.reading.problems.append
    treaties: dict[str, list[Fields]] = defaultdict(list)
    for number, row in account.read(path, (*READ, *KEPT), (), partial(_numbered, report=report)):
        treaties[number].append(row)
    for first, *others in treaties.values():
        try:
            record = mapping.record(first, others, report)
        except SourceError as error:
            account.set_aside(error, account.broken)
            for row in others:
                message = "the first row of its treaty cannot be read"
                gone = SourceError(message, file=row.file, row=row.number, column=NUMBER)
                account.set_aside(gone, "of a treaty set aside")
            continue
        account.reading.rows_joined += len(others)
        yield record


def _numbered(row: Fields, report: Report) -> tuple[str, Fields] | None:
    """A row, and the number of its treaty; one of nothing but blanks is always set aside."""
    if any(map(str.strip, row.as_given().values())):
        return row.need(NUMBER), row
    report(aside(SourceError("holds nothing but blanks", file=row.file, row=row.number), "blank row"))
    return None


SOURCE = Source(
    name=mapping.NAME,
    title="International Freshwater Treaties Database",
    publisher="Transboundary Freshwater Dispute Database, Oregon State University",
    citation="Product of the Transboundary Freshwater Dispute Database, College of Earth, Ocean, and Atmospheric"
    " Sciences, Oregon State University.",
    licence="CC BY 4.0 (of the package manytreaties, from which the file comes)",
    url="https://transboundarywaters.ceoas.oregonstate.edu",
    version="2016",
    retrieved=date(2026, 11, 25),
    tier=3,
    horizon=date(2007, 1, 19),
    coverage="International treaties on fresh water from 1820 to 2007, worldwide, by the basins and countries that"
    " they concern. It says when they were signed, and not whether they are in force.",
    covers=(),
    covers_from=date(1820, 1, 1),
    covers_topics=("environment",),
    read=read,
    columns={
        "": {
            "localId": NUMBER,
            "title": "DocumentName",
            "instrumentKind": "DocumentName",
            "topic": "Issue Area",
            "statedBilateral": "NumberParties",
            "partyAsGiven": "Signatories",
            "citation": "Source",
        }
    },
    remote=(
        Remote(
            url="https://raw.githubusercontent.com/globalgov/manytreaties/4bf79f94c78a9f9016bd55b99135b45208500631"
            "/data-raw/agreements/TFDD/TFDD.csv",
            name=FILE,
            sha256="f1e94735696340addfa9bf030004b26191f1f03116187265d8df99e7156100d7",
            size=1_721_833,
        ),
    ),
    expects={"agreementRecord": 639},
)
