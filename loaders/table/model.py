"""The mapping file: what each column of a list means, as Structs from which the JSON Schema is made too.

`treatykg load table FILE --map MAP.yml` reads a list by it; keys that are not known are errors. Descriptions of fields
go into the schema, where editors show them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, field

from loaders.table.described import Described, Layout, Part
from loaders.table.terms import (
    ActType,
    Column,
    Format,
    Kind,
    KindTable,
    KindWord,
    Language,
    Line,
    LinkType,
    Locale,
    Nature,
    NatureWord,
    OneGroup,
    Pattern,
    Register,
    RenewalWord,
    Role,
    Scheme,
    StatusSaying,
    Topic,
    TopicTable,
    TopicWord,
    name_of,
)


class Id(Part, frozen=True):
    """What names an agreement in the list and stays the same from one edition of it to the next."""

    columns: Annotated[tuple[Column, ...], Meta(min_length=1, description="Several are joined by `-`.")]
    pattern: OneGroup | None = None
    otherwise_row: Annotated[bool, Meta(description="A row that has none is named by what stands in it.")] = False


class Title(Part, frozen=True):
    """A title, and its language; `lang_column` holds the language itself, as a code."""

    column: Column
    lang: Language = "und"
    lang_column: Column | None = None


class Code(Part, frozen=True):
    """A column of codes beside a column of names. Where the two disagree the name counts, and it is reported."""

    column: Column
    scheme: Scheme


class PartyColumn(Part, frozen=True):
    """A column that names parties."""

    column: Column
    separator: Annotated[str | None, Meta(description="Between several names in a cell.")] = None
    scheme: Scheme = "name"
    code: Code | None = None
    side: Annotated[int, Meta(ge=1, description="The next one if left out.")] | None = None
    role: Role = "contracting"


class Own(Part, frozen=True):
    """The list's own country, which is a party to each of its agreements and is never named."""

    line: Line
    name: Annotated[str, Meta(description="Name by which it is shown.")]


class Names(Part, frozen=True):
    """How the list names countries and organisations."""

    table: Annotated[str | None, name_of("file", "CSV with `name,polity,from,to`: the list's own spellings.")] = None
    languages: Annotated[tuple[Locale, ...], Meta(description="In which present names are read (CLDR).")] = ()
    present: Annotated[bool, Meta(description="Today's name is written also for what the country was then.")] = False


class Parties(Part, frozen=True):
    """Who takes part: columns of all parties, or `own` and the columns of the others."""

    columns: Annotated[tuple[PartyColumn, ...], Meta(min_length=1)]
    own: Own | None = None
    names: Names = Names()


class DateColumn(Part, frozen=True):
    """A column that says when something was done. What cannot be read is reported and left out."""

    column: Column
    act: ActType
    formats: Annotated[tuple[Format, ...], Meta(min_length=1)] = ("YYYY-MM-DD",)
    lang: Annotated[str, name_of("locale", "Of the names of months.")] = "en"
    placeholders: Annotated[tuple[str, ...], Meta(description="Dates that mean that there is none: 01/01/1900.")] = ()
    effect: Annotated[str | None, name_of("column", "When it takes effect, in the same formats.")] = None
    actor: Annotated[str | None, name_of("actor", "Who did it: a country line; `party`: the row's one party.")] = None
    body: Annotated[str | None, Meta(description="Who acted for it: `Congress`.")] = None


class Place(Part, frozen=True):
    """Where an act was done."""

    column: Column
    country: Annotated[str | None, name_of("column", "Its country; both are written `Place, Country`.")] = None
    act: ActType = "signature"


class KindOf(Part, frozen=True):
    """The form of the instrument: words of a column, or designations found in one; of several the first counts."""

    column: Column
    words: Annotated[dict[str, KindWord], Meta(description="Whole cell -> kind.")] = field(default_factory=dict)
    table: KindTable | None = None
    find: Annotated[dict[Pattern, KindWord], Meta(description="Regular expression -> kind.")] = field(
        default_factory=dict
    )
    english: Annotated[bool, Meta(description="The column holds English titles, whose designations are known.")] = False


class NatureOf(Part, frozen=True):
    """The legal nature by the words of a column."""

    column: Column
    words: dict[str, NatureWord]


