"""Validation of units before a release is written: what breaks a rule of severity Violation is held back."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.errors import TreatyKGError
from kg.names import TKG
from kg.units import Unit
from kg.validate import Finding, check

# Reference data, and judgements, that rules on units look at; another polity's days change all parts.
BESIDE = tuple(
    f" {term} "
    for term in (
        *(TKG.existsFrom, TKG.existsTo, TKG.inLine),
        *(TKG.codesPairsOnly, TKG.horizon, TKG.padsYears, TKG.retrieved),
        *(TKG.joins, TKG.column),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Units as they may be published, and the findings about all of them."""

    name: str  # of the part that they make
    units: list[Unit]
    findings: tuple[Finding, ...]
    held_back: list[str]  # identifiers of units whose derived part is left out


def publish(
    parts: Iterable[tuple[str, Sequence[Unit]]],
    beside: str,
    engine: str = "auto",
    blamed: frozenset[str] = frozenset(),
) -> Iterator[Published]:
    """Validate units part by part, as they come; `beside`: see `beside`.

    The derived part of a unit with a violation is left out; what its sources said stays. `blamed` are IRIs of things
    with a violation that only the graph as a whole shows.
    """
    waiting: deque[tuple[str, Sequence[Unit]]] = deque()

    def chunks() -> Iterator[str]:
        for name, units in parts:
            waiting.append((name, units))
            yield statements(triple for unit in units for triple in unit.triples)

    for _, findings in check(chunks(), engine=engine, beside=beside):
        name, units = waiting.popleft()
        held = _held(units, findings, blamed)
        shown = [replace(unit, best=[], link=[]) if unit.id in held else unit for unit in units]
        yield Published(name=name, units=shown, findings=findings, held_back=sorted(held))


def _held(units: Sequence[Unit], findings: Iterable[Finding], blamed: frozenset[str]) -> set[str]:
    subjects = blamed | {finding.focus for finding in findings if finding.severity == "violation"}
    if not subjects:
        return set()
    return {unit.id for unit in units if subjects & {triple[1 : triple.index(">")] for triple in unit.triples}}


def reference_findings(reference: Sequence[str], engine: str = "auto") -> tuple[Finding, ...]:
    """What is found in the reference data; TreatyKGError for a violation, for then nothing can be trusted."""
    ((_, findings),) = check([statements(reference)], engine=engine)
    if broken := sorted({finding.focus for finding in findings if finding.severity == "violation"}):
        raise TreatyKGError(f"the reference data breaks the shapes, nothing is published: {', '.join(broken)}")
    return findings


def beside(reference: Iterable[str]) -> str:
    """What rules on units look at in the reference data and in judgements, as N-Triples."""
    return statements(triple for triple in reference if any(term in triple for term in BESIDE))


def statements(triples: Iterable[str]) -> str:
    """Triples as N-Triples."""
    return "".join(f"{triple} .\n" for triple in triples)
