"""One row of the catalogue to one record: a treaty, or a scanned paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.records import Act, Citation, Record, Text
from loaders.beside import topics
from loaders.fields import Fields, Report
from loaders.kinds import instrument_kind
from loaders.uk_treaties.parties import parties

NAME = "uk-treaties"
SUBJECTS = Path(__file__).with_name("subjects.csv")
# of the search service, not of the treaty; lb_document_id repeats id, document_path is document_url on its own disk
NOISE = (
    "aw_library_id",
    "aw_rank",
    "aw_search_query",
    "document_path",
    "lb_document_id",
    "level_code",
    "library",
    "metaformat",
    "product_size",
    "thumbnail",
)
EVENTS = {
    "signed_event": "signature",
    "adopted_event": "adoption",
    "provisional_eif_event": "provisionalApplication",
    "definative_eif_event": "entryIntoForce",
    "terminated_event": "termination",
    "withdrawn_event": "withdrawal",
    "unofficial_info_event": "otherInformation",
}
REGISTERS = {
    "Treaty Series": "treatySeries",
    "UN Registration": "untsRegister",
    "PRO (now TNA)": "nationalArchives",
}
UNKNOWN_PLACES = ("", "u/n", "unknown")
BILATERAL = {"BI": True, "MULTI": False, "": None}


@dataclass(frozen=True, slots=True)
class Row:
    """One row under reading: its fields, and where to report what in it cannot be read."""

    fields: Fields
    report: Report

    def problem(self, kind: str, column: str, found: str, message: str) -> None:
        """Report a part of the row that cannot be read; the rest of it is read on."""
        self.report(self.fields.problem(kind, column, message, found))


def record(given: Mapping[str, Any], *, file: str, number: int, report: Report) -> Record:
    """Map one row; SourceError if a key is new, missing or of another type; a value that cannot be read is reported."""
    row = Row(Fields(_texts(given, file, number), file=file, number=number), report)
    scan = "thumbnail" in given and "field3" not in given
    found = _scan(row) if scan else _treaty(row)
    row.fields.finish("uuid", *NOISE)
    return found


def _texts(given: Mapping[str, Any], file: str, number: int) -> dict[str, str]:
    for key, value in given.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            found = f"found {value!r:.60}, expected text or a whole number"
            raise SourceError(found, file=file, row=number, column=key)
    return {key: str(value) for key, value in given.items()}


def _scan(row: Row) -> Record:
    """A scanned paper: its title is its number in a series of papers, and it is evidence of no agreement by itself."""
    title = row.fields.need("title")
    url = _url(row)
    return Record(
        source=NAME,
        id=row.fields.need("id"),
        kind="documentRecord",
        file=row.fields.file,
        row=row.fields.number,
        as_given=row.fields.as_given(*NOISE),
        titles=(Text(value=title, lang="en"),),
        citations=(Citation(text=title, register=_register(title), url=url),),
        urls=(url,),
    )


def _treaty(row: Row) -> Record:
    fields = row.fields
    title = fields.need("title")
    flag = fields.take("field3", "")
    if flag not in BILATERAL:
        raise fields.error("field3", "BI or MULTI")
    acts = _acts(row)
    found = parties(fields.take("country_name", ""), _day_of_conclusion(acts), flag)
    for party in found:
        if party.polity is None:
            message = "the name stands for no known polity on the day of the treaty"
            row.problem("unidentified-party", "country_name", party.name, message)
    return Record(
        source=NAME,
        id=fields.need("id"),
        kind="agreementRecord",
        file=fields.file,
        row=fields.number,
        as_given=fields.as_given(*NOISE),
        titles=(Text(value=title, lang="en"),),
        instrument_kind=instrument_kind(title),
        topics=_topics(row),
        stated_bilateral=BILATERAL[flag],
        parties=found,
        acts=acts,
        citations=_citations(fields.take("references", "")),
        urls=(_url(row),),
    )


def _acts(row: Row) -> tuple[Act, ...]:
    """Both dates of every event; the place is known of the signature only."""
    place: str | None = row.fields.take("signed_event_location", "").strip()
    place = None if (place or "").lower() in UNKNOWN_PLACES else place
    found = []
    for event, act in EVENTS.items():
        columns = [column for column in (f"{event}_date", f"{event}_effective_date") if row.fields.take(column, "")]
        where = place if event == "signed_event" else None
        if columns or where:
            found.append(
                Act(
                    type=act,
                    date=row.fields.written_day(f"{event}_date", "DD/MM/YYYY", row.report),
                    effect=row.fields.written_day(f"{event}_effective_date", "DD/MM/YYYY", row.report),
                    place=where,
                    column=", ".join(columns or ["signed_event_location"]),
                )
            )
    return tuple(found)


def _day_of_conclusion(acts: tuple[Act, ...]) -> date | None:
    """The day on which names are read: of signature, else of adoption, else of entry into force."""
    days = {act.type: act.date or act.effect for act in reversed(acts)}
    found = days.get("signature") or days.get("adoption") or days.get("entryIntoForce")
    return None if found is None else date.fromisoformat(found)


def _topics(row: Row) -> tuple[str, ...]:
    subject = row.fields.take("subject", "")
    if not subject:
        return ()
    if subject not in topics(SUBJECTS):
        row.problem("unknown-subject", "subject", subject, f"stands for no topic in {SUBJECTS.name}; it is left out")
        return ()
    return (topics(SUBJECTS)[subject],)


def _citations(references: str) -> tuple[Citation, ...]:
    """Read `TEXT||URL;TEXT;...`."""
    found = []
    for reference in references.split(";"):
        text, _, url = (part.strip() for part in reference.partition("||"))
        if text:
            found.append(Citation(text=text, register=_register(text), url=_web(url) or None))
    return tuple(found)


def _register(text: str) -> str:
    return next((register for prefix, register in REGISTERS.items() if text.startswith(prefix)), "otherRegister")


def _url(row: Row) -> str:
    return _web(row.fields.need("document_url"))


def _web(url: str) -> str:
    """Write an address with a Windows path in it as one of the web."""
    return url.replace("\\", "/").replace(" ", "%20")
