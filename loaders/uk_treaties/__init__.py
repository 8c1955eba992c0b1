"""UK Treaties Online, the treaty catalogue of the United Kingdom, as the pages of its search service give it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.records import Problem, Reading, Record, Source
from loaders.uk_treaties import mapping
from loaders.uk_treaties.pages import pages


def read(paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read pages of the catalogue from folders, zip files and single files, one page at a time.

    Raises SourceError at the first broken page or row; with `keep_going` it is set aside as a Problem instead.
    """
    reading = Reading(records=())
    reading.records = _Reader(reading, keep_going).records(paths)
    return reading


@dataclass(slots=True)
class _Reader:
    reading: Reading
    keep_going: bool
    seen: dict[str, bytes] = field(default_factory=dict)  # uuid -> checksum of the row
    ids: set[str] = field(default_factory=set)

    def records(self, paths: Sequence[Path]) -> Iterator[Record]:
        for page in pages(paths):
            try:
                rows = page.rows()
            except SourceError as error:
                self._set_aside(error, page.name, 0)
                continue
            for number, row in enumerate(rows, start=1):
                self.reading.rows_read += 1
                try:
                    record = self._record(row, page.name, number)
                except SourceError as error:
                    self._set_aside(error, page.name, number)
                    continue
                if record is not None:
                    yield record

    def _record(self, row: object, file: str, number: int) -> Record | None:
        """Map a row; None if it was read before: pages overlap, and may even say different things of one record."""
        if not isinstance(row, dict):
            raise SourceError(f"found {row!r:.60}, expected a record", file=file, row=number)
        uuid, checksum = row.get("uuid"), _checksum(row)
        if not isinstance(uuid, str) or not uuid:
            raise SourceError(f"found {uuid!r}, expected the mark of the record", file=file, row=number, column="uuid")
        if uuid in self.seen:
            self.reading.rows_repeated += 1
            if self.seen[uuid] != checksum:
                message = "the record was read before from another page and differs; the first is kept"
                self._report("repeated-differently", file, number, "uuid", uuid, message)
            return None
        found = mapping.record(row, file=file, number=number, report=self.reading.problems.append)
        if found.id in self.ids:
            raise SourceError(f"{found.id} is the number of another record too", file=file, row=number, column="id")
        self.seen[uuid] = checksum
        self.ids.add(found.id)
        return found

    def _set_aside(self, error: SourceError, file: str, number: int) -> None:
        if not self.keep_going:
            raise error
        self._report("set-aside", file, number, error.column, error.problem, str(error))

    def _report(self, kind: str, file: str, row: int, column: str | None, found: str, message: str) -> None:
        self.reading.problems.append(
            Problem(kind=kind, file=file, row=row, column=column, found=found, message=message)
        )


def _checksum(row: Mapping[str, Any]) -> bytes:
    kept = {key: value for key, value in row.items() if key not in ("aw_search_query", "aw_rank")}
    return blake2b(json.dumps(kept, sort_keys=True).encode(), digest_size=16).digest()


SOURCE = Source(
    name=mapping.NAME,
    title="UK Treaties Online",
    publisher="Foreign, Commonwealth & Development Office",
    citation="Contains information from UK Treaties Online, Foreign, Commonwealth & Development Office."
    " Crown copyright.",
    licence="Crown copyright; the files state no licence (UK government material is normally under the Open Government"
    " Licence v3.0, not verified)",
    url="https://treaties.fcdo.gov.uk",
    version="2022-03-11",
    retrieved=date(2022, 3, 12),
    tier=2,
    horizon=date(2022, 3, 11),
    coverage="Treaties that the United Kingdom takes part in or keeps a record of. The published pages hold about half"
    " of the catalogue: signatures from 1703 to 1969, few up to 1975, then undated treaties and scanned papers.",
    covers=("GBR",),
    covers_from=date(1703, 1, 1),
    covers_to=date(1969, 12, 31),
    read=read,
    columns={
        "": {
            "localId": "id",
            "title": "title",
            "instrumentKind": "title",
            "topic": "subject",
            "statedBilateral": "field3",
            "partyAsGiven": "country_name",
            "citation": "references",
            "url": "document_url",
        }
    },
    obtain="The pages are the files N_batch.json in folder db/json of github.com/ukparliament/uk-treaties. They have"
    " 100 records each and overlap, so every hundredth is enough. They are not downloaded because that repository"
    " states no terms: take them yourself if you may, and load their folder, or a zip file of it.",
)
