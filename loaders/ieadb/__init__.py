"""The International Environmental Agreements Database: a list of treaties, and who takes part in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

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
    of_members = None if alone else find(paths, members.FILE)
    reading = Reading(records=())
    reading.records = _records(treaties, of_members, Account(reading, keep_going, broken="broken row"))
    return reading


def _records(treaties: Path, of_members: Path | None, account: Account) -> Iterator[Record]:
    """One record a row of the list; rows of members of an agreement that is not in it are always set aside."""
    reading = account.reading
    found = members.rows_by_agreement(of_members, account) if of_members else {}

    def make(row: Fields) -> Record:
        record = mapping.record(row, found.get(row.take(mapping.NUMBER), ()), reading.problems.append)
        reading.rows_joined += len(found.pop(record.id, ()))
        return record

    yield from account.read(treaties, mapping.COLUMNS, (), make, key=mapping.NUMBER)
    message = f"is the number of no agreement that was read from {TREATIES}"
    for row in chain.from_iterable(found.values()):
        orphan = row.problem("set-aside", "mitch_id", message)
        reading.problems.append(replace(orphan, reason="member of an unknown agreement"))


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
    covers_from=date(1351, 1, 1),
    covers_to=date(2019, 12, 31),
    covers_topics=("environment",),
    read=read,
    columns={
        "": {
            "localId": mapping.NUMBER,
            "recordKind": "Inclusion",
            "title": "Treaty Name",
            "instrumentKind": "Agreement Type (level 2), Treaty Name",
            "topic": "Inclusion",
            "statedBilateral": "Inclusion",
            "partyAsGiven": f"country in {members.FILE}",
        }
    },
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
