"""ATOP, Alliance Treaty Obligations and Provisions: alliances, their members and phases, and who owes what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from kg.errors import SourceError
from kg.records import Reading, Record, Source
from loaders.account import Account
from loaders.atop import mapping
from loaders.atop.columns import ADDED, ALLIANCE, MEMBER
from loaders.fields import Fields
from loaders.several import expected, told_apart

MARKS = {mapping.ALLIANCES: ("atopid", "begyr", "mem1"), mapping.MEMBERS: ("atopid", "member", "yrent")}


def read(paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read the two files, from a folder or given themselves; one record an alliance.

    Raises SourceError at the first broken row, for an alliance without members, and for a member of no alliance; with
    `keep_going` such rows are set aside as Problems instead.
    """
    files = {}
    for name, found in told_apart(paths, MARKS).items():
        if len(found) != 1:
            held = "holds no " + name if not found else f"holds {name} twice: {', '.join(f.name for f in found)}"
            raise SourceError(f"{held}; expected {expected(MARKS)}", file=", ".join(map(str, paths)))
        files[name] = found[0]
    reading = Reading(records=())
    reading.records = _records(files, Account(reading, keep_going))
    return reading


def _records(files: dict[str, Path], account: Account) -> Iterator[Record]:
    report = account.reading.problems.append
    members: dict[str, list[mapping.Member]] = defaultdict(list)
    for found in account.read(files[mapping.MEMBERS], MEMBER, (), partial(mapping.member, report=report)):
        members[found.alliance].append(found)
    read_before: set[str] = set()

    def alliance(row: Fields) -> Record:
        number = row.need("atopid")
        if number in read_before:
            raise row.error("atopid", "a number that no row above has")
        if number not in members:
            raise row.error("atopid", f"an alliance with members in {files[mapping.MEMBERS].name}")
        record = mapping.alliance(row, members[number], report)
        read_before.add(number)
        account.reading.rows_joined += len(members.pop(number))
        return record

    yield from account.read(files[mapping.ALLIANCES], ALLIANCE, ADDED, alliance)
    for one in (one for group in members.values() for one in group):
        account.set_aside(
            one.row.error("atopid", f"an alliance of {files[mapping.ALLIANCES].name}"), "of no alliance read"
        )


SOURCE = Source(
    name=mapping.NAME,
    title="Alliance Treaty Obligations and Provisions (ATOP)",
    publisher="ATOP project",
    citation="Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell and Andrew G. Long. 2002. “Alliance"
    " Treaty Obligations and Provisions, 1815-1944.” International Interactions 28: 237-260.",
    licence="Free for research with citation; no licence file travels with the data",
    url="https://www.atopdata.org",
    version="4.01",
    retrieved=date(2026, 11, 25),
    tier=3,
    horizon=mapping.HORIZON,
    coverage="Military alliances of the states of the world from 1815 to 2016, non-aggression and consultation pacts"
    " included, by what each member promises.",
    covers=(),
    covers_from=date(1815, 1, 1),
    covers_topics=("alliance", "neutrality"),
    covers_kinds=("allianceRecord",),
    complete=True,
    read=read,
    columns={
        mapping.ALLIANCES: {
            "localId": "atopid",
            "statedBilateral": "bilat",
            "begins": "begyr, begmo, begday",
            "ends": "endyr, endmo, endday, ineffect",
            "initialMonths": "length",
            "partyAsGiven": f"member in {mapping.MEMBERS}",
            "member": f"member in {mapping.MEMBERS}",
            "phaseNumber": f"phase in {mapping.MEMBERS}",
            "commits": f"{', '.join(mapping.KINDS)} in {mapping.MEMBERS}",
        },
        mapping.MEMBERS: {
            "member": "member",
            "begins": "yrent, moent, dayent",
            "ends": "yrexit, moexit, dayexit, ineffect",
        },
    },
    obtain="Download version 4.01 (alliance level and member level, CSV) from atopdata.org. It is not downloaded for"
    " you, for no licence says that others may hand it on.",
    expects={"allianceRecord": 745},
)
