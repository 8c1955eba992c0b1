"""Rules that look at several agreements, over the graph of all chunks; only what they need of it is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import NamedNode, RdfFormat, Store

from kg.names import PREFIXES, TKG, thing
from kg.validate.engines import Raw, cross_results
from kg.validate.findings import Finding
from kg.validate.places import finding, place
from kg.validate.shapes import whole_queries

_TYPE = f"<{PREFIXES['rdf']}type>"
_TERM = re.compile(r"\b(tkg|skos|rdf|dcterms):(\w+)")
_CLASS = re.compile(r"\ba (tkg:\w+)")
_STATED = ("agreement", "link", "count")  # kinds of things that the rules find fault with: where they are stated


def whole_results(chunks: Iterable[str]) -> set[Raw]:
    """What breaks these rules in N-Triples given chunk by chunk, the reference data and judgements among them."""
    return cross_results(_store(chunks), whole_queries())


def whole_findings(chunks: Iterable[str]) -> tuple[Finding, ...]:
    """As `whole_results`, with the place where each is stated."""
    store = _store(chunks)
    found = cross_results(store, whole_queries())
    return tuple(sorted({finding(raw, place(store, NamedNode(raw.focus))) for raw in found}))


def _store(chunks: Iterable[str]) -> Store:
    store = Store()
    store.bulk_load("".join(needed(chunks)).encode(), RdfFormat.N_TRIPLES)
    return store


def needed(chunks: Iterable[str]) -> Iterator[str]:
    """The lines that the rules look at, and those that tell where things are stated."""
    for chunk in chunks:
        yield from (match.group() for match in _lines().finditer(chunk))


@cache
def _lines() -> re.Pattern[str]:
    text = "\n".join(whole_queries().values())
    predicates = {f"<{PREFIXES[prefix]}{name}>" for prefix, name in _TERM.findall(text)}
    classes = {f"<{PREFIXES['tkg']}{name.removeprefix('tkg:')}>" for name in _CLASS.findall(text)}
    stated = [f"<{thing(kind, '').value}" for kind in _STATED]
    places = [str(term) for term in (TKG.row, TKG.file, TKG.inDataset)]
    kinds = [
        rf"\S+ {_any(predicates)} .*\n",
        rf"\S+ {re.escape(_TYPE)} {_any(classes)} \.\n",
        rf"{_any(stated)}\S+ {re.escape(str(TKG.statedIn))} .*\n",
        rf"<{re.escape(thing('record', '').value)}\S+ {_any(places)} .*\n",
    ]
    return re.compile(f"^(?:{'|'.join(kinds)})", re.MULTILINE)


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words)))})"
