"""One row of the list to one record: a treaty, evidence of a change of its members, a text, or a negotiation."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from kg.names import pair_code
from kg.polities import line_of
from kg.records import Act, Link, Record, Text
from loaders.desta.row import BLANK, FLAGS, MEMBERS, Member, Row
from loaders.fields import Fields, Report

NAME = "desta"
IGNORED = ("consolidated", "language", "regioncon", "wto_listed", "wto_name")
READ = ("number", "base_treaty", "name", "entry_type", "year", "entryforceyear", "typememb")
COLUMNS = (*READ, *IGNORED, *MEMBERS, *FLAGS)
BILATERAL = {"1": True, "2": False, "3": False, "4": False, "NA": None, "": None}
# typememb -> flags of those who join or leave; the first that the row has counts (codebook, mc1-mc91)
ACTING = {"5": ("1",), "6": ("1", "2"), "7": ("1",)}


def record(fields: Fields, report: Report) -> Record:
    """Map one row; SourceError if it is broken. What in it cannot be read is reported and left out."""
    row = Row(fields, report)
    made = fields.choose("entry_type", READERS)(row)
    fields.finish(*IGNORED)
    return made


def _record(row: Row, kind: str, **values: Any) -> Record:
    given = {column: text for column, text in row.fields.as_given().items() if text not in BLANK}
    number, file = row.fields.need("number"), row.fields.file
    return Record(source=NAME, id=number, kind=kind, file=file, row=row.fields.number, as_given=given, **values)


def _treaty(row: Row, *, protocol: bool) -> Record:
    """A treaty with its own year, members and entry into force."""
    name, base = row.fields.need("name"), row.fields.need("base_treaty")
    signed, in_force = row.year("year"), row.year("entryforceyear")
    acts = [
        Act(type=act, date=year, column=column)
        for act, year, column in (("signature", signed, "year"), ("entryIntoForce", in_force, "entryforceyear"))
        if year
    ]
    return _record(
        row,
        "agreementRecord",
        titles=(Text(value=name, lang="en"),),
        instrument_kind="protocol" if protocol and "protocol" in name.casefold() else "unspecifiedInstrument",
        topics=("trade",),
        stated_bilateral=row.fields.choose("typememb", BILATERAL),
        parties=row.parties(row.members(signed or in_force), sides=True),
        acts=tuple(acts),
        links=(_link(name, base),) if protocol else (),
    )


def _link(name: str, base: str) -> Link:
    """The row says "protocol or amendment"; only a name with "amended" or the like says that it is the latter."""
    return Link(type="amends" if re.search(r"\bamend", name.casefold()) else "protocolTo", to=base)


def _change(row: Row, *, act: str) -> Record:
    """Evidence that states joined a treaty or left it: an act for each, or one without an actor if none is marked."""
    year, effect = row.year("year"), row.year("entryforceyear")
    acting = _acting(row, year)
    stated = "year, entryforceyear" if effect else "year"
    actors = [(member.polity, f"{stated}, {member.column}") for member in acting] or [(None, stated)]
    acts = tuple(Act(type=act, date=year, effect=effect, actor=actor, column=column) for actor, column in actors)
    base = _base(row)
    return _record(
        row,
        "evidenceRecord",
        about=base,
        says=Text(value=row.fields.need("name"), lang="en"),
        parties=row.parties(acting, sides=False),
        acts=acts if base is not None else (),
    )


def _acting(row: Row, year: str | None) -> list[Member]:
    """Those who join or leave, as their flags say; the row names the other members too."""
    flags = row.fields.choose("typememb", ACTING)
    members = row.members(year)
    marked = ([member for member in members if member.flag == flag] for flag in flags)
    return next(filter(None, marked), [])


def _base(row: Row) -> str | None:
    """The treaty whose members change; None, with a report, if the number of the row names another."""
    base, number = row.fields.need("base_treaty"), row.fields.need("number")
    if re.split(r"[+_-]", number)[0] == base:
        return base
    message = f"the row has the number {number}; it may be about either treaty, and is joined to none"
    row.problem("contradiction", "base_treaty", base, message)
    return None


def _text(row: Row) -> Record:
    """The text of a treaty with the changes of a protocol worked in; all that is new in it the protocol's row says."""
    for column in ("year", "entryforceyear", "typememb", *MEMBERS, *FLAGS):
        row.fields.take(column)
    says = Text(value=row.fields.need("name"), lang="en")
    return _record(row, "documentRecord", about=row.fields.need("base_treaty"), says=says)


def _negotiation(row: Row) -> Record:
    """Talks on a treaty; nothing is agreed."""
    for column in ("base_treaty", "entryforceyear"):
        row.fields.take(column)
    year, two = row.year("year"), row.text("typememb") == "1"
    members = row.members(year)
    return _record(
        row,
        "eventRecord",
        titles=(Text(value=row.fields.need("name"), lang="en"),),
        says=Text(value="negotiation", lang="en"),
        pair=_pair(members) if two else None,
        parties=row.parties(members, sides=True),
        acts=(Act(type="negotiation", date=year, column="entry_type"),),
    )


def _pair(members: list[Member]) -> str | None:
    lines = {line_of(member.polity) for member in members if member.polity is not None}
    return pair_code(*lines) if len(lines) == len(members) == 2 else None


READERS: dict[str, Callable[[Row], Record]] = {
    "base_treaty": partial(_treaty, protocol=False),
    "protocol or amendment": partial(_treaty, protocol=True),
    "accession": partial(_change, act="accession"),
    "withdrawal": partial(_change, act="withdrawal"),
    "consolidated": _text,
    "negotiation": _negotiation,
}
