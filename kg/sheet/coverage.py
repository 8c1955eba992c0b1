"""What each data set covers of a pair, and so what its silence means; in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kg.names import pair_code
from kg.polities import lines
from kg.sheet import questions, words
from kg.sheet.facts import Concepts, Facts, Row
from kg.sheet.model import Covering, Record, Source

PAPERS = frozenset({"documentRecord"})
ALLIANCES = frozenset({"allianceRecord"})


def coverage(
    facts: Facts, one: str, other: str, records: Mapping[str, Record], concepts: Concepts, as_of: date
) -> Iterator[Covering]:
    """Every data set of the release, and what it undertakes to know of the pair."""
    used: dict[str, int] = defaultdict(int)
    for record in records.values():
        used[record.dataset] += 1
    rows = facts.grouped(questions.COVERAGE, "source")
    for source in sorted(rows):
        yield _covering(source, rows[source], (one, other), used[source], concepts, as_of)


def _covering(
    source: str, rows: Sequence[Row], pair: tuple[str, str], records: int, concepts: Concepts, as_of: date
) -> Covering:
    covers = _countries(rows, pair)
    kinds = {row["kind"] for row in rows if "kind" in row}
    topics = sorted({concepts.labels.get(row["topic"], row["topic"]) for row in rows if "topic" in row})
    first, last = (_day(rows, name) for name in ("first", "last"))
    within = covers != words.NOT_COVERED and (first is None or first <= as_of)
    surely = within and first is not None and kinds != PAPERS
    ended = f" to {last.year}" if last is not None and last < as_of else ""
    complete = surely and any(row.get("complete") == "true" for row in rows)
    if records:
        answer = words.plural(records, "record")
    elif not within:
        answer = "not covered"
    else:
        answer = f"none found, though covered{ended}" if surely else "none found; whether it is covered is not known"
    return Covering(
        source=source,
        covers=covers,
        only=_only(kinds, topics),
        years=_years(first, last),
        note=next((row["note"] for row in rows if "note" in row), ""),
        records=records,
        answer=answer,
        silence=f"there was {'no other' if records else 'none'}{ended}" if complete else "nothing",
        first=first,
        last=last,
    )


def _countries(rows: Sequence[Row], pair: tuple[str, str]) -> str:
    named = {row["line"] for row in rows if "line" in row}
    pairs = {row["pair"] for row in rows if "pair" in row}
    if not named | pairs:
        return words.EVERYWHERE
    if pair_code(*pair) in pairs:
        return "this pair"
    sides = [lines()[code]["en"] if code in lines() else code for code in sorted(named & {*pair})]
    return f"what {words.listing([words.named(side) for side in sides])} concluded" if sides else words.NOT_COVERED


def _only(kinds: set[str], topics: Sequence[str]) -> str:
    """The subjects and kinds of record that a data set keeps to."""
    if kinds == PAPERS:
        return "papers that name no parties"
    about = words.listing(list(topics))
    if kinds == ALLIANCES:
        return "alliances"
    return f"on {about}" if about else ""


def _years(first: date | None, last: date | None) -> str:
    if first is None:
        return "first year not stated" + (f", to {last.year}" if last else "")
    return f"{first.year}–{last.year}" if last else f"since {first.year}"


def _day(rows: Sequence[Row], name: str) -> date | None:
    return next((date.fromisoformat(row[name]) for row in rows if name in row), None)


def silence(found: Sequence[Covering], sources: Mapping[str, Source]) -> str:
    """What it means that something is not listed."""
    saying = [
        f"{sources[each.source].title} ({each.only or 'all agreements'}, {each.years})"
        for each in found
        if each.silence != "nothing"
    ]
    rest = "Silence of a source is read as nothing: what is not listed here may exist."
    if not saying:
        return rest
    data_sets = "data set undertakes" if len(saying) == 1 else "data sets undertake"
    return f"{len(saying)} {data_sets} to miss nothing, so what is missing there is taken not to have been: " + (
        f"{'; '.join(saying)}. {rest.replace('a source', 'every other source')}"
    )
