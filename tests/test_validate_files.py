"""Anyone's RDF file: read in every format, placed by line, and whatever is in it, a clear end."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pyshacl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import RDF, SH, Graph

from kg.cli import cli
from kg.names import PREFIXES
from kg.store import Home
from kg.validate import Place, Report, validate_files
from kg.validate.reading import FORMATS
from kg.validate.shapes import core_shapes

CASES = sorted((Path(__file__).parent / "shapes").glob("*.ttl"))
GOOD = Path(__file__).parent / "shapes" / "good.ttl"
HEAD = """@base <https://w3id.org/treatykg/id/> .
@prefix tkg: <https://w3id.org/treatykg/def#> .
@prefix at: <https://w3id.org/treatykg/def/act-type#> .
@prefix v: <https://w3id.org/treatykg/def/value#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
MINE = (
    HEAD
    + """<act/mine/1>
  a tkg:Act ; tkg:date "May 1950"^^edtf:EDTF ;
  tkg:actType at:signature ; tkg:actOn <agreement/t0vxk3m9a> .
<agreement/t0vxk3m9a> a tkg:Agreement ; tkg:title "Notes" ; tkg:sides "two"^^xsd:integer ;
  tkg:participation [ a tkg:Participation ; tkg:side "1950-02-30"^^xsd:date ] , _:other .
_:other a tkg:Participation ; tkg:actor "nobody" .
"""
)
ENGINES = pytest.mark.parametrize("engine", ["shacl", "pyshacl"])

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writer(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return writer


def run(*words: str | Path) -> Result:
    """Run the command in a home that is not there and cannot be made."""
    return CliRunner().invoke(cli, ["--home", "/dev/null/home", "-q", "validate", *map(str, words)])


def places(report: Report, path: Path) -> set[tuple[str, str, int]]:
    """Rule, node and line of findings that are placed in a file."""
    assert {one.file for one in report.findings} == {path.as_posix()}
    return {(one.rule, one.focus.removeprefix(PREFIXES["id"]), one.row) for one in report.findings}


@ENGINES
def test_findings_stand_at_the_line_of_their_node(engine: str, write: Write) -> None:
    path = write("mine.ttl", MINE)
    found = places(validate_files([path], engine=engine), path)
    assert ("A09", "act/mine/1", 7) in found
    assert ("A02", "agreement/t0vxk3m9a", 10) in found
    assert ("A05", "_:b1", 10) in found  # has no name: stands where the agreement does that it hangs on
    assert ("A05", "_:other", 12) in found


@ENGINES
def test_nothing_else_is_found_than_by_pyshacl_alone(engine: str, write: Write) -> None:
    """Blank nodes are read as IRIs here: the core shapes must find on them what SHACL finds on blank nodes."""
    path = write("mine.ttl", MINE)
    _, found, _ = pyshacl.validate(Graph().parse(path), shacl_graph=Graph().parse(data=core_shapes(), format="nt"))
    assert isinstance(found, Graph)
    wanted = {
        (str(found.value(one, SH.sourceShape)), str(found.value(one, SH.sourceConstraintComponent)))
        for one in found.subjects(RDF.type, SH.ValidationResult)
    }
    own = {(one.shape, one.component) for one in validate_files([path], engine=engine).findings}
    assert {shape for shape, _ in wanted} == {shape for shape, component in own if "SPARQL" not in component}
    assert own - wanted == {(shape, component) for shape, component in own if "SPARQL" in component}


@ENGINES
def test_pieces_find_what_the_whole_finds(engine: str) -> None:
    whole = validate_files(CASES, engine=engine)
    assert len(whole.findings) > 100
    for nodes in (3, 50):
        assert validate_files(CASES, engine=engine, nodes=nodes).findings == whole.findings


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "turtle"])
def test_every_format_gives_the_same_findings(form: str, write: Write) -> None:
    turtle = write("mine.ttl", MINE)
    content = serialize(parse(MINE, format=RdfFormat.TURTLE), format=FORMATS[form], prefixes={"tkg": PREFIXES["tkg"]})
    assert content is not None
    path = write("other.data", content)
    one, other = validate_files([turtle]), validate_files([path], form=form)

    def said(report: Report) -> Counter[tuple[str, str, str]]:
        return Counter((one.rule, one.path, one.message) for one in report.findings)

    assert said(other) == said(one)
    act = [one for one in other.findings if one.focus.endswith("act/mine/1")]
    lines = path.read_text().splitlines()
    assert act
    assert all("act/mine/1" in lines[one.row - 1] for one in act)


