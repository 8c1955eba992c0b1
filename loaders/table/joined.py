"""Several rows of one agreement to one record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from kg.records import Party, Record

T = TypeVar("T")


def joined(rows: Sequence[tuple[Record, ...]]) -> tuple[Record, ...]:
    """Add what further rows name (parties, acts, topics, links, citations, addresses) to the record of the first.

    The further rows are kept as given, as JSON under the name of the file.
    """
    main, *others = [records[0] for records in rows]
    if not others:
        return rows[0]
    whole = replace(
        main,
        as_given=main.as_given | {main.file: json.dumps([one.as_given for one in others], ensure_ascii=False)},
        parties=_parties(main.parties, (party for one in others for party in one.parties)),
        acts=_all(main.acts, (act for one in others for act in one.acts)),
        topics=_all(main.topics, (topic for one in others for topic in one.topics)),
        links=_all(main.links, (link for one in others for link in one.links)),
        citations=_all(main.citations, (citation for one in others for citation in one.citations)),
        urls=_all(main.urls, (url for one in others for url in one.urls)),
    )
    others_of = [record for records in rows for record in records[1:]]
    ids = [record.id for record in others_of]
    numbered = (
        replace(record, id=f"{record.id}-{ids[:place].count(record.id) + 1}") if record.id in ids[:place] else record
        for place, record in enumerate(others_of)
    )
    return (whole, *numbered)


def _all(first: Iterable[T], more: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *more)))


def _parties(first: Sequence[Party], more: Iterable[Party]) -> tuple[Party, ...]:
    """Parties that were not named before, each contracting one on the next side."""
    found = list(first)
    for party in more:
        if party.name not in {one.name for one in found}:
            side = max((one.side for one in found), default=0) + 1
            found.append(replace(party, side=side if party.side else 0))
    return tuple(found)
