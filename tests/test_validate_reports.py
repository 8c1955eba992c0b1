"""The forms of a report: each finding with its place and what to do, and nothing in it that acts by itself."""

from __future__ import annotations

import csv
import io
import json
import re
from base64 import b64encode
from dataclasses import fields, replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped]
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib import RDF, SH, Graph

from kg.cli import cli
from kg.validate import (
    FORMS,
    Finding,
    Place,
    Report,
    as_csv,
    as_html,
    as_json,
    as_sarif,
    as_text,
    as_turtle,
    for_file,
    reports,
)
from kg.validate.forms.csv import COLUMNS
from kg.validate.places import place
from kg.validate.reading import SUFFIXES
from kg.validate.shapes import SH as SHACL
from kg.validate.shapes import SHAPE, catalogue
from tests.sarif import SCHEMA

DEF = "https://w3id.org/treatykg/def#"
ID = "https://w3id.org/treatykg/id/"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1")
HOSTILE = '<img src="https://evil.example/x.png" onerror="alert(1)"></script><script>alert(2)</script>'


def finding(number: int = 1, **values: object) -> Finding:
    shape = SHAPE + "A03-participation"
    said = Finding(
        rule="A03",
        severity="violation",
        focus=f"{ID}agreement/t{number:08}",
        path=DEF + "participation",
        message=catalogue()[shape].message,
        source="uk-treaties",
        file="1_batch.json",
        row=number,
        shape=shape,
        component=SHACL + "MinCountConstraintComponent",
    )
    return replace(said, **values)  # type: ignore[arg-type]


def date(number: int, value: str, **values: object) -> Finding:
    known = next(iri for iri, one in catalogue().items() if one.rule == "A09" and one.path == DEF + "date")
    return finding(
        number,
        **{
            "rule": "A09",
            "path": DEF + "date",
            "value": value,
            "message": catalogue()[known].message,
            "shape": known,
            "component": SHACL + "PatternConstraintComponent",
            "column": "signed_event_date",
        }
        | values,
    )


def topic(number: int) -> Finding:
    shape = SHAPE + "A04-topic"
    return finding(
        number,
        rule="A04",
        severity="warning",
        path=DEF + "topic",
        message=catalogue()[shape].message,
        shape=shape,
        source="",
        file="my treaties/räté.ttl",
    )


def report(*more: Finding) -> Report:
    found = (finding(1), finding(2), date(3, "May 1950"), topic(4), *more)
    return Report(findings=tuple(sorted(found)), engine="shacl 0.3.4")


def test_a_place_says_rows_of_sources_and_lines_of_files() -> None:
    assert str(Place("uk-treaties", "1.json", 7, "signed")) == "uk-treaties, 1.json, row 7, column signed"
    assert str(Place(file="mine.ttl", row=7)) == "mine.ttl, line 7"
    assert str(Place()) == ""


def test_text_counts_by_rule_and_says_the_place() -> None:
    text = as_text(report(), 1)
    assert text.startswith("3 violations, 1 warning (shacl 0.3.4).\n\nA03 Parties of agreements: 2 violations\n")
    assert "  ... and 1 more\n" in text
    assert "  - uk-treaties, 1_batch.json, row 3, column signed_event_date: The date" in text
    assert "  - my treaties/räté.ttl, line 4: No topic" in text
    assert text.index("A09 ") < text.index("A04 ")


def test_what_steers_a_terminal_is_not_printed() -> None:
    text = as_text(report(date(5, "\x1b[31mred\x07\n\nnext\u2028line" + "x" * 10_000)))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u2028]", text)
    assert max(map(len, text.splitlines())) < 300


def test_csv_has_a_finding_a_row() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(report()))))
    assert [(row["severity"], row["rule"], row["row"]) for row in rows] == [
        ("violation", "A03", "1"),
        ("violation", "A03", "2"),
        ("violation", "A09", "3"),
        ("warning", "A04", "4"),
    ]
    assert (rows[2]["column"], rows[2]["found"], rows[2]["source"]) == ("signed_event_date", "May 1950", "uk-treaties")
    assert all(row["message"] and row["remedy"] and row["node"] and row["title"] for row in rows)


@pytest.mark.parametrize("value", FORMULAS)
def test_no_cell_is_a_formula(value: str) -> None:
    hostile = date(5, value, file=value, column=value, focus=value, message=value)
    rows = list(csv.reader(io.StringIO(as_csv(report(hostile)), newline="")))
    assert not [cell for row in rows for cell in row if cell.lstrip(" ").startswith(tuple("=+-@\t\r\n＝"))]
    found = [row[COLUMNS.index("found")] for row in rows if row[COLUMNS.index("row")] == "5"]
    assert found == ["'" + value.replace("\r", "\n")]


