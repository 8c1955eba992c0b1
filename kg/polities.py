"""Names and codes, with a date, to polities; and the country lines that readers ask for.

A polity is one historical identity (SUN, RUS); a line is what a reader calls the country (RUS for both). All facts are
in `ontology/states.ttl`. Nothing is guessed: a name that fits no polity, or several, gives None.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.dates import Span
from kg.errors import UnknownNameError
from kg.names import PREFIXES, local_name
from kg.resources import ONTOLOGY

_TKG, _TYPE = PREFIXES["tkg"], PREFIXES["rdf"] + "type"
_LABEL, _ALT = PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel"
_ACCENTS, _WORDS = re.compile("[\u0300-\u036f]"), re.compile(r"\w+")
ALSO_READ = ("pt",)  # languages whose present names are taken from CLDR, and not kept in states.ttl
_ISO = ("iso3166-1-alpha2", "iso3166-1-alpha3", "iso3166-3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Polity:
    """One historical identity of a state, territory or international organisation.

    Days are inclusive; `exists_to` None: it still exists. `continues`: the same international person before;
    `succeeds`: another person whose place it took. `type`: statePolity, territoryPolity or organisationPolity.
    `depends_on`: the one polity that answers for it abroad; None also where several did (a condominium).
    """

    id: str
    labels: dict[str, str]
    alt_labels: tuple[str, ...]  # in all three languages
    type: str
    line: str
    exists_from: date
    exists_to: date | None
    continues: tuple[str, ...]
    succeeds: tuple[str, ...]
    depends_on: str | None


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a name or code stands for from one day to another, both inclusive."""

    polity: str
    first: date
    last: date


_Properties = dict[str, list[NamedNode | Literal]]


@cache
def _nodes() -> dict[str, dict[str, _Properties]]:
    """The nodes of the file by class (Polity, CountryLine, CodeAssignment) and IRI."""
    nodes: dict[str, _Properties] = defaultdict(lambda: defaultdict(list))
    by_class: dict[str, dict[str, _Properties]] = defaultdict(dict)
    for triple in parse(path=ONTOLOGY / "states.ttl", format=RdfFormat.TURTLE):
        subject, predicate = triple.subject.value, triple.predicate.value
        if predicate == _TYPE:
            by_class[triple.object.value.removeprefix(_TKG)][subject] = nodes[subject]
        else:
            nodes[subject][predicate].append(triple.object)
    return by_class


def _labels(node: _Properties) -> dict[str, str]:
    return {value.language or "und": value.value for value in node[_LABEL] if isinstance(value, Literal)}


def _ids(node: _Properties, name: str) -> tuple[str, ...]:
    return tuple(sorted(local_name(value.value) for value in node.get(_TKG + name, ())))


def _day(node: _Properties, name: str) -> date | None:
    values = node.get(_TKG + name)
    return date.fromisoformat(values[0].value) if values else None


def _only(values: tuple[str, ...]) -> str | None:
    return values[0] if len(values) == 1 else None


def _polity(iri: str, node: _Properties) -> Polity:
    return Polity(
        id=local_name(iri),
        labels=_labels(node),
        alt_labels=tuple(value.value for value in node.get(_ALT, ())),
        type=_ids(node, "polityType")[0],
        line=_ids(node, "inLine")[0],
        exists_from=_day(node, "existsFrom") or date.min,
        exists_to=_day(node, "existsTo"),
        continues=_ids(node, "continues"),
        succeeds=_ids(node, "succeeds"),
        depends_on=_only(_ids(node, "dependsOn")),
    )


@cache
def polities() -> dict[str, Polity]:
    """Every polity by its identifier, in alphabetic order."""
    found = [_polity(iri, node) for iri, node in _nodes()["Polity"].items()]
    return {polity.id: polity for polity in sorted(found, key=lambda polity: polity.id)}


