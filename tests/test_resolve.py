"""Identifiers of agreements: opaque, stable, never shared; their register."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.records import Record
from kg.resolve import Cluster, agreement_id, plan
from kg.resolve.ids import append, read
from kg.units import matters
from loaders import SOURCES

PATTERN = re.compile(r"t[0-9a-hjkmnp-tv-z]{8}")


def _record(number: str, kind: str = "agreementRecord", about: str | None = None) -> Record:
    return Record(source="uk-treaties", id=number, kind=kind, file="f", row=1, as_given={}, about=about)


def _clusters(records: Sequence[Record]) -> tuple[Cluster, ...]:
    return plan(records, SOURCES).clusters


@given(st.text(min_size=1), st.text(min_size=1), st.integers(0, 5))
def test_an_identifier_has_its_form_whatever_the_key(source: str, number: str, attempt: int) -> None:
    assert PATTERN.fullmatch(agreement_id(source, number, attempt))


def test_identifiers_published_once_stay() -> None:
    assert agreement_id("russia-venezuela", "rv-2025-05-07-strategic-partnership") == "tzwvh71gf"


def test_a_record_keeps_its_agreement_when_others_come() -> None:
    few = {group.anchor.id: group.id for group in _clusters([_record("7"), _record("9")])}
    many = {group.anchor.id: group.id for group in _clusters([_record(str(n)) for n in range(2000)])}
    assert few == {number: many[number] for number in few}
    assert len(set(many.values())) == 2000


def test_evidence_joins_what_it_is_about() -> None:
    records = [_record("e1", "evidenceRecord", "7"), _record("7"), _record("9"), _record("e2", "evidenceRecord", "8")]
    found = {group.anchor.id: [other.id for other in group.others] for group in _clusters(records)}
    assert found == {"7": ["e1"], "9": []}


def test_the_register_grows_by_release_and_never_changes(tmp_path: Path) -> None:
    path = tmp_path / "ids.csv"
    assert read(path) == {}
    assert append(path, _clusters([_record("7"), _record("a, b")]), date(2026, 11, 25)) == 2
    first = path.read_text()
    assert append(path, _clusters([_record("7"), _record("8")]), date(2026, 11, 25)) == 1
    assert append(path, _clusters([_record("8")]), date(2026, 11, 26)) == 0
    assert path.read_text().startswith(first)
    shown = {key.id: [(one.id, one.release) for one in found] for key, found in read(path).items()}
    own = {number: agreement_id("uk-treaties", number) for number in ("7", "a, b", "8")}
    assert shown == {"7": [(own["7"], 1)], "a, b": [(own["a, b"], 1)], "8": [(own["8"], 2)]}


HEADER = "id,source,record,minted,release\n"
GOOD = "t01234567,a,1,2026-11-25,2\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,record\n", "ids.csv, row 1: found id,record, expected id,source,record,minted,release"),
        (HEADER + "t0123456u,a,1,2026-11-25,1\n", "ids.csv, row 2, column id: found 't0123456u', expected t and"),
        (HEADER + GOOD + "t01234568,a\n", "ids.csv, row 3: found 2 values, expected 5"),
        (HEADER + "t01234567,a,,2026-11-25,1\n", "ids.csv, row 2, column record: found '', expected a name"),
        (HEADER + "t01234567,a,1,20261125,1\n", "ids.csv, row 2, column minted: found '20261125', expected a day"),
        (
            HEADER + GOOD + "t01234568,a,2,2026-11-25,1\n",
            "ids.csv, row 3, column release: found '1', expected a number",
        ),
        (HEADER + GOOD + GOOD, "ids.csv, row 3, column record: t01234567 of a/1 stands in row 2 too"),
    ],
)
def test_a_broken_register_is_said(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "ids.csv"
    path.write_text(text)
    with pytest.raises(SourceError, match=re.escape(message)):
        read(path)


def test_a_register_that_is_no_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / "ids.csv"
    path.write_bytes(HEADER.encode() + b"\xff\xfe")
    with pytest.raises(SourceError, match=r"ids\.csv: is no CSV text"):
        read(path)


def test_a_register_without_its_last_end_of_line_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "ids.csv"
    path.write_text((HEADER + GOOD).rstrip("\n"))
    assert append(path, _clusters([_record("7")]), date(2026, 11, 25)) == 1
    assert [key.id for key in read(path)] == ["1", "7"]
    assert [one.name for one in tmp_path.iterdir()] == ["ids.csv"]


def test_what_is_about_something_about_something_is_kept() -> None:
    records = [
        _record("event", "eventRecord"),
        _record("e1", "evidenceRecord", "event"),
        _record("e2", "evidenceRecord", "e1"),
        _record("itself", "evidenceRecord", "itself"),
        _record("lost", "evidenceRecord", "nothing"),
    ]
    found = {one.id: [other.id for other in one.others] for one in matters((), records)}
    assert found == {
        "uk-treaties/event": ["e1"],
        "uk-treaties/e2": [],
        "uk-treaties/itself": [],
        "uk-treaties/lost": [],
    }
