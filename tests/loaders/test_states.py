"""The check of the polities: lists of our own making, broken lists, the published ones, and the command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.errors import SourceError
from loaders.states import Difference, Spell, check, spells
from loaders.states.lists import COW, GLEDITSCH_WARD
from tests.loaders.workbooks import write_xlsx

COW_LIST = (Path(__file__).with_name("states") / COW).read_text(encoding="ascii")
GW_HEADER = ("Cow Nr.", "Cow ID", "Name of State", "Start", "End")
GW_ROWS = (
    ("380", "SWD", "Sweden", "01.01.1816", "31.12.2017"),
    ("517", "RWA", "Rwanda", "07.01.1962", "31.12.2017"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def written(folder: Path, cow: str = COW_LIST, rows: Sequence[tuple[str, ...]] = GW_ROWS) -> Path:
    (folder / COW).write_text(cow, encoding="ascii")
    write_xlsx(folder / GLEDITSCH_WARD, {"notes": [["none"]], "gwstates": [GW_HEADER, *rows]})
    return folder


def shown(one: Difference) -> tuple[str, str, str, str, str | None, str, int | None]:
    ours = one.ours.isoformat() if one.ours else ""
    return one.kind, one.spell.scheme, one.spell.code, one.theirs.isoformat(), one.polity, ours, one.days


def test_both_lists_are_read(folder: Path) -> None:
    found = spells(folder)
    assert len(found) == 8
    assert found[1] == Spell(scheme="cow", code="366", name="Estonia", first=date(1918, 2, 24), last=date(1940, 6, 16))
    assert found[7] == Spell(scheme="gw", code="517", name="Rwanda", first=date(1962, 1, 7), last=date(2017, 12, 31))


def test_differences_are_told_with_both_days(folder: Path) -> None:
    assert list(map(shown, check(spells(folder)))) == [
        ("ends", "cow", "366", "1940-06-16", "EST", "", None),  # goes on for us: occupied, not extinct
        ("begins", "cow", "366", "1991-09-06", "EST", "1918-02-24", -26857),
        ("no polity", "cow", "265", "1990-10-03", None, "", 90),
        ("ends", "cow", "265", "1990-12-31", "DDR", "1990-10-02", -90),
        ("unknown code", "cow", "999", "1950-01-01", None, "", None),
        ("no polity", "gw", "517", "1962-01-07", None, "", 175),
        ("begins", "gw", "517", "1962-01-07", "RWA", "1962-07-01", 175),
    ]


def test_a_change_of_polity_within_a_spell_is_no_difference() -> None:
    listed = [
        Spell(scheme="cow", code="365", name="Russia", first=date(1816, 1, 1), last=date(2016, 12, 31)),
        Spell(scheme="cow", code="380", name="Sweden", first=date(1816, 1, 1), last=date(2016, 12, 31)),
    ]
    assert check(listed) == []
    assert check([]) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("1918,2,24", "1918,2,30", "column styear: found '1918', expected with stmonth, stday a day of the calendar"),
        ("1918,2,24", "1918,,24", "column stmonth: is blank, expected a value"),
        ("1918,2,24", "1950,2,24", "row 3: ends on 1940-06-16, before it begins, on 1950-02-24"),
        ("stateabb", "state", "states2016.csv, column stateabb: is missing; found state, ccode, "),
    ],
)
def test_a_broken_cow_list_is_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        spells(written(tmp_path, cow=COW_LIST.replace(old, new)))
    assert message in str(caught.value)


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        spells(written(tmp_path, rows=[("380", "SWD", "Sweden", "1816-01-01", "31.12.2017")]))
    assert str(caught.value) == (
        "gwstates.xlsx, row 2, column Start: found '1816-01-01', expected day, month and year of the calendar"
    )


@pytest.mark.parametrize("name", [COW, GLEDITSCH_WARD])
def test_a_missing_list_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    with pytest.raises(SourceError) as caught:
        spells(folder)
    assert f"holds no {name}; expected that file" in str(caught.value)


def test_the_command_fails_only_for_unknown_codes(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["check-states", str(folder)])
    assert done.exit_code == 1
    assert done.stdout.splitlines()[2].split() == ["ends", "cow", "366", "Estonia", "1940-06-16", "EST"]
    assert done.stderr == "8 spells; ends: 2, begins: 2, no polity: 2, unknown code: 1\n"
    known = "".join(line for line in COW_LIST.splitlines(keepends=True) if "999" not in line)
    done = CliRunner().invoke(cli, ["-q", "check-states", str(written(folder, cow=known)), "--format", "csv"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == [
        "difference,list,code,state,their day,our polity,our day,days",
        "ends,cow,366,Estonia,1940-06-16,EST,,",
    ]


@pytest.mark.full
def test_the_published_lists(data: Callable[[str], Path]) -> None:
    listed = spells(data("states"))
    assert Counter(spell.scheme for spell in listed) == {"cow": 243, "gw": 216}
    assert len({spell.code for spell in listed if spell.scheme == "cow"}) == 217
    assert len({spell.code for spell in listed if spell.scheme == "gw"}) == 202
    members = [spell for spell in listed if spell.scheme == "cow"]
    days = (date(1914, 8, 1), date(1939, 9, 1), date(2016, 12, 31))
    assert [sum(spell.first <= day <= spell.last for spell in members) for day in days] == [45, 63, 195]
    found = check(listed)
    # Rwanda, independent on 1 July 1962: the list has day and month the wrong way round.
    assert [shown(one) for one in found if one.kind in {"unknown code", "no polity"}] == [
        ("no polity", "gw", "517", "1962-01-07", None, "", 175)
    ]
    assert {one.kind for one in found} == {"no polity", "begins", "ends"}
    assert all(one.ours is not None and one.days != 0 for one in found if one.kind == "begins")
