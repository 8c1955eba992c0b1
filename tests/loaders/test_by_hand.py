"""The sources that are only mapping files, against readers written by hand: the same records, and the same graphs."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kg.graph.records import record_triples
from kg.names import source_graph
from kg.records import Problem, Reading, Record, Source
from kg.units import line
from loaders.brazil_concordia import SOURCE as BRAZIL
from loaders.table.check import columns
from loaders.table.file import mapping_of
from loaders.unctad_bits import SOURCE as UNCTAD
from tests.loaders.by_hand import brazil, unctad

HERE = Path(__file__).parent
ACTS, TREATIES = "bilaterais_brasil.csv", "iia_dataset_for_paper_20260323.csv"
UNCTAD_MAP = HERE.parents[1] / "loaders" / "unctad_bits" / "map.yml"
ByHand = Callable[[Path], Reading]


def quads(source: Source, records: Iterable[Record]) -> set[str]:
    """The graph of a source, as a release holds it."""
    graph = source_graph(source.name, source.version)
    return {f"{line(triple)} {graph} ." for record in records for triple in record_triples(record)}


def problem(one: Problem) -> tuple[str, int, str | None, str]:
    """What a problem is about; each reader has its own words for it."""
    return one.kind, one.row, one.column, one.found


def assert_same(source: Source, by_hand: ByHand, file: Path) -> Reading:
    """The graphs are the same quad for quad, and so is what they leave out: who a name is, rows, problems."""
    mapped, read = source.read([file], False), by_hand(file)
    records, expected = list(mapped), list(read)
    found, wanted = quads(source, records), quads(source, expected)
    assert (sorted(wanted - found)[:10], sorted(found - wanted)[:10]) == ([], [])  # missing, and in excess
    assert [pair for pair in zip(records, expected, strict=True) if pair[0] != pair[1]][:3] == []
    assert Counter(map(problem, mapped.problems)) == Counter(map(problem, read.problems))
    assert counts(mapped) == counts(read)
    return mapped


def counts(reading: Reading) -> tuple[int, int, int, int, int]:
    """Rows read, joined, repeated and set aside; records beside those of rows."""
    aside = reading.problems.rows_aside
    return reading.rows_read, reading.rows_joined, reading.rows_repeated, aside, reading.records_besides


@pytest.mark.parametrize("file", [HERE / "by_hand" / ACTS, HERE / "brazil_concordia" / ACTS], ids=["wide", "small"])
def test_acts_of_brazil_of_our_own_making(file: Path) -> None:
    assert assert_same(BRAZIL, brazil.read, file).rows_repeated == 2


def test_treaties_of_our_own_making(tmp_path: Path) -> None:
    file = tmp_path / TREATIES
    with (HERE / "by_hand" / "investment.csv").open(encoding="utf-8", newline="") as short:
        rows = list(csv.DictReader(short))
    with file.open("w", encoding="utf-8", newline="") as whole:
        writer = csv.DictWriter(whole, list(columns(mapping_of(UNCTAD_MAP))), restval="")  # 192 columns, mostly blank
        writer.writeheader()
        writer.writerows(rows)
    assert assert_same(UNCTAD, unctad.read, file).rows_read == 6


@pytest.mark.full
@pytest.mark.parametrize(
    ("source", "by_hand", "file", "expected"),
    [
        (BRAZIL, brazil.read, ACTS, (6_761, 0, 3_252, 0, 196)),
        (UNCTAD, unctad.read, TREATIES, (1_837, 0, 0, 0, 0)),
    ],
    ids=["brazil-concordia", "unctad-bits"],
)
def test_the_published_files(
    data: Callable[[str], Path],
    source: Source,
    by_hand: ByHand,
    file: str,
    expected: tuple[int, int, int, int, int],
) -> None:
    assert counts(assert_same(source, by_hand, data(source.name) / file)) == expected
