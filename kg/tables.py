"""Rows as text: a table for the terminal, CSV, JSON, Markdown."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

Value = str | int | float | bool | date | None

LONGEST = 76  # characters of a text in a table for the terminal
FORMATS = ("table", "csv", "json", "md")


def form(columns: Sequence[str], rows: Iterable[Sequence[Value]], name: str) -> str:
    """Rows in one of FORMATS, without a closing line break; days are ISO texts, an unknown value is empty or null."""
    makers = {"table": table, "csv": _csv, "json": _json, "md": _markdown}
    return makers[name](columns, rows)


def table(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Columns aligned under their names, numbers to the right; long texts are cut, which the other forms never do."""
    texts = [[_cut(_text(value)) for value in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(columns, *texts, strict=True)]
    lines = [list(columns), ["-" * width for width in widths], *texts]
    return "\n".join(
        "  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


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
    lines += [[_text(value).replace("|", "\\|").replace("\n", " ") for value in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _text(value: Value) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _width(text: str) -> int:
    """Cells of a terminal that a text takes: wide letters take two, marks that combine take none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _padded(text: str, width: int) -> str:
    pad = " " * (width - _width(text))
    return pad + text if text.replace(",", "").replace(".", "", 1).removeprefix("-").isdigit() else text + pad
