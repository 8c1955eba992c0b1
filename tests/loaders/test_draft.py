"""Drafts of mappings: what is guessed, its ground, what stays a doubt; a draft is always a mapping that can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cli import cli
from kg.errors import SourceError
from kg.load import load
from kg.records import Reading, Record
from kg.store import Home
from loaders.table import from_map
from loaders.table.check import columns as mapped_columns
from loaders.table.draft import draft
from loaders.table.file import mapping_of
from loaders.table.hints import act_of, language_of, meanings
from loaders.table.look import dates_in, looks, missing_marks, parties_in
from loaders.table.schema import FILE, schema
from loaders.table.sniff import Sniffed, encoding_of, sniff
from loaders.table.values import plain
from loaders.tables import Layout, Row
from tests.loaders.workbooks import Cell, write_xlsx

jsonschema: Any = import_module("jsonschema")  # has no types
CASES = Path(__file__).with_name("draft")
CHANGED = date(2024, 5, 1)


def drafted(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The draft of a table that was read without trouble."""
    numbered = [Row(number, tuple(row)) for number, row in enumerate(rows, start=2)]
    seen = Sniffed(file="list.csv", layout=Layout(), grounds={}, columns=tuple(columns), rows=numbered, whole=True)
    return written(seen)


def written(seen: Sniffed) -> str:
    return draft(seen, CHANGED, "list.yml", "schema.json")


def lines_of(text: str, section: str) -> list[str]:
    """The lines of one part of a draft, without those of the next."""
    lines = text.splitlines()
    start = next(place for place, line in enumerate(lines) if re.match(rf"(# )?{section}\b", line))
    end = next((place for place, line in enumerate(lines[start:], start) if not line), len(lines))
    return lines[start:end]


def column(*cells: str) -> list[list[str]]:
    return [[cell] for cell in cells]


def filled_in(text: str) -> str:
    """A draft as a person fills it in who knows nothing more: words say nothing, parts that are TODO are left out."""
    text = text.replace("title: TODO", "title: A list").replace("publisher: TODO", "publisher: A ministry")
    return re.sub(r"  own: \{line: TODO.*\n", "", text).replace(": TODO", ": nothing")


