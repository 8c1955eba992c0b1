"""Formal Alliances of the Correlates of War project, by member, by pair or by directed pair: the same alliances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from kg.errors import SourceError
from kg.records import Reading, Record, Source
from loaders.account import Account
from loaders.cow_alliances import mapping
from loaders.cow_alliances.rows import KINDS, MEMBER, PAIR, Said, member, pair
from loaders.several import expected, told_apart

MEMBERS, PAIRS = "alliance_v4.1_by_member.csv", "alliance_v4.1_by_dyad.csv or alliance_v4.1_by_directed.csv"
MARKS = {MEMBERS: ("version4id", "ccode", "mem_st_year"), PAIRS: ("version4id", "ccode1", "dyad_st_year")}


def read(paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read any of the files, alone or together, from a folder or given themselves; one record an alliance.

    Raises SourceError at the first broken row; with `keep_going` it is set aside as a Problem instead.
    """
    files = told_apart(paths, MARKS)
    if not any(files.values()):
        raise SourceError(f"holds no list of alliances; expected {expected(MARKS)}", file=", ".join(map(str, paths)))
    reading = Reading(records=())
    reading.records = _records(files, Account(reading, keep_going))
    return reading


def _records(files: dict[str, list[Path]], account: Account) -> Iterator[Record]:
    reading, report = account.reading, account.reading.problems.append
    alliances: dict[int, list[Said]] = defaultdict(list)
    for name, columns, make in ((MEMBERS, MEMBER, member), (PAIRS, PAIR, pair)):
        for file in sorted(files[name], key=lambda file: file.name):
            for one in _once(account.read(file, columns, (), partial(make, report=report)), reading):
                alliances[one.alliance].append(one)
    for number, rows in sorted(alliances.items()):
        reading.rows_joined += len(rows) - 1
        yield mapping.record(number, rows, report)


def _once(found: Iterator[Said], reading: Reading) -> Iterator[Said]:
    """Pass rows on but for exact repeats of one before, which are counted."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    for one in found:
        cells = tuple(one.row.as_given().items())
        if cells in seen:
            reading.rows_repeated += 1
            continue
        seen.add(cells)
        yield one


SOURCE = Source(
    name=mapping.NAME,
    title="Formal Alliances",
    publisher="Correlates of War project",
    citation="Gibler, Douglas M. 2009. International Military Alliances, 1648-2008. CQ Press (dataset version 4.1).",
    licence="Free for research with citation; no licence file travels with the data",
    url="https://correlatesofwar.org/data-sets/formal-alliances/",
    version="4.1",
    retrieved=date(2026, 11, 25),
    tier=3,
    horizon=mapping.HORIZON,
    coverage="Formal alliances among members of the state system, 1816 to 2012: defence pacts, neutrality and"
    " non-aggression pacts, ententes, by member and by pair of members.",
    covers=(),
    covers_from=date(1816, 1, 1),
    covers_topics=("alliance", "neutrality"),
    covers_kinds=("allianceRecord",),
    complete=True,
    read=read,
    columns={
        MEMBERS: {
            "localId": "version4id",
            "begins": "all_st_*, mem_st_*",
            "ends": "all_end_*, mem_end_*",
            "partyAsGiven": "ccode",
            "member": "ccode",
            "commits": ", ".join(KINDS),
            "note": "ss_type",
        }
    }
    | {
        file: {
            "localId": "version4id",
            "begins": "dyad_st_*",
            "ends": "dyad_end_*",
            "partyAsGiven": "ccode1, ccode2",
            "member": "ccode1, ccode2",
            "commits": ", ".join(KINDS),
        }
        for file in PAIRS.split(" or ")
    },
    codes_pairs_only=True,
    obtain="Download version 4.1 from correlatesofwar.org (data set Formal Alliances). It is neither bundled nor"
    " downloaded for you: the maintainer is reported to ask that software should not hand these data on.",
    expects={"allianceRecord": 414},
)
