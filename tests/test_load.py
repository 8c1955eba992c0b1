"""Loading: the account adds up, and a load that fails leaves what was loaded before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from kg.build import build
from kg.errors import SourceError
from kg.load import checksums, load
from kg.records import KEPT_PROBLEMS, Problem, Problems, Reading
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


def test_files_of_one_name_keep_their_own_checksums(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "list.csv" for folder in ("one", "two")]
    for number, path in enumerate(paths):
        path.parent.mkdir()
        path.write_text(str(number))
    assert list(checksums(paths)) == ["one/list.csv", "two/list.csv"]


def test_many_problems_are_all_counted_and_the_first_kept() -> None:
    found = Problems()
    for number in range(KEPT_PROBLEMS + 5):
        found.append(Problem(kind="set-aside", file="a.csv", row=number, column=None, found="", message="", reason="x"))
    found.extend([Problem(kind="unidentified-party", file="a.csv", row=2, column="p", found="Atlantis", message="")])
    assert (len(found), found.reasons, found.rows_aside) == (
        KEPT_PROBLEMS + 1,
        {"x": KEPT_PROBLEMS + 5},
        KEPT_PROBLEMS + 4,
    )
    assert found.unidentified == {"Atlantis": 1}


def test_two_records_with_one_identifier_make_no_release(tmp_path: Path) -> None:
    home = Home(tmp_path)
    record = next(iter(SOURCE.read([BUNDLED], False)))

    def read(_paths: object, _keep_going: bool) -> Reading:
        return Reading(records=[record, record], rows_read=2)

    load(home, replace(SOURCE, read=read), [BUNDLED])
    with pytest.raises(SourceError, match="russia-venezuela: two records have the identifier"):
        build(home, SOURCES, lambda _text: None)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere: there is no such file or folder"):
        load(Home(tmp_path), SOURCE, [tmp_path / "nowhere"])


@pytest.mark.full
def test_the_published_files_of_the_uk_catalogue_add_up(data: Callable[[str], Path], tmp_path: Path) -> None:
    counts = load(Home(tmp_path), SOURCES["uk-treaties"], [data("uk-treaties") / "json"]).counts
    assert counts["rows_read"] - counts["rows_repeated"] == counts["records"] == 11_300
    assert (counts["treaties"], counts["documents"], counts["bilateral"]) == (6_935, 4_365, 5_150)
    assert counts["unidentified"] < counts["parties"] / 100
