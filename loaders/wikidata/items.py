"""One item of Wikidata to one record: the rows that the query gave for it, read together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from kg.dates import span
from kg.errors import DateError, SourceError
from kg.polities import identify
from kg.records import Act, Party, Record, Text
from loaders.fields import Report
from loaders.kinds import instrument_kind
from loaders.names import Names, capacity
from loaders.sparql import Item, Query, Row

NAME = "wikidata"
TABLE = Path(__file__).with_name("names.csv")
NAMES = Names(table=TABLE)
ENTITY = "http://www.wikidata.org/entity/"
LANGUAGES = ("en", "es", "ru", "pt")
DATES = {  # field -> property, and the act that it dates
    "point in time": ("P585", "signature"),
    "effective date": ("P7588", "entryIntoForce"),
}
PARTIES = {"signatory": "P1891", "participant": "P710"}
ADDRESSES = ("full work", "described at")
FIELDS = ("title", "class", *PARTIES, *DATES, *ADDRESSES)
BILATERAL = {"Q9557810": True, "Q6934728": False}  # classes: bilateral treaty, multilateral treaty
TOPICS = {"Q625298": "peace"}  # class: peace treaty
YEAR, MONTH, DAY, DECADE = 9, 10, 11, 8  # precisions
_TIME = re.compile(r"(\d{4})-(\d{2})-(\d{2})T.*")


def check(row: Row, file: str, number: int) -> str:
    """The item that a row is about; SourceError if it is none, or the row has no field that is known, or no value."""
    for name in ("item", "field", "value"):
        if name not in row:
            raise SourceError("is missing", file=file, row=number, column=name)
    item, name = row["item"].value, row["field"].value
    if not re.fullmatch(re.escape(ENTITY) + r"Q[1-9]\d*", item):
        raise SourceError(f"found {item!r:.80}, expected an item of Wikidata", file=file, row=number, column="item")
    if name not in FIELDS:
        raise SourceError(f"found {name!r}, expected one of {', '.join(FIELDS)}", file=file, row=number, column="field")
    return item


QUERY = Query(
    path=Path(__file__).with_name("treaties.rq"),
    columns=("item", "field", "value", "label", "code", "precision"),
    check=check,
    file="wikidata.json",
    items="treaties",
    none="knows no treaty; is it a copy of Wikidata?",
)


def record(item: Item, report: Report) -> Record:
    """Map an item; SourceError if it has no title. What else cannot be read is reported and left out."""
    titles = {row["value"].lang: row["value"].value for row in item.of("title")}
    if not any(titles.get(lang) for lang in LANGUAGES):
        raise SourceError("has no title", file=item.file, row=item.number, column="value")
    acts = tuple(_acts(item, report))
    classes = {_local(row["value"].value) for row in item.of("class")}
    addresses = [row["value"].value for row in item.of(*ADDRESSES)]
    return Record(
        source=NAME,
        id=_local(item.iri),
        kind="agreementRecord",
        file=item.file,
        row=item.number,
        as_given={"item": item.iri, item.file: _compact(item.rows)},
        titles=tuple(Text(value=titles[lang], lang=lang) for lang in LANGUAGES if titles.get(lang)),
        instrument_kind=instrument_kind(titles.get("en", "")),
        topics=tuple(topic for known, topic in TOPICS.items() if known in classes),
        stated_bilateral=next((flag for known, flag in BILATERAL.items() if known in classes), None),
        parties=_parties(item, next((act.date for act in acts), None), report),
        acts=acts,
        urls=(f"https://www.wikidata.org/wiki/{_local(item.iri)}", *filter(_is_web, dict.fromkeys(addresses))),
    )


def _acts(item: Item, report: Report) -> Iterator[Act]:
    """The dated acts, the signature first; of two dates that contradict each other neither is taken."""
    for name, (property_, type_) in DATES.items():
        dates = []
        for row in item.of(name):
            text, precision = row["value"].value, row["precision"].value if "precision" in row else ""
            if (date := edtf(text, precision)) is not None:
                dates.append(date)
            else:
                message = "expected a decade, year, month or day from the year 1 on; the date is left out"
                report(item.problem("unread-date", name, f"{text} to precision {precision}", message))
        exact = min(dates, key=_width, default=None)
        if exact is not None and not all(span(exact).within(span(other)) for other in dates):
            message = "are dates that contradict each other; they are left out"
            report(item.problem("unread-date", name, ", ".join(sorted(set(dates))), message))
        elif exact is not None:
            yield Act(type=type_, date=exact, column=f"{name} ({property_})")


def edtf(text: str, precision: str) -> str | None:
    """`1825-04-06T00:00:00Z` to its precision; None for what is vaguer than a decade, or before the year 1."""
    found = _TIME.fullmatch(text.removeprefix("+"))
    if found is None or not precision.isdecimal():
        return None
    year, month, day = found.groups()
    length = min(int(precision), DAY)
    known = {DAY: f"{year}-{month}-{day}", MONTH: f"{year}-{month}", YEAR: year, DECADE: f"{year[:3]}X"}.get(length)
    try:
        return known if known is not None and span(known) else None
    except DateError:
        return None


def _width(date: str) -> int:
    return (span(date).hi - span(date).lo).days


def _parties(item: Item, on: str | None, report: Report) -> tuple[Party, ...]:
    """Signatories and participants, each a side of its own; what is both is one party."""
    rows: dict[str, list[Row]] = {}
    for row in item.of(*PARTIES):
        rows.setdefault(row["value"].value, []).append(row)
    found = []
    for side, (iri, said) in enumerate(sorted(rows.items(), key=lambda each: (len(each[0]), each[0])), start=1):
        name = next((row["label"].value for row in said if "label" in row), _local(iri))
        polity = _polity(name, {row["code"].value for row in said if "code" in row}, on)
        if polity is None:
            message = "stands for no known polity on that day"
            report(item.problem("unidentified-party", said[0]["field"].value, name, message))
        found.append(Party(name=name, polity=polity, side=side, capacity=capacity(polity)))
    return tuple(found)


def _polity(name: str, codes: set[str], on: str | None) -> str | None:
    """By the code on that day; if it has none or no meaning, by the name."""
    known = span(on) if on else None
    found = {identify(code, scheme="iso3166-1-alpha3", on=known, present=True) for code in codes} - {None}
    return found.pop() if len(found) == 1 else NAMES.polity(name, on)


def _local(iri: str) -> str:
    """`Q142` of an item; what stands for an unknown value is called so."""
    return iri.removeprefix(ENTITY) if iri.startswith(ENTITY) else "unknown value"


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in {"http", "https"} and bool(urlsplit(address).hostname)
    except ValueError:
        return False


def _compact(rows: list[Row]) -> str:
    """All rows, without the item and what is empty."""
    told = [
        {name: cell.value for name, cell in row.items() if name != "item"}
        | ({"lang": row["value"].lang} if row["value"].lang else {})
        for row in rows
    ]
    return msgspec.json.encode(told).decode()