def test_a_record_in_the_file_tells_a_better_place(write: Write) -> None:
    record = """<record/uk/7> a tkg:Record ; tkg:inDataset <source/uk> ; tkg:file "1.json" ; tkg:row 7 .
<record/uk/7> tkg:act <act/uk/7/1> .
<act/uk/7/1> a tkg:Act ; tkg:actType at:signature ; tkg:date "May 1950"^^edtf:EDTF ; tkg:column "signed" ;
  tkg:statedIn <record/uk/7> .
"""
    report = validate_files([write("mine.ttl", HEAD + record)])
    assert [one.place for one in report.findings if one.rule == "A09"] == [Place("uk", "1.json", 7, "signed")]


def test_several_files_are_one_graph(write: Write) -> None:
    one = write("one.ttl", HEAD + "_:x a tkg:Participation .\n")
    other = write("other.ttl", HEAD + "\n\n_:x a tkg:Participation .\n")
    report = validate_files([one, other])
    assert report.nodes == 2  # a label means another node in another file
    assert {(Path(found.file).name, found.row) for found in report.findings} == {("one.ttl", 7), ("other.ttl", 9)}
    assert report.files == (one.as_posix(), other.as_posix())


STRANGE = {
    "nothing.ttl": "",
    "prefixes.ttl": "@prefix a: <http://a.example/> .",
    "mark.ttl": "\ufeff<#a> <#b> <#c> .",
    "foaf.ttl": '@prefix f: <http://xmlns.com/foaf/0.1/> . <#me> a f:Person ; f:knows [ f:name "x"@en-GB ] ; '
    'f:age "old"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    "list.ttl": "<#a> <#b> ( 1 2.5 true ( <#c> ) ) .",
    "empty.jsonld": "{}",
    "numbers.jsonld": '{"@id": "http://a.example/", "http://b.example/": [1, 1e400, true, null, {"@value": "x"}]}',
    "twelve.ttl": "<#a> <#b> <<( <#c> <#d> 1 )>> . <#e> <#f> <#g> {| <#h> 2 |} .",
    "graphs.trig": "<#g> { <#a> <#b> <#c> } <#h> { <#a> <#b> <#c> }",
    "empty.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
}


@ENGINES
@pytest.mark.parametrize("name", STRANGE)
def test_what_is_not_ours_is_no_fault(name: str, engine: str, write: Write) -> None:
    done = run(write(name, STRANGE[name]), "--engine", engine)
    assert (done.exit_code, done.output.partition(" (")[0]) == (0, "Nothing in it that our shapes look at")


def test_a_good_file_conforms() -> None:
    done = run(GOOD, "--format", "json")
    assert done.exit_code == 0
    said = json.loads(done.output)
    assert (said["conforms"], said["files"], said["nodes"] > 10) == (True, [GOOD.as_posix()], True)


