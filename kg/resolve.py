"""Which records speak of one agreement, and the identifier that agreement keeps.

Here each agreement record makes its own agreement; the records of the same source that are about it join it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from kg.records import Record

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One agreement (`id` is `t` and eight characters) with its anchor record and the others that are about it."""

    id: str
    anchor: Record
    others: tuple[Record, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """The anchor first, then the others in the order of their source."""
        return (self.anchor, *self.others)


def agreement_id(source: str, record_id: str, attempt: int = 0) -> str:
    """`t` and 8 Crockford base-32 characters (40 bits) of the SHA-256 of the anchor record's key.

    A function of the key alone, so a rebuild from nothing gives the same identifiers. `attempt` takes the next
    40 bits, for the rare key whose first ones are taken.
    """
    number = int.from_bytes(sha256(f"{source}/{record_id}".encode()).digest()[5 * attempt : 5 * attempt + 5])
    return "t" + "".join(CROCKFORD[number >> shift & 31] for shift in range(35, -1, -5))


def clusters(records: Iterable[Record]) -> Iterator[Cluster]:
    """The agreements that records speak of, in order of source and record identifier."""
    anchors: dict[tuple[str, str], Record] = {}
    about: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        if record.kind == "agreementRecord":
            anchors[record.source, record.id] = record
        elif record.about is not None:
            about[record.source, record.about].append(record)
    taken: set[str] = set()
    for key in sorted(anchors):
        made = next(name for attempt in range(6) if (name := agreement_id(*key, attempt)) not in taken)
        taken.add(made)
        yield Cluster(id=made, anchor=anchors[key], others=tuple(about.get(key, ())))
