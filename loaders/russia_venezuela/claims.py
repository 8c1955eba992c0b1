"""claims.csv: stated totals, and values of an accord on which sources differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.dates import say
from kg.records import Act, Count, Record, Text
from loaders.fields import Fields
from loaders.russia_venezuela.known import Known, quote
from loaders.russia_venezuela.values import CAPACITIES, KINDS, term

COLUMNS = (
    "id",
    "subject",
    "predicate",
    "value_low",
    "value_high",
    "qualifier",
    "period_start",
    "period_end",
    "claimant",
    "source_url",
    "published_date",
)
OPTIONAL = ("quote",)

COMPARATORS = {"": "exactly", "about": "about", "nearly": "nearly", "more than": "moreThan", "up to": "atMost"}
COMPARATORS |= {"at least": "atLeast"}

COUNTED = {  # predicate -> what is counted, and the topic it is limited to
    "agreement_count": ("agreements", None),
    "military_agreement_count": ("agreements", "defence"),
    "agricultural_agreement_count": ("agreements", "agriculture"),
    "document_count": ("documents", None),
    "contract_count": ("contracts", None),
    "project_count": ("projects", None),
    "memorandum_count": ("memoranda", None),
    "action_count": ("actions", None),
}
SAID = {  # predicate -> what is said of the subject, and the unit
    "loan_amount_usd_bn": ("loan amount", " (US$ billion)"),
    "capital_usd": ("capital", " (US$)"),
    "helicopter_count": ("helicopters", ""),
    "contract_year": ("year of the contract", ""),
    "signed_on": ("signed on", ""),
    "established_on": ("established on", ""),
    "first_session_on": ("first session on", ""),
    "session_ordinal": ("number of the session", ""),
}
SUBJECTS = {  # what a topic or a commission that is no accord is called
    "CIAN": "High-Level Intergovernmental Commission (CIAN)",
    "binational-bank": "agreement on the binational bank",
    "ak-plant": "Kalashnikov plant",
}


def claim(row: Fields, known: Known) -> Record:
    """A count where a number of accords is claimed, else a statement on an accord or on the pair."""
    subject, predicate, claimant = row.need("subject"), row.take("predicate"), row.need("claimant")
    row.need("value_low")
    if row.take("value_high"):
        raise row.error("value_high", "nothing: claims of a range are not read")
    said_on = row.edtf("published_date")
    on_accord = ":" not in subject
    about = known.agreement(row, "subject") if on_accord else None
    record = Record(
        source=known.index.name,
        id=row.need("id"),
        kind="statementRecord",
        file=row.file,
        row=row.number,
        as_given=row.as_given("quote"),
        about=about,
        pair=None if on_accord else known.pair_of(row, "subject", subject),
        claimant=claimant,
        said_on=said_on,
        publication=known.publications.at(about or "", row.url("source_url"), claimant, said_on),
        quote=quote(row, "und"),
        note=_qualifier(row, predicate),
    )
    _period(row)  # read of every claim, so that a wrong date is an error also where no period is kept
    record = _counted(record, row, known) if predicate in COUNTED else _said(record, row)
    row.finish()
    return record


def _qualifier(row: Fields, predicate: str) -> Text | None:
    """A qualifier that is no comparison: what the claim leaves open, or who contradicts it."""
    words = row.take("qualifier")
    compared = words in COMPARATORS and (predicate in COUNTED or predicate in SAID)
    return Text(value=words, lang="en") if words and not compared else None


def _period(row: Fields) -> str | None:
    """`2001/2024`; a side that is not stated is open; None if neither is."""
    start, end = row.edtf("period_start"), row.edtf("period_end")
    return f"{start or '..'}/{end or '..'}" if start or end else None


def _counted(record: Record, row: Fields, known: Known) -> Record:
    counted, topic = COUNTED[row.take("predicate")]
    number = row.whole("value_low")
    if number is None or record.pair is None:
        raise row.error("subject", "a pair, batch, year or topic, of which accords are counted")
    kind, _, name = row.take("subject").partition(":")
    count = Count(
        number=number,
        pair=record.pair,
        comparator=COMPARATORS.get(row.take("qualifier"), "exactly"),
        counted=counted,
        population=None if kind == "pair" else f"{kind}:{name}",
        topic=name if kind == "topic" and name in known.topics else topic,
        period=_period(row),
    )
    return replace(record, kind="countRecord", count=count)


def _said(record: Record, row: Fields) -> Record:
    """A value of an accord in its place; of anything else, a sentence."""
    predicate = row.choose("predicate", {name: name for name in [*COUNTED, *SAID, *OF_ACCORD]})
    if record.about is not None and predicate in OF_ACCORD:
        return OF_ACCORD[predicate](record, row)
    if predicate not in SAID:
        raise row.error("subject", f"the id of an agreement, for {predicate}")
    label, unit = SAID[predicate]
    value, qualifier = row.take("value_low"), row.take("qualifier")
    degree = f"{qualifier} " if qualifier in COMPARATORS and qualifier else ""
    text = f"{label}: {degree}{value}{unit}"
    if record.about is None:
        subject = row.take("subject").partition(":")[2]
        text = f"{SUBJECTS.get(subject, subject)}, {text}"
    if predicate == "session_ordinal" and row.take("period_start"):
        text += f", {row.take('period_start')}"
    return replace(record, says=Text(value=text, lang="en"))


def _words(text: str) -> Text:
    """What is claimed, or denied, in a sentence of ours; the value itself stands in its own field too."""
    return Text(value=text, lang="en")


def _signed(record: Record, row: Fields) -> Record:
    date = row.edtf("value_low")
    act = Act(type="signature", date=date, column="value_low")
    return replace(record, acts=(act,), says=_words(f"signed: {say(date or 'XXXX', 'en')}"))


def _in_force(record: Record, row: Fields) -> Record:
    """*yes* and *no* speak of a day: in force, or not, by then. *no* denies an entry into force up to that day."""
    value, as_of = row.take("value_low"), row.edtf("period_start")
    if value not in {"yes", "no"}:
        date = row.edtf("value_low")
        act = Act(type="entryIntoForce", date=date, column="value_low")
        return replace(record, acts=(act,), says=_words(f"entered into force: {say(date or 'XXXX', 'en')}"))
    if as_of is None:
        raise row.error("period_start", f"the day of which {value!r} is said")
    act = Act(type="entryIntoForce", date=f"../{as_of}", column="value_low")
    stance = "denies" if value == "no" else "asserts"
    return replace(record, acts=(act,), stance=stance, says=_words(f"in force by {say(as_of, 'en')}"))


def _duration(record: Record, row: Fields) -> Record:
    years = row.whole("value_low")
    return replace(record, term=term(row, years, ""), says=_words(f"term: {years} years"))


def _kind(record: Record, row: Fields) -> Record:
    words = _words(f"form: {row.take('value_low')}")
    return replace(record, instrument_kind=row.choose("value_low", KINDS), says=words)


def _party_kind(record: Record, row: Fields) -> Record:
    return replace(record, says=_words(f"party kind: {row.choose('value_low', CAPACITIES)}"))


OF_ACCORD: dict[str, Callable[[Record, Fields], Record]] = {
    "signed_on": _signed,
    "in_force": _in_force,
    "duration_years": _duration,
    "instrument_type": _kind,
    "party_kind": _party_kind,
}
