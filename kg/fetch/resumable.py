"""One file over HTTP: what came is kept in NAME.part, and the next try or run goes on from there."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import file_digest
from ipaddress import ip_address
from pathlib import Path

import httpx

from kg.errors import FetchError
from kg.polite import USER_AGENT, AgainError, persist, refused
from kg.polite import status as in_words
from kg.records import Remote

Say = Callable[[str], None]
Progress = Callable[[str, int, int | None], None]  # name of the file, bytes there, bytes in all

REDIRECTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a server is treated; times are in seconds."""

    tries: int = 4  # of one file in one run
    wait: float = 1.0  # before the second try; doubled for each after it
    longest_wait: float = 60.0  # a server that asks for more is left alone
    pause: float = 0.5  # between two files
    timeout: float = 30.0  # for the server to say something


def client(manners: Manners) -> httpx.Client:
    """A client that names treatykg, follows few redirects, and speaks plain http with this machine only."""
    return httpx.Client(
        headers={
            "User-Agent": USER_AGENT,
            "Accept-Encoding": "identity",
        },
        timeout=manners.timeout,
        follow_redirects=True,
        max_redirects=REDIRECTS,
        event_hooks={"request": [_only_safe]},
    )


def _only_safe(request: httpx.Request) -> None:
    url = request.url
    if url.scheme != "https" and not (url.scheme == "http" and _is_this_machine(url.host)):
        raise FetchError(f"{url} is not fetched: only https is (http from this machine alone)")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The way to servers: what goes over it, how they are treated, and who is told."""

    client: httpx.Client
    manners: Manners
    say: Say
    progress: Progress


@dataclass(slots=True, kw_only=True)
class Resumable:
    """A downloader for `pooch`: it is called with an address and the file to write.

    A part is gone on with only if a mixture of two versions would be found out: by `checksum`, or by the mark of the
    version (ETag) that came with the part.
    """

    line: Line
    remote: Remote
    folder: Path
    checksum: str | None
    went_on: bool = False  # whether the file is put together from parts
    found: str | None = None  # SHA-256 of what was downloaded

    @property
    def _part(self) -> Path:
        return self.folder / f"{self.remote.name}.part"

    @property
    def _mark(self) -> Path:
        return self.folder / f"{self.remote.name}.part.etag"

    def __call__(self, url: str, output_file: str, _pooch: object) -> None:
        """Download; raises FetchError if that fails for good, or too often."""
        manners = self.line.manners
        persist(
            lambda: self._try(url),
            self.remote.name,
            tries=manners.tries,
            wait=manners.wait,
            longest_wait=manners.longest_wait,
            say=self.line.say,
            sleep=time.sleep,
            hint=self._kept,
        )
        with self._part.open("rb") as file:
            self.found = file_digest(file, "sha256").hexdigest()
        self._part.replace(output_file)
        self._mark.unlink(missing_ok=True)

    def _try(self, url: str) -> None:
        start = self._start()
        if start:
            self.went_on = True
            if start == self.remote.size:
                return
        try:
            with self.line.client.stream("GET", url, headers=self._asked(start)) as answer:
                self._check(answer, start)
                self._take(answer, start if answer.status_code == httpx.codes.PARTIAL_CONTENT else 0)
        except httpx.TimeoutException:
            raise AgainError(f"no answer within {self.line.manners.timeout:g} s") from None
        except httpx.TooManyRedirects:
            raise FetchError(f"{self.remote.name}: more than {REDIRECTS} redirects from {url}") from None
        except httpx.TransportError as error:
            raise AgainError(f"the connection failed ({error})") from error

    def _start(self) -> int:
        """Bytes of a part that can be gone on with."""
        if not self._part.exists() or (self.checksum is None and not self._mark.exists()):
            return 0
        size = self._part.stat().st_size
        return 0 if self.remote.size is not None and size > self.remote.size else size

    def _asked(self, start: int) -> dict[str, str]:
        if not start:
            return {}
        mark = self._mark.read_text() if self._mark.exists() else ""
        return {"Range": f"bytes={start}-"} | ({"If-Range": mark} if mark else {})

    def _check(self, answer: httpx.Response, start: int) -> None:
        """Raise unless the answer brings the whole file, or the rest that was asked for."""
        status, name = answer.status_code, self.remote.name
        if again := refused(answer):
            raise again
        if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE or (
            status == httpx.codes.PARTIAL_CONTENT and not (start and self._fits(answer, start))
        ):
            self._part.unlink(missing_ok=True)
            raise AgainError("the server does not send the rest that was asked for")
        if status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
            raise FetchError(f"{name}: the server answers {in_words(answer)} for {answer.url}")
        if (coded := answer.headers.get("Content-Encoding", "identity")) != "identity":
            raise FetchError(f"{name}: sent as {coded}, asked for as it is")
        whole = _whole(answer)
        if whole is not None and self.remote.size not in (None, whole):
            raise FetchError(f"{name}: the server has {whole:,} bytes, expected {self.remote.size:,}; not downloaded")

    def _fits(self, answer: httpx.Response, start: int) -> bool:
        found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", answer.headers.get("Content-Range", ""))
        if not found:
            return False
        first, last, whole = map(int, found.groups())
        return first == start and last == whole - 1 and self.remote.size in (None, whole)

    def _take(self, answer: httpx.Response, start: int) -> None:
        """Write what comes behind the first `start` bytes of the part."""
        whole = _whole(answer) or self.remote.size
        done = start
        with self._part.open("ab" if start else "wb") as file:
            if not start:
                self.went_on = False
                self._note_mark(answer)
            for chunk in answer.iter_raw():
                done += len(chunk)
                if whole is not None and done > whole:
                    raise FetchError(f"{self.remote.name}: more than the {whole:,} bytes expected are sent")
                file.write(chunk)
                self.line.progress(self.remote.name, done, whole)
        if whole is not None and done < whole:
            raise AgainError(f"broken off after {done:,} of {whole:,} bytes")

    def _note_mark(self, answer: httpx.Response) -> None:
        mark = answer.headers.get("ETag", "")
        if mark.startswith('"'):  # a weak mark (W/) does not promise the same bytes
            self._mark.write_text(mark)
        else:
            self._mark.unlink(missing_ok=True)

    def _kept(self) -> str:
        return "; what came is kept, the same command goes on from there" if self._start() else ""


def _whole(answer: httpx.Response) -> int | None:
    """Bytes of the whole file, as far as the answer says."""
    _, _, whole = answer.headers.get("Content-Range", "").partition("/")
    stated: str = whole or answer.headers.get("Content-Length", "")
    return int(stated) if stated.isdecimal() else None
