"""Alliances in short, for the tables that tests compare them with."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.alliances import Alliance, Commitment, Membership, Phase
from kg.polities import line_of
from kg.records import Record


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown(alliance: Alliance) -> dict[str, str]:
    return {
        "days": _days(alliance),
        "phases": "|".join(f"{phase.number}: {_days(phase)}" for phase in alliance.phases),
        "memberships": "|".join(map(membership, alliance.memberships)),
        "commitments": "|".join(map(_commitment, alliance.commitments)),
    }


def _days(what: Alliance | Phase | Membership | Commitment) -> str:
    return f"{what.begin} to {what.end}" if what.end else f"{what.begin} on"


def _phase(number: int | None) -> str:
    return f" in {number}" if number else ""


def membership(one: Membership) -> str:
    return f"{one.name}={one.polity} {_days(one)}{_phase(one.phase)}"


def _commitment(one: Commitment) -> str:
    arrow = ">" if one.direction_known else "-"
    return f"{one.kind} {one.obligor}{arrow}{'+'.join(one.beneficiaries)} {_days(one)}{_phase(one.phase)}"


def of_pair(records: Iterable[Record], pair: str) -> Sequence[Record]:
    """The alliances in which both country lines ever had a member."""
    found = []
    for record in records:
        assert record.alliance is not None
        lines = {line_of(member.polity) for member in record.alliance.memberships if member.polity}
        if lines >= set(pair.split("-")):
            found.append(record)
    return found


def codes(record: Record) -> set[str]:
    """The numbers of the members of an alliance."""
    assert record.alliance is not None
    return {member.name for member in record.alliance.memberships}
