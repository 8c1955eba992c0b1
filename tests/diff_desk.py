"""A home whose sources a test edits, builds and compares."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from kg.build import build
from kg.diff import Diff, diff
from kg.judgements import write
from kg.records import Judgement, Source
from kg.store import Home, Release
from loaders import SOURCES

SET = "russia-venezuela"
DRUGS = "rv-2001-05-14-drug-trafficking"
Rows = list[dict[str, str]]


class Desk:
    """A home with a release, and copies of the bundled files to edit."""

    def __init__(self, folder: Path, bundled: Home) -> None:
        shutil.copytree(bundled.path, folder / "home")
        self.home = Home(folder / "home")
        self.sources: dict[str, Source] = {name: one for name, one in SOURCES.items() if one.bundled}
        self._files = folder / "files"
        self._files.mkdir()
        paths = [Path(shutil.copy(path, self._files)) for path in self.sources[SET].bundled]
        self.sources[SET] = replace(self.sources[SET], bundled=tuple(paths))
        self.build()

    def edit(self, file: str, change: Callable[[Rows], None]) -> None:
        with (self._files / file).open(encoding="utf-8", newline="") as text:
            reader = csv.DictReader(text)
            rows, columns = list(reader), reader.fieldnames or []
        change(rows)
        with (self._files / file).open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, columns)
            writer.writeheader()
            writer.writerows(rows)

    def set(self, name: str, **values: str) -> None:
        """Change cells of one agreement."""
        self.edit("agreements.csv", lambda rows: next(row for row in rows if row["id"] == name).update(values))

    def decide(self, decision: str, **values: object) -> Path:
        given = {"reason": "The two were compared, word by word.", "editor": "Ann", "decided_on": date(2026, 1, 2)}
        made = Judgement(id="", decision=decision, **{**given, **values})  # type: ignore[arg-type]
        return self.home.path / "judgements" / f"{write(self.home.path / 'judgements', made).id}.yml"

    def build(self) -> Release:
        return build(self.home, self.sources, lambda _text: None).release

    def diff(self) -> Diff:
        """Build, and compare with the release before."""
        before = self.home.current()
        return diff(before, self.build())
