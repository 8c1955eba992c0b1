"""Identity over the published files: precision and recall on the labelled pairs, and what must be found."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.records import Record
from kg.resolve import JOIN, Key, Plan
from kg.resolve.founded import founded_on
from tests.published import Planned

pytestmark = pytest.mark.full
HERE = Path(__file__).parent
PRECISION, RECALL = 0.99, 0.85
SECONDS = 30  # of processor; a tenth of the time that a build may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """All records, their plan, what it took, and the agreement of each record."""

    records: list[Record]
    plan: Plan
    seconds: float
    agreement: Mapping[str, str]


@pytest.fixture(scope="module")
def made(planned: Planned) -> Made:
    """The plan of all published and bundled sources."""
    agreement = {f"{one.source}/{one.id}": cluster.id for cluster in planned.plan.clusters for one in cluster.stating}
    return Made(records=planned.records, plan=planned.plan, seconds=planned.seconds, agreement=agreement)


def _labelled() -> list[dict[str, str]]:
    rows = []
    for path in sorted(HERE.glob("labelled-*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    return rows


def test_precision_and_recall_on_the_labelled_pairs(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[tuple[str, str, bool]] = Counter()
    wrong = []
    for row in _labelled():
        joined = made.agreement[row["one"]] == made.agreement[row["other"]]
        counts[row["group"], row["same"], joined] += 1
        if joined and row["same"] == "no":
            wrong.append((row["one"], row["other"], row["why"]))
    for half in (("tune",), ("test",), ("tune", "test")):
        right, missed = (sum(counts[group, "yes", joined] for group in half) for joined in (True, False))
        false = sum(counts[group, "no", True] for group in half)
        precision, recall = right / (right + false), right / (right + missed)
        with capsys.disabled():
            told = (
                f"precision {precision:.3f}, recall {recall:.3f}: {right} of {right + missed} joined, {false} wrongly"
            )
            sys.stdout.write(f"\n{' and '.join(half)}: {told}")
        assert precision >= PRECISION, wrong
        assert recall >= (RECALL if len(half) == 2 else RECALL - 0.02)


def test_no_agreement_has_two_records_of_one_source(made: Made) -> None:
    for cluster in made.plan.clusters:
        assert len({one.source for one in cluster.stating}) == len(cluster.stating)
    assert len(made.agreement) == sum(one.kind == "agreementRecord" for one in made.records)


def test_it_is_quick_enough(made: Made) -> None:
    assert made.seconds < SECONDS


def _with(made: Made, one: str, other: str, decision: str) -> list[tuple[str, str]]:
    return sorted(
        (str(match.one), str(match.other))
        for match in made.plan.matches
        if match.decision == decision and {match.one.source, match.other.source} == {one, other}
    )


def test_the_environmental_list_meets_our_russia_venezuela_agreements(made: Made) -> None:
    joined = _with(made, "ieadb", "russia-venezuela", "join")
    assert len(joined) >= 3
    nuclear = "russia-venezuela/rv-2010-10-15-nuclear-power-plant"
    reached = {other for pair in (*joined, *_with(made, "ieadb", "russia-venezuela", "propose")) for other in pair}
    assert nuclear in reached


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (
            "russia-venezuela/rv-2008-11-07-investment-bit",
            "Russian Federation - Venezuela, Bolivarian Republic of BIT (2008)",
        ),
        ("uk-treaties/60947", "Singapore - United Kingdom BIT (1975)"),
    ],
)
def test_investment_treaties_are_joined(made: Made, ours: str, theirs: str) -> None:
    assert made.agreement[ours] == made.agreement[f"unctad-bits/{theirs}"]


def test_alliances_are_linked_with_the_treaties_that_made_them(made: Made) -> None:
    found = founded_on(made.records, made.plan.clusters)
    linked = {str(one.alliance): one.agreement for one in found if one.decision == "join"}
    assert len(linked) >= 25
    assert linked["atop/2555"] == linked["cow-alliances/195"] == made.agreement["uk-treaties/78345"]  # Iran, 1942
    assert all(one.score >= JOIN for one in found if one.decision == "join")
    assert Key("atop", "2555") not in {Key(c.anchor.source, c.anchor.id) for c in made.plan.clusters}
