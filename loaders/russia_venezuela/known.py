"""What the rows of one file are read against: the index they belong to and what its other files hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kg.records import Text
from loaders.fields import Fields
from loaders.russia_venezuela.publications import Publications
from loaders.russia_venezuela.values import pair

QUOTE_LIMIT = 300  # characters (MODEL A14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A data set in these columns: its name, and the pair of country lines that a prefix of its ids stands for."""

    name: str
    read_on: date
    pairs: Mapping[str, str]
    default_pair: str | None = None  # of subjects that carry no prefix


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The index, and what other files say that a row needs.

    `certain`: agreements for whose existence a source rated high stands. `stepped`: agreement and party of every
    domestic step in actions.csv.
    """

    index: Index
    agreements: frozenset[str]
    topics: frozenset[str]
    certain: frozenset[str]
    stepped: frozenset[tuple[str, str]]
    publications: Publications

    def steps_of(self, agreement: str) -> frozenset[str]:
        """The parties that took a domestic step on this agreement."""
        return frozenset(actor for about, actor in self.stepped if about == agreement)

    def agreement(self, row: Fields, column: str) -> str:
        """The id of an agreement of this index."""
        text = row.need(column, "the id of an agreement")
        if text not in self.agreements:
            raise row.error(column, "an id of agreements.csv")
        return text

    def pair_of(self, row: Fields, column: str, subject: str) -> str:
        """The pair that a subject such as `pair:VEN-RUS`, `batch:vc-2023-09-13` or `year:2021` belongs to."""
        kind, _, name = subject.partition(":")
        if kind == "pair":
            codes = name.split("-")
            if len(codes) != 2:
                raise row.error(column, "two codes, as pair:VEN-RUS")
            return pair(row, column, *codes)
        found = self.index.pairs.get(name.split("-")[0], self.index.default_pair)
        if found is None:
            raise row.error(column, "a name that begins with one of " + ", ".join(sorted(self.index.pairs)))
        return found


def quote(row: Fields, lang: str) -> Text | None:
    """The words relied on, where the file carries them; at most 300 characters."""
    words = row.take("quote", "")
    if len(words) > QUOTE_LIMIT:
        raise row.error("quote", f"at most {QUOTE_LIMIT} characters")
    return Text(value=words, lang=lang) if words else None
