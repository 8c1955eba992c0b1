"""From all records to a release: find agreements, derive, validate, publish. A failure publishes nothing.

A release is made in parts, and what a part is made of tells whether the release before has it already: only what
changed is derived, validated and written again.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any

import msgspec

from kg.accounts import conflicts, counts
from kg.errors import StoreError
from kg.inputs import made_of, read_inputs
from kg.judgements import read as read_judgements
from kg.making import REFERENCE, Making, making
from kg.names import BEST_GRAPH, JUDGEMENT_GRAPH, LINK_GRAPH, REF_GRAPH, source_graph
from kg.publish import Published, publish, reference_findings
from kg.records import Source
from kg.resolve import ids
from kg.steps import Clock, Say
from kg.store import Home, Release, ReleaseWriter, quad_lines
from kg.store.home import new_folder
from kg.units import Unit
from kg.validate import Finding, Report, reports
from kg.validate.engines import choose

KEEP_RELEASES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A finished build: the release, whether it is a new one, its counts, seconds and peak memory by step."""

    release: Release
    new: bool
    counts: dict[str, int]
    seconds: dict[str, float]
    peak_mb: dict[str, int]


def build(home: Home, sources: Mapping[str, Source], say: Say, engine: str = "auto") -> Build:
    """Make a release of all bundled and loaded sources and make it current.

    Agreements that break a shape of severity Violation are left out of it and listed in its report. Raises
    StoreError if it cannot be written, and TreatyKGError if the reference data itself breaks a shape; the release
    that was current then stays so.
    """
    clock = Clock(say)
    with home.writing():
        sources = {**sources, **home.sources()}
        base = _base(home)
        if base is not None and home.made_of() == made_of(home, sources, engine):
            return _done(base, False, clock)
        ready, inputs = _prepare(home, sources, clock, engine)
        release, new = _write(home, ready, sources, inputs, base, clock, engine)
        ids.append(home.ids, ready.plan.clusters, date.today())
        home.make_current(release, made_of(home, sources, engine))
        home.prune(KEEP_RELEASES)
    return _done(release, new, clock)


def check(home: Home, sources: Mapping[str, Source], say: Say, engine: str = "auto") -> Report:
    """What the shapes find in all bundled and loaded sources, without making a release or writing anything.

    What has not changed since the current release is not validated again.
    """
    clock = Clock(say)
    sources = {**sources, **home.sources()}
    ready, _ = _prepare(home, sources, clock, engine)
    base = _base(home)
    known = base.parts if base else {}
    same = {name for name, digest in ready.made_of.items() if name in known and known[name].made_of == digest}
    findings = [found for name in sorted(same) for found in _findings(known[name].account)]
    with clock(f"validating {len(ready.made_of) - len(same)} of {len(ready.made_of)} parts"):
        if REFERENCE not in same:
            findings += reference_findings([*ready.reference, *ready.judged], engine)
        for part in _published(ready, [name for name in ready.parts if name not in same], engine):
            findings += part.findings
    return Report(findings=tuple(sorted(set(findings))), engine=choose(engine)[0])


def _base(home: Home) -> Release | None:
    """The current release, if there is one and it is whole."""
    try:
        release = home.current()
    except StoreError:
        return None
    return release if release.whole else None


def _done(release: Release, new: bool, clock: Clock) -> Build:
    counted = release.manifest["counts"]
    return Build(release=release, new=new, counts=counted, seconds=clock.seconds, peak_mb=clock.peak_mb)


def _prepare(
    home: Home, sources: Mapping[str, Source], clock: Clock, engine: str
) -> tuple[Making, list[dict[str, Any]]]:
    with clock("reading records"):
        records, inputs = read_inputs(home, sources)
        judgements = read_judgements(home.path / "judgements")
    with clock(f"finding agreements in {len(records):,} records"):
        return making(records, sources, judgements, ids.read(home.ids), engine), inputs


def _published(ready: Making, names: Sequence[str], engine: str) -> Iterator[Published]:
    return publish(((name, ready.units(name)) for name in names), ready.beside, engine)


def _write(
    home: Home,
    ready: Making,
    sources: Mapping[str, Source],
    inputs: list[dict[str, Any]],
    base: Release | None,
    clock: Clock,
    engine: str,
) -> tuple[Release, bool]:
    """Write the release beside the others; one with the same content is kept as it is."""
    home.releases.mkdir(exist_ok=True)
    with new_folder(home.releases) as folder:
        writer = ReleaseWriter(folder, base)
        changed = [name for name, digest in ready.made_of.items() if not writer.keep(name, digest)]
        with clock(f"deriving and validating {len(changed)} of {len(ready.made_of)} parts"):
            _add_parts(writer, ready, sources, changed, engine)
        made = Release(home.releases / writer.id)
        if new := not made.whole:
            with clock("writing the database"):
                _finish(writer, inputs, clock, engine)
            shutil.rmtree(made.folder, ignore_errors=True)  # what is left of one that was damaged
            folder.rename(made.folder)
    return Release(made.folder), new


def _add_parts(
    writer: ReleaseWriter, ready: Making, sources: Mapping[str, Source], changed: Sequence[str], engine: str
) -> None:
    if REFERENCE in changed:
        found = reference_findings([*ready.reference, *ready.judged], engine)
        lines = [*quad_lines(ready.reference, REF_GRAPH), *quad_lines(ready.judged, JUDGEMENT_GRAPH)]
        writer.add(REFERENCE, lines, ready.made_of[REFERENCE], _account((), found, []))
    for part in _published(ready, [name for name in changed if name != REFERENCE], engine):
        account = _account(part.units, part.findings, part.held_back)
        writer.add(part.name, _lines(part.units, sources), ready.made_of[part.name], account)


def _lines(units: Iterable[Unit], sources: Mapping[str, Source]) -> Iterator[str]:
    for unit in units:
        for name, said in unit.said.items():
            yield from quad_lines(said, source_graph(name, sources[name].version))
        yield from quad_lines(unit.best, BEST_GRAPH)
        yield from quad_lines(unit.link, LINK_GRAPH)


def _account(units: Sequence[Unit], findings: Sequence[Finding], held_back: Sequence[str]) -> dict[str, Any]:
    return {
        "counts": counts(units),
        "conflicts": conflicts(units),
        "findings": msgspec.to_builtins(findings),
        "held_back": held_back,
    }


def _findings(account: Mapping[str, Any]) -> list[Finding]:
    return msgspec.convert(account["findings"], list[Finding])


def _finish(writer: ReleaseWriter, inputs: list[dict[str, Any]], clock: Clock, engine: str) -> None:
    accounts = [part.account for part in writer.parts.values()]
    findings = {finding for account in accounts for finding in _findings(account)}
    report = Report(findings=tuple(sorted(findings)), engine=choose(engine)[0])
    held_back = sorted(name for account in accounts for name in account["held_back"])
    counted = sum((Counter(account["counts"]) for account in accounts), Counter[str]())
    disputed = sum((Counter(account["conflicts"]) for account in accounts), Counter[str]())
    manifest = {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "treatykg": version("treatykg"),
        "inputs": inputs,
        "counts": {
            **dict(sorted(counted.items())),
            "quads": writer.quads,
            **{f"{name}s": number for name, number in report.counts.items()},
            "held back": len(held_back),
        },
        "conflicts": dict(disputed.most_common()),
        "findings": dict(sorted(Counter(finding.rule for finding in report.findings).items())),
        "seconds": clock.seconds,
        "held_back": held_back,
    }
    writer.finish(manifest, reports(report))
