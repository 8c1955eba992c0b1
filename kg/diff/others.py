"""What became of alliances, stated counts and events."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kg.diff.causes import Causes
from kg.diff.facts import About, Facts, day, first, short, text
from kg.diff.model import OtherChange
from kg.names import ID, TKG

CLASSES = {"alliance": "Alliance", "count": "Count", "event": "Event"}
MEMBERS = 6  # of an alliance, named


def other_changes(before: Facts, after: Facts, things: Iterable[tuple[str, str]], causes: Causes) -> list[OtherChange]:
    """Alliances, then counts, then events; each with what it says before and after."""
    found = []
    for kind, path in sorted(things):
        node = NamedNode(f"{ID}{kind}/{path}")
        old, new = (_words(facts, node, kind) for facts in (before, after))
        if old or new:
            change = "changed" if old and new else "gone" if old else "added"
            records = {*_stated(before, node), *_stated(after, node)}
            found.append(
                OtherChange(
                    kind=kind,
                    change=change,
                    id=unquote(path),
                    before=old,
                    after=new,
                    causes=causes.of_other(records),
                )
            )
    return found


def _stated(facts: Facts, node: NamedNode) -> list[str]:
    return [short(term) for term in facts.values(node, TKG.statedIn)]


def _words(facts: Facts, node: NamedNode, kind: str) -> str:
    """The thing in one line; empty if the release does not have it."""
    about = facts.about(node)
    if TKG[CLASSES[kind]] not in about.get("type", ()):
        return ""
    return {"alliance": _alliance, "count": _count, "event": _event}[kind](facts, about)


def _alliance(facts: Facts, about: About) -> str:
    members: set[str] = set()
    for term in about.get("membership", ()):
        members.update(facts.words(one) for one in facts.values(NamedNode(term.value), TKG.member))
    names = sorted(members)
    listed = ", ".join(names[:MEMBERS]) + (f" and {len(names) - MEMBERS} more" if len(names) > MEMBERS else "")
    begins, ends = first(about, "begins"), first(about, "ends")
    since = f"from {facts.words(begins)}" if begins is not None else "begin not stated"
    until = f"to {facts.words(ends)}" if ends is not None else "no end recorded"
    number = len(about.get("commits", ()))
    return f"{text(about, 'label')}: {listed}; {since}, {until}; {number} commitment{'s' * (number != 1)}"


def _count(facts: Facts, about: About) -> str:
    comparator, counted, topic = (first(about, name) for name in ("comparator", "countedThing", "countsTopic"))
    amount = text(about, "number")
    if comparator is not None and short(comparator) != "exactly":
        amount = f"{facts.words(comparator)} {amount}"
    said = first(about, "saidOn")
    things = facts.words(counted) if counted is not None else "agreements"
    parts = [
        f"{amount} {things}, {_pair(facts, about, 'countsPair')}",
        facts.words(topic) if topic is not None else "",
        text(about, "population"),
        _period(text(about, "countsFrom"), text(about, "countsTo")),
        f"said by {text(about, 'claimant')}" if text(about, "claimant") else "",
        f"said on {facts.words(said)}" if said is not None else "",
    ]
    return "; ".join(part for part in parts if part)


def _event(facts: Facts, about: About) -> str:
    kind, day = first(about, "actType"), first(about, "date")
    titles = [term.value for term in about.get("label", ())]
    parts = [
        next(iter(titles), ""),
        facts.words(kind) if kind is not None else "",
        facts.words(day) if day is not None else "no date stated",
        _pair(facts, about, "ofPair"),
    ]
    return "; ".join(part for part in parts if part)


def _pair(facts: Facts, about: About, name: str) -> str:
    codes = text(about, name).split("-") if text(about, name) else []
    return " – ".join(facts.label(NamedNode(f"{ID}line/{code}")) for code in codes)


def _period(lo: str, hi: str) -> str:
    return day(f"{lo or '..'}/{hi or '..'}").removeprefix("some time ") if lo or hi else ""
