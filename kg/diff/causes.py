"""Why something differs: a source's record, an editor's judgement, a broken rule, else the rules of treatykg itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile
from urllib.parse import unquote

from kg.diff.facts import Facts, text
from kg.diff.lines import Touched
from kg.diff.model import Cause, Cell, FindingChange, JudgementChange, SourceChange, ValueChange
from kg.names import TKG, record_iri

LONGEST = 80  # characters of a cell in a sentence
STATES = {
    "new": "new in {}",
    "gone": "no longer in {}",
    "joined": "now taken to be of this agreement, in {}",
    "parted": "no longer taken to be of this agreement, in {}",
}
JUDGED = {
    "new": "an editor decided {}",
    "gone": "an editor’s decision {} was withdrawn",
    "changed": "an editor’s decision {} is another now",
}
DECIDED = {"join": "to join", "apart": "to keep apart", "reject": "to set aside", "prefer": "which value is shown"}
RULES = "none of its records changed: the rules, the code, the reference data or what it is compared with did"
WEIGHING = frozenset({"horizon", "retrieved", "tier"})  # what is said of a source that values depend on


class Causes:
    """Looks causes up; `became` tells what became of agreements that others link to."""

    def __init__(
        self,
        before: Facts,
        after: Facts,
        touched: Touched,
        sources: Sequence[SourceChange],
        judgements: Sequence[JudgementChange],
        findings: Sequence[FindingChange],
    ) -> None:
        self._before, self._after = before, after
        self._new, self._gone, self._changed = (
            frozenset(map(unquote, names)) for names in (touched.new, touched.gone, touched.changed)
        )
        self._described = [one for one in sources if {cell.column for cell in one.described} & WEIGHING]
        self._judgements = judgements
        self._violations: dict[tuple[str, str], FindingChange] = {}
        for one in findings:
            for name in _bearers(one.focus) if one.severity == "violation" else ():
                self._violations.setdefault((one.change, name), one)
        self._title = cache(self._source_title)
        self.became: dict[str, str] = {}

    def of_records(self, states: Mapping[str, str]) -> Iterator[Cause]:
        """One cause for each changed record, one for all others of a source that share a state."""
        grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
        for record, state in sorted(states.items()):
            source = record.split("/", 1)[0]
            if state == "changed":
                yield self._changed_record(record, source)
            else:
                grouped[source, state].append(record)
        for (source, state), records in grouped.items():
            words = f"{STATES[state].format(self._title(source))}: {_some(records)}"
            yield Cause(kind="record", change=state, words=words, source=source, names=tuple(records))

    def states(self, before: Collection[str], after: Collection[str]) -> dict[str, str]:
        """What became of each record that speaks, or spoke, of one thing; those that did not change are left out."""
        found = {}
        for record in {*before, *after}:
            if record in self._new:
                found[record] = "new"
            elif record in self._gone:
                found[record] = "gone"
            elif record in self._changed:
                found[record] = "changed"
            elif record not in before and self._describes(self._before, record):
                found[record] = "joined"
            elif record not in after and self._describes(self._after, record):
                found[record] = "parted"
        return found

    def of_agreement(self, ids: Collection[str], before: Collection[str], after: Collection[str]) -> tuple[Cause, ...]:
        """Why an agreement is new, gone or another; never empty."""
        states = self.states(before, after)
        records = {*before, *after}
        found = [*self._violation(ids, records), *self._judged(ids, records)]
        if not any(cause.kind == "judgement" for cause in found):
            found += self._matched([name for name, state in states.items() if state == "joined"], after)
        found += self.of_records(states)
        if all(cause.kind == "violation" for cause in found):
            found += self._else(records)
        return tuple(found)

    def of_value(
        self, value: ValueChange, ids: Collection[str], states: Mapping[str, str], whole: Sequence[Cause]
    ) -> tuple[Cause, ...]:
        """Why a value is another: the records that speak of it, if that is known, else all of the agreement's."""
        speaking = {name for shown in (value.before, value.after) if shown for name in shown.records}
        hit = {name: state for name, state in states.items() if name in speaking}
        found = [*self._judged(ids, speaking, value), *self.of_records(hit)]
        if not found and value.field == "link":
            targets = [shown.value.split("/")[1] for shown in (value.before, value.after) if shown]
            found = [
                Cause(kind="agreement", change="changed", words=self.became[one], names=(one,))
                for one in targets
                if one in self.became
            ]
        return tuple(found or whole)

    def of_other(self, records: Collection[str]) -> tuple[Cause, ...]:
        """Why an alliance, a count or an event is new, gone or another."""
        names = {record for record in records if record in self._new | self._gone | self._changed}
        found = [*self._judged((), set(records)), *self.of_records(self.states(names, names))]
        return tuple(found or self._else(set(records)))

    def _describes(self, facts: Facts, record: str) -> bool:
        return bool(facts.values(record_iri(*record.split("/", 1)), TKG.describes))

    def _changed_record(self, record: str, source: str) -> Cause:
        """What of a record's own row is another; if nothing is, it is read in another way."""
        old, new = self._before.cells(record), self._after.cells(record)
        cells = tuple(
            Cell(column=name, before=old.get(name), after=new.get(name))
            for name in dict.fromkeys([*old, *new])
            if old.get(name) != new.get(name)
        )
        told = "; ".join(_cell(cell) for cell in cells[:3]) + (f"; and {len(cells) - 3} more" if len(cells) > 3 else "")
        words = f"changed in {self._title(source)}: {record}"
        words += f", {told}" if cells else " (the row is the same, and is read in another way)"
        return Cause(kind="record", change="changed", words=words, source=source, names=(record,), cells=cells)

    def _judged(self, ids: Collection[str], records: set[str], value: ValueChange | None = None) -> Iterator[Cause]:
        for one in self._judgements:
            on = {name.split("/")[1] for name in one.about if name.startswith(("agreement/", "act/"))}
            if not (on & {*ids} or one.records & records) or not _on_field(one, value):
                continue
            what = " and ".join(sorted(one.records)) if one.decision != "prefer" else f"for {one.field}"
            decided = JUDGED[one.change].format(f"{DECIDED[one.decision]} {what}")
            words = f"{decided}: “{one.reason}” ({one.editor}, {one.decided_on})"
            yield Cause(kind="judgement", change=one.change, words=words, names=(one.id,))

    def _matched(self, joined: Iterable[str], together: Collection[str]) -> Iterator[Cause]:
        """The matches by which records are joined now."""
        nodes = {record: record_iri(*record.split("/", 1)) for record in together}
        for record in sorted(joined):
            for match in self._after.subjects(TKG.matches, nodes[record]):
                about = self._after.about(match)
                pair = [name for name, node in nodes.items() if node in about.get("matches", ())]
                if text(about, "outcome") == "joined" and len(pair) == 2:
                    words = f"{' and '.join(pair)} are matched with a score of {text(about, 'score')}: "
                    yield Cause(
                        kind="match", change="joined", words=words + text(about, "basis"), names=tuple(sorted(pair))
                    )

    def _violation(self, ids: Collection[str], records: Collection[str]) -> Iterator[Cause]:
        held = {*ids} & (self._after.held_back ^ self._before.held_back)
        if not held:
            return
        change = "new" if held & self._after.held_back else "resolved"
        begins = "held back, for it breaks" if change == "new" else "held back no longer: it does not break"
        names = [*sorted(ids), *sorted(records)]
        one = next((self._violations[change, name] for name in names if (change, name) in self._violations), None)
        if one is None:
            yield Cause(kind="violation", change=change, words=f"{begins} a rule")
            return
        words = f"{begins} rule {one.rule} ({one.title}): {one.message}" + (f" “{one.value}”" if one.value else "")
        yield Cause(kind="violation", change=change, words=words, source=one.source, names=(one.rule,))

    def _else(self, records: set[str]) -> Iterator[Cause]:
        """What is said of a source as a whole, else the rules."""
        names = {record.split("/", 1)[0] for record in records}
        found = [one for one in self._described if one.source in names]
        for one in found:
            cells = tuple(cell for cell in one.described if cell.column in WEIGHING)
            told = "; ".join(map(_cell, cells))
            words = f"none of its records changed, but what is said of {one.title} as a whole: {told}"
            yield Cause(kind="source", change="changed", words=words, source=one.source, cells=cells)
        if not found:
            yield Cause(kind="rules", change="changed", words=RULES)

    def _source_title(self, name: str) -> str:
        title = self._after.source(name)
        return self._before.source(name) if title == name else title