@cache
def lines() -> dict[str, dict[str, str]]:
    """Every country line by its code, with its name by language, in alphabetic order."""
    return {local_name(iri): _labels(node) for iri, node in sorted(_nodes()["CountryLine"].items())}


def line_of(polity: str) -> str:
    """The line of a polity: `line_of("SUN")` is "RUS". Raises `UnknownNameError` for what is no polity."""
    try:
        return polities()[polity].line
    except KeyError:
        raise UnknownNameError(f"{polity!r} is no polity of states.ttl") from None


def fold(name: str) -> str:
    """A name as it is compared: without case, accents, punctuation and doubled spaces; `&` is "and"."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    return " ".join(_WORDS.findall(_ACCENTS.sub("", plain)))


@cache
def _names() -> dict[str, list[_Meaning]]:
    found: dict[str, list[_Meaning]] = defaultdict(list)
    for polity in polities().values():
        meaning = _Meaning(polity.id, polity.exists_from, polity.exists_to or date.max)
        for name in {fold(name) for name in (*polity.labels.values(), *polity.alt_labels)}:
            found[name].append(meaning)
    return found


@cache
def _codes() -> dict[tuple[str, str], list[_Meaning]]:
    found: dict[tuple[str, str], list[_Meaning]] = defaultdict(list)
    owner = {code.value: local_name(iri) for iri, node in _nodes()["Polity"].items() for code in node[_TKG + "code"]}
    for iri, node in _nodes()["CodeAssignment"].items():
        meaning = _Meaning(owner[iri], _day(node, "validFrom") or date.min, _day(node, "validTo") or date.max)
        found[_ids(node, "scheme")[0], node[_TKG + "codeValue"][0].value].append(meaning)
    return found


def _one(meanings: Iterable[_Meaning], on: Span | None) -> str | None:
    """The only meaning on a day, or on the days that it can have been; without a day the only one that lasts."""
    meanings = [m for m in meanings if on is None or (m.first <= on.hi and on.lo <= m.last)]
    if on is None and len(meanings) > 1:
        meanings = [m for m in meanings if m.last == date.max]
    found = {m.polity for m in meanings}
    return found.pop() if len(found) == 1 else None


def identify(
    name_or_code: str,
    *,
    scheme: str = "name",
    on: date | Span | None = None,
    languages: tuple[str, ...] = (),
    present: bool = False,
) -> str | None:
    """The polity that a name or code stands for on a day; None if there is none, or more than one.

    Schemes: `name` (names in English, Spanish, Russian and Portuguese, without regard to case, and in `languages` the
    present names of CLDR), `iso3166-1-alpha2`, `iso3166-1-alpha3`, `iso3166-1-numeric`, `m49`, `iso3166-3`, `cow`,
    `gw`. An uncertain day gives an answer if there is one for the days on which the name stands for anything.
    `present`: it may be today's name of what the country then was; where today's state did not exist on all of these
    days, the state of its line on that day answers. Raises `UnknownNameError` for another scheme.
    """
    known = Span(on, on) if isinstance(on, date) else on
    return _identify(name_or_code, scheme, known, languages, present)


@lru_cache(maxsize=100_000)
def _identify(name_or_code: str, scheme: str, on: Span | None, languages: tuple[str, ...], present: bool) -> str | None:
    meanings = _meanings(name_or_code, scheme, languages)
    found = _one(meanings, on)
    lasting = {m.polity for m in meanings if m.last == date.max}
    sure = any(m.polity == found and m.first <= on.lo and on.hi <= m.last for m in meanings) if on else True
    if not present or on is None or sure or (found and found not in lasting):
        return found
    named = {line_of(polity) for polity in lasting}
    return state_of_line(named.pop(), on) if len(named) == 1 else None


def _meanings(name_or_code: str, scheme: str, languages: tuple[str, ...]) -> list[_Meaning]:
    if scheme == "name":
        named = fold(name_or_code)
        found = list(_names().get(named, ()))
        for language in (*ALSO_READ, *languages):
            code = _present_names(language).get(named)
            if code is not None:
                found += _codes().get(("iso3166-1-alpha2", code), ())
        return found
    scheme = "iso3166-1-numeric" if scheme == "m49" else scheme
    code = name_or_code.strip().upper()
    if scheme == "iso3166-1-numeric":
        code = code.zfill(3)
    if (meanings := _codes().get((scheme, code))) is not None:
        return meanings
    known = {known for known, _ in _codes()}
    if scheme not in known:
        raise UnknownNameError(f"unknown scheme {scheme!r}; known are name, {', '.join(sorted({*known, 'm49'}))}")
    return []


@cache
def _present_names(language: str) -> dict[str, str]:
    """Folded present name of a country or territory in a language -> its ISO two-letter code, as CLDR has them."""
    try:
        territories = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        raise UnknownNameError(f"no names of countries are known in the language {language!r}") from None
    return {fold(name): code for code, name in territories.items() if len(code) == 2 and code.isalpha()}


def state_of_line(line: str, on: Span) -> str | None:
    """The one state that a country line was on a day, or on all days that it can have been; None if none or several."""
    return _one((m for m in _states().get(line, ())), on)


@cache
def _states() -> dict[str, list[_Meaning]]:
    found: dict[str, list[_Meaning]] = defaultdict(list)
    for polity in polities().values():
        if polity.type == "statePolity":
            found[polity.line].append(_Meaning(polity.id, polity.exists_from, polity.exists_to or date.max))
    return found


def spells(code: str, scheme: str, within: Span) -> list[tuple[str, Span]]:
    """The polities that a code stood for, one after another, each with the days of `within` on which it did.

    COW 365 from 1921 to 1995 is the RSFSR, the Soviet Union and then Russia. Days without a meaning are left out.
    """
    return [
        (m.polity, Span(max(m.first, within.lo), min(m.last, within.hi)))
        for m in sorted(_meanings(code, scheme, ()), key=lambda m: m.first)
        if m.first <= within.hi and within.lo <= m.last
    ]


def _lines_of(text: str) -> set[str]:
    """Lines that a user's word can mean: a code before a name, what exists before what is gone."""
    code = text.strip().upper()
    if code in lines():
        return {code}
    if code in polities():
        return {polities()[code].line}
    for scheme in _ISO:
        if found := identify(code, scheme=scheme):
            return {line_of(found)}
    named = fold(text)
    meanings = _names().get(named, [])
    present = {line_of(m.polity) for m in meanings if m.last == date.max}
    present |= {line for line, labels in lines().items() if named in map(fold, labels.values())}
    return present or {line_of(m.polity) for m in meanings}


