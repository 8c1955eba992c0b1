"""What one source says: frozen, keyword-only values that loaders make and everything later only reads.

A record is never merged, corrected or filled in. Names of concepts (`type`, `kind`, `role` ...) are local names of
the vocabularies in `ontology/`; dates are EDTF level 0-1 texts as in `kg.dates`; polities are identifiers of
`ontology/states.ttl`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from kg.alliances import Alliance

RecordKind = Literal[
    "agreementRecord",
    "allianceRecord",
    "documentRecord",
    "evidenceRecord",
    "statementRecord",
    "countRecord",
    "eventRecord",
]
RECORD_KINDS: frozenset[str] = frozenset(get_args(RecordKind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words in a language (BCP 47; `und` where the source does not show which)."""

    value: str
    lang: str = "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One name in the source's list of parties, and how it is read."""

    name: str  # as the source writes it
    polity: str | None = None  # None: not identified, or a body that is no polity
    side: int = 0  # 1, 2, ...; 0 where the source does not say
    role: str = "contracting"
    capacity: str = "state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A name that may be that of a party: read out of a record which does not state its parties. Never a fact."""

    name: str  # as found
    polity: str | None = None  # None: not identified
    basis: str  # what it rests on: "named in the title"
    score: float | None = None  # share of such readings that prove right, 0 to 1; None: never measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something done in the life of an agreement."""

    type: str  # local name in act-types.ttl
    date: str | None = None
    effect: str | None = None  # day of effect where it is not the day of the act
    actor: str | None = None  # polity of a one-sided act
    body: str | None = None  # who acted for it, as named: "State Duma"
    place: str | None = None
    column: str | None = None  # column of the source that states it


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The duration clause; lengths in calendar months."""

    initial_months: int | None = None
    renewal: str | None = None  # automatic, byAgreement, noRenewal, indefinite; None: not stated
    renewal_months: int | None = None
    notice_months: int | None = None
    runs_from: str = "entryIntoForce"
    words: Text | None = None  # as the source puts it


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relation to another agreement record of the same source."""

    type: str  # amends, supersedes, implements, cites ...
    to: str  # local id


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a text was published or is kept."""

    text: str
    register: str = "otherRegister"  # treatySeries, untsRegister, nationalArchives, gazette, otherRegister
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number of agreements (or contracts, projects ...) that somebody states."""

    number: int
    pair: str  # "RUS-VEN", in alphabetic order
    comparator: str = "exactly"
    counted: str = "agreements"  # agreements, documents, contracts, projects, memoranda, actions
    population: str | None = None  # narrower than the pair: "batch:2010-04-02", "year:2021"
    topic: str | None = None
    period: str | None = None  # EDTF interval; None: not stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The page or paper in which a record stands, where that is not the source itself."""

    title: str
    publisher: str
    tier: int  # 1 authentic text ... 7 machine or community (MODEL 3)
    url: str | None = None
    published: str | None = None
    accessed: date | None = None
    lang: str | None = None
    family: str | None = None  # what it copies: "EFE"; families count once


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one source says about one thing, in its own words and as mapped by its loader."""

    source: str
    id: str  # the source's own identifier; stable between loads
    kind: str  # one of RECORD_KINDS
    file: str
    row: int
    as_given: dict[str, str]  # the source's fields, as they stand; empty ones left out
    about: str | None = None  # id of the agreement or event record of the same source that this one speaks of
    pair: str | None = None  # spoken of as a whole: "RUS-VEN"
    stance: str = "asserts"
    attribution: str = "none"
    claimant: str | None = None
    office: str | None = None
    said_on: str | None = None
    says: Text | None = None  # what is said, where no field below carries it
    quote: Text | None = None  # at most 300 characters
    publication: Publication | None = None
    confidence: str | None = None  # high, medium, low, where the source grades itself
    titles: tuple[Text, ...] = ()
    instrument_kind: str | None = None
    legal_nature: str | None = None
    topics: tuple[str, ...] = ()
    stated_bilateral: bool | None = None  # the source's own flag; None: it has none
    parties: tuple[Party, ...] = ()
    proposed_parties: tuple[Proposal, ...] = ()  # nothing is derived from them
    acts: tuple[Act, ...] = ()
    term: Term | None = None
    links: tuple[Link, ...] = ()
    citations: tuple[Citation, ...] = ()
    count: Count | None = None
    alliance: Alliance | None = None
    urls: tuple[str, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A row, or a part of one, that could not be read; counted and listed, never dropped in silence."""

    kind: str  # set-aside, unidentified-party, unread-date, repeated-differently, contradiction ...
    file: str
    row: int  # 0: the file as a whole
    column: str | None
    found: str
    message: str
    reason: str = ""  # of a row set aside, in a few words that are the same for all like it; they are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An editor's reasoned decision: on one field of one agreement, or on which records are of one agreement.

    `prefer` shows what one record says of a field, and may set others' words on it aside; `reject` sets whole records
    aside; `join` and `apart` decide on two records. Records are named SOURCE/ID.
    """

    id: str
    decision: Literal["prefer", "reject", "join", "apart"] = "prefer"
    records: tuple[str, ...] = ()  # of reject, join and apart
    agreement: str = ""
    field: str = ""  # title, instrumentKind, date, placeName, initialMonths ...
    act: str | None = None  # type of the act whose field it is
    prefers: str | None = None
    rejects: tuple[str, ...] = ()
    reason: str
    editor: str
    decided_on: date


KEPT_PROBLEMS = 10_000  # of one kind


class Problems(list[Problem]):
    """The problems of a reading: all are counted, by kind, reason and name; of each kind the first ones are kept."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        super().__init__()
        self.kinds: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()  # of rows set aside
        self.rows_aside = 0
        self.unidentified: Counter[str] = Counter()
        self.extend(problems)

    def append(self, problem: Problem) -> None:
        """Count a problem, and keep it if not many of its kind came before."""
        self.kinds[problem.kind] += 1
        if problem.kind == "set-aside":
            self.reasons[problem.reason or problem.message] += 1
            self.rows_aside += problem.row > 0
        elif problem.kind == "unidentified-party":
            self.unidentified[problem.found] += 1
        if self.kinds[problem.kind] <= KEPT_PROBLEMS:
            super().append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Count and keep several, as `append` does."""
        for problem in problems:
            self.append(problem)


@dataclass(slots=True)
class Reading:
    """What a loader hands over: records as a stream, and counts and problems once the stream is read.

    Every row read begins a record, adds to one that another row began, repeats one read before, or is set aside as a
    Problem; `records_besides` counts records that no row of their own began. So
    rows_read == records - records_besides + rows_joined + rows_repeated + rows set aside.
    """

    records: Iterable[Record]
    rows_read: int = 0
    rows_joined: int = 0
    rows_repeated: int = 0
    records_besides: int = 0
    problems: Problems = field(default_factory=Problems)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A published file that may be downloaded; `sha256` None: its address pins its content, no checksum is known."""

    url: str
    name: str  # of the file on disk
    sha256: str | None
    size: int | None = None  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A data set: where it comes from, what it covers, and the function that reads its own files.

    `read(paths, keep_going)` streams records; it raises `SourceError` at the first broken file or row, or with
    `keep_going` sets it aside as a `Problem`. `expects` gives the least counts, by record kind, of a whole load: a
    load with fewer says so, and tests hold them exactly. `columns` tells for each file (`""`: any other) which columns
    say a property of its records (docs/model.md); acts and memberships name their own.
    """

    name: str
    title: str
    publisher: str
    citation: str
    licence: str
    url: str
    version: str
    retrieved: date
    tier: int
    horizon: date
    coverage: str  # what it undertakes to cover, in a sentence
    covers: tuple[str, ...]  # country lines it covers: ("GBR",); pairs as "RUS-VEN"; none: worldwide
    read: Callable[[Sequence[Path], bool], Reading]
    bundled: tuple[Path, ...] = ()  # files that travel with the code
    derived_from_publications: bool = False  # compiled from others: never an independent voice beside them
    codes_pairs_only: bool = False  # codes undirected pairs, whatever its files are called
    pads_years: bool = False  # writes 1 January where it knows the year alone
    remote: tuple[Remote, ...] = ()  # what `fetch` downloads; none: `obtain` says how a user comes by the files
    obtain: str = ""  # where the files are to be had, and why they are not downloaded
    live: Callable[[Path, Callable[[str], None]], tuple[Path, ...]] | None = None  # by query: folder, say -> files
    expects: dict[str, int] = field(default_factory=dict)
    covers_from: date | None = None  # first day of signature that it undertakes to list; None: not stated
    covers_to: date | None = None  # last such day; None: its horizon
    covers_topics: tuple[str, ...] = ()  # it lists what is on these subjects or narrower ones only; none: on any
    covers_kinds: tuple[RecordKind, ...] = ("agreementRecord",)  # what it lists
    columns: dict[str, dict[str, str]] = field(default_factory=dict)  # file -> property -> "name" or "name, c1-c91"
    complete: bool = False  # it undertakes to miss nothing it covers: silence means that there is none
