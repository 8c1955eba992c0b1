"""Pairs of records judged by reading, which the identity test measures against: their form, and that they exist."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from loaders import SOURCES
from tests.published import Recorded

HERE = Path(__file__).parent
FILES = ("labelled-a.csv", "labelled-b.csv")
COLUMNS = ["one", "other", "same", "group", "why"]


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, strict=True)
        rows = list(table)
    assert table.fieldnames == COLUMNS
    return rows


def _all() -> list[dict[str, str]]:
    return [row for name in FILES for row in _rows(name)]


def _named() -> dict[str, set[str]]:
    """Identifiers of the labelled records, by source."""
    named: dict[str, set[str]] = {}
    for row in _all():
        for record in (row["one"], row["other"]):
            source, _, number = record.partition("/")
            named.setdefault(source, set()).add(number)
    return named


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_its_form(name: str) -> None:
    for number, row in enumerate(_rows(name), start=2):
        place = f"{name}, row {number}: {row}"
        assert None not in row and None not in row.values(), place
        assert row["one"] != row["other"], place
        assert all(row[column].partition("/")[2] for column in ("one", "other")), place
        assert row["same"] in {"yes", "no"} and row["group"] in {"tune", "test"}, place
        assert 1 <= len(row["why"].split()) <= 12, place


def test_no_pair_stands_twice_in_either_order() -> None:
    pairs = Counter(frozenset((row["one"], row["other"])) for row in _all())
    assert [sorted(pair) for pair, count in pairs.items() if count > 1] == []


def test_there_are_enough_of_each_kind_in_each_half() -> None:
    counts = Counter((row["group"], row["same"]) for row in _all())
    assert counts.total() >= 300
    assert all(counts[half, same] >= 60 for half in ("tune", "test") for same in ("yes", "no"))


def test_every_source_is_known() -> None:
    assert set(_named()) <= set(SOURCES)


@pytest.mark.full
@pytest.mark.parametrize("name", sorted(_named()))
def test_every_record_is_an_agreement_of_its_source(name: str, recorded: Recorded) -> None:
    known = {record.id for record in recorded(name) if record.kind == "agreementRecord"}
    assert _named()[name] - known == set()
