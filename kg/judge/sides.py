"""Two records side by side: each field of both in words, and whether they say the same."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.dates import span
from kg.polities import polities
from kg.records import Act, Party, Record, Source, Term

Mark = Literal["", "same", "differs", "partly", "only left", "only right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value in words, and whether the other record says so too."""

    text: str
    shared: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field of two records. Without a mark it is not compared."""

    name: str
    mark: Mark = ""
    left: tuple[Line, ...] = ()
    right: tuple[Line, ...] = ()


Said = Sequence[tuple[str, str]]  # what is compared, what is shown


def compare(one: Record, other: Record, sources: Mapping[str, Source]) -> list[Row]:
    """All that two records say, field by field; fields on which both are silent are left out."""
    rows = [
        _told("source", _source(one, sources), _source(other, sources)),
        _told("record", f"{one.source}/{one.id}", f"{other.source}/{other.id}"),
        _told("stands in", f"{one.file}, row {one.row}", f"{other.file}, row {other.row}"),
        _row("titles", _titles(one), _titles(other)),
        _row("parties", [*map(_party, one.parties)], [*map(_party, other.parties)]),
        *_acts(one, other),
        _row("kind", _word(one.instrument_kind), _word(other.instrument_kind)),
        _row("nature", _word(one.legal_nature), _word(other.legal_nature)),
        _row("bilateral", _flag(one.stated_bilateral), _flag(other.stated_bilateral)),
        _row("topics", [(name, name) for name in one.topics], [(name, name) for name in other.topics]),
        _row("term", _term(one.term), _term(other.term)),
        _row("published", _citations(one), _citations(other)),
        _row("words", _words(one), _words(other)),
    ]
    return [row for row in rows if row.left or row.right]


def folded(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"\w+", "".join(mark for mark in plain if not unicodedata.combining(mark)))


def printable(text: str) -> str:
    """A text as one line without control characters, which a terminal would obey."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def addresses(record: Record) -> tuple[str, ...]:
    """Where on the web a reader can look."""
    cited = (citation.url for citation in record.citations)
    page = record.publication.url if record.publication else None
    return tuple(dict.fromkeys(url for url in (*record.urls, *cited, page) if url))


def _row(name: str, one: Said, other: Said) -> Row:
    left, right = {key for key, _ in one}, {key for key, _ in other}
    mark: Mark = "differs"
    if left == right:
        mark = "same"
    elif not left or not right:
        mark = "only left" if left else "only right"
    elif left & right:
        mark = "partly"
    return Row(name=name, mark=mark, left=_lines(one, right), right=_lines(other, left))


def _lines(said: Said, there: set[str]) -> tuple[Line, ...]:
    return tuple(Line(text=printable(text), shared=key in there) for key, text in said)


def _told(name: str, one: str, other: str) -> Row:
    return Row(name=name, left=(Line(text=printable(one)),), right=(Line(text=printable(other)),))


def _source(record: Record, sources: Mapping[str, Source]) -> str:
    known = sources.get(record.source)
    return f"{known.title} ({known.version})" if known else record.source


def _titles(record: Record) -> Said:
    return [(" ".join(folded(title.value)), f"{title.value} [{title.lang}]") for title in record.titles]


def _party(party: Party) -> tuple[str, str]:
    known = polities().get(party.polity or "")
    name = known.labels["en"] if known else party.name
    given = "" if folded(name) == folded(party.name) else f", as {party.name}"
    role = "" if party.role == "contracting" else f" ({party.role})"
    return f"{party.polity or ' '.join(folded(party.name))}{role}", f"{name}{role}{given}"


def _acts(one: Record, other: Record) -> Iterator[Row]:
    """One row a type of act: days that can be the same day are shared."""
    left, right = _by_type(one), _by_type(other)
    for name in sorted(left.keys() | right.keys(), key=lambda name: (name != "signature", name)):
        words = re.sub(r"([A-Z])", lambda found: f" {found[1].lower()}", name)
        yield _dated(words, left.get(name, []), right.get(name, []))


def _by_type(record: Record) -> dict[str, list[Act]]:
    found: dict[str, list[Act]] = defaultdict(list)
    for act in record.acts:
        found[act.type].append(act)
    return found


def _dated(name: str, one: list[Act], other: list[Act]) -> Row:
    row = _row(name, [*map(_act, one)], [*map(_act, other)])
    if row.mark not in {"differs", "partly"}:
        return row
    left = tuple(Line(text=_act(act)[1], shared=any(_may_be(act, each) for each in other)) for act in one)
    right = tuple(Line(text=_act(act)[1], shared=any(_may_be(act, each) for each in one)) for act in other)
    return Row(name=name, mark="partly" if any(line.shared for line in left) else "differs", left=left, right=right)


def _act(act: Act) -> tuple[str, str]:
    effect = f"with effect from {act.effect}" if act.effect else ""
    parts = (act.date or "day not stated", effect, act.actor, act.body, act.place)
    text = printable(", ".join(part for part in parts if part))
    return text.casefold(), text


def _may_be(one: Act, other: Act) -> bool:
    """Whether two acts of a type may be one: their days overlap, and no place contradicts."""
    if one.date is None or other.date is None:
        return True
    places = {" ".join(folded(act.place)) for act in (one, other) if act.place}
    return len(places) < 2 and span(one.date).overlaps(span(other.date))


def _word(name: str | None) -> Said:
    return [(name, name)] if name else []


def _flag(stated: bool | None) -> Said:
    return [] if stated is None else [(str(stated), "yes" if stated else "no")]


def _term(term: Term | None) -> Said:
    if term is None:
        return []
    parts = {
        "months": term.initial_months,
        "renewal": term.renewal,
        "renewed for months": term.renewal_months,
        "notice months": term.notice_months,
        "words": term.words and term.words.value,
    }
    return [(f"{name} {value}", f"{name}: {value}") for name, value in parts.items() if value is not None]


def _citations(record: Record) -> Said:
    return [(" ".join(folded(one.text)), one.text) for one in record.citations]


def _words(record: Record) -> Said:
    said = (record.says, record.quote, record.note)
    return [(" ".join(folded(text.value)), f"{text.value} [{text.lang}]") for text in said if text is not None]
