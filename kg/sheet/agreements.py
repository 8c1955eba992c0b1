"""The agreements of a pair, each with its acts, status and evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from kg.dates import Span, span
from kg.polities import polities
from kg.records import Text
from kg.sheet import questions, words
from kg.sheet.evidence import Evidence
from kg.sheet.facts import Concepts, Facts, Row, text_of
from kg.sheet.model import Act, Agreement, Record, Value
from kg.sheet.status import status

SIGNED = ("signature", "exchangeOfInstruments")
FORCE = ("entryIntoForce", "provisionalApplication")
ENDS = ("termination", "denunciation", "withdrawal", "supersession", "partyExtinction")
NOT_STATED = Value(text=Text(value=words.NOT_STATED, lang="en"))


def english(value: str) -> Text:
    """Words of the sheet itself."""
    return Text(value=value, lang="en")


class Reader:
    """Fetches all rows once and makes agreements of them."""

    def __init__(self, facts: Facts, evidence: Evidence, concepts: Concepts, records: dict[str, Record], as_of: date) -> None:
        self._evidence, self._concepts, self._as_of = evidence, concepts, as_of
        self._records = records
        self._heads = list(facts.rows(questions.AGREEMENTS))
        self._titles = facts.grouped(questions.TITLES)
        self._notes = facts.grouped(questions.NOTES)
        self._parties = facts.grouped(questions.PARTIES)
        self._acts = facts.grouped(questions.ACTS)
        self._act_records = facts.grouped(questions.ACT_RECORDS, "x")
        self._periods = facts.grouped(questions.PERIODS)
        self._terms = facts.grouped(questions.TERMS)
        self._predecessors = facts.grouped(questions.PREDECESSORS)
        self._citations = facts.grouped(questions.CITATIONS, "r")
        self._stated_titles = facts.grouped(questions.STATED_TITLES, "r")
        self._stated_kinds = facts.grouped(questions.STATED_KINDS, "r")
        self._stated_natures = facts.grouped(questions.STATED_NATURES, "r")
        self._stated_topics = facts.grouped(questions.STATED_TOPICS, "r")
        self._about: dict[str, list[str]] = defaultdict(list)

    def agreements(self, about: dict[str, list[str]]) -> list[Agreement]:
        """All agreements of the pair by day of signature; `about`: the records that describe each thing."""
        self._about.update(about)
        found = [self._agreement(row) for row in self._heads]
        return sorted(found, key=lambda one: (one.signed_from or date.max, one.title.text.value, one.id))

    def _agreement(self, head: Row) -> Agreement:
        one = head["a"]
        about = self._about[one]
        acts = tuple(sorted((self._act(row) for row in self._acts[one]), key=lambda act: (act.order, act.label)))
        topics = self._topics(about)
        titles = self._title_values(one, about)
        signed = span_of(head)
        signature = first(acts, SIGNED)
        top = [self._concepts.lineage(topic)[-1] for topic in topics]
        return Agreement(
            id=one,
            title=titles[0] if titles else NOT_STATED,
            originals=tuple(titles[1:]),
            kind=self._concept(one, "instrumentKind", head["kind"], "unspecifiedInstrument", self._stated_kinds),
            kind_name=head["kind"],
            nature=self._concept(one, "legalNature", head["nature"], "undetermined", self._stated_natures),
            topics=tuple(topics.values()),
            topic_names=frozenset(name for topic in topics for name in self._concepts.lineage(topic)),
            group=min((self._concepts.labels.get(name, name) for name in top), default="subject not stated"),
            how=head["how"],
            concluded_by=tuple(sorted({polity_name(row["by"]) for row in self._predecessors[one]})),
            parties=tuple(self._party(row) for row in self._parties[one]),
            acts=acts,
            signed=signature.date if signature else None,
            since=next((found.date for name in FORCE if (found := first(acts, (name,)))), None),
            ended=next((act.date for act in acts if act.type in ENDS), None),
            signed_from=signed.lo if signed and signed.lo > date.min else None,
            signed_to=signed.hi if signed and signed.hi < date.max else None,
            has_signature=signature is not None,
            term=self._term(one),
            status=status(self._periods[one], self._as_of, signed or (ANY_DAY if signature else None)),
            citations=tuple(self._citation(row) for record in about for row in self._citations[record]),
            said=tuple(record for record in about if self._records[record].kind == "statementRecord"),
            note=self._note(one, about),
        )

    def _title_values(self, one: str, about: list[str]) -> list[Value]:
        found = []
        for row in self._titles[one]:
            text = Text(value=row["title"], lang=row["title@"])
            stating = [r for r in about if any(said.get("lang") == text.lang.lower() for said in self._stated_titles[r])]
            say = lambda value, lang=text.lang: Text(value=value, lang=lang)  # noqa: E731
            found.append(self._evidence.value(one, "title", text.value, stating, say, text.lang))
        return sorted(found, key=lambda value: (value.text.lang != "en", value.text.lang, value.text.value))

    def _concept(self, one: str, field: str, shown: str, default: str, stated: dict[str, list[Row]]) -> Value:
        stating = [r for r in self._about[one] if r in stated and self._records[r].stance == "asserts"]
        if shown == default and not stating:
            return NOT_STATED
        return self._evidence.value(one, field, shown, stating, self._label)

    def _label(self, name: str) -> Text:
        return english(self._concepts.labels.get(name, name))

    def _topics(self, about: list[str]) -> dict[str, Value]:
        stating: dict[str, list[str]] = defaultdict(list)
        for record in about:
            for row in self._stated_topics[record] if record in self._stated_topics else ():
                stating[row["topic"]].append(record)
        return {
            name: Value(text=self._label(name), records=tuple(sorted(stating[name])))
            for name in sorted(stating, key=lambda name: self._concepts.labels.get(name, name))
        }

    def _party(self, row: Row) -> Value:
        known = polities().get(row["actor"])
        name = known.labels["en"] if known and row["name"] == known.id else row["name"]
        about = [self._concepts.labels.get(row["capacity"], row["capacity"])]
        if row["role"] != "contracting":
            about.append(self._concepts.labels.get(row["role"], row["role"]))
        return Value(text=english(f"{name} ({', '.join(about)})"), records=(row["r"],))

    def _act(self, row: Row) -> Act:
        stating = [said["r"] for said in self._act_records[row["x"]]]
        date_ = NOT_STATED if "date" not in row else self._dated(row, stating)
        place = None
        if "place" in row:
            place = self._evidence.value(row["x"], "placeName", row["place"], stating, english)
        if date_ is NOT_STATED:
            date_ = Value(text=english("day not stated"), records=tuple(sorted(stating)))
        known = span(row.get("effect") or row.get("date") or "XXXX")
        who = [polity_name(row["actor"], article=False)] if "actor" in row else []
        return Act(
            type=row["type"],
            label=self._concepts.labels.get(row["type"], row["type"]),
            plane=self._concepts.planes.get(row["type"], "international"),
            who=": ".join([*who, *([row["body"]] if "body" in row else [])]),
            date=date_,
            place=place,
            order=(known.lo if known.lo > date.min else known.hi).isoformat(),
        )

    def _dated(self, row: Row, stating: list[str]) -> Value:
        value = self._evidence.value(row["x"], "date", row["date"], stating, lambda given: english(words.edtf(given)))
        if "effect" not in row:
            return value
        said = english(f"{value.text.value}, with effect from {words.edtf(row['effect'])}")
        return Value(text=said, records=value.records, others=value.others, level=value.level, rule=value.rule)

    def _term(self, one: str) -> tuple[Value, ...]:
        rows = self._terms[one]
        if not rows:
            return ()
        row, records = rows[0], sorted({row["r"] for row in rows})
        found = []
        for column, field, say in (
            ("initial", "initialMonths", lambda given: english(f"{words.months(int(given))} from {self._start(row)}")),
            ("renewal", "renewal", lambda given: english(f"renewal: {self._label(given).value}")),
            ("further", "renewalMonths", lambda given: english(f"each renewal for {words.months(int(given))}")),
            ("notice", "noticeMonths", lambda given: english(f"notice {words.months(int(given))} before expiry")),
        ):
            if column in row:
                found.append(self._evidence.value(row["t"], field, row[column], records, say))
        quoted = text_of(row, "words")
        return (*found, *([Value(text=quoted, records=tuple(records))] if quoted else []))

    def _start(self, row: Row) -> str:
        return self._label(row["runsFrom"]).value

    def _citation(self, row: Row) -> Value:
        return Value(text=english(row["text"]), records=(row["r"],), url=row.get("url"))

    def _note(self, one: str, about: list[str]) -> Value | None:
        rows = self._notes[one]
        if not rows:
            return None
        anchors = tuple(record for record in about if self._records[record].kind == "agreementRecord")
        return Value(text=Text(value=rows[0]["note"], lang=rows[0]["note@"]), records=anchors)


ANY_DAY = Span(date.min, date.max)


def span_of(head: Row) -> Span | None:
    """The bounds of the signature; None if there is neither."""
    if "signedFrom" not in head and "signedTo" not in head:
        return None
    return Span(
        date.fromisoformat(head["signedFrom"]) if "signedFrom" in head else date.min,
        date.fromisoformat(head["signedTo"]) if "signedTo" in head else date.max,
    )


def first(acts: Iterable[Act], types: tuple[str, ...]) -> Act | None:
    """The first act of one of these types."""
    return next((act for act in acts if act.type in types), None)


def polity_name(polity: str, *, article: bool = True) -> str:
    """A polity's own name in English, "the Soviet Union"; its identifier where the polity is not known."""
    known = polities().get(polity)
    name = known.labels["en"] if known else polity
    return words.named(name) if article else name