def test_only_the_file_for_a_spreadsheet_has_a_byte_order_mark() -> None:
    made = reports(report())
    assert sorted(made) == ["report.csv", "report.html", "report.json", "report.sarif", "report.ttl", "report.txt"]
    assert [name for name, content in made.items() if content.startswith("\ufeff")] == ["report.csv"]
    assert not as_csv(report()).startswith("\ufeff")
    assert for_file("text", "x") == "x"


def test_json_says_all_there_is() -> None:
    said = json.loads(as_json(replace(report(), files=("a.ttl",), nodes=7)))
    assert (said["format"], said["files"], said["nodes"]) == (1, ["a.ttl"], 7)
    assert (said["conforms"], said["counts"]) == (False, {"violation": 3, "warning": 1})
    assert tuple(Finding(**one) for one in said["findings"]) == report().findings
    assert list(said["rules"]) == ["A03", "A04", "A09"]
    assert all(one["title"] and one["remedy"] for one in said["rules"].values())


def test_sarif_is_what_its_schema_wants() -> None:
    for one in (report(), report(date(5, HOSTILE), finding(6, file="", row=0)), Report(findings=(), engine="x")):
        errors = list(Draft7Validator(SCHEMA).iter_errors(json.loads(as_sarif(one))))
        assert errors == []


def test_sarif_names_rules_levels_and_lines() -> None:
    (run,) = json.loads(as_sarif(report(finding(6, file="", row=0))))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert {rule["id"] for rule in rules} == {shape.rule for shape in catalogue().values()}
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    told = [(one["ruleId"], one["level"], one["locations"][0].get("physicalLocation")) for one in run["results"]]
    place_of = {"artifactLocation": {"uri": "uk-treaties/1_batch.json"}, "region": {"startLine": 3}}
    assert ("A09", "error", place_of) in told
    mine = {"artifactLocation": {"uri": "my%20treaties/r%C3%A4t%C3%A9.ttl"}, "region": {"startLine": 4}}
    assert ("A04", "warning", mine) in told
    assert ("A03", "error", None) in told  # where nobody knows the file, none is made up


def test_a_fingerprint_stays_when_the_row_moves() -> None:
    def prints(*found: Finding) -> list[str]:
        (run,) = json.loads(as_sarif(Report(findings=found, engine="x")))["runs"]
        return [one["partialFingerprints"]["treatykgFinding/v1"] for one in run["results"]]

    assert prints(finding(1)) == prints(finding(1, row=99, file="2_batch.json"))
    assert len(set(prints(finding(1), finding(2), date(1, "x"), date(1, "y")))) == 4


def test_turtle_speaks_the_languages_of_the_shapes() -> None:
    graph = Graph().parse(data=as_turtle(report()), format="turtle")
    results = set(graph.objects(graph.value(None, RDF.type, SH.ValidationReport), SH.result))
    assert len(results) == 4
    for one in results:
        assert {message.language for message in graph.objects(one, SH.resultMessage)} == {"en", "es", "ru"}  # type: ignore[attr-defined]


def test_turtle_holds_whatever_was_found() -> None:
    values = ("http://a.example/<>", "_:b 1", "http://", "urn:x", "a\0b", '"\\\n', "_:b1")
    many = [date(10 + number, value, focus=f"_:b{number}") for number, value in enumerate(values)]
    graph = Graph().parse(data=as_turtle(report(*many)).replace("\0", ""), format="turtle")
    assert len(list(graph.subjects(RDF.type, SH.ValidationResult))) == 4 + len(values)


