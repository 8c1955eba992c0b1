"""The part of a draft on who takes part: columns of parties, codes beside names, the list's own country."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from kg.dates import span
from kg.errors import DateError, UnknownNameError
from kg.polities import identify, line_of, polities
from loaders.table.look import Look, Parties, numbered
from loaders.table.seen import Seen, counted, flow, yaml
from loaders.table.sniff import DOUBT
from loaders.table.values import parts, read_date

_SAMPLE = 3_000  # rows in which columns are compared, titles searched, days looked at
_LONGEST = 5  # words of a country's name in a title


def parties_section(seen: Seen) -> list[str]:
    """Columns that name parties; TODO where none does."""
    names, codes = _chosen(seen)
    if not names:
        named = ", ".join(f"{name} {number:,}" for (_, name), number in _lines_in_titles(seen).most_common(4))
        return [
            f"parties:  # {DOUBT}no column holds mostly countries or organisations; titles name {named or 'none'}",
            "  columns: [{column: TODO}]",
        ]
    languages = sorted({language for name in names for language in seen.parties[name].languages})
    written = [line for name in names for line in _column(seen, name, codes.get(name))]
    seen.used |= {*names, *(code for code, _ in codes.values())}
    single = len(names) == 1 and not seen.joined and seen.parties[names[0]].mentions < 1.5 * len(seen.rows)
    return [
        "parties:",
        *(_own(seen, names[0]) if single else []),
        "  columns:",
        *written,
        *_names(seen, names, languages),
        *_unknown(seen, names),
    ]


def _chosen(seen: Seen) -> tuple[list[str], dict[str, tuple[str, float]]]:
    """Columns of parties, and the column of codes beside each with the share of rows in which both agree."""
    free = [
        seen.looks[name] for name in seen.parties if name not in seen.used and "place" not in seen.looks[name].hints
    ]
    hinted = [look for look in free if "party" in look.hints] or free
    names = [look for look in hinted if seen.parties[look.name].scheme == "name"] or hinted
    names = _without_doubles(seen, _widest(seen, names))
    beside: dict[str, tuple[str, float]] = {}
    for code in free:
        if seen.parties[code.name].scheme != "name" and code not in names:
            agreeing = {name.name: _agreement(seen, name.name, code.name) for name in names}
            best = max(agreeing, key=lambda name: agreeing[name])
            if agreeing[best] > max(0.3, beside.get(best, ("", 0.0))[1]) and seen.parties[best].separator is None:
                beside[best] = code.name, agreeing[best]
    return [look.name for look in names], beside


def _widest(seen: Seen, names: Sequence[Look]) -> list[Look]:
    """A column that lists all parties in a cell makes others needless."""
    lists = [look for look in names if seen.parties[look.name].separator is not None]
    lists = [look for look in lists if seen.parties[look.name].mentions > 1.5 * max(look.filled, 1)]
    return [max(lists, key=lambda look: seen.parties[look.name].known)] if lists else list(names)


def _without_doubles(seen: Seen, names: Sequence[Look]) -> list[Look]:
    """Of columns that name the same country in a row, as in two languages, the one that is known best."""
    groups = {name for group in numbered(look.name for look in names) for name in group}
    kept: list[Look] = []
    for look in sorted(names, key=lambda look: (look.name not in groups, -seen.parties[look.name].share)):
        if look.name in groups or all(_agreement(seen, look.name, other.name) < 0.8 for other in kept):
            kept.append(look)
    return [look for look in names if look in kept]


def _agreement(seen: Seen, one: str, other: str) -> float:
    """Share of rows in which two columns stand for one country, of those in which both stand for some."""
    pairs = Counter(zip(seen.cells(one, seen.rows[:_SAMPLE]), seen.cells(other, seen.rows[:_SAMPLE]), strict=True))
    same = both = 0
    for (first, second), number in pairs.items():
        a, b = _line(first, seen.parties[one]), _line(second, seen.parties[other])
        both += number if a and b else 0
        same += number if a and a == b else 0
    return same / both if both else 0.0


def _line(cell: str, how: Parties) -> str | None:
    polity = identify(cell, scheme=how.scheme, languages=how.languages) if cell else None
    return line_of(polity) if polity else None


def _column(seen: Seen, name: str, code: tuple[str, float] | None) -> list[str]:
    how = seen.parties[name]
    ground = f"{how.known:,} of {how.mentions:,} names stand for a country or organisation"
    spec = [f"column: {yaml(name)}"]
    if how.separator is not None:
        spec.append(f"separator: {yaml(how.separator)}")
    if how.scheme != "name":
        spec.append(f"scheme: {how.scheme}")
        ground = ground.replace("names", "codes")
    lines = [f"    - {{{', '.join(spec)}}}  # {ground}"]
    if code is not None:
        other, agree = code
        doubt = f"{DOUBT}only " if agree < 0.95 else ""
        scheme = seen.parties[other].scheme
        ground = f"{doubt}{agree:.0%} of the codes say the same as the names"
        lines = [f"    - {{{', '.join(spec)}, code: {{column: {yaml(other)}, scheme: {scheme}}}}}  # {ground}"]
        lines.append(f"    # of {name}, {how.known:,} of {how.mentions:,} names stand for a country or organisation")
    return lines


def _own(seen: Seen, column: str | None = None) -> list[str]:
    """The country whose list it is: named in titles and, as the other party is, in no column."""
    others = {_line(cell, seen.parties[column]) for cell in seen.looks[column].counts} if column else set()
    named = _lines_in_titles(seen)
    total = sum(1 for title in seen.looks[seen.titles].counts) if seen.titles else 0
    total = min(total, _SAMPLE)
    for (line, name), number in named.most_common(1):
        if number > 0.3 * total and (line not in others or number > 0.8 * total):
            ground = f"{DOUBT}one party in a row, and {number:,} of {total:,} titles name this country"
            return [f"  own: {{line: {line}, name: {yaml(name)}}}  # {ground}"]
    return [f"  own: {{line: TODO, name: TODO}}  # {DOUBT}one party in a row: who is the other? (delete if nobody is)"]


def _lines_in_titles(seen: Seen) -> Counter[tuple[str, str]]:
    """Country lines and their names, with the number of titles that hold them."""
    found: Counter[tuple[str, str]] = Counter()
    if not seen.titles:
        return found
    for title in list(seen.looks[seen.titles].counts)[:_SAMPLE]:
        words = re.findall(r"[\w'’-]+", title)
        named = set()
        for start, word in enumerate(words):
            if word[0].isupper():
                for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                    name = " ".join(words[start:end])
                    if polity := _known(name, seen.lang):
                        named.add((line_of(polity), name))
        found.update(named)
    return found


def _known(name: str, lang: str) -> str | None:
    try:
        polity = identify(name, languages=() if lang == "und" else (lang,))
    except UnknownNameError:
        return None
    return polity if polity and polities()[polity].type == "statePolity" else None


def _names(seen: Seen, names: Sequence[str], languages: Sequence[str]) -> list[str]:
    lines = []
    if languages:
        lines.append(f"    languages: {flow(languages)}  # names that are not known in en, es, ru and pt are in these")
    gained = _present_only(seen, names)
    if gained:
        shown = ", ".join(f"{name} {day}" for name, day in list(gained)[:3])
        number = counted(gained.total(), "time")
        lines.append(f"    present: true  # {DOUBT}{number} today's name is that of what the country was then: {shown}")
    return ["  names:", *lines] if lines else []


def _present_only(seen: Seen, names: Sequence[str]) -> Counter[tuple[str, str]]:
    """Names, with a day, that stand for a state only as today's name of what it then was."""
    found: Counter[tuple[str, str]] = Counter()
    if not seen.signed:
        return found
    how = seen.dates[seen.signed]
    days = [_day(cell, tuple(how.formats), how.lang) for cell in seen.cells(seen.signed, seen.rows[:_SAMPLE])]
    for column in names:
        spec = seen.parties[column]
        for cell, day in zip(seen.cells(column, seen.rows[:_SAMPLE]), days, strict=True):
            for name in parts(cell, spec.separator) if day else ():
                on = span(day or "")
                known = identify(name, scheme=spec.scheme, on=on, languages=spec.languages)
                if not known and identify(name, scheme=spec.scheme, on=on, languages=spec.languages, present=True):
                    found[name, day or ""] += 1
    return found if found.total() > 2 else Counter()


def _day(cell: str, formats: tuple[str, ...], lang: str) -> str | None:
    try:
        return read_date(cell, formats, lang) if cell else None
    except DateError:
        return None


def _unknown(seen: Seen, names: Sequence[str]) -> list[str]:
    """Names that stand for nothing known, as comments."""
    unknown: Counter[str] = Counter()
    for how in {id(seen.parties[name]): seen.parties[name] for name in names}.values():
        unknown.update(how.unknown)
    if not unknown:
        return []
    texts = [f"{name[:60]} {number:,}" for name, number in unknown.most_common(12)]
    rows = [
        f"  # not known ({len(unknown):,} in all), for a file `name,polity,from,to` beside this one (names: table):"
    ]
    line = "  #  "
    for text, after in pairwise([*texts, ""]):
        if len(line) + len(text) > 112:
            rows.append(line.rstrip())
            line = "  #  "
        line += f" {text};" if after else f" {text}"
    return [*rows, line]
