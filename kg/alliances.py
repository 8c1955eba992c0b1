"""What a record says of an alliance: members, phases, and who owes what to whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A state's membership of an alliance for one spell, in EDTF days.

    `end` is the first day without it, as with terminations; None: not ended as far as the source knows.
    """

    name: str  # code or name as the source writes it
    polity: str | None = None  # None: not identified
    begin: str | None = None
    end: str | None = None
    phase: int | None = None  # None: the alliance has one phase only
    column: str | None = None  # where the source states it: "atop-member-level.csv, row 7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A promise that one polity owes the same to each of several others for the same days.

    `direction_known` is False where the source codes the pair and not who owes whom.
    """

    kind: str  # local name in values.ttl: defence, offence, neutrality, nonAggression, consultation, entente
    obligor: str
    beneficiaries: tuple[str, ...]
    begin: str | None = None
    end: str | None = None
    direction_known: bool = True
    phase: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A span of an alliance during which its coded commitments do not change."""

    number: int
    begin: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance:
    """A standing security relation as an alliance data set codes it; not itself an instrument."""

    begin: str | None = None
    end: str | None = None
    memberships: tuple[Membership, ...] = ()
    phases: tuple[Phase, ...] = ()  # none: one phase only
    commitments: tuple[Commitment, ...] = ()
