"""The sources treatykg can read, one module or folder each; to add one, write it and name it here."""

from __future__ import annotations

from kg.records import Source
from loaders import related_pairs, russia_venezuela, uk_treaties

SOURCES: dict[str, Source] = {
    source.name: source
    for source in [
        russia_venezuela.SOURCE,
        related_pairs.SOURCE,
        uk_treaties.SOURCE,
    ]
}
