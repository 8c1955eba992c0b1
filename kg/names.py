"""The only place where IRIs are made: vocabularies that know their own terms, and the identifiers of things.

A vocabulary reads its terms from the ontology file that declares them, so a misspelt term raises at once and
there is no second list to keep.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from urllib.parse import quote

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.resources import ONTOLOGY

BASE = "https://w3id.org/treatykg/"
ID = BASE + "id/"


class Vocabulary:
    """The terms of one namespace: `TKG.title`, or `VALUE["none"]` where the name is not a Python name."""

    def __init__(self, prefix: str, namespace: str, *files: str) -> None:
        self.prefix, self.namespace, self._files = prefix, namespace, files

    @cached_property
    def terms(self) -> dict[str, NamedNode]:
        """Local name -> IRI of every term that the ontology files declare in this namespace."""
        found = {}
        for file in self._files:
            for triple in parse(path=ONTOLOGY / file, format=RdfFormat.TURTLE):
                subject = triple.subject
                if isinstance(subject, NamedNode) and subject.value.startswith(self.namespace):
                    found[subject.value.removeprefix(self.namespace)] = subject
        return found

    def __getitem__(self, name: str) -> NamedNode:
        try:
            return self.terms[name]
        except KeyError:
            raise KeyError(f"{self.prefix}:{name} is not declared in {', '.join(self._files)}") from None

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("_") or name == "terms":
            raise AttributeError(name)
        try:
            node = self[name]
        except KeyError as error:
            raise AttributeError(str(error)) from None
        self.__dict__[name] = node  # the next look-up is a plain attribute
        return node

    def __contains__(self, name: object) -> bool:
        return name in self.terms


TKG = Vocabulary("tkg", BASE + "def#", "treaty.ttl")
ACT = Vocabulary("at", BASE + "def/act-type#", "act-types.ttl")
VALUE = Vocabulary("v", BASE + "def/value#", "values.ttl")
TOPIC = Vocabulary("top", BASE + "def/topic#", "topics.ttl")

EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")

PREFIXES = {
    "tkg": TKG.namespace,
    "at": ACT.namespace,
    "v": VALUE.namespace,
    "top": TOPIC.namespace,
    "tks": BASE + "shape#",
    "id": ID,
    "pol": ID + "polity/",
    "line": ID + "line/",
    "pair": ID + "pair/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
}

REF_GRAPH = NamedNode(BASE + "graph/ref")
JUDGEMENT_GRAPH = NamedNode(BASE + "graph/judgement")
LINK_GRAPH = NamedNode(BASE + "graph/link")
BEST_GRAPH = NamedNode(BASE + "graph/best")


def source_graph(source: str, version: str) -> NamedNode:
    """The named graph that holds all that one version of a source says."""
    return NamedNode(f"{BASE}graph/src/{quote(source)}@{quote(version, safe='')}")


def thing(kind: str, *path: str) -> NamedNode:
    """The IRI of a thing: `thing("act", "t0vxk3m9", "signature")` is `id/act/t0vxk3m9/signature`."""
    return NamedNode(f"{ID}{kind}/" + "/".join(map(_quoted, path)))


@lru_cache(maxsize=100_000)
def _quoted(part: str) -> str:
    return quote(part, safe="/@:~")


def record_iri(source: str, local_id: str) -> NamedNode:
    """`id/record/SOURCE/LOCAL-ID`."""
    return thing("record", source, local_id)


def polity_iri(code: str) -> NamedNode:
    """`id/polity/SUN`."""
    return thing("polity", code)


def line_iri(code: str) -> NamedNode:
    """`id/line/RUS`."""
    return thing("line", code)


def pair_code(one: str, other: str) -> str:
    """Two country lines as one code, in alphabetic order: `RUS-VEN`."""
    return "-".join(sorted((one, other)))


def pair_iri(code: str) -> NamedNode:
    """`id/pair/RUS-VEN`."""
    return thing("pair", code)


def local_name(iri: str) -> str:
    """The part of an IRI that people read: after `#`, else after the kind (`id/agreement/`)."""
    return iri.rsplit("#", 1)[1] if "#" in iri else iri.rsplit("/", 1)[1]
