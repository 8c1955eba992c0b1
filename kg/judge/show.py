"""A proposal on a terminal. What differs has a mark of its own as well as a colour: not every terminal has colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from kg.judge.sides import Line, Row, folded, printable
from kg.resolve import JOIN, PROPOSE, Match

UNSHARED = "* "  # before a value that the other record does not give
_STYLES = {"same": "green", "differs": "bold red", "partly": "yellow", "only left": "cyan", "only right": "cyan"}
_OWN = "bold yellow"


def show(console: Console, match: Match, rows: Sequence[Row], place: str, stands: str = "") -> None:
    """Both records side by side, and what speaks for and against their being of one agreement."""
    console.rule(Text(place, style="bold"))
    console.print(_sides(rows))
    console.print(Text(f"score {match.score:.3f}: joined from {JOIN:.2f}, proposed from {PROPOSE:.2f}", style="bold"))
    for reason in match.reasons:
        style = "green" if reason.weight > 0 else "red" if reason.weight < 0 else ""
        console.print(Text(f"  {reason.weight:+.2f}  {reason.feature}: {printable(reason.words)}", style=style))
    if match.refused:
        console.print(Text(f"  kept apart by rule: {printable(match.refused)}", style="red"))
    if stands:
        console.print(Text(stands, style="bold cyan"))


def _sides(rows: Sequence[Row]) -> RenderableType:
    table = Table(box=None, padding=(0, 1), expand=True, show_header=True, header_style="bold")
    for title, ratio in (("", None), ("", None), ("left", 1), ("right", 1)):
        table.add_column(title, ratio=ratio, no_wrap=ratio is None, overflow="fold")
    for row in rows:
        words = row.name == "titles" and not _tongues(row.left).isdisjoint(_tongues(row.right))
        mark = Text(row.mark, style=_STYLES.get(row.mark, ""))
        table.add_row(Text(row.name), mark, _side(row.left, row.right, words), _side(row.right, row.left, words))
    return table


def _tongues(titles: Sequence[Line]) -> set[str]:
    """The languages of titles, which end them: words of two languages are not compared."""
    return {title.text.rsplit("[", 1)[-1] for title in titles}


def _side(lines: Sequence[Line], there: Sequence[Line], words: bool) -> Text:
    if not lines:
        return Text("-", style="dim")
    others = {word for line in there for word in folded(line.text)}
    return Text("\n").join(_line(line, others if words and there else None) for line in lines)


def _line(line: Line, others: set[str] | None) -> Text:
    """A value; of a title only the words that the other has not are coloured, and underlined."""
    if line.shared:
        return Text(line.text)
    if others is None:
        return Text(UNSHARED + line.text, style=_OWN)
    return Text(UNSHARED, style=_OWN).append_text(Text(" ").join(_words(line.text, others)))


def _words(text: str, others: set[str]) -> Iterator[Text]:
    for word in text.split(" "):
        own = not set(folded(word)) <= others
        yield Text(word, style=f"{_OWN} underline" if own else "")
