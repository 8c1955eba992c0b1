"""Saved questions on a small release written by hand: in pyoxigraph, in rdflib, and their twins in a real Neo4j.

`tests/queries/NAME.txt` holds cases, an empty line between: `? PARAMETERS`, then the answer as CSV.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from kg.ask import Rows, ask, ask_cypher, bind, describe, find, from_file, questions
from kg.ask.answer import sparql
from kg.errors import QueryError
from kg.neo4j import Connection, sync
from kg.neo4j import ask as ask_server
from kg.tables import FORMATS, Value, form
from kg.validate import validate

FOLDER = Path(__file__).with_name("queries")
GOLDEN = FOLDER / "golden.trig"
OLD, NEW = "t1979cg10", "t1979cg09"


def cases() -> Iterator[tuple[str, str, str]]:
    """Question, parameters and expected answer of each case."""
    for file in sorted(FOLDER.glob("*.txt")):
        for block in file.read_text(encoding="utf-8").split("\n\n"):
            head, _, answer = block.strip("\n").partition("\n")
            yield file.stem, head.removeprefix("? "), answer


def given(words: str) -> dict[str, str]:
    return dict(word.split("=", 1) for word in words.split())


CASES = [pytest.param(*case, id=f"{case[0]} {case[1]}") for case in cases()]


@pytest.fixture(scope="module")
def store() -> Store:
    found = Store()
    found.load(path=GOLDEN, format=RdfFormat.TRIG)
    return found


def triples(store: Store) -> str:
    """The union of all graphs as N-Triples."""
    return "\n".join(sorted({f"{quad.subject} {quad.predicate} {quad.object} ." for quad in store}))


@pytest.fixture(scope="module")
def graph(store: Store) -> rdflib.Graph:
    return rdflib.Graph().parse(data=triples(store), format="nt")


def as_csv(rows: Rows) -> str:
    return form(rows.columns, rows.rows, "csv")


def test_the_release_written_by_hand_breaks_no_rule(store: Store) -> None:
    assert [finding for finding in validate([triples(store)]).findings if finding.severity == "violation"] == []


def test_every_question_has_cases_and_a_twin() -> None:
    assert {name for name, _, _ in cases()} == set(questions())
    assert len(questions()) == 26
    for name, question in questions().items():
        assert question.cypher.startswith(f"// Twin of {name}.rq: ")
        assert question.asks.endswith("?")
        assert describe(question).endswith(question.cypher.rstrip())


@pytest.mark.parametrize(("name", "words", "answer"), CASES)
def test_answer(name: str, words: str, answer: str, store: Store) -> None:
    rows = ask(store, find(name), given(words))
    assert as_csv(rows) == answer
    assert [column for column, _ in find(name).columns] == list(rows.columns)


@pytest.mark.parametrize(("name", "words", "answer"), CASES)
def test_answer_in_rdflib(name: str, words: str, answer: str, graph: rdflib.Graph) -> None:
    question = find(name)
    result = graph.query(sparql(question, bind(question, given(words))))
    rows = [[None if term is None else term.toPython() for term in row] for row in result]  # type: ignore[union-attr]
    assert form([str(variable) for variable in result.vars or ()], rows, "csv") == answer


@pytest.mark.parametrize("name", questions())
def test_text_is_sparql_without_its_parameters_too(name: str, store: Store) -> None:
    rdflib.plugins.sparql.prepareQuery(questions()[name].sparql)
    store.query(questions()[name].sparql)


@pytest.mark.neo4j
def test_twins_give_the_same_answers(neo4j: Connection, store: Store) -> None:
    sync(store, neo4j, "golden", print)
    for name, words, answer in cases():
        rows = ask_cypher(find(name), given(words), lambda text, sent: ask_server(neo4j, text, sent))
        assert as_csv(rows) == answer, (name, words)
        assert rows == ask(store, find(name), given(words)), (name, words)  # in their types too
    old = ask_cypher(find("timeline"), {"agreement": OLD}, lambda text, sent: ask_server(neo4j, text, sent))
    assert old == ask(store, find("timeline"), {"agreement": OLD})
    with pytest.raises(QueryError, match="no agreement tzzzzzzzz"):
        ask_cypher(find("timeline"), {"agreement": "tzzzzzzzz"}, lambda text, sent: ask_server(neo4j, text, sent))


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("in-force-at", "pair=RUS-VEN date=2025-11-12", ("RUS-VEN", date(2025, 11, 12), "bilateral", "en")),
        ("in-force-at", "pair=venezuela-SUN date=1950-01-01 how=all", ("RUS-VEN", date(1950, 1, 1), "all", "en")),
        ("count-vs-listed", "pair=Guinea-Bissau-РОССИЯ", ("GNB-RUS",)),
        ("timeline", "agreement=agreement/tzwvh71gf", ("tzwvh71gf",)),
        ("timeline", "agreement=https://w3id.org/treatykg/id/agreement/tzwvh71gf", ("tzwvh71gf",)),
        ("said-about", "about=VE-RU", ("RUS-VEN",)),
        ("said-about", "about=russia-venezuela/letters", ("event/russia-venezuela/letters",)),
        ("said-about", "about=event/list/letters", ("event/list/letters",)),
        ("evidence-for-field", "agreement=tzwvh71gf field=date", ("tzwvh71gf", "date", None)),
        ("allies-at", "country=ссср date=1950-01-01", ("RUS", date(1950, 1, 1), "all")),
    ],
)
def test_parameters_are_read(name: str, words: str, expected: tuple[object, ...]) -> None:
    assert tuple(bind(find(name), given(words)).values()) == expected


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("in-force-at", "pair=RUS-VEN", "needs the parameter date (date): the day"),
        ("in-force-at", "pair=RUS-VEN dates=2020-01-01", "has no parameter 'dates'; did you mean date?"),
        ("in-force-at", "pair=RUS-VEN date=12.11.2025", "found '12.11.2025', expected a day as YYYY-MM-DD"),
        ("in-force-at", "pair=RUS-VEN date=2025-02-30", "expected a day of the calendar"),
        ("in-force-at", "pair=RUS-VEN date=2025-01-01 how=some", "expected bilateral or two-sided or all"),
        ("in-force-at", "pair=RUSVEN date=2025-01-01", "found 'RUSVEN', expected two countries with a hyphen"),
        ("in-force-at", "pair=Rusia-Venezula date=2025-01-01", "did you mean Venezuela?"),
        ("in-force-at", "pair=SUN-RUS date=2025-01-01", "expected two countries, but both are RUS"),
        (
            "agreements-of-pair",
            "pair=RUS-VEN topic=defense",
            "expected a topic, such as trade or defence; did you mean",
        ),
        ("allies-at", "country=Rusland date=1950-01-01", "found 'Rusland', expected a country, such as RUS ("),
        ("allies-at", "country=RUS date=1950-01-01 kind=defense", "or entente; did you mean defence?"),
        ("timeline", "agreement=RUS-VEN", "expected the identifier of an agreement"),
        ("same-agreement", "agreement=tzzzzzzzz", "same-agreement: there is no agreement tzzzzzzzz here"),
        ("timeline", "agreement=tzzzzzzzz", "timeline: there is no agreement tzzzzzzzz here"),
        ("said-about", "about=nothing", "expected an agreement's identifier, an event's"),
        ("said-about", "about=list/nothing", "there is no event list/nothing here"),
        ("evidence-for-field", "agreement=t2025rv01 field=titel", "did you mean title?"),
        ("evidence-for-field", "agreement=t2025rv01 field=date act=signed", "expected a type of act"),
        ("in-force-on", "", "did you mean in-force-at?; known are: agreements-of-pair, alliance-coders-compared"),
        ("nowhere.rq", "", "nowhere.rq cannot be read: No such file"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(name: str, words: str, said: str, store: Store) -> None:
    with pytest.raises(QueryError) as error:
        ask(store, find(name), given(words))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("name", "words"), [("timeline", "agreement="), ("said-about", "about=")])
def test_an_identifier_that_was_joined_into_another_is_followed(name: str, words: str, store: Store) -> None:
    now = ask(store, find(name), given(words + NEW))
    assert now.notes == ()
    for old in (OLD, f"agreement/{OLD}"):
        followed = ask(store, find(name), given(words + old))
        assert followed.rows == now.rows
        assert followed.notes == (f"{OLD} is now {NEW}: its record was joined to the older agreement",)


def test_a_parameter_never_becomes_part_of_the_text(store: Store) -> None:
    plain = ask(store, find("agreements-of-pair"), {"pair": "RUS-VEN"})
    for lang in ('en") } #', "en' || true", "\\", "$pair", '"""', "en\n}"):
        assert ask(store, find("agreements-of-pair"), {"pair": "RUS-VEN", "lang": lang}).rows == plain.rows


