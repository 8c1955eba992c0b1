"""Saved questions: what they ask, their typed parameters, and their answers as plain rows.

A question is `queries/NAME.rq` with its twin `NAME.cypher`: same parameters, columns, rows and order. The header of the
`.rq` file is read; nothing about a question is written twice. Parameters never become part of a text as they were
typed: in SPARQL each `$name` gives way to a typed term, in Cypher they are sent beside the text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple

from kg.errors import QueryError, UnknownNameError
from kg.graph.terms import day
from kg.names import TKG, TOPIC, line_iri, pair_code, pair_iri, thing
from kg.polities import find_line
from kg.resources import QUERIES
from kg.tables import Value

Row = list[Value]
Term = NamedNode | Literal
Reader = Callable[[str, Mapping[str, object]], tuple[list[str], list[list[Value]]]]

# Strings, IRIs and comments are passed over; what is left and begins with $ is a parameter.
_TOKENS = re.compile(
    r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|' + r"'(?:\\.|[^'\\\n])*'|" + r'<[^<>"{}|^`\\\s]*>|#.*|\$(\w+)'
)
AGREEMENT = re.compile(r"t[0-9a-hjkmnp-tv-z]{8}")
_UPDATE = re.compile(r"\b(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a question; `kind` is pair, date, agreement, field, topic, about, text or a|b|c."""

    name: str
    kind: str
    default: str | None
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A saved question, or a text of the user's own, which has no parameters."""

    name: str
    asks: str
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()  # name, meaning
    sparql: str = ""
    cypher: str = ""

    @property
    def only_cypher(self) -> bool:
        """Whether it can be asked of Neo4j alone."""
        return not self.sparql


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """An answer: the names of the columns, and rows of plain values."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]


@cache
def questions() -> dict[str, Question]:
    """All saved questions by name, in alphabetic order."""
    return {path.stem: _saved(path) for path in sorted(QUERIES.glob("*.rq"))}


def find(name: str) -> Question:
    """The saved question of that name, or the text in the file of that name (`.rq`, `.sparql`, `.cypher`).

    Raises QueryError for what is neither, and for a SPARQL text that would change something.
    """
    if name in questions():
        return questions()[name]
    path = Path(name)
    if path.suffix in {".rq", ".sparql", ".cypher"}:
        return _own(path)
    near = difflib.get_close_matches(name, questions(), n=1, cutoff=0.4)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise QueryError(f"there is no question {name!r} and no file of that name{hint} Known: {', '.join(questions())}")


def _own(path: Path) -> Question:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if path.suffix == ".cypher":
        return Question(name=path.name, asks="", cypher=text)
    return Question(name=path.name, asks="", sparql=text)


def _saved(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    head = [line.removeprefix("#").removeprefix(" ") for line in text.splitlines() if line.startswith("#")]
    parameters, columns = _section(head, "Parameters"), _section(head, "Columns")
    return Question(
        name=path.stem,
        asks=head[0],
        parameters=tuple(_parameter(cells) for cells in parameters),
        columns=tuple((cells[0], cells[1]) for cells in columns),
        sparql=text,
        cypher=path.with_suffix(".cypher").read_text(encoding="utf-8"),
    )


def _section(head: Sequence[str], title: str) -> list[list[str]]:
    """Rows of a section of the header, cells being two spaces or more apart; deeper lines continue the one above."""
    rows: list[list[str]] = []
    for line in head[head.index(title) + 1 :]:
        if not line.startswith("  "):
            break
        if line.startswith("   ") and rows:
            rows[-1][-1] += " " + line.strip()
        else:
            rows.append(re.split(r"\s{2,}", line.strip()))
    return rows


def _parameter(cells: Sequence[str]) -> Parameter:
    name, kind, need, meaning = cells
    default = need.removeprefix("default ") if need.startswith("default ") else None
    return Parameter(name=name, kind=kind, default=default, required=need == "required", meaning=meaning)


def describe(question: Question) -> str:
    """A saved question in full: parameters, columns, both texts."""
    return f"{question.sparql}\n\n// the twin in Cypher\n{question.cypher}".rstrip()


def bind(question: Question, given: Mapping[str, str]) -> dict[str, str | date]:
    """The parameters of a question, read from text and with defaults filled in.

    Raises QueryError, saying what was found and what was expected, for one that is missing, unknown or malformed.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            raise QueryError(f"{question.name} has no parameter {name!r}; it has: {', '.join(known) or 'none'}")
    bound: dict[str, str | date] = {}
    for parameter in question.parameters:
        text = given.get(parameter.name, parameter.default)
        if text is not None:
            bound[parameter.name] = _read(question, parameter, text)
        elif parameter.required:
            raise QueryError(f"{question.name} needs -p {parameter.name}=...: {parameter.meaning}")
    return bound


