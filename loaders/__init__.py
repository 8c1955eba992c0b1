"""The sources treatykg can read, one module or folder each; to add one, write it and name it here."""

from __future__ import annotations

from kg.records import Source
from loaders import (
    atop,
    brazil_concordia,
    cow_alliances,
    desta,
    gptad,
    ieadb,
    related_pairs,
    russia_venezuela,
    tfdd,
    uk_treaties,
    unctad_bits,
    us_senate,
    wikidata,
)
from loaders.plugins import Known, with_plugins

SOURCES: dict[str, Source] = {
    source.name: source
    for source in [
        russia_venezuela.SOURCE,
        related_pairs.SOURCE,
        uk_treaties.SOURCE,
        atop.SOURCE,
        brazil_concordia.SOURCE,
        cow_alliances.SOURCE,
        desta.SOURCE,
        gptad.SOURCE,
        ieadb.SOURCE,
        tfdd.SOURCE,
        unctad_bits.SOURCE,
        us_senate.SOURCE,
        wikidata.SOURCE,
    ]
}


def sources() -> Known:
    """All of these, and those that installed packages bring."""
    return with_plugins(SOURCES)
