"""Security commitments between two countries as data sets of alliances code them, data set by data set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kg.dates import Span
from kg.derive.alliances import coder
from kg.polities import line_of
from kg.sheet import questions, words
from kg.sheet.facts import Facts, Row
from kg.sheet.model import Coder, Pledge, Record, Source

ORDER = ("defence", "offence", "neutrality", "nonAggression", "consultation", "entente")
WORDS = {"yes": "in effect", "possibly": "may be in effect", "later": "not yet begun", "no": "ended"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spell:
    """What is owed in one alliance for the same days, by one of two polities or by both."""

    source: str
    alliance: str
    kind: str
    polities: tuple[str, str]  # of the first country, of the second
    owing: frozenset[str]  # empty: the source does not say
    start: Span
    end: Span  # first day on which it holds no longer
    records: frozenset[str]


def coders(facts: Facts, sources: Mapping[str, Source]) -> tuple[Coder, ...]:
    """The data sets of the release that code alliances, and the kinds of commitment that each codes at all."""
    kinds: dict[str, set[str]] = defaultdict(set)
    pairs_only = set()
    for row in facts.rows(questions.CODERS):
        kinds[row["source"]].add(row["kind"])
        if row.get("pairs") == "true":
            pairs_only.add(row["source"])
    return tuple(
        Coder(
            source=source,
            name=coder(source),
            kinds=frozenset(kinds[source]),
            directed=source not in pairs_only,
            until=sources[source].horizon,
        )
        for source in sorted(kinds)
    )


def pledges(facts: Facts, one: str, as_of: date) -> tuple[tuple[Pledge, ...], dict[str, Record]]:
    """The commitments between the two countries by kind and first day, as they stand on a day; and who says so.

    Who says so comes with them: to look for the records apart would take longer than all else on a sheet.
    """
    labels = {row["kind"]: row["label"] for row in facts.rows(questions.COMMITMENT_KINDS)}
    rows = list(facts.rows(questions.PLEDGES))
    spells = sorted(_joined(_spells(rows, one)), key=_order)
    return tuple(_pledge(spell, labels[spell.kind], as_of) for spell in spells), {
        row["r"]: _record(row) for row in rows
    }


def foundings(facts: Facts) -> tuple[str, ...]:
    """Which agreement each alliance of the two rests on, or may, in a sentence; found by comparing, not stated."""
    found: dict[tuple[str, str], Row] = {}
    for row in sorted(facts.rows(questions.FOUNDINGS), key=lambda row: (row["title@"] != "en", row["title"])):
        found.setdefault((row["alliance"], row["on"]), row)
    told = []
    for (alliance, agreement), row in sorted(found.items()):
        rests = "rests on" if row["outcome"] == "joined" else "may rest on"
        signed = f" of {words.day(date.fromisoformat(row['signed']))}" if "signed" in row else ""
        told.append(f"{alliance} {rests} \u201c{row['title']}\u201d{signed} ({agreement}).")
    return tuple(told)


def _record(row: Row) -> Record:
    source = row["source"]
    return Record(key=row["r"], kind="allianceRecord", source=source, dataset=source, locator=row["locator"])


def _order(spell: _Spell) -> tuple[int, date, date, str, tuple[str, str]]:
    return ORDER.index(spell.kind), spell.start.lo, spell.end.hi, spell.alliance, spell.polities


def _spells(rows: Iterable[Row], one: str) -> Iterator[_Spell]:
    """Rows of one direction, put together by alliance, kind, polities and days."""
    found: dict[tuple[str, str, str, tuple[str, str], Span, Span], list[Row]] = defaultdict(list)
    for row in rows:
        parties = (row["by"], row["to"]) if line_of(row["by"]) == one else (row["to"], row["by"])
        start, end = _span(row, "startFrom", "startTo"), _span(row, "endFrom", "endTo")
        found[row["source"], row["alliance"], row["kind"], parties, start, end].append(row)
    for (source, alliance, kind, parties, start, end), same in found.items():
        yield _Spell(
            source=source,
            alliance=alliance,
            kind=kind,
            polities=parties,
            owing=frozenset(row["by"] for row in same if row["known"] == "true"),
            start=start,
            end=end,
            records=frozenset(row["r"] for row in same),
        )


def _span(row: Row, first: str, last: str) -> Span:
    return Span(
        date.fromisoformat(row[first]) if first in row else date.min,
        date.fromisoformat(row[last]) if last in row else date.max,
    )


def _joined(spells: Iterable[_Spell]) -> Iterator[_Spell]:
    """Spells as they are, but for those that follow on each other (phases of one alliance): they become one."""
    by_promise: dict[tuple[str, str, tuple[str, str], frozenset[str]], list[_Spell]] = defaultdict(list)
    for spell in sorted(spells, key=_order):
        earlier = by_promise[spell.alliance, spell.kind, spell.polities, spell.owing]
        if earlier and earlier[-1].end == spell.start:
            earlier[-1] = replace(earlier[-1], end=spell.end, records=earlier[-1].records | spell.records)
        else:
            earlier.append(spell)
    for found in by_promise.values():
        yield from found


def _pledge(spell: _Spell, label: str, as_of: date) -> Pledge:
    answer = _answer(spell, as_of)
    return Pledge(
        kind=spell.kind,
        order=ORDER.index(spell.kind),
        label=label,
        source=spell.source,
        alliance=spell.alliance,
        who=_who(spell),
        when=_when(spell),
        answer="no" if answer == "later" else answer,
        word=WORDS[answer],
        first=None if spell.start.lo == date.min else spell.start.lo.year,
        last=None if spell.end.hi == date.max else spell.end.hi.year,
        records=tuple(sorted(spell.records)),
    )


def _answer(spell: _Spell, as_of: date) -> str:
    if as_of < spell.start.lo:
        return "later"
    if as_of >= spell.end.hi:
        return "no"
    return "yes" if spell.start.hi <= as_of < spell.end.lo else "possibly"


def _who(spell: _Spell) -> str:
    one, other = spell.polities
    first, second = words.polity_name(one), words.polity_name(other)
    if spell.owing == {one}:
        return f"{first} to {second}"
    if spell.owing == {other}:
        return f"{second} to {first}"
    return f"{first} and {second}" + (", each to the other" if spell.owing else "")


def _when(spell: _Spell) -> str:
    first = "first day not known" if spell.start == Span(date.min, date.max) else words.span(spell.start)
    if spell.end.hi < date.max:
        return f"{first} – {words.span(spell.end)}"
    if spell.end.lo in (date.min, spell.start.lo):
        return f"{first} – last day not known"
    return f"{first} – in effect when the data end, {words.day_before(spell.end.lo)}"


def sentences(found: Iterable[Pledge], coders: Iterable[Coder], as_of: date) -> list[str]:
    """What each coder says of the pair in a sentence; an empty list where the release has no coder."""
    pledged = list(found)
    return [_sentence([one for one in pledged if one.source == each.source], each, as_of) for each in coders]


def _sentence(found: list[Pledge], by: Coder, as_of: date) -> str:
    coverage = f"coverage to {by.until.year}" if by.until else "end of coverage not stated"
    if not found:
        return f"None coded by {by.name} for this pair ({coverage})."
    alliances = {one.alliance for one in found}
    head = f"{by.name} codes commitments in {words.plural(len(alliances), 'alliance')} of the two ({coverage})"
    yes = {one.alliance for one in found if one.answer == "yes"}
    possibly = {one.alliance for one in found if one.answer == "possibly"} - yes
    if not yes and not possibly:
        ended = [one.last for one in found if one.word == WORDS["no"] and one.last and one.last < as_of.year]
        return f"{head}; none {f'after {max(ended)}' if len(ended) == len(found) else f'on {words.day(as_of)}'}."
    surely = f"{len(yes) or 'none'} of them {words.are(len(yes))} in effect"
    return f"{head}; on {words.day(as_of)} {surely} and {len(possibly) or 'none'} may be."


def pledged(found: Iterable[Pledge], coders: Iterable[Coder], as_of: date, first: Mapping[str, date | None]) -> str:
    """Whether a security commitment stands, by any coder of alliances; `first`: day from which each data set covers."""
    known, by = list(found), list(coders)
    if not by:
        return "No data set of this release codes alliances: whether a security commitment stands is not known."
    standing = {answer: {one.label: None for one in known if one.answer == answer} for answer in ("yes", "possibly")}
    if not any(standing.values()):
        covering = [each for each in by if _covers(each, first.get(each.source), as_of)]
        names = words.listing([each.name if each in covering else f"{each.name}{_reach(each)}" for each in by])
        beyond = "" if covering else f", which {'does' if len(by) == 1 else 'do'} not cover {words.day(as_of)}"
        return f"No standing security commitment is coded by {names}{beyond}."
    parts = [f"{words.listing(list(standing['yes']))} in effect"] if standing["yes"] else []
    maybe = [label for label in standing["possibly"] if label not in standing["yes"]]
    parts += [f"{words.listing(maybe)} that may be in effect"] if maybe else []
    return f"Security commitments are coded between the two: on {words.day(as_of)}, {', and '.join(parts)} (section 4)."


def _covers(by: Coder, first: date | None, as_of: date) -> bool:
    return (first is None or first <= as_of) and (by.until is None or as_of <= by.until)


def _reach(by: Coder) -> str:
    return f" (to {by.until.year})" if by.until else ""
