"""From a release to a fact sheet of two country lines, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pyoxigraph import Store

from kg.names import pair_code
from kg.polities import lines
from kg.sheet import gaps, questions, security, summary, words
from kg.sheet.agreements import Reader
from kg.sheet.chains import chains, linking
from kg.sheet.counts import count_row, order
from kg.sheet.coverage import coverage, silence
from kg.sheet.evidence import Evidence
from kg.sheet.facts import Facts, Row
from kg.sheet.model import Agreement, Sheet
from kg.sheet.records import records_of, source_of
from kg.sheet.said import event, matters
from kg.sheet.sections import conflicts, held_back

PRINCIPAL = 3
POLITICAL = frozenset({"general-political", "friendship", "peace", "alliance", "neutrality"})
FORMS = ("treaty", "frameworkAgreement", "convention", "agreement", "jointDeclaration", "declaration")


def read_sheet(store: Store, one: str, other: str, as_of: date, release: str) -> Sheet:
    """All that a release says of two country lines (`RUS`, `VEN`), with the status of each agreement on a day.

    `release` is only printed. Raises nothing for a pair on which nothing is known: its sheet says so.
    """
    facts = Facts(store, one, other)
    concepts, evidence = facts.concepts(), Evidence(facts)
    records, about = records_of(facts, concepts)
    sources = {row["n"]: source_of(row) for row in facts.rows(questions.SOURCES)}
    found = Reader(facts, evidence, concepts, records, about, as_of).agreements()
    states = tuple(each for each in found if each.how != "publicBodies")
    public = tuple(each for each in found if each.how == "publicBodies")
    counts = [(row, count_row(row, states, public, concepts)) for row in facts.rows(questions.COUNTS)]
    coders, (pledges, coded) = security.coders(facts, sources), security.pledges(facts, one, as_of)
    records = {**linking(facts), **records, **coded}
    points = tuple(conflicts(evidence, found, concepts))
    many_sided = sorted({row["a"] for row in facts.rows(questions.NAMING_BOTH)} - {each.id for each in found})
    names = [lines()[code]["en"] if code in lines() else code for code in (one, other)]
    covering = tuple(coverage(facts, one, other, records, concepts, as_of))
    coding = {coder.source for coder in coders}
    lists = sum(each.records > 0 and each.source not in coding for each in covering)
    horizons = [sources[each.source].horizon for each in covering if each.covers != words.NOT_COVERED]
    known = sorted(horizon for horizon in horizons if horizon is not None)
    return Sheet(
        pair=pair_code(one, other),
        one=names[0],
        other=names[1],
        as_of=as_of,
        release=release,
        horizon_from=known[0] if known else None,
        horizon_to=known[-1] if known else None,
        summary=(
            *summary.paragraph(
                states,
                public,
                [row for row, _ in counts],
                security.pledged(pledges, coders, as_of, {each.source: each.first for each in covering}),
                points,
                known[-1] if known else None,
                as_of,
            ),
            *gaps.not_joined(
                lists, _listed_by_several(facts), len({row["m"] for row in facts.rows(questions.UNDECIDED)})
            ),
        ),
        principal=principal(states),
        agreements=states,
        public_bodies=public,
        security=summary.security(states, public, security.sentences(pledges, coders, as_of), as_of),
        coders=coders,
        pledges=pledges,
        foundings=security.foundings(facts),
        multilateral=tuple(many_sided),
        chains=tuple(chains(facts, found, concepts)),
        events=tuple(event(row, about.get(row["e"], ()), records, sources) for row in _events(facts)),
        matters=matters(about.get(pair_code(one, other), ()), records, sources),
        counts=tuple(sorted((row for _, row in counts), key=order)),
        conflicts=points,
        coverage=covering,
        missing=gaps.missing(states),
        gaps=gaps.gaps(found, len(many_sided), facts.documents(), held_back(facts, one, other)),
        silence=silence(covering, sources),
        records=records,
        sources=sources,
    )


def _listed_by_several(facts: Facts) -> int:
    """How many agreements of the pair two or more data sets list."""
    listing: dict[str, set[str]] = {}
    for row in facts.rows(questions.LISTED):
        listing.setdefault(row["a"], set()).add(row["in"])
    return sum(len(lists) > 1 for lists in listing.values())


def _events(facts: Facts) -> list[Row]:
    """The events of the pair by their day; those without a day first."""
    return sorted(facts.rows(questions.EVENTS), key=lambda row: (row.get("date", ""), row["e"]))


def principal(states: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """The agreements told in full: political ones by the rank of their form, the latest first, at most three."""
    political = [each for each in states if each.topic_names & POLITICAL and each.kind_name in FORMS]
    found = [each for each in political if each.kind_name in FORMS[:3]] or political
    return tuple(sorted(found, key=lambda each: each.signed_from or date.min, reverse=True)[:PRINCIPAL])
