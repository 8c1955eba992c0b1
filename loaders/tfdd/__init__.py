"""The Transboundary Freshwater Dispute Database: international treaties on fresh water."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.errors import SourceError
from kg.records import Reading, Record, Remote, Source
from loaders.account import Account, aside
from loaders.fields import Fields, find
from loaders.tfdd import mapping
from loaders.tfdd.columns import KEPT, READ

FILE = "TFDD.csv"


def read(paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read the file, by itself or in a folder; the rows of one treaty stand apart, so all are held at once."""
    reading = Reading(records=())
    reading.records = _Reader(reading, Account(reading, keep_going)).records(find(paths, FILE))
    return reading


@dataclass(slots=True)
class _Reader:
    reading: Reading
    account: Account

    def records(self, path: Path) -> Iterator[Record]:
        for first, *others in self._treaties(path).values():
            try:
                record = mapping.record(first, others, self.reading.problems.append)
            except SourceError as error:
                self.account.set_aside(error, "broken row")
                for row in others:
                    message = "the first row of its treaty cannot be read"
                    gone = SourceError(message, file=FILE, row=row.number, column=mapping.NUMBER)
                    self.account.set_aside(gone, "of a treaty set aside")
                continue
            self.reading.rows_joined += len(others)
            yield record

    def _treaties(self, path: Path) -> dict[str, list[Fields]]:
        """The rows by treaty, in the order of its first row; rows of nothing but blanks are set aside."""
        found: dict[str, list[Fields]] = {}
        for row in self.account.rows(path, (*READ, *KEPT)):
            if not any(map(str.strip, row.as_given().values())):
                blank = SourceError("holds nothing but blanks", file=FILE, row=row.number)
                self.reading.problems.append(aside(blank, "blank row"))
                continue
            try:
                found.setdefault(row.need(mapping.NUMBER), []).append(row)
            except SourceError as error:
                self.account.set_aside(error, "broken row")
        return found


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
    read=read,
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
