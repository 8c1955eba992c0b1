"""What is compared of an agreement record: countries, days, titles, register numbers, kind, topics, place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from pyoxigraph import RdfFormat, parse

from kg.dates import Span, span
from kg.names import PREFIXES, local_name
from kg.polities import fold, line_of, polities
from kg.records import Party, Record
from kg.resolve.model import Key
from kg.resolve.registers import registers
from kg.resolve.words import PLACE, Title, lines_named, meaning, names_of, read_title
from kg.resources import ONTOLOGY

BODIES = frozenset({"company", "university"})  # capacities in which nobody acts for a state
_SIGNED, _LATER = ("signature", "adoption"), ("entryIntoForce", "provisionalApplication")


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """One record, read for comparison."""

    key: Key
    lines: frozenset[str]  # country lines of its contracting parties; of an organisation only if no members are listed
    spoken: frozenset[str]  # lines of all its parties, whatever their role, and those that its titles name
    named: frozenset[str]  # lines that its titles name
    known: bool  # every contracting party has a line, and there are two or more
    bilateral: bool  # two sides
    companies: bool  # no party acts for a state
    signed: Span | None
    force: Span | None  # day of entry into force
    titles: tuple[Title, ...]
    words: frozenset[str]  # the telling words of the titles
    names: frozenset[str]  # words that name its parties
    registers: frozenset[str]
    kind: str
    topics: frozenset[str]
    wider: frozenset[str]  # the top concepts of the topics
    place: str

    @property
    def day(self) -> date | None:
        """The day of signature, where it is one day."""
        return only_day(self.signed)

    @property
    def likely(self) -> frozenset[str]:
        """Lines by which to look for it: those of its parties, or, if it lists none or one, those it speaks of."""
        return self.lines if len(self.lines) > 1 else self.spoken


def only_day(known: Span | None) -> date | None:
    """The day that a span is, where it is one day."""
    return known.lo if known is not None and known.lo == known.hi else None


def features(record: Record) -> Features:
    """Read a record for comparison."""
    contracting = _contracting(record)
    lines = lines_of(record)
    names = names_of(lines, (party.name for party in record.parties))
    signed = _when(record, _SIGNED)
    text = " ".join(fold(title.value) for title in record.titles)
    named = lines_named(text)
    titles = tuple(read_title(text.value, text.lang, names, _own_day(signed)) for text in record.titles)
    return Features(
        key=Key(record.source, record.id),
        lines=lines,
        spoken=named.union(line_of(party.polity) for party in record.parties if party.polity is not None),
        named=named,
        known=len(lines) > 1 and all(party.polity is not None for party in contracting),
        bilateral=_bilateral(record, contracting, lines),
        companies=bool(contracting) and all(party.capacity in BODIES for party in contracting),
        signed=signed,
        force=_when(record, _LATER),
        titles=titles,
        words=frozenset(word for title in titles for word in title.words),
        names=names,
        registers=registers(record),
        kind=record.instrument_kind or "",
        topics=frozenset(record.topics),
        wider=frozenset(top_concept(topic) for topic in record.topics),
        place=_place(record),
    )


def _contracting(record: Record) -> list[Party]:
    return [party for party in record.parties if party.role == "contracting"]


def lines_of(record: Record) -> frozenset[str]:
    """Country lines of its contracting parties; of an organisation only if no members are listed beside it."""
    known = [polities()[party.polity] for party in _contracting(record) if party.polity is not None]
    states = {polity.line for polity in known if polity.type != "organisationPolity"}
    return frozenset(states if len(states) > 2 else {polity.line for polity in known})


def _bilateral(record: Record, contracting: list[Party], lines: frozenset[str]) -> bool:
    if record.stated_bilateral is not None:
        return record.stated_bilateral and len(lines) == 2
    return len({party.side for party in contracting}) == 2 and len(lines) == 2


def _when(record: Record, types: tuple[str, ...]) -> Span | None:
    """From the first to the last day of the acts of the first of these types that all did; None if not known."""
    for type_ in types:
        spans = [span(act.date) for act in record.acts if act.type == type_ and act.date and act.actor is None]
        if spans:
            whole = Span(min(one.lo for one in spans), max(one.hi for one in spans))
            return None if whole.lo == date.min or whole.hi == date.max else whole
    return None


def _own_day(signed: Span | None) -> str:
    """The day or year of signature, whose numbers in a title tell nothing."""
    if signed is None or signed.lo.year != signed.hi.year:
        return ""
    return signed.lo.isoformat() if signed.lo == signed.hi else signed.lo.isoformat()[:4]


def _place(record: Record) -> str:
    """The town of signature, in the spelling of the vocabulary where it has one."""
    place = next((act.place for act in record.acts if act.type == "signature" and act.place), "")
    town = fold(place.split(",")[0])
    known = (meaning(town, "pt") or meaning(town, "en")) if " " not in town else None
    return known.concept.removeprefix(PLACE) if known is not None and known.concept.startswith(PLACE) else town


@cache
def _broader() -> dict[str, str]:
    wanted = PREFIXES["skos"] + "broader"
    triples = parse(path=ONTOLOGY / "topics.ttl", format=RdfFormat.TURTLE)
    return {local_name(t.subject.value): local_name(t.object.value) for t in triples if t.predicate.value == wanted}


@cache
def top_concept(topic: str) -> str:
    """The top concept over a topic: "land-nature" for "fisheries"."""
    while topic in _broader():
        topic = _broader()[topic]
    return topic
