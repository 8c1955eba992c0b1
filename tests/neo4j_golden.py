"""The golden release (`tests/neo4j/golden.trig`), and what of it stands in Neo4j; ways to look there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kg.neo4j import Connection, ask

GOLDEN = Path(__file__).with_name("neo4j") / "golden.trig"

DEF = "https://w3id.org/treatykg/def"
COLUMN = "source/made/column/made.csv/title"
BOUNDS = ("startEarliest", "startLatest", "endEarliest", "endLatest")
END = date(1991, 7, 1)
DEFENCE, ENTENTE = "commitment/made/P1/defence/SUN/1", "commitment/made/P1/entente/VEN/1"
Expected = dict[str, tuple[tuple[str, ...], set[tuple[object, ...]]]]
NODES: Expected = {  # label -> what its nodes are: id and a few properties
    "Country": (("prefLabel_en",), {("RUS", "Russia"), ("VEN", "Venezuela")}),
    "Pair": ((), {("RUS-VEN",)}),
    "Polity": (
        ("prefLabel_en", "altLabel", "altLabelLang", "polityType", "existsFrom", "existsTo", "namedOnly"),
        {
            ("RUS", "Russia", ("Russian Federation",), ("en",), "statePolity", date(1991, 12, 25), None, None),
            ("SUN", "Soviet Union", None, None, None, None, date(1991, 12, 25), None),
            ("VEN", "Venezuela", None, None, None, None, None, None),
            ("ABW", "Aruba", None, None, "territoryPolity", None, None, None),
            ("GCO", "Colombia", None, None, None, None, None, None),
            ("NLD", None, None, None, None, None, None, True),
        },
    ),
    "Code": (("scheme", "codeValue", "validFrom"), {("code/cow/365/RUS", "cow", "365", date(1991, 12, 25))}),
    "Topic": (("prefLabel_en",), {("politics", "political relations"), ("friendship", "friendship")}),
    "ActType": (
        ("plane", "oneSided", "vclt", "prefLabel_es", "effectOnStatus", "inScheme"),
        {("signature", "international", False, "11, 12, 18", "firma", "signed", "act-type#actTypes")},
    ),
    "Value": (("prefLabel_en", "inScheme"), {("treaty", "treaty", "value#instrumentKinds")}),
    "Scheme": (("definition", "definitionLang"), {(f"{DEF}/act-type#actTypes", "Kinds of acts.", "en")}),
    "Ontology": (("title", "titleLang"), {(DEF, "treatykg", "en")}),
    "Class": (("label_en", "subClassOf"), {(f"{DEF}#Commitment", "commitment", (f"{DEF}#Provision",))}),
    "ObjectProperty": (("domainIncludes",), {(f"{DEF}#beneficiary", (f"{DEF}#Commitment",))}),
    "DatatypeProperty": (("rangeIncludes",), {(f"{DEF}#date", ("http://id.loc.gov/datatypes/edtf/EDTF",))}),
    "Property": (("label_en",), {(f"{DEF}#value", "value")}),
    "Column": (("field", "file", "column"), {(COLUMN, "title", "made.csv", "name")}),
    "Body": (("label",), {("actor/made/00ff00ff", "Bank")}),
    "Source": (
        ("title", "tier", "horizon", "codesKind", "graph"),
        {
            ("source/made", "Made list", 2, date(2026, 1, 31), ("defence",), "ref"),
            ("source/made/p-0a1b2c3d", "Page", 5, None, None, "src/made@1"),
        },
    ),
    "Coverage": (
        ("coverageNote", "coverageNoteLang", "complete"),
        {("coverage/made", "all of the pair", "en", True)},
    ),
    "Record": (
        ("localId", "stance", "title_en", "titles", "partyAsGiven", "quote", "quoteLang", "url", "asGiven", "graph"),
        {
            (
                *("record/made/A1", "A1", "asserts", "Treaty of friendship", ("Vertrag@de",), ("Russia", "Venezuela")),
                *(None, None, None, '{"id":"A1"}', "src/made@1"),
            ),
            ("record/made/A2", "A2", "asserts", *[None] * 7, "src/made@1"),
            (
                *("record/made/E1", "E1", "asserts", None, None, None, "se firmó en mayo", "es", ("press/1",)),
                *(None, "src/made@1"),
            ),
            ("record/made/D1", "D1", "denies", *[None] * 7, "src/made@1"),
            ("record/made/P1", "P1", "asserts", None, None, ("101", "365", "Town"), *[None] * 4, "src/made@1"),
        },
    ),
    "StatedAct": (("actType", "actor", "date"), {("act/made/A1/1", "signature", "RUS", "2025-05-07")}),
    "StatedTerm": (
        ("initialMonths", "termWords", "termWordsLang"),
        {("term/made/A2", 60, "five years", "en")},
    ),
    "Citation": (("citationText", "register"), {("citation/made/A1/1", "Gazette 7/2025", "gazette")}),
    "Proposal": (
        ("nameAsGiven", "proposedActor", "basis", "score"),
        {("proposal/made/A2/1", "Soviets", "SUN", "title", 1.0)},
    ),
    "Agreement": (
        (
            "title_en",
            "titles",
            "instrumentKind",
            "topic",
            "sides",
            "signedEarliest",
            "initialMonths",
            "renewal",
            "termStatedIn",
        ),
        {
            (
                *("tnew00001", "Treaty of friendship", ("Vertrag@de",), "treaty", ("friendship",), 2),
                *(date(2025, 5, 7), 120, "automatic", ("record/made/A1",)),
            ),
            ("told00001", "Notes of 1970", None, None, None, 2, None, None, None, None),
        },
    ),
    "FormerId": ((), {("tgone0001",)}),
    "Act": (
        ("actType", "plane", "date", "earliest", "latest"),
        {("act/tnew00001/signature", "signature", "international", "2025-05-07", date(2025, 5, 7), None)},
    ),
    "ForcePeriod": (("startEarliest", "endBasis"), {("period/tnew00001/1", date(2025, 11, 12), "noneKnown")}),
    "Alliance": (
        ("label", "begins", "ends", *BOUNDS),
        {("alliance/made/P1", "MADE P1", "1945", "1991-07-01", date(1945, 1, 1), date(1945, 12, 31), END, END)},
    ),
    "Phase": (
        ("phaseNumber", *BOUNDS),
        {
            ("phase/made/P1/1", 1, None, None, None, date(1950, 6, 30)),
            ("phase/made/P1/2", 2, date(1950, 6, 1), None, None, None),
        },
    ),
    "Commitment": (
        ("commitmentKind", "directionKnown", *BOUNDS),
        {
            (DEFENCE, "defence", True, date(1950, 6, 1), date(1950, 6, 30), END, END),
            (ENTENTE, "entente", False, None, None, None, None),
        },
    ),
    "Count": (("number", "comparator"), {("count/made/C1", 400, "nearly")}),
    "Event": (("label_en", "actType"), {("event/made/D1", "request", "requestForSupport")}),
    "Resolution": (
        ("subject", "field", "shown", "shownType", "level", "rule"),
        {
            (
                *("resolution/act/tnew00001/signature/date", "act/tnew00001/signature", "date", "2025-05-07"),
                *("http://id.loc.gov/datatypes/edtf/EDTF", "compatible", "R5"),
            ),
            (
                *("resolution/term/tnew00001/renewal", "term/tnew00001", "renewal", "automatic"),
                *(f"<{DEF}/value#", "conflicting", "R3"),
            ),
        },
    ),
    "Judgement": (
        ("reason", "editor", "decidedOn", "field"),
        {
            ("judgement/apart", "Two treaties.", "A. Editor", date(2026, 11, 24), None),
            ("judgement/day", "The list is by the ministry.", "A. Editor", date(2026, 11, 25), "date"),
            ("judgement/join", "Made up.", None, None, None),
        },
    ),
}
ACT, NEW, OLD = "act/tnew00001/signature", "tnew00001", "told00001"
A1, A2, E1, D1, P1 = (f"record/made/{name}" for name in ("A1", "A2", "E1", "D1", "P1"))
PACT = "alliance/made/P1"
DATED, RENEWED = "resolution/act/tnew00001/signature/date", "resolution/term/tnew00001/renewal"
MADE, PAGE, SAYING = "source/made", "source/made/p-0a1b2c3d", "saying/act/tnew00001/signature/date"
EDGES: Expected = {  # type -> what its edges are: both ends and a few properties
    "OF": ((), {("RUS-VEN", "RUS"), ("RUS-VEN", "VEN")}),
    "IN_LINE": ((), {("RUS", "RUS"), ("SUN", "RUS"), ("VEN", "VEN")}),
    "CONTINUES": ((), {("RUS", "SUN")}),
    "SUCCEEDS": ((), {("VEN", "GCO")}),
    "DEPENDS_ON": ((), {("ABW", "NLD")}),
    "HAS_CODE": ((), {("RUS", "code/cow/365/RUS")}),
    "BROADER": ((), {("friendship", "politics")}),
    "PART_OF": ((), {(PAGE, MADE)}),
    "COVERS": ((), {("coverage/made", "RUS-VEN"), ("coverage/made", "VEN")}),
    "COLUMN_OF": ((), {(COLUMN, MADE)}),
    "OF_SOURCE": ((), {("coverage/made", MADE)}),
    "FROM": ((), {(A1, MADE), (A2, MADE), (E1, PAGE), (D1, PAGE), (P1, MADE)}),
    "IN_DATASET": ((), {(A1, MADE), (A2, MADE), (E1, MADE), (D1, MADE), (P1, MADE)}),
    "STATES": ((), {(A1, "act/made/A1/1"), (A2, "term/made/A2")}),
    "HAS_CITATION": ((), {(A1, "citation/made/A1/1")}),
    "PROPOSES": ((), {(A2, "proposal/made/A2/1")}),
    "REPLACED_BY": ((), {("tgone0001", NEW)}),
    "ABOUT": (("derived",), {(NEW, "friendship", True)}),
    "HAS_ACT": ((), {(NEW, ACT)}),
    "DID": ((), {("RUS", ACT)}),
    "HAS_PERIOD": ((), {(NEW, "period/tnew00001/1")}),
    "PARTY_TO": (
        ("id", "side", "role", "capacity", "nameAsGiven", "countsFor", "statedIn"),
        {
            ("RUS", NEW, "participation/tnew00001/1", 1, "contracting", "state", "Russia", "RUS", (A1,)),
            (
                *("actor/made/00ff00ff", NEW, "participation/tnew00001/2", 2, "contracting", "company", "Bank"),
                *(None, (A1,)),
            ),
            ("SUN", OLD, "participation/told00001/1", 1, None, None, None, None, (A2,)),
        },
    ),
    "BETWEEN": (
        ("id", "how", "concludedBy", "derived"),
        {(NEW, "RUS-VEN", "pairing/tnew00001/RUS-VEN", "bilateral", ("RUS", "VEN"), True)},
    ),
    "SUPERSEDES": (("id", "statedIn"), {(NEW, OLD, "link/tnew00001/supersedes/told00001", (A1,))}),
    "MATCHES": (
        ("id", "score", "basis", "outcome", "judgedBy"),
        {(A1, A2, "match/made/A1/made/A2", 0.7, "titles +0.20", "keptApart", "judgement/apart")},
    ),
    "PROPOSED_LINK": (
        ("id", "proposedType", "score", "basis", "readFrom"),
        {(NEW, OLD, "lineage/tnew00001/amends/told00001", "amends", 0.9, "title", (A1,))},
    ),
    "FOUNDED_ON": (
        ("id", "score", "basis", "outcome"),
        {(PACT, NEW, "founding/made/P1/tnew00001", 0.95, "same day of signature +0.45", "joined")},
    ),
    "PROPOSED_FOUNDING": (
        ("id", "score", "basis", "outcome"),
        {(PACT, OLD, "founding/made/P1/told00001", 0.65, "same parties +0.20", "proposed")},
    ),
    "JUDGES": (
        (),
        {("judgement/apart", A1), ("judgement/apart", A2), ("judgement/day", ACT), ("judgement/join", A1)},
    ),
    "KEEPS_APART": ((), {("judgement/apart", A1), ("judgement/apart", A2)}),
    "PREFERS": ((), {("judgement/day", A1)}),
    "REJECTS": ((), {("judgement/day", E1)}),
    "JOINS": ((), {("judgement/join", A1)}),
    "HAS_PHASE": ((), {(PACT, "phase/made/P1/1"), (PACT, "phase/made/P1/2")}),
    "MEMBER_OF": (
        ("id", "nameAsGiven", "column", "ofPhase", "begins", "ends", *BOUNDS, "statedIn"),
        {
            (
                *("SUN", PACT, "membership/made/P1/1", "365", "m.csv, row 4", "phase/made/P1/1", "1945", None),
                *(date(1945, 1, 1), date(1945, 12, 31), None, None, (P1,)),
            ),
            (
                *("VEN", PACT, "membership/made/P1/2", "101", None, None, None, "1991-07-01"),
                *(None, None, END, END, (P1,)),
            ),
            (
                *("actor/made/00ff00ff", PACT, "membership/made/P1/3", "Town", None, None, None, None),
                *(None, None, None, None, (P1,)),
            ),
        },
    ),
    "COMMITS": ((), {(PACT, DEFENCE), (PACT, ENTENTE)}),
    "OF_PHASE": ((), {(DEFENCE, "phase/made/P1/2")}),
    "OWES": ((), {("SUN", DEFENCE), ("VEN", ENTENTE)}),
    "TO": ((), {(DEFENCE, "RUS"), (DEFENCE, "VEN"), (ENTENTE, "SUN")}),
    "COUNTS": ((), {("count/made/C1", "RUS-VEN")}),
    "OF_PAIR": ((), {("event/made/D1", "RUS-VEN")}),
    "DESCRIBES": ((), {(A1, NEW), (E1, NEW), (A2, OLD), (D1, "event/made/D1"), (P1, PACT)}),
    "STATED_IN": (
        (),
        {
            *((NEW, A1), (NEW, E1), (OLD, A2), (ACT, A1), (ACT, E1), ("count/made/C1", E1), ("event/made/D1", D1)),
            *((one, P1) for one in (PACT, "phase/made/P1/1", "phase/made/P1/2", DEFENCE, ENTENTE)),
        },
    ),
    "SUPPORTED_BY": ((), {(DATED, A1), (DATED, E1), (RENEWED, A1)}),
    "CONTRADICTED_BY": ((), {(RENEWED, E1)}),
    "RESOLVES": (("derived",), {(DATED, ACT, True), (RENEWED, NEW, True)}),
    "SAYS": (
        ("id", "field", "value", "shown", "agrees", "level", "rule", "stance", "derived"),
        {
            (A1, ACT, f"{SAYING}/1", "date", "2025-05-07", "2025-05-07", True, "compatible", "R5", "asserts", None),
            (E1, ACT, f"{SAYING}/2", "date", "2025-05", "2025-05-07", True, "compatible", "R5", "asserts", None),
            (A1, NEW, f"{RENEWED}>{A1}", "renewal", None, "automatic", True, "conflicting", "R3", None, True),
            (E1, NEW, f"{RENEWED}>{E1}", "renewal", None, "automatic", False, "conflicting", "R3", None, True),
        },
    ),
}


def golden(*changes: tuple[str, str]) -> Store:
    """The golden release in memory, with pieces of its text replaced."""
    text = GOLDEN.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    store = Store()
    store.load(text, format=RdfFormat.TRIG)
    return store


def quiet(_text: str) -> None:
    """Say nothing."""


def frozen(rows: list[list[object]]) -> set[tuple[object, ...]]:
    """Rows as a set of tuples."""
    return {tuple(tuple(value) if isinstance(value, list) else value for value in row) for row in rows}


def nodes_of(server: Connection, label: str, keys: tuple[str, ...] = ()) -> set[tuple[object, ...]]:
    """Id and properties of all nodes of ours under a label."""
    wanted = ", ".join(["n.id", *(f"n.{key}" for key in keys)])
    return frozen(ask(server, f"MATCH (n:TreatyKG:{label}) RETURN {wanted}", {})[1])


def edges_of(server: Connection, type_: str, keys: tuple[str, ...] = ()) -> set[tuple[object, ...]]:
    """Both ends and properties of all edges of a type."""
    wanted = ", ".join(["a.id", "b.id", *(f"r.{key}" for key in keys)])
    return frozen(ask(server, f"MATCH (a)-[r:{type_}]->(b) RETURN {wanted}", {})[1])