BROKEN = {
    "mine.ttl": (
        "@prefix a: <http://a.example/> .\na:b a:c a:d ;\n a:e .\n",
        "line 3, column 6: Turtle was expected, but",
    ),
    "lines.nt": ("<http://a.example> <http://b.example> .\n", "line 1, column 39: N-Triples was expected, but"),
    "open.trig": ("<http://a.example> { <b:a>", "line 1, column 27: TriG was expected, but"),
    "short.nq": ('<a:b> <a:b> "x"@ .', "line 1"),
    "comma.jsonld": ('{"@id":\n "http://a.example", ]', "line 2, column 22: JSON-LD was expected, but"),
    "web.jsonld": (
        '{\n"@context": "https://schema.org/"}',
        "line 2: JSON-LD was expected, but it names a context on the web",
    ),
    "tags.rdf": (
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<r:Description>\n</r:RDF>',
        "line 3, column 3: RDF/XML was expected, but",
    ),
    "page.xml": ("<html><body>hello</body></html>", "RDF/XML was expected, but"),
    "bytes.ttl": (b"\xff\xfe<\0#\0", "line 1, column 1: Turtle was expected, but"),
    "table.json": ("name,date\n1,2\n", "line 1, column"),
    "treaties.csv": ("a,b\n", "no RDF format has the suffix '.csv'"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_said_in_one_line(name: str, write: Write) -> None:
    content, message = BROKEN[name]
    path = write(name, content)
    done = run(path)
    assert (done.exit_code, done.output.count("\n")) == (1, 1), done.output
    assert path.as_posix() in done.output
    assert message in done.output


def test_a_mistake_in_the_call_has_status_2(tmp_path: Path) -> None:
    for words in ([tmp_path / "none.ttl"], [tmp_path], [GOOD, "--format", "pdf"], ["--input-format", "turtle"]):
        assert run(*words).exit_code == 2, words


def test_huge_values_are_cut_for_people_and_whole_for_programs(write: Write) -> None:
    huge = "x" * 3_000_000
    path = write("mine.ttl", f'{HEAD}<act/1> a tkg:Act ; tkg:date "{huge}" ; tkg:placeName "{huge}" .\n')
    report = validate_files([path])
    assert huge in {one.value for one in report.findings}
    for form in ("text", "html", "csv", "sarif"):
        done = run(path, "--format", form)
        assert (done.exit_code, len(done.output) < 200_000) == (1, True)


def test_a_deep_file_is_read(write: Write) -> None:
    deep = 20_000
    assert run(write("deep.ttl", "<#a> <#b> " + "[ <#b> " * deep + "1" + " ]" * deep + " .")).exit_code == 0


@pytest.mark.parametrize(("level", "status"), [("violation", 0), ("warning", 1), ("info", 1)])
def test_warnings_fail_where_they_are_asked_to(level: str, status: int, write: Write) -> None:
    text = GOOD.read_text().replace("tkg:topic ", "tkg:noTopic ")
    path = write("mine.ttl", text)
    found = validate_files([path])
    assert found.counts["warning"]
    assert "violation" not in found.counts
    assert run(path, "--fail-on", level).exit_code == status


def test_the_report_is_put_in_place_in_one_step(write: Write, tmp_path: Path) -> None:
    path, page = write("mine.ttl", MINE), tmp_path / "report.html"
    assert run(path, "-o", page).exit_code == 1
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")  # the suffix names the form
    before = page.read_bytes()
    assert run(write("broken.ttl", "<"), "-o", page).exit_code == 1
    assert page.read_bytes() == before
    done = run(path, "-o", tmp_path / "no" / "report.html")
    assert (done.exit_code, "cannot be written" in done.output) == (1, True)
    assert not list(tmp_path.glob("*.new"))
    other = run(path, "-o", tmp_path / "report.pdf")
    assert (other.exit_code, ".pdf names no form; known are" in other.output) == (2, True)


def test_a_pipe_is_written_to_as_it_is(write: Write) -> None:
    path = write("mine.ttl", MINE)
    command = [sys.executable, "-c", "from kg.cli import main; main()", "-q", "validate", str(path), "--format", "csv"]
    done = subprocess.run([*command, "-o", "/dev/stdout"], capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("\ufeffseverity,rule,".encode())
    assert Path("/dev/stdout").exists()


def test_standard_error_is_quiet_about_values(write: Write) -> None:
    """The library rdflib warns, with a traceback, of each literal that is not of its type."""
    command = [sys.executable, "-c", "from kg.cli import main; main()", "validate", str(write("mine.ttl", MINE))]
    done = subprocess.run([*command, "--engine", "pyshacl"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")


TERMS = """tkg:Act tkg:Agreement tkg:Record tkg:Participation tkg:ForcePeriod tkg:Count v:none _:a _:b <act/1>
<agreement/t0vxk3m9a> <http://o.example/é> "x" "x"@en 1 1e9 true "x"^^xsd:integer "2000-13-01"^^xsd:date
"2000-01-01"^^xsd:date "2000-01-01T00:00:00Z"^^xsd:dateTime "P1Y"^^xsd:duration "1950/.."^^edtf:EDTF
"x"^^<http://o.example/type> "-9999999999999999999"^^xsd:integer "NaN"^^xsd:double"""
NODES = "_:a _:b _:c <act/1> <agreement/t0vxk3m9a> <record/uk/7> <participation/1>"
WORDS = """a tkg:date tkg:earliest tkg:latest tkg:actOn tkg:act tkg:statedIn tkg:row tkg:file tkg:sides
tkg:participation tkg:title tkg:forcePeriod tkg:startEarliest tkg:startLatest tkg:countsFrom tkg:column tkg:inDataset
<http://o.example/p>"""
STATEMENTS = st.tuples(*(st.sampled_from(words.split()) for words in (NODES, WORDS, TERMS)))


@settings(max_examples=25, deadline=None)
@given(st.lists(STATEMENTS, min_size=1, max_size=25))
def test_both_engines_bear_anything(tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str, str]]) -> None:
    path = tmp_path_factory.mktemp("any") / "any.ttl"
    path.write_text(HEAD + "".join(f"{' '.join(one)} .\n" for one in said), encoding="utf-8")
    one, other = (validate_files([path], engine=engine) for engine in ("shacl", "pyshacl"))

    def rules(report: Report) -> set[tuple[str, str]]:
        return {(found.shape, found.focus) for found in report.findings}

    assert rules(one) == rules(other)


def paths_of(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_the_home_is_only_read(bundled_copy: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in paths_of(bundled_copy)}
    for path in [bundled_copy, *(path for path in bundled_copy.rglob("*") if path.is_dir())]:
        path.chmod(0o555)
    done = CliRunner().invoke(cli, ["--home", str(bundled_copy), "-q", "validate", "--format", "json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["files"] == []
    assert {path: path.stat().st_mtime_ns for path in paths_of(bundled_copy)} == before


@pytest.fixture
def bundled_copy(bundled: Home, tmp_path: Path) -> Iterable[Path]:
    copy = tmp_path / "home"
    shutil.copytree(bundled.path, copy)
    yield copy
    for path in [copy, *copy.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
