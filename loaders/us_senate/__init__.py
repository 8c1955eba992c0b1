"""Treaty documents received by the Senate of the United States: congress.gov's list, and guesses of who copied it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from kg.errors import SourceError
from kg.records import Reading, Record, Remote, Source
from loaders.account import Account
from loaders.fields import find
from loaders.tables import Layout
from loaders.us_senate import documents
from loaders.us_senate.columns import COLUMNS, COUNTRIES, DONE, HINTS, NUMBER, TOPIC
from loaders.us_senate.hints import Hint, read_hints

LIST = "treaty.csv"
PREAMBLE = 3  # lines above the header: day of the download, address of the search, a blank one


def read(paths: Sequence[Path], keep_going: bool) -> Reading:
    """Read the list and, if it is there, the copy with guessed countries.

    Raises SourceError at the first broken file or row; with `keep_going` a row is set aside as a Problem instead.
    """
    reading = Reading(records=())
    reading.records = _records(paths, Account(reading, keep_going))
    return reading


def _records(paths: Sequence[Path], account: Account) -> Iterator[Record]:
    hints, seen = _hints(paths, account), set[str]()
    tables = [path for path in paths if path.name != HINTS]
    for row in account.rows(find(tables, LIST), COLUMNS, layout=Layout(skip=PREAMBLE)):
        hint = hints.get(row.take(NUMBER))
        try:
            if row.take(NUMBER) in seen:
                raise row.error(NUMBER, "a number that no row before has")
            found = documents.record(row, hint, account.reading.problems.append)
        except SourceError as error:
            account.set_aside(error, "a field cannot be read")
            continue
        seen.add(found.id)
        account.reading.rows_joined += hints.pop(found.id, None) is not None
        yield found
    for hint in hints.values():
        unknown = hint.error(f"speaks of {hint.given[NUMBER]}, which is not in {LIST}")
        account.set_aside(unknown, "speaks of no document of the list")


def _hints(paths: Sequence[Path], account: Account) -> dict[str, Hint]:
    found: dict[str, Hint] = {}
    for hint in read_hints(paths):
        account.reading.rows_read += 1
        number = hint.given[NUMBER]
        if found.setdefault(number, hint) is not hint:
            account.set_aside(hint.error(f"{number} stands here twice"), "speaks of a document a second time")
    return found


_COPY = (
    "https://raw.githubusercontent.com/schoolprojectshs/us-treaty-explorer/c5d0ab263a09ddab53667191c6ee222ec7a5e7c2/"
)

SOURCE = Source(
    name=documents.NAME,
    title="Treaty documents received by the United States Senate",
    publisher="Library of Congress (congress.gov); copy by the authors of US Treaty Explorer",
    citation="Congress.gov, Library of Congress, treaty documents, list downloaded on 23 March 2018; countries guessed"
    " by the authors of US Treaty Explorer (github.com/schoolprojectshs/us-treaty-explorer).",
    licence="CC0 1.0 (the copy); the list is a work of the United States government, in the public domain",
    url="https://www.congress.gov/",
    version="2018-03-23",
    retrieved=date(2018, 3, 23),
    tier=2,
    horizon=date(2018, 3, 23),
    coverage="Papers by which the President sent treaties to the Senate, from 1965 on, and older ones on which it was"
    " still to act. A paper may hold several treaties. The other party is not stated; who is named in a title is only"
    " proposed. Agreements that are not sent to the Senate, the greater number, are not here.",
    covers=("USA",),
    covers_from=date(1965, 1, 1),
    covers_kinds=("documentRecord",),
    read=read,
    columns={
        "": {
            "localId": NUMBER,
            "title": "Title",
            "topic": TOPIC,
            "quote": DONE,
            "proposedParty": f"Title, {COUNTRIES} in {HINTS}",
            "citation": f"{NUMBER}, URL",
            "url": "URL",
        }
    },
    remote=(
        Remote(
            url=f"{_COPY}assets/data/{LIST}",
            name=LIST,
            sha256="d03e9de96d88ab1649305b20b64dc04b26f07e1bf2dd41a5c52e8278e0070b10",
            size=203_563,
        ),
        Remote(
            url=f"{_COPY}assets/data/{HINTS}",
            name=HINTS,
            sha256="5e6556fb843df2839fa32b74d9f078c129ccd2794b8cfb87d24eb11dbe5449bf",
            size=367_944,
        ),
    ),
    expects={"documentRecord": 768},
)
