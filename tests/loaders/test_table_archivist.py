"""An archivist gets another ministry's list in with a mapping of 30 lines and no Python: made up, built for real."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import QuerySolutions

from kg.build import Build, build
from kg.cli import cli
from kg.names import PREFIXES
from kg.store import Home, Loaded, Release

CASES = Path(__file__).with_name("table")
LIST, MAP = CASES / "ministry.csv", CASES / "ministry.yml"


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-q", "--home", str(home), "load", *words])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    path = tmp_path_factory.mktemp("ministry")
    done = run(path, "table", str(LIST), "--map", str(MAP), "--keep-going")
    assert done.exit_code == 0, done.output
    return Home(path)


@pytest.fixture(scope="module")
def account(home: Home) -> Loaded:
    return home.load_report("ministry")


@pytest.fixture(scope="module")
def built(home: Home) -> Build:
    return build(home, {}, lambda _text: None)


@pytest.fixture(scope="module")
def release(built: Build) -> Release:
    return built.release


def ask(release: Release, where: str, *columns: str) -> list[tuple[str, ...]]:
    """Rows of local names and texts, sorted."""
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
    names = " ".join(f"?{column}" for column in columns)
    found = release.store.query(f"{prefixes} SELECT {names} WHERE {{ {where} }}", use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    values = [[row[column] for column in columns] for row in found]
    return sorted(tuple(value.value.rsplit("/", 1)[-1] if value else "" for value in row) for row in values)


def by_id(release: Release, where: str, column: str) -> dict[str, str]:
    return {row[0]: row[1] for row in ask(release, where, "id", column)}


def test_the_mapping_is_short_and_the_list_is_hard() -> None:
    assert len(MAP.read_text(encoding="utf-8").splitlines()) <= 30
    given = LIST.read_bytes()
    with pytest.raises(UnicodeDecodeError):
        given.decode("utf-8")
    assert all(word.encode("latin-1") in given for word in (";", "DDR", "Tschechoslowakei", "\nauf dem", "31.02.1990"))


def test_every_row_is_accounted_for(account: Loaded) -> None:
    counts = account.counts
    assert (counts["rows_read"], counts["treaties"], counts["rows_repeated"]) == (14, 10, 2)
    assert account.set_aside == {"ragged row": 1, "no id": 1}
    assert (counts["parties"], counts["identified"], counts["dates_not_read"]) == (21, 20, 2)


def test_what_is_wrong_names_row_column_and_value(account: Loaded) -> None:
    assert [(p.kind, p.row, p.column, p.found) for p in account.problems] == [
        ("wrong-code", 7, "Staatscode", "FIN"),
        ("repeated-differently", 9, None, "A 6"),
        ("unread-date", 10, "Unterzeichnet am", "31.02.1990"),
        ("set-aside", 11, None, "has 5 cells, the header 13"),
        ("unidentified-party", 12, "Partner", "Atlantis"),
        ("unknown-subject", 12, "Sachgebiet", "Maulwürfe"),
        ("set-aside", 14, "Nr.", "is blank; nothing names the agreement"),
        ("unread-date", 15, "Unterzeichnet am", "??.11.2001"),
    ]


AGREEMENT = """
?record tkg:inDataset <https://w3id.org/treatykg/id/source/ministry> ; tkg:localId ?id ; tkg:describes ?a ;
  tkg:recordKind v:agreementRecord .
