"""The walk through what is proposed: shown, decided by one key, written at once, and never proposed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rich.console import Console
from rich.text import Text

from kg.derive.parties import pairs
from kg.errors import TreatyKGError
from kg.judge.desk import Desk
from kg.judge.show import show
from kg.judge.sides import Row, addresses, compare, printable
from kg.judgements import SHORTEST_REASON
from kg.records import Judgement, Record, Source
from kg.resolve import Key, Match

KEYS = "j join   a keep apart   s skip   p previous   o web addresses   q quit"
BACK = "."  # instead of a reason: back to the two records


@dataclass(frozen=True, slots=True)
class Terminal:
    """How the walk talks with the editor: where it prints, how it reads one key, how it asks for a line."""

    console: Console
    key: Callable[[], str]
    ask: Callable[[str, str], str]  # what is asked, what is suggested -> what is answered

    def say(self, text: str, style: str = "") -> None:
        """Print one line."""
        self.console.print(Text(text, style=style))


def open_matches(
    matches: Iterable[Match], records: Mapping[Key, Record], desk: Desk, source: str = "", pair: str = ""
) -> list[Match]:
    """What is proposed and not yet decided, the likeliest first; of one source and of one pair where they are named."""
    found = [
        match
        for match in matches
        if match.decision == "propose"
        and source in {"", match.one.source, match.other.source}
        and (not pair or any(pair in pairs(records[key]) for key in (match.one, match.other)))
        and not desk.standing.of(str(match.one), str(match.other))
    ]
    return sorted(found, key=lambda match: (-match.score, match.one, match.other))


def walk(
    matches: Sequence[Match],
    records: Mapping[Key, Record],
    sources: Mapping[str, Source],
    desk: Desk,
    editor: str,
    terminal: Terminal,
) -> list[Judgement]:
    """Take an editor through matches; return what was decided. Each decision is on the disk before the next is shown.

    An end of input leaves it as `q` does; Ctrl-C raises KeyboardInterrupt, and what was decided stays.
    """
    tour = _Tour(records, sources, desk, editor, terminal)
    place, step = 0, 1
    while 0 <= place < len(matches):
        match = matches[place]
        if match not in tour.decided and step > 0 and desk.standing.of(str(match.one), str(match.other)):
            place += step  # follows from what was decided meanwhile
            continue
        step = tour.visit(match, f"{place + 1} of {len(matches)}")
        if not step:
            break
        if place + step < 0:
            terminal.say("this is the first one")
        place = max(place + step, 0)
    return list(tour.decided.values())


@dataclass(slots=True)
class _Tour:
    records: Mapping[Key, Record]
    sources: Mapping[str, Source]
    desk: Desk
    editor: str
    terminal: Terminal
    decided: dict[Match, Judgement] = field(default_factory=dict)

    def visit(self, match: Match, place: str) -> int:
        """Show a match until a key leads on (1), back (-1) or out (0)."""
        one, other = self.records[match.one], self.records[match.other]
        rows = compare(one, other, self.sources)
        before = self.decided.get(match)
        stands = f"decided: {_WORDS[before.decision]} ({before.id}.yml); j or a decides anew" if before else ""
        show(self.terminal.console, match, rows, place, stands)
        while True:
            self.terminal.say(KEYS, "dim")
            try:
                key = self.terminal.key().lower()
            except EOFError:
                return 0
            if key in {"s", "p", "q"}:
                return {"s": 1, "p": -1, "q": 0}[key]
            if key == "o":
                for url in dict.fromkeys((*addresses(one), *addresses(other))) or ("no web address is given",):
                    self.terminal.say(printable(url))
            if key in {"j", "a"} and self._decide(match, rows, "join" if key == "j" else "apart"):
                return 1

    def _decide(self, match: Match, rows: Sequence[Row], decision: str) -> bool:
        """Ask for the reason and write the judgement; False if the editor goes back or it cannot hold."""
        while True:
            reason = self.terminal.ask(f"reason ({BACK} goes back)", suggestion(match, rows, decision)).strip()
            if reason == BACK:
                return False
            if len(reason) >= SHORTEST_REASON:
                break
            self.terminal.say(f"a reader must be able to check it: {SHORTEST_REASON} characters or more", "yellow")
        before = self.decided.get(match)
        made = Judgement(
            id=before.id if before else "",
            decision="join" if decision == "join" else "apart",
            records=(str(match.one), str(match.other)),
            reason=reason,
            editor=self.editor,
            decided_on=date.today(),
        )
        try:
            written = self.desk.decide(made, [described(self.records[key]) for key in (match.one, match.other)])
        except TreatyKGError as error:
            self.terminal.say(str(error), "bold red")
            return False
        self.decided[match] = written
        self.terminal.say(f"{_WORDS[decision]}: {self.desk.folder / written.id}.yml", "bold green")
        return True


_WORDS = {"join": "joined", "apart": "kept apart"}


def described(record: Record) -> str:
    """A record in one line, for those who review a judgement."""
    title = record.titles[0].value if record.titles else "no title"
    signed = next((act.date for act in record.acts if act.type == "signature" and act.date), None)
    return printable(f"{record.source}/{record.id}: {title}{f', signed {signed}' if signed else ''}")


def suggestion(match: Match, rows: Sequence[Row], decision: str) -> str:
    """A reason made of what speaks for the decision, to be taken, or written over."""
    sign = 1 if decision == "join" else -1
    grounds = [f"{reason.feature} ({reason.words})" for reason in match.reasons if reason.weight * sign > 0]
    if decision == "join":
        return printable(f"The same agreement: {'; '.join(grounds) or 'compared field by field'}.")
    differing = [row.name for row in rows if row.mark == "differs"]
    grounds = grounds or [f"they differ in {', '.join(differing)}"] * bool(differing)
    return printable(f"Different agreements: {'; '.join(grounds) or 'compared field by field'}.")
