"""What differs between two releases: each case is one real edit, a build, and a look at what is told."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.diff import Diff, choose, diff
from kg.diff.model import AgreementChange, ValueChange
from kg.load import load
from kg.store import Home, Release, ReleaseWriter
from loaders.atop import SOURCE as ATOP
from tests.diff_desk import DRUGS, SET, Desk, Rows

SAMPLE = Path(__file__).parent / "loaders" / "atop" / "sample"
OURS, THEIRS = f"{SET}/{DRUGS}", "related-pairs/ir-1940-trade-navigation"


@pytest.fixture
def desk(bundled: Home, tmp_path: Path) -> Desk:
    return Desk(tmp_path, bundled)


def only(found: Diff) -> AgreementChange:
    (one,) = found.agreements
    return one


def value(one: AgreementChange, label: str) -> ValueChange:
    (found,) = [each for each in one.values if each.label == label]
    return found


def pair(one: ValueChange) -> tuple[str | None, str | None]:
    return tuple(shown and shown.words for shown in (one.before, one.after))  # type: ignore[return-value]


def test_a_corrected_date_is_told_with_the_cell_that_caused_it(desk: Desk) -> None:
    desk.set(DRUGS, signed_date="2001-05-15")
    found = desk.diff()
    one = only(found)
    assert (one.kind, one.between, one.sources) == ("changed", ("Russia – Venezuela",), (SET,))
    signature = value(one, "signature, date")
    assert pair(signature) == ("14 May 2001", "15 May 2001")
    assert (signature.field, signature.act, signature.actor) == ("date", "signature", "")
    (cause,) = [cause for cause in signature.causes if cause.change == "changed"]
    assert (cause.kind, cause.source, cause.names) == ("record", SET, (OURS,))
    assert [(cell.column, cell.before, cell.after) for cell in cause.cells] == [
        ("signed_date", "2001-05-14", "2001-05-15")
    ]
    (source,) = found.sources
    assert (source.records_new, source.records_gone, source.records_changed) == (0, 0, 1)
    assert not found.reference


def test_a_level_changes_with_the_value_or_alone(desk: Desk) -> None:
    def also(rows: Rows) -> None:
        other = next(row for row in rows if row["agreement_id"] == DRUGS)
        told = {"field": "signed_date", "value": "2001-05-16", "publisher": "A paper", "source_url": "https://e.org/1"}
        rows.append({**other, **told})

    desk.edit("evidence.csv", also)
    one = only(desk.diff())
    signature = value(one, "signature, date")
    assert signature.only_level
    assert [shown and shown.level for shown in (signature.before, signature.after)] == ["single", "conflicting"]
    assert signature.after is not None
    assert signature.after.against == ("16 May 2001",)
    assert {(cause.kind, cause.change) for cause in signature.causes} == {("record", "new")}


def test_a_changed_title_is_told_in_its_language(desk: Desk) -> None:
    desk.set(DRUGS, title_en="Agreement on drugs")
    one = only(desk.diff())
    title = value(one, "title")
    assert (title.part, title.before and title.before.words, title.after and title.after.words) == (
        "en",
        "Agreement on joint efforts against illegal drug trafficking",
        "Agreement on drugs",
    )
    assert one.title == "Agreement on drugs"


def test_a_record_that_comes_and_goes_makes_an_agreement_come_and_go(desk: Desk) -> None:
    new = {"id": "rv-new", "title_en": "Agreement on tests", "signed_date": "2020-02-03"}
    desk.edit("agreements.csv", lambda rows: rows.append({**rows[5], "title_ru": "", "title_es": "", **new}))
    one = only(desk.diff())
    assert (one.kind, one.title, one.signed) == ("added", "Agreement on tests", "3 February 2020")
    assert [(cause.kind, cause.change, cause.names) for cause in one.causes] == [("record", "new", (f"{SET}/rv-new",))]
    desk.edit("agreements.csv", lambda rows: rows.remove(rows[-1]))
    gone = only(desk.diff())
    assert (gone.kind, gone.id, gone.title) == ("gone", one.id, "Agreement on tests")
    assert [(cause.kind, cause.change, cause.source) for cause in gone.causes] == [("record", "gone", SET)]


def test_a_judgement_joins_two_agreements_and_parts_them_again(desk: Desk) -> None:
    file = desk.decide("join", records=(OURS, THEIRS))
    one = only(joined := desk.diff())
    assert (one.kind, len(one.others), [judged.change for judged in joined.judgements]) == ("merged", 2, ["new"])
    assert one.id in {other.id for other in one.others}
    judged = next(cause for cause in one.causes if cause.kind == "judgement")
    assert (judged.change, judged.names) == ("new", (file.stem,))
    assert "The two were compared, word by word." in judged.words
    assert {value.label for value in one.values} >= {"party", "signature, date"}
    file.unlink()
    back = only(parted := desk.diff())
    assert (back.kind, back.others, back.id) == ("split", tuple(sorted(one.others, key=_first(one.id))), one.id)
    assert [judged.change for judged in parted.judgements] == ["gone"]
    assert {(cause.kind, cause.change) for cause in back.causes} == {("judgement", "gone"), ("record", "parted")}


def test_what_parts_from_an_agreement_while_another_joins_it_is_told(desk: Desk) -> None:
    file = desk.decide("join", records=(OURS, THEIRS))
    lead, parted = (OURS, THEIRS) if _own(desk, only(desk.diff()).id) == OURS else (THEIRS, OURS)
    file.unlink()
    desk.decide("join", records=(lead, f"{SET}/rv-2008-11-07-investment-bit"))
    told = {one.id: one.kind for one in desk.diff().agreements if one.kind != "changed"}
    assert told == {_mine(desk, lead): "merged", _mine(desk, parted): "added"}


def _first(name: str) -> Callable[[object], bool]:
    return lambda other: getattr(other, "id", "") != name


def test_an_agreement_whose_leading_record_goes_has_another_identifier(desk: Desk) -> None:
    file = desk.decide("join", records=(OURS, THEIRS))
    merged = only(desk.diff())
    file.unlink()
    lead, rest = (OURS, THEIRS) if _own(desk, merged.id) == OURS else (THEIRS, OURS)
    assert lead == THEIRS, "the case needs the agreement to be led by the source that is taken out"
    del desk.sources["related-pairs"]
    found = desk.diff()
    (moved,) = [one for one in found.agreements if one.kind == "renumbered"]
    assert moved.others[0].id == merged.id
    assert moved.id == _mine(desk, rest)
    assert merged.id not in {one.id for one in found.agreements}


def _mine(desk: Desk, record: str) -> str:
    return next(row["id"] for row in _ids(desk) if f"{row['source']}/{row['record']}" == record)


def _own(desk: Desk, name: str) -> str:
    return next(f"{row['source']}/{row['record']}" for row in _ids(desk) if row["id"] == name)


def test_a_judgement_that_prefers_is_the_cause(desk: Desk) -> None:
    name = next(row for row in _ids(desk) if row["record"] == "rv-2025-05-07-strategic-partnership")["id"]
    desk.decide("prefer", agreement=name, field="date", act="entryIntoForce", prefers=f"{SET}/rvc-045")
    one = only(desk.diff())
    force = value(one, "entry into force, date")
    assert pair(force) == ("12 November 2025", "7 October 2025")
    assert force.after is not None
    assert force.after.level == "judged"
    assert [cause.kind for cause in force.causes] == ["judgement"]


def _ids(desk: Desk) -> list[dict[str, str]]:
    return list(csv.DictReader(desk.home.ids.read_text(encoding="utf-8").splitlines()))


def test_a_rejected_record_takes_its_agreement_with_it(desk: Desk) -> None:
    desk.decide("reject", records=(THEIRS,))
    gone, linked = desk.diff().agreements
    assert (gone.kind, [cause.kind for cause in gone.causes]) == ("gone", ["judgement"])
    (link,) = linked.values
    assert (link.field, link.after, [cause.words for cause in link.causes]) == (
        "link",
        None,
        [f"{gone.id} ({gone.title}) is no longer shown"],
    )


def test_a_source_that_is_taken_out_is_the_cause_of_all_that_goes(desk: Desk) -> None:
    del desk.sources["related-pairs"]
    found = desk.diff()
    (source,) = found.sources
    assert (source.change, source.records_gone, source.records_changed) == ("unloaded", 107, 0)
    assert found.counts["agreements gone"] == len(found.agreements) == 27
    assert {cause.source for one in found.agreements for cause in one.causes} == {"related-pairs"}
    counts = [one for one in found.others if one.kind == "count"]
    assert {one.change for one in counts} == {"gone"}
    assert any(one.before.startswith("298 agreements, Iran – Venezuela;") for one in counts)
    assert {one.change for one in found.findings} == {"resolved"}
    assert not found.reference


def test_an_agreement_that_breaks_a_rule_is_gone_with_the_rule(desk: Desk) -> None:
    desk.set(DRUGS, in_force_date="1800-01-01", ended_date="1700-01-01")
    found = desk.diff()
    gone = only(found)
    assert (gone.kind, [cause.kind for cause in gone.causes]) == ("gone", ["violation", "record"])
    assert gone.causes[0].names[0] in {one.rule for one in found.findings if one.severity == "violation"}
    desk.set(DRUGS, in_force_date="", ended_date="")
    back = only(again := desk.diff())
    assert (back.kind, [(cause.kind, cause.change) for cause in back.causes]) == (
        "added",
        [("violation", "resolved"), ("record", "changed")],
    )
    assert {one.change for one in again.findings} == {"resolved"}


def test_rows_that_only_moved_are_no_difference(desk: Desk) -> None:
    desk.edit("agreements.csv", lambda rows: rows.append(rows.pop(0)))
    before = desk.home.current()
    found = desk.diff()
    assert before.id != desk.home.current().id
    assert (found.same, found.parts_read > 0) == (True, True)


def test_a_new_version_with_the_same_records_changes_only_what_is_said_of_the_source(desk: Desk) -> None:
    desk.sources[SET] = replace(desk.sources[SET], version="another")
    found = desk.diff()
    (source,) = found.sources
    assert (source.version_after, source.records_new, source.records_changed) == ("another", 0, 0)
    assert (found.agreements, found.others, found.findings) == ((), (), ())


def test_alliances_events_and_counts(desk: Desk) -> None:
    load(desk.home, ATOP, [SAMPLE])
    found = desk.diff()
    alliances = [one for one in found.others if one.kind == "alliance"]
    assert {(one.change, one.causes[0].change, one.sources) for one in alliances} == {("added", "new", ("atop",))}
    assert all(one.after.startswith("ATOP ") and "commitment" in one.after for one in alliances)

    def one_count(rows: Rows) -> None:
        next(row for row in rows if row["id"] == "rvc-001")["value_low"] = "401"

    desk.edit("claims.csv", one_count)
    (changed,) = desk.diff().others
    assert (changed.kind, changed.change, changed.id) == ("count", "changed", f"{SET}/rvc-001")
    assert changed.before.startswith("nearly 400 agreements, Russia – Venezuela;")
    assert changed.after.startswith("nearly 401 agreements, Russia – Venezuela;")


def test_equal_releases_do_not_differ(desk: Desk) -> None:
    one = desk.home.current()
    assert diff(one, Release(one.folder)).same


def test_parts_that_did_not_change_are_not_opened(desk: Desk) -> None:
    desk.set(DRUGS, title_en="Agreement on drugs")
    before = desk.home.current()
    after = desk.build()
    same = [name for name, part in before.parts.items() if after.parts[name].sha256 == part.sha256]
    assert len(same) == len(before.parts) - 1
    for name in same:
        (after.folder / "parts" / f"{name}.nq.gz").unlink()
    found = diff(before, after)
    assert (found.parts_read, only(found).title) == (1, "Agreement on drugs")


def test_where_no_record_changed_the_rules_did(desk: Desk, tmp_path: Path) -> None:
    base = desk.home.current()
    folder = tmp_path / "by-hand"
    folder.mkdir()
    writer = ReleaseWriter(folder)
    for name in base.parts:
        lines = base.lines(name)
        best = '"Agreement on joint efforts against illegal drug trafficking"@en <https://w3id.org/treatykg/graph/best>'
        writer.add(name, (line.replace(best, best.replace("joint", "JOINT")) for line in lines))
    writer.finish({"created": "2026-01-02T03:04:05+00:00", "inputs": base.manifest["inputs"]}, {})
    one = only(found := diff(base, Release(folder)))
    assert [cause.kind for cause in value(one, "title").causes] == ["rules"]
    assert (found.sources, found.after.id) == ((), writer.id)


def test_what_was_current_before_is_the_previous_one(desk: Desk) -> None:
    first = desk.home.current()
    desk.set(DRUGS, title_en="Agreement on drugs")
    second = desk.build()
    desk.set(DRUGS, title_en="Agreement on joint efforts against illegal drug trafficking")
    assert desk.build().id == first.id
    assert [one.id for one in choose(desk.home)] == [second.id, first.id]


def test_a_source_that_knows_further_is_the_cause_of_what_that_changes(desk: Desk) -> None:
    until = {"horizon": date(2040, 1, 1), "retrieved": date(2040, 1, 2)}
    desk.sources[SET] = replace(desk.sources[SET], **until)  # type: ignore[arg-type]
    found = desk.diff()
    (source,) = found.sources
    assert {cell.column: cell.after for cell in source.described}["horizon"] == "2040-01-01"
    one = next(one for one in found.agreements if one.id == "tzwvh71gf")
    period = value(one, "period of force")
    assert pair(period) == tuple(
        f"from 12 November 2025; ends no earlier than 12 November {year} (renewal presumed)" for year in (2035, 2040)
    )
    assert {cause.kind for one in found.agreements for value in one.values for cause in value.causes} == {"source"}
