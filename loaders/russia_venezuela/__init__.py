"""Venezuela - Russia agreements, 1945-2025: compiled by treatykg from public pages, each accord with its evidence.

The files beside this module are ours. They leave out the quotations of the pages they cite, but for the short words
of named officials in `statements.csv`; a folder whose files have them in a `quote` column is read as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kg.records import Reading, Source
from loaders.russia_venezuela import reader
from loaders.russia_venezuela.columns import COLUMNS
from loaders.russia_venezuela.known import Index

FILES = ("topics.csv", "agreements.csv", "evidence.csv", "actions.csv", "claims.csv", "statements.csv")
INDEX = Index(name="russia-venezuela", read_on=date(2026, 11, 23), pairs={"rv": "RUS-VEN"}, default_pair="RUS-VEN")


def read(paths: Sequence[Path], keep_going: bool = False) -> Reading:
    """The records of the index in a folder or in files of these names."""
    return reader.read(INDEX, FILES, paths, keep_going)


SOURCE = Source(
    name=INDEX.name,
    title="Venezuela – Russia agreements, 1945–2025",
    publisher="treatykg",
    citation="treatykg, Venezuela – Russia agreements, 1945–2025, compiled from public pages read on 23 November 2026",
    licence="Apache-2.0",
    url="https://w3id.org/treatykg/id/source/russia-venezuela",
    version="2026-11-23",
    retrieved=INDEX.read_on,
    tier=3,
    horizon=date(2026, 2, 28),
    coverage=(
        "Accords between Venezuela and Russia or the Soviet Union that a public page names, of states, governments, "
        "agencies and companies. It is not complete: stated totals reach 400, and of many signing rounds only a part "
        "is listed. Accords to November 2025; reports on them to February 2026."
    ),
    covers=("RUS-VEN",),
    covers_from=date(1945, 1, 1),
    covers_to=date(2025, 11, 30),
    read=read,
    columns=COLUMNS,
    bundled=tuple(Path(__file__).with_name(name) for name in FILES),
    derived_from_publications=True,
    expects={
        "agreementRecord": 254,
        "evidenceRecord": 558,
        "countRecord": 57,
        "statementRecord": 58,
        "eventRecord": 3,
    },
)
