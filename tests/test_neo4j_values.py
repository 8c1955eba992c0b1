"""Values go to Neo4j and back as the same literals: held against pyoxigraph's own reader and writer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg.names import EDTF, PREFIXES
from kg.neo4j.mapping import ANY, NAMES, TEXT, XSD, Key, MapError
from kg.neo4j.values import literal, quoted, read, written
from tests.neo4j_random import LANGUAGES, ODD

JSON = PREFIXES["rdf"] + "JSON"
TEXTS = st.text() | st.lists(st.sampled_from(ODD), max_size=4).map("".join)
TYPES = [XSD + name for name in ("string", "date", "integer", "decimal", "boolean")] + [EDTF.value, JSON]
NODE = NamedNode("http://example.org/1")
DATES = ("2025", "2025-05", "../1991", "199X", "2025-05-07~", "2001/2004")


def _literals(texts: st.SearchStrategy[Any], kind: str) -> st.SearchStrategy[str]:
    return texts.map(lambda text: quoted(str(text), kind))


VALUES: dict[str, st.SearchStrategy[str]] = {  # terms of N-Quads, by what the map says of the values of a key
    XSD + "date": _literals(st.dates(), XSD + "date"),
    XSD + "integer": _literals(st.integers(-(2**63), 2**63 - 1), XSD + "integer"),
    XSD + "decimal": _literals(
        st.floats(allow_nan=False, allow_infinity=False).map(lambda one: repr(one).removesuffix(".0")), XSD + "decimal"
    ),
    XSD + "boolean": _literals(st.sampled_from(["true", "false"]), XSD + "boolean"),
    XSD + "string": _literals(TEXTS, XSD + "string"),
    EDTF.value: _literals(st.dates() | st.sampled_from(DATES), EDTF.value),
    JSON: _literals(TEXTS, JSON),
    TEXT: st.tuples(TEXTS, st.sampled_from(["@" + one for one in LANGUAGES] + [XSD + "string"])).map(
        lambda told: quoted(*told)
    ),
}
IRIS = st.sampled_from(["http://example.org/", "http://example.org/#", "urn:x:", "https://w3id.org/treatykg/id/"])
VALUES[ANY] = st.one_of(*VALUES.values(), IRIS.map(lambda start: f"<{start}1é>"))


def term(value: Literal | NamedNode) -> str:
    """A value as pyoxigraph writes it in N-Quads."""
    written = serialize([Quad(NODE, NODE, value, DefaultGraph())], format=RdfFormat.N_QUADS) or b""
    return written.decode().removeprefix(f"{NODE} {NODE} ").removesuffix(" .\n")


@given(TEXTS, st.sampled_from([*TYPES[:1], EDTF.value, JSON, "http://example.org/type", *LANGUAGES]))
@example('"', "en").via("what is escaped")
@example("\\", JSON).via("what is escaped")
@example("a\u00a0\u2028\u0085\x7f\x00\x1f\ufeff\uffff\U0010ffff\r\n\t\b\f", "de").via("what may be escaped")
def test_a_literal_is_read_and_written_as_pyoxigraph_does(text: str, kind: str) -> None:
    language = kind in LANGUAGES
    value = Literal(text, language=kind) if language else Literal(text, datatype=NamedNode(kind))
    assert literal(term(value)) == (text, f"@{kind}" if language else kind)
    assert quoted(*literal(term(value))) == term(value)


@given(TEXTS)
@example("é\U0001f600")
def test_escapes_that_pyoxigraph_reads_are_read_alike(text: str) -> None:
    for escape in (_short, lambda letter: f"\\U{ord(letter):08X}", lambda letter: f"\\u{ord(letter):04x}"):
        escaped = '"' + "".join(escape(letter) if ord(letter) < 0x10000 else letter for letter in text) + '"'
        (quad,) = parse(f"{NODE} {NODE} {escaped} .", format=RdfFormat.N_QUADS)
        assert isinstance(quad.object, Literal)
        assert literal(escaped)[0] == quad.object.value == text


def _short(letter: str) -> str:
    return {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\b": r"\b", "\f": r"\f", '"': r"\"", "'": r"\'", "\\": "\\\\"}.get(
        letter, letter
    )


@given(st.data(), st.sampled_from([*TYPES, TEXT]), st.booleans())
def test_values_of_a_key_come_back(data: st.DataObject, value: str, many: bool) -> None:
    key = Key("http://example.org/p", "key", value, many=many)
    terms = data.draw(st.lists(VALUES[value], min_size=1, max_size=4 if many else 1, unique=True))
    held = written([(key, one) for one in terms], "it")
    assert held.keys() <= dict(key.columns()).keys()
    assert all(isinstance(one, list) == many for one in held.values())
    assert list(read(key, held)) == terms


@given(st.lists(st.tuples(TEXTS, st.sampled_from(LANGUAGES)), unique=True), st.none() | TEXTS)
@example([("a@b", "de"), ("@", "en"), ("", "en"), ("x", "en")], "")
def test_names_in_many_languages_come_back(names: list[tuple[str, str]], plain: str | None) -> None:
    key = Key("http://example.org/p", "name", NAMES)
    terms = [quoted(text, f"@{language}") for text, language in names] + ([quoted(plain)] if plain is not None else [])
    held = written([(key, one) for one in terms], "it")
    assert held.keys() <= dict(key.columns()).keys()
    assert sorted(read(key, held)) == sorted(terms)


@given(VALUES[ANY])
@example("<urn:x:y>")
@example("<http://example.org/#>")
def test_a_value_of_any_kind_comes_back(one: str) -> None:
    key = Key("http://example.org/p", "key", ANY)
    assert list(read(key, written([(key, one)], "it"))) == [one]


REFUSED: list[tuple[str, Any]] = [  # what Neo4j cannot hold as it stands: another way to write it, or no such value
    ("boolean", ["1", "0", "True", "None", ""]),
    ("integer", ["007", "+1", "1.0", " 1", "1_000", "१", str(2**63), str(-(2**63) - 1), "9" * 5000, ""]),
    ("decimal", ["1.0", "0.10", "+1", ".5", "1e5", "nan", "inf", "0.12345678901234567890", "1" + "0" * 400]),
    ("date", ["2025-5-7", "20250507", "2025-05-07Z", "-0044-03-15", "2025-02-30", "2025-W01-1", "2025"]),
]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in REFUSED for text in texts])
def test_what_would_not_come_back_is_refused(name: str, text: str) -> None:
    key = Key("http://example.org/p", "key", XSD + name)
    with pytest.raises(MapError, match=r"^it has key .*; the map says that it is "):
        written([(key, quoted(text, XSD + name))], "it")


def test_two_names_without_a_language_are_refused() -> None:
    key = Key("http://example.org/p", "name", NAMES)
    with pytest.raises(MapError, match=r"^it has name "):
        written([(key, quoted("a")), (key, quoted("b"))], "it")
