"""The rules R1-R6 by which one of several stated values is shown."""

from __future__ import annotations

from datetime import date

import pytest

from kg.derive.values import Stated, Voices, covers_date, covers_text, date_width, resolve, same_width
from kg.records import Publication, Reading, Record, Source


def _source(name: str, tier: int, *, compiled: bool = False) -> Source:
    return Source(
        name=name,
        title=name,
        publisher=name,
        citation=name,
        licence="test",
        url="",
        version="1",
        retrieved=date(2026, 1, 1),
        tier=tier,
        horizon=date(2026, 1, 1),
        coverage="",
        covers=(),
        read=lambda _paths, _keep_going: Reading([]),
        derived_from_publications=compiled,
    )


VOICES = Voices({"catalogue": _source("catalogue", 2), "index": _source("index", 3, compiled=True)})


def _says(value: str, who: str, tier: int = 5, stance: str = "asserts", family: str | None = None) -> Stated:
    publication = (
        None if who in {"catalogue", "index"} else Publication(title=who, publisher=who, tier=tier, family=family)
    )
    source = who if publication is None else "index"
    record = Record(
        source=source,
        id=f"{who}/{value}",
        kind="evidenceRecord",
        file="f",
        row=1,
        as_given={},
        stance=stance,
        publication=publication,
    )
    return Stated(record=record, value=value)


# what is said by whom -> value shown, level, rule
CASES = {
    "one record": ([_says("2025-11-12", "press")], "2025-11-12", "single", "R2"),
    "two papers": ([_says("2025-11-12", "A"), _says("2025-11-12", "B")], "2025-11-12", "concordant", "R2"),
    "one agency twice": (
        [_says("2025-11-12", "A", family="EFE"), _says("2025-11-12", "B", family="EFE")],
        "2025-11-12",
        "single",
        "R2",
    ),
    "a compilation repeats": ([_says("2025-11-12", "A"), _says("2025-11-12", "index")], "2025-11-12", "single", "R2"),
    "less precise": ([_says("2025", "A"), _says("2025-11-12", "B")], "2025-11-12", "compatible", "R2"),
    "better tier wins": ([_says("2025-10-07", "A", 5), _says("2025-11-12", "B", 3)], "2025-11-12", "conflicting", "R3"),
    "more families win": (
        [_says("2025-10-07", "A"), _says("2025-11-12", "B"), _says("2025-11-12", "C")],
        "2025-11-12",
        "conflicting",
        "R4",
    ),
    "more precise wins": ([_says("2024", "A"), _says("2025-11-12", "B")], "2025-11-12", "conflicting", "R5"),
    "the vague one fits both": (
        [_says("2025", "A"), _says("2025-10-07", "B"), _says("2025-11-12", "catalogue")],
        "2025-11-12",
        "conflicting",
        "R3",
    ),
    "denied until the day before": (
        [_says("2025-11-12", "A"), _says("../2025-11-11", "minister", 4, "denies")],
        "2025-11-12",
        "single",
        "R2",
    ),
    "denied": (
        [_says("2025-10-07", "A"), _says("../2025-11-11", "minister", 4, "denies")],
        "2025-10-07",
        "conflicting",
        "R2",
    ),
    "a supposition does not count": (
        [_says("2025-11-12", "A"), _says("2025-10-07", "B", stance="supposes")],
        "2025-11-12",
        "single",
        "R2",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_value_shown_and_why(name: str) -> None:
    stated, value, level, rule = CASES[name]
    found = resolve(stated, VOICES, covers_date, date_width)
    assert found is not None
    assert (found.value, found.level, found.rule) == (value, level, rule)


def test_the_order_of_records_does_not_matter() -> None:
    for stated, value, level, rule in CASES.values():
        found = resolve(list(reversed(stated)), VOICES, covers_date, date_width)
        assert found is not None
        assert (found.value, found.level, found.rule) == (value, level, rule)


def test_nothing_is_shown_where_nothing_is_asserted() -> None:
    assert resolve([_says("2025-10-07", "A", stance="denies")], VOICES, covers_date, date_width) is None


def test_a_denial_of_the_days_before_contradicts_only_those_who_name_them() -> None:
    stated = [_says("2025-10-07", "A"), _says("2025-11-12", "catalogue"), _says("../2025-11-11", "M", 4, "denies")]
    found = resolve(stated, VOICES, covers_date, date_width)
    assert found is not None
    assert [(one.stated.value, one.agrees) for one in found.said] == [
        ("2025-10-07", False),
        ("2025-11-12", True),
        ("../2025-11-11", True),
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Agreement on Trade.", "agreement on trade", True),
        ("Acuerdo de cooperación", "ACUERDO DE COOPERACION", True),
        ("Protocol No. 2", "Protocol No. 3", False),
    ],
)
def test_titles_are_compared_without_case_accents_and_punctuation(one: str, other: str, same: bool) -> None:
    assert covers_text(one, other) is same
    found = resolve([_says(one, "A"), _says(other, "B")], VOICES, covers_text, same_width)
    assert found is not None
    assert found.level == ("concordant" if same else "conflicting")
