"""All that a release says about a pair, fetched by a fixed number of questions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.names import ID, PREFIXES, line_iri, pair_code, pair_iri, polity_iri
from kg.records import Text
from kg.sheet import questions
from kg.sheet.questions import Question

Row = dict[str, str]
_KINDS = ("agreement/", "record/", "source/", "polity/", "line/", "pair/", "act/", "count/", "event/", "term/")
_PREFIXES = tuple(ID + kind for kind in _KINDS)


@dataclass(slots=True)
class Concepts:
    """Words of the vocabularies by local name."""

    labels: dict[str, str] = field(default_factory=dict)
    planes: dict[str, str] = field(default_factory=dict)
    broader: dict[str, str] = field(default_factory=dict)

    def lineage(self, topic: str) -> list[str]:
        """A topic and all broader ones, the broadest last."""
        found = [topic]
        while (above := self.broader.get(found[-1])) and above not in found:
            found.append(above)
        return found


class Facts:
    """Rows of each question by column, values short: a concept by local name, a thing without `id/KIND/`."""

    def __init__(self, store: Store, one: str, other: str) -> None:
        self._store = store
        self.pair = pair_code(one, other)
        self._terms = {
            "pair": pair_iri(self.pair),
            "one": line_iri(one),
            "other": line_iri(other),
            "onePolity": polity_iri(one),
            "otherPolity": polity_iri(other),
        }

    def rows(self, question: Question) -> Iterator[Row]:
        """The solutions of a question; unbound columns are left out, `name@` gives `name` and `name@` (language)."""
        columns = [(name.rstrip("@"), name.endswith("@")) for name in question.columns.split()]
        for way in question.ways:
            text = f"SELECT {' '.join('?' + name for name, _ in columns)} WHERE {{ {way} {question.where} }}"
            for solution in self._solutions(text):
                row: Row = {}
                for (name, keeps_language), term in zip(columns, solution, strict=True):
                    if isinstance(term, NamedNode):
                        row[name] = short(term.value)
                    elif isinstance(term, Literal):
                        row[name] = term.value
                        if keeps_language:
                            row[name + "@"] = term.language or "und"
                yield row

    def _solutions(self, text: str) -> QuerySolutions:
        asked = re.sub(r"\$(\w+)", lambda match: str(self._terms[match[1]]), text)
        found = self._store.query(asked, prefixes=PREFIXES, use_default_graph_as_union=True)
        if not isinstance(found, QuerySolutions):
            raise TypeError("a question of a sheet is a SELECT")
        return found

    def documents(self) -> int:
        """Papers that the data sets keep beside their agreements; no party is stated for them."""
        text = "SELECT (COUNT(?r) AS ?n) WHERE { ?r tkg:recordKind v:documentRecord }"
        return sum(int(solution["n"].value) for solution in self._solutions(text))

    def grouped(self, question: Question, key: str = "a") -> dict[str, list[Row]]:
        """The rows of a question by the value of one column."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(question):
            found[row[key]].append(row)
        return found

    def concepts(self) -> Concepts:
        """Labels in English, planes of act types, and what is broader than what."""
        found = Concepts()
        for row in self.rows(questions.CONCEPTS):
            found.labels[row["c"]] = row["label"]
            if "plane" in row:
                found.planes[row["c"]] = row["plane"]
            if "broader" in row:
                found.broader[row["c"]] = row["broader"]
        return found


def in_number(rows: Iterable[Row], column: str) -> list[Row]:
    """Rows in the order of the numbers that end the IRIs of a column."""
    return sorted(rows, key=lambda row: (len(row[column]), row[column]))


def short(iri: str) -> str:
    """`tzwvh71gf` for `id/agreement/tzwvh71gf`, `treaty` for `def/value#treaty`; other IRIs as they are."""
    if "#" in iri:
        return iri.rsplit("#", 1)[1]
    for prefix in _PREFIXES:
        if iri.startswith(prefix):
            return iri[len(prefix) :]
    return iri


def text_of(row: Row, column: str) -> Text | None:
    """The words of a column and their language."""
    return Text(value=row[column], lang=row.get(column + "@", "und")) if column in row else None
