"""Editors' judgements: files of their own, reasoned and dated, each deciding one field of one agreement.

`judgements/NAME.toml` in the home folder:

    agreement = "tzwvh71gf"
    act = "entryIntoForce"          # for a field of an act: date, placeName
    field = "date"
    prefers = "russia-venezuela/rvc-048"
    rejects = ["russia-venezuela/rvc-045"]
    reason = "The decree of 7 October completed Venezuela's own procedures only."
    editor = "A. Editor"
    decided_on = 2026-11-24
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pyoxigraph import Literal

from kg.errors import SourceError
from kg.graph.terms import RDF_PREDICATE, RDF_TYPE, Triple, day, optional
from kg.names import TKG, record_iri, thing
from kg.records import Judgement

SHORTEST_REASON = 20  # characters, shape A17
_KEYS = {"agreement": str, "act": str, "field": str, "prefers": str, "rejects": list, "reason": str, "editor": str}


def read(folder: Path) -> list[Judgement]:
    """All judgements of a folder, by name; SourceError names the file and what is wrong in it."""
    return [_judgement(path) for path in sorted(folder.glob("*.toml"))]


def _judgement(path: Path) -> Judgement:
    try:
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"is no TOML: {error}", file=path.name) from error
    for key, value in given.items():
        wanted = date if key == "decided_on" else _KEYS.get(key)
        if wanted is None:
            raise SourceError(f"unknown; known are {', '.join((*_KEYS, 'decided_on'))}", file=path.name, column=key)
        if not isinstance(value, wanted):
            raise SourceError(f"found {value!r}, expected a {wanted.__name__}", file=path.name, column=key)
    for key in ("agreement", "field", "reason", "editor", "decided_on"):
        if key not in given:
            raise SourceError("missing", file=path.name, column=key)
    if len(given["reason"]) < SHORTEST_REASON:
        raise SourceError(
            f"found {given['reason']!r}, expected a sentence that a reader can check", file=path.name, column="reason"
        )
    if "prefers" not in given and not given.get("rejects"):
        raise SourceError("prefers no record and rejects none", file=path.name)
    return Judgement(id=path.stem, **(given | {"rejects": tuple(given.get("rejects", ()))}))


def check(judgements: Sequence[Judgement], agreements: set[str], records: set[str]) -> None:
    """Raise SourceError for a judgement on an agreement, or about a record, that is not there."""
    for one in judgements:
        file = f"{one.id}.toml"
        if one.agreement not in agreements:
            raise SourceError(f"there is no agreement {one.agreement!r}", file=file, column="agreement")
        for key, names in (("prefers", (one.prefers,) if one.prefers else ()), ("rejects", one.rejects)):
            for name in names:
                if name not in records:
                    raise SourceError(f"there is no record {name!r}", file=file, column=key)


def judgement_triples(one: Judgement) -> Iterator[Triple]:
    """A judgement as it is kept in a release, in a graph of its own."""
    node = thing("judgement", one.id)
    judged = thing("act", one.agreement, one.act) if one.act else thing("agreement", one.agreement)
    yield node, RDF_TYPE, TKG.Judgement
    yield node, TKG.judges, judged
    yield node, RDF_PREDICATE, TKG[one.field]
    for predicate, names in ((TKG.prefers, (one.prefers,) if one.prefers else ()), (TKG.rejects, one.rejects)):
        for name in names:
            yield node, predicate, record_iri(*name.split("/", 1))
    yield node, TKG.reason, Literal(one.reason, language="en")
    yield from optional(node, editor=one.editor)
    yield node, TKG.decidedOn, day(one.decided_on)