def _read(question: Question, parameter: Parameter, text: str) -> str | date:
    def wrong(expected: str) -> QueryError:
        return QueryError(f"{question.name}, parameter {parameter.name}: found {text!r}, expected {expected}")

    if parameter.kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise wrong("a day as YYYY-MM-DD") from None
    if parameter.kind == "pair":
        return _pair(text, wrong)
    if parameter.kind == "about" and "/" not in text and not AGREEMENT.fullmatch(text):
        return _pair(text, wrong)
    if parameter.kind == "agreement" and not AGREEMENT.fullmatch(text):
        raise wrong("the identifier of an agreement, such as tzwvh71gf")
    if parameter.kind == "topic" and text not in TOPIC:
        raise wrong(f"a topic{_near(text, TOPIC.terms)}")
    if parameter.kind == "field" and text not in TKG:
        raise wrong(f"a field{_near(text, TKG.terms)}")
    if "|" in parameter.kind and text not in parameter.kind.split("|"):
        raise wrong(f"one of {parameter.kind}")
    return text


def _near(text: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(text, known, n=3)
    return f" such as {', '.join(near)}" if near else ""


def _pair(text: str, wrong: Callable[[str], QueryError]) -> str:
    """Two countries in any order and under any name, with a hyphen between: names may have hyphens of their own."""
    parts = text.split("-")
    trouble: UnknownNameError | None = None
    for cut in range(1, len(parts)):
        try:
            one, other = find_line("-".join(parts[:cut])), find_line("-".join(parts[cut:]))
        except UnknownNameError as error:
            trouble = trouble or error
            continue
        if one == other:
            raise wrong(f"two countries; both are {one}")
        return pair_code(one, other)
    raise wrong(f"two countries with a hyphen between, such as RUS-VEN{f'; {trouble}' if trouble else ''}")


def ask(store: Store, question: Question, given: Mapping[str, str]) -> Rows:
    """Ask a store; rows in the order of the question. Raises QueryError for bad parameters or a bad text."""
    if _UPDATE.search(_TOKENS.sub(" ", question.sparql)):
        raise QueryError(f"{question.name} would change the graph; only SELECT, ASK, CONSTRUCT and DESCRIBE are asked")
    terms: dict[str, Term] = {}
    for name, value in bind(question, given).items():
        terms |= _terms(question, name, value)
    text = _TOKENS.sub(lambda found: str(terms[found[1]]) if found[1] in terms else found[0], question.sparql)
    try:
        answer = store.query(text, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise QueryError(f"{question.name} is not SPARQL: {error}") from error
    if isinstance(answer, QueryBoolean):
        return Rows(columns=["answer"], rows=[[bool(answer)]])
    if isinstance(answer, QuerySolutions):
        columns = [variable.value for variable in answer.variables]
        return Rows(columns=columns, rows=[[_plain(term) for term in row] for row in answer])
    columns = ["subject", "predicate", "object"]
    return Rows(columns=columns, rows=[[_plain(term) for term in triple] for triple in answer])


def ask_cypher(question: Question, given: Mapping[str, str], reader: Reader) -> Rows:
    """Ask the twin through `reader(text, parameters)`; every parameter is sent, null where it is not given."""
    parameters: dict[str, object] = {parameter.name: None for parameter in question.parameters}
    for name, value in bind(question, given).items():
        kind = _kind(question, name)
        parameters[name] = f"event/{value}" if kind == "about" and "/" in str(value) else value
        if isinstance(value, str) and kind == "pair":
            parameters["one"], parameters["other"] = value.split("-")
    columns, rows = reader(question.cypher, parameters)
    return Rows(columns=columns, rows=rows)


def _kind(question: Question, name: str) -> str:
    return next(parameter.kind for parameter in question.parameters if parameter.name == name)


def _terms(question: Question, name: str, value: str | date) -> dict[str, Term]:
    """A parameter as RDF; a pair also gives its two lines, as $one and $other."""
    if isinstance(value, date):
        return {name: day(value)}
    kind = _kind(question, name)
    if kind == "pair":
        one, other = value.split("-")
        return {name: pair_iri(value), "one": line_iri(one), "other": line_iri(other)}
    makers: dict[str, Callable[[str], NamedNode]] = {
        "agreement": lambda code: thing("agreement", code),
        "topic": lambda topic: TOPIC[topic],
        "field": lambda field: TKG[field],
        "about": _about,
    }
    return {name: makers[kind](value) if kind in makers else Literal(value)}


def _about(text: str) -> NamedNode:
    """An event by SOURCE/RECORD, an agreement by its identifier, else a pair."""
    if "/" in text:
        return thing("event", text)
    return thing("agreement", text) if AGREEMENT.fullmatch(text) else pair_iri(text)


def _plain(term: NamedNode | BlankNode | Literal | Triple | None) -> Value:
    if term is None:
        return None
    if isinstance(term, Literal):
        kind = term.datatype.value.rsplit("#", 1)[-1]
        if kind == "boolean":
            return term.value == "true"
        if kind == "integer":
            return int(term.value)
        return date.fromisoformat(term.value) if kind == "date" else term.value
    return str(term) if isinstance(term, Triple) else term.value
