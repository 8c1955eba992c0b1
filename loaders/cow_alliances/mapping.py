"""The rows on one alliance, from one file or several, to a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, product

from kg.alliances import Alliance, Membership
from kg.records import Problem, Record, Text
from loaders.alliances import Spell, commitments, common_days, hull, joined, memberships
from loaders.cow_alliances.rows import KINDS, MEMBER, PAIR, Said, days_of
from loaders.fields import Fields, Report
from loaders.names import unidentified
from loaders.several import as_text

NAME = "cow-alliances"
HORIZON = date(2012, 12, 31)


def record(number: int, rows: Sequence[Said], report: Report) -> Record:
    """Make the record of an alliance; rows of members, if there are any, come first."""
    members, pairs = [one for one in rows if one.whole], [one for one in rows if not one.whole]
    for one in (one for one in pairs if one.spell.empty):
        report(_no_common_day(one))
    together = [one for one in pairs if not one.spell.empty]
    first = rows[0]
    sides = tuple(_memberships(members, together, first.row, report))
    whole = first.whole or hull([one.spell for one in together])
    promises = _promises(pairs or _implied(members), sides)
    return Record(
        source=NAME,
        id=str(number),
        kind="allianceRecord",
        file=first.row.file,
        row=first.row.number,
        as_given=first.row.as_given() | _given(rows[1:]),
        alliance=Alliance(
            begin=whole.begin,
            end=whole.end,
            memberships=sides,
            commitments=commitments(promises, direction_known=False),
        ),
        note=Text(value=first.form, lang="en") if first.form else None,
    )


def _no_common_day(one: Said) -> Problem:
    message = f"the pair begins later, on {one.spell.begin}: never members together, they owe each other nothing"
    return one.row.problem("no-common-day", ", ".join(days_of("dyad_end")), message, one.spell.end or "")


def _given(others: Sequence[Said]) -> dict[str, str]:
    by_file: dict[str, list[Said]] = defaultdict(list)
    for one in others:
        by_file[one.row.file].append(one)
    return {
        file: as_text(MEMBER if found[0].whole else PAIR, (one.row for one in found)) for file, found in by_file.items()
    }


def _memberships(members: Sequence[Said], pairs: Sequence[Said], main: Fields, report: Report) -> Iterator[Membership]:
    """The memberships as rows of members state them; those of whom there is no such row follow from the pairs."""
    stated = [(one.codes[0], one.spell, f"{one.row.file}, row {one.row.number}") for one in members]
    codes = {code for code, _, _ in stated}
    for code, spell, column in [*stated, *(found for found in _from_pairs(pairs) if found[0] not in codes)]:
        found = memberships(code, spell, HORIZON, column=column)
        if found[0].polity is None:
            report(unidentified(main, "ccode" if column else "ccode1, ccode2", code))
        yield from found


def _from_pairs(pairs: Sequence[Said]) -> Iterator[tuple[str, Spell, None]]:
    """Each member's spells: days with any other member."""
    spells: dict[str, set[Spell]] = defaultdict(set)
    for one in pairs:
        for code in one.codes:
            spells[code].add(one.spell)
    for code in sorted(spells, key=lambda code: (len(code), code)):
        yield from ((code, spell, None) for spell in joined(spells[code]))


def _promises(pairs: Iterable[Said], sides: Sequence[Membership]) -> Iterator[tuple[str, Membership, Membership]]:
    """What both of a pair owe each other on its days, for the source does not say who owes whom."""
    for pair in pairs:
        ones, others = ([_within(side, pair.spell) for side in sides if side.name == code] for code in pair.codes)
        for kind, one, other in product(pair.kinds, ones, others):
            if one and other:
                yield from ((kind, one, other), (kind, other, one))


def _implied(members: Sequence[Said]) -> Iterator[Said]:
    """The pairs that rows of members imply: the days of both, the kinds of either, as the files of pairs have them."""
    for one, other in combinations(members, 2):
        spell = common_days(one.spell, other.spell)
        if spell and one.codes != other.codes:
            kinds = tuple(kind for kind in KINDS.values() if kind in one.kinds + other.kinds)
            yield replace(one, codes=one.codes + other.codes, spell=spell, kinds=kinds)


def _within(member: Membership, spell: Spell) -> Membership | None:
    days = common_days(member, spell)
    return replace(member, begin=days.begin, end=days.end) if days else None