@cache
def _known_names() -> list[str]:
    names = {name for polity in polities().values() for name in (*polity.labels.values(), *polity.alt_labels)}
    return sorted(names | {name for labels in lines().values() for name in labels.values()})


def find_line(text: str) -> str:
    """The country line that a user means: ISO code, name in English, Spanish or Russian, or a historical code or name.

    Raises `UnknownNameError` with the nearest known name, or with the choices where a name fits several lines.
    """
    found = _lines_of(text)
    if len(found) == 1:
        return found.pop()
    if found:
        choices = ", ".join(f"{code} ({lines()[code].get('en', code)})" for code in sorted(found))
        raise UnknownNameError(f"{text!r} can mean several countries: {choices}; give one of these codes")
    near = suggest(text)
    hint = f"; did you mean {near}?" if near else "; give an ISO 3166 code or a name in English, Spanish or Russian"
    raise UnknownNameError(f"unknown country {text!r}{hint}")


def suggest(name: str) -> str | None:
    """The known name nearest to an unknown one, for messages and reports only; None if none is near."""
    from rapidfuzz import fuzz, process  # slow to import, and needed in messages only

    near = process.extractOne(name, _known_names(), scorer=fuzz.ratio, processor=fold, score_cutoff=60)
    return near[0] if near else None
