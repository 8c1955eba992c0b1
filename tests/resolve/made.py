"""Records made up for tests of identity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kg.records import Act, Citation, Judgement, Party, Record, Text
from kg.resolve import Match, plan
from loaders import SOURCES

SIDES = {"GBR": "United Kingdom", "BRA": "Brazil", "RUS": "Russian Federation", "VEN": "Venezuela", "PRT": "Portugal"}


def agreement(
    name: str,
    title: str,
    day: str | None = "1995-07-18",
    parties: str = "BRA GBR",
    *,
    force: str | None = None,
    lang: str = "en",
    cited: tuple[str, ...] = (),
    **more: object,
) -> Record:
    """An agreement record SOURCE/ID; `parties` are polities with a side each."""
    source, _, number = name.partition("/")
    acts = [Act(type="signature", date=day)] if day else []
    acts += [Act(type="entryIntoForce", date=force)] if force else []
    named = [Party(name=SIDES.get(code, code), polity=code, side=n) for n, code in enumerate(parties.split(), start=1)]
    plain = Record(
        source=source,
        id=number,
        kind="agreementRecord",
        file="made.csv",
        row=1,
        as_given={},
        titles=(Text(value=title, lang=lang),),
        parties=tuple(named),
        acts=tuple(acts),
        citations=tuple(Citation(text=text) for text in cited),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def judgement(decision: str, *records: str) -> Judgement:
    """A decision on records."""
    return Judgement(
        id="0001-made",
        decision=decision,  # type: ignore[arg-type]
        records=records,
        reason="Made up for a test of identity.",
        editor="A. Editor",
        decided_on=date(2026, 11, 25),
    )


def groups(*records: Record, judged: tuple[Judgement, ...] = (), older: Mapping[object, int] | None = None) -> set[str]:
    """The agreements, each as the names of its records in one text, the anchor first."""
    made = plan(records, SOURCES, judged, older)  # type: ignore[arg-type]
    return {" ".join(f"{one.source}/{one.id}" for one in cluster.records) for cluster in made.clusters}


def only_match(*records: Record) -> Match:
    """The one match that a plan shows."""
    (match,) = plan(records, SOURCES).matches
    return match


def weights(match: Match) -> dict[str, float]:
    """Its reasons."""
    return {reason.feature: reason.weight for reason in match.reasons}
