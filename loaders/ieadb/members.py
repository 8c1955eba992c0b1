"""Which countries take part, and what each has done: rows of the member file, one a country and agreement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceError
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
OF_THE_TREATY = ("mitch_id", "tsig", "inclusion", "treatyname", "tterm")
COLUMNS = ("country", *OF_THE_TREATY, *ACTS, "ceif8", "ceif9")
NAMES = Names(table=Path(__file__).with_name("names.csv"), present=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """What the rows of one agreement say, in their order."""

    parties: tuple[Party, ...]
    acts: tuple[Act, ...]
    given: str  # the rows as JSON; what they repeat of the agreement's own row is left out


def rows_by_agreement(path: Path, account: Account) -> dict[str, list[Fields]]:
    """The rows of the file by the number of their agreement; those without a number or country are set aside."""
    found: dict[str, list[Fields]] = {}
    for row in account.rows(path, COLUMNS, layout=LAYOUT):
        try:
            row.need("country")
            found.setdefault(row.need("mitch_id"), []).append(row)
        except SourceError as error:
            account.set_aside(error, "broken row")
    return found


def members(found: Sequence[Fields], treaty: Fields, report: Report) -> Members:
    """Read the rows of one agreement, beside its row of the list of treaties.

    A row without any date is of a country that could take part and has not: it makes no party.
    """
    parties: list[Party] = []
    acts: list[Act] = []
    ended: Act | None = None
    for row in found:
        if any(row.take(column) for column in ACTS):
            party, done = _member(row, treaty, report)
            parties.append(party)
            acts += done
        if ended is None and (term := day(row, "tterm", report)):
            ended = Act(type="termination", date=term, column=_column(row, "tterm"))
        row.finish(*OF_THE_TREATY, "ceif8", "ceif9")
    return Members(parties=tuple(parties), acts=(*acts, *([ended] if ended else [])), given=_given(found, treaty))


def _member(row: Fields, treaty: Fields, report: Report) -> tuple[Party, list[Act]]:
    """One country and its acts; those of an unknown country are left out, for an act of one party needs its actor."""
    name = row.take("country")
    days = {column: _day(row, column, treaty, report) for column in ACTS}
    known = [when for when in days.values() if when]
    polity = NAMES.polity(name, min(known) if known else day(row, "tsig", report))
    if polity is None:
        report(unidentified(row, "country", name))
    acts = [
        Act(type=ACTS[column], date=when, actor=NAMES.polity(name, when) or polity, column=_column(row, column))
        for column, when in days.items()
        if when and polity
    ]
    return Party(name=name, polity=polity, capacity=capacity(polity)), acts


def _day(row: Fields, column: str, treaty: Fields, report: Report) -> str | None:
    """The day of an act; the year alone for a signature on the first of January that stands for an unknown day."""
    when = day(row, column, report)
    unknown = column == "csig" and treaty.take("Signature Date") == UNKNOWN and when == row.take("tsig")
    return when[:4] if when and unknown and when.endswith("-01-01") else when


def _column(row: Fields, column: str) -> str:
    return f"{row.file}, row {row.number}, {column}"


def _given(found: Sequence[Fields], treaty: Fields) -> str:
    same = {
        "mitch_id": treaty.take("IEA# (click for add'l info)"),
        "tsig": treaty.take("Signature Date"),
        "inclusion": treaty.take("Inclusion"),
        "treatyname": treaty.take("Treaty Name"),
    }
    told = [
        {"row": row.number} | {name: value for name, value in row.as_given().items() if same.get(name) != value}
        for row in found
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
