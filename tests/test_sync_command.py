"""`treatykg sync`, `pull` and `neo4j`, as typed: what is planned, written, verified, refused, and given back."""

from __future__ import annotations

import gzip
import json
import re
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.neo4j import Connection, ask, down, graph_map, look, page, script, status, sync, verify
from kg.neo4j.apply import opened
from kg.store import Home
from tests.neo4j_golden import golden

pytestmark = pytest.mark.neo4j


def run(home: Home, *words: str, status: int = 0) -> Result:
    """A command on a home, with the exit status it must end with."""
    done = CliRunner().invoke(cli, ["--home", str(home.path), *words])
    assert done.exit_code == status, done.output
    return done


def count(server: Connection) -> tuple[int, int]:
    """All nodes and edges of the database."""
    ((nodes,),) = ask(server, "MATCH (n) RETURN count(n)", {})[1]
    ((edges,),) = ask(server, "MATCH ()-[r]->() RETURN count(r)", {})[1]
    return nodes, edges


@pytest.fixture
def synced(bundled: Home, neo4j: Connection) -> Home:
    """The bundled release, in the database too."""
    sync(bundled.current(), neo4j, bundled.current().id, print)
    return bundled


def test_a_plan_tells_what_a_sync_then_does_and_writes_nothing(bundled: Home, neo4j: Connection) -> None:
    plan = json.loads(run(bundled, "sync", "--plan", "--json").stdout)
    assert count(neo4j) == (0, 0)
    done = json.loads(run(bundled, "sync", "--json").stdout)
    assert done == plan
    nodes, edges = (sum(one["created"] for one in plan[key].values()) for key in ("nodes", "edges"))
    assert count(neo4j) == (nodes + 1, edges)  # and the stamp
    assert plan["writes"] == nodes + edges
    told = run(bundled, "sync", "--verify").stdout
    assert re.search(
        r"^verified: the database gives back the release's [\d,]+ statements, all and no other$", told, re.M
    )
    again = run(bundled, "sync", "--plan").stdout
    assert again == f"nothing differs from release {bundled.current().id}: nothing would be written\n"


def test_the_statements_of_a_plan_do_what_a_sync_does(neo4j: Connection) -> None:
    changed = golden(
        ('"Notes of 1970"@en', '"It\'s \\\\ another"@en'), ("tkg:actor pol:SUN ; tkg:side 1", "tkg:actor pol:VEN")
    )
    for number, release in enumerate((golden(), changed)):
        with look(release, neo4j, f"r{number}", print) as (plan, spool):
            statements = list(script(plan, spool))
        with opened(neo4j) as server:
            for statement in statements:
                server.auto(statement)
        assert verify(release, neo4j, print).same
        assert sync(release, neo4j, f"r{number}", print).writes == 0
    assert len(statements) < 90  # the second time only what differs


def test_statements_are_printed_and_nothing_is_written(bundled: Home, neo4j: Connection) -> None:
    text = run(bundled, "sync", "--cypher").stdout
    assert text.startswith("CREATE CONSTRAINT treatykg_") and text.count("UNWIND [{") > 80
    assert count(neo4j) == (0, 0)


def test_what_is_pulled_is_the_release(synced: Home, tmp_path: Path) -> None:
    release = synced.current()
    lines = sorted({line for part in release.parts for line in release.lines(part)})
    for name in ("pulled.nq", "pulled.nq.gz"):
        run(synced, "pull", "-o", str(tmp_path / name))
        content = (tmp_path / name).read_bytes()
        assert (gzip.decompress(content) if name.endswith("gz") else content).decode() == "".join(lines)
    wrong = run(synced, "pull", "-o", str(tmp_path / "x.ttl"), status=2)
    assert "x.ttl ends in neither .nq nor .nq.gz" in wrong.output
    assert "cannot be written: No such file or directory" in run(synced, "pull", "-o", "/nowhere/x.nq", status=1).output


def test_what_was_changed_by_hand_is_found_and_mended(synced: Home, neo4j: Connection) -> None:
    with opened(neo4j) as server:
        server.write("MATCH (a:Agreement {id: 'tzwvh71gf'}) SET a.title_en = 'Another title'")
        server.write("MATCH (a:Agreement {id: 'tzwvh71gf'})<-[r:PARTY_TO]-() SET r.role = 'depositary'")
    assert run(synced, "sync").stdout.startswith("nothing differs")
    found = run(synced, "sync", "--verify", status=1).stdout
    assert "3 statements of the release are missing in the database, 3 are not its own" in found
    assert '"Another title"@en' in found and found.endswith("mend it with: treatykg sync --afresh\n")
    assert "verified: " in run(synced, "sync", "--afresh", "--verify").stdout


def test_more_is_deleted_only_when_told(synced: Home, neo4j: Connection) -> None:
    with opened(neo4j) as server:
        many = "UNWIND range(1, 3000) AS n CREATE (:TreatyKG:Act {id: 'act/gone/' + n, hash: n})"
        server.write(many)
        server.write("MATCH (r:TreatyKGRelease) SET r.id = 'another'")
    before = count(neo4j)
    refused = run(synced, "sync", status=1).output
    assert re.search(
        r"the sync would delete 3,000 of [\d,]+ nodes \(\d+%\), more than 20%; look at it with --plan, and", refused
    )
    assert count(neo4j) == before
    assert run(synced, "sync", "--delete-limit", "101", status=2).output
    run(synced, "sync", "--allow-deletes", "--verify")
    assert count(neo4j) == (before[0] - 3000, before[1])


def test_verify_is_not_for_what_writes_nothing(bundled: Home) -> None:
    assert "--verify reads back what a sync wrote" in run(bundled, "sync", "--plan", "--verify", status=2).output


def test_the_schema_page_is_the_one_that_is_made() -> None:
    text = (Path(__file__).parents[1] / "docs" / "neo4j-schema.md").read_text(encoding="utf-8")
    assert text == page(graph_map())
    drawn = set(re.findall(r"^  (\w+) -- \"[^\"]+\" --> (\w+)$", text, re.M))
    assert ("Polity", "Agreement") in drawn and ("Record", "Source") in drawn and len(drawn) > 30


def test_neo4j_browser_is_given_out_by_the_local_server(
    neo4j_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert neo4j_home.is_dir()
    opened_pages: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened_pages.append)
    for name in ("NEO4J_URI", "NEO4J_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    home = Home(tmp_path)
    try:
        done = run(home, "neo4j", "browser")
        (address,) = opened_pages
        assert f"Neo4j Browser   {address}\n" in done.stdout and "open the address above" in done.stderr
        uri = status(tmp_path).uri
        assert uri is not None and f"cypher-shell -a {uri} -u neo4j -d neo4j" in done.stdout
        assert address.startswith("http://127.0.0.1:") and uri.rpartition(":")[2] in address
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310  our own server
            assert answer.status == 200 and b"Neo4j Browser" in answer.read()
    finally:
        down(tmp_path, print)


def test_another_server_is_only_told_about(bundled: Home, neo4j: Connection) -> None:
    told = run(bundled, "neo4j", "browser").stdout
    assert neo4j.uri in told and neo4j.password not in told and "http://" not in told
