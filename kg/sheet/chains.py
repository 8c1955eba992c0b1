"""Chains: what an agreement of the pair does to others and others to it, as sources state it or titles let suppose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kg.sheet import questions, words
from kg.sheet.facts import Concepts, Facts
from kg.sheet.model import Agreement, Chain, Link, Record, Value


@dataclass(slots=True)
class _Found:
    """One link or proposal, from its two ends: who says it, and how likely it is if nobody does."""

    records: set[str] = field(default_factory=set)
    score: float | None = None


_Key = tuple[str, str, str]  # from, type, to


def chains(facts: Facts, found: Iterable[Agreement], concepts: Concepts) -> Iterator[Chain]:
    """The agreements of the pair that have links, in the order given, each with its links from its own side.

    A link that is stated is not shown a second time as a proposal.
    """
    listed = {each.id: each for each in found}
    inside = {each.id: each.title.text.value for each in listed.values()}
    links = _links(facts)
    outside: Mapping[str, str] = {}
    if any(one not in inside for start, _, end in links for one in (start, end)):
        outside = {row["b"]: row["title"] for row in facts.rows(questions.OUTSIDE_TITLES)}
    sides: dict[str, list[tuple[bool, date, str, Link]]] = defaultdict(list)
    for (start, kind, end), one in sorted(links.items()):
        if one.score is not None and not {start, end} <= inside.keys() | outside.keys():
            continue  # the other one is not published
        for here, there in ((start, end), (end, start)):
            label = concepts.labels.get(kind, kind) if here == start else words.DONE_TO.get(kind, kind)
            title = inside.get(there) or outside.get(there, there)
            says = Value(text=words.english(label), records=tuple(sorted(one.records)))
            known = there if there in inside else None
            proposed = "" if one.score is None else words.supposed(one.score, own=here == start)
            other = listed.get(there)
            link = Link(says=says, other=known, other_title=title, other_signed=_signed(other), proposed=proposed)
            day = (other and other.signed_from) or date.max
            sides[here].append((here != start, day, title, link))
    for agreement, title in inside.items():
        if agreement in sides:
            ordered = sorted(sides[agreement], key=lambda side: side[:3])
            signed = _signed(listed[agreement])
            yield Chain(agreement=agreement, title=title, signed=signed, links=tuple(side[3] for side in ordered))


def _signed(agreement: Agreement | None) -> str:
    """The day of signature in words: agreements that prolong each other often have one title."""
    return agreement.signed.text.value if agreement and agreement.signed else ""


def _links(facts: Facts) -> dict[_Key, _Found]:
    links: dict[_Key, _Found] = defaultdict(_Found)
    for row in facts.rows(questions.LINKS):
        links[row["from"], row["type"], row["to"]].records.add(row["r"])
    stated = {(start, end) for start, _, end in links}
    for row in facts.rows(questions.PROPOSED_LINKS):
        if (row["from"], row["to"]) not in stated:
            one = links[row["from"], row["type"], row["to"]]
            one.records.add(row["r"])
            one.score = float(row["score"])
    return links


def linking(facts: Facts) -> dict[str, Record]:
    """The records that speak of links, by key: also those of agreements outside the pair."""
    return {
        row["r"]: Record(
            key=row["r"],
            kind=row["kind"],
            source=row["source"],
            dataset=row["r"].split("/", 1)[0],
            locator=row["locator"],
            stance=row["stance"],
        )
        for row in facts.rows(questions.LINKING)
    }
