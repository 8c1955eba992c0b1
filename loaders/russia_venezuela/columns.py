"""Which columns of the files say what of a record; `kg.records.Source.columns` says how."""

from __future__ import annotations

from loaders.russia_venezuela.values import LINKS

_PAGE = "source_url, source_title, publisher, published_date, accessed, language"
_VALUES = (
    *("title", "instrumentKind", "topic", "linkTo", "linkType", "citation", "says", "note"),
    *("initialMonths", "renewal", "renewalMonths", "noticeMonths", "termWords"),
)  # of an accord, that evidence gives one by one

COLUMNS = {
    "agreements.csv": {
        "localId": "id",
        "title": "title_en, title_es, title_ru",
        "instrumentKind": "instrument_type",
        "legalNature": "instrument_type, party_kind",
        "topic": "topics",
        "partyAsGiven": "parties",
        "capacity": "party_kind",
        "initialMonths": "duration_years",
        **dict.fromkeys(("renewal", "renewalMonths", "noticeMonths", "termWords"), "renewal"),
        **dict.fromkeys(("linkTo", "linkType"), ", ".join(LINKS)),
        "citation": "gazette_ref, unts_no",
        "says": "status",
        "note": "notes",
    },
    "evidence.csv": {
        "localId": "agreement_id, source_url, field, value",
        "describes": "agreement_id",
        **dict.fromkeys(_VALUES, "value"),
        "quote": "quote",
        "confidence": "confidence",
        "fromSource": _PAGE,
    },
    "actions.csv": {
        "localId": "agreement_id, date, event, actor",
        "describes": "agreement_id",
        "note": "event, actor",
        "fromSource": "source_url",
    },
    "claims.csv": {
        "localId": "id",
        "describes": "subject",
        "countsPair": "subject",
        "population": "subject",
        "countsTopic": "subject, predicate",
        "countedThing": "predicate",
        "comparator": "qualifier",
        **dict.fromkeys(("number", "instrumentKind", "initialMonths", "stance"), "value_low"),
        "says": "predicate, value_low",
        "countsFrom": "period_start",
        "countsTo": "period_end",
        "claimant": "claimant",
        "saidOn": "published_date",
        "quote": "quote",
        "note": "qualifier",
        "fromSource": "source_url, claimant, published_date",
    },
    "statements.csv": {
        "localId": "id",
        **dict.fromkeys(("describes", "title", "actType", "partyAsGiven"), "about"),
        "stance": "stance",
        "attribution": "attribution",
        "claimant": "claimant",
        "claimantOffice": "claimant_office",
        "saidOn": "said_on",
        "says": "event",
        "quote": "quote",
        "fromSource": "source_title, source_url, published_date, language",
    },
}
