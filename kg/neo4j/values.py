"""Values both ways: objects of N-Quads as properties of Neo4j, and those as the same objects again.

Days go as ISO text and are made dates in Cypher; all else is what JSON can hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any

from pyoxigraph import Literal

from kg.neo4j.mapping import ANY, CUT, LANGUAGES, NAMES, TEXT, XSD, Key, MapError

STRING = XSD + "string"
LANG = "@"
Properties = dict[str, Any]


def literal(term: str) -> tuple[str, str]:
    """Text of a literal of N-Quads, and its datatype or `@language`."""
    end = term.rindex('"')
    text, rest = term[1:end], term[end + 1 :]
    if "\\" in text:
        text = _unescaped(text)
    return text, rest[3:-1] if rest.startswith("^^") else rest or STRING


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[1]) or chr(int(found[1][1:], 16)), text)


def quoted(text: str, datatype: str = STRING) -> str:
    """A literal of N-Quads, in the form in which releases are written."""
    if '"' in text or "\\" in text or not text.isprintable():
        text = str(Literal(text))[1:-1]
    if datatype.startswith(LANG):
        return f'"{text}"{datatype}'
    return f'"{text}"' if datatype == STRING else f'"{text}"^^<{datatype}>'


_WIDE = frozenset((NAMES, TEXT, ANY))


def written(facts: Sequence[tuple[Key, str]], of: str) -> Properties:
    """Keys and values of a node or edge `of`; MapError for a value that the map has no place for."""
    found: Properties = {}
    held: dict[str, tuple[Key, list[str]]] = {}  # what may have several values, or fill several keys
    for key, term in facts:
        try:
            if key.many or key.value in _WIDE:
                held.setdefault(key.name, (key, []))[1].append(term)
            elif key.name not in found:
                found[key.name] = _value(key, term)
            else:
                raise _several(of, key, sum(other is key for other, _ in facts))
        except ValueError:
            raise _misfit(of, key, term) from None
    for key, terms in held.values():
        if len(terms) > 1 and not key.many and key.value != NAMES:
            raise _several(of, key, len(terms))
        try:
            found |= _written(key, terms)
        except ValueError:
            raise _misfit(of, key, terms[0]) from None
    return found


def _several(of: str, key: Key, number: int) -> MapError:
    return MapError(f"{of} has {number} values of {key.name}; the map has it once")


def _misfit(of: str, key: Key, term: str) -> MapError:
    return MapError(f"{of} has {key.name} {term}; the map says that it is {key.value} {key.cut}")


def _written(key: Key, terms: list[str]) -> Properties:
    if key.value == NAMES:
        return _names(key.name, terms)
    if key.value == TEXT:
        told = [literal(term) for term in terms]
        if any(not kind.startswith(LANG) and kind != STRING for _, kind in told):
            raise ValueError
        texts, languages = [text for text, _ in told], [kind[1:] if kind[0] == LANG else "" for _, kind in told]
        if key.many:
            return {key.name: texts, f"{key.name}Lang": languages}
        return {key.name: texts[0]} | ({f"{key.name}Lang": languages[0]} if languages[0] else {})
    if key.value == ANY:
        if terms[0][0] == "<":
            start = max(0, terms[0].rfind("#"), terms[0].rfind("/")) + 1
            return {key.name: terms[0][start:-1], f"{key.name}Type": terms[0][:start]}
        text, kind = literal(terms[0])
        return {key.name: text, f"{key.name}Type": kind}
    return {key.name: [_value(key, term) for term in terms]}


def _value(key: Key, term: str) -> Any:
    if key.value == CUT:
        if not term.startswith(f"<{key.cut}"):
            raise ValueError
        return term[1 + len(key.cut) : -1]
    if key.value == STRING and term[-1] == '"' and "\\" not in term:  # most are
        return term[1:-1]
    text, kind = literal(term)
    if kind != key.value:
        raise ValueError
    if kind not in _READ:
        return text
    value = _READ[kind](text)
    if _plain(value, kind) != text:
        raise ValueError
    return value


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError
    return text == "true"


def _whole(text: str) -> int:
    if not -(2**63) <= (number := int(text)) < 2**63:
        raise ValueError  # Neo4j has no such integers
    return number


def _decimal(text: str) -> float:
    if not isfinite(number := float(text)):
        raise ValueError
    return number


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


_READ: dict[str, Any] = {
    XSD + "date": _day,
    XSD + "integer": _whole,
    XSD + "decimal": _decimal,
    XSD + "boolean": _truth,
}


def _names(key: str, terms: list[str]) -> Properties:
    found: Properties = {}
    rest = []
    for text, kind in map(literal, terms):
        name = f"{key}_{kind[1:]}" if kind[1:] in LANGUAGES else key if kind == STRING else ""
        if kind[0] != LANG and (kind != STRING or key in found):
            raise ValueError
        if name and name not in found:
            found[name] = text
        else:
            rest.append(text + kind)
    return found | ({f"{key}s": rest} if rest else {})


def read(key: Key, properties: Mapping[str, Any]) -> Iterator[str]:
    """The objects of N-Quads that stand under a key."""
    if key.value == NAMES:
        yield from _read_names(key.name, properties)
        return
    held = properties.get(key.name)
    if held is None:
        return
    if key.value == TEXT:
        languages = properties.get(f"{key.name}Lang", [] if key.many else "")
        for text, language in zip(held, languages, strict=False) if key.many else ((held, languages),):
            yield quoted(text, LANG + language if language else STRING)
    elif key.value == ANY:
        kind = str(properties.get(f"{key.name}Type", STRING))
        yield f"{kind}{held}>" if kind[0] == "<" else quoted(held, kind)
    else:
        for value in held if key.many else (held,):
            yield f"<{key.cut}{value}>" if key.value == CUT else quoted(_plain(value, key.value), key.value)


def _read_names(key: str, properties: Mapping[str, Any]) -> Iterator[str]:
    if key in properties:
        yield quoted(properties[key])
    for language in LANGUAGES:
        if f"{key}_{language}" in properties:
            yield quoted(properties[f"{key}_{language}"], LANG + language)
    for told in properties.get(f"{key}s", ()):
        text, _, language = told.rpartition(LANG)
        yield quoted(text, LANG + language)


def _plain(value: Any, datatype: str) -> str:
    """The text of a literal; of a decimal without a fraction that is nought, as `kg.graph` writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if datatype == XSD + "decimal":
        return repr(float(value)).removesuffix(".0")
    return str(value)
