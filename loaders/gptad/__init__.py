"""GPTAD, Global Preferential Trade Agreements Database of the World Bank: one row an agreement, no key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from kg.polities import fold
from kg.records import Reading, Record, Remote, Source
from loaders.account import Account
from loaders.fields import Fields, find
from loaders.gptad.mapping import COLUMNS, NAME, record
from loaders.gptad.members import clean

FILE = "GPTAD.csv"


def read(paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read the list, in a folder or by itself; a broken row raises, or is set aside with `keep_going`.

    A row that says nothing but what another has said is read once. The identifier is made of the name, with a number
    from the second row of that name on.
    """
    reading = Reading(records=())
    reading.records = _records(reading, find(paths, FILE), keep_going)
    return reading


def _records(reading: Reading, file: Path, keep_going: bool) -> Iterator[Record]:
    rows: set[tuple[tuple[str, str], ...]] = set()
    names: Counter[str] = Counter()

    def make(row: Fields) -> Record | None:
        given = tuple(row.as_given().items())
        if given in rows:
            reading.rows_repeated += 1
            return None
        name = fold(clean(row.need("Common.Name"))).replace(" ", "-")
        again = f"-{names[name] + 1}" if names[name] else ""
        made = record(row, name + again, reading.problems.append)
        rows.add(given)
        names[name] += 1
        return made

    for made in Account(reading, keep_going).read(file, COLUMNS, (), make):
        if made is not None:
            yield made


SOURCE = Source(
    name=NAME,
    title="GPTAD: Global Preferential Trade Agreements Database",
    publisher="World Bank Group",
    citation="World Bank Group, Global Preferential Trade Agreements Database",
    licence="CC BY 4.0",
    url="https://wits.worldbank.org/gptad/library.aspx",
    version="2014",
    retrieved=date(2026, 11, 25),
    tier=3,
    horizon=date(2010, 3, 1),
    coverage="Preferential trade agreements of the world from 1957 to 2009, whether notified to the World Trade"
    " Organization or not. Published in 2014; its latest day is of March 2010.",
    covers=(),
    covers_from=date(1957, 1, 1),
    covers_to=date(2009, 12, 31),
    covers_topics=("trade",),
    read=read,
    columns={
        "": {
            "localId": "Common.Name",
            "title": "Common.Name",
            "instrumentKind": "Type",
            "statedBilateral": "Type",
            "partyAsGiven": "Membership",
            "says": "In.force.status",
        }
    },
    remote=(
        Remote(
            url="https://raw.githubusercontent.com/globalgov/manytreaties/4bf79f94c78a9f9016bd55b99135b45208500631"
            "/data-raw/agreements/GPTAD/GPTAD.csv",
            name=FILE,
            sha256="3497e8e573197cbeaef49c409eb02c41c0f1215e8dbdfb89ec8f2563b9590b25",
            size=55_974,
        ),
    ),
    expects={"agreementRecord": 351},
)
