"""A title read for the agreements it names: what is done to each, and its day, form and words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.dates import Span
from kg.lineage import phrases
from kg.lineage.days import Named, days, plain
from kg.records import Text

FIRM = frozenset({"amends", "extends", "renews", "supersedes", "terminates", "suspends", "interprets"})
ELSEWHERE = "extendsToTerritory"


@dataclass(frozen=True, slots=True)
class Mention:
    """One earlier agreement that a title names."""

    types: tuple[str, ...]  # local names of link types; `cites` where the title does not say what is done to it
    noun: str  # the word for it, as `plain`: "treaty"
    whole: str  # its name, and all that follows
    name: str  # its name up to the first word that may begin something else
    days: tuple[Span, ...] = ()  # the days it may be of; none: the title names no date
    exact: bool = False  # the title names days, not a month or year


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    start: int
    end: int


def mentions(title: Text, signed: Span | None) -> list[Mention]:
    """The agreements that a title names, in their order; dates not before the day of its own signature are left out."""
    reader = _Reader(title, signed)
    dated = list(reader.dated())
    firm = any(mention.types != ("cites",) for mention in dated)
    unread = sum(each.exact for each in reader.dates) > sum(mention.exact for mention in dated)
    return dated if firm or unread else [*dated, *reader.undated()]


class _Reader:
    def __init__(self, title: Text, signed: Span | None) -> None:
        self.text = plain(title.value)
        self.given = title.value
        self.signed = signed
        self.lang = phrases.language(title.lang)
        self.nouns = [_Found(m[0], m.start(), m.end()) for m in phrases.nouns(self.lang).finditer(self.text)]
        found = [_Found(str(m.lastgroup), m.start(), m.end()) for m in phrases.verbs(self.lang).finditer(self.text)]
        self.all_dates = list(days(self.text))
        self.dates = [each for each in self.all_dates if self._earlier(each, signed)]
        self.verbs = [verb for verb in found if not self._part_of_a_name(verb)]
        self.read: list[_Found] = []  # nouns that a date goes with

    def _earlier(self, named: Named, signed: Span | None) -> bool:
        before = self.text[max(0, named.start - 30) : named.start]
        if phrases.UNTIL.search(before):
            return False
        return signed is None or any(day.lo < signed.hi and day != signed for day in named.days)

    def _part_of_a_name(self, verb: _Found) -> bool:
        """Whether a weak word belongs to the name of what is spoken of: "the Supplementary Agreement"."""
        if verb.kind != "protocolTo":
            return False
        before = self.text[max(0, verb.start - 25) : verb.start]
        return phrases.PART_OF_NAME.search(before) is not None

    def dated(self) -> Iterator[Mention]:
        """The mentions with a date."""
        last: tuple[int, tuple[str, ...]] | None = None
        for named in self.dates:
            noun = self._noun_of(named, last[0] if last else 0)
            if noun is not None and not named.exact and self._of_something_else(noun, named):
                continue
            if noun is None and last is not None and phrases.CHANGED.fullmatch(self.text[last[0] : named.start]):
                yield Mention(("cites",), "", "", "", named.days, named.exact)
                last = named.end, last[1]
                continue
            if noun is None and last is not None and phrases.AND.fullmatch(self.text[last[0] : named.start]):
                noun = max((each for each in self.nouns if each.end <= named.start), key=lambda each: each.end)
                types = last[1]
            elif noun is None:
                continue
            elif last is not None:
                types = self._later_types(last, noun)
            else:
                types = self._types(0, noun)
            last = named.end, types
            self.read.append(noun)
            yield Mention(types, noun.kind, *self._names(noun, named), named.days, named.exact)

    def _noun_of(self, named: Named, start: int) -> _Found | None:
        before = [each for each in self.nouns if start <= each.start and each.end <= named.start]
        return before[-1] if before else None

    def _of_something_else(self, noun: _Found, named: Named) -> bool:
        """Whether a date stands too far from the noun to be its date."""
        between = phrases.SIGNED.sub("", self.text[noun.end : named.start])
        return phrases.PLURAL.match(noun.kind) is not None or phrases.stops(self.lang).search(between) is not None

    def _later_types(self, last: tuple[int, tuple[str, ...]], noun: _Found) -> tuple[str, ...]:
        """What is done to what is named second: the same after "and", else what its own verb says after "and"."""
        between = self.text[last[0] : noun.start]
        if phrases.PAST.search(between):
            return ("cites",)
        verbs = [verb for verb in self.verbs if last[0] <= verb.start and verb.end <= noun.start]
        firm = [verb for verb in verbs if verb.kind in FIRM]
        if not firm and phrases.AND_THE.match(between) and len(between.split()) <= 8:
            return last[1]
        if firm and phrases.AND_DOES.search(self.text[last[0] : firm[0].start]):
            return self._done(firm, noun)
        return ("cites",)

    def _types(self, start: int, noun: _Found) -> tuple[str, ...]:
        """What the title does to the agreement that a noun names first."""
        verbs = [verb for verb in self.verbs if start <= verb.start and verb.end <= noun.start]
        firm = [verb for verb in verbs if verb.kind in FIRM]
        between = [
            each for each in self.nouns if (firm or verbs or [noun])[0].end <= each.start and each.end <= noun.start
        ]
        if any(self._nested(one, noun) for one in between):
            return ("cites",)
        if verbs:
            return self._done(firm or verbs, noun)
        heads = [each for each in self.nouns if each.end <= noun.start]
        return ("protocolTo",) if heads and self._attached(heads[-1], noun) else ("cites",)

    def _attached(self, head: _Found, noun: _Found) -> bool:
        """Whether the one is a protocol to the other, or annexed to it."""
        between = self.text[head.end : noun.start]
        if head.kind.startswith(("protocol", "протокол")):
            return phrases.TO.match(between) is not None or phrases.PROTOCOL_TO.search(between) is not None
        return phrases.ATTACHED.match(between) is not None

    def _nested(self, one: _Found, noun: _Found) -> bool:
        """Whether the noun belongs to another agreement that is spoken of: "amending the Protocol to the Treaty"."""
        if not phrases.definite(self.lang).search(self.text[: one.start]):
            return False
        inside = any(one.end <= verb.start and verb.end <= noun.start for verb in self.verbs)
        return inside or phrases.TO.match(self.text[one.end : noun.start]) is not None

    def _done(self, verbs: Sequence[_Found], noun: _Found) -> tuple[str, ...]:
        """The last verb before the noun, and those joined to it."""
        found = [verbs[-1]]
        for verb in reversed(verbs[:-1]):
            if not phrases.AND.fullmatch(self.text[verb.end : found[0].start]):
                break
            found.insert(0, verb)
        types = [ELSEWHERE if verb.kind == "extends" and self._territory(verb, noun) else verb.kind for verb in found]
        return tuple(dict.fromkeys(types))

    def _territory(self, verb: _Found, noun: _Found) -> bool:
        """Whether what is extended goes on to other places, and not to another day."""
        if not self.text.startswith("exten", verb.start):
            return False
        after = max([noun.end, *(each.end for each in self.dates)])
        for start, end in ((verb.end, noun.start), (after, len(self.text))):
            for match in phrases.TERRITORY.finditer(self.given, start, end):
                if self._is_place(match.end()):
                    return True
        return False

    def _is_place(self, at: int) -> bool:
        if any(named.start <= at < named.end for named in self.all_dates):
            return False
        words = re.match(r"(?:\S+\s*){1,4}", self.given[at:])
        few = phrases.ARTICLE.split(words[0])[0] if words else ""
        return (
            (few[:1].isupper() or phrases.PLACES.match(few) is not None)
            and not phrases.nouns(self.lang).search(plain(few))
            and not few[:1].isdigit()
        )

    def undated(self) -> Iterator[Mention]:
        """The mention without a date that the first verb is about, if it points at one agreement."""
        for verb in self.verbs:
            for noun in self.nouns:
                if noun.start < verb.end or not phrases.definite(self.lang).search(self.text[verb.start : noun.start]):
                    continue
                if noun not in self.read and not phrases.PLURAL.match(noun.kind) and not self._of_another_day(noun):
                    inside = [each for each in self.verbs if verb.start <= each.start and each.end <= noun.start]
                    firm = [each for each in inside if each.kind in FIRM]
                    yield Mention(self._done(firm or inside, noun), noun.kind, *self._names(noun))
                return
        for head, noun in zip(self.nouns, self.nouns[1:], strict=False):
            if self._attached(head, noun) and not self._of_another_day(noun):
                yield Mention(("protocolTo",), noun.kind, *self._names(noun))
                return

    def _of_another_day(self, noun: _Found) -> bool:
        """Whether the title gives a day of it which is not before its own: then one of the two is wrong."""
        after = next((each for each in self.all_dates if each.start >= noun.end and each.exact), None)
        if after is None or after in self.dates or self.signed in after.days:
            return False
        return not self._of_something_else(noun, after)

    def _names(self, noun: _Found, named: Named | None = None) -> tuple[str, str]:
        """The name of what is spoken of: with all that follows, and up to a word that may begin something else."""
        before = phrases.ADJECTIVES.search(self.text[: noun.start])
        start = before.start() if before else noun.start
        start = max([start, *(match.end() for match in phrases.POINTING.finditer(self.text, start, noun.start))])
        text = self.given[start:] if named is None else f"{self.given[start : named.start]} {self.given[named.end :]}"
        stop = phrases.stops(self.lang).search(plain(text), noun.end - start)
        return text, text[: stop.start()] if stop else text
