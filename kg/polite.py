"""Manners over HTTP: how treatykg names itself, after which answers it asks again, and how long it waits before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import TypeVar

import httpx

from kg.errors import FetchError

T = TypeVar("T")

USER_AGENT = f"treatykg/{version('treatykg')} (+https://w3id.org/treatykg/)"
PASSING = {408, 425, 429, 500, 502, 503, 504}  # answers after which another try may go well


class AgainError(Exception):
    """A try failed, the next may not; `after` is the number of seconds that the server asks to wait."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


def persist(
    do: Callable[[], T],
    name: str,
    *,
    tries: int,
    wait: float,
    longest_wait: float,
    say: Callable[[str], None],
    sleep: Callable[[float], None],
    hint: Callable[[], str] = str,
) -> T:
    """What `do` gives at the first try that goes well; `wait` seconds after the first, doubled after each one.

    Raises FetchError if all fail (`hint`: what to add then), or if the server asks to wait longer than `longest_wait`.
    """
    for number in range(1, tries):
        try:
            return do()
        except AgainError as error:
            seconds = wait * 2 ** (number - 1) if error.after is None else error.after
            if seconds > longest_wait:
                raise FetchError(f"{name}: {error} and asks to wait {seconds:.0f} s; try again then") from None
            say(f"{name}: {error}; next try in {seconds:.0f} s")
            sleep(seconds)
    try:
        return do()
    except AgainError as error:
        raise FetchError(f"{name}: {error}; given up after {tries} tries{hint()}") from None


def status(answer: httpx.Response) -> str:
    """The status of an answer in its words: `503 Service Unavailable`."""
    return f"{answer.status_code} {answer.reason_phrase}".strip()


def refused(answer: httpx.Response) -> AgainError | None:
    """The error of an answer that asks to come again; None for any other."""
    if answer.status_code not in PASSING:
        return None
    return AgainError(f"the server answers {status(answer)}", _asked_to_wait(answer))


def _asked_to_wait(answer: httpx.Response) -> float | None:
    """Seconds of the Retry-After of an answer, given as a number or as a time (RFC 9110, 10.2.3)."""
    stated = answer.headers.get("Retry-After", "")
    if stated.isascii() and stated.isdigit():
        return float(stated)
    try:
        until = parsedate_to_datetime(stated)
    except ValueError:
        return None
    return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())