class TopicsOf(Part, frozen=True):
    """Subjects by the words of a column. A word that is not listed is reported."""

    column: Column
    separator: str | None = None
    words: dict[str, TopicWord] = field(default_factory=dict)
    table: TopicTable | None = None
    skip: Annotated[str | None, name_of("pattern", "Words of this form are no subjects.")] = None


class StatusOf(Part, frozen=True):
    """What a status word says: acts that have happened by the day it was seen, or have not.

    `[entryIntoForce, not termination]` is "in force". An act that the row dates is not said twice; where the row
    dates an act that the status denies, both are kept: the denial is a record of its own.
    """

    column: Column
    words: Annotated[
        dict[str, Annotated[tuple[StatusSaying, ...], Meta(min_length=1)] | StatusSaying], Meta(min_length=1)
    ]
    seen: Annotated[date | None, Meta(description="The day on which it was so; the horizon if left out.")] = None
    lang: Annotated[str, name_of("language", "Of the words.")] = "und"


class Months(Part, frozen=True):
    """A length of time by the words of a column: `10 years: 120`; 0: not stated."""

    column: Column
    words: dict[str, Annotated[int, Meta(ge=0, description="Calendar months; 0: not stated.")]]


class RenewalOf(Part, frozen=True):
    """The way of renewal by the words of a column."""

    column: Column
    words: dict[str, RenewalWord]


class TermOf(Part, frozen=True):
    """The duration clause as the list codes it."""

    initial: Months | None = None
    renewal: RenewalOf | None = None
    renewal_length: Months | None = None
    notice: Months | None = None


class Flag(Part, frozen=True):
    """The list's own word on whether an agreement is bilateral."""

    column: Column
    words: dict[str, bool]


class CitationOf(Part, frozen=True):
    """A column that says where the text was registered or published."""

    column: Column
    register: Register = "otherRegister"
    prefix: Annotated[str, Meta(description="Written before what the cell holds: `UN registration `.")] = ""
    remove: Annotated[tuple[str, ...], Meta(description="Taken out of the cell: points between thousands.")] = ()
    separator: str | None = None
    url_column: Column | None = None


class LinkOf(Part, frozen=True):
    """A column that holds the id of another agreement of the list."""

    column: Column
    type: LinkType
    separator: str | None = None
    pattern: OneGroup | None = None


class Note(Part, frozen=True):
    """A remark that is kept and shown as it stands."""

    column: Column
    lang: Language = "und"


class Mapping(Part, frozen=True):
    """A list of agreements by what its columns mean. Every column is used, or ignored by name."""

    source: Described
    title: Title | Annotated[tuple[Title, ...], Meta(min_length=1)]
    parties: Parties
    file: Layout = Layout()
    missing: Annotated[tuple[str, ...], Meta(description="Cells that mean nothing: NA, N.A., -.")] = ()
    id: Annotated[
        Column | Annotated[tuple[Column, ...], Meta(min_length=1)] | Id | None,
        Meta(description="Left out: a row is named by what stands in its mapped columns."),
    ] = None
    repeated: Annotated[
        str,
        Meta(
            description="Rows with one id. first: exact repeats are counted, others reported, and the first is kept. "
            "join: rows that follow each other add their parties, dates, links and citations to the first.",
            extra_json_schema={"enum": ["first", "join"]},
        ),
    ] = "first"
    dates: tuple[DateColumn, ...] = ()
    place: Place | None = None
    kind: Kind | KindOf | None = None
    legal_nature: Nature | NatureOf | None = None
    topics: tuple[Topic | TopicsOf, ...] = ()
    status: StatusOf | None = None
    term: TermOf | None = None
    bilateral: bool | Flag | None = None
    citations: tuple[CitationOf, ...] = ()
    links: tuple[LinkOf, ...] = ()
    urls: tuple[Column, ...] = ()
    note: Note | None = None
    ignore: Annotated[tuple[Column, ...], Meta(description="Columns that are kept as given and not read.")] = ()
    others: Annotated[
        str,
        Meta(
            description="What a column does that is neither read nor ignored.",
            extra_json_schema={"enum": ["error", "ignore"]},
        ),
    ] = "error"
