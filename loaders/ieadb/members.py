"""Which countries take part, and what each has done: rows of the member file, one a country and agreement."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from kg.records import Act, Party
from loaders.account import Account
from loaders.fields import Fields, Report
from loaders.formats import Layout
from loaders.ieadb.dates import UNKNOWN, day
from loaders.names import Names, capacity, unidentified

FILE = "iea-memb.xlsx"
LAYOUT = Layout(sheet="Sheet1")
# what the sheet StataCode calls these columns; the last two, on tacit acceptance, are blank throughout
ACTS = {
    "csig": "signature",
    "crat": "ratification",
    "ceif3": "entryIntoForceForParty",
    "ceif4": "withdrawal",
    "ceif5": "entryIntoForceForParty",
    "ceif6": "withdrawal",
    "ceif7": "entryIntoForceForParty",
}
# columns that repeat one of the list of treaties
SAME = {
    "mitch_id": "IEA# (click for add'l info)",
    "tsig": "Signature Date",
    "inclusion": "Inclusion",
    "treatyname": "Treaty Name",
}
COLUMNS = ("country", *SAME, "tterm", *ACTS, "ceif8", "ceif9")
NAMES = Names(table=Path(__file__).with_name("names.csv"), present=True)


def rows_by_agreement(path: Path, account: Account) -> dict[str, list[Fields]]:
    """The rows of the file by the number of their agreement; those without a number or country are set aside."""
    found: dict[str, list[Fields]] = defaultdict(list)
    named = account.read(path, COLUMNS, (), lambda row: (row.need("country"), row.need("mitch_id"), row), LAYOUT)
    for _, number, row in named:
        found[number].append(row)
    return found


def members(found: Sequence[Fields], treaty: Fields, report: Report) -> tuple[list[Party], list[Act]]:
    """Who takes part in one agreement and what was done, by its rows, beside its row of the list of treaties.

    A row without any date is of a country that could take part and has not: it makes no party.
    """
    parties: list[Party] = []
    acts: list[Act] = []
    ended: list[Act] = []
    for row in found:
        if any(row.take(column) for column in ACTS):
            party, done = _member(row, treaty, report)
            parties.append(party)
            acts += done
        if not ended and (term := day(row, "tterm", report)):
            ended.append(Act(type="termination", date=term, column=_column(row, "tterm")))
        row.finish(*SAME, "tterm", "ceif8", "ceif9")
    return parties, acts + ended


def _member(row: Fields, treaty: Fields, report: Report) -> tuple[Party, list[Act]]:
    """One country and its acts; those of an unknown country are left out, for an act of one party needs its actor."""
    name = row.take("country")
    days = {column: when for column in ACTS if (when := _day(row, column, treaty, report))}
    polity = NAMES.polity(name, min(days.values()) if days else day(row, "tsig", report))
    if polity is None:
        report(unidentified(row, "country", name))
    acts = [
        Act(type=ACTS[column], date=when, actor=NAMES.polity(name, when) or polity, column=_column(row, column))
        for column, when in days.items()
        if polity
    ]
    return Party(name=name, polity=polity, capacity=capacity(polity)), acts


def _day(row: Fields, column: str, treaty: Fields, report: Report) -> str | None:
    """The day of an act; the year alone for a signature on the first of January that stands for an unknown day."""
    when = day(row, column, report)
    unknown = column == "csig" and treaty.take("Signature Date") == UNKNOWN and when == row.take("tsig")
    return when[:4] if when and unknown and when.endswith("-01-01") else when


def _column(row: Fields, column: str) -> str:
    return f"{row.file}, row {row.number}, {column}"


def as_text(found: Sequence[Fields], treaty: Fields) -> str:
    """The rows of one agreement as JSON; what they repeat of its row of the list of treaties is left out."""
    same = {column: treaty.take(name) for column, name in SAME.items()}
    told = [
        {"row": row.number} | {name: value for name, value in row.as_given().items() if same.get(name) != value}
        for row in found
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
