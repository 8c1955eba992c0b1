"""`treatykg explain`: the proof of what is shown, on a built release of the bundled sources."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.build import build
from kg.cli import cli
from kg.explain import as_text, explain
from kg.explain.find import REPLACED_BY
from kg.graph.terms import RDF_TYPE
from kg.names import ID, LINK_GRAPH, PREFIXES, TKG, VALUE, record_iri, thing
from kg.sheet.words import RULES
from kg.store import Home, Release
from loaders import SOURCES

BUNDLED = {name: source for name, source in SOURCES.items() if source.bundled}
TREATY = "tzwvh71gf"
OWN = "russia-venezuela/rv-2025-05-07-strategic-partnership"
JUDGEMENT = """decision: prefer
agreement: tzwvh71gf
act: entryIntoForce
field: date
prefers: russia-venezuela/rvc-049
rejects: [russia-venezuela/rvc-045]
reason: "Made up for this test: the president is taken at his word."
editor: A. Editor
decided_on: 2026-11-24
"""
Run = Callable[..., Result]


@pytest.fixture
def run(bundled: Home) -> Run:
    """Explain in the home of the bundled release."""

    def runner(*words: str) -> Result:
        return CliRunner().invoke(cli, ["--home", str(bundled.path), "explain", *words])

    return runner


def _proof(run: Run, *words: str) -> dict[str, Any]:
    done = run(*words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


def test_the_day_of_entry_into_force_with_those_who_deny_it(run: Run) -> None:
    (field,) = _proof(run, TREATY, "entryIntoForce")["fields"]
    assert (field["of"], field["name"], field["shown"], field["words"]) == (
        "entryIntoForce",
        "date",
        "2025-11-12",
        "12 November 2025",
    )
    assert (field["level"], field["rule"], field["rule_means"]) == ("conflicting", "R3", RULES["R3"])
    against = {voice["record"]: voice for voice in field["voices"] if voice["agrees"] is False}
    assert set(against) == {"russia-venezuela/rvc-045", "russia-venezuela/rvc-049"}
    denials = {voice["record"]: voice for voice in field["voices"] if voice["stance"] == "denies"}
    assert {one["value"] for one in denials.values()} == {"../2025-11-11", "../2025-10-21"}
    maduro = against["russia-venezuela/rvc-049"]
    assert (maduro["file"], maduro["row"], maduro["tier"], maduro["said_on"]) == ("claims.csv", 50, 5, "2025-10-08")
    assert maduro["words"] == "entered into force: 7 October 2025"
    assert maduro["claimant"] == "Nicolás Maduro as reported by Vedomosti"
    assert maduro["url"].startswith("https://www.vedomosti.ru/")
    own = next(voice for voice in field["voices"] if voice["record"] == OWN)
    assert (own["words_from"], own["words"]) == ("column in_force_date", "2025-11-12")
    assert (own["version"], own["horizon"]) == ("2026-11-23", "2026-02-28")


def test_the_same_in_words(run: Run) -> None:
    text = run(TREATY, "entryIntoForce", "--on", "2025-11-20").output
    assert "entryIntoForce date: 2025-11-12 (12 November 2025)" in text
    assert f"R3: {RULES['R3']}" in text
    assert "  for (9)" in text
    assert "  against (2)" in text
    assert "  denying something else (2)" in text
    assert "russia-venezuela/rvc-086: denies ../2025-11-11 (no later than 11 November 2025)" in text
    assert "said by Sergey Lavrov on 2025-11~" in text
    assert "on 2025-11-20 in force: until 11 November 2035" in text
    assert "established, for the sources know until 2026-02-28" in text


@pytest.mark.parametrize(
    "words",
    [
        (f"{TREATY}/entryIntoForce",),
        (f"act/{TREATY}/entryIntoForce",),
        (f"{ID}act/{TREATY}/entryIntoForce",),
        (f"{ID}agreement/{TREATY}", "entryIntoForce/date"),
        (f"agreement/{TREATY}", "ENTRYINTOFORCE"),
    ],
)
def test_a_thing_has_many_names(words: tuple[str, ...], run: Run) -> None:
    (field,) = _proof(run, *words)["fields"]
    assert (field["of"], field["shown"]) == ("entryIntoForce", "2025-11-12")


def test_one_record_alone_is_named(run: Run) -> None:
    text = run(TREATY, "legalNature").output
    assert f"legalNature: treatyInLaw (treaty in law)\n  one record: {OWN}" in text


def test_a_default_is_said_to_be_one(run: Run, bundled: Home) -> None:
    """Where no record says so, none is named."""
    store = bundled.current().store
    found = store.quads_for_pattern(None, TKG.legalNature, VALUE.undetermined, None)
    name = next(quad.subject.value for quad in found if isinstance(quad.subject, NamedNode))
    (field,) = _proof(run, name, "legalNature")["fields"]
    assert (field["voices"], field["level"]) == ([], "")
    assert "no record says so; it stands where none does" in run(name, "legalNature").output


def test_all_fields_of_an_agreement(run: Run, bundled: Home) -> None:
    proof = _proof(run, TREATY)
    names = {field["name"] for field in proof["fields"]}
    assert {"title", "instrumentKind", "topic", "sides", "party", "date", "placeName", "initialMonths"} <= names
    acts = [field["of"] for field in proof["fields"] if field["name"] == "date"]
    assert acts.index("signature") < acts.index("promulgation/VEN") < acts.index("entryIntoForce")
    assert proof["standing"]["answer"] in {"yes", "possibly"}
    spoken = {v["record"] for field in proof["fields"] for v in field["voices"]} | {
        v["record"] for v in proof["besides"]
    }
    describing = bundled.current().store.quads_for_pattern(None, TKG.describes, thing("agreement", TREATY), None)
    assert len(spoken) == proof["records"] == len({quad.subject for quad in describing})
    text = run(TREATY).output
    assert text.count("agreements.csv, row 242, known until") == 1  # where a record stands is told once


def test_every_value_of_every_agreement_has_somebody_who_says_so(bundled: Home) -> None:
    """Each field of each agreement that is no default names a record, and each Resolution has its Sayings told."""
    release = bundled.current()
    subjects = {quad.subject for quad in release.store.quads_for_pattern(None, RDF_TYPE, TKG.Agreement, None)}
    shown = 0
    for subject in sorted(subjects, key=str):
        assert isinstance(subject, NamedNode)
        for field in explain(release, subject.value).fields:
            shown += 1
            assert field.voices or field.shown in {"undetermined", "unspecifiedInstrument"}, (subject, field)
            assert field.rule or all(voice.agrees is not False for voice in field.voices), (subject, field)
    assert shown > 5 * len(subjects)


def test_a_record_is_told_with_the_fields_it_speaks_of(run: Run) -> None:
    proof = _proof(run, "russia-venezuela/rvc-086")
    assert proof["record"]["claimant"] == "Sergey Lavrov"
    assert proof["describes"] == [f"agreement/{TREATY}"]
    assert [field["of"] for field in proof["fields"]] == ["entryIntoForce"]
    text = run(f"{ID}record/russia-venezuela/rvc-086").output
    assert text.startswith("record russia-venezuela/rvc-086\n")
    assert f"is about agreement/{TREATY}" in text


def test_a_record_of_no_agreement_is_told_alone(run: Run, bundled: Home) -> None:
    quads = bundled.current().store.quads_for_pattern(None, TKG.recordKind, VALUE.countRecord, None)
    name = next(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
    proof = _proof(run, name)
    assert (proof["agreement"], proof["fields"]) == (None, [])
    assert "is about count/" in run(name).output or "is about pair/" in run(name).output


def test_what_no_record_speaks_of_is_said_so(run: Run) -> None:
    done = run(TREATY, "termination")
    assert (done.exit_code, "no record says anything of termination" in done.output) == (0, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("tzwvh71ga",), f"there is no agreement tzwvh71ga in this release; did you mean {TREATY}"),
        (("russia-venezuela/rvc-04",), "did you mean russia-venezuela/rvc-0"),
        ((TREATY, "entryIntoForse"), f"{TREATY} has no field 'entryIntoForse'; did you mean entryIntoForce?"),
        ((TREATY, "status"), f"{TREATY} has no field 'status'; it has "),
        (("Strategic Partnership and Cooperation",), f"{TREATY} (Treaty (Agreement) between"),
        (("x",), "expected an agreement (tzwvh71gf)"),
        (("https://example.org/x",), "there is no 'https://example.org/x' here"),
    ],
)
def test_a_mistake_gets_one_line_with_suggestions(words: tuple[str, ...], message: str, run: Run) -> None:
    done = run(*words)
    assert done.exit_code == 1, done.output
    assert message in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_a_judgement_is_part_of_the_proof(bundled: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(bundled.path, home.path)
    (home.path / "judgements").mkdir()
    (home.path / "judgements" / "decree.yml").write_text(JUDGEMENT)
    build(home, BUNDLED, lambda _text: None)
    proof = explain(home.current(), TREATY, "entryIntoForce")
    (field,) = proof.fields
    assert (field.shown, field.level, field.rule) == ("2025-10-07", "judged", "R0")
    (judged,) = field.judged
    assert (judged.editor, judged.file, judged.decided_on and judged.decided_on.year) == (
        "A. Editor",
        "judgements/decree.yml",
        2026,
    )
    aside = [voice.record for voice in field.voices if voice.set_aside]
    assert aside == ["russia-venezuela/rvc-045"]
    text = as_text(proof)
    assert "judged: prefers russia-venezuela/rvc-049 and sets aside russia-venezuela/rvc-045, by A. Editor" in text
    assert '"Made up for this test: the president is taken at his word."' in text


def test_an_identifier_of_old_is_followed(bundled: Home, tmp_path: Path) -> None:
    """An agreement joined into another, and that one into a third, as the graph of links has it."""
    release = _changed(
        bundled,
        tmp_path,
        Quad(thing("agreement", "t00000001"), REPLACED_BY, thing("agreement", "t00000002"), LINK_GRAPH),
        Quad(thing("agreement", "t00000002"), REPLACED_BY, thing("agreement", TREATY), LINK_GRAPH),
    )
    proof = explain(release, "t00000001", "entryIntoForce")
    assert (proof.agreement, proof.followed) == (TREATY, ("t00000001", "t00000002"))
    text = as_text(proof)
    assert text.startswith("t00000001 is now t00000002: its record was joined to the older agreement\n")
    assert f"t00000002 is now {TREATY}" in text


def test_why_records_are_of_one_agreement(bundled: Home, tmp_path: Path) -> None:
    match, other = thing("match", "x"), record_iri("some-list", "12")
    release = _changed(
        bundled,
        tmp_path,
        Quad(match, TKG.matches, record_iri(*OWN.split("/", 1)), LINK_GRAPH),
        Quad(match, TKG.matches, other, LINK_GRAPH),
        Quad(match, TKG.outcome, VALUE.proposed, LINK_GRAPH),
        Quad(match, TKG.score, Literal("0.74", datatype=NamedNode(PREFIXES["xsd"] + "decimal")), LINK_GRAPH),
        Quad(match, TKG.basis, Literal("same day of signature +0.35 (2025-05-07 and 2025-05-07)"), LINK_GRAPH),
    )
    text = as_text(explain(release, TREATY, "sides"))
    assert f"perhaps of one agreement: {OWN} and some-list/12\n  score 0.740: same day of signature +0.35" in text


def _changed(bundled: Home, tmp_path: Path, *quads: Quad) -> Release:
    """The bundled release with a few statements more, in a store of its own."""
    folder = tmp_path / "abcdef012345"
    (folder).mkdir()
    store = Store(str(folder / "db"))
    store.bulk_extend([*bundled.current().store.quads_for_pattern(None, None, None, None), *quads])
    store.flush()
    del store
    return Release(folder)


def test_nothing_a_source_says_is_obeyed_by_the_terminal(bundled: Home, tmp_path: Path) -> None:
    evil = Quad(thing("agreement", TREATY), TKG.title, Literal("\x1b[31mRed\x07", language="de"), LINK_GRAPH)
    text = as_text(explain(_changed(bundled, tmp_path, evil), TREATY, "title"))
    assert "[31mRed" in text
    assert not {"\x1b", "\x07"} & set(text)
