"""Loading: the account adds up, and a load that fails leaves what was loaded before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.load import load
from kg.store import Home
from loaders import SOURCES

BUNDLED = Path(__file__).parent.parent / "loaders" / "russia_venezuela"
SOURCE = SOURCES["russia-venezuela"]


def test_the_account_of_a_load_adds_up(tmp_path: Path) -> None:
    counts = load(Home(tmp_path), SOURCE, [BUNDLED]).counts
    kinds = ("treaties", "evidence", "statements", "counts", "events")
    assert counts["records"] == sum(counts[kind] for kind in kinds)
    assert (counts["treaties"], counts["bilateral"], counts["set_aside"]) == (254, 254, 0)
    assert counts["rows_read"] + counts["events"] == counts["records"]  # an event is told by rows that are about it


def test_a_broken_file_leaves_what_was_loaded(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    load(home, SOURCE, [BUNDLED])
    broken = tmp_path / "broken"
    shutil.copytree(BUNDLED, broken)
    lines = (broken / "agreements.csv").read_text().splitlines(keepends=True)
    lines[5] = lines[5].replace("VEN|RUS", "VEN|ATLANTIS")
    (broken / "agreements.csv").write_text("".join(lines))
    with pytest.raises(SourceError, match=r"agreements\.csv, row 6, column parties: .*ATLANTIS"):
        load(home, SOURCE, [broken])
    assert home.load_report(SOURCE.name).counts["treaties"] == 254
    assert load(home, SOURCE, [broken], keep_going=True).counts["set_aside"] == 1


def test_a_release_names_its_inputs_by_checksum(bundled: Home) -> None:
    inputs = {one["source"]: one["files"] for one in bundled.current().manifest["inputs"]}
    wanted = sha256((BUNDLED / "agreements.csv").read_bytes()).hexdigest()
    assert inputs["russia-venezuela"]["agreements.csv"] == wanted


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere: there is no such file or folder"):
        load(Home(tmp_path), SOURCE, [tmp_path / "nowhere"])


@pytest.mark.full
def test_the_published_files_of_the_uk_catalogue_add_up(data: Callable[[str], Path], tmp_path: Path) -> None:
    counts = load(Home(tmp_path), SOURCES["uk-treaties"], [data("uk-treaties") / "json"]).counts
    assert counts["rows_read"] - counts["rows_repeated"] == counts["records"] == 11_300
    assert (counts["treaties"], counts["documents"], counts["bilateral"]) == (6_935, 4_365, 5_150)
    assert counts["unidentified"] < counts["parties"] / 100
