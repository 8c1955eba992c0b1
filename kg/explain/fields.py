"""The fields of one agreement, each with what is shown, why, and every record that speaks of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from kg.explain.facts import DEFINITION, LABEL, Facts, Term, short
from kg.explain.model import Field, Judged, Voice
from kg.explain.voices import Voices
from kg.graph.terms import RDF_OBJECT, RDF_PREDICATE, RDF_SUBJECT
from kg.names import ACT, ID, TKG, VALUE
from kg.sheet import words

OF_AGREEMENT = ("title", "instrumentKind", "legalNature", "topic", "sides", "statedBilateral", "note")
OF_TERM = ("initialMonths", "renewal", "renewalMonths", "noticeMonths", "runsFrom", "termWords")
OF_ACT = ("date", "effect", "placeName", "body")
_SAID = {"asserts", "denies"}


class Fields:
    """Reads the fields of one agreement out of a release."""

    def __init__(self, facts: Facts, voices: Voices, agreement: NamedNode) -> None:
        self._facts, self._voices, self._agreement = facts, voices, agreement
        self.records = facts.subjects(TKG.describes, agreement)
        # every act that a record of the agreement states, with what kind of act it is
        self._stated = [
            (record, act, _kind(facts, act)) for record in self.records for act in facts.nodes(record, TKG.act)
        ]
        self.acts = sorted(facts.subjects(TKG.actOn, agreement), key=self._order)

    def all(self) -> list[Field]:
        """Every field: of the agreement, its parties, its acts by their days, its term, its links."""
        return [
            *self._plain(self._agreement, "", OF_AGREEMENT),
            *self._parties(),
            *self._acts(),
            *self._not_shown(),
            *self._terms(),
            *self._links(),
        ]

    def _plain(self, node: NamedNode, of: str, names: Sequence[str]) -> Iterator[Field]:
        for name in names:
            for shown in sorted(self._facts.values(node, TKG[name]), key=_not_english):
                yield self._field(node, of, name, shown, self._alone(node, name, shown))

    def _alone(self, node: NamedNode, name: str, shown: Term) -> list[Voice]:
        """The records that give a value on which no Resolution was made."""
        facts, make = self._facts, self._voices.voice
        stating = facts.nodes(node, TKG.statedIn)
        if name == "sides":
            stating = list(
                dict.fromkeys(
                    record
                    for part in facts.nodes(node, TKG.participation)
                    for record in facts.nodes(part, TKG.statedIn)
                )
            )
            return [make(record, short(shown), agrees=True) for record in stating]
        inner = {"term": TKG.term}.get(_sort(node))
        found = []
        for record in dict.fromkeys((*stating, *self.records)):
            for said in [record] if inner is None else facts.nodes(record, inner):
                if shown in facts.values(said, TKG[name]):
                    found.append(make(record, short(shown), agrees=True))
        default = isinstance(shown, NamedNode) and shown in (VALUE.undetermined, VALUE.unspecifiedInstrument)
        return found or ([] if default else [make(record, None, agrees=True) for record in stating])

    def _parties(self) -> Iterator[Field]:
        facts = self._facts
        parts = sorted(facts.nodes(self._agreement, TKG.participation), key=lambda node: (len(node.value), node.value))
        for number, part in enumerate(parts, start=1):
            of = f"party {number}"
            name = facts.text(part, TKG.nameAsGiven) or ""
            actor = facts.nodes(part, TKG.actor)
            known = [words.polity_name(short(node), article=False) for node in actor if _sort(node) == "polity"]
            told = [short(term) for key in ("role", "capacity") for term in facts.values(part, TKG[key])]
            side = facts.text(part, TKG.side)
            told += [f"side {side}"] if side not in {None, "0"} else []
            yield Field(
                of=of,
                name="party",
                shown=name,
                words=f"{known[0] if known else name} ({', '.join(told)})",
                level="single" if len(facts.nodes(part, TKG.statedIn)) == 1 else "",
                voices=tuple(self._voices.voice(record, name, True) for record in facts.nodes(part, TKG.statedIn)),
            )
            for key in ("actor", "side", "role", "capacity"):
                for value in facts.values(part, TKG[key]):
                    if self._resolution(part, key, value) is not None:
                        yield self._field(part, of, key, value, [])

    def _acts(self) -> Iterator[Field]:
        facts = self._facts
        for act in self.acts:
            of = act.value.removeprefix(f"{ID}act/{short(self._agreement)}/")
            known = False
            for name in OF_ACT:
                for shown in facts.values(act, TKG[name]):
                    known = True
                    yield self._field(act, of, name, shown, self._of_act(act, name, str(short(shown))))
            if not known:
                yield self._field(act, of, "date", None, self._of_act(act, "date", None))

    def _of_act(self, act: NamedNode, name: str, shown: str | None) -> list[Voice]:
        """What each record that states an act says of one field of it; those that state such an act too, if denying."""
        kind = _kind(self._facts, act)
        only = sum(_kind(self._facts, other) == kind for other in self.acts) == 1
        stating = set(self._facts.nodes(act, TKG.statedIn))
        found = []
        for record, stated, its in self._stated:
            value = self._facts.text(stated, TKG[name])
            if its != kind or not (record in stating or (only and name == "date")):
                continue
            if value is None and name != "date":
                continue
            agrees = None if value is None or shown is None else value == shown
            found.append(self._voices.voice(record, value, agrees, column=self._column(stated, name)))
        return found

    def _not_shown(self) -> Iterator[Field]:
        """Acts of which records speak, but which none asserts: no acts of the agreement, and said all the same."""
        shown = {_kind(self._facts, act) for act in self.acts}
        for kind in sorted({its for _, _, its in self._stated} - shown):
            voices = [
                self._voices.voice(record, self._facts.text(act, TKG.date), column=self._column(act, "date"))
                for record, act, its in self._stated
                if its == kind
            ]
            yield Field(
                of="/".join(part for part in kind if part),
                name="date",
                shown=None,
                words="not shown: no record asserts it",
                voices=tuple(voices),
            )

    def _terms(self) -> Iterator[Field]:
        for term in self._facts.nodes(self._agreement, TKG.term):
            yield from self._plain(term, "term", OF_TERM)

    def _links(self) -> Iterator[Field]:
        facts = self._facts
        for end, other in ((TKG.linkFrom, TKG.linkTo), (TKG.linkTo, TKG.linkFrom)):
            for link in facts.subjects(end, self._agreement):
                there, kind = facts.nodes(link, other)[0], facts.text(link, TKG.linkType) or ""
                way = kind if end == TKG.linkFrom else f"{kind} from"
                stating = facts.nodes(link, TKG.statedIn)
                yield Field(
                    of=f"link {way} {short(there)}",
                    name="link",
                    shown=short(there),
                    words=f"{way}: {facts.text(there, TKG.title) or short(there)}",
                    level="single" if len(stating) == 1 else "",
                    voices=tuple(self._voices.voice(record, kind, True) for record in stating),
                )

    def _field(self, node: NamedNode, of: str, name: str, shown: Term | None, alone: list[Voice]) -> Field:
        """A value with its Resolution if there is one; `alone` are those who say so if there is none."""
        facts = self._facts
        judged = tuple(self._judged(node, name))
        resolution = None if shown is None else self._resolution(node, name, shown)
        voices = alone if resolution is None else [*self._sayings(resolution, name, alone)]
        aside = {record: one.file for one in judged for record in one.rejects}
        field = Field(
            of=of,
            name=name,
            lang=shown.language or "" if isinstance(shown, Literal) else "",
            shown=None if shown is None else short(shown),
            words="day not stated" if shown is None else self._in_words(name, shown),
            judged=judged,
            voices=tuple(replace(one, set_aside=one.set_aside or aside.get(one.record, "")) for one in voices),
        )
        if resolution is None:
            return replace(field, level="single" if len(alone) == 1 else "")
        level, rule = facts.nodes(resolution, TKG.agreementLevel)[0], facts.text(resolution, TKG.rule) or ""
        return replace(
            field,
            level=short(level),
            level_means=facts.text(level, DEFINITION, "en") or "",
            rule=rule,
            rule_means=words.RULES.get(rule, ""),
        )

    def _resolution(self, node: NamedNode, name: str, shown: Term) -> NamedNode | None:
        for found in self._facts.subjects(RDF_SUBJECT, node):
            about = TKG[name] in self._facts.nodes(found, RDF_PREDICATE)
            if about and shown in self._facts.values(found, RDF_OBJECT):
                return found
        return None

    def _sayings(self, resolution: NamedNode, name: str, stated: Iterable[Voice]) -> Iterator[Voice]:
        """One voice a Saying, then the records that state the thing and were not weighed."""
        facts, spoken = self._facts, set()
        for saying in facts.subjects(TKG.ofResolution, resolution):
            record = facts.nodes(saying, TKG.saidBy)[0]
            value, stance = facts.text(saying, TKG.value), facts.text(saying, TKG.stance)
            agrees = facts.text(saying, TKG.agrees) == "true"
            act = next((a for r, a, _ in self._stated if r == record and facts.text(a, TKG[name]) == value), None)
            column = self._column(act, name) if act is not None else None
            voice = self._voices.voice(record, value, agrees if stance in _SAID else None, stance, column)
            spoken.add(voice.record)
            yield voice
        yield from (replace(one, agrees=None) for one in stated if one.record not in spoken)

    def _column(self, stated: NamedNode, name: str) -> str | None:
        """The column of a record's row that states the day of an act."""
        return self._facts.text(stated, TKG.column) if name == "date" else None

    def _judged(self, node: NamedNode, name: str) -> Iterator[Judged]:
        """Decisions on a field: those on an act name its type alone, whoever did it."""
        iris = {node.value, self._agreement.value if _sort(node) == "term" else ""}
        if _sort(node) == "act":
            iris.add(f"{ID}act/{short(self._agreement)}/{_kind(self._facts, node)[0]}")
        for one in self._voices.judgements:
            if one.field == name and iris & set(one.about):
                yield one

    def _in_words(self, name: str, shown: Term) -> str:
        if isinstance(shown, NamedNode):
            return self._facts.text(shown, LABEL, "en") or short(shown)
        if name in {"date", "effect"}:
            return words.edtf(shown.value)
        if name.endswith("Months"):
            return words.months(int(shown.value))
        if name == "statedBilateral":
            return "flagged bilateral" if shown.value == "true" else "flagged as not bilateral"
        return shown.value

    def _order(self, act: NamedNode) -> tuple[str, str]:
        earliest = self._facts.text(act, TKG.earliest) or self._facts.text(act, TKG.latest) or "~"
        return earliest, act.value


def _kind(facts: Facts, act: NamedNode) -> tuple[str, str]:
    """The type of an act and the polity that did it, if one did."""
    actor = next((short(node) for node in facts.nodes(act, TKG.actor)), "")
    return facts.text(act, TKG.actType) or "", actor


def _not_english(term: Term) -> bool:
    return isinstance(term, Literal) and term.language != "en"


def _sort(node: NamedNode) -> str:
    """`act` of `id/act/...`."""
    return node.value.removeprefix(ID).split("/", 1)[0]


KNOWN = (*OF_AGREEMENT, *OF_TERM, *OF_ACT, *ACT.terms)
