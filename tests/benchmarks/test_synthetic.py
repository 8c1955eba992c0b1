"""The benchmark measures what it says: its list can be read both ways."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.synthetic import by_mapping, in_the_plain_way, write


def test_the_made_up_list_is_read_in_both_ways(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write(path, 300)
    found = by_mapping(path, 300, tmp_path / "ours.nt")
    assert 300 <= found["records"] < 400  # a status that contradicts a date is a record too
    assert 0.98 < found["identified"] < 1
    assert found["first"] > 0 < found["second"]
    in_the_plain_way(path, tmp_path / "plain.nt")
    plain = (tmp_path / "plain.nt").read_text(encoding="utf-8").splitlines()
    assert sum("https://example.org/Treaty" in line for line in plain) == 300
    assert len((tmp_path / "ours.nt").read_text(encoding="utf-8").splitlines()) > 3 * len(plain)