class Elements(HTMLParser):
    """Elements of a page with their attributes, and the text of its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "script" and self.get_starttag_text() == "<script>":
            self.scripts.append(data)


def test_the_page_holds_all_and_fetches_nothing() -> None:
    page = as_html(report(date(5, HOSTILE)))
    found = Elements(page)
    tags = [tag for tag, _ in found.elements]
    assert not {"link", "img", "iframe", "object", "embed", "base", "video", "audio"} & set(tags)
    assert tags.count("script") == 1
    assert not [name for _, about in found.elements for name in about if name in ("src", "srcset") or name[:2] == "on"]
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|innerHTML", page)
    (policy,) = [about["content"] or "" for tag, about in found.elements if "http-equiv" in about]
    script = "".join(found.scripts).split("\n</script>")[0]
    digest = b64encode(sha256(re.findall(r"<script>(.*?)</script>", page, re.DOTALL)[0].encode()).digest()).decode()
    assert script
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in policy


def test_the_page_is_whole_without_its_script() -> None:
    page = as_html(report())
    found = Elements(page)
    tables = [about for tag, about in found.elements if tag == "table"]
    assert len(tables) == [tag for tag, _ in found.elements].count("caption") == 2
    assert all("scope" in about for tag, about in found.elements if tag == "th")
    rows = re.findall(r"<tr>.*?</tr>", page.split('id="table"')[1], re.DOTALL)
    assert len(rows) == 1 + 4
    assert all(word in rows[3] for word in ("A09", "signed_event_date", "May 1950", "1_batch.json", "Write the date"))
    assert "hidden" in dict(found.elements)["form"]  # filters do nothing without the script


def test_a_page_without_findings_says_so() -> None:
    empty = Report(findings=(), engine="shacl 0.3.4", files=("mine.ttl",), nodes=0)
    assert "Nothing in it that our shapes look at" in as_html(empty)
    assert "<script>" not in as_html(empty)
    assert "Nothing found" in as_html(replace(empty, nodes=3))


@pytest.mark.parametrize("form", FORMS)
def test_a_report_is_the_same_each_time(form: str) -> None:
    write = FORMS[form][1]
    assert write(report()) == write(report())


RECORD = f"""@base <{ID}> . @prefix tkg: <{DEF}> . @prefix at: <https://w3id.org/treatykg/def/act-type#> .
<record/uk/7> a tkg:Record ; tkg:inDataset <source/uk> ; tkg:file "1.json" ; tkg:row 7 .
<record/uk/7> tkg:act <act/uk/7/1> , <act/uk/7/2> .
<act/uk/7/1> a tkg:Act ; tkg:actType at:signature ; tkg:date "1950-01-02" ; tkg:column "signed" .
<act/uk/7/2> a tkg:Act ; tkg:actType at:entryIntoForce ; tkg:date "1951" ; tkg:column "force" .
<act/uk/7/1> tkg:statedIn <record/uk/7> . <act/uk/7/2> tkg:statedIn <record/uk/7> .
<agreement/t1> a tkg:Agreement ; tkg:statedIn <record/uk/7> ; tkg:participation <participation/t1/1> .
<act/t1/signature> a tkg:Act ; tkg:actType at:signature ; tkg:date "1950-01-02" ; tkg:statedIn <record/uk/7> .
<act/t1/entryIntoForce> a tkg:Act ; tkg:actType at:entryIntoForce ; tkg:date "1952" ; tkg:statedIn <record/uk/7> .
<act/t1/ratification> a tkg:Act ; tkg:actType at:ratification ; tkg:statedIn <record/uk/7> .
<record/uk/8> a tkg:Record ; tkg:row "eight" .
"""


@pytest.mark.parametrize(
    ("node", "column"),
    [
        ("act/uk/7/1", "signed"),  # the record's own act
        ("act/t1/signature", "signed"),  # of the same type and day
        ("act/t1/entryIntoForce", "force"),  # the only one of its type
        ("act/t1/ratification", ""),  # the record has none
        ("agreement/t1", ""),
        ("participation/t1/1", ""),  # hangs on the agreement
    ],
)
def test_the_column_is_that_of_the_records_act(node: str, column: str) -> None:
    store = Store()
    store.load(RECORD.encode(), format=RdfFormat.TURTLE)
    assert place(store, NamedNode(ID + node)) == Place("uk", "1.json", 7, column)


def test_a_row_that_is_no_number_is_no_place() -> None:
    store = Store()
    store.load(RECORD.encode(), format=RdfFormat.TURTLE)
    assert place(store, NamedNode(ID + "record/uk/8")) == Place()


PAGE = (Path(__file__).parent.parent / "docs" / "validation.md").read_text(encoding="utf-8")


def test_the_forms_are_described() -> None:
    for name, (suffix, _) in FORMS.items():
        assert f"| `{name}` | `{suffix}` |" in PAGE
    for name in json.loads(as_json(report())):
        assert f"| `{name}` |" in PAGE
    (findings,) = re.findall(r"\| `findings` \| (.*) \|", PAGE)
    assert re.findall(r"`(\w+)`", findings) == [field.name for field in fields(Finding)]
    columns = PAGE.split("### CSV\n")[1].split(".")[0]
    assert re.findall(r"`(\w+)`", columns) == list(COLUMNS)
    for suffix, name in SUFFIXES.items():
        assert f"`{suffix}`" in PAGE, name
    assert len(PAGE.splitlines()) < 200


@pytest.mark.parametrize("line", re.findall(r"^\$ treatykg (validate.*)$", PAGE, re.MULTILINE))
def test_every_command_shown_is_one(line: str) -> None:
    words = [word for word in line.split("#")[0].split() if word.startswith("-")]
    known = {option for parameter in cli.commands["validate"].params for option in parameter.opts}
    assert set(words) <= known
