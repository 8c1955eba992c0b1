"""What was seen of a table, shared by the parts of a draft, and how they write YAML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import yaml as pyyaml

from loaders.table.look import Dates, Look, Parties, dates_in, looks, missing_marks, numbered, parties_in
from loaders.table.sniff import Sniffed
from loaders.table.values import plain

WIDTH = 118


@dataclass(slots=True, kw_only=True)
class Seen:
    """A table as it was looked at; `used`: columns that the draft reads."""

    file: Sniffed
    rows: list[tuple[str, ...]]  # of the right width
    different: list[tuple[str, ...]]  # without exact repeats
    ragged: list[int]
    missing: Counter[str]
    looks: dict[str, Look]
    dates: dict[str, Dates]
    parties: dict[str, Parties]
    urls: list[str]
    titles: str = ""
    lang: str = "und"
    joined: bool = False  # several rows make one agreement
    signed: str = ""  # column of the day of signature
    used: set[str] = field(default_factory=set)

    def cells(self, column: str, rows: Sequence[tuple[str, ...]]) -> list[str]:
        """The cells of a column; "" where a value is missing."""
        place = self.file.columns.index(column)
        return [plain(row[place], self.missing) for row in rows]

    def free(self, *hints: str) -> list[Look]:
        """Columns that are not used yet and whose header hints at one of these."""
        return [look for name, look in self.looks.items() if name not in self.used and look.hints & set(hints)]

    def is_other(self, look: Look) -> bool:
        """Whether a column is plainly no column of words."""
        return not look.counts or look.name in self.used or look.name in self.dates or look.name in self.urls


def see(sniffed: Sniffed) -> Seen:
    """Look at every column of a table."""
    width = len(sniffed.columns)
    rows = [row.cells for row in sniffed.rows if len(row.cells) == width]
    missing = missing_marks(rows)
    found = {look.name: look for look in looks(sniffed.columns, rows, frozenset(missing))}
    urls = [name for name, look in found.items() if look.counts and look.share(_is_url) > 0.8]
    dates = {name: seen for name, look in found.items() if name not in urls and (seen := dates_in(look))}
    words = {name: look for name, look in found.items() if name not in dates and name not in urls}
    return Seen(
        file=sniffed,
        rows=rows,
        different=list(dict.fromkeys(rows)),
        ragged=[row.number for row in sniffed.rows if len(row.cells) != width],
        missing=missing,
        looks=found,
        dates=dates,
        parties=_parties(words),
        urls=urls,
    )


def _parties(words: dict[str, Look]) -> dict[str, Parties]:
    """Columns that name polities; numbered ones (c1, c2 ...) are judged together."""
    groups = numbered(words)
    alone = {name: look for name, look in words.items() if not any(name in group for group in groups)}
    found = {name: seen for name, look in alone.items() if (seen := parties_in(look))}
    for group in groups:
        counts = sum((words[name].counts for name in group), Counter[str]())
        first = words[group[0]]
        whole = parties_in(Look(name=first.name, counts=counts, lines=first.lines, hints=first.hints))
        if whole is not None:
            found |= dict.fromkeys(group, whole)
    return {name: found[name] for name in words if name in found}


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://", "www."))


def yaml(value: object) -> str:
    """A value as YAML on one line, so that it may stand within brackets."""
    written: str = pyyaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=10**9)
    return written.strip()[1:-1]


def flow(values: Iterable[str]) -> str:
    """A list of values on one line."""
    return f"[{', '.join(map(yaml, values))}]"


def listed(values: Sequence[str]) -> list[str]:
    """Values in brackets, on as many lines as they need."""
    lines, line = [], "  ["
    for place, value in enumerate(values):
        text = value + ("]" if place == len(values) - 1 else ", ")
        if len(line) + len(text) > WIDTH:
            lines.append(line.rstrip())
            line = "   "
        line += text
    return [*lines, line]


def counted(number: int, what: str) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
