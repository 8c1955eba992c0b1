"""The identifiers of agreements: a function of one record's key, and a register of those shown once.

The register is `ids.csv` in the home, a text to which lines are only added: identifier, source and record of the
anchor, day, and the number of the release (1, 2, ...) that showed it first.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from kg.errors import SourceError
from kg.resolve.model import Cluster, Key

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
COLUMNS = ("id", "source", "record", "minted", "release")
_ID = re.compile(f"t[{CROCKFORD}]{{8}}")


def agreement_id(source: str, record_id: str, attempt: int = 0) -> str:
    """`t` and 8 Crockford base-32 characters (40 bits) of the SHA-256 of the anchor record's key.

    A function of the key alone, so a rebuild from nothing gives the same identifiers. `attempt` takes the next
    40 bits, for the rare key whose first ones are taken.
    """
    number = int.from_bytes(sha256(f"{source}/{record_id}".encode()).digest()[5 * attempt : 5 * attempt + 5])
    return "t" + "".join(CROCKFORD[number >> shift & 31] for shift in range(35, -1, -5))


@dataclass(slots=True)
class Ids:
    """Every agreement record has an identifier of its own; the agreement it is joined into shows one of them.

    `older` holds the records whose identifiers were shown before, and by which release (1, 2, ...): an agreement keeps
    the identifier that is out the longest.
    """

    own: dict[Key, str] = field(default_factory=dict)
    older: dict[Key, int] = field(default_factory=dict)

    def give(self, keys: Iterable[Key]) -> None:
        """Give each record its own identifier, in the order of the keys."""
        taken = set(self.own.values())
        for key in sorted(keys):
            self.own[key] = next(name for attempt in range(6) if (name := agreement_id(*key, attempt)) not in taken)
            taken.add(self.own[key])


def read(path: Path) -> dict[Key, int]:
    """The records whose identifiers were shown before, each with the number of the first release that did.

    Nothing is registered where there is no file. SourceError names the line that is broken.
    """
    return {key: release for key, release, _ in _rows(path)}


def append(path: Path, clusters: Iterable[Cluster], day: date) -> int:
    """Register the identifiers that a release shows for the first time; their number. What is there stays as it is."""
    rows = list(_rows(path))
    known = {key for key, _, _ in rows}
    release = max((number for _, number, _ in rows), default=0) + 1
    new = [one for one in clusters if Key(one.anchor.source, one.anchor.id) not in known]
    if not new:
        return 0
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if not rows and file.tell() == 0:
            writer.writerow(COLUMNS)
        writer.writerows((one.id, one.anchor.source, one.anchor.id, day.isoformat(), release) for one in new)
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def _rows(path: Path) -> Iterator[tuple[Key, int, str]]:
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            if (found := tuple(next(reader, COLUMNS))) != COLUMNS:
                raise SourceError(f"found {','.join(found)}, expected {','.join(COLUMNS)}", file=path.name, row=1)
            yield from _checked(reader, path.name)
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"is no CSV text: {error}", file=path.name) from error


def _checked(reader: Iterable[list[str]], file: str) -> Iterator[tuple[Key, int, str]]:
    """Rows that are whole and of which none stands twice."""
    seen: dict[str, int] = {}
    last = 1
    for row, values in enumerate(reader, start=2):
        if len(values) != len(COLUMNS):
            raise SourceError(f"found {len(values)} values, expected {len(COLUMNS)}", file=file, row=row)
        given: Mapping[str, str] = dict(zip(COLUMNS, values, strict=True))
        for column, problem in _problems(given, last):
            raise SourceError(f"found {given[column]!r}, expected {problem}", file=file, row=row, column=column)
        key, last = Key(given["source"], given["record"]), int(given["release"])
        for name, column in ((given["id"], "id"), (str(key), "record")):
            if name in seen:
                raise SourceError(f"{name} stands in row {seen[name]} too", file=file, row=row, column=column)
            seen[name] = row
        yield key, last, given["id"]


def _problems(given: Mapping[str, str], last: int) -> Iterator[tuple[str, str]]:
    """The columns of a row that hold what they may not, and what they may hold."""
    if not _ID.fullmatch(given["id"]):
        yield "id", "t and eight characters"
    for column in ("source", "record"):
        if not given[column]:
            yield column, "a name"
    if not _is_day(given["minted"]):
        yield "minted", "a day as YYYY-MM-DD"
    if not given["release"].isdecimal() or int(given["release"]) < last:
        yield "release", f"a number, {last} or more"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