OWN = {
    "all.rq": ("SELECT (COUNT(*) AS ?n) WHERE { ?a a tkg:Agreement }", [[9]]),
    "is.sparql": ("ASK { pair:RUS-VEN a tkg:CountryPair }", [[True]]),
    "made.rq": (
        "CONSTRUCT { ?a tkg:signedEarliest ?d } WHERE { ?a tkg:signedEarliest ?d ; tkg:sides 3 }",
        [
            [
                "https://w3id.org/treatykg/id/agreement/t1982mv07",
                "https://w3id.org/treatykg/def#signedEarliest",
                date(1982, 12, 10),
            ]
        ],
    ),
    "insert.rq": ('SELECT ?insert WHERE { BIND("DELETE" AS ?insert) } # INSERT DATA', [["DELETE"]]),
    "asked.rq": (
        "# Which act?\n#\n# Parameters\n#   kind  act  default signature  its type\n"
        "SELECT (COUNT(*) AS ?n) WHERE { ?act tkg:actType $kind ; tkg:actOn ?a }",
        [[9]],
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_own_questions(name: str, store: Store, tmp_path: Path) -> None:
    text, expected = OWN[name]
    (tmp_path / name).write_text(text)
    assert ask(store, find(str(tmp_path / name)), {}).rows == expected


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.rq", "PREFIX x: <urn:x> INSERT DATA { x:a x:b x:c }", "would change data (INSERT)"),
        ("b.rq", "# all of it\nDROP ALL", "would change data (DROP)"),
        ("c.rq", "SELECT ?a WHERE { ?a ?b }", "c.rq is not SPARQL: error at 1:"),
        ("d.rq", "# What?\n# Parameters\n#   one  place  required  where\nASK {}", "the header has 'one  place"),
        ("e.cypher", "MATCH (n) DETACH DELETE n", "would change data (DETACH)"),
        ("f.cypher", "MATCH (n) SET n.x = 1", "would change data (SET)"),
        ("g.cypher", "MATCH (n:Set {create: 'MERGE'}) // SET\nRETURN n.delete", "is written in Cypher"),
        ("h.txt", "ASK {}", "ends in .rq or .sparql or .cypher"),
    ],
)
def test_own_questions_only_read(name: str, text: str, said: str, store: Store, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(QueryError) as error:
        ask(store, from_file(tmp_path / name), {})
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_rows_in_every_format(store: Store) -> None:
    rows = ask(store, find("agreements-of-pair"), {"pair": "RUS-VEN", "lang": "ru"})
    texts = {name: form(rows.columns, rows.rows, name) for name in FORMATS}
    assert [list(row.values()) for row in json.loads(texts["json"])] == rows.rows
    assert list(csv.reader(io.StringIO(texts["csv"])))[-1][-1] == "6"
    assert len(texts["table"].splitlines()) == 2 + len(rows.rows)
    starts = {
        line.index(word) for line in texts["table"].splitlines()[2:] for word in ("bilateral", "public") if word in line
    }
    assert len(starts) == 1
    assert "| Contract \\| for rifles |" in texts["md"]


def test_a_value_stays_on_its_line() -> None:
    rows: list[list[Value]] = [["one\ntwo\x1b[2J", None], ["three", True]]
    assert form(["a", "b"], rows, "table").count("\n") == 3
    assert form(["a", "b"], rows, "md").count("\n") == 3
    assert "\x1b" not in form(["a", "b"], rows, "table")
    assert form(["a", "b"], rows, "csv") == 'a,b\n"one\ntwo\x1b[2J",\nthree,true'
