"""A sheet as one HTML file: no script, nothing fetched, all text escaped, footnotes linked both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup, escape

from kg import pages
from kg.names import BASE
from kg.records import Text
from kg.sheet import words
from kg.sheet.model import Agreement, Other, Pledge, Record, Sheet, Source, Value
from kg.sheet.said import in_order, speech

_HERE = Path(__file__).parent
_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
SHAPES = {"yes": "●", "possibly": "◐", "no": "○", "unknown": "◌"}


class Notes:
    """Numbers records as footnotes in the order of their first mention, and remembers every mention."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._numbers: dict[str, int] = {}
        self._mentions: dict[str, int] = {}

    def refs(self, records: Iterable[str]) -> Markup:
        """Links to the footnotes of these records; nothing where there are none."""
        return Markup(self._refs(records))  # noqa: S704  numbers in our own markup

    def _refs(self, records: Iterable[str]) -> str:
        links = [self._ref(record) for record in dict.fromkeys(records) if record in self._sheet.records]
        return f'<sup class="refs">{" ".join(links)}</sup>' if links else ""

    def _ref(self, record: str) -> str:
        number = self._numbers.setdefault(record, len(self._numbers) + 1)
        mention = self._mentions[record] = self._mentions.get(record, 0) + 1
        return f'<a id="r{number}-{mention}" href="#n{number}" role="doc-noteref">{number}</a>'

    def value(self, value: Value) -> Markup:
        """A value, its footnotes, and in the same line what others say instead."""
        return self.values([value])

    def values(self, values: Iterable[Value], separator: str = " · ") -> Markup:
        """Values in a row; neighbours with the same records share their footnotes."""
        groups: list[list[Value]] = []
        for value in values:
            if groups and groups[-1][-1].records == value.records and not groups[-1][-1].others:
                groups[-1].append(value)
            else:
                groups.append([value])
        between = escape(separator)
        return Markup(between.join(self._group(group, between) for group in groups))  # noqa: S704  escaped in `_group`

    def _group(self, group: Sequence[Value], between: Markup) -> Markup:
        shown = between.join([link(value.url, marked(value.text)) for value in group])
        if not group[0].records:
            return Markup(f'<span class="unstated">{shown}</span>')  # noqa: S704  `shown` is escaped
        others = "".join(self._other(other) for other in group[-1].others)
        return Markup(f"<span data-value>{shown}{self._refs(group[0].records)}{others}</span>")  # noqa: S704  as above

    def _other(self, other: Other) -> str:
        sign = '<span class="denied">denied:</span>' if other.denied else '<abbr title="others state instead">≠</abbr>'
        return f'<span class="other"> {sign} {marked(other.text)}{self._refs(other.records)}</span>'

    def used(self) -> list[tuple[int, Record, Source, range]]:
        """The footnotes: number, record, its source, and the numbers of its mentions."""
        sheet = self._sheet
        return [
            (number, sheet.records[key], sheet.sources[sheet.records[key].source], range(1, self._mentions[key] + 1))
            for key, number in self._numbers.items()
        ]

    def publications(self) -> list[Source]:
        """The publications that the footnotes name, by publisher and title."""
        found = {source.key: source for _, _, source, _ in self.used() if source.dataset is not None}
        return sorted(found.values(), key=lambda source: (source.publisher.casefold(), source.title, source.key))


def marked(text: Text) -> Markup:
    """Words with their language and direction, where it is not English."""
    if text.lang == "en":
        return escape(text.value)
    if not _LANGUAGE.fullmatch(text.lang) or text.lang == "und":
        return Markup('<bdi lang="und">{}</bdi>').format(text.value)
    direction = "rtl" if text.lang.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(text.lang, direction, text.value)


def link(url: str | None, shown: Markup | str) -> Markup:
    """A link to a web address; anything else than http and https stays plain text."""
    if url is None or not _WEB.fullmatch(url):
        return escape(shown)
    return Markup('<a class="out" href="{}" rel="noreferrer">{}</a>').format(url, shown)


def anchor(key: str) -> str:
    """The id of a source's entry."""
    return "s-" + re.sub(r"[^A-Za-z0-9-]+", "-", key)


def by_who(pledges: Iterable[Pledge]) -> list[tuple[str, list[Pledge]]]:
    """Commitments one after another by who is bound to whom, in the order they come in."""
    return [(who, list(found)) for who, found in groupby(pledges, key=lambda one: one.who)]


def by_group(agreements: Iterable[Agreement]) -> list[tuple[str, list[Agreement]]]:
    """Agreements under the label of their subject, in alphabetic order."""
    groups: dict[str, list[Agreement]] = {}
    for one in agreements:
        groups.setdefault(one.group, []).append(one)
    return sorted(groups.items())


@cache
def _template() -> Template:
    environment = pages.environment(_HERE)
    environment.filters.update(
        day=words.day, day_before=words.day_before, edtf=words.edtf, named=words.named, marked=marked, anchor=anchor
    )
    environment.globals.update(
        plural=words.plural,
        by_group=by_group,
        by_who=by_who,
        link=link,
        shapes=SHAPES,
        tiers=words.TIERS,
        nothing=words.NONE_FOUND,
        base=BASE,
    )
    return environment.get_template("sheet.html.j2")


def render(sheet: Sheet) -> str:
    """The sheet as HTML, complete in itself."""
    by_answer: dict[str, list[Agreement]] = {"yes": [], "possibly": [], "no": [], "unknown": []}
    for one in sheet.agreements:
        by_answer[one.status.answer].append(one)
    return _template().render(
        sheet=sheet,
        notes=Notes(sheet),
        css=pages.own(_HERE / "sheet.css"),
        answers=by_answer,
        spoken=lambda one: [speech(record, sheet.sources) for record in in_order(one.said, sheet.records)],
    )
