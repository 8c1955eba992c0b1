"""From records to agreements: candidates, matches, clusters, identifiers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.errors import SourceError
from kg.records import Judgement, Record, Source
from kg.resolve.clusters import groups
from kg.resolve.ids import Ids, Shown
from kg.resolve.judged import Judged, read_judged
from kg.resolve.matching import matches
from kg.resolve.model import PROPOSE, Cluster, Key, Match, Plan

_Group = frozenset[Key]


def plan(
    records: Sequence[Record],
    sources: Mapping[str, Source],
    judgements: Sequence[Judgement] = (),
    older: Mapping[Key, Sequence[Shown]] | None = None,
) -> Plan:
    """The agreements that records speak of, in order of their anchors' source and identifier.

    A record that an editor rejected is of no agreement. `older`: identifiers under which records stood
    before. Raises SourceError for a judgement on records that are not there or that cannot be.
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
) -> list[Cluster]:
    """One cluster a group and one for each record that stands alone, in the order of their anchors."""
    group_of = {key: group for group in joined for key in group}
    groups = {group_of.get(key, frozenset({key})) for key in kept}
    named = ids.name(groups, lambda key: sources[key.source].tier)
    found = [_cluster(group, named[group], kept, about, sources, ids) for group in groups]
    return sorted(found, key=lambda one: (one.anchor.source, one.anchor.id))


def _cluster(
    group: _Group,
    names: Sequence[str],
    kept: Mapping[Key, Record],
    about: Mapping[Key, list[Record]],
    sources: Mapping[str, Source],
    ids: Ids,
) -> Cluster:
    """Its anchor is the record that its identifier is made of; if that is gone, the one of the best tier."""
    best = min(group, key=lambda key: (sources[key.source].tier, key))
    anchor = next((key for key in group if ids.own[key] == names[0]), best)
    others = [*about.get(anchor, ())]
    for key in sorted(group - {anchor}):
        others += [kept[key], *about.get(key, ())]
    return Cluster(
        id=names[0],
        anchor=kept[anchor],
        others=tuple(others),
        replaced=tuple(sorted(names[1:])),
        leading=kept[best] if len(group) > 1 else None,
    )
