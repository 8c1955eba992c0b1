"""UK Treaties Online: pages of our own making in the source's format, bad pages, and the published pages."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from kg.errors import SourceError
from kg.names import ACT, TOPIC, VALUE
from kg.records import Act, Party, Reading, Record
from loaders.kinds import instrument_kind
from loaders.uk_treaties import SOURCE, mapping, read
from loaders.uk_treaties.parties import identify

CASES = Path(__file__).with_name("uk_treaties")
PAGES = CASES / "pages"


def table(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of(paths: Iterable[Path], keep_going: bool = False) -> tuple[Reading, list[Record]]:
    reading = read(list(paths), keep_going)
    return reading, list(reading)


def shown(record: Record) -> dict[str, str]:
    return {
        "id": record.id,
        "file": record.file,
        "row": str(record.row),
        "kind": record.kind,
        "instrument_kind": str(record.instrument_kind),
        "bilateral": str(record.stated_bilateral),
        "topics": "|".join(record.topics),
        "acts": "|".join(_shown_act(act) for act in record.acts),
        "parties": "|".join(_shown_party(party) for party in record.parties),
        "citations": "|".join(citation.register for citation in record.citations),
    }


def _shown_act(act: Act) -> str:
    effect = f" effect {act.effect}" if act.effect else ""
    return f"{act.type} {act.date or 'undated'}{effect}{f' @{act.place}' if act.place else ''}"


def _shown_party(party: Party) -> str:
    return f"{party.name}={party.polity} {party.role} {party.side}"


def test_pages_become_the_expected_records_in_the_order_of_the_catalogue() -> None:
    reading, records = of([PAGES])
    assert [shown(record) for record in records] == table("expected.csv")
    assert (reading.rows_read, reading.rows_repeated) == (14, 2)


def test_what_cannot_be_read_is_reported_with_row_and_column() -> None:
    reading, _ = of([PAGES])
    found = [(p.kind, p.file, p.row, p.column, p.found) for p in reading.problems]
    assert found == [
        ("unread-date", "1_batch.json", 8, "signed_event_date", "31/02/1850"),
        ("unidentified-party", "1_batch.json", 8, "country_name", "ATLANTIS"),
        ("unidentified-party", "1_batch.json", 8, "country_name", "Guinea"),
        ("unknown-subject", "1_batch.json", 8, "subject", "MOON CHEESE"),
        ("unidentified-party", "1_batch.json", 10, "country_name", "UNITED KINGDOM"),
        ("repeated-differently", "101_batch.json", 2, "uuid", "00000000-0000-4000-8000-000000900002"),
    ]


def test_one_record_in_full() -> None:
    record = of([PAGES])[1][0]
    given = json.loads((PAGES / "1_batch.json").read_text(encoding="utf-8"))
    row = given["csw:GetRecordsResponse"]["csw:SearchResults"]["iStoreRecord"][0]
    assert record.as_given == {key: str(value) for key, value in row.items() if key not in mapping.NOISE}
    assert record.urls == ("https://treaties.fcdo.gov.uk/data/Library2/html/900001.html",)
    assert [(title.value, title.lang) for title in record.titles] == [(row["title"], "en")]
    assert record.acts[1].column == "definative_eif_event_date, definative_eif_event_effective_date"
    assert record.citations[0].text == "Treaty Series 901/1926: Cmd 99901"
    assert record.citations[0].url == "https://treaties.fcdo.gov.uk/data/Library2/pdf/TS%20901%20made%20up.pdf"
    assert [party.capacity for party in record.parties] == ["territory", "state", "state"]


def test_folder_zip_and_single_pages_say_the_same(tmp_path: Path) -> None:
    archive = tmp_path / "pages.zip"
    with ZipFile(archive, "w", ZIP_DEFLATED) as file:
        for page in PAGES.iterdir():
            file.write(page, f"db/json/{page.name}")
        file.writestr("__MACOSX/db/json/._1_batch.json", b"\0")
    expected = of([PAGES])[1]
    assert of([archive])[1] == expected
    assert of(sorted(PAGES.iterdir()))[1] == expected


@pytest.mark.parametrize("case", table("bad.csv"), ids=lambda case: case["file"])
def test_a_bad_page_is_refused_in_one_line(case: dict[str, str]) -> None:
    with pytest.raises(SourceError) as caught:
        of([CASES / "bad" / case["file"]])
    assert str(caught.value) == case["message"]


def test_keep_going_sets_aside_what_is_broken_and_reads_the_rest() -> None:
    reading, records = of([PAGES, CASES / "bad"], keep_going=True)
    aside = [problem for problem in reading.problems if problem.kind == "set-aside"]
    assert {problem.message for problem in aside} >= {case["message"] for case in table("bad.csv")}
    assert {record.id for record in of([PAGES])[1]} <= {record.id for record in records}
    rows_aside = sum(problem.row > 0 for problem in aside)
    assert reading.rows_read == len(records) + reading.rows_repeated + rows_aside


def test_pages_are_read_one_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "1_batch.json").write_bytes((PAGES / "1_batch.json").read_bytes())
    (tmp_path / "101_batch.json").write_text("{", encoding="utf-8")
    stream = iter(read([tmp_path], False))
    assert [next(stream).id for _ in range(10)][-1] == "900010"
    with pytest.raises(SourceError, match=re.escape("101_batch.json: is not whole JSON (line 1 column 2")):
        next(stream)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty/note.txt", b"", "holds no page; expected files such as 1_batch.json"),
        ("page.pdf", b"%PDF-1.4", "is not whole JSON (line 1 column 1"),
        ("cut.zip", b"PK\x03\x04 cut off", "is not whole JSON (line 1 column 1"),
        (None, b"", "there is no such file or folder"),
    ],
)
def test_what_is_no_catalogue_is_refused(tmp_path: Path, name: str | None, content: bytes, message: str) -> None:
    path = tmp_path / (name or "missing")
    if name is not None:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    with pytest.raises(SourceError, match=re.escape(message)):
        of([path.parent if path.suffix == ".txt" else path])


def test_a_zip_with_a_damaged_page_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "pages.zip"
    with ZipFile(archive, "w") as file:
        file.writestr("1_batch.json", "{}" * 50)
    archive.write_bytes(archive.read_bytes().replace(b"{}{}{}", b"[][][]", 1))
    with pytest.raises(SourceError, match=r"1_batch.json: cannot be read: Bad CRC-32"):
        of([archive])


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Supplementary Exchange of Financial Notes amending the Treaty of 1901", "exchangeOfNotes"),
        ("Agreement in the form of an Exchange of Letters on Cheeses", "exchangeOfNotes"),
        ("Notes exchanged between the Two Crowns relative to a Convention", "exchangeOfNotes"),
        ("1997 Amendments to the International Convention on Ink", "otherInstrument"),
        ("Agreed Minute concerning Trade under the Agreement", "otherInstrument"),
        ("Procès-verbal on the Protocol", "otherInstrument"),
        ("Memoranda of Understanding and Agreement", "memorandum"),
        ("Framework Agreement on Ink", "frameworkAgreement"),
        ("Letters of Intent concerning a Loan Agreement", "letterOfIntent"),
        ("Trade and Payments Agreement", "agreement"),
        ("Claims against the Sea", "unspecifiedInstrument"),
    ],
)
def test_instrument_kind(title: str, kind: str) -> None:
    assert instrument_kind(title) == kind


def test_a_name_with_several_meanings_is_not_guessed_without_a_day() -> None:
    assert identify("RUSSIA", None, later=True) is None
    assert identify("VENEZUELA", None, later=True) == "VEN"


def test_every_concept_used_exists() -> None:
    _, records = of([PAGES])
    assert {row["topic"] for row in _subjects()} <= set(TOPIC.terms)
    assert set(mapping.EVENTS.values()) <= set(ACT.terms)
    used = {record.kind for record in records} | {record.instrument_kind for record in records}
    used |= {name for record in records for party in record.parties for name in (party.role, party.capacity)}
    used |= {citation.register for record in records for citation in record.citations}
    assert used - {None} <= set(VALUE.terms)


def _subjects() -> list[dict[str, str]]:
    with mapping.SUBJECTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.full
def test_the_published_pages(data: Callable[[str], Path]) -> None:
    reading = SOURCE.read([data("uk-treaties")], False)
    counts: Counter[str] = Counter()
    for record in reading:
        counts[record.kind] += 1
        counts["bilateral"] += bool(record.stated_bilateral)
        counts["scans with parties"] += record.kind == "documentRecord" and bool(record.parties)
        counts["without topic"] += record.kind == "agreementRecord" and not record.topics
        counts["parties"] += len(record.parties)
        counts.update(f"dated {act.type}" for act in record.acts if act.date)
    problems = Counter(problem.kind for problem in reading.problems)
    assert (reading.rows_read, reading.rows_repeated) == (11_500, 200)
    assert (counts["agreementRecord"], counts["documentRecord"], counts["bilateral"]) == (6_935, 4_365, 5_150)
    assert counts["agreementRecord"] + counts["documentRecord"] + reading.rows_repeated == reading.rows_read
    dated = [counts[f"dated {act}"] for act in ("signature", "entryIntoForce", "termination")]
    assert dated == [6_489, 3_494, 557]
    assert counts["without topic"] == 4  # the four that have no subject
    assert counts["scans with parties"] == 0
    assert set(problems) <= {"unidentified-party"}
    assert problems["unidentified-party"] <= counts["parties"] / 100
