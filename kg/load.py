"""Map one source from its own files and put it in the place of what was loaded before."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from kg.errors import SourceError
from kg.records import Record, Source
from kg.store import Home, Loaded

KINDS = {
    "agreementRecord": "treaties",
    "documentRecord": "documents",
    "evidenceRecord": "evidence",
    "statementRecord": "statements",
    "countRecord": "counts",
    "eventRecord": "events",
}


def load(home: Home, source: Source, paths: Sequence[Path], keep_going: bool = False) -> Loaded:
    """Replace what `source` says by what its files at `paths` say; the account of it is returned.

    Raises SourceError at the first broken file or row (with `keep_going`, those are set aside and counted), and if no
    record comes out. What was loaded before then stays.
    """
    files = checksums(paths)
    with home.replacing(source.name) as writer:
        counts = Counter(dict.fromkeys(("records", *KINDS.values(), "bilateral", "parties"), 0))
        reading = source.read(paths, keep_going)
        for record in reading:
            writer.add(record)
            counts["records"] += 1
            counts[KINDS[record.kind]] += 1
            counts["bilateral"] += record.kind == "agreementRecord" and is_bilateral(record)
            counts["parties"] += len(record.parties)
        problems = Counter(problem.kind for problem in reading.problems)
        writer.report = Loaded(
            source=source.name,
            version=source.version,
            files=files,
            counts={
                "rows_read": reading.rows_read,
                "rows_repeated": reading.rows_repeated,
                **counts,
                "set_aside": problems.pop("set-aside", 0),
                "unidentified": problems.pop("unidentified-party", 0),
                "dates_not_read": problems.pop("unread-date", 0),
                "other_problems": problems.total(),
            },
            problems=reading.problems,
        )
        if not counts["records"]:
            raise SourceError("no record was read from it", file=", ".join(map(str, paths)))
    return writer.report


def is_bilateral(record: Record) -> bool:
    """Whether the source flags it so or, where it has no flag, names two contracting sides."""
    if record.stated_bilateral is not None:
        return record.stated_bilateral
    return len({party.side for party in record.parties if party.role == "contracting"} - {0}) == 2


def checksums(paths: Sequence[Path]) -> dict[str, str]:
    """SHA-256 of each file; the files of a folder under one checksum of names and contents."""
    found = {}
    for path in paths:
        if not path.exists():
            raise SourceError("there is no such file or folder", file=str(path))
        try:
            if path.is_file():
                found[path.name] = sha256(path.read_bytes()).hexdigest()
            else:
                whole = sha256()
                for file in sorted(entry for entry in path.rglob("*") if entry.is_file()):
                    whole.update(os.fsencode(file.relative_to(path)) + b"\0" + sha256(file.read_bytes()).digest())
                found[path.name + "/"] = whole.hexdigest()
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror}", file=str(path)) from error
    return found
