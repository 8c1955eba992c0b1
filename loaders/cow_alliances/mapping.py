"""The rows on one alliance, from one file or several, to a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from itertools import combinations, product

from kg.alliances import Alliance, Commitment, Membership
from kg.dates import span
from kg.records import Problem, Record, Text
from loaders.alliances import Spell, commitments, common_days, earlier, later, memberships
from loaders.cow_alliances.rows import KINDS, MEMBER, PAIR, Member, Pair, Rows, days_of
from loaders.fields import Fields, Report
from loaders.names import unidentified
from loaders.several import as_text

NAME = "cow-alliances"
HORIZON = date(2012, 12, 31)


def record(number: int, rows: Rows, report: Report) -> Record:
    """Make the record of an alliance."""
    every = [*(one.row for one in rows.members), *(one.row for one in rows.pairs)]
    main = every[0]
    for one in (one for one in rows.pairs if one.spell.empty):
        report(_no_common_day(one))
    members = tuple(_memberships(rows, main, report))
    whole = rows.members[0].whole if rows.members else _hull([one.spell for one in rows.pairs if not one.spell.empty])
    return Record(
        source=NAME,
        id=str(number),
        kind="allianceRecord",
        file=main.file,
        row=main.number,
        as_given=main.as_given() | _given(every[1:]),
        alliance=Alliance(
            begin=whole.begin,
            end=whole.end,
            memberships=members,
            commitments=_commitments(rows, members),
        ),
        note=Text(value=rows.members[0].form, lang="en") if rows.members else None,
    )


def _no_common_day(one: Pair) -> Problem:
    message = f"the pair begins later, on {one.spell.begin}: never members together, they owe each other nothing"
    return one.row.problem("no-common-day", ", ".join(days_of("dyad_end")), message, one.spell.end or "")


def _given(others: Sequence[Fields]) -> dict[str, str]:
    by_file: dict[str, list[Fields]] = defaultdict(list)
    for row in others:
        by_file[row.file].append(row)
    return {file: as_text(MEMBER if "ccode" in found[0].as_given() else PAIR, found) for file, found in by_file.items()}


def _memberships(rows: Rows, main: Fields, report: Report) -> Iterator[Membership]:
    """The memberships as rows of members state them; those of whom there is no such row follow from the pairs."""
    stated = [(one.code, one.spell, f"{one.row.file}, row {one.row.number}") for one in rows.members]
    codes = {one.code for one in rows.members}
    for code, spell, column in [*stated, *(found for found in _from_pairs(rows.pairs) if found[0] not in codes)]:
        found = memberships(code, spell, HORIZON, column=column)
        if found[0].polity is None:
            report(unidentified(main, "ccode" if column else "ccode1, ccode2", code))
        yield from found


def _from_pairs(pairs: Sequence[Pair]) -> Iterator[tuple[str, Spell, None]]:
    """Each member's spells: days with any other member; spells that overlap are one, others stay apart."""
    spells: dict[str, set[Spell]] = defaultdict(set)
    for one in pairs:
        for code in one.codes if not one.spell.empty else ():
            spells[code].add(one.spell)
    for code in sorted(spells, key=lambda code: (len(code), code)):
        joined: list[Spell] = []
        for spell in sorted(spells[code], key=lambda spell: span(spell.begin or "..").lo):
            if joined and not Spell(spell.begin, joined[-1].end).empty:
                joined[-1] = _hull([joined[-1], spell])
            else:
                joined.append(spell)
        yield from ((code, spell, None) for spell in joined)


def _hull(spells: Sequence[Spell]) -> Spell:
    begins, ends = [one.begin for one in spells if one.begin], [one.end for one in spells if one.end]
    return Spell(
        reduce(earlier, begins) if begins else None,
        reduce(later, ends) if ends and len(ends) == len(spells) else None,
    )


def _commitments(rows: Rows, members: Sequence[Membership]) -> tuple[Commitment, ...]:
    """What both of a pair owe each other on its days, for the source does not say who owes whom."""
    promises = []
    for codes, spell, kinds in [(one.codes, one.spell, one.kinds) for one in rows.pairs] or _pairs(rows.members):
        ones, others = ([_within(one, spell) for one in members if one.name == code] for code in codes)
        for kind, one, other in product(kinds, ones, others):
            if one and other:
                promises += [(kind, one, other), (kind, other, one)]
    return commitments(promises, direction_known=False)


def _pairs(members: Sequence[Member]) -> Iterator[tuple[tuple[str, str], Spell, tuple[str, ...]]]:
    """The pairs that rows of members imply: the days of both, the kinds of either, as the files of pairs have them."""
    for one, other in combinations(members, 2):
        spell = common_days(one.spell, other.spell)
        if spell and one.code != other.code:
            kinds = tuple(kind for kind in KINDS.values() if kind in one.kinds + other.kinds)
            yield (one.code, other.code), spell, kinds


def _within(member: Membership, spell: Spell) -> Membership | None:
    days = common_days(member, spell)
    return replace(member, begin=days.begin, end=days.end) if days else None
