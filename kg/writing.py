"""A release in the making: its parts written, those that did not change taken over, what is found in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from kg.accounts import conflicts, counts
from kg.making import REFERENCE, Making
from kg.names import BEST_GRAPH, JUDGEMENT_GRAPH, LINK_GRAPH, REF_GRAPH, source_graph, thing
from kg.publish import publish, reference_findings
from kg.records import Source
from kg.store import Release, ReleaseWriter, quad_lines
from kg.units import Unit
from kg.validate import Finding, Report, reports, whole_findings
from kg.validate.engines import choose

# What several units may say in the same words: of a body that is party to many, of a page that says much.
SHARED = tuple(f"<{thing(kind, '').value}" for kind in ("actor", "source"))


class Writing:
    """Writes a release into an empty folder, on the base of the one before."""

    def __init__(
        self, folder: Path, base: Release | None, ready: Making, sources: Mapping[str, Source], engine: str
    ) -> None:
        self._ready, self._sources, self._engine, self._base = ready, sources, engine, base
        self._writer = ReleaseWriter(folder, base, SHARED)
        self._over_all: list[Finding] = []
        self.changed = [name for name, digest in ready.made_of.items() if not self._writer.keep(name, digest)]

    @property
    def id(self) -> str:
        """The identifier that its content gives it."""
        return self._writer.id

    def write_parts(self) -> None:
        """Derive, validate and write every part that changed; TreatyKGError if the reference data breaks a shape."""
        ready = self._ready
        if REFERENCE in self.changed:
            found = reference_findings([*ready.reference, *ready.judged], self._engine)
            lines = [*quad_lines(ready.reference, REF_GRAPH), *quad_lines(ready.judged, JUDGEMENT_GRAPH)]
            self._writer.add(REFERENCE, lines, ready.made_of[REFERENCE], _account((), found, []))
        self._publish([name for name in self.changed if name != REFERENCE])

    def look_at_all(self) -> None:
        """Run the rules on several agreements at once, and hold back what breaks one of severity Violation."""
        before = self._base.parts if self._base else {}
        if self._base is not None and not self.changed and before.keys() == self._writer.parts.keys():
            self._over_all = over_all(self._base)
            return
        self._over_all = list(whole_findings(self._writer.texts()))
        blamed = frozenset(found.focus for found in self._over_all if found.severity == "violation")
        if blamed:
            self._publish(self._holding(blamed), blamed)

    def _holding(self, blamed: frozenset[str]) -> list[str]:
        found = [
            {triple[1 : triple.index(">")] for unit in self._ready.units(n) for triple in unit.best}
            for n in self._ready.parts
        ]
        return [name for name, subjects in zip(self._ready.parts, found, strict=True) if blamed & subjects]

    def _publish(self, names: Sequence[str], blamed: frozenset[str] = frozenset()) -> None:
        """Write parts; one that holds something back for what stands in other parts is not to be kept as it is."""
        parts = ((name, self._ready.units(name)) for name in names)
        for part in publish(parts, self._ready.beside, self._engine, blamed):
            account = _account(part.units, part.findings, part.held_back)
            made_of = "" if blamed else self._ready.made_of[part.name]
            self._writer.add(part.name, self._lines(part.units), made_of, account)

    def _lines(self, units: Iterable[Unit]) -> Iterator[str]:
        for unit in units:
            for name, said in unit.said.items():
                yield from quad_lines(said, source_graph(name, self._sources[name].version))
            yield from quad_lines(unit.best, BEST_GRAPH)
            yield from quad_lines(unit.link, LINK_GRAPH)

    def finish(
        self, inputs: Sequence[Mapping[str, Any]], seconds: Mapping[str, float], there: Release | None = None
    ) -> None:
        """Write the database, the reports and the manifest; where a release of the same quads is `there`, tell it anew.

        Other code or shapes may find other things in the same quads.
        """
        accounts = [part.account for part in self._writer.parts.values()]
        findings = {found for account in accounts for found in findings_of(account)} | {*self._over_all}
        report = Report(findings=tuple(sorted(findings)), engine=choose(self._engine)[0])
        held_back = sorted(name for account in accounts for name in account["held_back"])
        counted = {
            **dict(sorted(_summed(accounts, "counts").items())),
            "quads": self._writer.quads,
            **{f"{name}s": number for name, number in report.counts.items()},
            "held back": len(held_back),
        }
        manifest = {
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "treatykg": version("treatykg"),
            "inputs": inputs,
            "counts": counted,
            "conflicts": dict(_summed(accounts, "conflicts").most_common()),
            "findings": dict(sorted(Counter(found.rule for found in report.findings).items())),
            "over_all": msgspec.to_builtins(self._over_all),
            "seconds": seconds,
            "held_back": held_back,
        }
        if there is None:
            self._writer.finish(manifest, reports(report))
        elif there.parts != self._writer.parts:
            self._writer.tell(manifest, reports(report), there.folder)


def _account(units: Sequence[Unit], findings: Sequence[Finding], held_back: Sequence[str]) -> dict[str, Any]:
    return {
        "counts": counts(units),
        "conflicts": conflicts(units),
        "findings": msgspec.to_builtins(findings),
        "held_back": held_back,
    }


def _summed(accounts: Iterable[Mapping[str, Any]], name: str) -> Counter[str]:
    whole: Counter[str] = Counter()
    for account in accounts:
        whole.update(account[name])
    return whole


def findings_of(account: Mapping[str, Any]) -> list[Finding]:
    """What was found in one part, from its account."""
    return msgspec.convert(account["findings"], list[Finding])


def over_all(release: Release) -> list[Finding]:
    """What was found in a release that only several agreements together show."""
    return msgspec.convert(release.manifest["over_all"], list[Finding])
