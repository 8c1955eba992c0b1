"""Two SHACL engines that must find the same: `shacl` (fast, optional) and `pyshacl` (the oracle)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import QuerySolutions, Store

from kg.errors import TreatyKGError
from kg.machine import processors
from kg.validate.shapes import SH, catalogue, core_shapes, queries

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


class Raw(NamedTuple):
    """One result as an engine gives it: IRIs without brackets, a value without its datatype."""

    shape: str
    severity: str  # Violation, Warning, Info
    focus: str
    value: str
    component: str


Results = Iterator[tuple[str, set[Raw]]]  # each chunk with what it breaks
Engine = Callable[[Iterable[str]], Results]


def choose(name: str) -> tuple[str, Engine]:
    """Name and version of the engine, and the engine; `auto` takes `shacl` where it is installed.

    Raises TreatyKGError if `shacl` is asked for by name and is not installed.
    """
    if name in ("auto", "shacl"):
        try:
            return f"shacl {version('shacl')}", run_shacl
        except PackageNotFoundError as error:
            if name == "shacl":
                message = 'the engine "shacl" is not installed: pip install "treatykg[fast]", or use pyshacl'
                raise TreatyKGError(message) from error
    elif name != "pyshacl":
        raise TreatyKGError(f'there is no SHACL engine "{name}": use auto, shacl or pyshacl')
    return f"pyshacl {version('pyshacl')}", run_pyshacl


def run_shacl(chunks: Iterable[str]) -> Results:
    """Core shapes by the package `shacl`, chunk by chunk; it uses all processors by itself."""
    from shacl import Shapes

    shapes = Shapes.from_text(core_shapes(), format="ntriples")
    for chunk in chunks:
        results = shapes.validate_text(chunk, format="ntriples").results
        yield (
            chunk,
            {
                Raw(
                    shape=result.source_shape.strip("<>") if result.source_shape else "",
                    severity=result.severity,
                    focus=result.focus_node.strip("<>"),
                    value=result.value_plain or "",
                    component=result.component_iri,
                )
                for result in results
            },
        )


def run_pyshacl(chunks: Iterable[str]) -> Results:
    """Core shapes by pyshacl, chunks spread over the processors there are; one chunk alone starts no process."""
    waiting = iter(chunks)
    first = list(islice(waiting, 2))
    workers = processors()
    if len(first) < 2 or workers == 1:
        yield from ((chunk, pyshacl_results(chunk)) for chunk in chain(first, waiting))
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        running: deque[tuple[str, Future[set[Raw]]]] = deque()
        for chunk in chain(first, waiting):
            running.append((chunk, pool.submit(pyshacl_results, chunk)))
            if len(running) > 2 * workers:
                done, future = running.popleft()
                yield done, future.result()
        yield from ((chunk, future.result()) for chunk, future in running)


def pyshacl_results(chunk: str) -> set[Raw]:
    """What one chunk of N-Triples breaks, by pyshacl. Data and shapes are read by the same parser of rdflib."""
    from pyshacl import validate
    from rdflib import RDF, Graph, URIRef

    data = Graph().parse(data=chunk, format="nt")
    _plain_where_ill_typed(data)
    _, found, _ = validate(data, shacl_graph=_pyshacl_shapes(), inplace=True)
    if not isinstance(found, Graph):
        raise TypeError(f"pyshacl gave no report graph: {found!r}")
    report = found.value(predicate=RDF.type, object=URIRef(SH + "ValidationReport"), any=False)
    return {_raw(found, result) for result in found.objects(report, URIRef(SH + "result"))}


def _plain_where_ill_typed(data: Graph) -> None:
    """Make `"1950-02-30"^^xsd:date` a plain string: as wrong as before, but pyshacl raises on comparing the former."""
    from rdflib import Literal

    for subject, predicate, term in list(data):
        if isinstance(term, Literal) and term.ill_typed:
            data.remove((subject, predicate, term))
            data.add((subject, predicate, Literal(str(term))))


@cache
def _pyshacl_shapes() -> Graph:
    from rdflib import Graph

    return Graph().parse(data=core_shapes(), format="nt")


def _raw(report: Graph, result: Node) -> Raw:
    from rdflib import URIRef

    def get(name: str) -> str:
        value: Any = report.value(result, URIRef(SH + name))
        return "" if value is None else str(value)

    return Raw(
        shape=get("sourceShape"),
        severity=get("resultSeverity").removeprefix(SH),
        focus=get("focusNode"),
        value=get("value"),
        component=get("sourceConstraintComponent"),
    )


def cross_results(store: Store, rules: Mapping[str, str] | None = None) -> set[Raw]:
    """What breaks the rules that need SPARQL: each query once over the whole store, `$this` left free.

    `rules` are those of `queries`, for one chunk, if not given.
    """
    found = set()
    for iri, select in (queries() if rules is None else rules).items():
        solutions = store.query(select)
        if not isinstance(solutions, QuerySolutions):
            raise TypeError(f"not a SELECT query: {iri}")
        for row in solutions:
            this, value = row["this"], row["value"]
            found.add(
                Raw(
                    shape=iri,
                    severity=catalogue()[iri].severity,
                    focus=getattr(this, "value", ""),
                    value=getattr(value, "value", ""),
                    component=SH + "SPARQLConstraintComponent",
                )
            )
    return found
