"""The form of an instrument by the designation in its own title."""

from __future__ import annotations

import re

# (words, kind); where two begin at the same place, the first in this table counts
_DESIGNATIONS = (
    (r"antarctic treaty\b.*\b(recommendations?|measures?)", "otherInstrument"),
    (r"agreements? (in|by) (the form of )?(an )?exchanges?", "exchangeOfNotes"),
    (r"exchanges? of ([\w-]+ ){0,4}?(notes|letters|despatches|telegrams|correspondence)", "exchangeOfNotes"),
    (r"(notes|letters|despatches)(-verbales)?( and [\w-]+)? (exchanged|between)", "exchangeOfNotes"),
    (r"exchanges? of ([\w-]+ ){0,2}?declarations?", "declaration"),
    (r"framework agreements?", "frameworkAgreement"),
    (r"joint declarations?", "jointDeclaration"),
    (r"final acts?", "finalAct"),
    (r"letters? of inten(t|tion)", "letterOfIntent"),
    (r"memorand(um|a|ums)", "memorandum"),
    (r"treat(y|ies)", "treaty"),
    (r"conventions?", "convention"),
    (r"agreements?|accord", "agreement"),
    (r"protocols?", "protocol"),
    (r"declarations?", "declaration"),
    (r"arrangements?", "arrangement"),
    (r"contracts?", "contract"),
    (r"licences?", "licence"),
    (r"programme", "programme"),
    (r"notes", "exchangeOfNotes"),
    (
        r"accession|(inter-)?acts?|addendum|additions?|adjustments?|amendments?|annex(es)?|application|cancellation|"
        r"(agreed )?articles?|charter|communique|constitution|correction|correspondence|covenant|decision|deed|"
        r"denunciation|despatch|documents|engagement|exchanges? of|extension|indemnity|instruments?|interpretation|law|"
        r"letters? (from|of|to)|(agreed )?minutes?|modifications?|modus vivendi|note|notification|prolongation|"
        r"proces[ -]verba(l|ux)|ratification|recommendations?|regulations|renewal|report|resolutions?|rules|schedule|"
        r"statements?|statutes?|supplement|surrender|termination|understanding|undertaking|withdrawal",
        "otherInstrument",
    ),
)
_PATTERN = re.compile(
    "|".join(rf"(?P<n{number}>\b({words})\b)" for number, (words, _) in enumerate(_DESIGNATIONS)), re.IGNORECASE
)


def instrument_kind(title: str) -> str:
    """Name the kind that the first designation in the title stands for: "Exchange of Notes amending the Treaty ...".

    `otherInstrument` has a designation for which there is no kind; `unspecifiedInstrument` has none.
    """
    text = " ".join(re.sub(r"[^\w'-]", " ", title.replace("è", "e").replace("é", "e")).split())
    found = _PATTERN.search(text)
    if found is None or found.lastgroup is None:
        return "unspecifiedInstrument"
    return _DESIGNATIONS[int(found.lastgroup[1:])][1]
