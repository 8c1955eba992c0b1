"""Builds one after the other: what did not change is not made again, and the release is the same as one made anew."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from kg.build import Build, build, check
from kg.inputs import made_of
from kg.names import ID, TKG
from kg.records import Act, Link, Party, Reading, Record, Source, Text
from kg.store import Home
from kg.writing import SHARED
from loaders import SOURCES

RUN = SOURCES["russia-venezuela"]


def _source(name: str, records: list[Record], **more: object) -> Source:
    """A source that reads these records; its bundled file is written by the test, for its content tells it apart."""
    return replace(RUN, name=name, read=lambda _paths, _going: Reading(records=list(records)), **more)  # type: ignore[arg-type]


def _treaty(source: str, number: int, title: str, signed: str) -> Record:
    return Record(
        source=source,
        id=str(number),
        kind="agreementRecord",
        file=f"{source}.csv",
        row=number,
        as_given={"title": title},
        titles=(Text(value=title, lang="en"),),
        stated_bilateral=True,
        topics=("trade",),
        parties=(Party(name="Peru", polity="PER", side=1), Party(name="Chile", polity="CHL", side=2)),
        acts=(Act(type="signature", date=signed),),
    )


RAIL = "Treaty between Peru and Chile on the railway from Tacna to Arica"
ONE = [_treaty("one", n, f"Agreement number {n} between Peru and Chile", f"19{n:02}-03-01") for n in range(10, 60)]


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Build]:
    """Builds of `one` and `two`, in a home of their own, each with these records."""

    def made(home: str, **given: list[Record]) -> Build:
        found = {}
        for name, records in given.items():
            file = tmp_path / f"{name}.txt"
            file.write_text(repr(records))
            found[name] = _source(name, records, bundled=(file,))
        return build(Home(tmp_path / home), found, steps.append)

    steps: list[str] = []
    made.steps = steps  # type: ignore[attr-defined]
    return made


def _quads(done: Build) -> set[str]:
    return {str(quad) for quad in done.release.store}


def test_nothing_changed_makes_nothing(make: Callable[..., Build]) -> None:
    first = make("home", one=ONE)
    make.steps.clear()  # type: ignore[attr-defined]
    again = make("home", one=ONE)
    assert (first.new, again.new, again.release.id) == (True, False, first.release.id)
    assert make.steps == []  # type: ignore[attr-defined]


def test_one_record_changed_makes_its_part_alone(make: Callable[..., Build]) -> None:
    make("home", one=ONE)
    make.steps.clear()  # type: ignore[attr-defined]
    changed = [replace(ONE[0], titles=(Text(value="Convention on posts", lang="en"),)), *ONE[1:]]
    later = make("home", one=changed)
    assert any(step.startswith("deriving and validating 1 of ") for step in make.steps)  # type: ignore[attr-defined]
    anew = make("other", one=changed)
    assert (later.release.id, _quads(later)) == (anew.release.id, _quads(anew))
    assert later.counts == anew.counts


def test_what_goes_is_gone_unless_it_stands_elsewhere(make: Callable[..., Build]) -> None:
    """Two treaties name one body: with the first treaty, what is said of the body must not go."""
    body = Party(name="Board of Rails", side=2, capacity="agency")
    both = [replace(one, parties=(one.parties[0], body)) for one in ONE[:2]]
    before = make("home", one=[*both, *ONE[2:]])
    later = make("home", one=[both[1], *ONE[2:]])
    anew = make("other", one=[both[1], *ONE[2:]])
    assert _quads(later) == _quads(anew)
    assert len(_quads(later)) < len(_quads(before))
    assert any("Board of Rails" in quad for quad in _quads(later))


def test_a_second_source_joins_and_the_identifier_shown_stays(make: Callable[..., Build]) -> None:
    first = make("home", two=[_treaty("two", 1, RAIL, "1929-06-03")])
    both = make("home", one=[_treaty("one", 7, RAIL, "1929-06-03")], two=[_treaty("two", 1, RAIL, "1929-06-03")])
    assert both.counts["agreements"] == both.counts["of several sources"] == both.counts["acts"] == 1
    assert both.counts["records"] == 2
    shown = [line for line in _quads(first) if "type> <https://w3id.org/treatykg/def#Agreement>" in line]
    assert len(shown) == 1 and shown[0] in _quads(both)
    assert sum("isReplacedBy" in line for line in _quads(both)) == 1


def test_a_check_writes_nothing_and_finds_what_a_build_finds(bundled: Home, tmp_path: Path) -> None:
    sources = {name: source for name, source in SOURCES.items() if source.bundled}
    empty = Home(tmp_path / "empty")
    report = check(empty, sources, lambda _text: None)
    assert not empty.path.exists()
    assert report.counts["warning"] == bundled.current().manifest["counts"]["warnings"]
    copied = Home(tmp_path / "copied")
    shutil.copytree(bundled.path, copied.path)
    said: list[str] = []
    assert check(copied, sources, said.append).findings == report.findings
    assert any(step.startswith("validating 0 of ") for step in said)


def test_a_day_is_registered_once(make: Callable[..., Build], tmp_path: Path) -> None:
    make("home", one=ONE[:3])
    make("home", one=ONE[:4])
    rows = (tmp_path / "home" / "ids.csv").read_text().splitlines()[1:]
    assert len(rows) == 4
    assert {row.split(",")[3] for row in rows} == {date.today().isoformat()}


def test_what_only_all_agreements_together_show_is_held_back_and_comes_back(make: Callable[..., Build]) -> None:
    """Each of two treaties is said to supersede the other: rule B14, a violation that no part shows alone."""
    round_about = [
        replace(one, links=(Link(type="supersedes", to=other.id),))
        for one, other in ((ONE[0], ONE[1]), (ONE[1], ONE[0]))
    ]
    held = make("home", one=[*round_about, *ONE[2:]])
    assert held.release.manifest["findings"]["B14"] == held.counts["held back"] == 2
    assert held.counts["agreements"] == len(ONE) - 2
    mended = make("home", one=[ONE[0], *round_about[1:], *ONE[2:]])
    anew = make("other", one=[ONE[0], *round_about[1:], *ONE[2:]])
    assert (mended.counts["held back"], mended.release.id) == (0, anew.release.id)
    assert _quads(mended) == _quads(anew)


def test_only_bodies_and_pages_are_told_of_in_several_parts(bundled: Home) -> None:
    """On this rests that a quad that goes is looked for in other parts only where it may be."""
    release = bundled.current()
    told = Counter(line for part in release.parts for line in release.lines(part))
    several = [line for line, number in told.items() if number > 1]
    assert several
    assert all(line.startswith(SHARED) for line in several)


@pytest.mark.parametrize("changed", ["one", "two"])
def test_links_of_two_sources_with_one_number_are_told_apart(changed: str, make: Callable[..., Build]) -> None:
    """Both records of one agreement link to a record 30 of their own list; where one of them leads changes alone."""
    railway = {
        name: replace(_treaty(name, 7, RAIL, "1929-06-03"), links=(Link(type="amends", to="30"),))
        for name in ("one", "two")
    }
    older = {"one": _treaty("one", 30, "Convention on posts", "1911-01-02")}
    older["two"] = _treaty("two", 30, "Pact of Lima", "1901-02-03")
    before = make("home", **{name: [railway[name], older[name]] for name in railway})
    older[changed] = replace(older[changed], kind="documentRecord")
    given = {name: [railway[name], older[name]] for name in railway}
    later, anew = make("home", **given), make("other", **given)
    leads = f"{TKG.linkTo} <{ID}agreement/"
    assert [sum(leads in quad for quad in _quads(one)) for one in (before, later, anew)] == [2, 1, 1]
    assert _quads(later) == _quads(anew)


def test_titles_may_hold_any_end_of_line(make: Callable[..., Build]) -> None:
    title = "Agreement on\u2028salt\x85and\x0bsilver\x1c"
    done = make("home", one=[_treaty("one", 7, title, "1929-06-03")])
    assert done.counts["agreements"] == 1


JUDGEMENT = """decision: reject
records: [one/10]
reason: Made up for a test of builds.
editor: A. Editor
decided_on: 2026-11-25
"""


def test_what_an_editor_decides_while_a_build_runs_counts_in_the_next(tmp_path: Path) -> None:
    home, file = Home(tmp_path / "home"), tmp_path / "one.txt"
    file.write_text("")
    sources = {"one": _source("one", ONE, bundled=(file,))}

    def decide(step: str) -> None:
        if step.startswith("deriving"):
            (home.path / "judgements").mkdir(exist_ok=True)
            (home.path / "judgements" / "late.yml").write_text(JUDGEMENT)

    first, second = (build(home, sources, decide).counts["agreements"] for _ in range(2))
    assert (first, second) == (len(ONE), len(ONE) - 1)


def test_another_reader_of_a_bundled_source_is_another_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    file = tmp_path / "one.txt"
    file.write_text("")
    told = []
    for name, table in (("reader_a", "word\n"), ("reader_b", "word\n"), ("reader_c", "other\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("def read(paths, keep_going=False): ...\n")
        (tmp_path / name / "words.csv").write_text(table)
        source = replace(RUN, name="one", read=import_module(name).read, bundled=(file,))
        told.append(made_of(Home(tmp_path / "home"), {"one": source}))
    assert told[0] == told[1] != told[2]


def test_other_code_with_the_same_quads_tells_them_anew(make: Callable[..., Build], tmp_path: Path) -> None:
    """Else every later build would find all parts made of something else, and make all of them again."""
    first = make("home", one=ONE)
    folder = first.release.folder
    parts = (folder / "parts.json").read_text()
    (folder / "parts.json").write_text(re.sub(r'"made_of":"[0-9a-f]+"', '"made_of":"other"', parts))
    (tmp_path / "home" / "current").write_text(first.release.id)
    again = make("home", one=ONE)
    assert (again.new, again.release.id) == (False, first.release.id)
    assert (folder / "parts.json").read_text() == parts
    assert not list(folder.glob("*.new"))
