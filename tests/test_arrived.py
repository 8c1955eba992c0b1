"""Every property of every class of a release arrives in Neo4j, or docs/model.md says that it is left out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kg.build import build
from kg.cli import cli
from kg.judgements import write
from kg.load import load
from kg.names import BEST_GRAPH, ID, JUDGEMENT_GRAPH, LINK_GRAPH, TKG
from kg.records import Act, Citation, Judgement, Link, Party, Reading, Record, Source, Term, Text
from kg.resolve import agreement_id
from kg.store import Home
from loaders import SOURCES
from tests.arrived import lost

FOLDER = Path(__file__).parent
SAMPLES = {
    "atop": "atop/sample",
    "brazil-concordia": "brazil_concordia/bilaterais_brasil.csv",
    "cow-alliances": "cow_alliances/sample",
    "desta": "desta/DESTA.csv",
    "gptad": "gptad/GPTAD.csv",
    "us-senate": "us_senate",
}
RAIL = "Treaty between Peru and Chile on the railway from Tacna to Arica"
WORKS = "Convention between Peru and Chile on the works of the river Zarumilla"
MADE = {  # source -> number, title, signed
    "north": ((1, RAIL, "1929-06-03"), (2, "Treaty on extradition", "1932-04-05"), (3, WORKS, "1934-01-08")),
    "south": ((1, RAIL, "1929-06-04"), (2, "Convention on posts", "1932-04-05"), (3, WORKS, "1934-01-08")),
}
MORE = {  # what the first record of both says beside
    "north": {"note": Text(value="in two copies", lang="en"), "term": Term(initial_months=120, notice_months=6)},
    "south": {"term": Term(initial_months=60), "citations": (Citation(text="Gazette 7", register="gazette"),)},
}


def _record(source: str, number: int, title: str, signed: str) -> Record:
    one = Record(
        source=source,
        id=str(number),
        kind="agreementRecord",
        file=f"{source}.csv",
        row=number,
        as_given={"title": title},
        titles=(Text(value=title, lang="en"), Text(value=f"{title} ({source})", lang="es")),
        instrument_kind="treaty",
        stated_bilateral=True,
        topics=("trade",),
        parties=(Party(name="Peru", polity="PER", side=1), Party(name="Chile", polity="CHL", side=2)),
        acts=(Act(type="signature", date=signed, place=source), Act(type="ratification", actor="PER", date="1935")),
        links=(Link(type="amends", to="1"),) if number == 2 else (),
    )
    return replace(one, **MORE[source]) if number == 1 else one  # type: ignore[arg-type]


def _source(name: str) -> Source:
    read = Reading(records=[_record(name, *one) for one in MADE[name]])
    return replace(SOURCES["desta"], name=name, read=lambda _paths, _going: read, bundled=(Path(__file__),))


def _judgements(folder: Path) -> None:
    any_ = Judgement(id="", reason="Made up for this test.", editor="A. Editor", decided_on=date(2026, 11, 24))
    write(folder, replace(any_, id="join", decision="join", records=("north/1", "south/1")))
    write(folder, replace(any_, id="apart", decision="apart", records=("north/2", "south/2")))
    write(folder, replace(any_, id="reject", decision="reject", records=("south/3",)))
    day = replace(any_, id="prefer", agreement="tzwvh71gf", act="entryIntoForce", field="date")
    write(folder, replace(day, prefers="russia-venezuela/rvc-049", rejects=("russia-venezuela/rvc-045",)))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A release of samples, of two lists that have some treaties in common, and of every sort of decision on them."""
    home = Home(tmp_path_factory.mktemp("arrived") / "home")
    for name, place in SAMPLES.items():
        load(home, SOURCES[name], [FOLDER / "loaders" / place])
    _judgements(home.path / "judgements")
    made = {name: _source(name) for name in MADE}
    done = build(home, SOURCES | made, lambda _text: None)
    assert done.counts["of several sources"] == 1
    return home


@pytest.fixture(scope="module")
def store(home: Home) -> Store:
    return home.current().store


@pytest.fixture(scope="module")
def left_out() -> dict[str, set[str]]:
    """Class -> properties, as the last table of docs/model.md has them."""
    text = (FOLDER.parent / "docs" / "model.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", text.partition("| of | left out |")[2], re.MULTILINE)
    assert rows
    return {class_: set(re.findall(r"`(\w+)`", cells.partition("(")[0])) for class_, cells in rows}


def test_every_property_of_a_release_arrives(store: Store, left_out: dict[str, set[str]]) -> None:
    for class_ in (TKG.Match, TKG.Judgement, TKG.Link, TKG.Commitment, TKG.Term, TKG.Saying, TKG.Proposal, TKG.Count):
        assert next(store.quads_for_pattern(None, None, class_, None), None), class_
    for property_ in (TKG.judgedBy, TKG.keepsApart, TKG.joins, TKG.rejects, TKG.prefers, TKG.contradictedBy):
        assert next(store.quads_for_pattern(None, property_, None, None), None), property_
    assert lost(store, left_out) == []


def test_what_is_listed_as_left_out_is_there(store: Store, left_out: dict[str, set[str]]) -> None:
    told = lost(store, {})
    for class_, properties in left_out.items():
        for name in properties - {"all"}:
            assert any(line.startswith(f"{class_} {name}: ") for line in told), (class_, name)
        assert any(line.startswith(f"{class_} ") for line in told), class_


def test_a_question_on_an_identifier_that_was_replaced_is_answered_and_says_so(home: Home) -> None:
    now, old = (agreement_id(source, "1") for source in MADE)
    asked = [
        CliRunner().invoke(cli, ["--home", str(home.path), "query", "timeline", "-p", f"agreement={name}"])
        for name in (now, old)
    ]
    assert [one.exit_code for one in asked] == [0, 0], asked[0].output
    assert asked[0].stdout == asked[1].stdout and "signature" in asked[0].stdout
    assert asked[0].stderr == ""
    assert asked[1].stderr == f"{old} is now {now}: its record was joined to the older agreement\n"


NEW = NamedNode(TKG.namespace + "madeUp")


@pytest.mark.parametrize(
    ("subject", "value", "graph"),
    [
        ("agreement/tnew00001", "record/made/A1", BEST_GRAPH),
        ("participation/tnew00001/1", "polity/SUN", BEST_GRAPH),
        ("act/tnew00001/signature", "polity/SUN", BEST_GRAPH),
        ("resolution/term/tnew00001/renewal", "record/made/A2", BEST_GRAPH),
        ("record/made/A1", "record/made/A2", LINK_GRAPH),
        ("judgement/one", "record/made/A1", JUDGEMENT_GRAPH),
    ],
)
def test_a_new_property_that_is_not_mapped_is_seen(
    subject: str, value: str, graph: NamedNode, left_out: dict[str, set[str]]
) -> None:
    store = Store()
    store.load(path=FOLDER / "neo4j" / "golden.trig", format=RdfFormat.TRIG)
    assert lost(store, left_out) == []
    store.add(Quad(NamedNode(ID + subject), NEW, NamedNode(ID + value), graph))
    (told,) = lost(store, left_out)
    assert " madeUp: " in told


def test_a_new_class_that_is_not_mapped_is_seen(left_out: dict[str, set[str]]) -> None:
    store = Store()
    store.add(Quad(NamedNode(ID + "made/1"), NEW, Literal("said"), BEST_GRAPH))
    assert lost(store, left_out) == [f'made madeUp: <{ID}made/1> "said"']
