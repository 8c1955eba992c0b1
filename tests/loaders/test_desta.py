"""DESTA: a list of our own making in its format, broken lists, and the published one."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.load import has_two_sides, load
from kg.names import ACT, TOPIC, VALUE
from kg.polities import line_of, polities
from kg.records import Act, Party, Reading, Record
from kg.store import Home
from loaders.desta import FILE, SOURCE, read
from loaders.desta.row import TABLE
from loaders.names import windows

CASES = Path(__file__).with_name("desta")


def table(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of(path: Path, keep_going: bool = False) -> tuple[Reading, list[Record]]:
    reading = read([path], keep_going)
    return reading, list(reading)


def shown(record: Record) -> dict[str, str]:
    return {
        "id": record.id,
        "row": str(record.row),
        "kind": record.kind,
        "about": record.about or "",
        "form": record.instrument_kind or "",
        "bilateral": str(record.stated_bilateral),
        "pair": record.pair or "",
        "parties": "|".join(_party(party) for party in record.parties),
        "acts": "|".join(_act(act) for act in record.acts),
        "links": "|".join(f"{link.type} {link.to}" for link in record.links),
        "words": "|".join([title.value for title in record.titles] + ([record.says.value] if record.says else [])),
    }


def _party(party: Party) -> str:
    return f"{party.name}={party.polity} {party.side}"


def _act(act: Act) -> str:
    parts = (act.type, act.date or "undated", act.effect and f"effect {act.effect}", act.actor, f"[{act.column}]")
    return " ".join(part for part in parts if part)


def test_the_list_becomes_the_expected_records() -> None:
    reading, records = of(CASES)
    assert [shown(record) for record in records] == table("expected.csv")
    assert reading.rows_read == len(records) == 18


def test_what_cannot_be_read_is_reported_with_row_and_column() -> None:
    reading, _ = of(CASES)
    found = [(problem.kind, problem.row, problem.column, problem.found) for problem in reading.problems]
    assert found == [
        ("unidentified-party", 6, "c1", "203"),
        ("unidentified-party", 6, "c2", "703"),
        ("unread-date", 7, "year", "19x4"),
        ("unidentified-party", 15, "c3", "900"),
        ("contradiction", 16, "base_treaty", "2"),
    ]


def test_the_row_is_kept_as_it_stands_without_what_is_not_available() -> None:
    _, records = of(CASES / FILE)
    assert records[1].as_given == {
        "number": "2",
        "base_treaty": "2",
        "name": "Baltic Ink Market",
        "entry_type": "base_treaty",
        "consolidated": "0",
        "year": "1994",
        "language": "English",
        "typememb": "2",
        "regioncon": "Europe",
        "wto_listed": "1",
        "wto_name": "Baltic Ink",
        "c1": "233",
        "c2": "428",
        "c3": "440",
        "mc1": "0",
        "mc2": "0",
        "mc3": "0",
    }


FIRST = '"1";1;"Fiji Tonga";"base_treaty";0;1971;1972;"English";1;'
BROKEN = [
    (FIRST, FIRST.replace("base_treaty", "treaty"), "row 2, column entry_type: found 'treaty', expected one of "
     "accession, base_treaty, consolidated, negotiation, protocol or amendment, withdrawal"),
    (FIRST, FIRST.replace('"English";1', '"English";9'), "row 2, column typememb: found '9', expected one of "
     "(blank), 1, 2, 3, 4, NA"),
    ("242;776", "Fiji;776", "row 2, column c1: found 'Fiji', expected an ISO 3166 numeric code"),
    (FIRST, FIRST.replace('"1"', '"2"'), "row 3, column number: found '2', expected a number that no other row has"),
    (FIRST, FIRST.replace('"1"', '""'), "row 2, column number: is blank, expected a value"),
    (FIRST, "0;" + FIRST, "row 2: has 195 cells, the header 194"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_a_broken_row_stops_the_load_or_is_set_aside(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = (CASES / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        of(tmp_path)
    assert str(caught.value).replace(": row", ", row").startswith(f"{FILE}, {message}")
    reading, records = of(tmp_path, keep_going=True)
    aside = [problem for problem in reading.problems if problem.kind == "set-aside"]
    assert [(problem.message, bool(problem.reason)) for problem in aside] == [(str(caught.value), True)]
    assert (reading.rows_read, len(records)) == (18, 17)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"wto_name"', '"gatt_name"', "DESTA.csv, column wto_name: is missing; found number, base_treaty, name, "),
        (';"c1";', ';"depth";"c1";', "DESTA.csv, column depth: is new, neither read nor ignored; known are number, "),
    ],
)
def test_other_columns_stop_the_load(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = (CASES / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        of(tmp_path)
    assert str(caught.value).startswith(message)


def test_a_folder_without_the_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no DESTA\.csv; expected that file, or a folder with it"):
        of(tmp_path)


def test_every_concept_and_polity_used_exists() -> None:
    _, records = of(CASES)
    used = {record.kind for record in records} | {record.instrument_kind for record in records} - {None}
    used |= {name for record in records for party in record.parties for name in (party.role, party.capacity)}
    used |= {link.type for record in records for link in record.links}
    assert used <= set(VALUE.terms)
    assert {act.type for record in records for act in record.acts} <= set(ACT.terms)
    assert {topic for record in records for topic in record.topics} <= set(TOPIC.terms)
    assert {window.polity for meanings in windows(TABLE).values() for window in meanings} <= set(polities())


@pytest.mark.full
def test_the_published_list(data: Callable[[str], Path], tmp_path: Path) -> None:
    counts = load(Home(tmp_path), SOURCE, [data("desta")]).counts
    assert (counts["rows_read"], counts["records"], counts["set_aside"], counts["dates_not_read"]) == (1217, 1217, 0, 0)
    assert [counts[kind] for kind in ("treaties", "evidence", "documents", "events")] == [842 + 34, 199 + 30, 30, 82]
    assert counts["bilateral_by_flag"] == counts["bilateral_by_sides"] == 569 + 11  # treaties and protocols
    assert counts["identified"] / counts["parties"] > 0.996
    assert counts["other_problems"] == 1  # the row whose number names another treaty


@pytest.mark.full
def test_the_published_treaties(data: Callable[[str], Path]) -> None:
    _, records = of(data("desta"))
    treaties = [record for record in records if record.as_given["entry_type"] == "base_treaty"]
    two = [record for record in treaties if record.stated_bilateral]
    assert (len(treaties), len(two), sum(map(has_two_sides, treaties))) == (842, 569, 569)
    undated = [record for record in treaties if "entryIntoForce" not in {act.type for act in record.acts}]
    assert sum(record in two for record in undated) == 132
    assert sum("entryforceyear" not in record.as_given for record in records) == 437
    years = [act.date for record in treaties for act in record.acts if act.type == "signature" and act.date]
    assert (len(years), min(years), max(years)) == (842, "1948", "2020")
    pairs = {"ARG-BRA": (3, 21), "BLR-RUS": (3, 13), "KAZ-RUS": (1, 11), "RUS-UKR": (1, 5), "CAN-USA": (2, 5)}
    pairs |= {"CHL-CHN": (1, 1), "COL-VEN": (0, 8), "JPN-USA": (0, 1), "RUS-VEN": (0, 0)}
    assert {pair: (_named(two)[pair], _named(treaties)[pair]) for pair in pairs} == pairs


def _named(records: list[Record]) -> Counter[str]:
    """In how many records both countries of a pair are named."""
    found: Counter[str] = Counter()
    for record in records:
        lines = {line_of(party.polity) for party in record.parties if party.polity}
        found.update("-".join(pair) for pair in combinations(sorted(lines), 2))
    return found


@pytest.mark.full
def test_every_change_of_members_says_who_and_of_what(data: Callable[[str], Path]) -> None:
    _, records = of(data("desta"))
    known = {record.id for record in records if record.kind == "agreementRecord"}
    changes = [record for record in records if record.kind == "evidenceRecord"]
    assert {record.id for record in changes if record.about not in known} == {"330+3"}
    acts = Counter(act.type for record in changes for act in record.acts)
    assert acts == {"accession": 501, "withdrawal": 51}
    silent = {record.id for record in changes for act in record.acts if act.actor is None}
    assert silent == set()