"""


def test_vanished_states_and_wrong_codes_come_out_right(release: Release) -> None:
    where = AGREEMENT + "?a tkg:participation [ tkg:side ?side ; tkg:actor ?actor ] . FILTER(?side = 2)"
    assert ask(release, where, "id", "actor")[:-1] == [
        ("A 1", "CHE"),
        ("A 10", "HUN"),
        ("A 12", "DEU"),
        ("A 2", "DDR"),
        ("A 3", "CSK"),
        ("A 4", "YUG"),
        ("A 5", "YUG"),
        ("A 6", "FRA"),
        ("A 7", "ITA"),
    ]
    pairs = ask(release, AGREEMENT + "?a tkg:between ?pair", "id", "pair")
    assert [pair for pair in pairs if pair[1] == "AUT-DEU"] == [("A 12", "AUT-DEU"), ("A 2", "AUT-DEU")]


def test_dates_partial_unread_and_in_words(release: Release) -> None:
    where = AGREEMENT + "?act tkg:actOn ?a ; tkg:actType at:signature . OPTIONAL { ?act tkg:date ?date }"
    signed = by_id(release, where, "date")
    assert (signed["A 1"], signed["A 3"], signed["A 7"], signed["A 12"]) == ("1956-03-12", "1931", "", "")
    where = AGREEMENT + "?act tkg:actOn ?a ; tkg:actType at:entryIntoForce ; tkg:date ?date"
    begun = by_id(release, where, "date")
    assert (begun["A 1"], begun["A 2"], begun["A 4"]) == ("1957-05-01", "1975-01-01", "1965-09-03")


def test_status_words_bound_what_no_date_tells(release: Release) -> None:
    """In force, ended and denounced by the day of the list; on the day itself the answers are yes and no."""
    where = (
        AGREEMENT
        + """?a tkg:forcePeriod ?period . OPTIONAL { ?period tkg:startLatest ?start }
      OPTIONAL { ?period tkg:endLatest ?end } OPTIONAL { ?period tkg:endEarliest ?first }"""
    )
    found = {row[0]: row[1:] for row in ask(release, where, "id", "start", "first", "end")}
    assert found["A 3"] == ("2020-06-30", "2020-07-01", "")  # "in Kraft" without a date
    assert found["A 2"] == ("1975-01-01", "1975-01-01", "2020-06-30")  # "erloschen"
    assert found["A 7"] == ("1990-04-01", "1990-04-01", "2020-06-30")  # "gekündigt"
    assert found["A 5"][0] == ""  # "noch nicht in Kraft"
    says = by_id(release, AGREEMENT + "?record tkg:says ?says", "says")
    assert says["A 5"] == "Stand: noch nicht in Kraft"


def test_a_status_that_contradicts_dates_is_a_conflict(release: Release) -> None:
    where = """?resolution tkg:agreementLevel v:conflicting ; rdf:subject ?act ; rdf:object ?shown ;
      tkg:supportedBy/tkg:localId ?for ; tkg:contradictedBy ?other . ?act tkg:actType ?type .
      ?other tkg:localId ?against ; tkg:stance v:denies ; tkg:says ?says"""
    assert ask(release, where, "for", "shown", "against", "says") == [
        ("A 4", "1980-12-31", "status-not", "Stand: in Kraft")
    ]


def test_links_topics_kinds_and_places(release: Release) -> None:
    link = "?link tkg:linkFrom/^tkg:describes ?one . ?one tkg:localId ?from ; tkg:recordKind v:agreementRecord . "
    link += "?link tkg:linkTo/^tkg:describes ?to ; tkg:linkType ?type ."
    link += "?to tkg:localId ?target ; tkg:recordKind v:agreementRecord"
    assert ask(release, link, "from", "type", "target") == [("A 5", "value#protocolTo", "A 4")]
    topics = ask(release, AGREEMENT + "?a tkg:topic ?topic", "id", "topic")
    assert [topic for name, topic in topics if name == "A 2"] == ["topic#customs", "topic#trade"]
    kinds = by_id(release, AGREEMENT + "?a tkg:instrumentKind ?kind", "kind")
    assert (kinds["A 7"], kinds["A 10"], kinds["A 1"]) == (
        "value#exchangeOfNotes",
        "value#convention",
        "value#agreement",
    )
    places = by_id(release, AGREEMENT + "?act tkg:actOn ?a ; tkg:placeName ?place", "place")
    assert places["A 1"] == "Bregenz"
    assert "A 9" not in places  # "k. A." means nothing


def test_nothing_of_the_list_breaks_a_shape(built: Build) -> None:
    assert (built.counts.get("violations", 0), built.counts.get("held back", 0), built.counts["agreements"]) == (
        0,
        0,
        10,
    )


def test_check_shows_what_the_first_rows_become_and_stores_nothing(tmp_path: Path) -> None:
    done = run(tmp_path / "none", "table", str(LIST), "--map", str(MAP), "--check", "--rows", "6")
    assert done.exit_code == 0, done.output
    assert not (tmp_path / "none").exists()
    blocks = done.output.split("\n\n")
    assert len(blocks) == 6
    assert blocks[1].splitlines() == [
        "ministry.csv, row 3",
        "  record     A 2",
        "  title      Handelsvertrag über Spielzeug [de]",
        "  party      1: Österreich -> AUT (Austria), state",
        "  party      2: DDR -> DDR (German Democratic Republic), state",
        "  act        signature 1974-06-07, Leipzig (Unterzeichnet am)",
        "  act        entryIntoForce 1975-01-01 (In Kraft seit)",
        "  act        termination ../2020-06-30 (Stand)",
        "  kind       agreement",
        "  topics     trade, customs",
        "  says       Stand: erloschen",
    ]
    wrong = "  ! column Staatscode: stands for FIN, the name 'Frankreich' for FRA; the name counts"
    assert blocks[5].splitlines()[-1] == wrong


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["table", str(LIST)], 2, "a table is read by a mapping file; name it with --map"),
        (["uk-treaties", str(LIST), "--map", str(MAP)], 2, "--map is for `load table`; uk-treaties has a loader of"),
        (["table", str(LIST), "--map", "nowhere.yml"], 1, "nowhere.yml: cannot be read: No such file or directory"),
        (["table", "nowhere.csv", "--map", str(MAP)], 1, "nowhere.csv: there is no such file"),
        (["table", str(LIST), "--map", str(MAP)], 1, "row 14, column Nr.: is blank; nothing names the agreement"),
    ],
)
def test_errors_are_one_line(tmp_path: Path, words: list[str], code: int, message: str) -> None:
    done = run(tmp_path, *words)
    assert (done.exit_code, message in done.output) == (code, True), done.output


@pytest.mark.parametrize("name", ["uk-treaties", "table"])
def test_a_mapping_may_not_take_the_name_of_a_source(name: str, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_bytes((CASES / "names.csv").read_bytes())
    given = MAP.read_text(encoding="utf-8").replace("name: ministry", f"name: {name}")
    (tmp_path / "map.yml").write_text(given, encoding="utf-8")
    done = run(tmp_path, "table", str(LIST), "--map", str(tmp_path / "map.yml"))
    assert done.output == f"Error: map.yml: source.name: there is a source {name} already; choose another name\n"
