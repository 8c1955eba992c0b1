"""Strategic partnerships of six related pairs, to compare: a smaller index in the columns of `russia_venezuela`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kg.records import Reading, Source
from loaders.russia_venezuela import reader
from loaders.russia_venezuela.columns import COLUMNS
from loaders.russia_venezuela.known import Index

FILES = ("topics.csv", "agreements.csv", "evidence.csv", "actions.csv", "claims.csv")
INDEX = Index(
    name="related-pairs",
    read_on=date(2026, 11, 23),
    pairs={
        "ir": "IRN-RUS",
        "kp": "PRK-RUS",
        "by": "BLR-RUS",
        "cn": "CHN-RUS",
        "vi": "IRN-VEN",
        "vc": "CHN-VEN",
    },
)


def read(paths: Sequence[Path], keep_going: bool = False) -> Reading:
    """The records of the index in a folder or in files of these names."""
    return reader.read(INDEX, FILES, paths, keep_going)


SOURCE = Source(
    name=INDEX.name,
    title="Strategic partnerships of related pairs",
    publisher="treatykg",
    citation="treatykg, Strategic partnerships of related pairs, compiled from public pages read on 23 November 2026",
    licence="Apache-2.0",
    url="https://w3id.org/treatykg/id/source/related-pairs",
    version="2026-11-23",
    retrieved=INDEX.read_on,
    tier=3,
    horizon=date(2025, 10, 31),
    coverage=(
        "A sample, complete for no pair. The partnership treaties of Russia with Iran (2025), North Korea (2024), "
        "Belarus (2024) and China (2001) are followed from signature to term and renewal; what they cite is listed by "
        "date only. Of Venezuela with Iran and with China 11 and 5 accords are listed, where stated totals are about "
        "300 and 472."
    ),
    covers=tuple(sorted(INDEX.pairs.values())),
    read=read,
    columns=COLUMNS,
    bundled=tuple(Path(__file__).with_name(name) for name in FILES),
    derived_from_publications=True,
    expects={"agreementRecord": 27, "evidenceRecord": 70, "countRecord": 8, "statementRecord": 2},
)
