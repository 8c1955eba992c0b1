"""From all records to a release: derive, validate, publish. A failure publishes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from kg.derive.alliances import coding_triples
from kg.derive.parties import pairs
from kg.errors import SourceError, StoreError
from kg.graph.reference import ontology_triples, pair_triples, source_triples
from kg.judgements import judgement_triples
from kg.judgements import read as read_judgements
from kg.load import checksums, counted
from kg.names import BEST_GRAPH, JUDGEMENT_GRAPH, LINK_GRAPH, REF_GRAPH, source_graph, thing
from kg.polities import polities
from kg.publish import Published, publish
from kg.records import Record, Source
from kg.steps import Clock, Say
from kg.store import Home, Release, ReleaseWriter
from kg.store.home import new_folder
from kg.units import Unit, derive, line
from kg.validate import Report

KEEP_RELEASES = 5
MARKED = {  # kind of IRI -> what things of this kind are called in the account of a release
    "agreement": "agreements",
    "act": "acts",
    "alliance": "alliances",
    "commitment": "commitments",
    "resolution": "resolutions",
    "count": "stated counts",
    "event": "events",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A finished build: the release, whether it is a new one, its counts, seconds and peak memory by step."""

    release: Release
    new: bool
    counts: dict[str, int]
    seconds: dict[str, float]
    peak_mb: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A release before it is written: validated units, reference data, and what they were made from."""

    published: Published
    reference: list[str]
    judged: list[str]
    inputs: list[dict[str, Any]]


def build(home: Home, sources: Mapping[str, Source], say: Say, engine: str = "auto") -> Build:
    """Make a release of all bundled and loaded sources and make it current.

    Agreements that break a shape of severity Violation are left out of it and listed in its report. Raises
    StoreError if it cannot be written, and TreatyKGError if the reference data itself breaks a shape; the release
    that was current then stays so.
    """
    clock = Clock(say)
    with home.writing():
        sources = {**sources, **home.sources()}
        prepared = _prepare(home, sources, clock, engine)
        with clock("writing the release"):
            release, new = _write(home, prepared, sources, clock)
        home.prune(KEEP_RELEASES)
    return Build(
        release=release, new=new, counts=release.manifest["counts"], seconds=clock.seconds, peak_mb=clock.peak_mb
    )


def check(home: Home, sources: Mapping[str, Source], say: Say, engine: str = "auto") -> Report:
    """What the shapes find in all bundled and loaded sources, without making a release."""
    with home.writing():
        return _prepare(home, {**sources, **home.sources()}, Clock(say), engine).published.report


def _prepare(home: Home, sources: Mapping[str, Source], clock: Clock, engine: str) -> Prepared:
    with clock("reading records"):
        records, inputs = _read(home, sources)
    with clock(f"deriving from {len(records):,} records"):
        judgements = read_judgements(home.path / "judgements")
        units = list(derive(records, sources, judgements))
        judged = [line(triple) for one in judgements for triple in judgement_triples(one)]
        reference = sorted(set(_reference(records, sources)))
    with clock(f"validating {len(units):,} units"):
        published = publish(units, [*reference, *judged], home.path / "validated.json", engine)
    return Prepared(published=published, reference=reference, judged=judged, inputs=inputs)


def _read(home: Home, sources: Mapping[str, Source]) -> tuple[list[Record], list[dict[str, Any]]]:
    """All records, and what they were read from; what a user loaded takes the place of what is bundled."""
    records: list[Record] = []
    inputs = []
    loaded = set(home.loaded())
    for name, source in sorted(sources.items()):
        if name in loaded:
            report = home.load_report(name)
            records += _still_known(name, home.records(name))
            inputs.append({"source": name, "version": report.version, "files": report.files, "counts": report.counts})
        elif source.bundled:
            reading = source.read(source.bundled, False)
            found = list(reading)
            records += found
            counts = {"rows_read": reading.rows_read, **sum(map(counted, found), Counter())}
            files = checksums(source.bundled)
            inputs.append({"source": name, "version": source.version, "files": files, "counts": counts})
    seen: set[tuple[str, str]] = set()
    for record in records:
        if (record.source, record.id) in seen:
            raise SourceError(f"two records have the identifier {record.id}; one would be lost", file=record.source)
        seen.add((record.source, record.id))
    return records, inputs


def _still_known(name: str, records: Iterable[Record]) -> Iterator[Record]:
    """Loaded records, as long as the polities they were read with are still there under their names."""
    known = {None, *polities()}
    for record in records:
        used = {party.polity for party in record.parties} | {act.actor for act in record.acts}
        used |= {proposal.polity for proposal in record.proposed_parties}
        if record.alliance is not None:
            used |= {member.polity for member in record.alliance.memberships}
        if not used <= known:
            raise StoreError(
                f"{name} was loaded with an older table of polities; load it again with: treatykg load {name}"
            )
        yield record


def _reference(records: list[Record], sources: Mapping[str, Source]) -> Iterator[str]:
    used = {record.source for record in records}
    for triple in ontology_triples():
        yield line(triple)
    for name in sorted(used):
        yield from map(line, source_triples(sources[name]))
    yield from map(line, coding_triples(records))
    codes = {code for name in used for code in sources[name].covers if "-" in code}
    for record in records:
        codes |= {code for code in (record.pair, record.count.pair if record.count else None) if code}
        codes |= pairs(record).keys()
    yield from map(line, pair_triples(sorted(codes)))


def _write(home: Home, prepared: Prepared, sources: Mapping[str, Source], clock: Clock) -> tuple[Release, bool]:
    """Write the release beside the others and point at it; one with the same content is kept as it is."""
    published = prepared.published
    home.releases.mkdir(exist_ok=True)
    with new_folder(home.releases) as folder:
        writer = ReleaseWriter(folder)
        writer.add_graph(REF_GRAPH, prepared.reference)
        if prepared.judged:
            writer.add_graph(JUDGEMENT_GRAPH, prepared.judged)
        writer.add_graph(LINK_GRAPH, (triple for unit in published.units for triple in unit.link))
        writer.add_graph(BEST_GRAPH, (triple for unit in published.units for triple in unit.best))
        for name in sorted({unit.source for unit in published.units}):
            graph = source_graph(name, sources[name].version)
            writer.add_graph(graph, (triple for unit in published.units if unit.source == name for triple in unit.said))
        made = home.releases / writer.id
        if new := not made.exists():
            manifest = {
                "created": datetime.now(UTC).isoformat(timespec="seconds"),
                "treatykg": version("treatykg"),
                "inputs": prepared.inputs,
                "counts": _counts(published.units, writer) | published.counts,
                "seconds": clock.seconds,
                "held_back": published.held_back,
            }
            writer.finish(manifest, published.reports)
            folder.rename(made)
    release = Release(made)
    home.make_current(release)
    return release, new


def _counts(units: list[Unit], writer: ReleaseWriter) -> dict[str, int]:
    kinds: Counter[str] = Counter()
    marks = {kind: f"<{thing(kind, '').value}" for kind in MARKED}
    typed = " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    for unit in units:
        for triple in unit.best:
            if typed in triple:
                kinds.update(kind for kind, mark in marks.items() if triple.startswith(mark))
        kinds["records"] += sum(
            typed in triple and triple.startswith(f"<{thing('record', '').value}") for triple in unit.said
        )
    return {MARKED.get(kind, kind): number for kind, number in sorted(kinds.items())} | {"quads": writer.quads}
