"""What became of agreements: added, gone, merged, split, under another identifier, or shown with other values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.diff.causes import Causes
from kg.diff.compare import value_changes
from kg.diff.facts import Facts, text
from kg.diff.model import KINDS, AgreementChange, Cause, Named
from kg.diff.view import View, agreement
from kg.names import record_iri

Views = Mapping[str, View]


def agreement_changes(before: Facts, after: Facts, names: Iterable[str], causes: Causes) -> list[AgreementChange]:
    """All changes of the agreements of these identifiers, by kind and title."""
    names = sorted(names)
    old = {name: view for name in names if (view := agreement(before, name)) is not None}
    new = {name: view for name in names if (view := agreement(after, name)) is not None}
    moves = _Moves(before, after, old, new)
    causes.became = dict(moves.became())
    found = [*_present(moves, causes), *_absent(moves, causes)]
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.title.casefold(), one.id))


class _Moves:
    """Where the agreement records of one release are in the other."""

    def __init__(self, before: Facts, after: Facts, old: Views, new: Views) -> None:
        self.old, self.new = old, new
        was, now = _homes(old), _homes(new)
        self.into = {
            name: found
            for name, view in old.items()
            if (found := {now[one] for one in view.records if now.get(one, name) != name and _states(before, one)})
        }
        self.came = {
            name: found
            for name, view in new.items()
            if (found := {was[one] for one in view.records if was.get(one, name) != name and _states(after, one)})
        }

    def merged(self, name: str) -> list[str]:
        """The agreements that are gone and now this one."""
        return sorted(one for one in self.came.get(name, ()) if one not in self.new)

    def parted(self, name: str) -> list[str]:
        """The agreements that are new and were this one."""
        return sorted(one for one in self.into.get(name, ()) if one not in self.old)

    def became(self) -> Iterator[tuple[str, str]]:
        """In words, what became of agreements that are in one release only; others may link to them."""
        for name, view in self.old.items():
            if name not in self.new:
                into = " and ".join(sorted(self.into.get(name, ())))
                yield name, f"{name} ({view.title}) is {f'now {into}' if into else 'no longer shown'}"
        for name, view in self.new.items():
            if name not in self.old:
                yield name, f"{name} ({view.title}) was not shown before"

    def renumbered(self, name: str) -> str:
        """The identifier that a new agreement had, if it is the same one; else empty."""
        if name in self.old or len(found := self.merged(name)) != 1:
            return ""
        return found[0] if self.into[found[0]] == {name} else ""


def _homes(views: Views) -> dict[str, str]:
    return {record: name for name, view in views.items() for record in view.records}


def _states(facts: Facts, record: str) -> bool:
    """Whether a record stands for an agreement of its own; others follow the one that they are about."""
    return text(facts.about(record_iri(*record.split("/", 1))), "recordKind") == "agreementRecord"


def _present(moves: _Moves, causes: Causes) -> Iterator[AgreementChange]:
    for name, view in moves.new.items():
        earlier, merged, parted = moves.old.get(name), moves.merged(name), moves.parted(name)
        if was := moves.renumbered(name):
            yield _change("renumbered", view, moves.old[was], view, _named(moves.old, [was]), causes)
        elif len(merged) + (earlier is not None) > 1:
            known = [name, *merged] if earlier is not None else merged
            yield _change("merged", view, earlier or moves.old[merged[0]], view, _named(moves.old, known), causes)
        elif earlier is not None and parted:
            yield _change("split", view, earlier, view, _named(moves.new, [name, *parted]), causes)
        elif earlier is not None:
            one = _change("changed", view, earlier, view, (), causes)
            if one.values:
                yield one
        elif all(moves.merged(one) for one in moves.came.get(name, ())):  # told as merged, those are not told as split
            yield _change("added", view, None, view, (), causes)


def _absent(moves: _Moves, causes: Causes) -> Iterator[AgreementChange]:
    for name, view in moves.old.items():
        parted = moves.parted(name)
        if name in moves.new or (parted and moves.renumbered(parted[0]) == name):
            continue
        if parted and not all(len(moves.merged(one)) > 1 for one in parted):
            yield _change("split", view, view, None, _named(moves.new, parted), causes)
        elif name not in moves.into:
            yield _change("gone", view, view, None, (), causes)


def _named(views: Views, names: Iterable[str]) -> tuple[Named, ...]:
    return tuple(Named(id=name, title=views[name].title) for name in names)


def _change(
    kind: str, view: View, old: View | None, new: View | None, others: tuple[Named, ...], causes: Causes
) -> AgreementChange:
    ids = {one.id for one in (old, new) if one} | {one.id for one in others}
    before = old.records if old else frozenset[str]()
    after = new.records if new else frozenset[str]()
    values = list(value_changes(old, new)) if old and new else []
    if kind in {"merged", "split"}:
        values = [value for value in values if value.field != "records"]
    if kind == "changed" and not values:
        whole: tuple[Cause, ...] = ()
    else:
        whole = causes.of_agreement(ids, before, after)
    states = causes.states(before, after) if values else {}
    return AgreementChange(
        kind=kind,
        id=view.id,
        title=view.title,
        between=view.between,
        signed=view.signed,
        others=others,
        values=tuple(replace(one, causes=causes.of_value(one, ids, states, whole)) for one in values),
        causes=whole,
    )
