"""Tiny workbooks written by hand, so that tests need no library that writes them."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

Cell = str | float | bool | date | None
_OOXML = "http://schemas.openxmlformats.org/"
_MAIN, _LINKS = _OOXML + "spreadsheetml/2006/main", _OOXML + "officeDocument/2006/relationships"
_PACKAGE = _OOXML + "package/2006/"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def write_xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    """Write sheets of rows; a text that begins with `#` is an error value, as `#N/A`."""
    names = dict(enumerate(sheets, start=1))
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in names.items())
    links = "".join(_link(f"s{n}", "worksheet", f"worksheets/{n}.xml") for n in names) + _link(
        "f", "styles", "styles.xml"
    )
    with ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}content-types"/>')
        book = _link("b", "officeDocument", "xl/workbook.xml")
        file.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}relationships">{book}</Relationships>')
        file.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{listed}</sheets></workbook>'
        )
        links = f'<Relationships xmlns="{_PACKAGE}relationships">{links}</Relationships>'
        file.writestr("xl/_rels/workbook.xml.rels", links)
        formats = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs>'
        file.writestr("xl/styles.xml", f'<styleSheet xmlns="{_MAIN}">{formats}</styleSheet>')
        for n, rows in enumerate(sheets.values(), start=1):
            body = "".join(_row(number, cells) for number, cells in enumerate(rows, start=1))
            sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
            file.writestr(f"xl/worksheets/{n}.xml", sheet)


def _link(id_: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id_}" Type="{_LINKS}/{kind}" Target="{target}"/>'


def _row(number: int, cells: Sequence[Cell]) -> str:
    return f'<row r="{number}">{"".join(_xlsx(f"{chr(65 + n)}{number}", cell) for n, cell in enumerate(cells))}</row>'


def _xlsx(place: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, date):
        days = (cell if isinstance(cell, datetime) else datetime.combine(cell, datetime.min.time())) - datetime(
            1899, 12, 30
        )
        return f'<c r="{place}" s="{1 + isinstance(cell, datetime)}"><v>{days.total_seconds() / 86400}</v></c>'
    if isinstance(cell, str):
        kind = "e" if cell.startswith("#") else "str"
        return f'<c r="{place}" t="{kind}"><v>{escape(cell)}</v></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def write_ods(path: Path, rows: Sequence[Sequence[Cell]]) -> None:
    """Write one sheet."""
    body = "".join(f"<table:table-row>{''.join(map(_ods, cells))}</table:table-row>" for cells in rows)
    names = "".join(f' xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "table", "text"))
    sheet = f'<table:table table:name="One">{body}</table:table>'
    content = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    with ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{_ODF}manifest:1.0"/>')
        file.writestr("content.xml", f"<office:document-content{names}>{content}</office:document-content>")


def _ods(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    kind, name = "string", ""
    if isinstance(cell, bool):
        kind, name = "boolean", f' office:boolean-value="{str(cell).lower()}"'
    elif isinstance(cell, date):
        kind, name = "date", f' office:date-value="{cell.isoformat()}"'
    elif not isinstance(cell, str):
        kind, name = "float", f' office:value="{cell}"'
    shown = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(cell).split("\n"))
    return f'<table:table-cell office:value-type="{kind}"{name}>{shown}</table:table-cell>'


def write_locked(path: Path) -> None:
    """Write what Excel makes of a workbook with a password: a compound file with an `EncryptedPackage` in it."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    sectors = struct.pack("<128I", fat, end, *[free] * 126)
    entries = (("Root Entry", 5, 1), ("EncryptedPackage", 2, free), ("", 0, free), ("", 0, free))
    listed = b"".join(_entry(name, kind, child, end) for name, kind, child in entries)
    path.write_bytes(header + sectors + listed)


def _entry(name: str, kind: int, child: int, start: int) -> bytes:
    text = (name + "\0").encode("utf-16-le") if name else b""
    none = 0xFFFFFFFF
    return text.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(text), kind, 1, none, none, child, start, 0)
