"""What the cells of one column look like: dates, names of countries, codes. Pure; each answer comes with its counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.errors import DateError
from kg.polities import identify
from loaders.table.hints import MISSING, meanings
from loaders.table.values import date_format, parts, plain

SCHEMES = ("iso3166-1-alpha3", "iso3166-1-alpha2", "iso3166-1-numeric", "cow", "gw")
SEPARATORS = (";", ",", "|", " / ", "/", "\n", " - ", " – ", " and ", " y ", " e ", " et ", " und ", " и ")
LANGUAGES = ("fr", "de", "it", "nl", "pl", "tr", "uk", "ar", "zh", "ja")  # tried beside those that are always known
_TRIED = 400  # frequent values that decide whether a column names countries
_NUMERIC = re.compile(r"(\d{1,2})([./ -])(\d{1,2})\2(\d{4})")
_ORDERS = {"day": ("DD{0}MM{0}YYYY", "D{0}M{0}YYYY"), "month": ("MM{0}DD{0}YYYY", "M{0}D{0}YYYY")}
_OTHER_FORMATS = (
    *("YYYY-MM-DD", "YYYY-MM-DD 00:00:00", "YYYY-MM-DDT00:00:00", "YYYY/MM/DD", "YYYY.MM.DD", "YYYYMMDD"),
    *("YYYY-MM", "MM/YYYY", "MM.YYYY", "YYYY"),
)
_NAMED_FORMATS = (
    *("D MMM YYYY", "D. MMM YYYY", "D-MMM-YYYY", "MMM D, YYYY", "D de MMM de YYYY", "D MMM YYYY г."),
    *("MMM YYYY", "MMM de YYYY", "D MMM, YYYY"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A column: its header, what that hints at, and how often each value stands in it, missing ones left out."""

    name: str
    counts: Counter[str]
    lines: bool  # some cells hold line breaks
    hints: frozenset[str] = field(default_factory=frozenset)

    @property
    def filled(self) -> int:
        """Number of cells that hold something."""
        return self.counts.total()

    @property
    def average(self) -> float:
        """Letters in a cell that holds something."""
        return sum(len(value) * number for value, number in self.counts.items()) / max(self.filled, 1)

    def share(self, fits: Callable[[str], object]) -> float:
        """Share of filled cells that fit."""
        return sum(number for value, number in self.counts.items() if fits(value)) / max(self.filled, 1)


def looks(columns: Sequence[str], rows: Sequence[Sequence[str]], missing: frozenset[str]) -> list[Look]:
    """Every column of rows of the right width."""
    found = []
    for name, cells in zip(columns, zip(*rows, strict=True) if rows else ((),) * len(columns), strict=True):
        raw = Counter(cells)
        counts: Counter[str] = Counter()
        for value, number in raw.items():
            if text := plain(value, missing):
                counts[text] += number
        lines = any("\n" in value.strip() for value in raw)
        found.append(Look(name=name, counts=counts, lines=lines, hints=meanings(name)))
    return found


