"""Answers to questions, as plain rows: from a store in SPARQL, or from Neo4j in Cypher."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple

from kg.ask.bind import Bound, agreements, bind, pair_lines, terms
from kg.ask.question import SPARQL_QUOTED, Question
from kg.errors import QueryError
from kg.graph.terms import DC
from kg.names import ID, PREFIXES, local_name, thing
from kg.tables import Value

Reader = Callable[[str, Mapping[str, object]], tuple[Sequence[str], Sequence[Sequence[Value]]]]

_THINGS = frozenset({"agreement", "about", "source"})  # kinds of parameters that name a node which must be there
_TOKENS = re.compile(SPARQL_QUOTED + r"|\$(\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """An answer: the names of the columns, and rows of plain values; None: unknown, or not stated."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]
    notes: tuple[str, ...] = ()  # what the reader should know of the question as it was asked


def ask(store: Store, question: Question, given: Mapping[str, str]) -> Rows:
    """Ask a store; rows come in the order the question says. ASK gives one row, CONSTRUCT a row a triple.

    Raises QueryError for bad parameters, for a thing that is not there, and for what is not SPARQL.
    """
    if not question.sparql:
        raise QueryError(f"{question.name} is written in Cypher; only Neo4j can answer it")
    bound, notes = _followed(question, bind(question, given), partial(_later, store))
    try:
        rows = replace(_rows(store, sparql(question, bound)), notes=notes)
    except SyntaxError as error:
        raise QueryError(f"{question.name} is not SPARQL: {_short(error)}") from error
    except (OSError, RuntimeError) as error:
        raise QueryError(f"{question.name} cannot be answered: {_short(error)}") from error
    if not rows.rows:
        for iri in _things(question, bound):
            if next(store.quads_for_pattern(NamedNode(iri), None, None), None) is None:
                raise _missing(question, iri)
    return rows


def sparql(question: Question, bound: Bound) -> str:
    """The text in SPARQL with the parameters put in, as the typed terms they are; one not given stays a variable.

    Not by `Store.query(substitutions=...)`: pyoxigraph 0.5 takes a substituted variable for unbound in BOUND and BIND,
    and orders its joins without it.
    """
    put = terms(question, bound)
    return _TOKENS.sub(lambda found: str(put.get(found[1], found[0])), question.sparql)


def _rows(store: Store, text: str) -> Rows:
    answer = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    if isinstance(answer, QueryBoolean):
        return Rows(columns=["answer"], rows=[[bool(answer)]])
    if isinstance(answer, QuerySolutions):
        columns = [variable.value for variable in answer.variables]
        return Rows(columns=columns, rows=[[_plain(term) for term in row] for row in answer])
    columns = ["subject", "predicate", "object"]
    return Rows(columns=columns, rows=[[_plain(term) for term in triple] for triple in answer])


def ask_cypher(question: Question, given: Mapping[str, str], reader: Reader) -> Rows:
    """Ask Neo4j through `reader(text, parameters)`, which gives columns and rows; what is not given is sent as null.

    Raises QueryError for bad parameters and for a thing that is not there.
    """
    if not question.cypher:
        raise QueryError(f"{question.name} is written in SPARQL and has no twin in Cypher")

    def later(name: str) -> str | None:
        rows = reader("MATCH (:FormerId {id: $id})-[:REPLACED_BY]->(a) RETURN a.id", {"id": name})[1]
        return str(rows[0][0]) if rows else None

    bound, notes = _followed(question, bind(question, given), later)
    sent: dict[str, object] = dict(bound)
    for parameter in question.parameters:
        sent |= pair_lines(parameter, bound[parameter.name])
    columns, rows = reader(question.cypher, sent)
    if not rows:
        for iri in _things(question, bound):
            number = "MATCH (n:Agreement|Event|Source {id: $id}) RETURN count(n)"
            if reader(number, {"id": iri.removeprefix(ID).removeprefix("agreement/")})[1][0][0] == 0:
                raise _missing(question, iri)
    return Rows(columns=columns, rows=rows, notes=notes)


def _followed(question: Question, bound: Bound, later: Callable[[str], str | None]) -> tuple[Bound, tuple[str, ...]]:
    """Parameters with each agreement under the identifier it has now, and a line on each that had another before."""
    moved = {name: new for name, old in agreements(question, bound).items() if (new := later(old))}
    notes = (f"{bound[name]} is now {new}: its record was joined to the older agreement" for name, new in moved.items())
    return {**bound, **moved}, tuple(notes)


def _later(store: Store, name: str) -> str | None:
    """The identifier of the agreement into which one was joined; None for one that stands."""
    for quad in store.quads_for_pattern(thing("agreement", name), DC["isReplacedBy"], None):
        return local_name(str(getattr(quad.object, "value", "")))
    return None


def _things(question: Question, bound: Bound) -> list[str]:
    """Agreements, events and data sets that the question names; of a pair nothing need be known."""
    kinds = {parameter.name: parameter.kind for parameter in question.parameters}
    named = [term.value for name, term in terms(question, bound).items() if kinds.get(name) in _THINGS]
    return [iri for iri in named if not iri.startswith(PREFIXES["pair"])]


def _missing(question: Question, iri: str) -> QueryError:
    kind, _, name = iri.removeprefix(ID).partition("/")
    return QueryError(f"{question.name}: there is no {kind} {name} here")


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _plain(term: NamedNode | BlankNode | Literal | Triple | None) -> Value:
    if isinstance(term, Literal):
        read = _READERS.get(term.datatype.value.removeprefix(PREFIXES["xsd"]), str)
        with suppress(ValueError):  # such as a day before the year 1
            return read(term.value)
        return term.value
    if isinstance(term, Triple):
        return str(term)
    return None if term is None else term.value


_READERS: dict[str, Callable[[str], Value]] = {
    "integer": int,
    "decimal": float,
    "double": float,
    "float": float,
    "date": date.fromisoformat,
    "boolean": lambda text: text in {"true", "1"},
}
