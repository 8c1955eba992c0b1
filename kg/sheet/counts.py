"""How many? Every stated number beside the number listed here for the same population; never extrapolated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from kg.dates import span
from kg.sheet import words
from kg.sheet.facts import Concepts, Row
from kg.sheet.model import Agreement, CountRow, Value

# What is counted -> the instrument kind it is compared with (None: all kinds); other things are not listed here.
COMPARED = {"agreements": None, "documents": None, "contracts": "contract", "memoranda": "memorandum"}


@dataclass(frozen=True, slots=True)
class Listed:
    """Agreements surely inside a period, and those that may be inside it."""

    surely: int
    possibly: int

    def __str__(self) -> str:
        return f"{self.surely}" + (f" and {self.possibly} possibly" if self.possibly else "")


def listed(agreements: Sequence[Agreement], first: date, last: date, fits: Callable[[Agreement], bool]) -> Listed:
    """How many signatures fall into a period by both bounds, and how many may; an undated one may."""
    surely = possibly = 0
    for one in agreements:
        if not one.has_signature or not fits(one):
            continue
        earliest, latest = one.signed_from or date.min, one.signed_to or date.max
        if first <= earliest and latest <= last:
            surely += 1
        elif earliest <= last and first <= latest:
            possibly += 1
    return Listed(surely, possibly)


def count_row(row: Row, states: Sequence[Agreement], public: Sequence[Agreement], concepts: Concepts) -> CountRow:
    """One stated number, read by its comparator and set beside what is listed for its population."""
    first, last = _day(row, "from"), _day(row, "to")
    topic, population = row.get("topic"), row.get("population", "")
    number, comparator = int(row["number"]), row["comparator"]
    label = concepts.labels.get(comparator, comparator)
    thing = words.COUNTED.get(row["counted"], row["counted"])
    group = "occasion" if population.startswith("batch:") else "topic" if topic else "pair"
    until = last or (span(row["saidOn"]).hi if "saidOn" in row else date.max)
    compared, kind = row["counted"] in COMPARED, COMPARED.get(row["counted"])
    pools = (states, (*states, *public))
    found = [listed(pool, first or date.min, until, lambda one: _fits(one, topic, kind)) for pool in pools]
    return CountRow(
        group=group,
        population=_population(topic, population, concepts),
        period=words.period(first, last),
        stated=Value(
            text=words.english(f"{words.stated(number, comparator, label)} {thing} stated"), records=(row["r"],)
        ),
        by=row.get("claimant", ""),
        said_on=words.edtf(row["saidOn"]) if "saidOn" in row else "",
        listed=_listed(found[0], number, comparator) if compared else "",
        with_public_bodies=_listed(found[1], number, comparator) if compared else "",
        reading=_reading(number, comparator, found[1], thing, counted=compared, open_start=first is None),
    )


def _day(row: Row, column: str) -> date | None:
    return date.fromisoformat(row[column]) if column in row else None


def _fits(one: Agreement, topic: str | None, kind: str | None) -> bool:
    return (topic is None or topic in one.topic_names) and kind in (None, one.kind_name)


def _population(topic: str | None, population: str, concepts: Concepts) -> str:
    if topic is not None:
        return concepts.labels.get(topic, topic)
    kind, _, name = population.partition(":")
    return {"batch": "", "year": f"the year {name}"}.get(kind, population or "the pair as a whole")


def _listed(found: Listed, number: int, comparator: str) -> str:
    """The number listed and its share of the stated one: "41 (12 %)", "7 and 1 possibly (58 %)"."""
    share = words.share(found.surely, number, comparator)
    return f"{found} ({share})" if share else str(found)


def _reading(number: int, comparator: str, widest: Listed, thing: str, *, counted: bool, open_start: bool) -> str:
    """How the number is read, and what makes a comparison with what is listed doubtful."""
    if not counted:
        return f"{thing} are not listed here one by one"
    remarks = [f"read as {read}"] if (read := words.read_as(number, comparator)) else []
    if open_start:
        remarks.append("beginning of the period not stated")
    _, most = words.reading(number, comparator)
    if most is not None and widest.surely > most:
        remarks.append("more are listed here than stated: the count or this list is wrong")
    return "; ".join(remarks)


def order(row: CountRow) -> tuple[str, ...]:
    """Counts of the pair first, then by subject, then by occasion; each by the record that states it."""
    return {"pair": "0", "topic": "1"}.get(row.group, "2"), row.population, *row.stated.records