def missing_marks(rows: Iterable[Sequence[str]]) -> Counter[str]:
    """Marks for a missing value, and the cells that hold them."""
    cells = Counter(cell.strip() for row in rows for cell in row)
    return Counter({mark: cells[mark] for mark in MISSING if cells[mark]})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Formats that read a column, the most frequent first, with the cells that each reads."""

    formats: dict[str, int]
    lang: str  # of the names of months
    orders: dict[str, tuple[int, int]]  # format -> cells that show that the day comes first, or the month
    unread: Counter[str]


def dates_in(look: Look) -> Dates | None:
    """How a column writes dates; None if most of its cells are none."""
    left, formats, lang = Counter(look.counts), Counter[str](), "en"
    orders = {}
    for mark in "./ -":
        cells = {value: match for value in left if (match := _NUMERIC.fullmatch(value)) and match[2] == mark}
        if cells:
            days = sum(left[value] for value, match in cells.items() if int(match[1]) > 12 >= int(match[3]))
            months = sum(left[value] for value, match in cells.items() if int(match[3]) > 12 >= int(match[1]))
            padded = all(len(match[1]) == len(match[3]) == 2 for match in cells.values())
            written = _ORDERS["day" if days >= months else "month"][not padded].format(mark)
            orders[written] = days, months
            _take(left, formats, written, lang)
    for one in _OTHER_FORMATS:
        if one != "YYYY" or "year" in look.hints or formats or _are_years(look):
            _take(left, formats, one, lang)
    if left.total() > look.filled / 100:
        lang = max(("en", "es", "pt", "fr", "de", "ru", "it"), key=lambda one: _readable(left, one))
        for one in _NAMED_FORMATS:
            _take(left, formats, one, lang)
    if formats.total() < 0.6 * look.filled or not formats:
        return None
    return Dates(formats=dict(formats.most_common()), lang=lang, orders=orders, unread=left)


def _are_years(look: Look) -> bool:
    """Whether a column without a telling header holds years: all of four digits, many, and not all different."""
    years = all(re.fullmatch(r"1[5-9]\d\d|20\d\d", value) for value in look.counts)
    return years and 10 < len(look.counts) < 0.8 * look.filled


def _take(left: Counter[str], formats: Counter[str], written: str, lang: str) -> None:
    """Move what a format reads from `left` to the count of the format."""
    for value in [value for value in left if _reads(value, written, lang)]:
        formats[written] += left.pop(value)


def _reads(value: str, written: str, lang: str) -> bool:
    try:
        read = date_format(written, lang).read(value)
    except DateError:
        return False
    return read is not None and "1000" <= read[:4] < "3000"


def _readable(left: Counter[str], lang: str) -> int:
    return sum(number for value, number in left.items() if any(_reads(value, one, lang) for one in _NAMED_FORMATS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """How a column names countries and organisations."""

    scheme: str
    separator: str | None
    languages: tuple[str, ...]
    mentions: int
    known: int
    unknown: Counter[str]
    distinct: int  # polities

    @property
    def share(self) -> float:
        """Share of mentions that stand for a polity."""
        return self.known / max(self.mentions, 1)


def parties_in(look: Look) -> Parties | None:
    """How a column names polities; None if most of what it holds stands for none."""
    if not look.counts or look.share(lambda value: len(value) > 300) > 0.5:
        return None
    tried = Counter(dict(look.counts.most_common(_TRIED)))
    found = [*_codes(look, tried), *_names(look, tried)]
    best = max(found, key=lambda one: one.share + (one.separator is None) / 20, default=None)
    if best is None or best.share < 0.5 or best.distinct < 2:
        return None
    return _seen(look.counts, best.scheme, best.separator, best.languages)


def _codes(look: Look, tried: Counter[str]) -> Iterator[Parties]:
    """Numbers are codes only where all of them are, and there are many, or the header says so."""
    for scheme in SCHEMES:
        numeric = scheme in ("iso3166-1-numeric", "cow", "gw")
        form = r"\d{1,3}" if numeric else r"[A-Z]{3}" if scheme.endswith("3") else r"[A-Z]{2}"
        if all(re.fullmatch(form, value) for value in tried):
            seen = _seen(tried, scheme, None, ())
            many = seen.distinct >= (5 if seen.share == 1 else 50)
            if seen.share > 0.9 and (not numeric or many or scheme in look.hints):
                yield seen


def _names(look: Look, tried: Counter[str]) -> Iterator[Parties]:
    if look.share(lambda value: re.search(r"[^\W\d_]", value)) < 0.9:
        return
    for separator in (None, *SEPARATORS):
        if separator is None or any(separator in value for value in tried) or (separator == "\n" and look.lines):
            seen = _seen(tried, "name", separator, ())
            if seen.share < 0.2 and separator is None and look.average < 60:
                seen = _in_one_language(tried, seen)
            if seen.share > 0.2:
                yield max((seen, *_in_other_languages(tried, seen)), key=lambda one: one.known)


def _in_one_language(tried: Counter[str], seen: Parties) -> Parties:
    """The same in the language in which most of the first values are names, if that is many of them."""
    first = Counter(dict(tried.most_common(40)))
    found = {language: _seen(first, "name", None, (language,)).share for language in LANGUAGES}
    best = max(found, key=lambda language: found[language])
    return _seen(tried, "name", None, (best,)) if found[best] > 0.3 else seen


def _in_other_languages(tried: Counter[str], seen: Parties) -> Iterator[Parties]:
    """The same with one language more, where that makes a difference."""
    for language in LANGUAGES if seen.share < 0.97 else ():
        more = _seen(tried, seen.scheme, seen.separator, (language,))
        if more.known > seen.known + max(2, seen.mentions // 50):
            yield more


def _seen(counts: Counter[str], scheme: str, separator: str | None, languages: tuple[str, ...]) -> Parties:
    known, unknown, polities = 0, Counter[str](), set()
    for value, number in counts.items():
        for name in parts(value, separator):
            polity = identify(name, scheme=scheme, languages=languages)
            if polity is None and identify(name, scheme=scheme, languages=languages, present=True) is None:
                unknown[name] += number
            else:
                known += number
                polities.add(polity)
    return Parties(
        scheme=scheme,
        separator=separator,
        languages=languages,
        mentions=known + unknown.total(),
        known=known,
        unknown=unknown,
        distinct=len(polities),
    )


def numbered(names: Iterable[str]) -> list[list[str]]:
    """Columns that differ only by a number at the end, three or more: c1, c2, c3."""
    groups: dict[str, list[str]] = {}
    for name in names:
        if (match := re.fullmatch(r"(.*?)\d+", name)) and match[1]:
            groups.setdefault(match[1], []).append(name)
    return [group for group in groups.values() if len(group) > 2]
