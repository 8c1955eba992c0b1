"""Rows as text."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from kg.tables import FORMATS, Value, form

COLUMNS = ["who", "n", "day", "sure"]
ROWS: list[list[Value]] = [["Лавров", 17, date(2025, 11, 11), True], ["a | b\nc", None, None, False]]


def test_csv_and_json_keep_every_value() -> None:
    assert list(csv.reader(io.StringIO(form(COLUMNS, ROWS, "csv")))) == [
        COLUMNS,
        ["Лавров", "17", "2025-11-11", "true"],
        ["a | b\nc", "", "", "false"],
    ]
    assert json.loads(form(COLUMNS, ROWS, "json"))[1] == {"who": "a | b\nc", "n": None, "day": None, "sure": False}


def test_a_table_is_aligned_and_a_markdown_cell_stays_a_cell() -> None:
    assert form(COLUMNS, ROWS, "table").splitlines() == [
        "who      n   day         sure",
        "-------  --  ----------  -----",
        "Лавров   17  2025-11-11  true",
        "a | b c                  false",
    ]
    assert form(COLUMNS, ROWS, "md").splitlines()[-1] == "| a \\| b c |  |  | false |"


@pytest.mark.parametrize("name", FORMATS)
def test_no_rows_still_name_the_columns(name: str) -> None:
    found = form(COLUMNS, [], name)
    assert found == "[]" if name == "json" else "sure" in found
