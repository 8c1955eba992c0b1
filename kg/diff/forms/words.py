"""The words that text and page share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from kg.dates import say
from kg.diff.causes import cut
from kg.diff.model import (
    AgreementChange,
    Cause,
    Diff,
    FindingChange,
    OtherChange,
    Shown,
    SourceChange,
    ValueChange,
    Which,
)

NOT_SHOWN = "nothing"
AGREEMENTS = {
    "added": ("Agreements added", "Not in the earlier release under any identifier."),
    "gone": ("Agreements gone", "Shown in the earlier release, and no longer."),
    "merged": (
        "Agreements merged",
        "What was several agreements is now one: the records are taken to speak of the same.",
    ),
    "split": ("Agreements split", "What was one agreement is now several."),
    "renumbered": ("Agreements under another identifier", "The same records, and another of them leads."),
    "changed": (
        "Agreements shown otherwise",
        "The same agreements, with other values, or other sources for them.",
    ),
}
_KINDS = {"renumbered": "under another identifier", "changed": "shown otherwise"}
OTHERS = {"alliance": "Alliances", "count": "Stated counts", "event": "Events"}
LEVELS = {
    "single": "one voice",
    "concordant": "sources agree",
    "compatible": "sources agree as far as each goes",
    "conflicting": "sources disagree",
    "judged": "an editor decided",
}
DESCRIBED = {"horizon": "known until", "bibliographicCitation": "citation"}


def made(one: Which) -> str:
    """When a release was made: "25 November 2025, 22:39"."""
    try:
        when = datetime.fromisoformat(one.created)
    except ValueError:
        return "at an unknown time"
    return f"{say(when.date().isoformat(), 'en')}, {when:%H:%M %Z}".strip()


def number(count: int, one: str, many: str = "") -> str:
    """1 agreement, 2 agreements."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def summary(diff: Diff) -> str:
    """All in one sentence."""
    if diff.before.id == diff.after.id:
        return "No difference: it is the same release."
    if diff.same:
        return "No difference in anything that is shown."
    counts = diff.counts
    said = [
        f"{number(counts[f'agreements {kind}'], 'agreement')} {word}"
        for kind, word in {**{kind: kind for kind in AGREEMENTS}, **_KINDS}.items()
        if counts[f"agreements {kind}"]
    ]
    for plural, one in (("alliances", "alliance"), ("stated counts", "stated count"), ("events", "event")):
        said += [
            f"{number(counts[f'{plural} {change}'], one)} {change}"
            for change in ("added", "gone", "changed")
            if counts[f"{plural} {change}"]
        ]
    for change in ("new", "resolved"):
        if counts[f"findings {change}"]:
            said.append(f"{number(counts[f'findings {change}'], 'finding')} {change}")
    if not said:
        said = ["nothing differs in agreements, alliances, counts or events"]
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def source(one: SourceChange) -> str:
    """What changed in one data set."""
    version = one.version_after or one.version_before
    if one.version_before and one.version_after and one.version_before != one.version_after:
        version = f"{one.version_before} → {one.version_after}"
    counted = [
        f"{number(count, 'record')} {word}"
        for count, word in ((one.records_new, "new"), (one.records_gone, "gone"), (one.records_changed, "changed"))
        if count
    ]
    loaded = {"loaded": ["was not in the earlier release"], "unloaded": ["is no longer in the later release"]}
    told = [*loaded.get(one.change, ()), *(counted or ["no record new, gone or changed"])]
    for cell in one.described:
        if cell.column != "version":
            name = DESCRIBED.get(cell.column, cell.column)
            told.append(f"{name}: {cut(cell.before or NOT_SHOWN)} → {cut(cell.after or NOT_SHOWN)}")
    return f"{one.title}, version {version}: {'; '.join(told)}"


def about(one: AgreementChange) -> str:
    """Between whom and of when."""
    return "; ".join([*one.between, *([f"signed {one.signed}"] if one.signed else [])])


def others(one: AgreementChange) -> str:
    """What the others of a change are, as a heading for them."""
    return {"merged": "were", "split": "now", "renumbered": "was"}.get(one.kind, "")


def shown(one: Shown | None, beside: Shown | None) -> str:
    """A value with what a reader must know of it: the level where it differs, and what others say."""
    if one is None:
        return NOT_SHOWN
    notes = []
    if one.level in LEVELS and (beside is None or beside.level != one.level or one.level == "conflicting"):
        notes.append(LEVELS[one.level])
    if one.against and (beside is None or beside.against != one.against or beside.value != one.value):
        notes.append(f"others say {' or '.join(one.against)}")
    return f"{one.words} ({'; '.join(notes)})" if notes else one.words


def value(one: ValueChange) -> str:
    """Before and after in one line."""
    if one.only_level:
        before, after = one.before or Shown(value="", words=""), one.after or Shown(value="", words="")
        level = [LEVELS.get(each.level or "", "stated by none") for each in (before, after)]
        told = " → ".join(level) if level[0] != level[1] else level[1]
        against = f"; others say {' or '.join(after.against)}" if after.against else ""
        return f"{one.label}: still {after.words}; {told}{against}"
    return f"{one.label}: {shown(one.before, one.after)} → {shown(one.after, one.before)}"


def by_causes(
    agreement: AgreementChange, first: int | None = None
) -> Iterator[tuple[list[ValueChange], tuple[Cause, ...]]]:
    """Neighbours with the same causes together; no causes where the agreement's own, told before, say the same."""
    known = {_kind(one) for one in agreement.causes} if agreement.kind != "changed" else set()

    def told(value: ValueChange) -> tuple[Cause, ...]:
        return () if {_kind(one) for one in value.causes} <= known else value.causes

    for causes, group in groupby(agreement.values[:first], key=told):
        yield list(group), causes


def _kind(one: Cause) -> tuple[str, str, str]:
    return one.kind, one.change, one.source


def other(one: OtherChange) -> str:
    """An alliance, count or event in one line."""
    if one.change == "changed" and one.before == one.after:
        return f"{one.after} (changed in details that are not told here)"
    return f"{one.before} → {one.after}" if one.change == "changed" else one.before or one.after


def by_rule(findings: Iterable[FindingChange]) -> Iterator[tuple[str, str, list[FindingChange]]]:
    """Rule, what is said of its findings, and the findings."""
    for (rule, title, severity), group in groupby(findings, key=lambda one: (one.rule, one.title, one.severity)):
        found = list(group)
        new = sum(one.change == "new" for one in found)
        told = [f"{new:,} new"] * bool(new) + [f"{len(found) - new:,} resolved"] * (len(found) > new)
        yield rule, f"{title} ({severity}): {', '.join(told)}", found


def finding(one: FindingChange) -> str:
    """A finding in one line."""
    said = f"{one.place}: {one.message}" if one.place else one.message
    return f"{said} “{one.value}” [{one.focus}]" if one.value else f"{said} [{one.focus}]"
