"""Who takes part: names and codes of a row to polities and sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.dates import Span, span
from kg.polities import identify, state_of_line
from kg.records import Party
from loaders.names import Names, capacity, unidentified
from loaders.table import model
from loaders.table.row import Row


@dataclass(frozen=True, slots=True)
class PartyReader:
    """Reads the parties of a row by the mapping's part `parties`."""

    parties: model.Parties
    names: Names

    @classmethod
    def of(cls, parties: model.Parties, folder: Path) -> PartyReader:
        """Make ready to read; `folder` holds the table of names."""
        spec = parties.names
        table = folder / spec.table if spec.table else None
        return cls(parties, Names(table=table, languages=spec.languages, present=spec.present))

    def read(self, row: Row, on: str | None) -> tuple[Party, ...]:
        """The parties on a day (EDTF; None: not known), each contracting one on a side of its own unless told."""
        found = [] if self.parties.own is None else [self._own(row, self.parties.own, on)]
        for column in self.parties.columns:
            for name, polity in self._named(row, column, on):
                side = column.side or len({party.side for party in found if party.side}) + 1
                found.append(
                    Party(
                        name=name,
                        polity=polity,
                        side=side if column.role == "contracting" else column.side or 0,
                        role=column.role,
                        capacity=capacity(polity),
                    )
                )
        if len(found) == (self.parties.own is not None):
            columns = ", ".join(column.column for column in self.parties.columns)
            row.problem("no-party", columns, "", "names no party")
        return tuple(found)

    def _own(self, row: Row, own: model.Own, on: str | None) -> Party:
        polity = state_of_line(own.line, span(on) if on else Span(date.min, date.max))
        if polity is None:
            row.report(unidentified(row.fields, "(own)", own.name))
        return Party(name=own.name, polity=polity, side=1, capacity=capacity(polity))

    def _named(self, row: Row, spec: model.PartyColumn, on: str | None) -> Iterator[tuple[str, str | None]]:
        """The names of a column, each with its polity."""
        named = row.parts(spec.column, spec.separator)
        codes = row.parts(spec.code.column, spec.separator) if spec.code else ()
        for place, name in enumerate(named):
            code = codes[place] if len(codes) == len(named) else ""
            polity = self._polity(name, spec.scheme, on)
            if spec.code is not None and code:
                polity = self._beside(row, spec.code, code, name, polity, on)
            if polity is None:
                row.report(unidentified(row.fields, spec.column, name))
            yield name, polity

    def _polity(self, name: str, scheme: str, on: str | None) -> str | None:
        if scheme == "name":
            return self.names.polity(name, on)
        return identify(name, scheme=scheme, on=span(on) if on else None, present=self.names.present)

    def _beside(
        self, row: Row, spec: model.Code, code: str, name: str, by_name: str | None, on: str | None
    ) -> str | None:
        """What name and code together stand for: the name counts; the code where the name is not known."""
        by_code = self._polity(code, spec.scheme, on)
        if by_name is None and by_code is not None:
            row.problem("unknown-name", spec.column, name, f"stands for no known polity; its code {code} was read")
        elif by_name is not None and by_code != by_name:
            stands = f"stands for {by_code}" if by_code else "stands for no polity on that day"
            row.problem("wrong-code", spec.column, code, f"{stands}, the name {name!r} for {by_name}; the name counts")
        return by_name or by_code
