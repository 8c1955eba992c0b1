"""actions.csv: what was done in the life of an accord, a row an act."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.records import Act, Record, Text
from loaders.fields import Fields
from loaders.russia_venezuela.evidence import Names
from loaders.russia_venezuela.known import Known
from loaders.russia_venezuela.values import polity

COLUMNS = ("agreement_id", "date", "event", "actor", "source_url")

BY_EACH_PARTY = {
    "authorised-for-signature": "authorisedForSignature",
    "submitted-for-ratification": "submittedForRatification",
    "approved-legislature": "parliamentaryApproval",
    "promulgated": "promulgation",
    "gazetted": "gazettePublication",
    "ratified": "ratification",
}
JOINT = {
    "signed": "signature",
    "instruments-exchanged": "exchangeOfRatifications",
    "entered-into-force": "entryIntoForce",
    "amended": "amendment",
    "extended": "extension",
    "terminated": "termination",
}
DOMESTIC_STEPS = frozenset({"approved-legislature", "promulgated", "ratified"})
NATIONAL = re.compile(r"\b(President|Law)\b")  # who signs or is a national law, not an instrument between states

_BETWEEN = re.compile(r"(?:; |\|)(?=[A-Z]{3}\b)")
_PART = re.compile(r"(?P<code>[A-Z]{3})(?:: (?P<body>.+?))?(?: \((?P<remark>by [a-z]{2}-[^()]+)\))?")
_LAW_NOTE = Text(
    value="Called ratification in the file: the signing of a national law, a domestic act. The exchange or deposit of "
    "instruments, if any, is another act.",
    lang="en",
)

Part = tuple[str, str | None, str | None]  # code, body, remark


def parts(row: Fields) -> list[Part]:
    """Who acted: `RUS: State Duma`, `VEN|RUS`, `RUS; VEN (by ID)`."""
    found: list[Part] = []
    for text in _BETWEEN.split(row.need("actor", "who acted, as RUS: State Duma")):
        part = _PART.fullmatch(text)
        if part is None:
            raise row.error("actor", "codes of polities, each with a body or none, as RUS: State Duma; VEN: President")
        found.append((polity(row, "actor", part["code"]), part["body"], part["remark"]))
    return found


def steps(row: Fields) -> list[tuple[str, str]]:
    """Agreement and party of each domestic step: approval, promulgation, or what the file calls ratification."""
    if row.take("event") not in DOMESTIC_STEPS:
        return []
    return [(row.take("agreement_id"), code) for code, _, _ in parts(row)]


def action(row: Fields, known: Known, names: Names) -> Record:
    """The act, or one act a party where each acts for itself; joint acts have no actor, and keep who signed as body.

    *ratified* by a president or by a law is the promulgation of the law that approves the treaty (MODEL 1.2: 27 October
    2025 is a domestic act); without either it is taken for the international act.
    """
    about, event, actors = known.agreement(row, "agreement_id"), row.take("event"), parts(row)
    acts = tuple(_acts(row, event, actors))
    codes = "-".join(code.lower() for code, _, _ in actors)
    remarks = [remark for _, _, remark in actors if remark]
    record = Record(
        source=known.index.name,
        id=names.unique(f"{about}/act/{row.take('date') or 'undated'}-{event}-{codes}"),
        kind="evidenceRecord",
        file=row.file,
        row=row.number,
        as_given=row.as_given(),
        about=about,
        publication=known.publications.at(about, row.url("source_url"), about, None),
        acts=acts,
        note=_note(event, acts, remarks),
    )
    row.finish()
    return record


def _acts(row: Fields, event: str, actors: list[Part]) -> Iterator[Act]:
    date, type_ = row.edtf("date"), row.choose("event", {**BY_EACH_PARTY, **JOINT})
    if event in JOINT:
        named = "; ".join(f"{code}: {body}" for code, body, _ in actors if body)
        yield Act(type=type_, date=date, body=named or None, column="event")
        return
    for code, body, _ in actors:
        by_law = event == "ratified" and NATIONAL.search(body or "")
        yield Act(type="promulgation" if by_law else type_, date=date, actor=code, body=body, column="event")


def _note(event: str, acts: tuple[Act, ...], remarks: list[str]) -> Text | None:
    if event == "ratified" and any(act.type == "promulgation" for act in acts):
        return _LAW_NOTE
    return Text(value="; ".join(remarks), lang="en") if remarks else None
