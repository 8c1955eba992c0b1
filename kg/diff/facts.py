"""A release as statements about one thing at a time, and the words for them."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from kg.dates import is_edtf, say
from kg.graph.terms import DC, RDFS_LABEL
from kg.names import EDTF, ID, PREFIXES, TKG, local_name, record_iri, thing
from kg.store import Release

Term = NamedNode | Literal
About = dict[str, list[Term]]  # local name of a property -> its values, in a fixed order
_PREF = NamedNode(PREFIXES["skos"] + "prefLabel")


class Facts:
    """What a release states; each look-up is one range of an index."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._labels: dict[str, str] = {}

    def about(self, node: NamedNode) -> About:
        """All that is stated of a thing, by property."""
        found: dict[str, list[Any]] = defaultdict(list)
        for quad in self.release.store.quads_for_pattern(node, None, None, None):
            found[_name(quad.predicate.value)].append(quad.object)
        return {name: sorted(set(terms), key=str) if len(terms) > 1 else terms for name, terms in found.items()}

    def values(self, node: NamedNode, predicate: NamedNode) -> list[Term]:
        """The values of one property, each once."""
        found = {quad.object for quad in self.release.store.quads_for_pattern(node, predicate, None, None)}
        return sorted((term for term in found if isinstance(term, NamedNode | Literal)), key=str)

    def subjects(self, predicate: NamedNode, value: Term) -> list[NamedNode]:
        """What has a value, each once."""
        found = {quad.subject for quad in self.release.store.quads_for_pattern(None, predicate, value, None)}
        return sorted((node for node in found if isinstance(node, NamedNode)), key=str)

    def is_a(self, node: NamedNode, kind: str) -> bool:
        """Whether a thing is of a class of ours."""
        return TKG[kind] in self.values(node, NamedNode(PREFIXES["rdf"] + "type"))

    def cells(self, record: str) -> dict[str, str]:
        """A record's row as it stands in its source."""
        found = self.values(record_iri(*record.split("/", 1)), TKG.asGiven)
        cells: dict[str, str] = json.loads(found[0].value) if found else {}
        return cells

    def label(self, node: NamedNode) -> str:
        """What a thing is called in English, else its name."""
        if node.value not in self._labels:
            labels = [*self.values(node, _PREF), *self.values(node, RDFS_LABEL)]
            english = [one for one in labels if isinstance(one, Literal) and one.language == "en"]
            found = (english or labels or [node])[0]
            self._labels[node.value] = found.value if isinstance(found, Literal) else short(node)
        return self._labels[node.value]

    def words(self, term: Term) -> str:
        """A value for a reader: a date in words, a concept by its label."""
        if isinstance(term, NamedNode):
            return self.label(term)
        if term.datatype == EDTF and is_edtf(term.value):
            return day(term.value)
        return {"true": "yes", "false": "no"}.get(term.value, term.value)

    def source(self, name: str) -> str:
        """The title of a data set, else its name."""
        titles = self.values(thing("source", name), DC["title"])
        return short(titles[0]) if titles else name

    @cached_property
    def held_back(self) -> frozenset[str]:
        """Identifiers of what is not shown because it breaks a rule."""
        accounts = [part.account for part in self.release.parts.values()]
        return frozenset(name for account in accounts for name in account.get("held_back", ()))


_name = lru_cache(maxsize=1_000)(local_name)


@lru_cache(maxsize=100_000)
def day(edtf: str) -> str:
    """A date in words."""
    return say(edtf, "en")


def first(about: About, name: str) -> Term | None:
    """The first value of a property, None if there is none."""
    return next(iter(about.get(name, ())), None)


def text(about: About, name: str) -> str:
    """The first value of a property as text, empty if there is none."""
    found = first(about, name)
    return "" if found is None else short(found)


def short(term: Term) -> str:
    """A literal's text; of a thing what follows `id/KIND/`; of a concept its name."""
    if isinstance(term, Literal):
        return term.value
    if term.value.startswith(ID):
        return unquote(term.value.removeprefix(ID).split("/", 1)[1])
    return local_name(term.value)
