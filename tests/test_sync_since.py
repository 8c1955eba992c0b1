"""A sync that starts from the release that the database holds does what one does that looks at all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Neo4jError, StoreError
from kg.names import ID, TKG
from kg.neo4j import Connection, How, Plan, ask, sync, verify
from kg.neo4j.apply import opened
from kg.neo4j.families import differing
from kg.neo4j.mapping import MapError
from kg.neo4j.sync import look
from kg.store import Home, Release, ReleaseWriter
from tests.faults import assert_whole
from tests.neo4j_golden import quiet

Parts = dict[str, list[str]]
LINES = st.lists(st.sampled_from([f"{text}\n" for text in ("a", "aa", "aab", "b", "ba", "c" * 300, "c" * 299 + "d")]))
OWN = re.compile(rf"<{ID}(?:resolution/|saying/)?[a-z]+/(t[0-9a-z]{{8}})[/>]")
RECORD = re.compile(rf"<{ID}[a-z]+/([a-z-]+/[^/>]+)[/>]")


@given(LINES, LINES)
def test_differing_lines_are_those_of_one_text_only(old: list[str], new: list[str]) -> None:
    texts = ["".join(sorted(set(lines))).encode() for lines in (old, new)]
    assert sorted(line.decode() for line in differing(*texts)) == sorted(set(old) ^ set(new))


def few_parts(release: Release) -> Parts:
    """The lines of some of the parts of a release, without most of the reference data; what they say of these stays."""
    parts = {name: list(release.lines(name)) for name in ("reference", *sorted(release.parts)[::5])}
    aside = (f"<{ID}pair/", f"<{ID}code/")
    return parts | {"reference": [line for line in parts["reference"] if not line.startswith(aside)]}


def all_parts(release: Release) -> Parts:
    """Its lines."""
    return {name: list(release.lines(name)) for name in release.parts}


def written(folder: Path, parts: Parts) -> Release:
    """A release of these lines, named by its folder; without a database, which no sync reads."""
    folder.mkdir()
    writer = ReleaseWriter(folder)
    for name, lines in parts.items():
        writer.add(name, lines)
    writer.tell({}, {}, folder)
    return Release(folder)


def _without(parts: Parts, pattern: re.Pattern[str], names: Iterable[str]) -> None:
    gone = set(names)
    for name, lines in parts.items():
        parts[name] = [line for line in lines if not ((found := pattern.match(line)) and found[1] in gone)]


def _some(parts: Parts, pattern: re.Pattern[str], random: Random, number: int) -> list[str]:
    found = {match[1] for lines in parts.values() for line in lines if (match := pattern.match(line))}
    return random.sample(sorted(found), number)


def retitled(parts: Parts, random: Random) -> None:
    """Some titles are others, of agreements and records."""
    title = f' {TKG.title} "'
    for lines in parts.values():
        for place, line in enumerate(lines):
            if title in line and random.random() < 0.02:
                lines[place] = line.replace(title, f"{title}Another ")


def without_agreements(parts: Parts, random: Random) -> None:
    """All that was concluded of some agreements is gone; what records say of them is left, and knows them by name."""
    _without(parts, OWN, _some(parts, OWN, random, 3))


def without_records(parts: Parts, random: Random) -> None:
    """Some records are gone; what was concluded from them still names them."""
    names = [name for name in _some(parts, RECORD, random, 60) if name.startswith("russia-venezuela/rv")]
    _without(parts, RECORD, names[:3])


def redated(parts: Parts, random: Random) -> None:
    """Some acts are of other days, so what was edges of the old ones is new."""
    for name, lines in parts.items():
        parts[name] = [
            line.replace("/signature", "/signature2") if (found := OWN.match(line)) and found[1] in chosen else line
            for chosen in [set(_some(parts, OWN, Random(random.random()), 4))]  # noqa: S311
            for line in lines
        ]


def publications_told_otherwise(parts: Parts, _random: Random) -> None:
    """Publications, which stand in several parts, have another title."""
    start, title = f"<{ID}source/russia-venezuela/p-", ' <http://purl.org/dc/terms/title> "'
    for name, lines in parts.items():
        parts[name] = [line.replace(title, f"{title}The ") if line.startswith(start) else line for line in lines]


def publications_gone_from_a_part(parts: Parts, random: Random) -> None:
    """A publication is no longer told of in some parts; the others still tell of it."""
    for name in random.sample(sorted(parts), 2):
        parts[name] = [line for line in parts[name] if not line.startswith(f"<{ID}source/russia-venezuela/p-")]


def without_a_part(parts: Parts, random: Random) -> None:
    """A whole part is gone, as where a source was unloaded."""
    del parts[random.choice([name for name in sorted(parts) if name.startswith("related-pairs")])]


CHANGES: list[Callable[[Parts, Random], None]] = [
    retitled,
    without_agreements,
    without_records,
    redated,
    publications_told_otherwise,
    publications_gone_from_a_part,
    without_a_part,
]


def planned(release: Release, server: Connection, *, whole: bool) -> Plan:
    """What a sync would do."""
    with look(release, server, release.id, quiet, How(whole=whole)) as (plan, _):
        return plan


def what(plan: Plan) -> object:
    """All that a plan does, in an order of its own."""
    return (
        plan.rows(),
        plan.named_only,
        plan.after,
        plan.gone_nodes,
        {type_: sorted(hashes) for type_, hashes in plan.gone_edges.items() if hashes},
    )


@pytest.mark.neo4j
@pytest.mark.parametrize("seed", range(5))
def test_both_do_the_same(
    neo4j: Connection, bundled: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("kg.neo4j.families.SHARE", 2.0)
    random = Random(seed)  # noqa: S311
    before = written(tmp_path / "before", few_parts(bundled.current()))
    parts = all_parts(before)
    changes = CHANGES if seed == 0 else random.sample(CHANGES, 3)
    for change in changes:
        change(parts, random)
    after = written(tmp_path / "after", parts)
    sync(before, neo4j, before.id, quiet)
    for here, there in ((before, after), (after, before)):
        plan, wanted = planned(there, neo4j, whole=False), planned(there, neo4j, whole=True)
        assert (plan.since, wanted.since) == (here.id, "")
        assert plan.writes > 0
        assert what(plan) == what(wanted)
        assert sync(there, neo4j, there.id, quiet, limit=1).since == here.id
        assert_whole(there, neo4j, there.id)
        assert planned(there, neo4j, whole=False).writes == 0


@pytest.fixture
def two(neo4j: Connection, bundled: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Release, Release]:
    """Two releases of which few titles differ; the first is in the database."""
    monkeypatch.setattr("kg.neo4j.families.SHARE", 2.0)
    before = written(tmp_path / "before", few_parts(bundled.current()))
    parts = all_parts(before)
    retitled(parts, Random(1))  # noqa: S311
    sync(before, neo4j, before.id, quiet)
    return before, written(tmp_path / "after", parts)


DAMAGES = [  # what somebody else may do, so that the stamp does not tell of what is there
    "MATCH (a:Agreement) WITH a LIMIT 1 DETACH DELETE a",
    "MATCH (:Act)-[r:STATED_IN]->() WITH r LIMIT 1 DELETE r",
    "MATCH (a:Agreement) WITH a LIMIT 1 CREATE (a)-[:STATED_IN {hash: 5}]->(a)",
    "CREATE (:TreatyKG:Agreement {id: 'odd', hash: 5})",
]
STAMPS = ["map = 'another'", "held = '[1]'", "held = null", "counted = null", "id = '../before'", "id = 'pruned'"]


@pytest.mark.neo4j
def test_where_the_database_is_not_what_its_stamp_says_all_of_it_is_looked_at(
    neo4j: Connection, two: tuple[Release, Release]
) -> None:
    for number, damage in enumerate(DAMAGES):
        with opened(neo4j) as server:
            server.write(damage)
        release = two[1 - number % 2]
        plan = sync(release, neo4j, release.id, quiet)
        assert plan.since == "" and plan.writes, damage
        assert_whole(release, neo4j, release.id)
    for stamp in STAMPS:
        sync(two[0], neo4j, two[0].id, quiet)
        assert planned(two[1], neo4j, whole=False).since == two[0].id
        with opened(neo4j) as server:
            server.write(f"MATCH (r:TreatyKGRelease) SET r.{stamp}")
        assert planned(two[1], neo4j, whole=False).since == "", stamp


@pytest.mark.neo4j
def test_where_much_differs_all_is_looked_at(
    neo4j: Connection, two: tuple[Release, Release], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.neo4j.families.SHARE", 0.1)
    parts = all_parts(two[0])
    for name in sorted(parts)[:-1]:
        del parts[name]
    assert planned(written(tmp_path / "few", parts), neo4j, whole=False).since == ""


@pytest.mark.neo4j
def test_what_the_map_has_no_place_for_stops_it_too(
    neo4j: Connection, two: tuple[Release, Release], tmp_path: Path
) -> None:
    parts = all_parts(two[0])
    lines = parts[min(name for name in parts if name.startswith("russia"))]
    line = next(line for line in lines if line.startswith(f"<{ID}agreement/"))
    lines.append(f'{line.split(" ")[0]} <http://example.org/odd> "x" <{ID}graph> .\n')
    with pytest.raises(MapError, match=r"has no place for <http://example\.org/odd>"):
        sync(written(tmp_path / "odd", parts), neo4j, "odd", quiet)
    assert_whole(two[0], neo4j, two[0].id)


@pytest.mark.neo4j
def test_a_part_that_cannot_be_read_matters_in_the_new_release_only(
    neo4j: Connection, two: tuple[Release, Release]
) -> None:
    for release in two:
        file = max((release.folder / "parts").glob("russia*"), key=lambda file: file.stat().st_size)
        file.write_bytes(file.read_bytes()[:-20])
        if release is two[0]:
            assert sync(two[1], neo4j, two[1].id, quiet).since == ""
            assert_whole(two[1], neo4j, two[1].id)
    with pytest.raises(StoreError, match=r"^part \S+ of release after cannot be read: Compressed file ended before"):
        sync(two[1], neo4j, "again", quiet, how=How(whole=True))


@pytest.mark.neo4j
def test_deletions_are_counted_against_all_that_is_there(
    neo4j: Connection, two: tuple[Release, Release], tmp_path: Path
) -> None:
    parts = all_parts(two[0])
    without_agreements(parts, Random(1))  # noqa: S311
    few = written(tmp_path / "few", parts)
    nodes = ask(neo4j, "MATCH (n:TreatyKG) RETURN count(n)", {})[1][0][0]
    with pytest.raises(Neo4jError, match=rf"^the sync would delete \d+ of {nodes:,} nodes \(\d%\), more than 0%"):
        sync(few, neo4j, few.id, quiet, limit=0)
    assert sync(few, neo4j, few.id, quiet).since == two[0].id
    assert verify(few, neo4j, quiet).same


@pytest.mark.neo4j
def test_edges_of_others_stay_where_ours_are_deleted(
    neo4j: Connection, two: tuple[Release, Release], tmp_path: Path
) -> None:
    parts = all_parts(two[0])
    without_agreements(parts, Random(1))  # noqa: S311
    few = written(tmp_path / "few", parts)
    act = planned(few, neo4j, whole=False).gone_nodes["Act"][0]
    theirs = "CREATE (a)-[:STATED_IN {page: 3}]->(r), (r)-[:NOTED {day: 1}]->(a)"
    with opened(neo4j) as server:
        server.write(f"MATCH (a:Act {{id: $act}})-[:STATED_IN]->(r:Record) WITH a, r LIMIT 1 {theirs}", act=act)
    assert sync(two[0], neo4j, two[0].id, quiet).writes == 0  # and these edges are counted
    assert sync(few, neo4j, few.id, quiet).since == two[0].id
    left = "MATCH (a:Act {id: $act})-[r]-(:Record) RETURN a.namedOnly, type(r), properties(r) ORDER BY type(r)"
    assert ask(neo4j, left, {"act": act})[1] == [[True, "NOTED", {"day": 1}], [True, "STATED_IN", {"page": 3}]]
    assert_whole(few, neo4j, few.id)
