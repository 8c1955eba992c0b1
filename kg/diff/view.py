"""One agreement as one release shows it: every value in words, with how far the sources agree and who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.dates import is_edtf, span
from kg.diff.facts import About, Facts, Term, day, first, short, text
from kg.diff.model import Shown
from kg.graph.terms import RDF_SUBJECT
from kg.names import EDTF, ID, TKG, thing

CONCEPTS = {"instrumentKind": "form", "legalNature": "legal nature", "topic": "subject"}
PLAIN = {"statedBilateral": "called bilateral by its source", "sides": "number of sides", "note": "note"}
TERM = {
    "initialMonths": "months it runs",
    "renewal": "renewal",
    "renewalMonths": "months of a renewal",
    "noticeMonths": "months of notice",
    "runsFrom": "day it runs from",
    "termWords": "duration clause in words",
}
ACTS = {"date": "date", "effect": "day of effect", "placeName": "place", "body": "body"}
NOT_RESOLVED = frozenset({"topic", "note", "sides"})
UNDATED = Shown(value="", words="no date stated")


class Field(NamedTuple):
    """Which value of an agreement: `several` may stand side by side."""

    name: str
    label: str
    part: str = ""
    several: bool = False


class Doing(NamedTuple):
    """Which act: its type and, of a one-sided one, whose; `label` in words."""

    act: str
    actor: str
    label: str


Act = dict[str, Shown]  # name of a field -> its value; `date` is always there


class View:
    """An agreement with all that is shown of it; what is not asked for is not read."""

    def __init__(self, facts: Facts, name: str, about: About) -> None:
        self._facts, self._about, self._node = facts, about, thing("agreement", name)
        self.id = name
        self.title = _title(about) or name
        self.records = frozenset(_names(facts.subjects(TKG.describes, self._node)))

    @property
    def between(self) -> tuple[str, ...]:
        """The pairs of countries that it joins."""
        return tuple(_pair(self._facts, term) for term in self._about.get("between", ()))

    @property
    def signed(self) -> str:
        """When it was signed, in words; empty if that is not known."""
        lo, hi = text(self._about, "signedEarliest"), text(self._about, "signedLatest")
        return _between(lo, hi) if lo or hi else ""

    @cached_property
    def values(self) -> dict[Field, list[Shown]]:
        """All values but those of acts."""
        found: dict[Field, list[Shown]] = {}
        for key, value in _values(self._facts, self._node, self._about, self.records):
            found.setdefault(key, []).append(value)
        return found

    @cached_property
    def acts(self) -> dict[Doing, list[Act]]:
        """What was done in its life, by type and who did it."""
        return _acts(self._facts, self._node)


def agreement(facts: Facts, name: str) -> View | None:
    """The agreement of an identifier; None if the release shows no such one."""
    about = facts.about(thing("agreement", name))
    return View(facts, name, about) if TKG.Agreement in about.get("type", ()) else None


def title_of(facts: Facts, name: str) -> str:
    """The title an agreement is shown under, else its identifier."""
    return _title(facts.about(thing("agreement", name))) or name


def _title(about: About) -> str:
    titles = [one for one in about.get("title", ()) if isinstance(one, Literal)]
    english = [one.value for one in titles if one.language == "en"]
    return next(iter(english or [one.value for one in titles]), "")


def _values(facts: Facts, node: NamedNode, about: About, records: frozenset[str]) -> Iterator[tuple[Field, Shown]]:
    resolved = _Resolutions(facts, node)
    for term in about.get("title", ()):
        language = (term.language if isinstance(term, Literal) else None) or "und"
        label = "title" if language == "en" else f"title ({language})"
        yield Field("title", label, language), resolved.shown("title", term, records)
    for name, label in {**CONCEPTS, **PLAIN}.items():
        for term in about.get(name, ()):
            shown = resolved.shown(name, term, records)
            yield (
                Field(name, label, several=name == "topic"),
                replace(shown, level=None) if name in NOT_RESOLVED else shown,
            )
    for part in _nodes(about, "participation"):
        yield Field("party", "party", several=True), _party(facts, part)
    for term in about.get("between", ()):
        yield Field("between", "pair of countries", several=True), Shown(value=short(term), words=_pair(facts, term))
    yield from _term(facts, about, records)
    for link in facts.subjects(TKG.linkFrom, node):
        yield Field("link", "link to another agreement", several=True), _link(facts, link)
    for period in _nodes(about, "forcePeriod"):
        yield Field("forcePeriod", "period of force"), _period(facts, period)
    for name in sorted(records):
        yield Field("records", "record that speaks of it", several=True), Shown(value=name, words=name, records=(name,))


class _Resolutions:
    """Why the values of one node are shown."""

    def __init__(self, facts: Facts, node: NamedNode) -> None:
        self._facts = facts
        self._found: dict[tuple[str, Term], tuple[NamedNode, About]] = {}
        for resolution in facts.subjects(RDF_SUBJECT, node):
            about = facts.about(resolution)
            value = first(about, "object")
            if value is not None:
                self._found[text(about, "predicate"), value] = resolution, about

    def shown(self, name: str, term: Term, records: frozenset[str] | tuple[str, ...]) -> Shown:
        """A value with its level; one that only one record states has no resolution, and is single."""
        value, words = short(term), self._facts.words(term)
        if (name, term) not in self._found:
            stated = "" if value in {"unspecifiedInstrument", "undetermined"} else "single"
            return Shown(value=value, words=words, level=stated or None, records=_some(records))
        resolution, about = self._found[name, term]
        said = [self._facts.about(saying) for saying in self._facts.subjects(TKG.ofResolution, resolution)]
        differs = [
            text(one, "value")
            for one in said
            if text(one, "agrees") == "false" and text(one, "stance") in {"asserts", "denies"}
        ]
        against = {self._like(term, value) for value in differs}
        return Shown(
            value=value,
            words=words,
            level=text(about, "agreementLevel"),
            against=tuple(sorted(against)),
            records=tuple(sorted({text(one, "saidBy") for one in said})),
        )

    def _like(self, term: Term, value: str) -> str:
        """Another value of the same kind in words: a date, a concept of the same scheme, a text."""
        if isinstance(term, NamedNode):
            return self._facts.label(NamedNode(f"{term.value.partition('#')[0]}#{value}"))
        return day(value) if term.datatype == EDTF and is_edtf(value) else value


def _some(records: frozenset[str] | tuple[str, ...]) -> tuple[str, ...]:
    """A few records tell who speaks; of many, any may."""
    return tuple(sorted(records)) if len(records) == 1 or isinstance(records, tuple) else ()


def _names(nodes: list[NamedNode]) -> list[str]:
    return [short(node) for node in nodes]


def _stated_in(about: About) -> tuple[str, ...]:
    return tuple(short(term) for term in about.get("statedIn", ()))


def _nodes(about: About, name: str) -> list[NamedNode]:
    return [term for term in about.get(name, ()) if isinstance(term, NamedNode)]


def _pair(facts: Facts, term: Term) -> str:
    return " – ".join(facts.label(NamedNode(f"{ID}line/{code}")) for code in short(term).split("-"))


def _party(facts: Facts, node: NamedNode) -> Shown:
    about = facts.about(node)
    actor, name, role = first(about, "actor"), text(about, "nameAsGiven"), first(about, "role")
    label = facts.label(actor) if isinstance(actor, NamedNode) else name
    named = f"{label} (named {name})" if name and name != label else label
    words = named if role is None or short(role) == "contracting" else f"{named}, {facts.words(role)}"
    value = "/".join((text(about, "role"), short(actor) if actor is not None else "", name))
    return Shown(value=value, words=words, records=_stated_in(about))


def _term(facts: Facts, about: About, records: frozenset[str]) -> Iterator[tuple[Field, Shown]]:
    node = first(about, "term")
    if isinstance(node, NamedNode):
        clause, resolved = facts.about(node), _Resolutions(facts, node)
        for name, label in TERM.items():
            for term in clause.get(name, ()):
                yield Field(name, label), resolved.shown(name, term, _stated_in(clause) or records)


def _link(facts: Facts, node: NamedNode) -> Shown:
    about = facts.about(node)
    kind, target = first(about, "linkType"), text(about, "linkTo")
    words = f"{facts.words(kind) if kind is not None else 'linked to'} {target}: {title_of(facts, target)}"
    return Shown(value=f"{text(about, 'linkType')}/{target}", words=words, records=_stated_in(about))


def _period(facts: Facts, node: NamedNode) -> Shown:
    """From when to when; the end is left out where it only tells how far the sources know."""
    about = facts.about(node)
    basis = first(about, "endBasis")
    begun = _between(text(about, "startEarliest"), text(about, "startLatest"))
    ended = _between(text(about, "endEarliest"), text(about, "endLatest"))
    why = facts.words(basis) if basis is not None else ""
    is_open = basis is None or short(basis) in {"sourceHorizon", "noEntryIntoForce"}
    words = f"from {begun}; {'no end recorded' if is_open else f'ends {ended}'} ({why})"
    mode = first(about, "mode")
    if mode is not None and short(mode) != "definitive":
        words = f"{facts.words(mode)}: {words}"
    return Shown(value=words, words=words)


def _between(lo: str, hi: str) -> str:
    """A span in words, by the shortest date that means it: a day, a month, a year."""
    if not lo and not hi:
        return "an unknown day"
    shorter = (lo[:length] for length in (4, 7, 10) if lo)
    return day(next((one for one in shorter if _bounds(one) == (lo, hi)), f"{lo or '..'}/{hi or '..'}"))


def _bounds(edtf: str) -> tuple[str, str]:
    known = span(edtf)
    return known.lo.isoformat(), known.hi.isoformat()


def _acts(facts: Facts, node: NamedNode) -> dict[Doing, list[Act]]:
    found: dict[Doing, list[Act]] = {}
    for act in facts.subjects(TKG.actOn, node):
        about = facts.about(act)
        kind, actor = first(about, "actType"), first(about, "actor")
        if kind is None:
            continue
        label = facts.words(kind) + (f" by {facts.words(actor)}" if actor is not None else "")
        resolved, stated = _Resolutions(facts, act), _stated_in(about)
        values = {name: resolved.shown(name, about[name][0], stated) for name in ACTS if about.get(name)}
        doing = Doing(short(kind), "" if actor is None else short(actor), label)
        found.setdefault(doing, []).append({"date": UNDATED, **values})
    return found
