"""Editors' decisions: read whole or refused with file and key, checked against each other, followed, and taken back."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask import ask, questions
from kg.build import build
from kg.errors import SourceError
from kg.graph.terms import RDF_PREDICATE
from kg.judgements import Standing, check, check_together, followed, judgement_triples, read, rejected, write
from kg.names import JUDGEMENT_GRAPH, TKG, record_iri, thing
from kg.records import Judgement
from kg.store import Home
from kg.validate import validate
from loaders import SOURCES

BUNDLED = {name: source for name, source in SOURCES.items() if source.bundled}
SIGNED = """reason: "Made up for this test: the president is taken at his word."
editor: A. Editor
decided_on: 2026-11-24
"""
GOOD = (
    """decision: prefer
agreement: tzwvh71gf
act: entryIntoForce
field: date
prefers: russia-venezuela/rvc-049
"""
    + SIGNED
)
JOIN = "decision: join\nrecords: [a/1, b/1]\n" + SIGNED
WRONG = {
    "missing": (GOOD.replace("field: date\n", ""), r"x\.yml, key field: missing"),
    "of another agreement": (
        GOOD.replace("rvc-049", "rv-1976-11-petroleum-exchange-ussr"),
        r"key prefers: russia-venezuela/rv-1976-\S+ does not speak of agreement tzwvh71gf; it speaks of t\w{8}$",
    ),
    "unknown key": (
        GOOD + "edited: now\n",
        r"key edited: unknown; did you mean editor\?; known for prefer are decision",
    ),
    "of another decision": (JOIN + "agreement: t1\n", r"key agreement: unknown; known for join are decision, reason"),
    "twice": (GOOD + "field: title\n", r"key field: stands twice; the second time in line 9"),
    "no decision": (
        GOOD.replace("decision: prefer\n", ""),
        r"key decision: missing; it is one of prefer, reject, join",
    ),
    "other decision": (
        GOOD.replace(": prefer", ": prefers"),
        r"found 'prefers', expected one of .*did you mean prefer\?",
    ),
    "not a day": (
        GOOD.replace(": 2026-11-24", ": soon"),
        r"key decided_on: found 'soon', expected a day as YYYY-MM-DD",
    ),
    "no such day": (GOOD.replace("2026-11-24", "2026-02-30"), r"found '2026-02-30', expected a day"),
    "no reason": (GOOD.replace("Made up for this test: the president is taken at his word.", "So."), r"found 'So\.'"),
    "empty": (GOOD.replace("A. Editor", ""), r"key editor: found nothing, expected a text"),
    "a list": (GOOD.replace("date", "[date, title]", 1), r"key field: found \['date', 'title'\], expected one text"),
    "a text": (JOIN.replace("[a/1, b/1]", "a/1"), r"key records: found 'a/1', expected a list"),
    "deeper": (JOIN.replace("[a/1, b/1]", "[[a/1], b/1]"), r"key records: found keys or lists within, expected texts"),
    "one record": (JOIN.replace("b/1", "a/1"), r"key records: found 1, expected two or more different ones"),
    "no source": (JOIN.replace("b/1", "rvc-1"), r"found 'rvc-1', expected a record as SOURCE/ID"),
    "nothing preferred": (
        GOOD.replace("prefers: russia-venezuela/rvc-049\n", ""),
        "prefers no record and rejects none",
    ),
    "unknown act": (GOOD.replace("entryIntoForce", "entryInForce"), r"key act: .*did you mean entryIntoForce\?"),
    "no act": (GOOD.replace("act: entryIntoForce\n", ""), r"key act: missing: date is a field of an act"),
    "never weighed": (GOOD.replace("field: date", "field: topic"), r"key field: found 'topic', expected one of date"),
    "no YAML": (GOOD + "\t: [", r"x\.yml: is no YAML"),
    "no keys": ("- join\n", r"x\.yml: found no keys, expected lines such as `decision: join`"),
    "no agreement": (GOOD.replace("tzwvh71gf", "t00000000"), "there is no agreement 't00000000'"),
    "no record": (GOOD.replace("rvc-049", "rvc-999"), "there is no record 'russia-venezuela/rvc-999'"),
    "none to join": (JOIN.replace("a/1", "russia-venezuela/rvc-049"), "there is no record 'b/1'"),
}


def _home(tmp_path: Path, bundled: Home, **files: str) -> Home:
    home = Home(tmp_path / "home")
    shutil.copytree(bundled.path, home.path)
    (home.path / "judgements").mkdir()
    for name, text in files.items():
        (home.path / "judgements" / f"{name}.yml").write_text(text)
    return home


def _entry_into_force(home: Home) -> set[tuple[object, ...]]:
    given = {"agreement": "tzwvh71gf", "field": "date", "act": "entryIntoForce"}
    rows = ask(home.current().store, questions()["evidence-for-field"], given)
    wanted = [list(rows.columns).index(name) for name in ("shown", "level", "rule")]
    return {tuple(row[index] for index in wanted) for row in rows.rows}


def _two(name: str, decision: str, *records: str) -> Judgement:
    made = Judgement(
        id=name,
        records=records,
        reason="Made up for this test, and long enough.",
        editor="A. Editor",
        decided_on=date(2026, 11, 24),
    )
    return replace(made, decision="join" if decision == "join" else "apart")


def test_a_judgement_decides_and_can_be_taken_back(bundled: Home, tmp_path: Path) -> None:
    home = _home(tmp_path, bundled, x=GOOD)
    before = bundled.current().id
    done = build(home, BUNDLED, lambda _text: None)
    assert _entry_into_force(home) == {("2025-10-07", "judged", "R0")}
    assert done.counts["held back"] == 0
    assert any("taken at his word" in line for line in done.release.quads(JUDGEMENT_GRAPH.value))
    (home.path / "judgements" / "x.yml").unlink()
    assert build(home, BUNDLED, lambda _text: None).release.id == before


def test_a_rejected_value_is_not_shown(bundled: Home, tmp_path: Path) -> None:
    rejecting = GOOD.replace("prefers: russia-venezuela/rvc-049", "rejects: [russia-venezuela/rvc-048]")
    home = _home(tmp_path, bundled, x=rejecting)
    build(home, BUNDLED, lambda _text: None)
    assert {(row[0], row[2]) for row in _entry_into_force(home)} == {("2025-11-12", "R0")}  # others say the same


def test_a_record_set_aside_gives_nothing(bundled: Home, tmp_path: Path) -> None:
    aside = "decision: reject\nrecords: [russia-venezuela/rvc-045, russia-venezuela/rvc-049]\n" + SIGNED
    home = _home(tmp_path, bundled, x=aside)
    build(home, BUNDLED, lambda _text: None)
    rows = ask(home.current().store, questions()["evidence-for-field"], _FIELD)
    said = {row[list(rows.columns).index("said")] for row in rows.rows}
    assert "2025-10-07" not in said
    assert "2025-11-12" in said


_FIELD = {"agreement": "tzwvh71gf", "field": "date", "act": "entryIntoForce"}


def test_two_editors_who_decide_leave_it_to_the_rules(bundled: Home, tmp_path: Path) -> None:
    home, said = _home(tmp_path, bundled, x=GOOD, y=GOOD.replace("rvc-049", "rvc-048")), list[str]()
    build(home, BUNDLED, said.append)
    assert "x.yml, y.yml: decide on one value, entryIntoForce date of tzwvh71gf; none is followed" in said
    assert _entry_into_force(home) == {("2025-11-12", "conflicting", "R3")}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_judgement_stops_the_build(name: str, bundled: Home, tmp_path: Path) -> None:
    text, message = WRONG[name]
    home = _home(tmp_path, bundled, x=text)
    with pytest.raises(SourceError, match=message):
        build(home, BUNDLED, lambda _text: None)
    assert home.current().id == bundled.current().id


@pytest.mark.parametrize(("name", "message"), [("old.toml", "write it as old.yml"), ("x.yaml", "name it x.yml")])
def test_a_file_that_would_be_passed_over_is_said(name: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(GOOD)
    with pytest.raises(SourceError, match=message):
        read(tmp_path)


def test_no_folder_is_no_judgement(tmp_path: Path) -> None:
    assert read(tmp_path / "judgements") == []


def test_names_stay_texts(tmp_path: Path) -> None:
    """NO is an editor's name and not a truth value, 12 an identifier and not a number."""
    (tmp_path / "x.yml").write_text(JOIN.replace("A. Editor", "NO").replace("b/1", "b/0012"))
    (one,) = read(tmp_path)
    assert (one.editor, one.records, one.decided_on) == ("NO", ("a/1", "b/0012"), date(2026, 11, 24))


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)
NAMES = st.builds("{}/{}".format, PLAIN.map(lambda text: text.replace("/", "_")), PLAIN)
SENTENCES = st.lists(PLAIN, min_size=20).map(" ".join)


