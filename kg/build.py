"""From all records to a release: find agreements, derive, validate, publish. A failure publishes nothing.

A release is made in parts, and what a part is made of tells whether the release before has it already: only what
changed is derived, validated and written again.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.errors import StoreError
from kg.inputs import made_of, read_inputs, read_judgements, with_ids
from kg.making import REFERENCE, Making, making
from kg.publish import publish, reference_findings, statements
from kg.records import Source
from kg.resolve import ids
from kg.steps import Clock, Say
from kg.store import Home, Release
from kg.store.home import new_folder
from kg.validate import Finding, Report, whole_findings
from kg.validate.engines import choose
from kg.writing import Writing, findings_of, over_all

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
    with home.writing(), _uncollected():
        sources = {**sources, **home.sources()}
        base = _base(home)
        given = made_of(home, sources, engine)  # before it is read: an editor may decide something meanwhile
        if base is not None and home.made_of() == with_ids(home, given):
            return _done(base, False, clock)
        ready, inputs = _prepare(home, sources, clock, engine)
        release, new = _write(home, ready, sources, inputs, base, clock, engine)
        ids.append(home.ids, ready.plan.clusters, date.today())
        home.make_current(release, with_ids(home, given))
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
    findings = [found for name in sorted(same) for found in findings_of(known[name].account)]
    with clock(f"validating {len(ready.made_of) - len(same)} of {len(ready.made_of)} parts"):
        if base is not None and known.keys() == same == ready.made_of.keys():
            findings += over_all(base)
        else:
            findings += _found_anew(ready, base, same, engine)
    return Report(findings=tuple(sorted(set(findings))), engine=choose(engine)[0])


def _found_anew(ready: Making, base: Release | None, same: set[str], engine: str) -> list[Finding]:
    """The findings in what has changed, and those over all parts together."""
    findings: list[Finding] = []

    def texts() -> Iterator[str]:
        yield statements([*ready.reference, *ready.judged])
        if REFERENCE not in same:
            findings.extend(reference_findings([*ready.reference, *ready.judged], engine))
        for part in publish(((n, ready.units(n)) for n in ready.parts if n not in same), ready.beside, engine):
            findings.extend(part.findings)
            yield statements(triple for unit in part.units for triple in unit.triples)
        if base is not None:
            yield from map(base.text, sorted(same - {REFERENCE}))

    findings.extend(whole_findings(texts()))
    return findings


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: there are none, and it walks all records over and over (a fifth of the time)."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


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
        judgements = read_judgements(home, sources, records, clock.say)
    with clock(f"finding agreements in {len(records):,} records"):
        return making(records, sources, judgements, ids.read(home.ids), engine), inputs


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
        writing = Writing(folder, base, ready, sources, engine)
        with clock(f"deriving and validating {len(writing.changed)} of {len(ready.made_of)} parts"):
            writing.write_parts()
        with clock("looking at all agreements together"):
            writing.look_at_all()
        made = Release(home.releases / writing.id)
        if new := not made.whole:
            with clock("writing the database"):
                writing.finish(inputs, clock.seconds)
            shutil.rmtree(made.folder, ignore_errors=True)  # what is left of one that was damaged
            folder.rename(made.folder)
        else:
            writing.finish(inputs, clock.seconds, made)
    return Release(made.folder), new
