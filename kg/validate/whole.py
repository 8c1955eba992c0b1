"""Rules that look at several agreements, over the graph of all chunks; only what they need of it is loaded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from pyoxigraph import NamedNode, RdfFormat, Store

from kg.graph.terms import RDF_TYPE
from kg.names import BASE, PREFIXES, TKG, thing
from kg.validate.engines import Raw, cross_results
from kg.validate.findings import Finding
from kg.validate.places import finding, looks_at, place
from kg.validate.shapes import whole_queries

_TERM = re.compile(r"\b(tkg|skos|rdf|dcterms):(\w+)")
_CLASS = re.compile(r"\ba tkg:(\w+)")
_STATED = ("agreement", "link", "count")  # kinds of things that the rules find fault with
_GRAPH = f" <{BASE}graph/"
_OF_RECORDS = (TKG.describes, TKG.inDataset, TKG.file, TKG.row)  # of records nothing else is looked at


def whole_results(chunks: Iterable[str]) -> set[Raw]:
    """What breaks these rules in N-Triples or N-Quads, chunk by chunk, reference data and judgements among them."""
    return cross_results(_store(chunks), whole_queries())


def whole_findings(chunks: Iterable[str]) -> tuple[Finding, ...]:
    """As `whole_results`, with the place where each is stated."""
    store = _store(chunks)
    found = cross_results(store, whole_queries())
    return tuple(sorted({finding(raw, place(store, NamedNode(raw.focus), looks_at(raw))) for raw in found}))


def _store(chunks: Iterable[str]) -> Store:
    store = Store()
    store.bulk_load("".join(map(_triple, needed(chunks))).encode(), RdfFormat.N_TRIPLES)
    return store


def _triple(line: str) -> str:
    """A line of N-Quads as one of N-Triples; one that is that already stays."""
    statement, _, graph = line.rpartition(_GRAPH)
    return f"{statement} .\n" if statement and " " not in graph.removesuffix(" .\n") else line


def needed(chunks: Iterable[str]) -> Iterator[str]:
    """The lines that the rules look at, and those that tell where things are stated."""
    wanted = _wanted()
    for chunk in chunks:
        for line in filter(None, chunk.split("\n")):  # a literal may hold other ends of lines
            subject, predicate, rest = line.split(" ", 2)
            if predicate in wanted and wanted[predicate](subject, rest):
                yield f"{line}\n"


@cache
def _wanted() -> dict[str, Callable[[str, str], bool]]:
    """Predicate -> whether a line with that subject and that rest is needed."""
    text = "\n".join(whole_queries().values())
    predicates = {f"<{PREFIXES[prefix]}{name}>" for prefix, name in _TERM.findall(text)}
    classes = tuple(f"<{PREFIXES['tkg']}{name}>" for name in _CLASS.findall(text))
    record = f"<{thing('record', '').value}"
    stated = tuple(f"<{thing(kind, '').value}" for kind in _STATED)
    wanted: dict[str, Callable[[str, str], bool]] = {
        name: lambda subject, _: not subject.startswith(record) for name in predicates
    }
    wanted[str(TKG.statedIn)] = lambda subject, _: subject.startswith(stated)
    wanted |= {str(name): lambda subject, _: subject.startswith(record) for name in _OF_RECORDS}
    source = f"<{thing('source', '').value}"
    wanted[str(TKG.column)] = lambda subject, _: subject.startswith(source)  # which columns of it say what
    return wanted | {str(RDF_TYPE): lambda _, rest: rest.startswith(classes)}
