"""A release as nodes: pure, one class at a time, in the order the store gives them; `kg.neo4j.edges` has the edges.

Keys are the ontology's local names. The term is folded into its agreement and the texts of citations into their record.
Left out are the rows as given (`tkg:asGiven`) and what a record states in nodes of its own: acts and terms as stated,
registers of citations, and parties that are only proposed. `docs/model.md` lists it, and a test holds that all else is
mapped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.terms import DC
from kg.names import BEST_GRAPH, ID, PREFIXES, TKG, TOPIC, local_name

Value = str | int | float | bool | date
Properties = dict[str, Value | list[Value]]
Facts = dict[str, list[NamedNode | Literal]]
End = tuple[str, str]  # label and id

CLASSES = {  # label -> class; what is not listed is no node
    "Country": TKG.CountryLine,
    "Pair": TKG.CountryPair,
    "Polity": TKG.Polity,
    "Code": TKG.CodeAssignment,
    "Topic": NamedNode(PREFIXES["skos"] + "Concept"),
    "Body": TKG.Body,
    "Source": TKG.Source,
    "Coverage": TKG.Coverage,
    "Record": TKG.Record,
    "Agreement": TKG.Agreement,
    "Act": TKG.Act,
    "ForcePeriod": TKG.ForcePeriod,
    "Alliance": TKG.Alliance,
    "Phase": TKG.AlliancePhase,
    "Commitment": TKG.Commitment,
    "Count": TKG.Count,
    "Event": TKG.Event,
    "Judgement": TKG.Judgement,
}
LABELS = {  # kind of IRI (`id/KIND/...`) -> label of its node; a term stands in its agreement
    "line": "Country",
    "pair": "Pair",
    "polity": "Polity",
    "code": "Code",
    "actor": "Body",
    "source": "Source",
    "coverage": "Coverage",
    "record": "Record",
    "agreement": "Agreement",
    "term": "Agreement",
    "act": "Act",
    "period": "ForcePeriod",
    "alliance": "Alliance",
    "phase": "Phase",
    "commitment": "Commitment",
    "count": "Count",
    "event": "Event",
    "judgement": "Judgement",
}
BARE = frozenset({"agreement", "term", "polity", "line", "pair", "scheme"})  # kinds whose id is the code alone
NAMES = frozenset({"title", "label", "prefLabel"})  # told by language: title_en, and titles: ["...@de"] for the rest
LANGUAGES = frozenset({"en", "es", "ru"})
LISTS = {  # label -> keys that hold a list, also of one value
    "Agreement": frozenset({"replaces", "topic"}),
    "Record": frozenset({"topic", "partyAsGiven", "url"}),
    "Polity": frozenset({"altLabel"}),
    "Source": frozenset({"codesKind"}),
    "Coverage": frozenset({"coversKind", "coversTopic"}),
}
RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")


@dataclass(frozen=True, slots=True)
class Node:
    """A node under one label of ours; `id` is unique under the label."""

    id: str
    properties: Properties

    @property
    def hash(self) -> str:
        """Changes when the content does."""
        return content_hash(self.properties)


def content_hash(properties: Properties, *ends: End) -> str:
    """Twelve hexadecimal digits that change when properties or ends do."""
    return blake2b(repr((sorted(properties.items()), ends)).encode(), digest_size=6).hexdigest()


def end(iri: str) -> End | None:
    """Label and id of the node that an IRI stands for; None if it is none."""
    if iri.startswith(TOPIC.namespace):
        return "Topic", local_name(iri)
    label = LABELS.get(iri.removeprefix(ID).partition("/")[0])
    return None if label is None else (label, ident(iri))


def ident(iri: str) -> str:
    """The `id` of a thing: its IRI after `id/`; agreements, polities, lines, pairs and topics by their code alone."""
    path = iri.removeprefix(ID)
    kind, _, rest = path.partition("/")
    return rest if kind in BARE else path


def nodes(store: Store, label: str) -> Iterator[Node]:
    """All nodes of one label."""
    graph = BEST_GRAPH if label == "Act" else None  # acts as stated by one record are not nodes
    for subject in members(store, CLASSES[label], graph):
        known = end(subject.value)
        if known is None or known[0] != label:  # a concept of another vocabulary
            continue
        facts = about(store, subject)
        found = properties(facts, LISTS.get(label, frozenset()))
        if label == "Record":
            found |= _citations(store, facts)
        if label == "Judgement" and "predicate" in found:
            found["field"] = found.pop("predicate")
        if label == "Agreement" and (old := list(store.quads_for_pattern(None, DC["isReplacedBy"], subject, None))):
            found["replaces"] = sorted(ident(quad.subject.value) for quad in old if isinstance(quad.subject, NamedNode))
        for term in things(facts, "term") if label == "Agreement" else ():
            folded = about(store, term)
            found |= properties(folded) | {
                "termStatedIn": sorted(ident(record.value) for record in things(folded, "statedIn"))
            }
        yield Node(known[1], found)


def members(store: Store, class_: NamedNode, graph: NamedNode | None) -> Iterator[NamedNode]:
    """The things of a class, in one graph or in all."""
    for quad in store.quads_for_pattern(None, RDF_TYPE, class_, graph):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def about(store: Store, subject: NamedNode, graph: NamedNode | None = None) -> Facts:
    """All that one graph, or all graphs together, say of a thing, by local name of the property."""
    facts: Facts = {}
    for quad in store.quads_for_pattern(subject, None, None, graph):
        value = quad.object  # made anew at each access
        known = facts.setdefault(_key(quad.predicate.value), [])
        if isinstance(value, NamedNode | Literal) and value not in known:
            known.append(value)
    return facts


def things(facts: Facts, key: str) -> list[NamedNode]:
    """The values of a property that are things or concepts."""
    return [term for term in facts.get(key, ()) if isinstance(term, NamedNode)]


_KEYS: dict[str, str] = {}


def _key(predicate: str) -> str:
    key = _KEYS.get(predicate)
    if key is None:
        key = _KEYS[predicate] = local_name(predicate)
    return key


def properties(facts: Mapping[str, list[NamedNode | Literal]], lists: frozenset[str] = frozenset()) -> Properties:
    """Literals and concepts as properties; things (`id/...`) are left to the edges."""
    found: Properties = {}
    for key, terms in facts.items():
        if key in {"type", "asGiven"}:
            continue
        if key in NAMES:
            found |= _names(key, terms)
            continue
        values = [plain(term) for term in terms if isinstance(term, Literal) or not _is_thing(term)]
        if not values:
            continue
        found[key] = values[0] if len(values) == 1 and key not in lists else sorted(values, key=str)
        if isinstance(terms[0], Literal) and terms[0].language and key not in lists:
            found[f"{key}Lang"] = terms[0].language
    return found


def _is_thing(term: NamedNode) -> bool:
    return term.value.startswith(ID) and not term.value.startswith(ID + "scheme/")


def _names(key: str, terms: list[NamedNode | Literal]) -> Properties:
    found: Properties = {}
    rest: list[Value] = []
    for term in sorted((term for term in terms if isinstance(term, Literal)), key=str):
        name = f"{key}_{term.language}" if term.language in LANGUAGES else key if not term.language else ""
        if name and name not in found:
            found[name] = term.value
        else:
            rest.append(f"{term.value}@{term.language}" if term.language else term.value)
    if rest:
        found[f"{key}s"] = rest
    return found


def plain(term: NamedNode | Literal) -> Value:
    """A concept as its local name, a thing as its id, a literal as the Python value of its type."""
    if isinstance(term, NamedNode):
        return ident(term.value) if term.value.startswith(ID) else local_name(term.value)
    read = READERS.get(term.datatype.value)
    return term.value if read is None else read(term.value)


READERS: dict[str, Callable[[str], Value]] = {
    PREFIXES["xsd"] + "date": date.fromisoformat,
    PREFIXES["xsd"] + "integer": int,
    PREFIXES["xsd"] + "decimal": float,
    PREFIXES["xsd"] + "double": float,
    PREFIXES["xsd"] + "boolean": lambda text: text in {"true", "1"},
}


def _citations(store: Store, facts: Facts) -> Properties:
    cited = [about(store, citation) for citation in things(facts, "citation")]
    return {"citation": sorted(str(plain(text)) for one in cited for text in one["citationText"])} if cited else {}
