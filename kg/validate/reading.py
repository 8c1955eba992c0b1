"""Anyone's RDF files as one graph. What cannot be read is said with its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from urllib.parse import quote
from xml.parsers import expat

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.errors import TreatyKGError
from kg.names import PREFIXES

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
SUFFIXES = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".trig": "trig",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".json": "jsonld",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
    ".xml": "rdfxml",
}
_WITHOUT_BASE = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
BLANK = "blank:"  # a blank node is read as an IRI, for engines rename blank nodes and nobody could find them again
ILL_TYPED = NamedNode("urn:ill-typed")  # as wrong as before for every shape, and no engine stumbles on comparing it
_PLACE = re.compile(r"^Parser error at line \d+ (?:column \d+|between columns? .*?|.*?): ")
_ANONYMOUS = re.compile(r"[0-9a-f]{28,32}")  # the label that the parser gives to what has none
_XSD = PREFIXES["xsd"]
_NAMESPACE = re.compile(r'"([\w.-]+)"\s*:\s*"([a-z]+:[^"]*[#/:])"')  # of a JSON-LD context


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file as it was read, and what its names are short for."""

    name: str
    content: bytes
    form: RdfFormat
    prefixes: dict[str, str]
    base: str
    labels: Mapping[str, NamedNode]  # of blank nodes, as the file gives them


def read(paths: Iterable[Path], form: str | None = None) -> tuple[Store, list[Document]]:
    """All files as one graph: named graphs are joined, blank nodes are IRIs that begin with BLANK.

    `form` is one of FORMATS; without it the suffix of each file tells. Raises TreatyKGError, with line and column, for
    a file that cannot be read.
    """
    store = Store()
    labels = _Labels()
    documents = []
    for path in paths:
        documents.append(_read(path, FORMATS[form or _by_suffix(path)], store, labels))
        labels.next_file()
    return store, documents


def _read(path: Path, form: RdfFormat, store: Store, labels: _Labels) -> Document:
    """Add what a file says to the store."""
    name, base = path.as_posix(), f"file:///{quote(path.name)}"
    try:
        content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise TreatyKGError(f"{name} cannot be read: {error.strerror}") from error
    try:
        parser = parse(content, format=form, base_iri=None if form in _WITHOUT_BASE else base)
        store.bulk_extend(_quads(parser, labels))
    except SyntaxError as error:
        raise TreatyKGError(_not_read(name, content, form, error)) from None
    prefixes = dict(_NAMESPACE.findall(content.decode(errors="replace"))) if form == RdfFormat.JSON_LD else {}
    prefixes |= parser.prefixes
    return Document(
        name=name, content=content, form=form, prefixes=prefixes, base=parser.base_iri or base, labels=labels.here
    )


def _by_suffix(path: Path) -> str:
    try:
        return SUFFIXES[path.suffix.lower()]
    except KeyError:
        known = " ".join(SUFFIXES)
        raise TreatyKGError(
            f"{path.as_posix()}: no RDF format has the suffix {path.suffix!r}; known are {known},"
            " or name one with --input-format"
        ) from None


class _Labels:
    """Names of blank nodes: their own where they have one that no earlier file had, else a number."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._taken: set[str] = set()
        self.here: dict[str, NamedNode] = {}

    def next_file(self) -> None:
        """A label means another node from here on."""
        self.here = {}

    def __call__(self, node: BlankNode) -> NamedNode:
        """The IRI that stands for a blank node."""
        if node.value not in self.here:
            own = "" if _ANONYMOUS.fullmatch(node.value) else node.value
            while not own or own in self._taken:
                own = f"b{next(self._numbers)}"
            self._taken.add(own)
            self.here[node.value] = NamedNode(BLANK + own)
        return self.here[node.value]


def _quads(parser: Iterable[Quad], labels: _Labels) -> Iterator[Quad]:
    """Statements of one graph. A statement about a statement (RDF 1.2) is left out: no engine and no shape knows it."""
    for quad in parser:
        subject, term = quad.subject, quad.object
        if isinstance(subject, Triple) or isinstance(term, Triple):
            continue
        if isinstance(subject, BlankNode):
            subject = labels(subject)
        if isinstance(term, BlankNode):
            term = labels(term)
        elif isinstance(term, Literal):
            term = _literal(term)
        yield Quad(subject, quad.predicate, term)


def _literal(term: Literal) -> Literal:
    if term.language:
        return Literal(term.value, language=term.language)  # without its direction, which is RDF 1.2
    datatype = term.datatype.value
    if datatype.startswith(_XSD) and datatype != _XSD + "string" and _ill_typed(term.value, datatype):
        return Literal(term.value, datatype=ILL_TYPED)
    return term


@lru_cache(maxsize=100_000)
def _ill_typed(value: str, datatype: str) -> bool:
    import logging

    from rdflib import Literal, URIRef

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # it warns, with a traceback, of each one
    return bool(Literal(value, datatype=URIRef(datatype)).ill_typed)


def _not_read(name: str, content: bytes, form: RdfFormat, error: SyntaxError) -> str:
    line, column, reason = error.lineno, error.offset, _PLACE.sub("", error.msg)
    if "LoadDocumentCallback" in reason:
        reason = "it names a context on the web, and nothing is fetched; write the context into the file"
        line, column = content[: max(content.find(b'"@context"'), 0)].count(b"\n") + 1, None
    elif line is None and form == RdfFormat.RDF_XML:
        line, column = _xml_place(content)
    place = [name, f"line {line}" if line else "", f"column {column}" if column else ""]
    return f"{', '.join(part for part in place if part)}: {form.name} was expected, but {' '.join(reason.split())}"


def _xml_place(content: bytes) -> tuple[int | None, int | None]:
    """Where XML is broken, if it is the XML that is broken."""
    try:
        expat.ParserCreate().Parse(content, True)
    except expat.ExpatError as error:
        return error.lineno, error.offset + 1
    return None, None
