"""The investment treaties, read by hand: row by row with the csv module, from what the READMEs say and no mapping."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kg.dates import span
from kg.polities import identify
from kg.records import Act, Party, Problem, Reading, Record, Term, Text
from loaders.names import Names, capacity

NAMES = Names(table=Path(__file__).parents[3] / "loaders" / "unctad_bits" / "names.csv", present=True)
SEEN = "../2026-02-12"  # what a status says had happened by then
DATES = {
    "signature": "dateofsignature",
    "entryIntoForce": "dateofentryintoforce",
    "termination": "date_termination",
}
YEARS = {f"{years} years": 12 * years for years in (2, 5, 10, 15, 20)}
NOTICE = {"One year prior notice": 12, "Six months prior notice": 6}


def read(path: Path) -> Reading:
    """All records of the file, with the counts of its rows and what could not be read."""
    reading = Reading(records=(records := []))
    with path.open(encoding="utf-8", newline="") as file:
        for number, cells in enumerate(csv.DictReader(file), start=2):
            reading.rows_read += 1
            records.append(Treaty(cells, path.name, number, reading).record())
    return reading


class Treaty:
    """One row: one treaty."""

    def __init__(self, cells: dict[str, str], file: str, number: int, reading: Reading) -> None:
        self.cells, self.file, self.number, self.reading = cells, file, number, reading
        self.row = {column: cell.strip() for column, cell in cells.items()}

    def report(self, kind: str, column: str | None, found: str) -> None:
        """Count a problem of this row."""
        self.reading.problems.append(
            Problem(kind=kind, file=self.file, row=self.number, column=column, found=found, message=kind)
        )

    def record(self) -> Record:
        """All that the row says."""
        title = self.row["file_name"]  # with a space at its end
        signed, *others = (self._day(column) for column in DATES.values())
        return Record(
            source="unctad-bits",
            id=title,
            kind="agreementRecord",
            file=self.file,
            row=self.number,
            as_given={column: cell for column, cell in self.cells.items() if cell},
            says=Text(value=f"status: {self.row['status']}", lang="en"),
            titles=(Text(value=title, lang="en"),),
            instrument_kind="treaty",
            legal_nature="treatyInLaw",
            topics=("investment",),
            stated_bilateral=self.row["treatytype"] == "Bilateral Investment Treaties",
            parties=tuple(self._party(side, signed) for side in (1, 2)),
            acts=tuple(self._acts(signed, *others)),
            term=self._term(),
        )

    def _acts(self, *days: str | None) -> Iterator[Act]:
        """Acts with a day; where that of force cannot be read, the treaty was in force when its status was seen."""
        for (act, column), day in zip(DATES.items(), days, strict=True):
            if day:
                yield Act(type=act, date=day, column=column)
        if self.row["status"] != "In force":
            self.report("unknown-word", "status", self.row["status"])
        elif not days[1]:
            yield Act(type="entryIntoForce", date=SEEN, column="status")

    def _day(self, column: str) -> str | None:
        try:
            return datetime.strptime(self.row[column], "%d/%m/%Y").date().isoformat()
        except ValueError:
            if self.row[column]:
                self.report("unread-date", column, self.row[column])
            return None

    def _party(self, side: int, signed: str | None) -> Party:
        """A name is today's name of the country; its code counts where the name stands for none."""
        name, code = self.row[f"party{side}"], self.row[f"party{side}_iso"]
        on = span(signed) if signed else None
        polity = NAMES.polity(name, signed)
        coded = identify(code, scheme="iso3166-1-alpha3", on=on, present=True)
        if polity is None and coded is None:
            self.report("unidentified-party", f"party{side}", name)
        elif polity is None:
            self.report("unknown-name", f"party{side}_iso", name)
        elif coded != polity:
            self.report("wrong-code", f"party{side}_iso", code)
        polity = polity or coded
        return Party(name=name, polity=polity, side=side, capacity=capacity(polity))

    def _term(self) -> Term | None:
        """First term, renewal and notice; a word without a length (Other, None) says nothing of them."""
        renewed = self.row["auto_renew"]
        term = Term(
            initial_months=YEARS.get(self.row["years_inittreatyterm"]),
            renewal="indefinite" if renewed == "Indefinite term" else "automatic" if renewed in YEARS else None,
            renewal_months=YEARS.get(renewed),
            notice_months=NOTICE.get(self.row["length_noticeper"]),
        )
        return None if term == Term() else term
