"""The parts of a draft that one column tells each: dates, place, kind, subjects, status, registers, links, notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from pyoxigraph import Literal, RdfFormat, parse

from kg.names import PREFIXES, local_name
from kg.polities import fold
from kg.resources import ONTOLOGY
from loaders.kinds import instrument_kind
from loaders.table.hints import DESIGNATIONS, act_of, is_bare, language_of, status_of
from loaders.table.look import Dates, Look
from loaders.table.seen import Seen, flow, yaml
from loaders.table.sniff import DOUBT
from loaders.table.values import NOTHING, designations, parts

_WORDS = 30  # different words, at most, of a column that classes rows
_TOPICS = 40  # that are written into the draft
_NO_DATE = re.compile(r"[0./-]+")


def sections(seen: Seen) -> tuple[list[str], list[list[str]]]:
    """The part on dates, and the others in the order of the model."""
    dates = _dates(seen)
    flag, status = _flag(seen), _status(seen)
    found = [_place(seen), _kind(seen), _topics(seen), status, flag, _citations(seen), _urls(seen), _note(seen)]
    return dates, found


def _dates(seen: Seen) -> list[str]:
    """Columns of dates whose header says what was done; the others are left among those ignored, with a hint."""
    acts = {name: act_of(name) for name in seen.dates}
    bare = next((name for name, act in acts.items() if act is None), None)
    if bare and "signature" not in acts.values() and (is_bare(bare) or len(acts) == 1):
        acts[bare] = "signature?"
    full = {act: name for name, act in reversed(acts.items()) if act and set(seen.dates[name].formats) != {"YYYY"}}
    lines, left = [], []
    for name, act in acts.items():
        if act is None or full.get(act, name) != name:
            reason = f"the year of {full[act]} too?" if act else "of which act?"
            left.append(f"# {DOUBT}{name} holds dates ({', '.join(seen.dates[name].formats)}); {reason}")
        else:
            lines += _date(seen, name, act)
            seen.used.add(name)
            if act.startswith("signature"):
                seen.signed = name
    return [*(["dates:", *lines] if lines else []), *left]


def _date(seen: Seen, name: str, act: str) -> list[str]:
    how, look = seen.dates[name], seen.looks[name]
    read = sum(how.formats.values())
    guess = f"  # {DOUBT}the header does not say what was done" if act.endswith("?") else ""
    lines = [
        f"  - column: {yaml(name)}",
        f"    act: {act.rstrip('?')}{guess}",
        f"    formats: {flow(how.formats)}  # {read:,} of {look.filled:,} cells{_order(how)}",
    ]
    if how.lang != "en":
        lines.append(f"    lang: {how.lang}  # names of months")
    none = [*(value for value in how.unread if _NO_DATE.fullmatch(value)), *_far(look)]
    if none:
        cells = sum(look.counts[value] for value in none)
        lines.append(f"    placeholders: {flow(none[:12])}  # {DOUBT}no real days? in {cells:,} cells")
    if rest := [value for value in how.unread if value not in none]:
        lines.append(f"    # not read: {', '.join(map(repr, rest[:5]))}")
    if (top := look.counts.most_common(1)[0])[1] > max(0.2 * look.filled, 20):
        lines.append(
            f"    # {DOUBT}{top[0]} stands in {top[1]:,} cells; if it means that nothing is known: placeholders"
        )
    return lines


def _order(how: Dates) -> str:
    """What shows the order of day and month, by format."""
    said = []
    for written, (days, months) in how.orders.items():
        name = f" in {written}" if len(how.orders) > 1 else ""
        if days and months:
            said.append(f"; {DOUBT}the day comes first in {days:,}, the month in {months:,}{name}")
        elif not days and not months:
            said.append(f"; {DOUBT}nothing shows whether the day or the month comes first{name}")
        else:
            said.append(f"; the {'day' if days else 'month'} comes first{name}, as {days + months:,} show")
    return "".join(said)


def _far(look: Look) -> list[str]:
    """Values whose year is far in the future."""
    return [value for value in look.counts if any(year > "2150" for year in re.findall(r"(?<!\d)\d{4}(?!\d)", value))]


def _place(seen: Seen) -> list[str]:
    free = [look for look in seen.free("place") if look.name not in seen.dates and len(look.counts) > 1]
    places = [look for look in free if look.name not in seen.parties and 3 < look.average < 60]
    if not places:
        return []
    seen.used.add(places[0].name)
    countries = [look.name for look in free if look.name in seen.parties]
    seen.used |= set(countries[:1])
    also = f", country: {yaml(countries[0])}" if countries else ""
    return [f"place: {{column: {yaml(places[0].name)}{also}}}  # by the header; of signature"]


def _kind(seen: Seen) -> list[str]:
    for look in seen.free("kind"):
        words = {word: _kind_of(word) for word in look.counts}
        known = sum(look.counts[word] for word, kind in words.items() if kind != NOTHING)
        if len(words) <= _WORDS and known > look.filled / 2:
            seen.used.add(look.name)
            return ["kind:", *_words(look, words.get)]
    if not seen.titles:
        return []
    if seen.lang == "en":
        return [f"kind: {{column: {yaml(seen.titles)}, english: true}}  # by the designation in English titles"]
    found = _designated(seen, DESIGNATIONS.get(seen.lang, {}))
    return ["kind:", f"  column: {yaml(seen.titles)}", "  find:", *found] if found else []


def _designated(seen: Seen, kinds: dict[str, str]) -> list[str]:
    """Lines of the designations that titles hold, each with the titles in which it is the first."""
    pattern, first = designations(kinds), Counter[str]()
    for title, number in seen.looks[seen.titles].counts.items() if kinds else ():
        if match := pattern.search(title):
            first[match.lastgroup or ""] += number
    lines = enumerate(kinds.items())
    return [
        f"    {yaml(words)}: {kind}  # first in {first[name]:,}"
        for place, (words, kind) in lines
        if first[name := f"n{place}"]
    ]


def _kind_of(word: str) -> str:
    kind = instrument_kind(word)
    for kinds in DESIGNATIONS.values():
        if kind == "unspecifiedInstrument":
            kind = next((k for pattern, k in kinds.items() if re.match(pattern, word, re.IGNORECASE)), kind)
    return NOTHING if kind == "unspecifiedInstrument" else kind


def _topics(seen: Seen) -> list[str]:
    free = [look for look in seen.free("topic") if look.name not in seen.dates and look.average > 3]
    free = [look for look in free if len(look.counts) > 3 and look.filled > 0.3 * len(seen.rows)]
    if not free:
        return []
    look = max(free, key=lambda one: one.filled)
    seen.used.add(look.name)
    least = {";": 0, "|": 0, ",": len(look.counts) // 5}  # a comma is often a part of the word
    separator = next(
        (mark for mark, least in least.items() if sum(mark in value for value in look.counts) > least), None
    )
    counts: Counter[str] = Counter()
    for value, number in look.counts.items():
        counts.update(dict.fromkeys(parts(value, separator), number))
    lines = [f"  - column: {yaml(look.name)}"]
    if separator:
        lines.append(f"    separator: {yaml(separator)}")
    lines.append(f"    words:  # {DOUBT}{len(counts):,} in all; what is not listed here is reported")
    for word, number in counts.most_common(_TOPICS):
        topic = _topic_labels().get(fold(word))
        lines.append(f"      {yaml(word)}: {topic or NOTHING}  # {number:,}{'' if topic else '; which topic?'}")
    return ["topics:", *lines]


@cache
def _topic_labels() -> dict[str, str]:
    """Folded label of a topic -> topic."""
    labels = {PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel"}
    return {
        fold(triple.object.value): local_name(triple.subject.value)
        for triple in parse(path=ONTOLOGY / "topics.ttl", format=RdfFormat.TURTLE)
        if triple.predicate.value in labels and isinstance(triple.object, Literal)
    }


def _status(seen: Seen) -> list[str]:
    free = [look for look in seen.free("status") if len(look.counts) <= _WORDS and look.average > 3]
    free = [look for look in free if look.name not in seen.dates and look.name not in seen.parties]
    if not free:
        return []
    look = max(free, key=lambda one: sum(n for word, n in one.counts.items() if status_of(word)))
    seen.used.add(look.name)
    lang, _, _ = language_of(look.counts)
    lines = _words(look, lambda word: status_of(word) or "TODO")
    lines[1] += f"  # {DOUBT}acts that each says to have happened, `not ACT`, or nothing"
    return ["status:", *lines, f"  lang: {lang if lang != 'und' else seen.lang}"]


def _words(look: Look, meaning: Callable[[str], str | None]) -> list[str]:
    """A column and its words, the most frequent first."""
    words = [f"    {yaml(word)}: {meaning(word)}  # {number:,}" for word, number in look.counts.most_common()]
    return [f"  column: {yaml(look.name)}", "  words:", *words]


def _flag(seen: Seen) -> list[str]:
    """A column that says of each row whether it is bilateral; the same may hold kinds."""
    for look in seen.looks.values():
        if 1 < len(look.counts) <= _WORDS // 2 and any(_is_two_sided(word) for word in look.counts):
            seen.used.add(look.name)
            lines = _words(look, lambda word: "true" if _is_two_sided(word) else "false")
            lines[1] += f"  # {DOUBT}false for every word that does not say bilateral"
            return ["bilateral:", *lines]
    return []


def _is_two_sided(word: str) -> bool:
    return bool(re.search(r"\bbilat|двусторон|zweiseitig", word, re.IGNORECASE))


def _citations(seen: Seen) -> list[str]:
    lines = []
    for look in seen.free("register", "gazette"):
        if look.counts and not seen.is_other(look) and look.average < 60 and look.share(_has_number) > 0.8:
            seen.used.add(look.name)
            united = bool({"un", "onu", "unts", "оон"} & set(fold(re.sub(r"[_.]", " ", look.name)).split()))
            register = "gazette" if "gazette" in look.hints else "untsRegister" if united else "otherRegister"
            thousands = look.share(lambda text: re.fullmatch(r"\d{1,3}(\.\d{3})+", text)) > 0.1
            points = ", remove: [.]" if thousands else ""
            spec = f"{{column: {yaml(look.name)}, register: {register}{points}}}"
            lines.append(f"  - {spec}  # {DOUBT}by the header; {look.filled:,} cells")
    return ["citations:", *lines] if lines else []


def _has_number(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _urls(seen: Seen) -> list[str]:
    seen.used |= set(seen.urls)
    return [f"urls: {flow(seen.urls)}"] if seen.urls else []


def _note(seen: Seen) -> list[str]:
    free = [look for look in seen.free("note") if look.average > 15 and not seen.is_other(look)]
    if not free:
        return []
    look = max(free, key=lambda one: one.filled * one.average)
    seen.used.add(look.name)
    lang, _, _ = language_of(list(look.counts)[:2000])
    return [f"note: {{column: {yaml(look.name)}, lang: {lang}}}  # {look.filled:,} remarks"]
