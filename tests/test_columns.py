"""Columns: each source names those of all that it says, and a finding tells those of what it is about."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from kg.derive.alliances import alliance_triples
from kg.derive.other import count_triples
from kg.graph.records import record_triples
from kg.graph.reference import column_iri, source_triples
from kg.names import ACT, ID, TKG, local_name
from kg.publish import beside, statements
from kg.records import Record, Source
from kg.units import derive, line
from kg.validate import Finding, Place, whole_findings
from kg.validate.places import place
from kg.validate.run import check
from kg.validate.shapes import catalogue
from loaders import SOURCES
from loaders.plugins import unfit
from loaders.table import from_map
from loaders.wikidata import items
from tests.loaders import test_ieadb, test_tfdd, test_unctad_bits

CASES = Path(__file__).parent / "loaders"
GIVEN = {  # source -> a file or folder of its sample
    "atop": "atop/sample",
    "brazil-concordia": "brazil_concordia/bilaterais_brasil.csv",
    "cow-alliances": "cow_alliances/sample",
    "desta": "desta/DESTA.csv",
    "gptad": "gptad/GPTAD.csv",
    "uk-treaties": "uk_treaties/pages",
    "us-senate": "us_senate",
}
SAME_FOR_ALL = {  # what a loader says of every row, by no column of it
    "brazil-concordia": {"statedBilateral"},
    "desta": {"topic"},
    "gptad": {"topic"},
    "unctad-bits": {"topic", "legalNature"},
}
# of the record itself, or of the nodes that stand for it
ABOUT_IT = {
    *("type", "inDataset", "locator", "file", "row", "asGiven", "act", "term", "statedIn", "runsFrom"),
    *("recordKind", "stance", "attribution"),
}
# rules on what is derived, decided by an editor or comes with treatykg; no cell says it
DERIVED = {
    *("A01", "A12-mode", "A12-basis", "A14-dataset", "A15", "A16", "A17", "A20", "A21", "A22", "A23", "A25"),
    *("A26-label", "A27", "B12", "B13", "B18", "B24", "B25"),
}
# shapes of acts, which name their columns themselves
OF_ACTS = {
    *(iri.rpartition("#")[2] for iri, one in catalogue().items() if one.rule in ("A07", "A08", "A09", "A10", "A13")),
    *("B02", "B05-signatures", "B08", "B08-same-day", "B16", "B20-acts", "B21-acts", "B29", "B30", "B31", "B35"),
}
# it has the parts of A12; a resolution itself says of which field it is
BY_OTHER_MEANS = {"A12-alliances", "B37"}


def _wikidata(folder: Path) -> list[Path]:
    store = Store()
    store.load(path=CASES / "wikidata" / "treaties.ttl", format=RdfFormat.TURTLE)
    found = store.query(items.QUERY.path.read_text(encoding="utf-8"))
    assert isinstance(found, QuerySolutions)
    found.serialize(str(folder / "wikidata.json"), QueryResultsFormat.JSON)
    return [folder]


def _ieadb(folder: Path) -> list[Path]:
    shutil.copy(CASES / "ieadb" / "treaties.csv", folder)
    test_ieadb.write_members(folder, test_ieadb.table("members.csv"))
    return [folder]


def _unctad(folder: Path) -> list[Path]:
    with (folder / "iia_dataset_for_paper_20260323.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, test_unctad_bits.COLUMNS, restval="")
        writer.writeheader()
        writer.writerow(test_unctad_bits.ROW | {"length_noticeper": "None"})
    return [folder]


MADE: dict[str, Callable[[Path], list[Path]]] = {
    "ieadb": _ieadb,
    "tfdd": lambda folder: [test_tfdd.write(folder, test_tfdd.table("rows.csv"))],
    "unctad-bits": _unctad,
    "wikidata": _wikidata,
}


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Record]]:
    """What each source says in its sample, or in its bundled files."""
    found = {}
    for name, source in SOURCES.items():
        paths = [*source.bundled] or (
            [CASES / GIVEN[name]] if name in GIVEN else MADE[name](tmp_path_factory.mktemp("s"))
        )
        found[name] = list(source.read(paths, True))
        assert found[name], name
    return found


def _said(record: Record, source: Source) -> set[str]:
    """The properties that a record gives a value."""
    triples = [*record_triples(record), *count_triples(record), *alliance_triples(record, source.horizon)]
    own = ("record", "term", "count", "alliance", "membership", "commitment")
    found = {local_name(p.value) for s, p, _ in triples if s.value.removeprefix(ID).split("/")[0] in own}
    derived = ("label", "nameAsGiven", "membership", "phase", "ofPhase", "startEarliest", "startLatest", "endEarliest")
    commits = ("commitmentKind", "obligor", "beneficiary", "directionKnown")
    found -= {*ABOUT_IT, *derived, *commits, "endLatest", "column"}
    if record.publication is None:
        found.discard("fromSource")  # the data set
    return found | ({"linkTo"} if record.links else set()) | ({"describes"} if record.about else set())


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_names_the_columns_of_all_that_it_says(name: str, records: dict[str, list[Record]]) -> None:
    source = SOURCES[name]
    lacking = {
        (record.file, said)
        for record in records[name]
        for said in _said(record, source) - SAME_FOR_ALL.get(name, set())
        if not any(said in source.columns.get(file, {}) for file in (record.file, ""))
    }
    assert lacking == set()


@pytest.fixture(scope="module")
def findings(records: dict[str, list[Record]]) -> list[Finding]:
    """What is found in all samples together."""
    reference = [line(triple) for source in SOURCES.values() for triple in source_triples(source)]
    units = list(derive([one for found in records.values() for one in found], SOURCES))
    chunk = statements(triple for unit in units for triple in unit.triples)
    ((_, found),) = check([chunk], beside=beside(reference))
    return [*found, *whole_findings([statements(reference), chunk])]


def test_every_finding_tells_its_column(findings: list[Finding]) -> None:
    assert len({one.rule for one in findings}) > 8
    assert [one for one in findings if not one.column and one.rule not in DERIVED] == []


def test_columns_are_those_of_what_the_finding_is_about(findings: list[Finding]) -> None:
    told = {(one.rule, one.source, one.file, one.column) for one in findings}
    assert ("B23", "russia-venezuela", "claims.csv", "period_start") in told
    assert ("B10", "unctad-bits", "iia_dataset_for_paper_20260323.csv", "auto_renew, length_noticeper") in told
    assert ("A03", "ieadb", "treaties.csv", "country in iea-memb.xlsx") in told


def test_every_shape_says_what_it_looks_at() -> None:
    mapped = {name for source in SOURCES.values() for said in source.columns.values() for name in said}
    names = {iri.rpartition("#")[2] for iri in catalogue()}
    for iri, shape in catalogue().items():
        name = iri.rpartition("#")[2]
        if {name, shape.rule} & DERIVED or name in OF_ACTS | BY_OTHER_MEANS:
            continue
        known = any(term.startswith(ACT.namespace) or local_name(term) in mapped for term in shape.looks_at)
        parts = not shape.looks_at and not shape.select and any(one.startswith(f"{shape.rule}-") for one in names)
        assert known or parts, name


RECORD = f"""PREFIX tkg: <{TKG.namespace}> PREFIX at: <{ACT.namespace}> PREFIX id: <{ID}>
INSERT DATA {{
  <{ID}record/made/1> tkg:inDataset <{ID}source/made> ; tkg:file "a.csv" ; tkg:row 2 .
  <{ID}record/made/2> tkg:inDataset <{ID}source/made> ; tkg:file "b.csv" ; tkg:row 3 ;
    tkg:act <{ID}act/made/2/1> , <{ID}act/made/2/2> .
  <{ID}act/made/2/1> tkg:actType at:accession ; tkg:actor <{ID}polity/PER> ; tkg:column "c1" .
  <{ID}act/made/2/2> tkg:actType at:accession ; tkg:actor <{ID}polity/CHL> ; tkg:column "c.xlsx, row 7, day" .
  <{ID}agreement/t1> tkg:statedIn <{ID}record/made/1> , <{ID}record/made/2> ; tkg:forcePeriod <{ID}period/t1/1> .
  <{ID}act/t1/accession/PER> tkg:actType at:accession ; tkg:actor <{ID}polity/PER> ; tkg:statedIn <{ID}record/made/2> .
  <{ID}act/t1/accession/CHL> tkg:actType at:accession ; tkg:actor <{ID}polity/CHL> ; tkg:statedIn <{ID}record/made/2> .
  <{column_iri("made", "b.csv", "title").value}> tkg:column "name" .
  <{column_iri("made", "", "title").value}> tkg:column "heading" .
}}"""
TITLE, ACCESSION = TKG.title.value, ACT.accession.value


@pytest.mark.parametrize(
    ("node", "about", "expected"),
    [
        ("act/t1/accession/PER", (), Place("made", "b.csv", 3, "c1")),
        ("act/t1/accession/CHL", (), Place("made", "c.xlsx", 7, "day")),  # the act names another file and row
        ("agreement/t1", (TITLE,), Place("made", "a.csv", 2, "heading")),
        ("record/made/2", (TITLE,), Place("made", "b.csv", 3, "name")),  # the file has columns of its own
        ("agreement/t1", (TITLE, ACCESSION), Place("made", "b.csv", 3, "name, c.xlsx, row 7, day, c1")),  # says most
        ("period/t1/1", (ACCESSION,), Place("made", "b.csv", 3, "c.xlsx, row 7, day, c1")),  # by what it hangs on
        ("agreement/t1", (), Place("made", "a.csv", 2)),
        ("agreement/t1", (TKG.topic.value,), Place("made", "a.csv", 2)),  # no column is made up
    ],
)
def test_a_place_is_that_of_the_record_that_says_most(node: str, about: tuple[str, ...], expected: Place) -> None:
    store = Store()
    store.update(RECORD)
    assert place(store, NamedNode(ID + node), about) == expected


def test_a_mapping_file_tells_its_columns() -> None:
    assert from_map(CASES / "table" / "ministry.yml").columns == {
        "": {
            "localId": "Nr.",
            "describes": "Nr.",  # of a record that says what the status has against the dates
            "title": "Titel",
            "partyAsGiven": "Partner, Staatscode",
            "instrumentKind": "Titel",
            "topic": "Sachgebiet",
            "says": "Stand",
            "citation": "Fundstelle",
            "linkTo": "Bezug",
        }
    }


def test_a_column_of_no_property_makes_a_source_unfit() -> None:
    wrong = replace(SOURCES["desta"], name="made", columns={"": {"titles": "name"}})
    assert unfit(wrong, {}) == "columns: 'titles' is no property of records"
