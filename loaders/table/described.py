"""The parts of a mapping that are about the list and its file as a whole."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from kg.records import RecordKind
from loaders.table.terms import Line, Topic


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a mapping: a key that is not known is an error."""


class Described(Part, frozen=True):
    """What is said of the list as a whole; it is kept with what is loaded and shown with every value."""

    name: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]*$", description="Short name in small letters.")]
    title: str
    publisher: str
    retrieved: Annotated[date, Meta(description="The day on which the file was fetched.")]
    tier: Annotated[
        int,
        Meta(
            ge=1,
            le=7,
            description="Authority: 1 depositary or register, 2 catalogue of a party's ministry, 3 scholarly data set, "
            "4 named official, 5 press naming its source, 6 other press, 7 community or machine.",
        ),
    ]
    citation: Annotated[str, Meta(description="Words by which to cite it; publisher and title if left out.")] = ""
    licence: str = "not stated"
    url: str = ""
    version: Annotated[str, Meta(description="The day of retrieval if left out.")] = ""
    horizon: Annotated[date | None, Meta(description="Last day the list knows about; `retrieved` if left out.")] = None
    coverage: Annotated[str, Meta(description="What it undertakes to cover, in a sentence.")] = "not stated"
    covers: Annotated[tuple[Line, ...], Meta(description="Countries whose agreements it lists; none: worldwide.")] = ()
    covers_from: Annotated[date | None, Meta(description="First day of signature that it lists; if known.")] = None
    covers_to: Annotated[date | None, Meta(description="Last day of signature; `horizon` if left out.")] = None
    covers_topics: Annotated[tuple[Topic, ...], Meta(description="The subjects it keeps to; none: any.")] = ()
    complete: Annotated[bool, Meta(description="Whether it misses nothing: what it does not list is not.")] = False
    obtain: Annotated[str, Meta(description="Where the file is to be had.")] = ""
    expects: Annotated[dict[RecordKind, int], Meta(description="Least number of records, by kind.")] = {}


class Layout(Part, frozen=True):
    """How the file is to be read, where that is not plain from the file itself."""

    name: Annotated[str | None, Meta(description="Name of the file in a folder; `*` stands for anything.")] = None
    format: Annotated[
        str | None,
        Meta(
            description="By the suffix if left out.",
            extra_json_schema={"enum": ["csv", "tsv", "excel", "jsonl", "sqlite", "parquet"]},
        ),
    ] = None
    encoding: Annotated[str, Meta(description="utf-8, latin-1, cp1252, cp1251 ...")] = "utf-8-sig"
    separator: str | None = None
    quote: Annotated[str | None, Meta(description='`""`: quotation marks are plain letters.')] = '"'
    skip: Annotated[int, Meta(ge=0, description="Lines above the header.")] = 0
    sheet: Annotated[str | None, Meta(description="Sheet of a workbook; the first if left out.")] = None
    table: Annotated[str | None, Meta(description="Table of a database; its only one if left out.")] = None
