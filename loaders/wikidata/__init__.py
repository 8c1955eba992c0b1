"""Bilateral treaties in Wikidata: the results of a query that is shipped here, from a file or asked live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from kg.errors import SourceError
from kg.records import Reading, Record, Source
from loaders.account import Account
from loaders.fields import find
from loaders.wikidata import items, live
from loaders.wikidata.items import Item
from loaders.wikidata.results import decode


def read(paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read results from files, or `wikidata.json` from a folder; an item may be told in several files.

    Raises SourceError at the first file, row or item that cannot be read; with `keep_going` a row or item is set
    aside as a Problem instead.
    """
    reading = Reading(records=())
    reading.records = _records(paths, Account(reading, keep_going))
    return reading


def _records(paths: Sequence[Path], account: Account) -> Iterator[Record]:
    for item in _items(paths, account):
        try:
            found = items.record(item, account.reading.problems.append)
        except SourceError as error:
            account.set_aside(error, "is an item without a title")
            continue
        yield found


def _items(paths: Sequence[Path], account: Account) -> list[Item]:
    """All items with their rows, in the order of the files."""
    found: dict[str, Item] = {}
    for path in _files(paths):
        for number, row in enumerate(decode(path.read_bytes(), path.name), start=1):
            account.reading.rows_read += 1
            try:
                iri = items.check(row, path.name, number)
            except SourceError as error:
                account.set_aside(error, "is no row of the query")
                continue
            if iri not in found:
                found[iri] = Item(iri, path.name, number)
            elif row in found[iri].rows:
                account.reading.rows_repeated += 1
                continue
            else:
                account.reading.rows_joined += 1
            found[iri].rows.append(row)
    return list(found.values())


def _files(paths: Sequence[Path]) -> list[Path]:
    if not paths:
        raise SourceError(f"no path was given; expected {live.FILE} or a folder with it")
    return [find([path], live.FILE) for path in paths]


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
    live=partial(live.download, live.ENDPOINT),
)
