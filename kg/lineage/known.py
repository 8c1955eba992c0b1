"""Agreements as lineage looks at them: whose they are, of which days, what their titles say and name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kg.dates import Span, span
from kg.lineage.reading import Mention, mentions
from kg.polities import fold, line_of
from kg.records import Text
from kg.resolve.model import Cluster, Key
from kg.resolve.words import Title, lines_named, meaning, names_of, read_title

SIGNED, STARTED = ("signature", "adoption"), ("entryIntoForce", "provisionalApplication")
ENDED = ("termination", "denunciation", "supersession")


@dataclass(slots=True)
class Known:
    """One agreement; what is dear to find out of its titles is found once, when it is asked for."""

    id: str
    cluster: Cluster
    lines: frozenset[str]  # country lines of its contracting parties
    named: tuple[str, ...]  # parties as the sources write them
    signed: tuple[Span, ...]  # as each record states it
    started: tuple[Span, ...]
    ended: tuple[Span, ...]
    day: Span | None  # from the first to the last day on which it can have been signed, by all records together
    _titles: list[Title] | None = field(default=None)
    _lines_told: frozenset[str] | None = field(default=None)
    _derived: bool | None = field(default=None)
    _mentions: list[tuple[Key, str, Mention]] | None = field(default=None)

    @property
    def names(self) -> frozenset[str]:
        """The words by which titles name its parties."""
        return names_of(self.lines, self.named)

    def speaks_of(self, other: Known) -> bool:
        """Whether its titles name every country line of another one."""
        if self._lines_told is None:
            self._lines_told = lines_named(" ".join(fold(text.value) for text in self._texts()))
        return other.lines <= self._lines_told

    @property
    def titles(self) -> list[Title]:
        """All its titles, read for comparison."""
        if self._titles is None:
            self._titles = [self.read(text.value, text.lang) for text in self._texts()]
        return self._titles

    @property
    def mentions(self) -> list[tuple[Key, str, Mention]]:
        """The agreements its titles name: the record whose title it is, the language, what is said."""
        if self._mentions is None:
            self._mentions = [
                (Key(record.source, record.id), title.lang, mention)
                for record in self.cluster.stating
                for title in record.titles
                for mention in mentions(title, self.day)
            ]
        return self._mentions

    @property
    def derived(self) -> bool:
        """Whether it does something to an earlier agreement, by its title."""
        if self._derived is None:
            self._derived = any(mention.types != ("cites",) for _, _, mention in self.mentions)
        return self._derived

    def read(self, value: str, lang: str, year: str = "") -> Title:
        """Words of a title of this agreement, or of one that its title names, without the names of its parties."""
        day = year or (self.signed[0].lo.isoformat() if self.signed and self.signed[0].lo > date.min else "")
        return read_title(value, lang, self.names, day)

    def _texts(self) -> Iterable[Text]:
        return dict.fromkeys(title for record in self.cluster.stating for title in record.titles)

    def over_before(self, day: date) -> bool:
        """Whether a record says that it ended before a day."""
        return any(one.hi < day for one in self.ended)

    def forms(self) -> set[str]:
        """What kinds of instrument it is called, as concepts of the vocabulary: treaty, notes."""
        return {title.form for title in self.titles if title.form}


def known(cluster: Cluster) -> Known:
    """An agreement, from its records."""
    parties = [party for record in cluster.stating for party in record.parties]
    signed = _spans(cluster, SIGNED)
    return Known(
        cluster.id,
        cluster,
        frozenset(line_of(party.polity) for party in parties if party.polity and party.role == "contracting"),
        tuple(dict.fromkeys(party.name for party in parties)),
        signed,
        _spans(cluster, STARTED),
        _spans(cluster, ENDED),
        Span(min(one.lo for one in signed), max(one.hi for one in signed)) if signed else None,
    )


def _spans(cluster: Cluster, types: tuple[str, ...]) -> tuple[Span, ...]:
    """The spans of the first of these types of act that is dated, record by record; acts of one party left out."""
    found: dict[Span, None] = {}
    for record in cluster.stating:
        for kind in types:
            spans = [span(act.date) for act in record.acts if act.type == kind and act.date and act.actor is None]
            spans = [one for one in spans if one.lo > date.min and one.hi < date.max]
            if spans:
                found.update(dict.fromkeys(spans))
                break
    return tuple(found)


def form_of(noun: str, lang: str) -> str:
    """The kind of instrument that a word stands for, as a concept of the vocabulary; empty if it is not known."""
    found = (meaning(word, lang) for word in noun.replace("-", " ").split())
    return next((one.concept for one in found if one is not None), "")
