"""A proof as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One record's word on a field: what it says, and all that tells how much that counts."""

    record: str  # SOURCE/ID
    value: str | None  # as it stands in the record; None: it speaks of the thing, and is silent on this field
    agrees: bool | None = None  # with what is shown; None: it says nothing of it
    stance: str = "asserts"
    attribution: str = "none"
    source: str = ""  # title of the data set, or of the publication it cites
    publisher: str = ""
    version: str = ""
    tier: int | None = None
    dataset: str = ""  # title and version of the data set that cites the publication
    horizon: date | None = None  # last day the data set knows about
    file: str = ""
    row: int | None = None
    claimant: str | None = None
    office: str | None = None
    said_on: str | None = None
    words: str = ""  # quoted, else what it says, else the cell as given
    words_from: str = ""  # quote, says, or the name of the column
    note: str = ""
    url: str | None = None
    set_aside: str = ""  # file of the judgement that sets it aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An editor's decision that bears on what is explained."""

    file: str
    decision: str  # prefer, join, apart, reject
    editor: str
    reason: str
    decided_on: date | None
    records: tuple[str, ...]  # preferred, joined, kept apart or set aside
    rejects: tuple[str, ...] = ()  # whose value of the field is set aside
    about: tuple[str, ...] = ()  # IRIs judged
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Two records that were compared: how alike they are, what was weighed, and what came of it."""

    records: tuple[str, ...]
    outcome: str  # joined, proposed, keptApart
    score: float
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value, why it is shown, and who says what of it."""

    of: str  # empty: the agreement itself; else act TYPE[/POLITY][/N], "term", "party 1", "link TYPE ID"
    name: str
    lang: str = ""
    shown: str | None  # None: nothing is shown, for no record asserts it
    words: str = ""  # what is shown, in words
    level: str = ""  # single, concordant, compatible, conflicting, judged; empty: several say so, nothing was weighed
    level_means: str = ""
    rule: str = ""  # R0-R6; empty: there was no choice
    rule_means: str = ""
    judged: tuple[Judged, ...] = ()
    voices: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an agreement stands on a day, and on what that rests."""

    on: date
    answer: str  # yes, possibly, no, unknown
    word: str
    detail: str
    ground: str  # established, presumed
    basis: str  # why the period ends when it does, or why its end is open
    known_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Everything that is explained."""

    asked: str
    release: str
    agreement: str | None  # identifier; None: a record that speaks of no agreement
    iri: str
    title: str = ""
    followed: tuple[str, ...] = ()  # identifiers asked for that were joined into this one, in order
    record: Voice | None = None  # the record asked for
    describes: tuple[str, ...] = ()  # what that record is about
    standing: Standing | None = None
    joined: tuple[Judged, ...] = ()  # decisions on which records are of this agreement, and which are set aside
    compared: tuple[Likeness, ...] = ()  # records of it with others
    records: int = 0  # that speak of the agreement
    fields: tuple[Field, ...] = ()
    besides: tuple[Voice, ...] = ()  # what else is said of the agreement
    nothing_of: str = ""  # a field of which no record says anything
