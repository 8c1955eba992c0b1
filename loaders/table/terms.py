"""Kinds of text in a mapping. Their mark `x-is` says what a text is a name of; `loaders.table.check` goes by it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

ROW_PARTY = "party"  # the actor of an act where a row names one party


def name_of(of: str, description: str) -> Meta:
    return Meta(description=description, extra_json_schema={"x-is": of})


Column = Annotated[str, name_of("column", "A column of the list, by its header.")]
ActType = Annotated[str, name_of("actTypes", "An act in the life of an agreement.")]
Kind = Annotated[str, name_of("instrumentKinds", "Form of an instrument.")]
Nature = Annotated[str, name_of("legalNatures", "Whether it binds in international law.")]
Topic = Annotated[str, name_of("topics", "A subject.")]
Register = Annotated[str, name_of("registers", "Where a text is registered, published or kept.")]
LinkType = Annotated[str, name_of("linkTypes", "How one agreement bears on another.")]
Role = Annotated[str, name_of("roles", "The part an actor has in an agreement.")]
Line = Annotated[str, name_of("line", "A country by the code of its line: BRA, RUS, DEU.")]
Language = Annotated[str, name_of("language", "A language: en, de, pt-BR; und if it is not known.")]
Locale = Annotated[str, name_of("locale", "A language whose names of months and countries are known (CLDR).")]
Scheme = Annotated[str, name_of("scheme", "What the cells hold: names, or codes of a scheme.")]
Pattern = Annotated[str, name_of("pattern", "A regular expression (Python's).")]
OneGroup = Annotated[str, name_of("group", "A regular expression with one group; what it finds last in a cell counts.")]
Format = Annotated[str, name_of("format", "How dates are written, in DD D MM M MMM YYYY: `DD/MM/YYYY`, `D. MMM YYYY`.")]
StatusSaying = Annotated[str, name_of("status", "An act that has happened, `not` and one that has not, or `nothing`.")]
KindWord = Annotated[str, name_of("instrumentKinds?", "A kind, or `nothing`.")]
NatureWord = Annotated[str, name_of("legalNatures?", "A nature, or `nothing`.")]
TopicWord = Annotated[str, name_of("topics?", "A topic, or `nothing`.")]
RenewalWord = Annotated[str, name_of("renewals?", "A way of renewal, or `nothing`.")]
KindTable = Annotated[str, name_of("words:instrumentKinds", "A CSV file beside the mapping: `word,concept`.")]
TopicTable = Annotated[str, name_of("words:topics", "A CSV file beside the mapping: `word,concept`.")]
