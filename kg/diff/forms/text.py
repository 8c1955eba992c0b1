"""A comparison as lines for the terminal: grouped, the first of each group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from kg.diff.forms import words
from kg.diff.model import AgreementChange, Cause, Diff

T = TypeVar("T")
FIRST = 10  # of each group
CAUSES = 3  # of one change
VALUES = 12  # of one agreement


def as_text(diff: Diff, first: int | None = FIRST) -> str:
    """What differs; at most `first` of each group (None: all)."""
    return "\n".join(map(_printable, _lines(diff, first))) + "\n"


def _lines(diff: Diff, first: int | None) -> Iterator[str]:
    yield f"from release {diff.before.id}, made {words.made(diff.before)}"
    yield f"to   release {diff.after.id}, made {words.made(diff.after)}"
    yield words.summary(diff)
    yield from _group("Data sets", [f"{one.source}  {words.source(one)}" for one in diff.sources], None)
    judged = [f"{one.change}: {one.id} ({one.editor}, {one.decided_on}): {one.reason}" for one in diff.judgements]
    yield from _group("Editors' judgements", judged, first)
    if diff.reference:
        yield from ("", "Ontology, polities or codes changed: values may differ without a record that changed")
    for kind, (title, _) in words.AGREEMENTS.items():
        of_kind = [one for one in diff.agreements if one.kind == kind]
        yield from _heading(title, len(of_kind))
        for agreement in of_kind[:first]:
            yield from _agreement(agreement, first)
        yield from _rest(of_kind, first)
    for kind, title in words.OTHERS.items():
        for change in ("added", "gone", "changed"):
            found = [one for one in diff.others if (one.kind, one.change) == (kind, change)]
            yield from _heading(f"{title} {change}", len(found))
            for other in found[:first]:
                yield f"  {other.id}  {words.other(other)}"
                yield from _causes(other.causes, "    ")
            yield from _rest(found, first)
    yield from _findings(diff, first)


def _findings(diff: Diff, first: int | None) -> Iterator[str]:
    yield from _heading("Findings of validation, by rule", len(diff.findings))
    for rule, told, found in words.by_rule(diff.findings):
        yield f"  {rule} {told}"
        for one in found[:first]:
            yield f"    {one.change}: {words.finding(one)}"
        yield from _rest(found, first, "    ")


def _agreement(one: AgreementChange, first: int | None) -> Iterator[str]:
    told = words.about(one)
    yield f"  {one.id}  {one.title}{f' ({told})' if told else ''}"
    for other in one.others:
        yield f"    {words.others(one)} {other.id}  {other.title}"
    if one.kind != "changed":
        yield from _causes(one.causes, "    ")
    limit = None if first is None else VALUES
    for values, causes in words.by_causes(one, limit):
        yield from (f"    {words.value(value)}" for value in values)
        yield from _causes(causes, "      ")
    yield from _rest(one.values, limit, "    ")


def _causes(causes: Sequence[Cause], indent: str) -> Iterator[str]:
    for cause in causes[:CAUSES]:
        yield f"{indent}because: {cause.words}"
    if len(causes) > CAUSES:
        yield f"{indent}         and {len(causes) - CAUSES} more"


def _group(title: str, lines: Sequence[str], first: int | None) -> Iterator[str]:
    yield from _heading(title, len(lines))
    yield from (f"  {line}" for line in lines[:first])
    yield from _rest(lines, first)


def _heading(title: str, number: int) -> Iterator[str]:
    if number:
        yield from ("", f"{title} ({number:,})")


def _rest(found: Sequence[T], first: int | None, indent: str = "  ") -> Iterator[str]:
    if first is not None and len(found) > first:
        yield f"{indent}... and {len(found) - first:,} more; --all lists them"


def _printable(line: str) -> str:
    """Without control characters, which a terminal would obey."""
    return "".join(mark if mark.isprintable() else " " for mark in line)