def as_json(text: str) -> object:
    """A mapping as an editor reads it."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def read_all(mapping: Path, path: Path) -> tuple[Reading, list[Record]]:
    reading = from_map(mapping).read([path], True)
    return reading, list(reading)


def test_the_draft_of_a_list_in_another_language(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes((CASES / "list.csv").read_bytes().decode("utf-8").encode("cp1252"))
    assert written(sniff(path)) == (CASES / "expected.yml").read_text(encoding="utf-8")


def test_a_draft_reads_its_list_when_it_is_filled_in(tmp_path: Path) -> None:
    path = CASES / "list.csv"
    mapping = tmp_path / "list.yml"
    mapping.write_text(written(sniff(path)), encoding="utf-8")
    with pytest.raises(SourceError, match=r"^list\.yml: (source\.title|status\.words\['außer Kraft'\]): "):
        read_all(mapping, path)
    mapping.write_text(filled_in(mapping.read_text(encoding="utf-8")), encoding="utf-8")
    jsonschema.validate(as_json(mapping.read_text(encoding="utf-8")), schema())
    reading, records = read_all(mapping, path)
    told = [record for record in records if record.kind == "agreementRecord"]
    assert (reading.rows_read, reading.rows_repeated, len(told)) == (26, 1, 24)
    assert [(party.name, party.polity) for party in told[9].parties] == [
        ("Österreich", "AUT"),
        ("Vereinigtes Königreich", "GBR"),
    ]
    assert {(act.type, act.date) for act in told[0].acts} >= {
        ("signature", "1955-01-01"),
        ("entryIntoForce", "1956-01-05"),
    }


@pytest.mark.parametrize(
    ("cells", "formats", "order"),
    [
        (["15/12/1989", "1/2/1990"], {"D/M/YYYY": 2}, (1, 0)),
        (["05/13/2003", "06/03/2003"], {"MM/DD/YYYY": 2}, (0, 1)),
        (["01/02/2003", "03/04/2005"], {"DD/MM/YYYY": 2}, (0, 0)),
        (["13.01.1909", "01.13.1909", "14.02.1910"], {"DD.MM.YYYY": 2}, (2, 1)),
        (["2001-02-03", "2001-02", "2001"], {"YYYY-MM-DD": 1, "YYYY-MM": 1, "YYYY": 1}, None),
        (["2001-02-03 00:00:00"], {"YYYY-MM-DD 00:00:00": 1}, None),
        (["3 de mayo de 1921", "12 de enero de 1950"], {"D de MMM de YYYY": 2}, None),
        (["3. März 1921", "12. Juli 1950"], {"D. MMM YYYY": 2}, None),
        (["May 3, 1921"], {"MMM D, YYYY": 1}, None),
        (["3 мая 1921"], {"D MMM YYYY": 1}, None),
    ],
)
def test_dates_and_what_shows_their_order(
    cells: list[str], formats: dict[str, int], order: tuple[int, int] | None
) -> None:
    found = dates_in(looks(["signed"], column(*cells), frozenset())[0])
    assert found is not None
    assert (found.formats, next(iter(found.orders.values()), None)) == (formats, order)


@pytest.mark.parametrize("cells", [["Brazil", "Peru"], ["12", "34", "1950"], ["1/2/50", "3/4/51"], []])
def test_what_holds_no_dates(cells: list[str]) -> None:
    assert dates_in(looks(["number"], column(*cells), frozenset())[0]) is None


def test_an_order_that_nothing_shows_is_a_doubt() -> None:
    text = drafted(["Title", "Signed"], [["Treaty of peace", "01/02/2003"], ["Treaty of war", "03/04/2005"]])
    assert lines_of(text, "dates")[-1] == (
        "    formats: [DD/MM/YYYY]  # 2 of 2 cells; DOUBT: nothing shows whether the day or the month comes first"
    )
    rows = [["Treaty", "13/02/2003"], ["Treaty", "14/02/2003"], ["Treaty", "02/13/2005"]]
    said = lines_of(drafted(["Title", "Signed"], rows), "dates")
    assert said[-2].endswith("# 2 of 3 cells; DOUBT: the day comes first in 2, the month in 1")
    assert said[-1] == "    # not read: '02/13/2005'"


def test_days_that_are_none_are_placeholders() -> None:
    rows = [["Treaty of peace", day] for day in ("2001-02-03", "2002-02-03", "2899-01-01", "0000-00-00")]
    assert lines_of(drafted(["Title", "In force"], rows), "dates")[-1] == (
        "    placeholders: ['0000-00-00', '2899-01-01']  # DOUBT: no real days? in 2 cells"
    )


@pytest.mark.parametrize(
    ("cells", "scheme", "separator", "languages"),
    [
        (["Brazil", "Peru", "Perú", "Россия"], "name", None, ()),
        (["Brazil; Peru", "Chile;Kenya"], "name", ";", ()),
        (["Brazil, Peru", "Chile, Kenya and others"], "name", ",", ()),
        (["Guinea-Bissau - Peru", "Chile - Kenya"], "name", " - ", ()),
        (["Ungarn", "Schweiz", "Italien", "Norwegen"], "name", None, ("de",)),
        (["BRA", "PER", "CHL"], "iso3166-1-alpha3", None, ()),
        (["BR", "PE", "CL"], "iso3166-1-alpha2", None, ()),
        (["76", "604", "152", "404", "818"], "iso3166-1-numeric", None, ()),
    ],
)
def test_columns_of_parties(cells: list[str], scheme: str, separator: str | None, languages: tuple[str, ...]) -> None:
    found = parties_in(looks(["party"], column(*cells), frozenset())[0])
    assert found is not None
    assert (found.scheme, found.separator, found.languages) == (scheme, separator, languages)


@pytest.mark.parametrize("cells", [["1", "2", "3"], ["yes", "no"], ["in force", "expired"], ["Brazil"], ["es", "pt"]])
def test_what_names_no_parties(cells: list[str]) -> None:
    assert parties_in(looks(["any"], column(*cells), frozenset())[0]) is None


def test_codes_that_contradict_the_names_are_a_doubt() -> None:
    pairs = [("Brazil", "BRA"), ("Peru", "PER"), ("Chile", "CHN"), ("Kenya", "KEN"), ("Cuba", "CUB")]
    rows = [[f"Treaty number {place} on trade", name, code] for place, (name, code) in enumerate(pairs)]
    assert lines_of(drafted(["Title", "Country", "Code"], rows), "parties")[3] == (
        "    - {column: Country, code: {column: Code, scheme: iso3166-1-alpha3}}"
        "  # DOUBT: only 80% of the codes say the same as the names"
    )


def test_the_lists_own_country_is_sought_in_titles() -> None:
    names = ("Peru", "Chile", "Kenya", "Cuba")
    rows = [[f"Agreement between Brazil and {name} on trade", name] for name in names]
    own = lines_of(drafted(["Title", "Partner"], rows), "parties")[1]
    assert own == "  own: {line: BRA, name: Brazil}  # DOUBT: one party in a row, and 4 of 4 titles name this country"
    rows = [[f"Agreement number {place} on trade", name] for place, name in enumerate(names)]
    assert lines_of(drafted(["Title", "Partner"], rows), "parties")[1].startswith("  own: {line: TODO, name: TODO}")


def test_numbered_columns_of_parties_belong_together() -> None:
    rows = [["A treaty of many states", "Peru", "Chile", ""], ["A treaty of some", "Kenya", "Cuba", "Ghana"]]
    said = lines_of(drafted(["Title", "c1", "c2", "c3"], rows), "parties")
    assert [re.findall("column: (c.)", line) for line in said if "column: " in line] == [["c1"], ["c2"], ["c3"]]


def test_rows_that_make_one_agreement_together() -> None:
    rows = [
        [f"T{treaty}", f"Convention {treaty} on the river", f"19{treaty}0-01-02", country]
        for treaty in range(30, 36)
        for country in ("Peru", "Chile", "Kenya")
    ]
    text = drafted(["Treaty no", "Title", "Signed", "Country"], rows)
    assert lines_of(text, "id") == [
        "id: Treaty no",
        "repeated: join  # DOUBT: 18 rows have 6 ids, one title each: parts of one agreement?",
    ]
    assert "own:" not in text


def test_a_table_that_shows_nothing_is_all_todo() -> None:
    text = drafted(["a", "b"], [["1", "2"], ["3", "4"]])
    assert "title: {column: TODO}" in text
    assert "columns: [{column: TODO}]" in text
    assert lines_of(text, "ignore")[1:] == ["  - a  # all different: '1'", "  - b  # all different: '2'"]


def test_headers_hint_in_six_languages() -> None:
    assert "party" in meanings("Vertragspartner") & meanings("País parceiro") & meanings("Страна") & meanings("party1")
    assert "title" in meanings("Наименование договора") & meanings("Título") & meanings("treaty_title")
    headers = ("DateSigned", "Data de assinatura", "Подписан", "dateofsignature", "Fecha de firma", "Unterzeichnet am")
    assert {act_of(header) for header in headers} == {"signature"}
    assert {act_of(header) for header in ("Entry into force", "vigor_int_em", "In Kraft seit", "вступил в силу")} == {
        "entryIntoForce"
    }
    assert (act_of("Date"), act_of("Received")) == (None, None)


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["Treaty of peace between the two states"], "en"),
        (["Tratado de paz entre el Reino y los Estados", "Convenio sobre las fronteras del norte"], "es"),
        (["Acordo entre o Governo do Brasil e o da França"], "pt"),
        (["Traité de paix entre la France et les États"], "fr"),
        (["Vertrag zwischen der Republik und dem Reich"], "de"),
        (["Договор о дружбе между странами"], "ru"),
        (["Bhutan India", "Brazil Cuba"], "und"),
    ],
)
def test_the_language_of_titles(texts: list[str], language: str) -> None:
    assert language_of(texts)[0] == language


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("Acordo de cooperação técnica, França, Áustria", "latin-1", "cp1252"),
        ("Abkommen über die Förderung, Österreich, Maßnahmen", "cp1252", "cp1252"),
        ("Соглашение о сотрудничестве, Венесуэла", "cp1251", "cp1251"),
        ("Соглашение о сотрудничестве, Венесуэла", "koi8-r", "koi8-r"),
        ("Соглашение о сотрудничестве, Венесуэла", "cp866", "cp866"),
        ("Umowa o współpracy między rządem, Węgry, gęś", "cp1250", "cp1250"),
        ("Türkiye ile İşbirliği Anlaşması, Özbekistan", "cp1254", "cp1254"),
        ("Συμφωνία οικονομικής συνεργασίας", "cp1253", "cp1253"),
        ("Accord, Égypte", "utf-8", "utf-8"),
        ("Accord, Égypte", "utf-8-sig", "utf-8-sig"),
        ("Accord, Égypte", "utf-16", "utf-16"),
        ("Accord, Égypte", "utf-16-be", "utf-16-be"),
    ],
)
def test_the_encoding_of_a_text(text: str, encoding: str, found: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(f"{text}\n".encode(encoding) * 3)
    assert encoding_of(tmp_path / "list.csv")[0] == found


@pytest.mark.parametrize(
    ("name", "content", "separator", "skip", "columns"),
    [
        ("a.csv", "Title;Party\nA, b and c;Peru\nD, e;Chile\n", ";", 0, ("Title", "Party")),
        ("a.txt", "Title\tParty\nA\tPeru\n", "\t", 0, ("Title", "Party")),
        ("a.tsv", "Title\tParty\nA\tPeru\n", "\t", 0, ("Title", "Party")),
        ("a.csv", "Made 2018,,\n\nTitle,Party,Day\nA,Peru,\nB,,1\n", ",", 2, ("Title", "Party", "Day")),
        ("a.csv", 'Search,"https://example.org/?a=1;b=2"\nTitle|Party|Day\nA|Peru|1\nB|Chile|2\n', "|", 1, None),
        ("a.csv", "Title\nA treaty\n", ",", 0, ("Title",)),
    ],
)
def test_separator_and_header(
    name: str, content: str, separator: str, skip: int, columns: tuple[str, ...] | None, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    seen = sniff(tmp_path / name)
    assert (seen.layout.separator, seen.layout.skip) == (separator, skip)
    assert columns is None or seen.columns == columns


def test_quotation_marks_that_are_not_paired_are_letters(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text('Title;Size\n"Treaty" of peace;5"\nOther;6"\n', encoding="utf-8")
    seen = sniff(tmp_path / "list.csv")
    assert seen.layout.quote is None
    assert "\n  quote: ''  # DOUBT: quotation marks are not paired" in written(seen)


def test_the_largest_sheet_and_its_header(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Acts of 1950"], [], ["Title", "Party"]]
    rows += [[f"Treaty {number}", "Peru"] for number in range(9)]
    write_xlsx(tmp_path / "list.xlsx", {"Read me": [["Made by hand"]], "Acts": rows})
    seen = sniff(tmp_path / "list.xlsx")
    assert (seen.layout.sheet, seen.layout.skip, seen.columns) == ("Acts", 2, ("Title", "Party"))
    assert seen.grounds["sheet"] == "DOUBT: the one with most rows is read; found Read me 1, Acts 12"


def test_marks_for_missing_values_are_no_values() -> None:
    assert missing_marks([["NA", "x"], ["-", "NA"], ["no", "None"]]) == {"NA": 2, "-": 1}


def test_the_command_writes_a_draft_once(tmp_path: Path) -> None:
    out = tmp_path / "MAP.yml"
    words = ["map", str(CASES / "list.csv"), "-o", str(out)]
    done = CliRunner().invoke(cli, words)
    assert (done.exit_code, done.output) == (0, f"wrote {out}: 3 lines say TODO, 7 DOUBT\n")
    assert mapping_of(out).source.name == "list"
    assert out.read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema={FILE.as_uri()}\n")
    again = CliRunner().invoke(cli, words)
    assert (again.exit_code, again.output) == (1, f"Error: {out}: is there already; a mapping is not overwritten\n")
    shown = CliRunner().invoke(cli, words[:2])
    assert shown.output.replace("list.yml", "MAP.yml") == out.read_text(encoding="utf-8")


CELLS = st.sampled_from(
    ["", "NA", "Brazil", "Peru; Chile", "1/2/1990", "13.12.1950", "in force", "bilateral", "https://example.org/1", "#"]
) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
HEADERS = st.sampled_from(["Title", "Party 1", "Party 2", "Signed", "Status", "Topic", "id", "Type", "Note", "Place"])


@settings(max_examples=100, deadline=None)
@given(drawn=st.data())
def test_any_table_has_a_draft_that_is_a_mapping_of_all_its_columns(
    drawn: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = HEADERS | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(str.strip)
    columns = drawn.draw(st.lists(name, min_size=1, max_size=6, unique_by=plain))
    row = st.lists(CELLS, min_size=len(columns), max_size=len(columns))
    rows = drawn.draw(st.lists(row, max_size=8))
    text = drafted(columns, rows)
    assert isinstance(yaml.safe_load(text), dict)
    path = tmp_path_factory.mktemp("any") / "list.yml"
    path.write_text(text, encoding="utf-8")
    assert set(mapped_columns(mapping_of(path))) - {"TODO"} == {plain(one) for one in columns}


@pytest.mark.full
@pytest.mark.parametrize(
    ("source", "file", "records"),
    [
        ("brazil-concordia", "bilaterais_brasil.csv", 3_509),
        ("unctad-bits", "iia_dataset_for_paper_20260323.csv", 1_837),
        ("gptad", "GPTAD.csv", 351),
        ("desta", "DESTA.csv", 1_217),
        ("ieadb", "iea-memb.xlsx", 2_507),
    ],
)
def test_drafts_of_published_lists_read_them(
    data: Callable[[str], Path], source: str, file: str, records: int, tmp_path: Path
) -> None:
    path = data(source) / file
    mapping = tmp_path / "list.yml"
    mapping.write_text(filled_in(written(sniff(path))), encoding="utf-8")
    counts = load(Home(tmp_path / "home"), from_map(mapping), [path], keep_going=True).counts
    assert (counts["treaties"], counts["set_aside"]) == (records, 0)
    assert counts["identified"] > 0.85 * counts["parties"]
