"""The agreements of a pair, each with its acts, status and evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from kg.dates import Span
from kg.polities import polities
from kg.records import Text
from kg.sheet import questions, words
from kg.sheet.acts import ENDS, FORCE, SIGNED, act_of, first
from kg.sheet.evidence import Evidence
from kg.sheet.facts import Concepts, Facts, Row, in_number, text_of
from kg.sheet.model import Act, Agreement, Record, Value
from kg.sheet.questions import Question
from kg.sheet.status import status

NOT_STATED = Value(text=words.english(words.NOT_STATED))


class Reader:
    """Fetches all rows once and makes agreements of them. `about`: the records that describe each thing, by key.

    Which record states which value is asked only where some agreement has several records: one alone states them all.
    """

    def __init__(
        self,
        facts: Facts,
        evidence: Evidence,
        concepts: Concepts,
        records: dict[str, Record],
        about: dict[str, list[str]],
        as_of: date,
    ) -> None:
        self._evidence, self._concepts, self._as_of = evidence, concepts, as_of
        self._records, self._about = records, about
        self._heads = list(facts.rows(questions.AGREEMENTS))
        self._titles = facts.grouped(questions.TITLES)
        self._notes = facts.grouped(questions.NOTES)
        self._topics_of = facts.grouped(questions.TOPICS)
        self._parties = facts.grouped(questions.PARTIES)
        self._acts = facts.grouped(questions.ACTS)
        self._periods = facts.grouped(questions.PERIODS)
        self._terms = facts.grouped(questions.TERMS)
        self._predecessors = facts.grouped(questions.PREDECESSORS)
        self._citations = facts.grouped(questions.CITATIONS, "r")
        several = any(len(about.get(head["a"], ())) > 1 for head in self._heads)

        def stating(question: Question, key: str = "r") -> dict[str, list[Row]]:
            return facts.grouped(question, key) if several else {}

        self._act_records = stating(questions.ACT_RECORDS, "x")
        self._stated_titles = stating(questions.STATED_TITLES)
        self._stated_kinds = stating(questions.STATED_KINDS)
        self._stated_natures = stating(questions.STATED_NATURES)
        self._stated_topics = stating(questions.STATED_TOPICS)

    def agreements(self) -> list[Agreement]:
        """All agreements of the pair by day of signature."""
        found = [self._agreement(row) for row in self._heads]
        return sorted(found, key=lambda one: (one.signed_from or date.max, one.title.text.value, one.id))

    def _agreement(self, head: Row) -> Agreement:
        one = head["a"]
        about = self._about.get(one, [])
        acts = self._acts_of(one, about)
        topics = self._topics(one, about)
        titles = self._title_values(one, about)
        signed = span_of(head)
        signature = first(acts, SIGNED)
        since = next((found.date for name in FORCE if (found := first(acts, (name,)))), None)
        ended = next((act.date for act in acts if act.type in ENDS), None)
        term = self._term(one)
        return Agreement(
            id=one,
            title=titles[0] if titles else NOT_STATED,
            originals=tuple(titles[1:]),
            kind=self._concept(one, "instrumentKind", head["kind"], "unspecifiedInstrument", self._stated_kinds),
            kind_name=head["kind"],
            nature=self._concept(one, "legalNature", head["nature"], "undetermined", self._stated_natures),
            topics=tuple(topics.values()),
            topic_names=frozenset(name for topic in topics for name in self._concepts.lineage(topic)),
            group=self._group(topics),
            how=head["how"],
            concluded_by=tuple(sorted({words.polity_name(row["by"]) for row in self._predecessors.get(one, ())})),
            parties=tuple(self._party(row) for row in in_number(self._parties.get(one, ()), "p")),
            acts=acts,
            signed=signature.date if signature else None,
            since=since,
            ended=ended,
            signed_from=signed.lo if signed and signed.lo > date.min else None,
            signed_to=signed.hi if signed and signed.hi < date.max else None,
            has_signature=signature is not None,
            term=term,
            status=replace(
                status(self._periods.get(one, ()), self._as_of, signed or (ANY_DAY if signature else None)),
                records=_basis(signature, since, ended, term),
            ),
            citations=tuple(
                self._citation(row) for record in about for row in in_number(self._citations.get(record, ()), "c")
            ),
            said=tuple(record for record in about if self._records[record].kind == "statementRecord"),
            note=self._note(one, about),
        )

    def _title_values(self, one: str, about: list[str]) -> list[Value]:
        found = []
        for row in self._titles.get(one, ()):
            text = Text(value=row["title"], lang=row["title@"])
            stating = self._stating(about, self._stated_titles, "lang", text.lang)
            say = partial(_text, lang=text.lang)
            found.append(self._evidence.value(one, "title", text.value, stating, say, text.lang))
        return sorted(found, key=lambda value: (value.text.lang != "en", value.text.lang, value.text.value))

    def _stating(self, about: list[str], stated: dict[str, list[Row]], column: str, value: str | None) -> list[str]:
        """Those of the records that state a value, or any value; a record that stands alone states all of them."""
        if len(about) == 1:
            return about
        return [r for r in about if any(value is None or row[column] == value for row in stated.get(r, ()))]

    def _concept(self, one: str, field: str, shown: str, default: str, stated: dict[str, list[Row]]) -> Value:
        if shown == default:
            return NOT_STATED
        stating = self._stating(self._about.get(one, []), stated, "", None)
        stating = [record for record in stating if self._records[record].stance == "asserts"]
        return self._evidence.value(one, field, shown, stating, self._label)

    def _label(self, name: str) -> Text:
        return words.english(self._concepts.labels.get(name, name))

    def _topics(self, one: str, about: list[str]) -> dict[str, Value]:
        names = sorted({row["topic"] for row in self._topics_of.get(one, ())}, key=lambda name: self._label(name).value)
        return {
            name: Value(text=self._label(name), records=tuple(self._stating(about, self._stated_topics, "topic", name)))
            for name in names
        }

    def _group(self, topics: Iterable[str]) -> str:
        """The subject it is listed under: political relations if it is on them, else the one most topics are of."""
        tops = Counter(self._concepts.lineage(topic)[-1] for topic in topics)
        if not tops:
            return "subject not stated"
        best = min(tops, key=lambda name: (name != "politics", -tops[name], name))
        return self._concepts.labels.get(best, best)

    def _party(self, row: Row) -> Value:
        known = polities().get(row["actor"])
        name = known.labels["en"] if known and row["name"] == known.id else row["name"]
        about = [self._concepts.labels.get(row["capacity"], row["capacity"])]
        if row["role"] != "contracting":
            about.append(self._concepts.labels.get(row["role"], row["role"]))
        return Value(text=words.english(f"{name} ({', '.join(about)})"), records=(row["r"],))

    def _acts_of(self, one: str, about: list[str]) -> tuple[Act, ...]:
        found = []
        for row in self._acts.get(one, ()):
            stating = about if len(about) == 1 else [said["r"] for said in self._act_records.get(row["x"], ())]
            found.append(act_of(row, stating, self._evidence, self._concepts))
        return tuple(sorted(found, key=lambda act: (act.order, act.label)))

    def _term(self, one: str) -> tuple[Value, ...]:
        rows = self._terms.get(one)
        if not rows:
            return ()
        row, records = rows[0], sorted({row["r"] for row in rows})
        found = []
        for column, field, say in (
            ("initial", "initialMonths", lambda given: words.english(words.months(int(given)))),
            ("renewal", "renewal", lambda given: words.english(f"renewal: {self._label(given).value}")),
            ("further", "renewalMonths", lambda given: words.english(f"each renewal for {words.months(int(given))}")),
            ("notice", "noticeMonths", lambda given: words.english(f"notice {words.months(int(given))} before expiry")),
        ):
            if column in row:
                found.append(self._evidence.value(row["t"], field, row[column], records, say))
            if column == "initial" and found:
                found.append(Value(text=words.english(f"counted from {self._start(row)}")))
        quoted = text_of(row, "words")
        return (*found, *([Value(text=quoted, records=tuple(records))] if quoted else []))

    def _start(self, row: Row) -> str:
        """The act a term runs from; entry into force is what loaders take where no source says."""
        label = self._label(row["runsFrom"]).value
        return f"{label} (assumed)" if row["runsFrom"] == "entryIntoForce" else label

    def _citation(self, row: Row) -> Value:
        return Value(text=words.english(row["text"]), records=(row["r"],), url=row.get("url"))

    def _note(self, one: str, about: list[str]) -> Value | None:
        rows = sorted(self._notes.get(one, ()), key=lambda row: row["note"])
        if not rows:
            return None
        anchors = tuple(record for record in about if self._records[record].kind == "agreementRecord")
        return Value(text=Text(value=rows[0]["note"], lang=rows[0]["note@"]), records=anchors)


def _basis(signature: Act | None, since: Value | None, ended: Value | None, term: tuple[Value, ...]) -> tuple[str, ...]:
    """One record of each value the status is computed from: end, entry into force and term, else the signature.

    All records of those values stand beside them.
    """
    values = [value for value in (ended, since, *term) if value is not None]
    if not values and signature is not None:
        values = [signature.date]
    return tuple(dict.fromkeys(record for value in values for record in value.records[:1]))


ANY_DAY = Span(date.min, date.max)


def span_of(head: Row) -> Span | None:
    """The bounds of the signature; None if there is neither."""
    if "signedFrom" not in head and "signedTo" not in head:
        return None
    return Span(
        date.fromisoformat(head["signedFrom"]) if "signedFrom" in head else date.min,
        date.fromisoformat(head["signedTo"]) if "signedTo" in head else date.max,
    )


def _text(value: str, lang: str) -> Text:
    return Text(value=value, lang=lang)
