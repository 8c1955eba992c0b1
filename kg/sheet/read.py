"""From a release to a fact sheet of two country lines, as plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from pyoxigraph import Store

from kg.names import pair_code
from kg.polities import lines
from kg.records import Text
from kg.sheet import gaps, questions, summary, words
from kg.sheet.agreements import Reader, english
from kg.sheet.counts import count_row, order
from kg.sheet.evidence import Evidence, Resolution, resolved
from kg.sheet.facts import Concepts, Facts, Row, text_of
from kg.sheet.model import Agreement, Conflict, Covering, Link, Record, Sheet, Source, Value
from kg.sheet.said import event, matters

PRINCIPAL = 3
POLITICAL = frozenset({"general-political", "friendship", "peace", "alliance", "neutrality"})
FORMS = ("treaty", "frameworkAgreement", "convention", "agreement", "jointDeclaration", "declaration")


def read_sheet(store: Store, one: str, other: str, as_of: date, release: str) -> Sheet:
    """All that a release says of two country lines (`RUS`, `VEN`), with the status of each agreement on a day.

    `release` is only printed. Raises nothing for a pair on which nothing is known: its sheet says so.
    """
    facts = Facts(store, one, other)
    concepts, evidence = facts.concepts(), Evidence(facts)
    records, about = _records(facts, concepts)
    sources = {row["n"]: _source(row) for row in facts.rows(questions.SOURCES)}
    found = Reader(facts, evidence, concepts, records, about, as_of).agreements()
    states = tuple(each for each in found if each.how != "publicBodies")
    public = tuple(each for each in found if each.how == "publicBodies")
    counts = [(row, count_row(row, states, public, concepts)) for row in facts.rows(questions.COUNTS)]
    conflicts = tuple(_conflicts(evidence, found, concepts))
    many_sided = sorted({row["a"] for row in facts.rows(questions.NAMING_BOTH)} - {each.id for each in found})
    names = [lines()[code]["en"] if code in lines() else code for code in (one, other)]
    coverage = tuple(_coverage(facts, one, other, records, sources))
    horizons = [sources[each.source].horizon for each in coverage if each.covers != words.NOT_COVERED]
    known = sorted(horizon for horizon in horizons if horizon is not None)
    return Sheet(
        pair=pair_code(one, other),
        one=names[0],
        other=names[1],
        as_of=as_of,
        release=release,
        horizon_from=known[0] if known else None,
        horizon_to=known[-1] if known else None,
        summary=summary.paragraph(states, public, [row for row, _ in counts], conflicts),
        principal=principal(states),
        agreements=states,
        public_bodies=public,
        security=summary.security(states, public, as_of),
        multilateral=tuple(many_sided),
        links=tuple(_links(facts, found, concepts)),
        events=tuple(event(row, about.get(row["e"], ()), records, sources) for row in facts.rows(questions.EVENTS)),
        matters=matters(about.get(pair_code(one, other), ()), records, sources),
        counts=tuple(sorted((row for _, row in counts), key=order)),
        conflicts=conflicts,
        coverage=coverage,
        missing=gaps.missing(states),
        gaps=gaps.gaps(found, len(many_sided), facts.documents()),
        records=records,
        sources=sources,
    )


def principal(states: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """The agreements told in full: political ones by the rank of their form, the latest first, at most three."""
    political = [each for each in states if each.topic_names & POLITICAL and each.kind_name in FORMS]
    found = [each for each in political if each.kind_name in FORMS[:3]] or political
    return tuple(sorted(found, key=lambda each: each.signed_from or date.min, reverse=True)[:PRINCIPAL])


def _records(facts: Facts, concepts: Concepts) -> tuple[dict[str, Record], dict[str, list[str]]]:
    """Records by key, and the keys of those that describe each thing."""
    records: dict[str, Record] = {}
    about: dict[str, list[str]] = defaultdict(list)
    claims: dict[str, list[str]] = defaultdict(list)
    for row in facts.rows(questions.SAID_ACTS):
        when = f" {words.on(row['date'])}" if "date" in row else ""
        claims[row["r"]].append(concepts.labels.get(row["type"], row["type"]) + when)
    speakers = {row["r"]: row for row in facts.rows(questions.SPEAKERS)}
    for row in facts.rows(questions.RECORDS):
        key = row["r"]
        about[row["a"]].append(key)
        speaker = speakers.get(key, {})
        records[key] = Record(
            key=key,
            kind=row["kind"],
            source=row["source"],
            dataset=key.split("/", 1)[0],
            locator=row["locator"],
            stance=row["stance"],
            attribution=speaker.get("attribution", "none"),
            claimant=speaker.get("claimant"),
            office=speaker.get("office"),
            said_on=speaker.get("saidOn"),
            says=text_of(speaker, "says"),
            claims=words.listing(sorted(claims[key])) if key in claims else "",
            quote=text_of(speaker, "quote"),
            confidence=speaker.get("confidence"),
        )
    return records, {thing: sorted(set(keys)) for thing, keys in about.items()}


def _source(row: Row) -> Source:
    return Source(
        key=row["n"],
        title=row["title"],
        publisher=row["publisher"],
        citation=row.get("citation", ""),
        licence=row.get("licence", "not stated"),
        url=row.get("url"),
        version=row.get("version", ""),
        retrieved=date.fromisoformat(row["retrieved"]) if "retrieved" in row else None,
        tier=int(row["tier"]) if "tier" in row else None,
        horizon=date.fromisoformat(row["horizon"]) if "horizon" in row else None,
        lang=row.get("lang"),
        dataset=row.get("dataset"),
    )


def _conflicts(evidence: Evidence, found: Iterable[Agreement], concepts: Concepts) -> Iterable[Conflict]:
    titles = {each.id: each for each in found}
    for one in evidence.resolutions:
        if one.level != "conflicting":
            continue
        agreement, _, rest = one.subject.partition("/")
        if agreement not in titles:
            continue
        act = concepts.labels.get(rest.split("/")[0], rest) if rest else ""
        yield Conflict(
            agreement=agreement,
            thing=titles[agreement].title.text.value,
            field=f"{act}: {_field(one.field)}" if act else _field(one.field),
            shown=resolved(one, one.shown, lambda value, one=one: _say(one, value, concepts)),  # type: ignore[misc]
            why=words.RULES.get(one.rule, one.rule),
        )


def _field(name: str) -> str:
    return {
        "date": "day",
        "placeName": "place",
        "instrumentKind": "form",
        "legalNature": "legal nature",
        "initialMonths": "first term, in months",
        "renewalMonths": "length of renewals, in months",
        "noticeMonths": "notice, in months",
    }.get(name, name)


def _say(one: Resolution, value: str, concepts: Concepts) -> Text:
    if one.field == "date":
        return english(words.edtf(value))
    if one.field == "title":
        return Text(value=value, lang=one.lang or "und")
    return english(concepts.labels.get(value, value))


def _links(facts: Facts, found: Iterable[Agreement], concepts: Concepts) -> Iterable[Link]:
    inside = {each.id: each.title.text.value for each in found}
    stating: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in facts.rows(questions.LINKS):
        stating[row["from"], row["type"], row["to"]].add(row["r"])
    outside: Mapping[str, str] = {}
    if any(one not in inside for start, _, end in stating for one in (start, end)):
        outside = {row["b"]: row["title"] for row in facts.rows(questions.OUTSIDE_TITLES)}
    for (start, kind, end), records in sorted(stating.items()):
        yield Link(
            one=start if start in inside else None,
            one_title=inside.get(start) or outside.get(start, start),
            says=Value(text=english(concepts.labels.get(kind, kind)), records=tuple(sorted(records))),
            other=end if end in inside else None,
            other_title=inside.get(end) or outside.get(end, end),
        )


def _coverage(
    facts: Facts, one: str, other: str, records: Mapping[str, Record], sources: Mapping[str, Source]
) -> Iterable[Covering]:
    used: dict[str, int] = defaultdict(int)
    for record in records.values():
        used[record.dataset] += 1
    rows = facts.grouped(questions.COVERAGE, "source")
    for source in sorted(rows):
        named = {row.get("line") for row in rows[source]} & {one, other}
        pairs = {row.get("pair") for row in rows[source]}
        if pair_code(one, other) in pairs:
            covers = "this pair"
        elif named:
            sides = [lines()[code]["en"] if code in lines() else code for code in sorted(named, key=str) if code]
            covers = "what " + words.listing([words.named(side) for side in sides]) + " concluded"
        else:
            covers = words.NOT_COVERED
        note = next((row["note"] for row in rows[source] if "note" in row), "")
        yield Covering(source=source, covers=covers, note=note, records=used[source])
