"""Bilateral treaties in Wikidata: the results of a query that is shipped here, from a file or asked live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from kg.errors import SourceError
from kg.records import Reading, Record, Source
from loaders.account import Account
from loaders.live import download
from loaders.sparql import read_items
from loaders.wikidata import items

ENDPOINT = "https://query.wikidata.org/sparql"


def read(paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read results from files, or `wikidata.json` from a folder; an item may be told in several files.

    Raises SourceError at the first file, row or item that cannot be read; with `keep_going` a row or item is set
    aside as a Problem instead.
    """
    reading = Reading(records=())
    reading.records = _records(paths, Account(reading, keep_going))
    return reading


def _records(paths: Sequence[Path], account: Account) -> Iterator[Record]:
    for item in read_items(items.QUERY, paths, account):
        try:
            found = items.record(item, account.reading.problems.append)
        except SourceError as error:
            account.set_aside(error, "is an item without a title")
            continue
        yield found


SOURCE = Source(
    name=items.NAME,
    title="Bilateral treaties in Wikidata",
    publisher="Wikidata, Wikimedia Foundation",
    citation="Wikidata contributors, treaties with two signatories or participants, query of treatykg of"
    " 25 November 2026 (query.wikidata.org).",
    licence="CC0 1.0",
    url="https://www.wikidata.org/",
    version="2026-11-25",
    retrieved=date(2026, 11, 25),
    tier=7,
    horizon=date(2026, 11, 25),
    coverage="Whatever volunteers have entered: items of the class treaty that name exactly two signatories or"
    " participants who are no persons. It undertakes to be complete for no country. The version is the day of the"
    " query; the downloaded file may be younger.",
    covers=(),
    read=read,
    columns={
        "": {
            "localId": "item",
            "title": "title",
            "instrumentKind": "title",
            "topic": "class",
            "statedBilateral": "class",
            "partyAsGiven": ", ".join(items.PARTIES),
            "url": ", ".join(("item", *items.ADDRESSES)),
        }
    },
    live=partial(download, items.QUERY, ENDPOINT),
)
