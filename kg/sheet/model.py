"""A fact sheet as plain values: what is shown, in words, and which records say so. No RDF and no HTML in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.records import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A value that is not shown: stated instead of the shown one, or a denial of it."""

    text: Text
    records: tuple[str, ...]
    denied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value as shown, the records that state it, and what others say instead. No records: nobody states it."""

    text: Text
    records: tuple[str, ...] = ()
    others: tuple[Other, ...] = ()
    level: str = "single"  # single, concordant, compatible, conflicting, judged
    rule: str = ""  # R0-R6, where several records speak
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A data set (`dataset` None), or a publication that a record of a data set cites."""

    key: str
    title: str
    publisher: str
    citation: str = ""
    licence: str = "not stated"
    url: str | None = None
    version: str = ""
    retrieved: date | None = None
    tier: int | None = None
    horizon: date | None = None
    lang: str | None = None
    dataset: str | None = None
    coverage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a footnote tells: who says it, where, and where that stands in the data set."""

    key: str  # SOURCE/LOCAL-ID
    kind: str
    source: str
    dataset: str
    locator: str
    stance: str = "asserts"
    attribution: str = "none"
    claimant: str | None = None
    office: str | None = None
    said_on: str | None = None  # EDTF
    says: Text | None = None
    claims: str = ""  # the acts a statement is about, in words: "entry into force on 7 October 2025"
    quote: Text | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act in the life of an agreement, in words. `plane`: international, domestic or operation."""

    type: str
    label: str
    plane: str
    who: Value | None = None  # party and body, as "Russia: State Duma"
    date: Value
    place: Value | None = None
    order: str = ""  # sorts acts by day


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How an agreement stands on the day asked."""

    answer: str  # yes, possibly, no, unknown
    word: str
    until: str = ""  # how long, where it is in force
    reason: str = ""  # why it may be in force, or how it ended
    presumed: bool = False  # the day lies after the last day the sources know about
    next_expiry: date | None = None
    notice_by: date | None = None
    records: tuple[str, ...] = ()  # of the acts and the term it is computed from


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreement of the pair."""

    id: str
    title: Value
    originals: tuple[Value, ...]  # titles in other languages
    kind: Value
    kind_name: str
    nature: Value
    topics: tuple[Value, ...]
    topic_names: frozenset[str]  # topics and all broader ones
    group: str  # label of the top concept it is listed under
    how: str  # bilateral, flaggedBilateral, publicBodies
    concluded_by: tuple[str, ...]  # predecessors, as "the Soviet Union"
    parties: tuple[Value, ...]
    acts: tuple[Act, ...]
    signed: Value | None
    since: Value | None  # entry into force, else the beginning of provisional application
    ended: Value | None
    signed_from: date | None
    signed_to: date | None
    has_signature: bool
    term: tuple[Value, ...]
    status: Status
    citations: tuple[Value, ...]
    said: tuple[str, ...]  # records: what was said of it
    note: Value | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """A data set that codes alliances. Of the kinds it does not code its silence says nothing."""

    source: str
    name: str  # "ATOP"
    kinds: frozenset[str]
    directed: bool  # False: it codes pairs, and not who owes whom
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """A security commitment between the two countries, in one alliance as one data set codes it."""

    kind: str
    order: int  # of the kind, the strongest first
    label: str  # of the kind
    source: str
    alliance: str  # "ATOP 2550"
    who: str  # "the Soviet Union to Venezuela"
    when: str
    answer: str  # yes, possibly, no
    word: str
    first: int | None  # years, where known
    last: int | None
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What an agreement does to another, or another to it, from its own side: "amends", "is amended by"."""

    says: Value
    other: str | None  # None: it lies outside the pair
    other_title: str
    other_signed: str = ""  # empty: not known, or it lies outside the pair
    proposed: str = ""  # of a link that no source states: how likely it is, and what it was read from


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """An agreement of the pair with its links: to earlier ones, then from later ones."""

    agreement: str
    title: str
    signed: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """A stated number beside the number listed here for the same population."""

    group: str  # pair, topic, occasion
    population: str
    period: str
    stated: Value
    by: str
    said_on: str
    listed: str
    with_public_bodies: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One clause of a sentence on an event or matter: "denied on 11 November 2025 by ..."."""

    text: str
    quote: Text | None
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An event, or a matter of the pair, with all that is said of it in the order of its days."""

    label: Text
    when: str
    said: tuple[Speech, ...]
    denied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field on which the sources disagree."""

    agreement: str | None
    thing: str
    field: str
    shown: Value
    why: str  # the rule in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Covering:
    """What one data set covers of the pair."""

    source: str
    covers: str  # "all countries", "what Russia and Venezuela concluded", "this pair", "not this pair"
    only: str  # "on trade", "alliances", "papers that name no parties"; empty: whatever was agreed
    years: str  # of signature: "1816–2012"
    note: str
    records: int  # records of it used on the sheet
    answer: str  # "3 records", "none found, though covered", "not covered"
    silence: str  # what it means: "there was none", "there was no other", "nothing"
    first: date | None  # day of signature that it covers; None: not stated
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that a fact sheet of two country lines says."""

    pair: str
    one: str
    other: str
    as_of: date
    release: str
    horizon_from: date | None
    horizon_to: date | None
    summary: tuple[str, ...]
    principal: tuple[Agreement, ...]
    agreements: tuple[Agreement, ...]  # between states and governments, by day of signature
    public_bodies: tuple[Agreement, ...]
    security: tuple[str, ...]
    coders: tuple[Coder, ...]
    pledges: tuple[Pledge, ...]
    foundings: tuple[str, ...]  # sentences
    multilateral: tuple[str, ...]
    chains: tuple[Chain, ...]
    events: tuple[Matter, ...]
    matters: tuple[Matter, ...]
    counts: tuple[CountRow, ...]
    conflicts: tuple[Conflict, ...]
    coverage: tuple[Covering, ...]
    missing: tuple[str, ...]  # fields most often missing, with numbers
    gaps: tuple[str, ...]  # sentences on what else is not known
    silence: str  # what it means that something is not listed
    records: dict[str, Record]
    sources: dict[str, Source]
