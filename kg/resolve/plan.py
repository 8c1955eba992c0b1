"""From records to agreements: candidates, matches, clusters, identifiers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.errors import SourceError
from kg.records import Judgement, Record, Source
from kg.resolve.clusters import groups
from kg.resolve.ids import Ids
from kg.resolve.judged import Judged, read_judged
from kg.resolve.matching import matches
from kg.resolve.model import PROPOSE, Cluster, Key, Match, Plan

_Group = frozenset[Key]


def plan(
    records: Sequence[Record],
    sources: Mapping[str, Source],
    judgements: Sequence[Judgement] = (),
    older: Mapping[Key, int] | None = None,
) -> Plan:
    """The agreements that records speak of, in order of their anchors' source and identifier.

    A record that an editor rejected is of no agreement. `older`: records whose identifiers were shown before, the
    smaller the number the longer. Raises SourceError for a judgement on records that are not there or that cannot be.
    """
    stating = {Key(r.source, r.id): r for r in records if r.kind == "agreementRecord"}
    judged = read_judged(judgements, (Key(r.source, r.id) for r in records), set(stating))
    ids = Ids(older=dict(older or {}))
    ids.give(stating)
    kept = {key: record for key, record in stating.items() if key not in judged.rejected}
    found = _decided(matches(list(kept.values())), judged, kept.keys())
    joined = groups(found, (frozenset(pair) for pair in judged.apart))
    _check(joined, judged, kept.keys())
    return Plan(
        clusters=tuple(_clusters(joined, kept, _about(records), sources, ids)), matches=tuple(_shown(found, joined))
    )


def _decided(found: Iterable[Match], judged: Judged, known: Iterable[Key]) -> list[Match]:
    """The matches with editors' decisions in the place of the score's."""
    by_pair = {(match.one, match.other): match for match in found}
    keys = set(known)
    for pairs, decision in ((judged.joined, "join"), (judged.apart, "apart")):
        for pair, name in pairs.items():
            if keys.issuperset(pair):
                match = by_pair.get(pair) or Match(one=pair[0], other=pair[1], score=0.0, reasons=(), decision="apart")
                by_pair[pair] = replace(match, decision="join" if decision == "join" else "apart", judged=name)
    return [by_pair[pair] for pair in sorted(by_pair)]


def _check(joined: Iterable[_Group], judged: Judged, known: Iterable[Key]) -> None:
    """Every judged join is made, or it is said which cannot be."""
    group_of = {key: group for group in joined for key in group}
    keys = set(known)
    for pair, name in sorted(judged.joined.items()):
        if keys.issuperset(pair) and pair[1] not in group_of.get(pair[0], ()):
            problem = (
                f"{pair[0]} and {pair[1]} cannot be joined: other judgements join them to two records of one source,"
            )
            raise SourceError(f"{problem} or keep some of these apart", file=f"judgement {name}", column="records")


def _shown(found: Iterable[Match], joined: Iterable[_Group]) -> list[Match]:
    """What was joined, what is proposed, and what an editor kept apart."""
    group_of = {key: group for group in joined for key in group}
    shown = []
    for match in found:
        if match.other in group_of.get(match.one, ()):
            shown.append(replace(match, decision="join"))
        elif match.judged or (match.score >= PROPOSE and not match.refused):
            shown.append(replace(match, decision="apart" if match.judged else "propose"))
    return shown


def _about(records: Iterable[Record]) -> dict[Key, list[Record]]:
    about: dict[Key, list[Record]] = defaultdict(list)
    for record in records:
        if record.about is not None and record.kind != "agreementRecord":
            about[Key(record.source, record.about)].append(record)
    return about


def _clusters(
    joined: Iterable[_Group],
    kept: Mapping[Key, Record],
    about: Mapping[Key, list[Record]],
    sources: Mapping[str, Source],
    ids: Ids,
) -> Iterable[Cluster]:
    """One cluster a group and one for each record that stands alone."""
    group_of = {key: group for group in joined for key in group}
    all_groups = {group_of.get(key, frozenset({key})) for key in kept}
    anchored = {_anchor(group, sources, ids): group for group in all_groups}
    for anchor in sorted(anchored):
        rest = sorted(anchored[anchor] - {anchor})
        others = [*about.get(anchor, ())]
        for key in rest:
            others += [kept[key], *about.get(key, ())]
        yield Cluster(
            id=ids.own[anchor],
            anchor=kept[anchor],
            others=tuple(others),
            replaced=tuple(ids.own[key] for key in rest),
            leading=kept[min((anchor, *rest), key=lambda key: (sources[key.source].tier, key))] if rest else None,
        )


def _anchor(group: _Group, sources: Mapping[str, Source], ids: Ids) -> Key:
    """The record whose identifier is out the longest, else of the best tier, else the first by name."""
    never = max(ids.older.values(), default=0) + 1
    return min(group, key=lambda key: (ids.older.get(key, never), sources[key.source].tier, key))
