"""The identifiers of agreements: a function of one record's key, and a register of those shown once.

The register is `ids.csv` in the home, a text to which lines are only added: identifier of the agreement, source and
identifier of a record that stood under it, day, and the number of the release (1, 2, ...) that showed it so first.
"""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

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


class Shown(NamedTuple):
    """An identifier under which a record stood, and the number of the first release in which it did."""

    id: str
    release: int


@dataclass(slots=True)
class Ids:
    """Every agreement record has an identifier of its own; the agreement it is joined into shows one of them.

    `older` tells under which identifiers records stood before: an agreement keeps the one that is out the longest, also
    when the record it was made of is gone.
    """

    own: dict[Key, str] = field(default_factory=dict)
    older: Mapping[Key, Sequence[Shown]] = field(default_factory=dict)

    def give(self, keys: Iterable[Key]) -> None:
        """Give each record its own identifier, in the order of the keys."""
        taken = set(self.own.values())
        for key in sorted(keys):
            self.own[key] = next(name for attempt in range(6) if (name := agreement_id(*key, attempt)) not in taken)
            taken.add(self.own[key])

    def name(self, groups: Collection[frozenset[Key]], rank: Callable[[Key], int]) -> dict[frozenset[Key], list[str]]:
        """The identifier of each group of records, then all others that stand for it from now on.

        An identifier goes to the group with the record it is made of; if that record is gone, to the group with a
        record that stood under it, the first by the release, the rank and the key.
        """
        owner = {self.own[key]: group for group in groups for key in group}
        never = 1 + max((one.release for shown in self.older.values() for one in shown), default=0)
        claims = {group: sorted(self._claims(group, rank, never)) for group in groups}
        named: dict[frozenset[Key], list[str]] = {}
        taken: set[str] = set()
        for group in sorted(groups, key=lambda group: claims[group][0]):
            free = [name for *_, name in claims[group] if name not in taken and owner.get(name, group) == group]
            named[group] = list(dict.fromkeys(free))
            taken.update(free)
        return named

    def _claims(
        self, group: Iterable[Key], rank: Callable[[Key], int], never: int
    ) -> Iterator[tuple[int, int, Key, str]]:
        """The identifiers that a group may have, by the release that showed them first; `never` stands for none."""
        for key in group:
            shown = self.older.get(key, ())
            yield from ((one.release, rank(key), key, one.id) for one in shown)
            if all(one.id != self.own[key] for one in shown):
                yield never, rank(key), key, self.own[key]


def read(path: Path) -> dict[Key, list[Shown]]:
    """The records that stood under an identifier before, each with those and the first release that showed it so.

    Nothing is registered where there is no file. SourceError names the line that is broken.
    """
    found: dict[Key, list[Shown]] = defaultdict(list)
    for key, shown in _rows(path):
        found[key].append(shown)
    return dict(found)


def append(path: Path, clusters: Iterable[Cluster], day: date) -> int:
    """Register what a release shows for the first time; the number of new lines.

    What is there stays as it is; the new lines are there all at once, so that none is ever broken off.
    """
    rows = list(_rows(path))
    known = {(key, shown.id) for key, shown in rows}
    release = max((shown.release for _, shown in rows), default=0) + 1
    stand = ((Key(record.source, record.id), one.id) for one in clusters for record in one.stating)
    new = [(key, name) for key, name in stand if (key, name) not in known]
    if not new:
        return 0
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    beside = path.with_name(f"{path.name}.new")
    with beside.open("w", encoding="utf-8", newline="") as file:
        file.write(before if before.endswith("\n") or not before else f"{before}\n")
        writer = csv.writer(file, lineterminator="\n")
        if not before:
            writer.writerow(COLUMNS)
        writer.writerows((name, key.source, key.id, day.isoformat(), release) for key, name in new)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return len(new)


def _rows(path: Path) -> Iterator[tuple[Key, Shown]]:
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


def _checked(reader: Iterable[list[str]], file: str) -> Iterator[tuple[Key, Shown]]:
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
        name = f"{given['id']} of {key}"
        if name in seen:
            raise SourceError(f"{name} stands in row {seen[name]} too", file=file, row=row, column="record")
        seen[name] = row
        yield key, Shown(given["id"], last)


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
