"""The SPARQL of a fact sheet: a fixed number of questions a pair, none an agreement.

`$pair`, `$one` and `$other` are put in as IRIs. Each question names its columns; `name@` is one whose language is kept.
Values cost far more to fetch than joins, so no column is asked for twice.
"""

from __future__ import annotations

from dataclasses import dataclass

OF_PAIR = "?a tkg:between $pair ."
_OWED = "?by tkg:inLine $%s . ?c tkg:obligor ?by ; tkg:beneficiary ?to . ?to tkg:inLine $%s ."
OWED = (_OWED % ("one", "other"), _OWED % ("other", "one"))

# One query a way: joined to a UNION, everything else would be scanned whole (pyoxigraph 0.5).
SPOKEN_OF = (
    "?a tkg:between $pair . ?r tkg:describes ?a .",
    "?r tkg:describes $pair . BIND($pair AS ?a)",
    "?a tkg:countsPair $pair ; tkg:statedIn ?r .",
    "?a a tkg:Event ; tkg:ofPair $pair ; tkg:statedIn ?r .",
)
LINKED = (  # by an agreement that may be none of the pair
    f"{OF_PAIR} ?l tkg:linkTo ?a ; tkg:statedIn ?r .",
    f"{OF_PAIR} ?l tkg:proposedTo ?a ; tkg:readFrom ?r .",
)
RESOLVED = (
    "?s tkg:between $pair . ?n rdf:subject ?s .",
    "?a tkg:between $pair . ?s tkg:actOn ?a . ?n rdf:subject ?s .",
    "?a tkg:between $pair ; tkg:term ?s . ?n rdf:subject ?s .",
)


@dataclass(frozen=True, slots=True)
class Question:
    """Columns, the graph pattern that binds them, and the ways to what it is about (asked one after another)."""

    columns: str
    where: str
    ways: tuple[str, ...] = ("",)


def _optional(subject: str, **properties: str) -> str:
    return " ".join(f"OPTIONAL {{ {subject} {name} ?{column} }}" for column, name in properties.items())


