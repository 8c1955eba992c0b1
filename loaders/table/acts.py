"""What was done and when: dates, places and status words of a row to acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.dates import span
from kg.errors import DateError
from kg.polities import state_of_line
from kg.records import Act, Party, Text
from loaders.table import model
from loaders.table.row import Row
from loaders.table.terms import ROW_PARTY
from loaders.table.values import NOTHING, plain, read_date

ENDS = frozenset({"termination", "denunciation", "withdrawal", "supersession"})
CONCLUSION = ("signature", "adoption", "exchangeOfInstruments", "entryIntoForce")  # by which names are read
DATED = tuple[model.DateColumn, Act]


def dated_acts(dates: Sequence[model.DateColumn], row: Row) -> list[DATED]:
    """The acts that columns date, in the order of the mapping; their actors come later."""
    found = []
    for spec in dates:
        days = {column: _day(row, spec, column) for column in (spec.column, spec.effect) if column}
        if any(days.values()):
            column = ", ".join(name for name, day in days.items() if day)
            effect = days[spec.effect] if spec.effect else None
            act = Act(type=spec.act, date=days[spec.column], effect=effect, body=spec.body, column=column)
            found.append((spec, act))
    return found


def _day(row: Row, spec: model.DateColumn, column: str) -> str | None:
    text = row.text(column)
    if not text or text in spec.placeholders:
        return None
    try:
        return read_date(text, spec.formats, spec.lang)
    except DateError as error:
        row.problem("unread-date", column, text, f"{error}; the date is left out")
        return None


def day_of_conclusion(acts: Sequence[DATED]) -> str | None:
    """The day on which names are read: of signature or adoption, else of entry into force, else of the first act."""
    days = {act.type: act.date or act.effect for _, act in reversed(acts)}
    return next((days[name] for name in (*CONCLUSION, *reversed(days)) if name in days), None)


def with_actors(acts: Sequence[DATED], parties: Sequence[Party]) -> list[Act]:
    """Name who did each act, where the mapping says so."""
    return [act if spec.actor is None else replace(act, actor=_actor(spec.actor, act, parties)) for spec, act in acts]


def _actor(actor: str, act: Act, parties: Sequence[Party]) -> str | None:
    if actor == ROW_PARTY:
        return parties[0].polity if len(parties) == 1 else None
    return state_of_line(actor, span(act.date or act.effect or "XXXX"))


def with_place(spec: model.Place, row: Row, acts: Sequence[Act]) -> list[Act]:
    """Give the place to the act it is of; if no date speaks of that act, the place alone does."""
    told = (row.text(column).strip(" ,") for column in (spec.column, spec.country))
    place = ", ".join(dict.fromkeys(filter(None, told)))
    if not place:
        return list(acts)
    at = next((number for number, act in enumerate(acts) if act.type == spec.act), None)
    if at is None:
        return [*acts, Act(type=spec.act, place=place, column=spec.column)]
    return [replace(act, place=place) if number == at else act for number, act in enumerate(acts)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a status word adds to the dates of its row, and what it says against them."""

    acts: tuple[Act, ...] = ()
    contrary: tuple[Act, ...] = ()  # dated by the row to after the day on which the status says it had happened
    denied: tuple[Act, ...] = ()  # had not happened by the status; dated by the row, or an entry into force
    says: Text | None = None


class Status:
    """Reads status words: each says that acts had happened, or had not, by the day on which it was seen."""

    def __init__(self, spec: model.StatusOf, horizon: date) -> None:
        self.column, self.lang = spec.column, spec.lang
        self.seen = spec.seen or horizon
        self._words = {
            plain(word): (sayings,) if isinstance(sayings, str) else sayings for word, sayings in spec.words.items()
        }

    def read(self, row: Row, acts: Sequence[Act]) -> Said:
        """What the status of a row says, beside the acts that the row dates."""
        word = row.text(self.column)
        if not word:
            return Said()
        if word not in self._words:
            row.problem("unknown-word", self.column, word, "is no status of the mapping; only the word is kept")
        sayings = [one for one in self._words.get(word, ()) if one != NOTHING]
        happened = [one for one in sayings if not one.startswith("not ")]
        denied = [one.removeprefix("not ") for one in sayings if one.startswith("not ")]
        return Said(
            acts=tuple(self._act(one) for one in happened if not _speaking(one, acts)),
            contrary=tuple(self._act(one) for one in happened if self._all_later(_speaking(one, acts))),
            denied=tuple(self._act(one) for one in denied if self._counts(one, acts)),
            says=Text(value=f"{self.column}: {word}", lang=self.lang),
        )

    def _counts(self, denied: str, acts: Sequence[Act]) -> bool:
        """Whether a denial tells more than the dates do: it is against one of them, or it is of an entry into force."""
        dated = [act for act in acts if act.type == denied and (act.date or act.effect)]
        if not dated:
            return denied == "entryIntoForce"
        return not all(self._all_later([act]) for act in dated)

    def _act(self, act_type: str) -> Act:
        """It had happened by the day on which the status was seen; when is not said."""
        return Act(type=act_type, date=f"../{self.seen}", column=self.column)

    def _all_later(self, acts: Sequence[Act]) -> bool:
        return bool(acts) and all(span(act.effect or act.date or "XXXX").lo > self.seen for act in acts)


def _speaking(act_type: str, acts: Sequence[Act]) -> list[Act]:
    """The dated acts that already say it; whatever ends an agreement says that it has ended."""
    kin = ENDS if act_type in ENDS else {act_type}
    return [act for act in acts if act.type in kin and (act.date or act.effect)]
