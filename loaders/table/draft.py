"""A commented draft of a mapping: guesses with their grounds, doubts, and what only a person can say (TODO). Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from kg.polities import fold
from loaders.table.draft_columns import sections
from loaders.table.draft_parties import parties_section
from loaders.table.hints import language_of
from loaders.table.look import Look
from loaders.table.seen import Seen, counted, flow, listed, see, yaml
from loaders.table.sniff import DOUBT, Sniffed

_SHOWN = 40  # ignored columns that are described one by one


def draft(sniffed: Sniffed, changed: date, mapping: str, schema: str) -> str:
    """The text of a draft for a file that was last changed on a day.

    `mapping`: the name that the draft will have; `schema`: where editors find the JSON Schema of mappings.
    """
    seen = see(sniffed)
    title = _title(seen)
    dates, others = sections(seen)
    identifier = _id(seen)
    parties = parties_section(seen)
    blocks = [
        _head(sniffed, mapping, schema),
        _source(seen, changed),
        _file(seen),
        identifier,
        title,
        parties,
        dates,
        *others,
        _ignore(seen),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(sniffed: Sniffed, mapping: str, schema: str) -> list[str]:
    number = f"all {len(sniffed.rows):,}" if sniffed.whole else f"the first {len(sniffed.rows):,}"
    return [
        f"# yaml-language-server: $schema={schema}",
        f"# A draft by `treatykg map`: guesses from {number} rows of {sniffed.file}, each with its ground.",
        "# Fill in what says TODO, look at what says DOUBT, then see what the first rows become:",
        f"#   treatykg load table {sniffed.file} --map {mapping} --check",
    ]


def _source(seen: Seen, changed: date) -> list[str]:
    stem = fold(seen.file.file.rpartition(".")[0].replace("_", " "))
    return [
        "source:",
        f"  name: {yaml(re.sub('[^a-z0-9]+', '-', stem).strip('-') or 'list')}",
        "  title: TODO  # of the list, as its publisher calls it",
        "  publisher: TODO",
        f"  retrieved: {changed}  # {DOUBT}the day on which the file was last changed; when was it fetched?",
        f"  tier: 7  # {DOUBT}the lowest; 1 depositary, 2 a party's ministry, 3 scholars, 5 press",
    ]


def _file(seen: Seen) -> list[str]:
    layout, grounds = seen.file.layout, seen.file.grounds
    shown: dict[str, object] = {}
    for field in ("encoding", "separator", "quote", "skip", "sheet", "table"):
        if field in grounds:
            shown[field] = getattr(layout, field)
    if not grounds.get("encoding", "").startswith(DOUBT) and shown.get("encoding") in ("utf-8", "utf-8-sig"):
        del shown["encoding"]
    if shown.get("separator") == "," and not seen.file.file.endswith((".tsv", ".tab")):
        del shown["separator"]
    lines = [
        f"  {field}: {yaml(value if value is not None else '')}  # {grounds[field]}" for field, value in shown.items()
    ]
    if seen.ragged:
        where = ", ".join(map(str, seen.ragged[:5]))
        lines.append(f"# {counted(len(seen.ragged), 'row')} of another width than the header, set aside: rows {where}")
    missing = []
    if seen.missing:
        grounds_of = ", ".join(f"{mark} {number:,}" for mark, number in seen.missing.most_common())
        missing = [f"missing: {flow(seen.missing)}  # cells: {grounds_of}"]
    return [*(["file:"] if shown else []), *lines, *missing]


def _title(seen: Seen) -> list[str]:
    ranked = sorted(seen.looks.values(), key=lambda look: -_likeness(seen, look))
    if not ranked or _likeness(seen, ranked[0]) < 0.5:
        return [f"title: {{column: TODO}}  # {DOUBT}no column looks like one of titles"]
    first = ranked[0]
    seen.titles, seen.used = first.name, seen.used | {first.name}
    seen.lang, lines = _titled(first)
    others = [look for look in ranked[1:] if "title" in look.hints and look.average > 20 and not seen.is_other(look)]
    more = [(look, *_titled(look)) for look in others]
    more = [(look, lang, text) for look, lang, text in more if lang not in ("und", seen.lang)]
    if not more:
        return [f"title: {lines}"]
    seen.used |= {look.name for look, _, _ in more}
    return ["title:", *(f"  - {text}" for text in (lines, *(text for _, _, text in more)))]


def _titled(look: Look) -> tuple[str, str]:
    """The language of a column of titles, and its part of the mapping."""
    lang, hits, total = language_of(list(look.counts)[:5000])
    ground = f"small words of it in {hits:,} of {total:,} titles" if hits else f"{DOUBT}no language shows"
    return lang, f"{{column: {yaml(look.name)}, lang: {lang}}}  # {look.average:.0f} letters on average; {ground}"


def _likeness(seen: Seen, look: Look) -> float:
    """How much a column looks like one of titles: long, various, always there, called so."""
    if seen.is_other(look) or look.share(lambda text: re.search(r"[^\W\d_]", text)) < 0.9:
        return 0.0
    various = len(look.counts) / max(look.filled, 1)
    against = bool(look.hints & {"note", "topic", "status"}) + (look.name in seen.parties) / 4
    against += look.name in seen.parties and "title" not in look.hints
    score = min(look.average, 60) / 60 + 0.5 * ("title" in look.hints) + 0.3 * various - against
    return score * look.filled / max(len(seen.rows), 1)


def _id(seen: Seen) -> list[str]:
    repeats = len(seen.rows) - len(seen.different)
    lines = [f"# {counted(repeats, 'row')} the same as another in every cell: counted and left out"] if repeats else []
    joined = _joined(seen)
    if joined is not None:
        name, groups, apart = joined
        seen.used.add(name)
        seen.joined = True
        doubt = " not following each other, so sort the file first;" if apart else ""
        ground = (
            f"{DOUBT}{len(seen.different):,} rows have {groups:,} ids,{doubt} one title each: parts of one agreement?"
        )
        return [*lines, f"id: {yaml(name)}", f"repeated: join  # {ground}"]
    for look in sorted(seen.looks.values(), key=lambda look: ("id" not in look.hints, look.average)):
        if (found := _identifier(seen, look)) is not None:
            seen.used.add(look.name)
            return [*lines, found]
    return [*lines, f"# {DOUBT}no column differs in each row, so a row is named by what stands in its mapped columns"]


def _identifier(seen: Seen, look: Look) -> str | None:
    """The line of a column that differs in every row, or in those where it is filled."""
    url = look.name in seen.urls
    if look.name in {*seen.dates, *seen.parties, seen.titles} or (look.average > 25 and not url):
        return None
    if not url and ("id" not in look.hints or look.share(lambda text: re.fullmatch(r"-?\d+[.,]\d+", text)) > 0.5):
        return None
    cells = [cell for cell in seen.cells(look.name, seen.different) if cell]
    last = [number[-1] if (number := re.findall(r"[0-9]+", cell)) else cell for cell in cells]
    pattern = url and len(set(last)) == len(set(cells))
    if len(set(cells)) < 0.98 * len(cells) or len(cells) < 0.9 * len(seen.different):
        return None
    twice = len(cells) - len(set(cells))
    parts = [f"columns: [{yaml(look.name)}]", *(["pattern: '([0-9]+)'"] if pattern else [])]
    parts += ["otherwise_row: true"] if len(cells) < len(seen.different) else []
    ground = f"{len(set(cells)):,} different in {len(seen.different):,} different rows"
    ground = f"{DOUBT}{ground}; {twice:,} stand in several" if twice else ground
    return f"id: {yaml(look.name) if len(parts) == 1 else '{' + ', '.join(parts) + '}'}  # {ground}"


def _joined(seen: Seen) -> tuple[str, int, bool] | None:
    """A column of ids, each with several rows, one title and one date; whether its rows are apart."""
    titles = seen.cells(seen.titles, seen.different) if seen.titles else []
    if not titles or len(set(titles)) > 0.7 * len(titles):
        return None
    dates = [seen.cells(name, seen.different) for name in seen.dates] or [titles]
    for look in seen.looks.values():
        if "id" in look.hints and look.name not in seen.parties:
            ids = seen.cells(look.name, seen.different)
            groups = len({one for one in ids if one})
            fits = look.filled > 0.95 * len(seen.rows) and 0.9 * len(set(titles)) < groups < 0.7 * len(ids)
            if fits and _constant(ids, titles) and any(_constant(ids, days) for days in dates):
                return look.name, groups, sum(1 for one, _ in groupby(ids) if one) > groups
    return None


def _constant(ids: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether nearly every id has one value."""
    values = Counter(one for one, _ in set(zip(ids, cells, strict=True)))
    return sum(number == 1 for number in values.values()) > 0.95 * len(values)


def _ignore(seen: Seen) -> list[str]:
    left = [look for name, look in seen.looks.items() if name not in seen.used]
    if len(left) > _SHOWN:
        return ["# kept as given and not read", "ignore:", *listed([yaml(look.name) for look in left])]
    lines = [f"  - {yaml(look.name)}  # {_described(look)}" for look in left]
    return ["ignore:  # kept as given and not read", *lines] if left else []


def _described(look: Look) -> str:
    if not look.counts:
        return "always blank"
    top = look.counts.most_common(3)
    if len(look.counts) == 1:
        return f"always {_short(top[0][0])}"
    values = ", ".join(f"{_short(value)} {number:,}" for value, number in top)
    return f"{len(look.counts):,} different: {values}" if top[0][1] > 1 else f"all different: {_short(top[0][0])}"


def _short(text: str) -> str:
    return repr(text if len(text) <= 30 else text[:29] + "…")
