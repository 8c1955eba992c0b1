"""Releases: the same input gives the same release, and nothing that goes wrong costs the last good one."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.errors import StoreError
from kg.records import Act, Record, Text
from kg.store import Home, Loaded, Release, ReleaseWriter, quad_lines
from kg.store.home import new_folder

GRAPH = NamedNode("https://w3id.org/treatykg/graph/best")
LINES = ['<x:a> <x:b> "1"', '<x:a> <x:b> "2"@en', '<x:a> <x:b> "1"']


def _release(home: Home, lines: list[str]) -> Release:
    home.releases.mkdir(parents=True, exist_ok=True)
    with new_folder(home.releases) as folder:
        writer = ReleaseWriter(folder)
        writer.add("only", quad_lines(lines, GRAPH))
        writer.finish({"counts": {}}, {"report.txt": "fine\n"})
        made = home.releases / writer.id
        folder.rename(made)
    home.make_current(Release(made))
    return Release(made)


def test_a_release_is_its_content(tmp_path: Path) -> None:
    one = _release(Home(tmp_path / "one"), LINES)
    other = _release(Home(tmp_path / "two"), LINES[::-1])
    assert one.id == other.id
    assert list(one.quads(GRAPH.value)) == [f'<x:a> <x:b> "1" {GRAPH} .\n', f'<x:a> <x:b> "2"@en {GRAPH} .\n']
    files = [folder / "parts" / "only.nq.gz" for folder in (one.folder, other.folder)]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert _release(Home(tmp_path / "three"), LINES[:1]).id != one.id


def _count(folder: Path) -> int:
    return len(Release(folder).store)


def test_many_read_at_once(tmp_path: Path) -> None:
    release = _release(Home(tmp_path), LINES)
    assert len(release.store) == 2
    assert len(Release(release.folder).store) == 2
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(_count, [release.folder] * 3) == [2, 2, 2]


def test_no_release_yet_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="treatykg build"):
        Home(tmp_path).current()


def test_what_breaks_while_writing_leaves_the_current_release(tmp_path: Path) -> None:
    home = Home(tmp_path)
    good = _release(home, LINES)
    with pytest.raises(RuntimeError), new_folder(home.releases) as folder:
        ReleaseWriter(folder).add("only", quad_lines(LINES, GRAPH))
        raise RuntimeError
    assert home.current().id == good.id
    assert [entry.name for entry in home.releases.iterdir()] == [good.id]


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    with Home(tmp_path).writing(), pytest.raises(StoreError, match="another treatykg"), Home(tmp_path).writing():
        pass


def _loaded(**counts: int) -> Loaded:
    return Loaded(source="list", version="1", files={}, counts=counts, problems=[])


RECORD = Record(
    source="list",
    id="7",
    kind="agreementRecord",
    file="pages/1.json",
    row=3,
    as_given={"título": "Acuerdo"},
    titles=(Text(value="Договор", lang="ru"),),
    acts=(Act(type="signature", date="2025-05~"),),
)


def test_a_source_comes_back_as_it_was_put_in(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.replacing("list") as writer:
        writer.add(RECORD)
        writer.report = _loaded(records=1)
    assert (home.loaded(), list(home.records("list"))) == (["list"], [RECORD])
    assert home.load_report("list").counts == {"records": 1}


def test_a_load_that_fails_leaves_what_was_loaded(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.replacing("list") as writer:
        writer.add(RECORD)
        writer.report = _loaded(records=1)
    before = sorted(entry.name for entry in (tmp_path / "sources" / "list").iterdir())
    with pytest.raises(RuntimeError), home.replacing("list") as writer:
        raise RuntimeError
    assert list(home.records("list")) == [RECORD]
    assert sorted(entry.name for entry in (tmp_path / "sources" / "list").iterdir()) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [("load.json", b"{"), ("load.json", b'{"source": 1}'), ("records", b"\x1f\x8b\x08 cut off")],
)
def test_a_source_that_is_damaged_is_said_and_can_be_taken_out(name: str, content: bytes, tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.replacing("list") as writer:
        writer.add(RECORD)
        writer.report = _loaded(records=1)
    next((tmp_path / "sources" / "list").glob(f"{name}*")).write_bytes(content)
    with pytest.raises(StoreError, match=r"what was loaded of list cannot be read.*treatykg unload list"):
        list(home.records("list"))
    home.remove("list")
    assert home.loaded() == []
    with pytest.raises(StoreError, match="list is not loaded; loaded are: none"):
        home.remove("list")


def test_old_releases_go_and_the_current_one_stays(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = _release(home, LINES[:1])
    later = [_release(home, [*LINES, f'<x:a> <x:b> "{number}"']) for number in range(3)]
    home.make_current(first)
    home.prune(keep=2)
    left = {entry.name for entry in home.releases.iterdir()}
    assert first.id in left
    assert len(left & {release.id for release in later}) == 1  # the one made current last counts as the newest