@given(records=st.lists(NAMES, min_size=2, max_size=3, unique=True), reason=SENTENCES, editor=PLAIN)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, records: list[str], reason: str, editor: str
) -> None:
    folder = tmp_path_factory.mktemp("written") / "judgements"
    made = replace(_two("", "join", *records), reason=reason, editor=editor)
    written = write(folder, made, notes=["one: a title\nin two lines"])
    assert read(folder) == [written]
    assert replace(written, id="") == made


def test_a_file_is_never_written_over_but_by_its_own_judgement(tmp_path: Path) -> None:
    first = write(tmp_path / "j", _two("", "join", "a/1", "b/1"))
    second = write(tmp_path / "j", _two("", "apart", "a/1", "b/1"))
    assert (first.id, second.id) == ("a-1-b-1", "a-1-b-1-2")
    write(tmp_path / "j", replace(first, decision="apart"))
    assert [(one.id, one.decision) for one in read(tmp_path / "j")] == [("a-1-b-1-2", "apart"), ("a-1-b-1", "apart")]
    assert sorted(path.name for path in (tmp_path / "j").iterdir()) == ["a-1-b-1-2.yml", "a-1-b-1.yml"]


def test_what_cannot_both_hold_names_both_files() -> None:
    with pytest.raises(SourceError, match=r"^no\.yml: keeps a/1 and b/1 apart, but they are joined by yes\.yml"):
        check_together([_two("yes", "join", "a/1", "b/1"), _two("no", "apart", "a/1", "b/1")])
    chain = [_two(f"j{n}", "join", f"a/{n}", f"a/{n + 1}") for n in range(1, 4)]
    with pytest.raises(SourceError, match=r"no\.yml: .*joined by j3\.yml and j2\.yml and j1\.yml"):
        check_together([*chain, _two("no", "apart", "a/4", "a/1")])
    check_together([*chain, _two("no", "apart", "a/4", "a/5")])
    aside = Judgement(id="aside", decision="reject", records=("a/1",), reason="", editor="", decided_on=date.today())
    with pytest.raises(SourceError, match=r"why\.yml, key prefers: a/1 is set aside as a whole by aside\.yml"):
        check_together([aside, replace(aside, id="why", decision="prefer", records=(), prefers="a/1")])


