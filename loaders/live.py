"""A query asked of a SPARQL service, page by page; the file stands there only when all pages have come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from kg.errors import FetchError, SourceError
from kg.polite import USER_AGENT, AgainError, persist, refused, status
from loaders.sparql import JSON, PLACE, Query, Row, decode, encode

PAGE = 500  # items; the service breaks off what takes a minute
TRIES = 5  # of one page
LONGEST_WAIT = 300.0  # seconds; a service that asks for more is left alone
PAUSE = 1.0  # seconds between two pages
TIMEOUT = 75.0

Say = Callable[[str], None]
Sleep = Callable[[float], None]


def download(
    query: Query,
    endpoint: str,
    folder: Path,
    say: Say,
    page: int = PAGE,
    sleep: Sleep = time.sleep,
) -> tuple[Path, ...]:
    """Ask an endpoint for all items of a query and write them to its file in a folder, in place of an older one.

    Raises FetchError if the service cannot be reached, or does not give whole results, several times over; what was
    there before then stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    whole, part = folder / query.file, folder / f"{query.file}.part"
    try:
        with httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=TIMEOUT) as client, part.open("wb") as file:
            service = _Service(query, endpoint, client, say, sleep)
            file.writelines(encode(_all(service, page), query.columns))
        part.replace(whole)
    finally:
        part.unlink(missing_ok=True)
    return (whole,)


def _all(service: _Service, page: int) -> Iterator[Row]:
    """The rows of all pages; an item that moves to a later page while the pages are read is taken once."""
    seen: set[str] = set()
    text = service.query.path.read_text(encoding="utf-8")
    for offset in range(0, 10**9, page):
        if offset:
            service.sleep(PAUSE)
        rows = service.rows(text.replace(PLACE, f"LIMIT {page} OFFSET {offset}\n"))
        items = {row["item"].value for row in rows}
        yield from (row for row in rows if row["item"].value not in seen)
        seen |= items
        service.say(f"{len(seen):,} {service.query.items}")
        if len(items) < page:
            break
    if not seen:
        raise FetchError(f"{service.endpoint} {service.query.none}")


@dataclass(frozen=True, slots=True)
class _Service:
    query: Query
    endpoint: str
    client: httpx.Client
    say: Say
    sleep: Sleep

    def rows(self, text: str) -> list[Row]:
        return persist(
            lambda: self._try(text),
            self.endpoint,
            tries=TRIES,
            wait=2.0,
            longest_wait=LONGEST_WAIT,
            say=self.say,
            sleep=self.sleep,
        )

    def _try(self, text: str) -> list[Row]:
        try:
            answer = self.client.post(self.endpoint, data={"query": text}, headers={"Accept": JSON})
        except httpx.TimeoutException:
            raise AgainError("no answer in time") from None
        except httpx.TransportError as error:
            raise AgainError(f"the connection failed ({error})") from None
        if again := refused(answer):
            raise again
        if answer.status_code != httpx.codes.OK:
            raise FetchError(f"{self.endpoint}: the server answers {status(answer)}: {answer.text.strip():.200}")
        if (sent := answer.headers.get("Content-Type", "").partition(";")[0]) not in (JSON, "application/json"):
            raise FetchError(f"{self.endpoint}: sends {sent or 'something'}, expected {JSON}")
        try:
            rows = decode(answer.content, "the answer", self.query)
            for number, row in enumerate(rows, start=1):
                self.query.check(row, "the answer", number)
        except SourceError as error:
            if error.column is not None:  # whole, but of something else
                raise FetchError(f"{self.endpoint}: {error}") from None
            raise AgainError(str(error)) from None
        return rows
