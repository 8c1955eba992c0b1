"""The proof of an agreement, of one of its fields, or of one record's word, out of a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kg.errors import UnknownNameError, near
from kg.explain.facts import LABEL, Facts, short
from kg.explain.fields import KNOWN, Fields
from kg.explain.find import find
from kg.explain.model import Field, Judged, Likeness, Proof, Standing, Voice
from kg.explain.voices import Voices
from kg.names import ID, TKG, VALUE
from kg.sheet.agreements import ANY_DAY, span_of
from kg.sheet.facts import Row
from kg.sheet.status import status as in_words
from kg.status import status
from kg.store import Release

_PERIOD = {
    "mode": "mode",
    "basis": "endBasis",
    "known": "knownUntil",
    "startFrom": "startEarliest",
    "startTo": "startLatest",
    "endFrom": "endEarliest",
    "endTo": "endLatest",
    "expiry": "nextExpiry",
    "notice": "noticeBy",
}


def explain(release: Release, asked: str, field: str | None = None, on: date | None = None) -> Proof:
    """The proof of what a release shows: of `asked`, an agreement, one of its acts or a record; of one `field` or all.

    Of a record: the fields of its agreement of which it speaks. Raises UnknownNameError, with the nearest names, for
    what is not there.
    """
    facts = Facts(release.store)
    found, voices = find(facts, asked), Voices(facts)
    record = voices.voice(found.record) if found.record is not None else None
    about = tuple(node.value.removeprefix(ID) for node in found.describes)
    if found.agreement is None:
        iri = found.record.value if found.record is not None else ""
        return Proof(asked=asked, release=release.id, agreement=None, iri=iri, record=record, describes=about)
    fields = Fields(facts, voices, found.agreement)
    every = fields.all()
    chosen, nothing = _chosen(every, field or found.field, short(found.agreement))
    if record is not None:
        chosen = [one for one in chosen if any(voice.record == record.record for voice in one.voices)]
    return Proof(
        asked=asked,
        release=release.id,
        agreement=short(found.agreement),
        iri=found.agreement.value,
        title=next((one.shown or "" for one in every if one.name == "title"), ""),
        followed=found.followed,
        record=record,
        describes=about,
        standing=_standing(release, facts, found.agreement, fields.acts, on or date.today()),
        joined=tuple(_on_records(voices.judgements, fields.records)),
        compared=tuple(_compared(facts, fields.records)),
        records=len(fields.records),
        fields=tuple(chosen),
        besides=() if field or found.field or record else tuple(_besides(voices, every, fields.records)),
        nothing_of=nothing,
    )


def speakers(release: Release, agreement: str, field: str, act: str | None = None) -> tuple[str, set[str]]:
    """The identifier that an agreement has now, and the records that give a value of a field of it, or of its acts."""
    proof = explain(release, agreement)
    if proof.agreement is None:
        raise UnknownNameError(f"{agreement} is a record that speaks of no agreement")
    places = {act} if act else {"", "term"}
    wanted = [one for one in proof.fields if one.name == field and one.of.split("/")[0] in places]
    return proof.agreement, {voice.record for one in wanted for voice in one.voices if voice.value is not None}


def _chosen(every: list[Field], wanted: str, agreement: str) -> tuple[list[Field], str]:
    """The fields of a name; and the name, where it is a field of agreements, but no record says anything of it here."""
    if not wanted:
        return every, ""
    folded = wanted.casefold()
    found = [one for one in every if folded in {name.casefold() for name in _names(one)}]
    if found:
        return found, ""
    known = {name.casefold(): name for name in KNOWN}
    first = folded.split("/")[0]
    if first in known:
        return [], known[first] + wanted[len(first) :]
    names = {*KNOWN, *(name for one in every for name in _names(one))}
    meant = near(wanted, names) or f"; it has {', '.join(sorted({one.name for one in every}))}"
    raise UnknownNameError(f"{agreement} has no field {wanted!r}{meant}")


def _names(one: Field) -> Iterator[str]:
    """What a field may be called: date, entryIntoForce, entryIntoForce/date, parliamentaryApproval/RUS, term ..."""
    yield one.name
    if one.of:
        first = one.of.split()[0] if " " in one.of else one.of.split("/")[0]
        yield from (one.of, first, f"{one.of}/{one.name}", f"{first}/{one.name}")


def _standing(release: Release, facts: Facts, agreement: NamedNode, acts: list[NamedNode], on: date) -> Standing:
    """Status on a day by the derived periods, in the words of the fact sheet."""
    rows = [_row(facts, node) for node in facts.nodes(agreement, TKG.forcePeriod)]
    head = {"signedFrom": "signedEarliest", "signedTo": "signedLatest"}
    signed = span_of({name: text for name, term in head.items() if (text := facts.text(agreement, TKG[term]))})
    if signed is None and any(facts.text(act, TKG.actType) == "signature" for act in acts):
        signed = ANY_DAY
    told = in_words(rows, on, signed)
    found = status(release.store, short(agreement), on)
    basis = facts.text(VALUE[found.basis], LABEL, "en") if found.basis in VALUE else None
    return Standing(
        on=on,
        answer=found.word,
        word=told.word,
        detail="; ".join(part for part in (told.until, told.reason) if part),
        ground=found.ground or "",
        basis=basis or "",
        known_until=max((date.fromisoformat(row["known"]) for row in rows), default=None),
    )


def _row(facts: Facts, period: NamedNode) -> Row:
    return {name: text for name, term in _PERIOD.items() if (text := facts.text(period, TKG[term])) is not None}


def _on_records(judgements: Iterable[Judged], records: list[NamedNode]) -> Iterator[Judged]:
    """Decisions that joined records of the agreement, kept others from it, or set some aside."""
    there = {record.value for record in records}
    yield from (one for one in judgements if not one.field and there & set(one.about))


def _compared(facts: Facts, records: list[NamedNode]) -> Iterator[Likeness]:
    """The matches of the agreement's records, those with each other first."""
    found = dict.fromkeys(match for record in records for match in facts.subjects(TKG.matches, record))
    there = {unquote(short(record)) for record in records}
    made = [
        Likeness(
            records=tuple(unquote(short(record)) for record in facts.nodes(match, TKG.matches)),
            outcome=facts.text(match, TKG.outcome) or "",
            score=float(facts.text(match, TKG.score) or 0),
            basis=facts.text(match, TKG.basis) or "",
        )
        for match in found
    ]
    yield from sorted(made, key=lambda one: (not set(one.records) <= there, -one.score, one.records))


def _besides(voices: Voices, fields: Iterable[Field], records: list[NamedNode]) -> Iterator[Voice]:
    """What records say of the agreement beside the fields: how it is described, supposed, or not commented on."""
    spoken = {voice.record for one in fields for voice in one.voices}
    for record in records:
        voice = voices.voice(record)
        if voice.record not in spoken:
            yield voice
