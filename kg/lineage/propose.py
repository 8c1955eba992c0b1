"""Links between agreements that their titles name: proposals with a score, never facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kg.lineage.known import Known, form_of, known
from kg.lineage.reading import Mention
from kg.resolve.model import Cluster, Key, Reason
from kg.resolve.words import Title, likeness, without

LINK, PROPOSE = 0.90, 0.60  # at or above the first: surely meant; between the two: perhaps; below: not proposed
TELLING = 0.6  # least weight of the words of a name that stands for itself
TELLING_ALONE = 1.6  # least weight of a title that is known again within a longer name
LIKE, LIKE_OF_YEAR = 0.80, 0.60  # least likeness of titles where no day is named
NONE: frozenset[str] = frozenset()
UNLIKE = 0.40  # up to this likeness the words speak against it
CLEAR = 0.10  # by so much a title must be more like than the next one's to be the one meant
SHARED = 0.75  # of the words of a name, by weight, that a title must have to be looked at
MOST = 3  # of several that fit equally


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """That one agreement may amend, extend ... another, read out of its title."""

    child: str  # identifiers of agreements
    parent: str
    type: str  # local name in the scheme of link types
    score: float  # 0 to 1, rounded to three places
    reasons: tuple[Reason, ...]
    records: tuple[Key, ...]  # whose titles say so
    basis: str = "title"

    @property
    def decision(self) -> Literal["link", "propose", "none"]:
        """What follows from the score; also a link stays a proposal until an editor confirms it."""
        return "link" if self.score >= LINK else "propose" if self.score >= PROPOSE else "none"


def propose(clusters: Sequence[Cluster]) -> list[Proposed]:
    """The links that titles of agreements speak of and no record states, in the order of their agreements.

    Never to itself and never to what was signed later. Where several agreements fit, all are proposed, with less score.
    """
    catalogue = Catalogue(known(cluster) for cluster in clusters)
    stated = _stated(clusters)
    best: dict[tuple[str, str, str], Proposed] = {}
    for child in catalogue.agreements:
        for record, lang, mention in child.mentions:
            for parent, reasons in catalogue.meant(child, lang, mention):
                score = round(min(1.0, max(0.0, _total(reasons))), 3)
                if score < PROPOSE or (child.id, parent.id) in stated:
                    continue
                for kind in mention.types:
                    _keep(
                        best,
                        Proposed(
                            child=child.id, parent=parent.id, type=kind, score=score, reasons=reasons, records=(record,)
                        ),
                    )
    done = {(child, parent) for child, parent, kind in best if kind != "cites"}
    return [one for key, one in sorted(best.items()) if one.type != "cites" or key[:2] not in done]


def _keep(best: dict[tuple[str, str, str], Proposed], one: Proposed) -> None:
    key = one.child, one.parent, one.type
    other = best.get(key)
    if other is None or one.score > other.score:
        best[key] = one


def _stated(clusters: Iterable[Cluster]) -> set[tuple[str, str]]:
    """The agreements that a record links, but for mere mentions."""
    ids = {Key(record.source, record.id): cluster.id for cluster in clusters for record in cluster.stating}
    found = set()
    for cluster in clusters:
        for record in cluster.records:
            for link in record.links:
                target = ids.get(Key(record.source, link.to))
                if target is not None and link.type != "cites":
                    found |= {(cluster.id, target), (target, cluster.id)}
    return found


class Catalogue:
    """All agreements, by day, by countries, and by words of their titles."""

    def __init__(self, agreements: Iterable[Known]) -> None:
        self.agreements = list(agreements)
        self._by_id = {one.id: one for one in self.agreements}
        self._by_day: dict[date, list[Known]] = defaultdict(list)
        self._by_lines: dict[frozenset[str], list[Known]] = defaultdict(list)
        for one in self.agreements:
            for day in {each.lo for each in (*one.signed, *one.started) if each.lo == each.hi}:
                self._by_day[day].append(one)
            if len(one.lines) == 2:
                self._by_lines[one.lines].append(one)
        self._by_word: dict[frozenset[str], dict[str, list[Known]]] = {}

    def meant(self, child: Known, lang: str, mention: Mention) -> list[tuple[Known, tuple[Reason, ...]]]:
        """The agreements that a mention can mean, each with the reasons for it."""
        found: list[tuple[Known, list[Reason], float]] = []
        day = mention.days[0].lo.isoformat() if mention.days else "-"
        whole, name = (child.read(words, lang, day) for words in (mention.whole, mention.name))
        names = [whole, name] if mention.exact else [name if name.weight >= TELLING else whole]
        for parent in self._candidates(child, mention, names):
            reasons = _reasons(child, parent, mention, lang)
            alike, reason = _alike(child, parent, names, mention)
            if reasons is None or (reason is None and not (mention.exact and reasons[1].weight)):
                continue
            if mention.exact and not reasons[1].weight and alike <= UNLIKE:
                continue  # neither countries nor words speak for it
            found.append((parent, [*reasons, reason] if reason else reasons, alike))
        found.sort(key=lambda one: (-_total(one[1]), one[0].id))
        return [(parent, tuple(reasons)) for parent, reasons in _alone(found)]

    def _candidates(self, child: Known, mention: Mention, names: Sequence[Title]) -> Iterator[Known]:
        if mention.exact:
            near = {one.id: one for day in mention.days for one in self._by_day.get(day.lo, ())}
        else:
            near = {one.id: one for one in self._of_like_words(child, names)}
        for one in near.values():
            if one is not child and _before(one, child):
                yield one

    def _of_like_words(self, child: Known, names: Sequence[Title]) -> Iterator[Known]:
        """Agreements of the same countries that share the most telling words with a name."""
        group = child.lines if len(child.lines) == 2 else frozenset()
        index = self._by_word.get(group)
        if index is None:
            index = self._by_word[group] = defaultdict(list)
            for one in self._by_lines[group] if group else self.agreements:
                if one.derived:
                    continue  # what changes another agreement is spoken of by its day
                for word in {word for title in one.titles for word in title.words}:
                    index[word].append(one)
        enough = SHARED if group else SHARED / 2  # a name may hold names of parties that are not stated
        for name in names:
            whole = left = name.weight
            shared: dict[str, float] = defaultdict(float)
            for word in sorted(name.words, key=lambda word: len(index.get(word, ()))):
                fresh = left >= enough * whole  # else what comes new cannot share enough
                for one in index.get(word, ()):
                    if fresh or one.id in shared:
                        shared[one.id] += name.words[word]
                left -= name.words[word]
            yield from (self._by_id[id_] for id_, weight in shared.items() if weight >= enough * whole)


def _before(parent: Known, child: Known) -> bool:
    """Whether an agreement can be older than another one, or of the same day."""
    return parent.day is None or child.day is None or parent.day.lo <= child.day.hi


def _reasons(child: Known, parent: Known, mention: Mention, lang: str) -> list[Reason] | None:
    """What day, countries and form say; None if they exclude it."""
    of_day = _of_day(parent, mention)
    of_countries = _of_countries(child, parent, exact=mention.exact)
    if of_day is None or of_countries is None:
        return None
    if not mention.days and child.day is not None and (parent.over_before(child.day.lo) or parent.day is None):
        return None
    found = [of_day, of_countries]
    form, forms = form_of(mention.noun, lang), parent.forms()
    if form and forms:
        same = form in forms
        found.append(Reason("form named", 0.05 if same else -0.1, f"{form} and {', '.join(sorted(forms))}"))
    return found


def _of_day(parent: Known, mention: Mention) -> Reason | None:
    if not mention.days:
        return Reason("no day named", 0.15, "the title names it by its words alone")
    for feature, weights, spans in (("signed", (0.6, 0.25), parent.signed), ("in force", (0.45, 0.15), parent.started)):
        for day in mention.days:
            if any(day == one for one in spans) and mention.exact:
                return Reason(f"{feature} on the day named", weights[0], day.lo.isoformat())
            if any(one.within(day) for one in spans) and not mention.exact:
                return Reason(
                    f"{feature} in the time named", weights[1], f"{day.lo.isoformat()} to {day.hi.isoformat()}"
                )
    return None


def _of_countries(child: Known, parent: Known, *, exact: bool) -> Reason | None:
    shared = child.lines & parent.lines
    words = ", ".join(sorted(shared)) if len(shared) <= 4 else f"{len(shared)} countries"
    if len(child.lines) >= 2 and child.lines == parent.lines:
        return Reason("same countries", 0.2, words)
    if len(shared) >= 2:
        return Reason("countries shared", 0.1, words)
    if shared and exact and max(len(child.lines), len(parent.lines)) > 2:
        return Reason("one country shared", 0.0, words)
    if len(child.lines) < 2 or len(parent.lines) < 2:
        if child.lines and parent.lines and not shared:
            return None
        return Reason("parties not stated", 0.0, "one of the two does not name its parties")
    return None


def _alike(child: Known, parent: Known, names: Sequence[Title], mention: Mention) -> tuple[float, Reason | None]:
    """How like the name is to a title of the parent, and what that says; no reason if they cannot be compared."""
    if mention.exact:
        compared = [found for name in names for title in parent.titles if (found := likeness(name, title)) is not None]
        if not compared:
            return 0.5, None
        best = max(compared)
        weight = 0.3 if best.like > UNLIKE else 0.15
        return best.like, Reason("words of the title", round(weight * (best.like - UNLIKE), 3), _words(best.words))
    if len(child.lines) < 2 and len(parent.lines) == 2:
        if not child.speaks_of(parent):
            return 0.0, None
        names = [without(name, parent.names) for name in names]
    alike, words = max((_named(name, title) for name in names for title in parent.titles), default=(0.0, ()))
    if alike < (LIKE_OF_YEAR if mention.days else LIKE):
        return alike, None
    return alike, Reason("words of the title", round(0.4 * alike, 3), _words(words))


def _words(words: Sequence[str]) -> str:
    return ", ".join(words) or "none shared"


def _named(name: Title, title: Title) -> tuple[float, tuple[str, ...]]:
    """How surely a name is that of a title: all words of the title are in it, and little else.

    What follows a name may be the child's own subject, but only a telling title stands for itself within it.
    """
    found = likeness(name, title)
    if found is None or name.numbers.get("number", NONE) != title.numbers.get("number", NONE):
        return 0.0, ()
    cover, rest = min(1.0, found.common / title.weight), min(1.0, found.common / name.weight)
    if title.weight < TELLING_ALONE and rest < 0.9:
        return 0.0, ()
    return cover * (0.7 + 0.3 * rest), found.words


def _alone(found: list[tuple[Known, list[Reason], float]]) -> Iterator[tuple[Known, list[Reason]]]:
    """The one that fits, or the one that fits clearly best, or all with less weight; `found` has the best one first."""
    if not found:
        return
    parent, reasons, alike = found[0]
    if len(found) == 1:
        only = Reason("nothing else fits", 0.12, "one agreement of these countries")
        yield parent, [*reasons, only, *_very_name(reasons, alike)]
    elif min(_clearer(found[0], other) for other in found[1:]) >= CLEAR:
        yield parent, [*reasons, Reason("most like in its words", 0.07, f"of {len(found)} that fit")]
    else:
        for parent, reasons, _ in found[:MOST]:
            yield parent, [*reasons, Reason("several fit", -0.2, f"{len(found)} agreements")]


def _clearer(one: tuple[Known, list[Reason], float], other: tuple[Known, list[Reason], float]) -> float:
    """By how much one fits better than another, by its title or by everything."""
    return max(one[2] - other[2], _total(one[1]) - _total(other[1]))


def _total(reasons: Iterable[Reason]) -> float:
    return sum(reason.weight for reason in reasons)


def _very_name(reasons: Sequence[Reason], alike: float) -> Iterator[Reason]:
    """That the title gives the whole name, where it gives no day."""
    words = next((reason.words for reason in reasons if reason.feature == "words of the title"), "")
    if alike >= 0.97 and reasons[0].feature == "no day named" and words.count(",") >= 2:
        yield Reason("the very name", 0.18, "every word of it, and no other")
