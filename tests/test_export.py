"""Exports of a pair: every format holds the same statements, and nothing of other pairs."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad
from rdflib import Dataset, Graph

from kg.errors import TreatyKGError
from kg.export import pair_quads, write
from kg.names import ID, TKG, pair_iri
from kg.store import Home


@pytest.fixture(scope="module")
def quads(bundled: Home) -> list[Quad]:
    return pair_quads(bundled.current().store, "IRN-VEN")


@pytest.mark.parametrize("suffix", [".ttl", ".nt"])
def test_formats_without_graphs_hold_each_statement_once(suffix: str, quads: list[Quad], tmp_path: Path) -> None:
    path = tmp_path / f"pair{suffix}"
    write(quads, path)
    assert len(Graph().parse(data=path.read_text(), format=suffix[1:])) == len({quad.triple for quad in quads})


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parsers call what rdflib deprecates
@pytest.mark.parametrize(("suffix", "name"), [(".trig", "trig"), (".nq", "nquads"), (".jsonld", "json-ld")])
def test_formats_with_graphs_hold_every_quad(suffix: str, name: str, quads: list[Quad], tmp_path: Path) -> None:
    path = tmp_path / f"pair{suffix}"
    assert write(quads, path) == len(quads)
    read = Dataset()
    read.parse(data=path.read_text(), format=name)
    assert len({(s, p, o, g) for s, p, o, g in read.quads()}) == len(quads)


def test_an_export_is_the_same_every_time(quads: list[Quad], tmp_path: Path) -> None:
    for name in ("one.trig", "two.trig"):
        write(quads, tmp_path / name)
    assert (tmp_path / "one.trig").read_bytes() == (tmp_path / "two.trig").read_bytes()


def test_a_pair_brings_its_own_agreements_and_their_evidence(bundled: Home, quads: list[Quad]) -> None:
    store = bundled.current().store
    wanted = {str(q.subject) for q in store.quads_for_pattern(None, TKG.between, pair_iri("IRN-VEN"), None)}
    found = {str(q.subject) for q in quads if str(q.subject).startswith(f"<{ID}agreement/")}
    assert len(wanted) == 11  # as many as the README of the data set lists
    assert found == wanted
    spoken = {str(q.object) for q in quads if q.predicate == TKG.statedIn}
    assert spoken <= {str(q.subject) for q in quads}


def test_what_cannot_be_written_says_so(quads: list[Quad], tmp_path: Path) -> None:
    with pytest.raises(TreatyKGError, match=r"no format has the suffix '\.docx'"):
        write(quads, tmp_path / "pair.docx")
    with pytest.raises(TreatyKGError, match="cannot be written"):
        write(quads, tmp_path / "missing" / "pair.ttl")
