"""A release as statements about one thing at a time, over the union of its graphs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Store

from kg.names import ID, PREFIXES, local_name

Term = NamedNode | Literal
LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
DEFINITION = NamedNode(PREFIXES["skos"] + "definition")


class Facts:
    """What a release states, without a query language: each look-up is one range of an index."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def values(self, subject: NamedNode, predicate: NamedNode) -> list[Term]:
        """The objects, each once, in a fixed order."""
        found = {quad.object for quad in self._store.quads_for_pattern(subject, predicate, None, None)}
        return sorted((term for term in found if isinstance(term, NamedNode | Literal)), key=str)

    def nodes(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """The objects that are things."""
        return [term for term in self.values(subject, predicate) if isinstance(term, NamedNode)]

    def subjects(self, predicate: NamedNode, value: Term) -> list[NamedNode]:
        """What has a value, each once, in a fixed order."""
        found = {quad.subject for quad in self._store.quads_for_pattern(None, predicate, value, None)}
        return sorted((node for node in found if isinstance(node, NamedNode)), key=str)

    def every(self, predicate: NamedNode) -> Iterator[tuple[NamedNode, str]]:
        """All subjects of a property with its values as text."""
        for quad in self._store.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                yield quad.subject, quad.object.value

    def text(self, subject: NamedNode, predicate: NamedNode, lang: str | None = None) -> str | None:
        """The first value as text, in a language where one is named; a concept by its local name."""
        for term in self.values(subject, predicate):
            if lang is None or (isinstance(term, Literal) and term.language == lang):
                return short(term)
        return None

    def there(self, node: NamedNode) -> bool:
        """Whether anything is stated of a thing."""
        return next(self._store.quads_for_pattern(node, None, None, None), None) is not None

    def given(self, record: NamedNode, predicate: NamedNode) -> dict[str, str]:
        """The row of a record as it stands in its source."""
        found = self.values(record, predicate)
        cells: dict[str, str] = json.loads(found[0].value) if found else {}
        return cells


def short(term: Term) -> str:
    """A literal's text; of a concept the local name; of a thing what follows `id/KIND/`."""
    if isinstance(term, Literal):
        return term.value
    if term.value.startswith(ID):
        return term.value.removeprefix(ID).split("/", 1)[1]
    return local_name(term.value)
