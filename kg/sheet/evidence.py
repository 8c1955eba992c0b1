"""Who says so: from resolutions, sayings and statements to values with their records.

Where several records speak of a field there is a resolution and one saying a record; where one speaks alone it is
among the records that state the node (docs/model.md, "Who says so").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kg.records import Text
from kg.sheet import questions
from kg.sheet.facts import Facts
from kg.sheet.model import Other, Value

Say = Callable[[str], Text]


@dataclass(frozen=True, slots=True)
class Saying:
    """One record's own value of a field."""

    record: str
    value: str
    agrees: bool
    stance: str


@dataclass(slots=True)
class Resolution:
    """Why a value is shown, and all that is said of its field."""

    subject: str
    about: str  # local name of the field
    level: str
    rule: str
    shown: str
    lang: str | None
    sayings: list[Saying] = field(default_factory=list)


class Evidence:
    """The resolutions of a pair by what they are about, and values made of them."""

    def __init__(self, facts: Facts) -> None:
        resolutions: dict[str, Resolution] = {}
        for row in facts.rows(questions.RESOLUTIONS):
            lang = row.get("shown@") if row["field"] == "title" else None
            resolutions[row["n"]] = Resolution(row["s"], row["field"], row["level"], row["rule"], row["shown"], lang)
        for row in facts.rows(questions.SAYINGS):
            saying = Saying(row["r"], row["value"], row["agrees"] == "true", row["stance"])
            resolutions[row["n"]].sayings.append(saying)
        for one in resolutions.values():
            one.sayings.sort(key=lambda saying: saying.record)
        self._by_field = {(one.subject, one.about, one.lang): one for one in resolutions.values()}

    @property
    def resolutions(self) -> list[Resolution]:
        """All of the pair, sorted by what they are about."""
        return [self._by_field[key] for key in sorted(self._by_field, key=str)]

    def value(
        self, subject: str, field: str, shown: str, alone: Sequence[str], say: Say, lang: str | None = None
    ) -> Value:
        """A value with its records; `alone` are those that state it where no resolution weighs several."""
        one = self._by_field.get((subject, field, lang))
        if one is None:
            return Value(text=say(shown), records=tuple(sorted(alone)))
        return resolved(one, shown, say)


def resolved(one: Resolution, shown: str, say: Say) -> Value:
    """The value of a resolution: the records for it, and each other value with the records that give it."""
    agreeing = tuple(saying.record for saying in one.sayings if saying.agrees and saying.stance == "asserts")
    return Value(text=say(shown), records=agreeing, others=_others(one, say), level=one.level, rule=one.rule)


def _others(one: Resolution, say: Say) -> tuple[Other, ...]:
    against: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for saying in one.sayings:
        if not saying.agrees and saying.stance in {"asserts", "denies"}:
            against[saying.value, saying.stance == "denies"].append(saying.record)
    return tuple(
        Other(text=say(value), records=tuple(records), denied=denied)
        for (value, denied), records in sorted(against.items(), key=lambda item: (item[0][1], item[0][0]))
    )
