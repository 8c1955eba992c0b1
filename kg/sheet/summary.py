"""The paragraph at the head of a sheet, and what it says of security; sentences made of numbers, without adjectives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from kg.sheet import words
from kg.sheet.facts import Row
from kg.sheet.model import Agreement, Conflict

SECURITY = frozenset({"alliance", "neutrality", "defence", "military-technical"})


def paragraph(
    states: Sequence[Agreement],
    public: Sequence[Agreement],
    counts: Sequence[Row],
    pledged: str,
    conflicts: Sequence[Conflict],
    known_to: date | None,
    as_of: date,
) -> tuple[str, ...]:
    """The whole sheet in a few sentences; `pledged` is the one on security commitments."""
    sentences = [_listed(states)]
    by = Counter(name for each in states for name in each.concluded_by)
    if by:
        parts = [
            f"{number} {('were', 'was')[number == 1] + ' concluded ' if not index else ''}by {name}"
            for index, (name, number) in enumerate(sorted(by.items()))
        ]
        sentences.append(f"Of these, {words.listing(parts)}.")
    if public:
        sentences.append(
            f"{words.plural(len(public), 'instrument')} of public bodies and companies {words.are(len(public))} listed "
            "apart and not counted as agreements of the states."
        )
    sentences += _stated(counts)
    sentences.append(pledged)
    if conflicts:
        sentences.append(f"The sources disagree on {words.plural(len(conflicts), 'point')} (marked ≠).")
    if known_to is not None and as_of > known_to:
        sentences.append(f"The sources end on {words.day(known_to)}: what holds on a later day is presumed.")
    return tuple(sentences)


def _listed(states: Sequence[Agreement]) -> str:
    if not states:
        return "No bilateral agreement between the two states or their governments was found in the sources below."
    years = sorted({day.year for each in states for day in (each.signed_from, each.signed_to) if day})
    span = "" if not years else f", {years[0]}" if years[0] == years[-1] else f", {years[0]}–{years[-1]}"
    answers = Counter(each.status.answer for each in states)
    parts = [
        f"{answers['yes'] or 'none'} {words.are(answers['yes'])} in force",
        f"{answers['possibly'] or 'none'} may be",
        f"{answers['no'] or 'none'} {words.are(answers['no'])} not",
    ]
    if answers["unknown"]:
        parts.append(f"of {answers['unknown']} it is not known")
    head = f"{words.plural(len(states), 'bilateral agreement')} {words.are(len(states))} listed here{span}"
    return f"{head}; {words.listing(parts)}."


def _stated(counts: Iterable[Row]) -> list[str]:
    """The least and the greatest number stated for the agreements of the pair as a whole."""
    whole = [
        (int(row["number"]), row["comparator"])
        for row in counts
        if row["counted"] == "agreements" and "population" not in row and "topic" not in row
    ]
    if not whole:
        return []
    labels = {
        "moreThan": "more than ",
        "atLeast": "at least ",
        "atMost": "at most ",
        "nearly": "nearly ",
        "about": "about ",
    }
    said = [f"{labels.get(comparator, '')}{number:,}" for number, comparator in sorted(set(whole))]
    if len(said) == 1:
        return [f"The sources state {said[0]}."]
    return [f"Sources state between {said[0]} and {said[-1]}, of differing things and periods."]


def security(
    states: Sequence[Agreement], public: Sequence[Agreement], coded: Sequence[str], as_of: date
) -> tuple[str, ...]:
    """What data sets of alliances say (`coded`), or that the release has none, and agreements on such subjects."""
    sentences = list(coded) or [
        "None found in the sources below: no data set that codes security commitments (such as COW or ATOP) is part of "
        "this release, so the silence says nothing about whether any existed."
    ]
    related = [each for each in states if each.topic_names & SECURITY]
    apart = sum(1 for each in public if each.topic_names & SECURITY)
    if related:
        answers = Counter(each.status.answer for each in related)
        yes, possibly = answers["yes"], answers["possibly"]
        sentences.append(
            f"{words.plural(len(related), 'agreement')} listed here {words.are(len(related))} on alliance, neutrality, "
            f"defence or military-technical cooperation; on {words.day(as_of)}, {yes or 'none'} {words.are(yes)} in "
            f"force and {possibly or 'none'} may be."
        )
    if apart:
        sentences.append(
            f"{words.plural(apart, 'instrument')} of public bodies and companies on these subjects {words.are(apart)} "
            "in section 8."
        )
    return tuple(sentences)
