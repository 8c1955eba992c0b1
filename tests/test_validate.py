"""Reports: where a finding was said, in which order it is told, and that nothing is read twice."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import RDF, SH, Graph

from kg.errors import TreatyKGError
from kg.machine import processors
from kg.validate import Finding, Place, as_json, as_text, as_turtle, validate

PREFIX = """@base <https://w3id.org/treatykg/id/> . @prefix tkg: <https://w3id.org/treatykg/def#> .
@prefix at: <https://w3id.org/treatykg/def/act-type#> . @prefix v: <https://w3id.org/treatykg/def/value#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
RECORD = """<record/uk/74519> a tkg:Record ; tkg:localId "74519" ; tkg:fromSource <source/uk> ;
  tkg:inDataset <source/uk> ; tkg:recordKind v:agreementRecord ; tkg:stance v:asserts ; tkg:attribution v:none ;
  tkg:file "1_batch.json" ; tkg:row 7 ; tkg:describes <agreement/t0vxk3m9a> .
"""
AGREEMENT = """<agreement/t0vxk3m9a> a tkg:Agreement ; tkg:title "Notes"@en ; tkg:instrumentKind v:exchangeOfNotes ;
  tkg:legalNature v:undetermined ; tkg:sides 2 ; tkg:participation <participation/1> , <participation/2> ;
  tkg:forcePeriod <period/t0vxk3m9a/1> ; tkg:statedIn <record/uk/74519> .
"""
ACT = """<act/t0vxk3m9a/signature> a tkg:Act ; tkg:actOn <agreement/t0vxk3m9a> ; tkg:actType at:signature ;
  tkg:date "May 1950"^^edtf:EDTF ; tkg:statedIn <record/uk/74519> .
"""
PERIOD = "<period/t0vxk3m9a/1> a tkg:ForcePeriod ; tkg:mode v:definitive .\n"
LOST = '<code/cow/365/SUN> a tkg:CodeAssignment ; tkg:scheme <scheme/cow> ; tkg:codeValue "365" .\n'


def chunk(*parts: str) -> str:
    triples = parse(PREFIX + "".join(parts), format=RdfFormat.TURTLE)
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


WHOLE = chunk(RECORD, AGREEMENT, ACT, PERIOD, LOST)
SAID = Place("uk", "1_batch.json", 7)


def test_findings_say_where_it_was_said() -> None:
    report = validate([WHOLE], engine="pyshacl")
    assert [(one.rule, one.severity, one.place) for one in report.findings] == [
        ("A04", "warning", SAID),
        ("A09", "violation", SAID),
        ("A12", "violation", SAID),  # a period states no record; the agreement it belongs to does
        ("A21", "violation", Place()),
    ]
    assert (report.conforms, report.counts) == (False, {"violation": 3, "warning": 1})


def test_the_caller_may_know_better_where_it_was_said() -> None:
    code = "https://w3id.org/treatykg/id/code/cow/365/SUN"
    report = validate([WHOLE], engine="pyshacl", places={code: Place("states", "states.ttl", 3)})
    assert [one.place for one in report.findings if one.focus == code] == [Place("states", "states.ttl", 3)]


def test_text_is_told_worst_first_with_what_to_do() -> None:
    report = validate([chunk(RECORD, AGREEMENT, ACT)], engine="pyshacl")
    _, text = as_text(report).split("\n", 1)
    assert text == (
        "\nA09 Dates of events: 1 violation\n"
        "  Write the date as YYYY, YYYY-MM or YYYY-MM-DD, with X, ?, ~, % or / as in EDTF; seasons are not read.\n"
        '  - uk, 1_batch.json, row 7: The date is not EDTF level 0 or 1 - found "May 1950" [tkg:date] '
        "(act/t0vxk3m9a/signature)\n"
        "\nA04 Topics of agreements: 1 warning\n"
        "  Map the source's subject to a topic of topics.ttl.\n"
        "  - uk, 1_batch.json, row 7: No topic; it will not be found by subject [tkg:topic] (agreement/t0vxk3m9a)\n"
    )
    assert as_text(report).startswith("1 violation, 1 warning (pyshacl ")


def test_text_says_what_it_leaves_out() -> None:
    acts = "".join(ACT.replace("signature>", f"signature/{number}>") for number in range(30))
    report = validate([chunk(RECORD, acts)], engine="pyshacl")
    assert "  ... and 27 more\n" in as_text(report, 3)
    assert as_text(report, None).count("\n  - ") == 30


def test_json_and_turtle_tell_the_same_findings() -> None:
    report = validate([WHOLE], engine="pyshacl")
    told = json.loads(as_json(report))
    assert (told["conforms"], told["counts"]) == (False, {"violation": 3, "warning": 1})
    assert [Finding(**one) for one in told["findings"]] == list(report.findings)
    graph = Graph().parse(data=as_turtle(report))
    results = set(graph.objects(graph.value(None, RDF.type, SH.ValidationReport), SH.result))
    assert {str(graph.value(one, SH.focusNode)) for one in results} == {one.focus for one in report.findings}
    for name in (SH.resultSeverity, SH.sourceShape, SH.sourceConstraintComponent):
        assert all(len(list(graph.objects(one, name))) == 1 for one in results), name


def test_warnings_alone_stop_nothing() -> None:
    report = validate([chunk(RECORD, AGREEMENT)], engine="pyshacl")
    assert (report.conforms, report.counts) == (True, {"warning": 1})
    assert validate([], engine="pyshacl").findings == ()


def test_chunks_are_taken_as_they_come() -> None:
    """A stream is never held as a whole: an engine asks for the next chunks while it works on the first."""
    asked: list[int] = []
    ahead = 2 * processors() + 1
    total = ahead + 10

    def chunks() -> Iterator[str]:
        for number in range(total):
            asked.append(number)
            yield chunk(ACT.replace("signature>", f"signature/{number}>"))

    progress: list[int] = []
    report = validate(chunks(), engine="pyshacl", progress=lambda done: progress.append(asked[-1] - done))
    assert len(report.findings) == total and max(progress) <= ahead


def test_an_engine_that_is_not_there_is_named() -> None:
    with pytest.raises(TreatyKGError, match=r'no SHACL engine "jena": use auto, shacl or pyshacl'):
        validate([], engine="jena")
