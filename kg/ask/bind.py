"""Parameters of questions: from what a user types to values of their kind, and on to RDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.ask.question import Parameter, Question, did_you_mean
from kg.errors import QueryError, UnknownNameError
from kg.graph.terms import day
from kg.names import ACT, ID, TKG, TOPIC, line_iri, pair_code, pair_iri, thing
from kg.polities import find_line

Bound = dict[str, str | int | date | None]

FIELDS = (
    *("title", "instrumentKind", "legalNature", "topic", "sides", "statedBilateral"),
    *("initialMonths", "renewal", "renewalMonths", "noticeMonths"),
    *("date", "placeName"),  # of its acts
)
_AGREEMENT = re.compile(r"t[0-9a-hjkmnp-tv-z]{8}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def bind(question: Question, given: Mapping[str, str]) -> Bound:
    """The parameters of a question as values of their kind, with defaults filled in; None: not given.

    A country comes as the code of its line, a pair as its own (`RUS-VEN`), what something is about as an agreement's or
    event's `id`, or a pair's code.
    Raises QueryError, saying what was found and what was expected, for one that is missing, unknown or malformed.
    """
    names = [parameter.name for parameter in question.parameters]
    for name in given:
        if name not in names:
            has = f"its parameters are: {', '.join(names)}" if names else "it has none"
            raise QueryError(f"{question.name} has no parameter {name!r}{did_you_mean(name, names)}; {has}")
    return {parameter.name: _value(question, parameter, given) for parameter in question.parameters}


def _value(question: Question, parameter: Parameter, given: Mapping[str, str]) -> str | int | date | None:
    text = given.get(parameter.name, parameter.default)
    if text is None:
        if parameter.required:
            raise QueryError(
                f"{question.name} needs the parameter {parameter.name} ({parameter.kind}): {parameter.meaning}"
            )
        return None
    try:
        return _read(parameter.kind, text.strip())
    except ValueError as error:
        raise QueryError(f"{question.name}, parameter {parameter.name}: found {text!r}, expected {error}") from None


def _read(kind: str, text: str) -> str | int | date:
    """A value of a kind; raises ValueError that says what was expected."""
    if kind in _READERS:
        return _READERS[kind](text)
    if kind == "field":
        return _word(text, f"one of {', '.join(FIELDS)}", FIELDS)
    if kind == "act":
        return _word(text, "a type of act, such as signature or entryIntoForce", ACT.terms)
    if kind == "topic":
        return _word(text, "a topic, such as trade or defence", TOPIC.terms)
    if "|" in kind:
        return _word(text, kind.replace("|", " or "), kind.split("|"))
    return text


def _word(text: str, expected: str, known: Iterable[str]) -> str:
    if text not in known:
        raise ValueError(expected + did_you_mean(text, known))
    return text


def _day(text: str) -> date:
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError("a day of the calendar as YYYY-MM-DD") from None
    raise ValueError("a day as YYYY-MM-DD, such as 2025-11-12")


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError("a whole number") from None


def _agreement(text: str) -> str:
    code = text.removeprefix(ID).removeprefix("agreement/")
    if not _AGREEMENT.fullmatch(code):
        raise ValueError("the identifier of an agreement, such as tzwvh71gf")
    return code


def _about(text: str) -> str:
    path = text.removeprefix(ID)
    if _AGREEMENT.fullmatch(path.removeprefix("agreement/")):
        return path.removeprefix("agreement/")
    if "/" in path:
        return f"event/{path.removeprefix('event/')}"
    try:
        return _pair(path)
    except ValueError as error:
        raise ValueError(f"an agreement's identifier, an event's (SOURCE/RECORD), or {error}") from None


def _country(text: str) -> str:
    try:
        return find_line(text)
    except UnknownNameError as error:
        raise ValueError(f"a country, such as RUS ({error})") from None


def _pair(text: str) -> str:
    """Two countries under any name, in any order, with a hyphen between; names may have hyphens of their own."""
    parts = text.split("-")
    problem = ""
    for cut in range(1, len(parts)):
        try:
            one, other = find_line("-".join(parts[:cut])), find_line("-".join(parts[cut:]))
        except UnknownNameError as error:
            problem = problem or f" ({error})"
            continue
        if one == other:
            raise ValueError(f"two countries, but both are {one}")
        return pair_code(one, other)
    raise ValueError(f"two countries with a hyphen between, such as RUS-VEN{problem}")


_READERS: dict[str, Callable[[str], str | int | date]] = {
    "date": _day,
    "integer": _integer,
    "pair": _pair,
    "country": _country,
    "about": _about,
    "agreement": _agreement,
}


def terms(question: Question, bound: Bound) -> dict[str, NamedNode | Literal]:
    """Bound values as RDF, without those not given; a pair also gives its two lines, as `one` and `other`."""
    found: dict[str, NamedNode | Literal] = {}
    for parameter in question.parameters:
        value = bound[parameter.name]
        if isinstance(value, str):
            found[parameter.name] = _term(parameter.kind, value)
            found |= {name: line_iri(code) for name, code in pair_lines(parameter, value).items()}
        elif isinstance(value, date):
            found[parameter.name] = day(value)
        elif value is not None:
            found[parameter.name] = Literal(value)
    return found


def _term(kind: str, value: str) -> NamedNode | Literal:
    if kind == "pair" or (kind == "about" and "-" in value and "/" not in value):
        return pair_iri(value)
    if kind == "country":
        return line_iri(value)
    if kind == "agreement" or (kind == "about" and "/" not in value):
        return thing("agreement", value)
    if kind == "about":
        return thing(*value.split("/"))
    if kind == "source":
        return thing("source", value)
    vocabulary = {"field": TKG, "act": ACT, "topic": TOPIC}.get(kind)
    return Literal(value) if vocabulary is None else vocabulary[value]


def agreements(question: Question, bound: Bound) -> dict[str, str]:
    """The parameters that name an agreement, with its identifier."""
    named = {one.name: bound[one.name] for one in question.parameters if one.kind in {"agreement", "about"}}
    return {name: text for name, text in named.items() if isinstance(text, str) and _AGREEMENT.fullmatch(text)}


def pair_lines(parameter: Parameter, value: object) -> dict[str, str]:
    """The codes of a pair's two lines, as `one` and `other`; nothing for what is no pair, or for one not given."""
    if parameter.kind != "pair" or value is None:
        return {}
    return dict(zip(("one", "other"), str(value).split("-"), strict=True))
