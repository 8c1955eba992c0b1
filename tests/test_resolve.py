"""Identifiers of agreements: opaque, stable, never shared."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kg.records import Record
from kg.resolve import agreement_id, clusters

PATTERN = re.compile(r"t[0-9a-hjkmnp-tv-z]{8}")


def _record(number: str, kind: str = "agreementRecord", about: str | None = None) -> Record:
    return Record(source="list", id=number, kind=kind, file="f", row=1, as_given={}, about=about)


@given(st.text(min_size=1), st.text(min_size=1), st.integers(0, 5))
def test_an_identifier_has_its_form_whatever_the_key(source: str, number: str, attempt: int) -> None:
    assert PATTERN.fullmatch(agreement_id(source, number, attempt))


def test_identifiers_published_once_stay() -> None:
    assert agreement_id("russia-venezuela", "rv-2025-05-07-strategic-partnership") == "tzwvh71gf"


def test_a_record_keeps_its_agreement_when_others_come() -> None:
    few = {group.anchor.id: group.id for group in clusters([_record("7"), _record("9")])}
    many = {group.anchor.id: group.id for group in clusters([_record(str(n)) for n in range(2000)])}
    assert few == {number: many[number] for number in few}
    assert len(set(many.values())) == 2000


def test_evidence_joins_what_it_is_about() -> None:
    records = [_record("e1", "evidenceRecord", "7"), _record("7"), _record("9"), _record("e2", "evidenceRecord", "8")]
    found = {group.anchor.id: [other.id for other in group.others] for group in clusters(records)}
    assert found == {"7": ["e1"], "9": []}
