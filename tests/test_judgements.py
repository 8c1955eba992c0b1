"""Rule R0: an editor's reasoned decision is followed, said to be one, and checked before it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.ask import ask, questions
from kg.build import build
from kg.errors import SourceError
from kg.judgements import read
from kg.names import JUDGEMENT_GRAPH
from kg.store import Home
from loaders import SOURCES

BUNDLED = {name: source for name, source in SOURCES.items() if source.bundled}
GOOD = """
agreement = "tzwvh71gf"
act = "entryIntoForce"
field = "date"
prefers = "russia-venezuela/rvc-049"
reason = "Made up for this test: the president is taken at his word."
editor = "A. Editor"
decided_on = 2026-11-24
"""
WRONG = {
    "missing": (GOOD.replace('field = "date"', ""), r"x\.toml, column field: missing"),
    "unknown key": (GOOD + 'colour = "red"\n', r"column colour: unknown; known are agreement"),
    "not a day": (GOOD.replace("= 2026-11-24", '= "soon"'), r"column decided_on: found 'soon', expected a date"),
    "no reason": (GOOD.replace("Made up for this test: the president is taken at his word.", "So."), r"found 'So\.'"),
    "no decision": (GOOD.replace('prefers = "russia-venezuela/rvc-049"', ""), "prefers no record and rejects none"),
    "no TOML": (GOOD + "=", r"x\.toml: is no TOML"),
    "no agreement": (GOOD.replace("tzwvh71gf", "t00000000"), "there is no agreement 't00000000'"),
    "no record": (GOOD.replace("rvc-049", "rvc-999"), "there is no record 'russia-venezuela/rvc-999'"),
}


def _home(tmp_path: Path, bundled: Home, **files: str) -> Home:
    home = Home(tmp_path / "home")
    shutil.copytree(bundled.path, home.path)
    (home.path / "judgements").mkdir()
    for name, text in files.items():
        (home.path / "judgements" / f"{name}.toml").write_text(text)
    return home


def _entry_into_force(home: Home) -> set[tuple[object, ...]]:
    given = {"agreement": "tzwvh71gf", "field": "date", "act": "entryIntoForce"}
    rows = ask(home.current().store, questions()["evidence-for-field"], given)
    wanted = [list(rows.columns).index(name) for name in ("shown", "level", "rule")]
    return {tuple(row[index] for index in wanted) for row in rows.rows}


def test_a_judgement_decides_and_can_be_taken_back(bundled: Home, tmp_path: Path) -> None:
    home = _home(tmp_path, bundled, x=GOOD)
    before = bundled.current().id
    done = build(home, BUNDLED, lambda _text: None)
    assert _entry_into_force(home) == {("2025-10-07", "judged", "R0")}
    assert done.counts["held back"] == 0
    assert any("taken at his word" in line for line in done.release.quads(JUDGEMENT_GRAPH.value))
    (home.path / "judgements" / "x.toml").unlink()
    assert build(home, BUNDLED, lambda _text: None).release.id == before


def test_a_rejected_record_gives_no_value(bundled: Home, tmp_path: Path) -> None:
    rejected = GOOD.replace("prefers = ", "rejects = [").replace("rvc-049", "rvc-048").replace('048"', '048"]')
    home = _home(tmp_path, bundled, x=rejected)
    build(home, BUNDLED, lambda _text: None)
    assert {(row[0], row[2]) for row in _entry_into_force(home)} == {("2025-11-12", "R0")}  # others say the same


def test_two_editors_who_decide_leave_it_to_the_rules(bundled: Home, tmp_path: Path) -> None:
    home = _home(tmp_path, bundled, x=GOOD, y=GOOD.replace("rvc-049", "rvc-048"))
    build(home, BUNDLED, lambda _text: None)
    assert _entry_into_force(home) == {("2025-11-12", "conflicting", "R3")}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_judgement_stops_the_build(name: str, bundled: Home, tmp_path: Path) -> None:
    text, message = WRONG[name]
    home = _home(tmp_path, bundled, x=text)
    with pytest.raises(SourceError, match=message):
        build(home, BUNDLED, lambda _text: None)
    assert home.current().id == bundled.current().id


def test_no_folder_is_no_judgement(tmp_path: Path) -> None:
    assert read(tmp_path / "judgements") == []
