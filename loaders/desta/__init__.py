"""DESTA, Design of Trade Agreements: its list of treaties, one row a treaty, a protocol, a change of members ..."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from kg.records import Reading, Remote, Source
from loaders.account import Account
from loaders.desta.mapping import COLUMNS, NAME, record
from loaders.fields import find
from loaders.tables import Layout

FILE = "DESTA.csv"


def read(paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read the list of treaties, in a folder or by itself; a broken row raises, or is set aside with `keep_going`."""
    reading = Reading(records=())
    make = partial(record, report=reading.problems.append)
    layout = Layout(format="csv", separator=";")
    reading.records = Account(reading, keep_going).read(find(paths, FILE), COLUMNS, (), make, layout, key="number")
    return reading


SOURCE = Source(
    name=NAME,
    title="DESTA: Design of Trade Agreements, list of treaties",
    publisher="Design of Trade Agreements (DESTA) project",
    citation='Dür, Andreas, Leonardo Baccini and Manfred Elsig. 2014. "The Design of International Trade Agreements:'
    ' Introducing a New Database." Review of International Organizations 9(3): 353-375.',
    licence="CC BY 4.0 (the package manytreaties, where the file is taken from); DESTA asks for citation",
    url="https://www.designoftradeagreements.org",
    version="2.0",
    retrieved=date(2026, 11, 25),
    tier=3,
    horizon=date(2020, 10, 31),
    coverage="Agreements of the world from 1948 to 2020 that have the potential to liberalise trade, with their"
    " protocols and changes of membership. Framework and cooperation agreements are mostly left out; interim ones and"
    " those with tiny island states always.",
    covers=(),
    covers_from=date(1948, 1, 1),
    covers_topics=("trade",),
    read=read,
    columns={
        "": {
            "localId": "number",
            "describes": "base_treaty",
            "recordKind": "entry_type",
            "title": "name",
            "says": "name",
            "instrumentKind": "entry_type, name",
            "statedBilateral": "typememb",
            "partyAsGiven": "c1-c91",
            "linkTo": "base_treaty",
            "linkType": "entry_type, name",
        }
    },
    remote=(
        Remote(
            url="https://raw.githubusercontent.com/globalgov/manytreaties/4bf79f94c78a9f9016bd55b99135b45208500631"
            "/data-raw/agreements/DESTA/DESTA.csv",
            name=FILE,
            sha256="265e1bb20c0e1aa473b1fbe9109d5d2363c4d85394d28312ba24f482a59fb2c9",
            size=792_982,
        ),
    ),
    expects={"agreementRecord": 876, "evidenceRecord": 229, "documentRecord": 30, "eventRecord": 82},
)
