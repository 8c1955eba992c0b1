"""From a judgement to its file: whole or not at all, and never in the place of another's."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import yaml
from filelock import FileLock, Timeout

from kg.errors import StoreError
from kg.records import Judgement

_ORDER = ("decision", "agreement", "act", "field", "prefers", "rejects", "records", "reason", "editor", "decided_on")
_LONGEST = 100  # characters of a file's name


def write(folder: Path, one: Judgement, notes: Sequence[str] = ()) -> Judgement:
    """Write a judgement and return it under the name of its file.

    A judgement without `id` gets a name made of what it decides on, that no file has yet; one with `id` takes the place
    of that file. `notes` are put above it as comments, for those who review it. Raises StoreError if it cannot be
    written; there is then no file, or the one that was there before.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f".{folder.name}.lock"), timeout=10):
            one = one if one.id else replace(one, id=_free_name(folder, one))
            beside = folder / f".{one.id}.new"
            with beside.open("w", encoding="utf-8") as file:
                file.write(_text(one, notes))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(folder / f"{one.id}.yml")
    except (OSError, Timeout) as error:
        raise StoreError(f"the judgement cannot be written to {folder}: {error}; nothing was decided") from error
    return one


def _text(one: Judgement, notes: Sequence[str]) -> str:
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(one).items()}
    plain = {name: given[name] for name in _ORDER if given[name]}
    told = "".join(f"# {' '.join(note.split())}\n" for note in notes)
    written: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100)
    return told + written


def _free_name(folder: Path, one: Judgement) -> str:
    parts = one.records or tuple(part for part in (one.agreement, one.act, one.field) if part)
    plain = re.sub(r"[^a-z0-9]+", "-", " ".join(parts).casefold()).strip("-")[:_LONGEST].rstrip("-") or "judgement"
    name = f"reject-{plain}" if one.decision == "reject" else plain
    number = 1
    while (folder / f"{name}{f'-{number}' if number > 1 else ''}.yml").exists():
        number += 1
    return name if number == 1 else f"{name}-{number}"
