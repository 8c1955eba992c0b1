"""Who published a page: its authority by kind of publisher, and whose words it repeats.

`publishers.csv` lists by name, or by host where no name is given, every publisher that is not plain press: tier 1 the
official gazette itself, 2 a party's government or parliament, 3 treaty data sets and databases of legal texts, 4 those
who signed or watched, 6 blogs and copies, 7 what anyone may edit. All others are 5, press. Names of one house share a
family, and so does a copy with what it copies: "La Nación (AFP)" speaks with the voice of AFP.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from kg.records import Publication

PRESS, COPY = 5, 6
_BLOG_HOSTS = ("blogspot.com", "wordpress.com")
_COPIED = re.compile(r"\b(blog|copy|forum)\b")  # remarks on where a text stands, not names
_REMARK = re.compile(r"\b(blog|copy|forum|agency|text|cut|article|original)\b")
_QUOTED = re.compile(r"\b(?:quoting|citing) ([^()]+)")
_LAST = re.compile(r"^(.+) \(([^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Publisher:
    """Authority (1 authentic text ... 7 anyone) and the house whose voice it is."""

    tier: int
    family: str | None


@cache
def listed() -> dict[str, Publisher]:
    """The publishers of `publishers.csv`, by name or host."""
    with Path(__file__).with_name("publishers.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: Publisher(int(row["tier"]), row["family"] or None) for row in csv.DictReader(file)}


def tier(publisher: str, url: str | None) -> int:
    """How much a publisher's word counts, 1 to 7."""
    if known := listed().get(publisher):
        return known.tier
    host = host_of(url)
    return COPY if _COPIED.search(publisher) or host.endswith(_BLOG_HOSTS) else PRESS


def family(publisher: str, title: str = "") -> str:
    """Whose voice it is: the house of the publisher, or of the one whose report it carries."""
    in_title = _LAST.match(title)
    if in_title and in_title[2] in listed():
        return _house(in_title[2])
    known = listed().get(publisher)
    return known.family if known and known.family else _house(_copied(publisher))


def _house(name: str) -> str:
    known = listed().get(name)
    return known.family if known and known.family else name


def _copied(publisher: str) -> str:
    """The name of what is copied: X of "X via Y", "Y (X)", "Y citing X" and "Y / X"; else the publisher's own."""
    if " via " in publisher:
        return publisher.split(" via ")[0]
    if quoted := _QUOTED.search(publisher):
        return quoted[1].strip()
    if parts := _LAST.match(publisher):
        return parts[1] if _REMARK.search(parts[2]) else parts[2].split("/")[0].strip()
    return publisher.rsplit(" / ", 1)[-1]


def host_of(url: str | None) -> str:
    """The host of an address without `www.`; empty if there is none."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def made(
    title: str,
    publisher: str,
    url: str | None,
    published: str | None,
    *,
    lang: str | None = None,
    accessed: date | None = None,
) -> Publication:
    """A publication with its tier and family."""
    return Publication(
        title=title,
        publisher=publisher,
        tier=tier(publisher, url),
        url=url,
        published=published,
        accessed=accessed,
        lang=lang,
        family=family(publisher, title),
    )


def unnamed(url: str | None, claimant: str, published: str | None) -> Publication:
    """The publication of a row that gives no more than an address, or not even that."""
    if url:
        page = made(f"Page at {host_of(url)}", host_of(url), url, published)
        voice = _copied(claimant)  # "EFE via El Pitazo" is EFE's wherever it stands
        return replace(page, family=_house(voice)) if voice in listed() else page
    if claimant in listed():
        return made(claimant, claimant, None, published)
    return made(f"Report kept without address ({claimant})", "not stated", None, published)


class Publications:
    """The pages that evidence rows describe, to be found again by rows that give the address only."""

    def __init__(self, evidence: Iterable[tuple[str, Publication]]) -> None:
        self._known: dict[tuple[str, str], Publication] = {}
        for about, publication in evidence:
            if publication.url:
                self._known.setdefault((about, publication.url), publication)
                self._known.setdefault(("", publication.url), publication)

    def find(self, about: str, url: str) -> Publication | None:
        """The page at this address as an evidence row describes it, one on the same agreement first."""
        return self._known.get((about, url)) or self._known.get(("", url))

    def at(self, about: str, url: str | None, claimant: str, published: str | None) -> Publication:
        """The page at this address, as far as an evidence row, the address or the claimant shows what it is."""
        return (self.find(about, url) if url else None) or unnamed(url, claimant, published)
