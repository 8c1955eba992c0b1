"""Exports of a pair: every format holds the same statements, and nothing of other pairs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store
from rdflib import Dataset, Graph

from kg.errors import TreatyKGError
from kg.export import export_pair, pair_quads
from kg.graph.terms import RDF_TYPE
from kg.names import ID, TKG, pair_iri
from kg.store import Home
from tests.sheet import ALLIANCES, golden_store


@pytest.fixture(scope="module")
def store(bundled: Home) -> Store:
    return bundled.current().store


@pytest.fixture(scope="module")
def quads(store: Store) -> list[Quad]:
    return pair_quads(store, "IRN-VEN")


@pytest.mark.parametrize("suffix", [".ttl", ".nt"])
def test_formats_without_graphs_hold_each_statement_once(
    suffix: str, store: Store, quads: list[Quad], tmp_path: Path
) -> None:
    path = tmp_path / f"pair{suffix}"
    export_pair(store, "IRN-VEN", path)
    assert len(Graph().parse(data=path.read_text(), format=suffix[1:])) == len({quad.triple for quad in quads})


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parsers call what rdflib deprecates
@pytest.mark.parametrize(("suffix", "name"), [(".trig", "trig"), (".nq", "nquads"), (".jsonld", "json-ld")])
def test_formats_with_graphs_hold_every_quad(
    suffix: str, name: str, store: Store, quads: list[Quad], tmp_path: Path
) -> None:
    path = tmp_path / f"pair{suffix}"
    assert export_pair(store, "IRN-VEN", path) == len(quads)
    read = Dataset()
    read.parse(data=path.read_text(), format=name)
    assert len({(s, p, o, g) for s, p, o, g in read.quads()}) == len(quads)


def test_a_spreadsheet_has_one_row_an_agreement(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "pair.csv"
    assert export_pair(store, "RUS-VEN", path) == 254
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(keepends=True)))
    assert len(rows) == len({row["agreement"] for row in rows}) == 254
    treaty = next(row for row in rows if row["agreement"] == "tzwvh71gf")
    assert (treaty["kind"], treaty["signed"], treaty["entered_into_force"]) == ("treaty", "2025-05-07", "2025-11-12")
    assert rows[0]["concluded_by"] == "Soviet Union+Venezuela"
    assert all("row " in row["who_says_so"] for row in rows)


def test_an_export_is_the_same_every_time(store: Store, tmp_path: Path) -> None:
    for name in ("one.trig", "two.trig"):
        export_pair(store, "IRN-VEN", tmp_path / name)
    assert (tmp_path / "one.trig").read_bytes() == (tmp_path / "two.trig").read_bytes()


def test_a_pair_brings_its_own_agreements_and_their_evidence(store: Store, quads: list[Quad]) -> None:
    wanted = {str(q.subject) for q in store.quads_for_pattern(None, TKG.between, pair_iri("IRN-VEN"), None)}
    found = {str(q.subject) for q in quads if str(q.subject).startswith(f"<{ID}agreement/")}
    assert len(wanted) == 11  # as many as the README of the data set lists
    assert found == wanted
    spoken = {str(q.object) for q in quads if q.predicate == TKG.statedIn}
    assert spoken <= {str(q.subject) for q in quads}


def test_sources_bring_what_they_cover_and_which_column_says_what(store: Store, quads: list[Quad]) -> None:
    sources = {q.object for q in quads if q.predicate == TKG.inDataset}
    assert sources
    for predicate in (TKG.columnsOf, TKG.ofSource):
        wanted = {q for source in sources for q in store.quads_for_pattern(None, predicate, source, None)}
        assert wanted and wanted <= {*quads}


def test_a_pair_brings_what_each_owes_the_other_and_the_alliances_of_that() -> None:
    store = golden_store(ALLIANCES)
    names = {
        pair: {str(q.subject)[1:-1].removeprefix(ID) for q in pair_quads(store, pair) if q.predicate == RDF_TYPE}
        for pair in ("RUS-VEN", "GBR-VEN")
    }
    owed = {name for name in names["RUS-VEN"] if name.startswith(("alliance/", "commitment/", "record/pacts"))}
    assert {"alliance/pacts/1", "alliance/pacts/2", "alliance/dyads-list/7", "record/pacts/1"} <= owed
    assert any(name.startswith("membership/pacts/1/") for name in names["RUS-VEN"])  # else nobody is bound by it
    assert {"commitment/pacts/1/defence/SUN/1", "commitment/pacts/1/defence/VEN/2"} <= owed
    assert not {name for name in names["GBR-VEN"] if name.startswith(("alliance/", "commitment/"))}


def test_what_cannot_be_written_says_so(store: Store, tmp_path: Path) -> None:
    with pytest.raises(TreatyKGError, match=r"no format has the suffix '\.docx'"):
        export_pair(store, "IRN-VEN", tmp_path / "pair.docx")
    with pytest.raises(TreatyKGError, match="cannot be written"):
        export_pair(store, "IRN-VEN", tmp_path / "missing" / "pair.ttl")
