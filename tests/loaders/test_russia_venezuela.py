"""The Russia-Venezuela index and its companion: every row becomes a record, and what the records then say."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.names import ACT, TOPIC, VALUE
from kg.records import Count, Record, Source
from loaders import related_pairs, russia_venezuela
from loaders.russia_venezuela import publications, reader

CASES = Path(__file__).with_name("russia_venezuela")
SOURCES = [russia_venezuela.SOURCE, related_pairs.SOURCE]
ROWS = {
    "russia-venezuela": {
        "agreements": 254,
        "evidence": 490,
        "actions": 68,
        "claims": 92,
        "statements": 23,
        "topics": 34,
    },
    "related-pairs": {"agreements": 27, "evidence": 41, "actions": 29, "claims": 10, "topics": 34},
}
TREATY = "rv-2025-05-07-strategic-partnership"

Table = list[dict[str, str]]


def table(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of(source: Source) -> dict[str, Record]:
    return {record.id: record for record in source.read(source.bundled, False)}


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    return {id_: record for source in SOURCES for id_, record in of(source).items()}


def account(source: Source, paths: tuple[Path, ...], folder: Path) -> None:
    """Each row of each file is exactly one record; besides, one record stands for each event spoken of."""
    reading = source.read(paths, False)
    made = list(reading)
    files = {path.stem: table(path) for path in folder.glob("*.csv") if path.name in reader.TABLES}
    assert {name: len(rows) for name, rows in files.items()} == ROWS[source.name]
    expected = [
        (f"{name}.csv", number)
        for name, rows in files.items()
        if name != "topics"
        for number, _ in enumerate(rows, start=2)
    ]
    assert Counter((r.file, r.row) for r in made if r.kind != "eventRecord") == Counter(expected)
    assert (reading.rows_read, reading.problems) == (len(expected), [])
    events = {row["about"] for row in files.get("statements", []) if row["about"].startswith("event:")}
    assert {f"event:{r.id}" for r in made if r.kind == "eventRecord"} == events
    assert Counter(r.kind for r in made) == source.expects
    assert len({r.id for r in made}) == len(made)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_row_ends_as_one_record(source: Source) -> None:
    account(source, source.bundled, source.bundled[0].parent)


@pytest.mark.full
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_the_original_files_say_the_same_and_carry_quotations(source: Source, data: Callable[[str], Path]) -> None:
    folder = data(source.name)
    account(source, (folder,), folder)
    original, ours = list(source.read([folder], False)), of(source)
    assert {record.id: replace(record, quote=None) for record in original} == {
        id_: replace(record, quote=None) for id_, record in ours.items()
    }
    quotes = {record.id: record.quote for record in original if record.quote}
    assert len(quotes) == sum(bool(row.get("quote")) for path in folder.glob("*.csv") for row in table(path))
    assert all(record.quote == quotes[id_] for id_, record in ours.items() if record.quote)


@pytest.mark.full
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_the_bundled_files_are_the_original_ones_without_quotations(
    source: Source, data: Callable[[str], Path]
) -> None:
    for path in source.bundled:
        original = table(data(source.name) / path.name)
        for row in original:
            if path.name in {"evidence.csv", "claims.csv"}:
                del row["quote"]
            elif row.get("attribution", "named person") != "named person":
                row["quote"] = ""
        assert table(path) == original


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_no_words_are_carried_but_those_of_named_officials(source: Source) -> None:
    for path in source.bundled:
        quoting = [row for row in table(path) if row.get("quote")]
        assert all(row["attribution"] == "named person" and row["claimant_office"] for row in quoting)
        assert bool(quoting) == (path.name == "statements.csv")
        assert all(len(row["quote"]) < 200 for row in quoting)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_concept_named_is_declared(source: Source) -> None:
    for record in of(source).values():
        values = [record.kind, record.stance, record.attribution, record.instrument_kind, record.legal_nature]
        values += [link.type for link in record.links] + [party.capacity for party in record.parties]
        values += [citation.register for citation in record.citations]
        values += [record.count.comparator, record.count.counted] if record.count else []
        values += [record.term.renewal] if record.term else []
        assert not [value for value in values if value is not None and value not in VALUE], record.id
        assert not [act.type for act in record.acts if act.type not in ACT], record.id
    topics = [row["topic"] for path in source.bundled if path.name == "topics.csv" for row in table(path)]
    assert not [topic for topic in topics if topic not in TOPIC]


def test_the_treaty_of_2025_shows_its_whole_life(records: dict[str, Record]) -> None:
    about = [record for record in records.values() if TREATY in (record.id, record.about)]
    lives = [
        {
            "stance": record.stance,
            "act": act.type,
            "date": act.date or "",
            "actor": act.actor or "",
            "body": act.body or "",
            "record": record.id,
        }
        for record in about
        for act in record.acts
    ]
    key = str  # rows are compared without order
    assert sorted(lives, key=key) == sorted(table(CASES / "treaty_2025.csv"), key=key)
    treaty = records[TREATY]
    assert [title.lang for title in treaty.titles] == ["en", "es", "ru"]
    assert (treaty.instrument_kind, treaty.legal_nature) == ("treaty", "treatyInLaw")
    assert [(party.polity, party.side, party.capacity) for party in treaty.parties] == [
        ("VEN", 1, "state"),
        ("RUS", 2, "state"),
    ]
    assert [(link.type, link.to) for link in treaty.links] == [
        ("cites", "rv-1996-05-24-friendship"),
        ("cites", "rv-2001-05-14-joint-declaration"),
        ("cites", "rv-2009-09-10-strategic-projects"),
    ]
    term = treaty.term
    assert term is not None
    assert (term.initial_months, term.renewal, term.renewal_months, term.notice_months) == (120, "automatic", 60, 6)
    assert (term.runs_from, term.words is not None) == ("entryIntoForce", True)


def test_acts_read_from_columns_status_and_actions(records: dict[str, Record]) -> None:
    for row in table(CASES / "acts.csv"):
        acts = [(act.type, act.date or "", act.actor or "", act.place or "") for act in records[row["record"]].acts]
        assert (row["act"], row["date"], row["actor"], row["place"]) in acts, row["record"]


def test_accords_not_known_to_be_signed_have_no_signature(records: dict[str, Record]) -> None:
    agreements = [record for record in records.values() if record.kind == "agreementRecord"]
    unsigned = [r for r in agreements if not any(act.type == "signature" for act in r.acts)]
    assert Counter(record.source for record in unsigned) == {"russia-venezuela": 7}
    assert {record.says.value for record in unsigned if record.says} == {"status: unknown"}


def test_counts_are_counts_and_never_agreements(records: dict[str, Record]) -> None:
    for row in table(CASES / "counts.csv"):
        blank = {name: value or None for name, value in row.items()}
        assert records[row["record"]].count == Count(
            number=int(row["number"]),
            pair=row["pair"],
            comparator=row["comparator"],
            counted=row["counted"],
            population=blank["population"],
            topic=blank["topic"],
            period=blank["period"],
        )


def test_what_is_neither_count_nor_act_is_a_sentence(records: dict[str, Record]) -> None:
    said = {id_: records[id_].says for id_ in ("rvc-081", "rvc-039", "rvc-064")}
    assert {id_: text and text.value for id_, text in said.items()} == {
        "rvc-081": "loan amount: up to 4 (US$ billion)",
        "rvc-039": "High-Level Intergovernmental Commission (CIAN), number of the session: 18, 2024-11-07",
        "rvc-064": "agreement on the binational bank, signed on: 2009-06",
    }
    assert (records["rvc-039"].pair, records["rvc-081"].about) == ("RUS-VEN", "rv-2011-12-08-state-credit")
    notes = [records[id_].note for id_ in ("rvc-042", "rvc-080")]
    assert [note and note.value for note in notes] == [
        "contradicted by the text of the agreement (up to 4)",
        "prepared",
    ]


def test_an_event_is_asserted_and_denied_by_its_statements_alone(records: dict[str, Record]) -> None:
    event = records["request-for-support-2025-10"]
    assert (event.kind, event.stance, event.pair) == ("eventRecord", "characterises", "RUS-VEN")
    assert [(act.type, act.date) for act in event.acts] == [("requestForSupport", "2025-10")]
    assert [party.polity for party in event.parties] == ["VEN", "RUS", "CHN", "IRN"]
    said = [(r.stance, r.attribution, r.claimant) for r in records.values() if r.about == event.id]
    assert said == [
        ("asserts", "none", None),
        ("denies", "namedPerson", "Sergey Lavrov"),
        ("asserts", "unnamedSource", "The Washington Post"),
        ("denies", "namedPerson", "Sergey Lavrov"),
    ]


@pytest.mark.parametrize(
    ("publisher", "tier", "family"),
    [
        ("Kremlin", 2, "Kremlin"),
        ("IEA Database Project (copy in globalgov/manytreaties)", 3, "IEA Database Project"),
        ("La Nación (AFP)", 5, "AFP"),
        ("Swissinfo (EFE)", 5, "EFE"),
        ("elEconomista (EFECOM)", 5, "EFE"),
        ("Por Esto (EFE/AP/AFP)", 5, "EFE"),
        ("Reuters via BOE Report", 5, "Reuters"),
        ("RIA Novosti / Sputnik", 5, "Rossiya Segodnya"),
        ("RIA Novosti (blog copy)", 6, "Rossiya Segodnya"),
        ("La Otra Vía (blog, quoting EFE)", 6, "EFE"),
        ("Jamestown Foundation, EDM 7(188)", 5, "Jamestown Foundation, EDM 7(188)"),
        ("Wikipedia", 7, "Wikipedia"),
    ],
)
def test_authority_and_voice_of_a_publisher(publisher: str, tier: int, family: str) -> None:
    assert (publications.tier(publisher, None), publications.family(publisher)) == (tier, family)


def test_every_listed_publisher_is_used(records: dict[str, Record]) -> None:
    used: set[str] = set()
    for page in (record.publication for record in records.values() if record.publication):
        family = publications.family(page.publisher, page.title)
        used |= {page.publisher, publications.host_of(page.url), family, page.family or ""}
        used |= {name for name in publications.listed() if name in page.publisher or f"({name})" in page.title}
    assert sorted(set(publications.listed()) - used) == []


@pytest.mark.parametrize("case", table(CASES / "bad.csv"), ids=lambda case: case["case"])
def test_what_is_wrong_is_said_in_one_line(case: dict[str, str], tmp_path: Path) -> None:
    spoil(case, tmp_path)
    with pytest.raises(SourceError) as caught:
        russia_venezuela.read([tmp_path])
    assert str(caught.value).removeprefix(f"{tmp_path}/").startswith(case["message"].replace("LONG", "x" * 301))
    assert "\n" not in str(caught.value)
    reading = russia_venezuela.read([tmp_path], keep_going=True)
    problem = reading.problems[0]
    assert (Path(problem.file).name, problem.message) == (case["file"], str(caught.value))
    if case["row"]:
        assert (problem.row, problem.column) == (int(case["row"]), case["column"])
        assert (reading.rows_read, problem.found) == (927, case["value"].replace("LONG", "x" * 301))


def spoil(case: dict[str, str], folder: Path) -> None:
    """Our files with one cell, column or file of them spoilt."""
    for path in russia_venezuela.SOURCE.bundled:
        rows = table(path)
        columns = list(rows[0])
        if path.name == case["file"] and not case["column"]:
            continue
        if path.name == case["file"] and case["row"]:
            rows[int(case["row"]) - 2][case["column"]] = case["value"].replace("LONG", "x" * 301)
        elif path.name == case["file"]:
            columns = [*columns, case["column"]] if case["value"] else [c for c in columns if c != case["column"]]
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval=case["value"], extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)


def test_files_may_be_given_one_by_one_but_none_may_lack() -> None:
    files = list(russia_venezuela.SOURCE.bundled)
    folder = files[0].parent
    assert list(russia_venezuela.read([folder])) == list(russia_venezuela.read(files[::-1]))
    with pytest.raises(SourceError, match=r"^statements.csv: is not among the files given"):
        russia_venezuela.read(files[:-1])
    with pytest.raises(SourceError, match=r"README.md: is no file of this source; expected topics.csv"):
        russia_venezuela.read([*files, folder / "README.md"])
    with pytest.raises(SourceError, match="there is no such file or folder"):
        russia_venezuela.read([folder / "nowhere"])


def test_reading_goes_on_past_a_broken_file(tmp_path: Path) -> None:
    spoil({"file": "statements.csv", "row": "", "column": "", "value": ""}, tmp_path)
    reading = russia_venezuela.read([tmp_path], keep_going=True)
    assert [problem.column for problem in reading.problems] == [None]
    assert (reading.rows_read, len(list(reading))) == (927 - 23, 927 - 23)
