"""A made-up list of agreements of any length, and how it is read: by a mapping, and in the plain way."""

from __future__ import annotations

import csv
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, serialize
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

from kg.graph.records import record_triples
from kg.load import load
from kg.polities import Polity, polities
from kg.records import Reading, Record
from kg.store import Home
from loaders.table import from_map

MAP = Path(__file__).with_name("list.yml")
COLUMNS = ("numero", "titulo", "contraparte", "firma", "vigor", "lugar", "estado", "materia", "enlace", "archivo")
FIRST, LAST = date(1880, 1, 1), date(2020, 12, 31)
_KINDS = ("Convenio", "Acuerdo", "Tratado", "Canje de notas")
_TOPICS = ("comercio", "pesca", "cultura", "impuestos")
_PLACES = ("Lima", "Ginebra", "Nueva York", "Bogotá", "Moscú", "")
_STATUS = ("vigente", "vigente", "vigente", "no vigente", "terminado")
_PLAIN = Namespace("https://example.org/")


def write(path: Path, rows: int) -> None:
    """Write the list: states in their time, vanished ones too, and in one row of a hundred a party nobody knows."""
    chance = random.Random(1)  # noqa: S311 - the same list each time
    spans = [(one.labels["es"], max(one.exists_from, FIRST), min(one.exists_to or LAST, LAST)) for one in _states()]
    states = [(name, first, (last - first).days) for name, first, last in spans if last > first]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for number in range(rows):
            out.writerow(_row(number, chance, states))


def _states() -> list[Polity]:
    return [polity for polity in polities().values() if polity.type == "statePolity" and polity.line != "PER"]


def _row(number: int, chance: random.Random, states: Sequence[tuple[str, date, int]]) -> list[str]:
    kind, topics = chance.choice(_KINDS), chance.sample(_TOPICS, chance.choice((1, 1, 2)))
    state, first, days = chance.choice(states)
    name = "Comisión de la Cuenca" if number % 100 == 99 else state
    signed = first + timedelta(days=chance.randrange(days))
    force = signed + timedelta(days=chance.randrange(900))
    title = f"{kind} entre la República del Perú y {name} sobre {' y '.join(topics)}, número {number % 9_999}"
    return [
        f"B-{number:07}",
        title,
        name,
        signed.strftime("%d/%m/%Y"),
        force.strftime("%d/%m/%Y") if number % 5 else "s/d",
        chance.choice(_PLACES),
        chance.choice(_STATUS),
        "; ".join(topics),
        f"https://example.org/tratados/{number}",
        f"Caja {number // 500}, folio {number % 500}",
    ]


def by_mapping(path: Path, rows: int, triples: Path | None = None) -> dict[str, float]:
    """Load the list; processor seconds of both halves. `triples`: write what the records say there, too."""
    stamps: list[float] = []
    source = from_map(MAP)

    def stamped(records: Iterator[Record]) -> Iterator[Record]:
        stamps.append(time.process_time())
        for record in records:
            if len(stamps) == 1 and record.row > rows // 2 + 1:
                stamps.append(time.process_time())
            yield record
        stamps.append(time.process_time())

    def read(paths: Sequence[Path], keep_going: bool) -> Reading:
        reading = source.read(paths, keep_going)
        reading.records = stamped(iter(reading.records))
        return reading

    with tempfile.TemporaryDirectory() as folder:
        home, start = Home(Path(folder)), time.perf_counter()
        counts = load(home, replace(source, read=read), [path], keep_going=True).counts
        if triples is not None:
            said = (Triple(*triple) for record in home.records(source.name) for triple in record_triples(record))
            serialize(said, triples, RdfFormat.N_TRIPLES)
        seconds = time.perf_counter() - start
    return {
        "seconds": seconds,
        "first": stamps[1] - stamps[0],
        "second": stamps[2] - stamps[1],
        "records": counts["records"],
        "identified": counts["identified"] / counts["parties"],
    }


def in_the_plain_way(path: Path, triples: Path) -> dict[str, float]:
    """Read the list as a script does that is written in an hour: csv, a dict of names, an rdflib graph, a file."""
    start, graph = time.perf_counter(), Graph()
    states = {label: polity.id for polity in polities().values() for label in polity.labels.values()}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            node = URIRef(_PLAIN["treaty/" + row["numero"]])
            graph.add((node, RDF.type, _PLAIN.Treaty))
            graph.add((node, _PLAIN.title, Literal(row["titulo"], lang="es")))
            graph.add((node, _PLAIN.party, _PLAIN["state/PER"]))
            if row["contraparte"] in states:
                graph.add((node, _PLAIN.party, _PLAIN["state/" + states[row["contraparte"]]]))
            for column in ("firma", "vigor"):
                if row[column] != "s/d":
                    day = datetime.strptime(row[column], "%d/%m/%Y").date()
                    graph.add((node, _PLAIN[column], Literal(day, datatype=XSD.date)))
            for column in ("lugar", "estado", "enlace", "archivo"):
                graph.add((node, _PLAIN[column], Literal(row[column])))
            for topic in row["materia"].split("; "):
                graph.add((node, _PLAIN.topic, _PLAIN["topic/" + topic]))
    graph.serialize(triples, format="nt", encoding="utf-8")
    return {"seconds": time.perf_counter() - start}


def main() -> None:
    """`python -m tests.benchmarks.synthetic load|triples|plain FILE ROWS`: measures as JSON."""
    how, path, rows = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    triples = path.with_suffix(f".{how}.nt")
    if how == "plain":
        found = in_the_plain_way(path, triples)
    else:
        found = by_mapping(path, rows, triples if how == "triples" else None)
    if how != "load":
        with triples.open("rb") as file:
            found["triples"] = sum(1 for _ in file)
    print(json.dumps(found))  # noqa: T201  a benchmark prints


if __name__ == "__main__":
    main()
