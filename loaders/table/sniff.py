"""How an unknown file is laid out: encoding, separator, header, sheet. Each guess has its ground, or is a doubt."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from kg.errors import SourceError
from loaders.formats import FORMATS, LONGEST_CELL, READERS, Layout, Row
from loaders.tables import open_table

ROWS = 50_000  # looked at, at most
DOUBT = "DOUBT: "
_FIRST = 1 << 18  # bytes from which separator and header are told
_SEPARATORS = ",;\t|"
_MARKS = "«»„“”‘’–—…№°ºª§€¿¡´"
_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ"
_WESTERN = "áéíóúàâãçêôõñäöüßèëîïûœ"
_CENTRAL = "ąćęłńóśźżáčďéěíňřšťúůýžőűöüäăâîșț"
_RARE = "åæøìò"  # what other encodings make of other letters
_LETTERS = {  # encoding -> letters beyond ASCII that its languages use
    "cp1252": _WESTERN + _RARE,
    "cp1251": _CYRILLIC,
    "koi8-r": _CYRILLIC,
    "cp866": _CYRILLIC,
    "iso-8859-5": _CYRILLIC,
    "cp1250": _CENTRAL,
    "iso-8859-2": _CENTRAL,
    "cp1254": "çğıöşüâî",
    "cp1253": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ",
    "cp1256": "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآءؤئ",
    "mac-roman": _WESTERN,
    "cp850": _WESTERN,
}
_BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_MIXED = re.compile(r"(?<=[a-zß-öø-ɏ])[Ѐ-ӿͰ-Ͽ؀-ۿA-ZÀ-ÖØ-Þ]|[Ѐ-ӿͰ-Ͽ؀-ۿ](?=[a-z])|(?<=[а-яё])[А-ЯЁ]")  # scripts, or cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Sniffed:
    """A table as far as it was looked at; `grounds`: field of the layout -> why it is so."""

    file: str
    layout: Layout
    grounds: dict[str, str]
    columns: tuple[str, ...]
    rows: list[Row]
    whole: bool  # all rows were looked at


def sniff(path: Path, encoding: str | None = None, sheet: str | None = None) -> Sniffed:
    """Look at a file; SourceError if it is no table. `sheet`: of a workbook, or table of a database."""
    form = FORMATS.get(path.suffix.lower()) if path.is_file() else None
    layout, grounds = Layout(sheet=sheet, table=sheet), dict[str, str]()
    if form in ("csv", "tsv"):
        layout, grounds = _text_layout(path, encoding)
    elif form == "excel":
        layout, grounds = _workbook_layout(path, sheet)
    elif form == "sqlite" and sheet is None:
        layout, grounds = _database_layout(path)
    table = open_table(path, layout)
    rows = list(islice(table.rows, ROWS + 1))
    return Sniffed(
        file=path.name,
        layout=layout,
        grounds=grounds,
        columns=table.columns,
        rows=rows[:ROWS],
        whole=len(rows) <= ROWS,
    )


def _text_layout(path: Path, encoding: str | None) -> tuple[Layout, dict[str, str]]:
    grounds = {}
    if encoding is None:
        encoding, grounds["encoding"] = encoding_of(path)
    with path.open("rb") as file:
        content = file.read(_FIRST)
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(content)
    except (LookupError, ValueError) as error:
        raise SourceError(f"is not text in {encoding}: {error}", file=path.name) from error
    lines = text.splitlines(keepends=True)
    lines = lines[:-1] if len(content) == _FIRST else lines
    tried = {mark: _parsed(lines, mark) for mark in _SEPARATORS}
    separator = max(tried, key=lambda mark: _evenness([cells for _, cells in tried[mark]]))
    skip, ground = header_of(tried[separator])
    layout = Layout(encoding=encoding, separator=separator, skip=skip)
    width = Counter(len(cells) for _, cells in tried[separator]).most_common(1)[0][0] if lines else 0
    grounds["separator"] = f"cuts most of the first lines into {width} cells"
    if skip:
        grounds["skip"] = ground
    if not _reads_with_quotes(path, layout):
        layout = replace(layout, quote=None)
        grounds["quote"] = DOUBT + "quotation marks are not paired, so they are taken as plain letters"
    return layout, grounds


def encoding_of(path: Path) -> tuple[str, str]:
    """The encoding of a text and the ground: its first bytes, valid UTF-8, or else the letters that come out."""
    with path.open("rb") as file:
        first = file.read(_FIRST)
        for mark, name in _BYTE_ORDER_MARKS.items():
            if first.startswith(mark):
                return name, "by the byte order mark it begins with"
        for name, start in (("utf-16-le", 1), ("utf-16-be", 0)):
            if first[start::2].count(0) > len(first) // 8:
                return name, "every other byte is 0"
        file.seek(0)
        if _is_utf8(file):
            return "utf-8", "all bytes are valid in it"
        file.seek(0)
        strange = re.findall(rb"[^\n]*[\x80-\xff][^\n]*", file.read(64 * _FIRST))
    return _by_letters(b"\n".join(strange[:2000]))


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while part := file.read(1 << 20):
            decoder.decode(part)
    except UnicodeDecodeError:
        return False
    return True


def _by_letters(sample: bytes) -> tuple[str, str]:
    """The encoding in which bytes are most like words."""
    best = max(_LETTERS, key=lambda name: _likeness(sample.decode(name, "replace"), _LETTERS[name]))
    words = Counter(re.findall(r"\w*[^\W\x00-\x7f]\w*", sample.decode(best, "replace"))).most_common(4)
    shown = ", ".join(word for word, _ in words)
    return best, f"{DOUBT}not UTF-8; so read, words are {shown}: are they right?"


def _likeness(text: str, letters: str) -> float:
    """Share of the signs beyond ASCII that are letters as expected, less the others and what no word has inside."""
    beyond = Counter(letter for letter in text.lower() if letter > "\x7f" and letter not in _MARKS)
    weights = {letter: 0.6 if letter in _RARE else 1.0 for letter in letters}
    good = sum(weights.get(letter, -1.0) * number for letter, number in beyond.items())
    return (good - 2 * sum(1 for _ in _MIXED.finditer(text))) / max(beyond.total(), 1)


def _parsed(lines: Sequence[str], separator: str) -> list[tuple[int, list[str]]]:
    """The rows of the first lines with the number of lines before each."""
    csv.field_size_limit(LONGEST_CELL)
    reader, found, before = csv.reader(lines, delimiter=separator), [], 0
    with suppress(csv.Error):
        for cells in islice(reader, 500):
            found.append((before, cells))
            before = reader.line_num
    return found


def _evenness(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    """How well a separator fits: share of rows of the most frequent width, if that is more than one cell."""
    widths = Counter(len(cells) for cells in rows if any(cells))
    if not widths:
        return 0.0, 0
    width, number = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (number / widths.total() if width > 1 else 0.0), width


def header_of(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, str]:
    """How many lines stand above the header, which is the first row with a word in (nearly) every column."""
    widest = max((_filled(cells) for _, cells in rows), default=0)
    for before, cells in rows:
        if _filled(cells) >= max(0.8 * widest, 1):
            above = [" ".join(" ".join(c).split()) for line, c in rows if line < before and any(c)]
            return before, "above the header stands: " + " / ".join(text[:60] for text in above[:3])
    return 0, ""


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _reads_with_quotes(path: Path, layout: Layout) -> bool:
    try:
        for _ in islice(open_table(path, layout).rows, ROWS):
            pass
    except SourceError as error:
        if "a quotation mark" in error.problem:
            return False
        raise
    return True


def _workbook_layout(path: Path, sheet: str | None) -> tuple[Layout, dict[str, str]]:
    """The largest sheet, unless one is named, and its header."""
    from python_calamine import CalamineError, CalamineWorkbook  # slow to import

    grounds = {}
    if sheet is None:
        with suppress(CalamineError):  # what is wrong with it is said when it is opened
            book = CalamineWorkbook.from_path(path)
            heights = {name: book.get_sheet_by_name(name).height for name in book.sheet_names}
            heights = {name: rows for name, rows in heights.items() if rows}
            sheet = max(heights, key=lambda name: heights[name], default=None)
            if len(heights) > 1 or sheet != book.sheet_names[0]:
                rows = ", ".join(f"{name} {number:,}" for name, number in heights.items())
                grounds["sheet"] = f"{DOUBT}the one with most rows is read; found {rows}"
    skip, ground = header_of([(row.number - 1, row.cells) for row in _raw(path, Layout(sheet=sheet))])
    if skip:
        grounds["skip"] = ground
    return Layout(sheet=sheet if "sheet" in grounds else None, skip=skip), grounds


def _raw(path: Path, layout: Layout) -> Iterator[Row]:
    """The first rows of a sheet as they stand, its header one of them."""
    return islice(READERS["excel"](path, layout), 200)


def _database_layout(path: Path) -> tuple[Layout, dict[str, str]]:
    try:
        open_table(path)
    except SourceError as error:
        names = error.problem.partition(": ")[2].split(", ")
        if not error.problem.startswith("name one of its tables") or names == ["it has none"]:
            raise
        ground = f"{DOUBT}its tables are {', '.join(names)}; the first is read"
        return Layout(table=names[0]), {"table": ground}
    return Layout(), {}
