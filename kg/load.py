"""Map one source from its own files and put it in the place of what was loaded before."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import msgspec

from kg.errors import SourceError
from kg.polities import fold, suggest
from kg.records import Reading, Record, Source
from kg.store import Home, Loaded, Unidentified

KINDS = {
    "agreementRecord": "treaties",
    "allianceRecord": "alliances",
    "documentRecord": "documents",
    "evidenceRecord": "evidence",
    "statementRecord": "statements",
    "countRecord": "counts",
    "eventRecord": "events",
}


BILATERAL = ("bilateral", "bilateral_by_flag", "bilateral_by_sides")
SUGGESTED = 200  # names for which a near one is sought; a list of thousands is no list of misspellings


def load(home: Home, source: Source, paths: Sequence[Path], keep_going: bool = False) -> Loaded:
    """Replace what `source` says by what its files at `paths` say; the account of it is returned.

    Raises SourceError at the first broken file or row (with `keep_going`, those are set aside and counted), and if no
    record comes out. What was loaded before then stays.
    """
    files = checksums(paths)
    with home.replacing(source.name) as writer:
        counts = Counter(dict.fromkeys(("records", *KINDS.values(), *BILATERAL, "parties", "identified"), 0))
        reading = source.read(paths, keep_going)
        for record in reading:
            writer.add(record)
            counts.update(counted(record))
        if not counts["records"]:
            raise SourceError("no record was read from it", file=", ".join(map(str, paths)))
        writer.report = _account(source, files, reading, counts)
    return writer.report


def counted(record: Record) -> Counter[str]:
    """What one record adds to the account; members of alliances are parties too."""
    told = record.kind in {"agreementRecord", "allianceRecord"}
    named = [party.polity for party in record.parties]
    named += [member.polity for member in record.alliance.memberships] if record.alliance else []
    return Counter(
        {
            "records": 1,
            KINDS[record.kind]: 1,
            "bilateral_by_flag": int(told and record.stated_bilateral is True),
            "bilateral_by_sides": int(told and has_two_sides(record)),
            "bilateral": int(told and is_bilateral(record)),
            "parties": len(named),
            "identified": sum(polity is not None for polity in named),
        }
    )


def _account(source: Source, files: dict[str, str], reading: Reading, counts: Counter[str]) -> Loaded:
    problems = reading.problems
    began = counts["records"] - reading.records_besides
    accounted = began + reading.rows_joined + reading.rows_repeated + problems.rows_aside
    if accounted != reading.rows_read:
        raise SourceError(f"of {reading.rows_read:,} rows read only {accounted:,} are accounted for", file=source.name)
    told = ("set-aside", "unidentified-party", "unread-date")
    return Loaded(
        source=source.name,
        version=source.version,
        files=files,
        counts={
            "rows_read": reading.rows_read,
            "rows_joined": reading.rows_joined,
            "rows_repeated": reading.rows_repeated,
            **counts,
            "set_aside": problems.kinds["set-aside"],
            "unidentified": problems.kinds["unidentified-party"],
            "dates_not_read": problems.kinds["unread-date"],
            "other_problems": problems.kinds.total() - sum(problems.kinds[kind] for kind in told),
        },
        set_aside=dict(problems.reasons.most_common()),
        unidentified=[
            Unidentified(name=name, mentions=number, near=_near(name) if place < SUGGESTED else None)
            for place, (name, number) in enumerate(
                sorted(problems.unidentified.items(), key=lambda item: (-item[1], item[0]))
            )
        ],
        short=_short(source, counts),
        problems=list(problems),
        about=facts(source),
    )


def _near(name: str) -> str | None:
    near = suggest(name)
    return f"{near} (on other days, or of several)" if near and fold(near) == fold(name) else near


def _short(source: Source, counts: Counter[str]) -> list[str]:
    """Kinds of record of which fewer were read than a whole load has."""
    expected = ((KINDS[kind], number) for kind, number in source.expects.items())
    return [f"{name}: {counts[name]:,} of at least {least:,}" for name, least in expected if counts[name] < least]


def facts(source: Source) -> dict[str, Any]:
    """What is said of a source beside its records; it is kept with a load, so that a release can be made of that."""
    left_out = ("read", "bundled", "remote", "obtain", "live", "expects")
    return {f.name: msgspec.to_builtins(getattr(source, f.name)) for f in fields(source) if f.name not in left_out}


def is_bilateral(record: Record) -> bool:
    """Whether the source flags it so or, where it has no flag, names two contracting sides or two members."""
    return has_two_sides(record) if record.stated_bilateral is None else record.stated_bilateral


def has_two_sides(record: Record) -> bool:
    """Whether two contracting sides, or two members of an alliance, are named."""
    if record.alliance is not None:
        return len({member.name for member in record.alliance.memberships}) == 2
    return len({party.side for party in record.parties if party.role == "contracting"} - {0}) == 2


def checksums(paths: Sequence[Path]) -> dict[str, str]:
    """SHA-256 of each file; the files of a folder under one checksum of names and contents."""
    found: dict[str, str] = {}
    names = Counter(path.name for path in paths)
    for path in paths:
        name = path.name if names[path.name] == 1 else f"{path.parent.name}/{path.name}"
        if not path.exists():
            raise SourceError("there is no such file or folder", file=str(path))
        try:
            if path.is_file():
                found[name] = _sha256(path)
            else:
                whole = sha256()
                for file in sorted(entry for entry in path.rglob("*") if entry.is_file()):
                    whole.update(os.fsencode(file.relative_to(path)) + b"\0" + bytes.fromhex(_sha256(file)))
                found[name + "/"] = whole.hexdigest()
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror}", file=str(path)) from error
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