AGREEMENTS = Question(
    "a how kind nature signedFrom signedTo",
    "?p tkg:ofPair $pair ; tkg:ofAgreement ?a ; tkg:how ?how . ?a tkg:instrumentKind ?kind ; tkg:legalNature ?nature ."
    + _optional("?a", signedFrom="tkg:signedEarliest", signedTo="tkg:signedLatest"),
)
PREDECESSORS = Question(
    "a by",
    "?p tkg:ofPair $pair ; tkg:ofAgreement ?a ; tkg:concludedBy ?by . FILTER(?by != $onePolity && ?by != $otherPolity)",
)
TITLES = Question("a title@", f"{OF_PAIR} ?a tkg:title ?title")
LISTED = Question("a in", f"{OF_PAIR} ?r tkg:describes ?a ; tkg:recordKind v:agreementRecord ; tkg:inDataset ?in")
UNDECIDED = Question("m", f"{OF_PAIR} ?r tkg:describes ?a . ?m tkg:matches ?r ; tkg:outcome v:proposed")
NOTES = Question("a note@", f"{OF_PAIR} ?a tkg:note ?note")
TOPICS = Question("a topic", f"{OF_PAIR} ?a tkg:topic ?topic")
STATED_TITLES = Question("r lang", f"{OF_PAIR} ?r tkg:describes ?a ; tkg:title ?t . BIND(LANG(?t) AS ?lang)")
STATED_KINDS = Question("r kind", f"{OF_PAIR} ?r tkg:describes ?a ; tkg:instrumentKind ?kind")
STATED_NATURES = Question("r nature", f"{OF_PAIR} ?r tkg:describes ?a ; tkg:legalNature ?nature")
STATED_TOPICS = Question("r topic", f"{OF_PAIR} ?r tkg:describes ?a ; tkg:topic ?topic")
PARTIES = Question(
    "a p name capacity role actor r",
    "?x tkg:ofPair $pair ; tkg:ofAgreement ?a ; tkg:how ?how . FILTER(?how != v:bilateral) ?a tkg:participation ?p . "
    "?p tkg:nameAsGiven ?name ; tkg:capacity ?capacity ; tkg:role ?role ; tkg:actor ?actor ; tkg:statedIn ?r",
)
ACTS = Question(
    "x a type date effect place body actor",
    f"{OF_PAIR} ?x tkg:actOn ?a ; tkg:actType ?type ."
    + _optional("?x", date="tkg:date", effect="tkg:effect", place="tkg:placeName", body="tkg:body", actor="tkg:actor"),
)
ACT_RECORDS = Question("x r", f"{OF_PAIR} ?x tkg:actOn ?a ; tkg:statedIn ?r")
PERIODS = Question(
    "a mode basis known startFrom startTo endFrom endTo expiry notice",
    f"{OF_PAIR} ?a tkg:forcePeriod ?f . ?f tkg:mode ?mode ; tkg:endBasis ?basis ; tkg:knownUntil ?known ."
    + _optional(
        "?f",
        startFrom="tkg:startEarliest",
        startTo="tkg:startLatest",
        endFrom="tkg:endEarliest",
        endTo="tkg:endLatest",
        expiry="tkg:nextExpiry",
        notice="tkg:noticeBy",
    ),
)
TERMS = Question(
    "a t r runsFrom initial renewal further notice words@",
    f"{OF_PAIR} ?a tkg:term ?t . ?t tkg:statedIn ?r ; tkg:runsFrom ?runsFrom ."
    + _optional(
        "?t",
        initial="tkg:initialMonths",
        renewal="tkg:renewal",
        further="tkg:renewalMonths",
        notice="tkg:noticeMonths",
        words="tkg:termWords",
    ),
)
LINKS = Question(
    "from type to r",
    f"{OF_PAIR} {{ ?l tkg:linkFrom ?a }} UNION {{ ?l tkg:linkTo ?a }} "
    "?l tkg:linkFrom ?from ; tkg:linkTo ?to ; tkg:linkType ?type ; tkg:statedIn ?r",
)
PROPOSED_LINKS = Question(
    "from type to score r",
    "?l tkg:proposedFrom ?from ; tkg:proposedTo ?to ; tkg:proposedType ?type ; tkg:score ?score ; tkg:readFrom ?r",
    tuple(f"{OF_PAIR} ?l tkg:{end} ?a ." for end in ("proposedFrom", "proposedTo")),
)
OUTSIDE_TITLES = Question(
    "b title",
    "?b tkg:title ?title .",
    tuple(
        f"{OF_PAIR} ?l tkg:{one} ?a ; tkg:{other} ?b ."
        for start, end in (("linkFrom", "linkTo"), ("proposedFrom", "proposedTo"))
        for one, other in ((start, end), (end, start))
    ),
)
LINKING = Question(
    "r source kind stance locator",
    "?r tkg:fromSource ?source ; tkg:recordKind ?kind ; tkg:stance ?stance ; tkg:locator ?locator .",
    LINKED,
)
RESOLUTIONS = Question(
    "n s field level rule shown@",
    "?n rdf:predicate ?field ; tkg:agreementLevel ?level ; tkg:rule ?rule ; rdf:object ?shown .",
    RESOLVED,
)
SAYINGS = Question(
    "n r value agrees stance",
    "?y tkg:ofResolution ?n ; tkg:saidBy ?r ; tkg:value ?value ; tkg:agrees ?agrees ; tkg:stance ?stance",
    RESOLVED,
)
RECORDS = Question(
    "r a source kind stance locator",
    "?r tkg:fromSource ?source ; tkg:recordKind ?kind ; tkg:stance ?stance ; tkg:locator ?locator .",
    SPOKEN_OF,
)
SPEAKERS = Question(
    "r attribution claimant office saidOn says@ quote@ confidence",
    "?r tkg:recordKind ?kind . FILTER(?kind != v:agreementRecord) ?r tkg:attribution ?attribution ."
    + _optional(
        "?r",
        claimant="tkg:claimant",
        office="tkg:claimantOffice",
        saidOn="tkg:saidOn",
        says="tkg:says",
        quote="tkg:quote",
        confidence="tkg:confidence",
    ),
    SPOKEN_OF,
)
SAID_ACTS = Question(
    "r type date",
    f"{OF_PAIR} ?r tkg:describes ?a ; tkg:recordKind v:statementRecord ; tkg:act ?x . ?x tkg:actType ?type . "
    + _optional("?x", date="tkg:date"),
)
CITATIONS = Question(
    "r c text url",
    f"{OF_PAIR} ?r tkg:describes ?a ; tkg:citation ?c . ?c tkg:citationText ?text . OPTIONAL {{ ?c tkg:url ?url }}",
)
SOURCES = Question(
    "n title publisher citation licence url version retrieved tier horizon lang dataset",
    "?n dcterms:title ?title ; dcterms:publisher ?publisher ."
    + _optional(
        "?n",
        citation="dcterms:bibliographicCitation",
        licence="tkg:licence",
        url="tkg:url",
        version="tkg:version",
        retrieved="tkg:retrieved",
        tier="tkg:tier",
        horizon="tkg:horizon",
        lang="dcterms:language",
        dataset="tkg:partOfSource",
    ),
    (
        "?k tkg:ofSource ?n .",
        *(f"{{ SELECT DISTINCT ?n WHERE {{ {way} ?r tkg:fromSource ?n }} }}" for way in (*SPOKEN_OF, *LINKED)),
    ),
)
COVERAGE = Question(
    "source note line pair kind topic first last complete",
    "?k tkg:ofSource ?source . "
    + _optional(
        "?k",
        note="tkg:coverageNote",
        line="tkg:coversLine",
        pair="tkg:coversPair",
        kind="tkg:coversKind",
        topic="tkg:coversTopic",
        first="tkg:coversFrom",
        last="tkg:coversTo",
        complete="tkg:complete",
    ),
)
COUNTS = Question(
    "c r number comparator counted population topic from to claimant saidOn",
    "?c tkg:countsPair $pair ; tkg:statedIn ?r ; tkg:number ?number ; tkg:comparator ?comparator ; "
    "tkg:countedThing ?counted ."
    + _optional(
        "?c",
        population="tkg:population",
        topic="tkg:countsTopic",
        **{"from": "tkg:countsFrom"},
        to="tkg:countsTo",
        claimant="tkg:claimant",
        saidOn="tkg:saidOn",
    ),
)
EVENTS = Question(
    "e type label@ date",
    "?e a tkg:Event ; tkg:ofPair $pair ; tkg:actType ?type ; rdfs:label ?label . " + _optional("?e", date="tkg:date"),
)
CONCEPTS = Question(
    "c label plane broader",
    "?c skos:inScheme ?s ; skos:prefLabel ?label . FILTER(LANG(?label) = 'en' && ?s != v:commitmentKinds) "
    + _optional("?c", plane="tkg:plane", broader="skos:broader"),
)
COMMITMENT_KINDS = Question(  # apart, for topics have the same local names
    "kind label", "?kind skos:inScheme v:commitmentKinds ; skos:prefLabel ?label . FILTER(LANG(?label) = 'en')"
)
CODERS = Question(
    "source kind pairs", "?source tkg:codesKind ?kind ." + _optional("?source", pairs="tkg:codesPairsOnly")
)
PLEDGES = Question(
    "by to kind known alliance r source locator startFrom startTo endFrom endTo",
    "?c tkg:commitmentKind ?kind ; tkg:directionKnown ?known ; tkg:statedIn ?r . "
    "?r tkg:inDataset ?source ; tkg:locator ?locator . ?a tkg:commits ?c ; rdfs:label ?alliance ."
    + _optional(
        "?c",
        startFrom="tkg:startEarliest",
        startTo="tkg:startLatest",
        endFrom="tkg:endEarliest",
        endTo="tkg:endLatest",
    ),
    OWED,
)
FOUNDINGS = Question(
    "alliance on title@ signed outcome",
    "?a tkg:commits ?c ; rdfs:label ?alliance . ?f tkg:ofAlliance ?a ; tkg:ofAgreement ?on ; tkg:outcome ?outcome . "
    "?on tkg:title ?title . OPTIONAL { ?on tkg:signedEarliest ?signed }",
    OWED,
)
_NAMING = "{ SELECT DISTINCT ?a WHERE { ?x tkg:inLine $%s . ?p tkg:countsFor ?x . ?a tkg:participation ?p } }"
NAMING_BOTH = Question("a", _NAMING % "one" + " " + _NAMING % "other")
UNPUBLISHED = Question(
    "r name",
    "{ SELECT ?r WHERE { ?r tkg:recordKind v:agreementRecord . MINUS { ?r tkg:describes ?a } } } "
    "?r tkg:partyAsGiven ?name",
)
