"""Tables are read whole: rows with too few or too many cells, strange bytes and leftovers are errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SourceError
from loaders.fields import Fields, rows


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "table.csv: holds no table: it has no header"),
        (b"a,b\n1\n", "table.csv, row 2: has 1 cells, the header 2"),
        (b"a,b\n1,2\n3,4,5\n", "table.csv, row 3: has 3 cells, the header 2"),
        (b"a,b,b\n1,2,3\n", "table.csv, column b: stands twice in the header"),
        (b'a,b\n1,"2\n', "table.csv: cannot be read after row 1: unexpected end of data"),
        (b"a,b\n1,\xff\n", "table.csv: is not text in utf-8: byte 0xFF in its first rows; name its encoding"),
    ],
)
def test_what_is_no_such_table_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        list(rows(path, ("a", "b")))
    assert str(caught.value).startswith(message)


def test_an_optional_column_may_lack_and_a_byte_order_mark_is_no_name(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"\xef\xbb\xbfa,b\r\n1,\r\n")
    (row,) = rows(path, ("a", "b"), optional=("c",))
    assert (row.take("a"), row.optional("b"), row.take("c", "none"), row.number) == ("1", None, "none", 2)
    row.finish()


def test_a_field_nobody_read_is_an_error_unless_ignored_by_name() -> None:
    row = Fields({"a": "1", "b": "2"}, file="table.csv", number=7)
    row.take("a")
    with pytest.raises(SourceError, match=r"^table.csv, row 7: unread fields \['b'\]$"):
        row.finish()
    row.finish("b")
    with pytest.raises(SourceError, match=r"^table.csv, row 7, column c: is missing$"):
        row.take("c")
