"""What changed beside agreements: data sets, editors' judgements, findings of validation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from kg.diff.facts import Facts, short, text
from kg.diff.lines import Touched
from kg.diff.model import Cell, FindingChange, JudgementChange, SourceChange
from kg.names import ID, thing
from kg.store import Release
from kg.validate import SEVERITIES, Place
from kg.validate.shapes import SHAPE, catalogue

_ASIDE = frozenset({"type", "codesKind", "ofSource"})  # of a source: nothing that a reader is told
_DECISIONS = {"joins": "join", "keepsApart": "apart", "prefers": "prefer", "rejects": "reject"}


def source_changes(before: Facts, after: Facts, touched: Touched) -> list[SourceChange]:
    """Data sets that came, went, or of which a record or the description differs."""
    old, new = _versions(before.release), _versions(after.release)
    counts = [Counter(name.split("/", 1)[0] for name in names) for names in (touched.new, touched.gone)]
    changed = Counter(name.split("/", 1)[0] for name in touched.changed)
    names = {*old, *new, *touched.sources}
    found = []
    for name in sorted(names):
        described = tuple(_described(before, after, name)) if name in touched.sources else ()
        one = SourceChange(
            source=name,
            title=(after if name in new else before).source(name),
            change="changed" if name in old and name in new else "loaded" if name in new else "unloaded",
            version_before=old.get(name, ""),
            version_after=new.get(name, ""),
            records_new=counts[0][name],
            records_gone=counts[1][name],
            records_changed=changed[name],
            described=described if name in old and name in new else (),
        )
        differs = one.records_new or one.records_gone or one.records_changed or one.described
        if differs or one.change != "changed" or one.version_before != one.version_after:
            found.append(one)
    return found


def _versions(release: Release) -> dict[str, str]:
    return {one["source"]: one["version"] for one in release.manifest.get("inputs", ())}


def _described(before: Facts, after: Facts, name: str) -> Iterable[Cell]:
    old, new = (
        {**facts.about(thing("coverage", name)), **facts.about(thing("source", name))} for facts in (before, after)
    )
    for key in sorted({*old, *new} - _ASIDE):
        one, other = (", ".join(short(term) for term in about.get(key, ())) for about in (old, new))
        if one != other:
            yield Cell(column=key, before=one or None, after=other or None)


def judgement_changes(before: Facts, after: Facts, names: Iterable[str]) -> list[JudgementChange]:
    """Decisions that are new, gone or changed."""
    found = []
    for name in sorted(map(unquote, names)):
        old, new = (facts.about(thing("judgement", name)) for facts in (before, after))
        about = new or old
        field = text(about, "predicate")
        decision = "prefer" if field else next((word for key, word in _DECISIONS.items() if key in about), "reject")
        found.append(
            JudgementChange(
                id=name,
                change="changed" if old and new else "new" if new else "gone",
                decision=decision,
                about=tuple(unquote(term.value.removeprefix(ID)) for term in about.get("judges", ())),
                field=field,
                reason=text(about, "reason"),
                editor=text(about, "editor"),
                decided_on=text(about, "decidedOn"),
            )
        )
    return found


Found = dict[str, Any]


def finding_changes(before: Release, after: Release) -> list[FindingChange]:
    """Findings that are new or resolved, worst first; one whose row only moved is neither."""
    old, new = _findings(before), _findings(after)
    found = [("new", new[key]) for key in new.keys() - old.keys()]
    found += [("resolved", old[key]) for key in old.keys() - new.keys()]
    made = [_finding(change, one) for change, one in found]
    return sorted(made, key=lambda one: (SEVERITIES.index(one.severity), one.rule, one.change, one.place, one.focus))


def _findings(release: Release) -> dict[tuple[str, ...], Found]:
    keys = ("rule", "severity", "focus", "path", "value", "message")
    every = (one for part in release.parts.values() for one in part.account.get("findings", ()))
    return {tuple(str(one.get(key, "")) for key in keys): one for one in every}


def _finding(change: str, one: Found) -> FindingChange:
    place = Place(one.get("source", ""), one.get("file", ""), one.get("row", 0), one.get("column", ""))
    shape = catalogue().get(SHAPE + one["rule"])
    return FindingChange(
        change=change,
        rule=one["rule"],
        title=shape.title if shape else "",
        severity=one["severity"],
        message=one.get("message", ""),
        value=one.get("value", "").removeprefix(ID),
        place=str(place),
        source=one.get("source", ""),
        focus=unquote(one["focus"].removeprefix(ID)),
    )
