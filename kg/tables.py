"""Rows as text: a table for the terminal, CSV, JSON, Markdown."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

Value = str | int | float | bool | date | None

LONGEST = 76  # characters of a text in the table of an answer
FORMATS = ("table", "csv", "json", "md")


def form(columns: Sequence[str], rows: Iterable[Sequence[Value]], name: str) -> str:
    """Rows in one of FORMATS, without a closing line break; days are ISO texts, an unknown value is empty or null.

    A table cuts long texts so that its lines can be read; the other forms keep every value whole.
    """
    if name == "table":
        return table(columns, rows, LONGEST)
    return {"csv": _csv, "json": _json, "md": _markdown}[name](columns, rows)


def table(columns: Sequence[str], rows: Iterable[Sequence[Value]], longest: int | None = None) -> str:
    """Columns aligned under their names, numbers to the right; texts over `longest` characters are cut."""
    texts = [[_cut(_line(value), longest) for value in row] for row in rows]
    cells = list(zip(columns, *texts, strict=True))
    shown = [_aligned(column) for column in cells]
    return "\n".join("  ".join(line).rstrip() for line in zip(*shown, strict=True))


def _aligned(column: Sequence[str]) -> list[str]:
    """A column with its name, a rule and its cells, all of one width."""
    width = max(map(_width, column))
    name, *cells = column
    numeric = all(_is_number(cell) for cell in cells if cell)
    shown = [(" " * (width - _width(cell)) + cell) if numeric else _padded(cell, width) for cell in cells]
    return [_padded(name, width), "-" * width, *shown]


def _cut(text: str, longest: int | None) -> str:
    line = " ".join(text.split())
    return line if longest is None or len(line) <= longest else line[: longest - 1] + "…"


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_text(value) for value in row] for row in rows)
    return text.getvalue().rstrip("\n")


def _json(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    return json.dumps([dict(zip(columns, row, strict=True)) for row in rows], indent=1, ensure_ascii=False, default=str)


def _markdown(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    lines = [list(columns), ["---"] * len(columns)]
    lines += [[_line(value).replace("|", "\\|") for value in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _text(value: Value) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _line(value: Value) -> str:
    """A value on one line: breaks, tabs and characters that steer a terminal become spaces."""
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in _text(value))


def _width(text: str) -> int:
    """Cells of a terminal that a text takes: wide letters take two, marks that combine take none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "", 1).removeprefix("-").isdigit()


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
