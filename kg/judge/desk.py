"""What has been decided, and one more decision: checked against the others, then written at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.errors import StoreError
from kg.judgements import Standing, check_together, read, write
from kg.records import Judgement

_EDITOR = "editor"  # file in the home folder: who decided last on this machine


class Desk:
    """The judgements of a home folder, open for more of them."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "judgements"
        self.judgements = read(self.folder)
        self.standing = Standing(self.judgements)

    def decide(self, one: Judgement, notes: Sequence[str] = ()) -> Judgement:
        """Write a judgement, or write it anew where it has the `id` of one that is there, and return it.

        Raises SourceError, and writes nothing, if it cannot hold beside those that are there.
        """
        others = [other for other in self.judgements if other.id != one.id]
        check_together([*others, one])
        written = write(self.folder, one, notes)
        self.judgements = [*others, written]
        self.standing = Standing(self.judgements)
        return written


def last_editor(home: Path) -> str:
    """Who decided last on this machine; the empty text if nobody did."""
    try:
        return " ".join((home / _EDITOR).read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError):
        return ""


def remember_editor(home: Path, name: str) -> None:
    """Keep the name for the next time."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / _EDITOR).write_text(name + "\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{home / _EDITOR} cannot be written: {error.strerror}") from error
