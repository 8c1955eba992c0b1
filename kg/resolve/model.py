"""What identity is decided in: matches with their reasons, and the agreements that come of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg.records import Record

JOIN, PROPOSE = 0.90, 0.60  # at or above the first: joined; between the two: proposed to an editor; below: apart


class Key(NamedTuple):
    """A record's place: name of its source, its identifier there."""

    source: str
    id: str

    def __str__(self) -> str:
        return f"{self.source}/{self.id}"


class Reason(NamedTuple):
    """One thing that speaks for or against two records being of one agreement."""

    feature: str  # "same day of signature"
    weight: float  # added to the score
    words: str  # what was compared: "2008-11-07 and 2008-11-07"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two agreement records that may be of one agreement, why, and what follows; `one` comes before `other`."""

    one: Key
    other: Key
    score: float  # 0 to 1, rounded to three places
    reasons: tuple[Reason, ...]
    decision: Literal["join", "propose", "apart"]
    refused: str = ""  # a hard rule that keeps them apart, in words
    judged: str = ""  # identifier of the judgement that decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One agreement (`id` is `t` and eight characters): its anchor record, those joined to it, those about any of them.

    The identifier is that of the anchor. `replaced` are identifiers of the agreement records joined to it: they stand
    for this agreement for ever. `leading` is the agreement record of the best tier, where that is another one.
    """

    id: str
    anchor: Record
    others: tuple[Record, ...] = ()
    replaced: tuple[str, ...] = ()
    leading: Record | None = None

    @property
    def main(self) -> Record:
        """The record whose list of parties, with their sides, is the agreement's."""
        return self.leading or self.anchor

    @property
    def records(self) -> tuple[Record, ...]:
        """The anchor first, then the others in the order of their source."""
        return (self.anchor, *self.others)

    @property
    def stating(self) -> tuple[Record, ...]:
        """The agreement records: one of each source."""
        return tuple(record for record in self.records if record.kind == "agreementRecord")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All agreements, in the order of their anchors, and the matches that were scored at or above `PROPOSE`."""

    clusters: tuple[Cluster, ...]
    matches: tuple[Match, ...]
