"""The line of a file at which a node is described; good enough to open an editor there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from pyoxigraph import RdfFormat

from kg.validate.reading import Document

_TOKEN = re.compile(r'<[^<>"{}|^`\s]*>|"[^"]*"|[^\s;,\[\]()"<>{}]+')


def lines(document: Document, wanted: set[str]) -> dict[str, int]:
    """Node -> line, from 1: where it begins a line, else where it is first named. Nodes not found are left out."""
    begins: dict[str, int] = {}
    named: dict[str, int] = {}
    quoted = document.form in (RdfFormat.JSON_LD, RdfFormat.RDF_XML)
    flat = document.form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
    for number, line in enumerate(document.content.decode(errors="replace").split("\n"), start=1):
        tokens = [line.split(maxsplit=1)[0]] if flat and line.strip() else _TOKEN.findall(line)
        for position, token in enumerate(tokens):
            for node in _quoted(token, document) if quoted else _plain(token, document):
                if node in wanted:
                    named.setdefault(node, number)
                    if position == 0 and not quoted:
                        begins.setdefault(node, number)
        if len(begins) == len(wanted):
            break
    return named | begins


def _plain(token: str, document: Document) -> Iterator[str]:
    """What a word of Turtle may stand for."""
    if token.startswith("<"):
        iri = token[1:-1]
        yield iri if ":" in iri else urljoin(document.base, iri)
    elif token.startswith("_:"):
        yield from _blank(token[2:].rstrip("."), document)
    else:
        prefix, colon, local = token.rstrip(".").partition(":")
        if colon and prefix in document.prefixes:
            yield document.prefixes[prefix] + local.replace("\\", "")


def _quoted(token: str, document: Document) -> Iterator[str]:
    """What a text in quotes may stand for, in JSON-LD and RDF/XML."""
    if not token.startswith('"'):
        return
    text = token[1:-1]
    if text.startswith("_:"):
        yield from _blank(text[2:], document)
        return
    prefix, colon, local = text.partition(":")
    if colon:
        yield text
        if prefix in document.prefixes:
            yield document.prefixes[prefix] + local
    else:
        yield urljoin(document.base, text)
        yield f"{document.base}#{text}"
        yield from _blank(text, document)


def _blank(label: str, document: Document) -> Iterator[str]:
    if label in document.labels:
        yield document.labels[label].value
