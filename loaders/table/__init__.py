"""Lists described by a mapping file: those of `treatykg load table`, and sources that are only a mapping."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from kg.records import Source
from loaders.table.file import mapping_of
from loaders.table.read import read
from loaders.table.said import said_in


def from_map(path: Path) -> Source:
    """The source that a mapping file describes; SourceError if it is none. Names in it are checked on reading."""
    mapping = mapping_of(path)
    facts = mapping.source
    return Source(
        name=facts.name,
        title=facts.title,
        publisher=facts.publisher,
        citation=facts.citation or f"{facts.publisher}, {facts.title}",
        licence=facts.licence,
        url=facts.url,
        version=facts.version or facts.retrieved.isoformat(),
        retrieved=facts.retrieved,
        tier=facts.tier,
        horizon=facts.horizon or facts.retrieved,
        coverage=facts.coverage,
        covers=facts.covers,
        covers_from=facts.covers_from,
        covers_to=facts.covers_to,
        covers_topics=facts.covers_topics,
        complete=facts.complete,
        read=partial(read, mapping, path),
        columns={"": said_in(mapping)},
        obtain=facts.obtain,
        expects={str(kind): least for kind, least in facts.expects.items()},
    )
