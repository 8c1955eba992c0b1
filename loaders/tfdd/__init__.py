"""The Transboundary Freshwater Dispute Database: international treaties on fresh water."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.errors import SourceError
from kg.records import Problem, Reading, Record, Remote, Source
from loaders.fields import Fields, find, rows
from loaders.tfdd import mapping
from loaders.tfdd.columns import KEPT, READ

FILE = "TFDD.csv"


def read(paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read the file, by itself or in a folder; the rows of one treaty stand apart, so all are held at once."""
    reading = Reading(records=())
    reading.records = _Reader(reading, keep_going).records(find(paths, FILE))
    return reading


@dataclass(slots=True)
class _Reader:
    reading: Reading
    keep_going: bool

    def records(self, path: Path) -> Iterator[Record]:
        for first, *others in self._treaties(path).values():
            try:
                record = mapping.record(first, others, self.reading.problems.append)
            except SourceError as error:
                self._broken(error)
                for row in others:
                    message = "the first row of its treaty cannot be read"
                    self._set_aside(row.number, None, row.take(mapping.NUMBER), message, "of a treaty set aside")
                continue
            self.reading.rows_joined += len(others)
            yield record

    def _treaties(self, path: Path) -> dict[str, list[Fields]]:
        """The rows by treaty, in the order of its first row; rows of nothing but blanks are set aside."""
        found: dict[str, list[Fields]] = {}
        for row in rows(path, (*READ, *KEPT), broken=self._counted):
            self.reading.rows_read += 1
            if not any(map(str.strip, row.as_given().values())):
                self._set_aside(row.number, None, "", "holds nothing but blanks", "blank row")
                continue
            try:
                found.setdefault(row.need(mapping.NUMBER), []).append(row)
            except SourceError as error:
                self._broken(error)
        return found

    def _counted(self, error: SourceError) -> None:
        self.reading.rows_read += 1
        self._broken(error)

    def _broken(self, error: SourceError) -> None:
        if not self.keep_going:
            raise error
        self._set_aside(int(error.row or 0), error.column, error.problem, str(error), "broken row")

    def _set_aside(self, row: int, column: str | None, found: str, message: str, reason: str) -> None:
        self.reading.problems.append(
            Problem(kind="set-aside", file=FILE, row=row, column=column, found=found, message=message, reason=reason)
        )


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
