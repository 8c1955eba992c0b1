"""The International Environmental Agreements Database: a list of treaties, and who takes part in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kg.errors import SourceError
from kg.records import Reading, Record, Remote, Source
from loaders.account import Account
from loaders.fields import Fields, find
from loaders.ieadb import mapping, members

TREATIES = "treaties.csv"
WEB = "https://raw.githubusercontent.com/globalgov/manytreaties/4bf79f94c78a9f9016bd55b99135b45208500631/data-raw"


def read(paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read both files, in a folder or by themselves; the list of treaties alone states no members."""
    treaties = find(paths, TREATIES)
    alone = len(paths) == 1 and paths[0].is_file()
    reading = Reading(records=())
    reading.records = _Reader(reading, Account(reading, keep_going)).records(
        treaties, None if alone else find(paths, members.FILE)
    )
    return reading


@dataclass(slots=True)
class _Reader:
    reading: Reading
    account: Account
    ids: set[str] = field(default_factory=set)

    def records(self, treaties: Path, of_members: Path | None) -> Iterator[Record]:
        found = members.rows_by_agreement(of_members, self.account) if of_members else {}
        for row in self.account.rows(treaties, mapping.COLUMNS):
            number = row.take(mapping.NUMBER)
            try:
                if number in self.ids:
                    raise row.error(mapping.NUMBER, "a number that no other row has")
                record = mapping.record(row, found.get(number, ()), self.reading.problems.append)
            except SourceError as error:
                self.account.set_aside(error, "broken row")
                continue
            self.ids.add(number)
            self.reading.rows_joined += len(found.pop(number, ()))
            yield record
        for row in (row for group in found.values() for row in group):
            self._orphan(row)

    def _orphan(self, row: Fields) -> None:
        """A member of an agreement that is not in the list."""
        message = f"is the number of no agreement that was read from {TREATIES}"
        self.reading.problems.append(
            replace(row.problem("set-aside", "mitch_id", message), reason="member of an unknown agreement")
        )


SOURCE = Source(
    name=mapping.NAME,
    title="International Environmental Agreements Database",
    publisher="Ronald B. Mitchell and the IEA Database Project, University of Oregon",
    citation='Mitchell, Ronald B., et al. 2020. "What We Know (and Could Know) About International Environmental'
    ' Agreements." Global Environmental Politics 20(1): 103-121.',
    licence="CC BY 4.0 (of the package manytreaties, from which the files come; the project's own terms are not in it)",
    url="https://iea.uoregon.edu",
    version="2020",
    retrieved=date(2026, 11, 25),
    tier=3,
    horizon=date(2020, 10, 27),
    coverage="International environmental agreements from 1351 to 2019, with others that were looked at and are not"
    " environmental or no agreements. Members are given from 1900 on, and only those that are countries today.",
    covers=(),
    read=read,
    remote=(
        Remote(
            url=f"{WEB}/agreements/IEADB/treaties.csv",
            name=TREATIES,
            sha256="b19c3eb87acd28f9ed4c96eb5bf39e25a03071a917a02a7e3de5cdac369a5895",
            size=1_692_352,
        ),
        Remote(
            url=f"{WEB}/parties/IEADB/iea-memb.xlsx",
            name=members.FILE,
            sha256="c4ecbf55f4c411556a97b290596347e44602211be4137b55f0a96dc3d194adde",
            size=1_755_132,
        ),
    ),
    expects={"agreementRecord": 4_986, "documentRecord": 742},
)
