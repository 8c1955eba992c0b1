"""The query asked of Wikidata itself, page by page; the file stands there only when all pages have come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx

from kg.errors import FetchError, SourceError
from kg.polite import USER_AGENT, AgainError, persist, refused, status
from loaders.wikidata.items import check
from loaders.wikidata.results import Row, decode, encode

ENDPOINT = "https://query.wikidata.org/sparql"
QUERY = Path(__file__).with_name("treaties.rq")
FILE = "wikidata.json"
JSON = "application/sparql-results+json"
PAGE = 500  # items; the service breaks off what takes a minute
_PLACE = "# page\n"  # where a page is cut out of the items

TRIES = 5  # of one page
LONGEST_WAIT = 300.0  # seconds; a service that asks for more is left alone
PAUSE = 1.0  # seconds between two pages
TIMEOUT = 75.0

Say = Callable[[str], None]
Sleep = Callable[[float], None]


def download(
    endpoint: str,
    folder: Path,
    say: Say,
    page: int = PAGE,
    client: httpx.Client | None = None,
    sleep: Sleep = time.sleep,
) -> tuple[Path, ...]:
    """Ask an endpoint for all treaties and write them to `wikidata.json` in a folder, in place of an older one.

    Raises FetchError if the service cannot be reached, or does not give whole results, several times over; what was
    there before then stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{FILE}.part"
    with ExitStack() as stack:
        service = _Service(endpoint, client or stack.enter_context(_client()), say, sleep)
        stack.callback(part.unlink, missing_ok=True)
        with part.open("wb") as file:
            file.writelines(encode(_all(service, page)))
        part.replace(folder / FILE)
    return (folder / FILE,)


def _client() -> httpx.Client:
    return httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=TIMEOUT)


def _all(service: _Service, page: int) -> Iterator[Row]:
    """The rows of all pages; an item that moves to a later page while the pages are read is taken once."""
    seen: set[str] = set()
    query = QUERY.read_text(encoding="utf-8")
    for offset in range(0, 10**9, page):
        if offset:
            service.sleep(PAUSE)
        rows = service.rows(query.replace(_PLACE, f"LIMIT {page} OFFSET {offset}\n"))
        items = {row["item"].value for row in rows}
        yield from (row for row in rows if row["item"].value not in seen)
        seen |= items
        service.say(f"{len(seen):,} treaties")
        if len(items) < page:
            break
    if not seen:
        raise FetchError(f"{service.endpoint} knows no treaty; is it a copy of Wikidata?")


@dataclass(frozen=True, slots=True)
class _Service:
    endpoint: str
    client: httpx.Client
    say: Say
    sleep: Sleep

    def rows(self, query: str) -> list[Row]:
        return persist(
            lambda: self._try(query),
            self.endpoint,
            tries=TRIES,
            wait=2.0,
            longest_wait=LONGEST_WAIT,
            say=self.say,
            sleep=self.sleep,
        )

    def _try(self, query: str) -> list[Row]:
        try:
            answer = self.client.post(self.endpoint, data={"query": query}, headers={"Accept": JSON})
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
            rows = decode(answer.content, "the answer")
            for number, row in enumerate(rows, start=1):
                check(row, "the answer", number)
        except SourceError as error:
            if error.column is not None:  # whole, but of something else
                raise FetchError(f"{self.endpoint}: {error}") from None
            raise AgainError(str(error)) from None
        return rows
