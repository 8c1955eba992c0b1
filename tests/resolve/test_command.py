"""`treatykg resolve`: counts, proposals with both records and reasons, one record, JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.store import Home

MAP = """source: {name: other-list, title: Another list, publisher: Test archive, tier: 3, retrieved: 2026-11-24,
  licence: CC0-1.0, coverage: Treaties of Venezuela., covers: [VEN]}
id: number
title: {column: title, lang: en}
parties:
  columns: [{column: parties, separator: "/"}]
dates:
  - {column: signed, act: signature, formats: [YYYY-MM-DD, YYYY]}
"""
LIST = """number,title,parties,signed
1,Agreement on mutual protection and promotion of investments,Russia/Venezuela,2008-11-07
2,Waiver of visas,Russia/Venezuela,2008
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a small list beside the bundled sources."""
    folder = tmp_path_factory.mktemp("resolve")
    (folder / "other.yml").write_text(MAP)
    (folder / "list.csv").write_text(LIST)
    done = _run(folder / "home", "load", "table", str(folder / "list.csv"), "--map", str(folder / "other.yml"))
    assert done.exit_code == 0, done.output
    return folder / "home"


def _run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home), "-q", *words])


def test_it_counts_and_shows_proposals_with_reasons(home: Path) -> None:
    done = _run(home, "resolve")
    assert done.exit_code == 0
    first, _, rest = done.output.partition("\n")
    assert " agreements, " in first and "from two sources or more" in first
    assert "other-list + russia-venezuela" in rest
    assert not Home(home).releases.exists(), "nothing is stored"


def test_one_record_shows_what_it_is_joined_with_and_why(home: Path) -> None:
    done = _run(home, "resolve", "--records", "other-list/1")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[1].startswith("join ")
    assert "  other-list/1  2008-11-07  RUS-VEN" in lines
    assert any(line.strip().startswith("+0.45  same day of signature: 2008-11-07") for line in lines)


def test_json_gives_everything(home: Path) -> None:
    done = _run(home, "resolve", "--json")
    answer = json.loads(done.output)
    assert answer["counts"]["agreements_of_two_or_more_sources"] >= 1
    match = next(m for m in answer["matches"] if "other-list" in {r["source"] for r in m["records"]})
    assert {"decision", "score", "judgement", "records", "reasons"} == match.keys()
    assert {"feature", "weight", "words"} == match["reasons"][0].keys()


def test_a_record_that_is_not_there_is_said(home: Path) -> None:
    done = _run(home, "resolve", "--records", "other-list/9")
    assert (done.exit_code, done.output.startswith("Error: there is no record 'other-list/9'")) == (1, True)