def _bearers(focus: str) -> Iterator[str]:
    """The agreement or record that a node may belong to: each beginning of its path, without its kind."""
    _, *path = focus.split("/")
    return ("/".join(path[:length]) for length in range(1, len(path) + 1))


def _on_field(one: JudgementChange, value: ValueChange | None) -> bool:
    """Whether a decision can bear on a value: one that prefers bears on its own field alone."""
    if value is None or one.decision != "prefer":
        return True
    acts = {name.split("/")[2] for name in one.about if name.startswith("act/")}
    return one.field in (value.field, "date" if value.field == "act" else "") and (value.act in acts if acts else True)


def _some(records: Sequence[str]) -> str:
    shown = ", ".join(records[:3])
    return f"{shown} and {len(records) - 3} more" if len(records) > 3 else shown


def _cell(cell: Cell) -> str:
    if cell.before is None:
        return f"{cell.column} is now “{cut(cell.after or '')}”"
    if cell.after is None:
        return f"{cell.column} is no longer stated, it was “{cut(cell.before)}”"
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(cell.before, cell.after, strict=False)))
    start = max(0, same - LONGEST // 3)
    return f"{cell.column} was “{cut(cell.before, start)}”, is “{cut(cell.after, start)}”"


def cut(words: str, start: int = 0) -> str:
    """A text on one line, not too long to read; from `start` on, if it is too long."""
    plain = " ".join(words.split())
    if len(plain) <= LONGEST:
        return plain
    found = f"…{plain[start:]}" if start else plain
    return found if len(found) <= LONGEST else found[: LONGEST - 1] + "…"