def test_only_records_of_agreements_are_joined() -> None:
    with pytest.raises(SourceError, match=r"x\.yml, key records: b/1 is no record of an agreement"):
        check([_two("x", "join", "a/1", "b/1")], set(), {"a/1", "b/1"}, joinable={"a/1"})


def test_what_follows_from_decisions_stands() -> None:
    standing = Standing(
        [_two("x", "join", "a/1", "b/1"), _two("y", "join", "b/1", "c/1"), _two("z", "apart", "c/1", "d/1")]
    )
    assert standing.of("a/1", "c/1") == "join"
    assert (standing.of("d/1", "a/1"), standing.of("a/1", "d/1")) == ("apart", "apart")
    assert standing.of("a/1", "e/1") == ""


def test_an_agreement_that_was_joined_is_judged_under_its_new_name() -> None:
    one = Judgement(id="x", agreement="t1", field="title", reason="", editor="", decided_on=date.today())
    assert [each.agreement for each in followed([one], {"t1": "t2"})] == ["t2"]
    assert rejected([one, replace(one, decision="reject", records=("a/1", "b/1"))]) == {"a/1", "b/1"}


@pytest.mark.parametrize("decision", ["join", "apart", "reject", "prefer"])
def test_every_kind_is_kept_and_breaks_no_shape(decision: str) -> None:
    one = replace(_two("x", "join", "a/1", "b/1"), agreement="tzwvh71gf", field="title", prefers="a/1")
    kinds = {
        "join": replace(one, prefers=None),
        "apart": replace(one, decision="apart", prefers=None),
        "reject": replace(one, decision="reject", prefers=None),
        "prefer": replace(one, decision="prefer", records=()),
    }
    triples = list(judgement_triples(kinds[decision]))
    report = validate(["".join(f"{s} {p} {o} .\n" for s, p, o in triples)], engine="pyshacl", beside="")
    assert not [found for found in report.findings if "judgement" in found.focus]
    node, records = thing("judgement", "x"), [record_iri("a", "1"), record_iri("b", "1")]
    judged = [o for s, p, o in triples if (s, p) == (node, TKG.judges)]
    assert judged == ([thing("agreement", "tzwvh71gf")] if decision == "prefer" else records)
    assert any(p == RDF_PREDICATE for _, p, _ in triples) == (decision == "prefer")
    verb = {"join": TKG.joins, "apart": TKG.keepsApart, "reject": TKG.rejects, "prefer": TKG.prefers}[decision]
    assert [o for _, p, o in triples if p == verb] == (records[:1] if decision == "prefer" else records)


def test_the_files_shown_in_the_docs_are_read(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "judgements.md").read_text(encoding="utf-8")
    for number, text in enumerate(re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)):
        (tmp_path / f"{number}.yml").write_text(text, encoding="utf-8")
    found = read(tmp_path)
    assert [one.decision for one in found] == ["join", "apart", "prefer", "reject"]
    check_together(found)


def test_a_judgement_on_a_source_that_is_not_loaded_waits(bundled: Home, tmp_path: Path) -> None:
    """It stops no build, is said, and is not forgotten; a source that nobody knows is an error."""
    decided = JOIN.replace("[a/1, b/1]", "[ieadb/7051, brazil-concordia/4253]")
    home = _home(tmp_path, bundled, x=decided)
    said: list[str] = []
    done = build(home, SOURCES, said.append)
    assert "judgement x waits: brazil-concordia and ieadb not loaded" in said
    assert done.counts["agreements"] == bundled.current().manifest["counts"]["agreements"]
    (home.path / "judgements" / "x.yml").write_text(JOIN)
    with pytest.raises(SourceError, match="there is no record 'a/1'"):
        build(home, SOURCES, said.append)
