"""Words of a column that stand for concepts: kinds, topics, natures, terms."""

from __future__ import annotations

from pathlib import Path

from kg.records import Term
from loaders.kinds import instrument_kind
from loaders.table import model
from loaders.table.row import Coded, Row
from loaders.table.values import NOTHING, designations

Spec = model.KindOf | model.TopicsOf | model.NatureOf | model.Flag | model.Months | model.RenewalOf


def coded(spec: Spec, folder: Path | None = None) -> Coded:
    """Make a part of a mapping that has words ready to read; `folder` holds its table."""
    table = spec.table if isinstance(spec, model.KindOf | model.TopicsOf) else None
    return Coded(spec.column, spec.words, table, folder)


class KindReader:
    """Reads the form of an instrument: the same for all, by whole cells, or by designations found in them."""

    def __init__(self, spec: str | model.KindOf | None, folder: Path) -> None:
        self._spec = spec
        self._words = coded(spec, folder) if isinstance(spec, model.KindOf) else None
        find = spec.find if isinstance(spec, model.KindOf) else {}
        self._find = designations(find) if find else None
        self._concepts = list(find.values())

    def read(self, row: Row) -> str | None:
        """The kind; None if the row does not show it. Of several designations the first in the cell counts."""
        if self._words is None or not isinstance(self._spec, model.KindOf):
            return self._spec if isinstance(self._spec, str) else None
        if self._spec.english:
            return instrument_kind(row.text(self._spec.column))
        if self._find is None:
            return self._words.read(row)
        match = self._find.search(row.text(self._spec.column))
        concept = self._concepts[int((match.lastgroup or "")[1:])] if match else NOTHING
        return None if concept == NOTHING else concept


class TermReader:
    """Reads the duration clause as a list codes it."""

    def __init__(self, spec: model.TermOf) -> None:
        self._renewal = coded(spec.renewal) if spec.renewal else None
        self._lengths = [coded(one) if one else None for one in (spec.initial, spec.renewal_length, spec.notice)]

    def read(self, row: Row) -> Term | None:
        """The clause; None if the row says nothing of it."""
        renewal = self._renewal.read(row) if self._renewal else None
        initial, further, notice = [int(one.read(row) or 0) or None if one else None for one in self._lengths]
        if renewal is None and initial is None and further is None and notice is None:
            return None
        return Term(initial_months=initial, renewal=renewal, renewal_months=further, notice_months=notice)
