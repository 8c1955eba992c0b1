"""The query asked of Wikidata itself, page by page; the file stands there only when all pages have come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path

import httpx

from kg.errors import FetchError, SourceError
from loaders.wikidata.items import check
from loaders.wikidata.results import Row, decode, encode

ENDPOINT = "https://query.wikidata.org/sparql"
QUERY = Path(__file__).with_name("treaties.rq")
FILE = "wikidata.json"
JSON = "application/sparql-results+json"
PAGE = 500  # items; the service breaks off what takes a minute
_PLACE = "# page\n"  # where a page is cut out of the items

PASSING = {408, 425, 429, 500, 502, 503, 504}  # answers after which another try may go well
TRIES = 5  # of one page
LONGEST_WAIT = 300.0  # seconds; a service that asks for more is left alone
PAUSE = 1.0  # seconds between two pages
TIMEOUT = 75.0

Say = Callable[[str], None]
Sleep = Callable[[float], None]


class _AgainError(Exception):
    """A try failed, the next may not; `after` is the number of seconds that the service asks to wait."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


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
    name = f"treatykg/{version('treatykg')} (+https://w3id.org/treatykg/)"
    return httpx.Client(headers={"User-Agent": name}, timeout=TIMEOUT)


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
        for number in range(1, TRIES + 1):
            try:
                return self._try(query)
            except _AgainError as error:
                if number == TRIES:
                    raise FetchError(f"{self.endpoint}: {error}; given up after {number} tries") from None
                self._wait(error, number)
        raise AssertionError("the last try returns or raises")

    def _wait(self, error: _AgainError, number: int) -> None:
        seconds = 2.0**number if error.after is None else error.after
        if seconds > LONGEST_WAIT:
            raise FetchError(f"{self.endpoint}: {error} and asks to wait {seconds:.0f} s; try again then")
        self.say(f"{error}; next try in {seconds:.0f} s")
        self.sleep(seconds)

    def _try(self, query: str) -> list[Row]:
        try:
            answer = self.client.post(self.endpoint, data={"query": query}, headers={"Accept": JSON})
        except httpx.TimeoutException:
            raise _AgainError("no answer in time") from None
        except httpx.TransportError as error:
            raise _AgainError(f"the connection failed ({error})") from None
        status = f"{answer.status_code} {answer.reason_phrase}"
        if answer.status_code in PASSING:
            raise _AgainError(f"the service answers {status}", _asked_to_wait(answer))
        if answer.status_code != httpx.codes.OK:
            raise FetchError(f"{self.endpoint}: the service answers {status}: {answer.text.strip():.200}")
        if (sent := answer.headers.get("Content-Type", "").partition(";")[0]) not in (JSON, "application/json"):
            raise FetchError(f"{self.endpoint}: sends {sent or 'something'}, expected {JSON}")
        try:
            rows = decode(answer.content, "the answer")
            for number, row in enumerate(rows, start=1):
                check(row, "the answer", number)
        except SourceError as error:
            if error.column is not None:  # whole, but of something else
                raise FetchError(f"{self.endpoint}: {error}") from None
            raise _AgainError(str(error)) from None
        return rows


def _asked_to_wait(answer: httpx.Response) -> float | None:
    """Seconds of the Retry-After of an answer, given as a number or as a time."""
    stated = answer.headers.get("Retry-After", "")
    if stated.isascii() and stated.isdigit():
        return float(stated)
    try:
        until = parsedate_to_datetime(stated)
    except ValueError:
        return None
    return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())
