"""From a record to a voice: who says it, where it stands, and the words it rests on."""

from __future__ import annotations

from datetime import date
from functools import cache
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kg.explain.facts import Facts, short
from kg.explain.model import Judged, Voice
from kg.graph.terms import DC, RDF_PREDICATE, RDF_TYPE
from kg.names import TKG

LONGEST = 300  # characters of a cell that are shown


class Voices:
    """Makes voices of records; sources and judgements are read once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._about = cache(self._source)
        self.judgements = [self._judged(node) for node in facts.subjects(RDF_TYPE, TKG.Judgement)]
        self._aside = {name: one.file for one in self.judgements if one.decision == "reject" for name in one.records}

    def voice(
        self,
        record: NamedNode,
        value: str | None = None,
        agrees: bool | None = None,
        stance: str | None = None,
        column: str | None = None,
    ) -> Voice:
        """A record's word on a field; `column` is the one that states it, where that is known."""
        facts = self._facts
        source = self._about(facts.nodes(record, TKG.fromSource)[0])
        dataset = self._about(facts.nodes(record, TKG.inDataset)[0])
        words, words_from = self._words(record, value, column)
        row = facts.text(record, TKG.row)
        horizon = dataset["horizon"]
        return Voice(
            record=unquote(short(record)),
            value=value,
            agrees=agrees,
            stance=stance or facts.text(record, TKG.stance) or "asserts",
            attribution=facts.text(record, TKG.attribution) or "none",
            source=source["title"],
            publisher=source["publisher"],
            version=source["version"],
            tier=int(source["tier"]) if source["tier"] else None,
            dataset="" if source == dataset else f"{dataset['title']}, version {dataset['version']}",
            horizon=date.fromisoformat(horizon) if horizon else None,
            file=facts.text(record, TKG.file) or "",
            row=int(row) if row else None,
            claimant=facts.text(record, TKG.claimant),
            office=facts.text(record, TKG.claimantOffice),
            said_on=facts.text(record, TKG.saidOn),
            words=words,
            words_from=words_from,
            note=facts.text(record, TKG.note) or "",
            url=facts.text(record, TKG.url) or source["url"] or None,
            set_aside=self._aside.get(unquote(short(record)), ""),
        )

    def _words(self, record: NamedNode, value: str | None, column: str | None) -> tuple[str, str]:
        """The words relied on and where they are from: a quotation, what it is said to say, or a cell of its row."""
        facts = self._facts
        for name, term in (("quote", TKG.quote), ("says", TKG.says)):
            if found := facts.text(record, term):
                return found, name
        cells = facts.given(record, TKG.asGiven)
        same = [name for name, cell in cells.items() if value and cell.strip() == value]
        if column not in cells:
            column = same[0] if len(same) == 1 else None
        if column is None:
            return "", ""
        cell = " ".join(cells[column].split())
        return cell if len(cell) <= LONGEST else cell[: LONGEST - 1] + "…", f"column {column}"

    def _source(self, node: NamedNode) -> dict[str, str]:
        text = self._facts.text
        terms = {"version": TKG.version, "tier": TKG.tier, "horizon": TKG.horizon, "url": TKG.url}
        terms |= {"title": DC["title"], "publisher": DC["publisher"]}
        return {name: text(node, term) or "" for name, term in terms.items()}

    def _judged(self, node: NamedNode) -> Judged:
        facts = self._facts
        field = facts.text(node, RDF_PREDICATE) or ""
        lists = {"join": TKG.joins, "apart": TKG.keepsApart}
        decision = next(
            (name for name, term in lists.items() if facts.values(node, term)), "prefer" if field else "reject"
        )
        named = facts.nodes(node, lists.get(decision, TKG.prefers if field else TKG.rejects))
        day = facts.text(node, TKG.decidedOn)
        return Judged(
            file=f"judgements/{unquote(short(node))}.yml",
            decision=decision,
            editor=facts.text(node, TKG.editor) or "",
            reason=facts.text(node, TKG.reason) or "",
            decided_on=date.fromisoformat(day) if day else None,
            records=tuple(unquote(short(record)) for record in named),
            rejects=tuple(unquote(short(record)) for record in facts.nodes(node, TKG.rejects)) if field else (),
            about=tuple(thing.value for thing in facts.nodes(node, TKG.judges)),
            field=field,
        )
