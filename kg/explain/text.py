"""A proof as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from kg.explain.model import Field, Judged, Proof, Standing, Voice
from kg.sheet.words import TIERS, edtf

_STANCES = {
    "asserts": "asserts",
    "denies": "denies",
    "supposes": "supposes",
    "characterises": "describes",
    "declines": "declines to comment",
}
_ATTRIBUTED = {
    "namedPerson": "a named person",
    "namedBody": "a named body",
    "documentShown": "a document shown",
    "documentReported": "a document not published",
    "unnamedSource": "unnamed sources",
}
_OUTCOMES = {"joined": "of one agreement", "proposed": "perhaps of one agreement", "keptApart": "kept apart"}
_DECIDED = {"prefer": "prefers", "join": "joins", "apart": "keeps apart", "reject": "sets aside"}


def as_text(proof: Proof) -> str:
    """The proof, one record a paragraph: what it says, where, in which words."""
    return "\n".join(map(_printable, _lines(proof)))


def _lines(proof: Proof) -> Iterator[str]:
    for name, after in zip(proof.followed, (*proof.followed[1:], proof.agreement), strict=False):
        yield f"{name} is now {after}: its record was joined to the older agreement"
    if proof.record is not None:
        yield f"record {proof.record.record}"
        yield from _voice(proof.record, "  ")
        yield f"  is about {', '.join(proof.describes) or 'nothing that is published: see the validation report'}"
    if proof.agreement is None:
        return
    yield from _head(proof)
    told: set[str] = set()
    for field in proof.fields:
        yield ""
        yield from _field(field, told)
    if proof.besides:
        yield ""
        yield f"also said of it ({len(proof.besides)})"
    for voice in proof.besides:
        yield f"  {voice.record}"
        yield from _voice(voice, "    ")


def _head(proof: Proof) -> Iterator[str]:
    """What the agreement is, how it stands, and why these records are of it."""
    if proof.record is not None:
        yield ""
    yield f"{proof.agreement}  {proof.title}"
    yield f"{proof.iri}, release {proof.release}; {_records(proof.records)} of it"
    if proof.standing is not None:
        yield from _standing(proof.standing)
    for likeness in proof.compared:
        yield f"{_OUTCOMES.get(likeness.outcome, likeness.outcome)}: {' and '.join(likeness.records)}"
        yield f"  score {likeness.score:.3f}: {likeness.basis}"
    for decided in proof.joined:
        yield from _judged(decided, "")
    if proof.nothing_of:
        yield f"no record says anything of {proof.nothing_of}"


def _standing(one: Standing) -> Iterator[str]:
    detail = f": {one.detail}" if one.detail else ""
    yield f"on {one.on} {one.word}{detail}"
    known = f"the sources know until {one.known_until}" if one.known_until else "no period of force is known"
    yield f"  {one.ground}, for {known}{f'; end: {one.basis}' if one.basis else ''}"


def _field(one: Field, told: set[str]) -> Iterator[str]:
    """A field with its voices. Where a record stands is told once; `told` are those that were."""
    name = f"{one.of} {one.name}" if one.of and one.of.split()[0] not in {"party", "link"} else one.of or one.name
    name += f" [{one.lang}]" if one.lang else ""
    same = one.shown in {None, one.words}
    yield f"{name}: {one.words}" if same else f"{name}: {one.shown} ({one.words})"
    yield f"  {_why(one)}"
    for decided in one.judged:
        yield from _judged(decided, "  ")
    if len(one.judged) > 1:
        yield "  editors decided this more than once, so the rules decide"
    for side, voices in _sides(one).items():
        if voices:
            yield f"  {side} ({len(voices)})"
        for voice in voices:
            yield f"    {voice.record}: {_says(voice, one)}"
            yield from _voice(voice, "      ", again=voice.record in told)
            told.add(voice.record)


def _sides(one: Field) -> dict[str, list[Voice]]:
    """Who says so, who contradicts, who denies another value, who says nothing of it; the best sources first."""
    voices = sorted(one.voices, key=lambda voice: (voice.tier or len(TIERS), voice.record))
    return {
        "for": [voice for voice in voices if voice.agrees and voice.stance != "denies"],
        "against": [voice for voice in voices if voice.agrees is False],
        "denying something else": [voice for voice in voices if voice.agrees and voice.stance == "denies"],
        "beside": [voice for voice in voices if voice.agrees is None],
    }


def _why(one: Field) -> str:
    """Level and rule in words; where no choice was made, who says so."""
    if one.rule:
        means = one.level_means[:1].lower() + one.level_means[1:].rstrip(".")
        return f"{one.level} ({means}); {one.rule}: {one.rule_means}"
    if one.level == "single":
        return f"one record: {one.voices[0].record}"
    if not one.voices:
        return "no record says so; it stands where none does"
    return f"{_records(len(one.voices))} of it; nothing had to be chosen"


def _records(number: int) -> str:
    return "one record speaks" if number == 1 else f"{number} records speak"


def _says(voice: Voice, one: Field) -> str:
    stance = _STANCES.get(voice.stance, voice.stance)
    if voice.value is None:
        return f"{stance} it, and gives no {'day' if one.name == 'date' else one.name}"
    if one.name in {"date", "effect"} and len(voice.value) != len("2025-11-12"):
        return f"{stance} {voice.value} ({edtf(voice.value)})"
    return stance if one.lang and voice.value == one.shown else f"{stance} {voice.value}"


def _voice(voice: Voice, indent: str, *, again: bool = False) -> Iterator[str]:
    """Where a record stands, who says it, and in which words; `again`: only the words, for the rest was told."""
    if voice.set_aside:
        yield f"{indent}set aside by {voice.set_aside}"
    if again:
        yield from _quoted(voice, indent)
        return
    tier = f", tier {voice.tier} ({TIERS[voice.tier]})" if voice.tier in TIERS else ""
    publisher = f", {voice.publisher}" if voice.publisher else ""
    yield f"{indent}{voice.source}{publisher}, {_version(voice)}{tier}"
    until = f", known until {voice.horizon}" if voice.horizon else ""
    within = f"{voice.dataset}: " if voice.dataset else ""
    yield f"{indent}{within}{voice.file}, row {voice.row}{until}"
    if said := _speaker(voice):
        yield f"{indent}{said}"
    yield from _quoted(voice, indent)
    if voice.note:
        yield f"{indent}note: {voice.note}"
    if voice.url:
        yield f"{indent}{voice.url}"


def _quoted(voice: Voice, indent: str) -> Iterator[str]:
    if voice.words:
        mark = _WORDS.get(voice.words_from, voice.words_from)
        if voice.stance == "denies" and voice.words_from == "says":
            mark = "it denies"
        yield f'{indent}{mark}: "{voice.words}"'


_WORDS = {"quote": "in its words", "says": "it says"}


def _version(voice: Voice) -> str:
    plain = voice.version in {"", "undated"} or voice.version.startswith("published ")
    return voice.version or "undated" if plain else f"version {voice.version}"


def _speaker(voice: Voice) -> str:
    who = ", ".join(part for part in (voice.claimant, voice.office) if part)
    by = _ATTRIBUTED.get(voice.attribution, "")
    parts = (
        f"said by {who}" if who else "",
        f"after {by}" if by else "",
        f"on {voice.said_on}" if voice.said_on else "",
    )
    return " ".join(part for part in parts if part)


def _judged(one: Judged, indent: str) -> Iterator[str]:
    rejects = [f"sets aside {', '.join(one.rejects)}"] if one.rejects else []
    what = [f"{_DECIDED[one.decision]} {', '.join(one.records)}"] if one.records else []
    yield f"{indent}judged: {' and '.join(what + rejects)}, by {one.editor} on {one.decided_on}, {one.file}"
    yield f'{indent}  "{one.reason}"'


def _printable(line: str) -> str:
    """Without control characters, which a terminal would obey."""
    return "".join(mark if mark.isprintable() else " " for mark in line)
