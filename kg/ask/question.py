"""Questions as they are written: the text, and the header that says what it asks, takes and gives."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import QueryError
from kg.resources import QUERIES

KINDS = frozenset(
    {"pair", "country", "date", "agreement", "field", "act", "topic", "about", "source", "text", "integer"}
)
SUFFIXES = {".rq": "#", ".sparql": "#", ".cypher": "//"}  # of files with a question -> how a comment begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a question."""

    name: str
    kind: str  # one of KINDS, or the choices: a|b|c
    required: bool
    default: str | None
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question in SPARQL, in Cypher, or in both; a language it is not written in is the empty text."""

    name: str
    asks: str
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()  # name, meaning
    sparql: str = ""
    cypher: str = ""

    @property
    def only_cypher(self) -> bool:
        """Whether Neo4j alone can answer it."""
        return not self.sparql


@cache
def questions() -> dict[str, Question]:
    """All saved questions by name, in alphabetic order."""
    return {path.stem: _saved(path) for path in sorted(QUERIES.glob("*.rq"))}


def _saved(path: Path) -> Question:
    twin = path.with_suffix(".cypher")
    return _question(path.stem, path.read_text(encoding="utf-8"), "#", twin.read_text(encoding="utf-8"))


def find(name: str) -> Question:
    """The saved question of a name, or the question in a file.

    Raises QueryError for what is neither, and as `from_file` does.
    """
    if name in questions():
        return questions()[name]
    if Path(name).suffix in SUFFIXES:
        return from_file(Path(name))
    ends = " or ".join(SUFFIXES)
    raise QueryError(
        f"there is no question {name!r}{did_you_mean(name, questions())}; "
        f"known are: {', '.join(questions())}; a file's name ends in {ends}"
    )


def from_file(path: Path) -> Question:
    """A question of the user's own: a SELECT, ASK, CONSTRUCT or DESCRIBE, or reading Cypher.

    It may have the header of a saved question; without one it has no parameters. Raises QueryError if the file cannot
    be read, if a line of its header is not understood, or if the text would change data.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise QueryError(f"{path} cannot be read: it is not UTF-8 text") from None
    mark = SUFFIXES.get(path.suffix)
    if mark is None:
        raise QueryError(f"{path}: a question's file ends in {' or '.join(SUFFIXES)}")
    if mark == "#":
        return _reading(_question(path.name, text, mark))
    return _reading(_question(path.name, "", mark, text))


def _question(name: str, sparql: str, mark: str, cypher: str = "") -> Question:
    text = sparql or cypher
    head = [line.removeprefix(mark).removeprefix(" ") for line in text.splitlines() if line.startswith(mark)]
    return Question(
        name=name,
        asks=head[0] if head else "",
        parameters=tuple(_parameter(name, cells) for cells in _section(head, "Parameters")),
        columns=tuple((cells[0], cells[-1]) for cells in _section(head, "Columns")),
        sparql=sparql,
        cypher=cypher,
    )


def _section(head: Sequence[str], title: str) -> list[list[str]]:
    """Rows of a part of the header, cells two spaces or more apart; a line further in goes on with the one above."""
    rows: list[list[str]] = []
    for line in head[head.index(title) + 1 :] if title in head else ():
        if not line.startswith("  "):
            break
        if line.startswith("   ") and rows:
            rows[-1][-1] += " " + line.strip()
        else:
            rows.append(re.split(r"\s{2,}", line.strip()))
    return rows


def _parameter(question: str, cells: Sequence[str]) -> Parameter:
    if len(cells) != 4 or not (cells[1] in KINDS or "|" in cells[1]) or not _NEED.fullmatch(cells[2]):
        raise QueryError(
            f"{question}: the header has {'  '.join(cells)!r}, expected NAME  KIND  NEED  MEANING, where "
            f"KIND is {', '.join(sorted(KINDS))} or a|b|c, and NEED is required, optional or default VALUE"
        )
    name, kind, need, meaning = cells
    default = need.removeprefix("default ") if need.startswith("default ") else None
    return Parameter(name=name, kind=kind, required=need == "required", default=default, meaning=meaning)


_NEED = re.compile(r"required|optional|default \S+")
# What is passed over in a text: strings, quoted names, IRIs, comments.
SPARQL_QUOTED = r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|' + r"'(?:\\.|[^'\\\n])*'|" + r'<[^<>"{}|^`\\\s]*>|#.*'
CYPHER_QUOTED = r'"(?:\\.|[^"\\])*"|' + r"'(?:\\.|[^'\\])*'|`[^`]*`|//.*|/\*(?:.|\n)*?\*/"
_UPDATE = re.compile(
    r"\s*(?:(?:PREFIX\s+[^\s:]*:|BASE)\s*)*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b", re.IGNORECASE
)
_WRITE = re.compile(
    r"(?<![\w.:$])(CREATE|MERGE|DELETE|DETACH|SET|REMOVE|DROP|FOREACH|LOAD\s+CSV)(?!\w|\s*:)", re.IGNORECASE
)


def _reading(question: Question) -> Question:
    bare = re.sub(SPARQL_QUOTED, " ", question.sparql), re.sub(CYPHER_QUOTED, " ", question.cypher)
    if found := _UPDATE.match(bare[0]) or _WRITE.search(bare[1]):
        raise QueryError(f"{question.name} would change data ({found[1].upper()}); only questions that read are asked")
    return question


def describe(question: Question) -> str:
    """A question in full: the text in SPARQL, whose header says what it takes and gives, and its twin."""
    return "\n".join(text for text in (question.sparql, question.cypher) if text).rstrip()


def did_you_mean(text: str, known: Iterable[str]) -> str:
    """`; did you mean X?` where a known name is near, else nothing."""
    near = difflib.get_close_matches(text, list(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""
