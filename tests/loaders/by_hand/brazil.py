"""The acts of Brazil, read by hand: row by row with the csv module, from what the READMEs say and no mapping."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from kg.records import Act, Citation, Party, Problem, Reading, Record, Text
from loaders.names import Names, capacity

TABLES = Path(__file__).parents[3] / "loaders" / "brazil_concordia"
NAMES = Names(table=TABLES / "names.csv")
SEEN = "../2021-02-28"  # what a status says had happened by then
LONG = 40  # letters: what is longer is no subject but the title of another act
ENDS = {
    "Expirado": "termination",
    "Superado": "termination",
    "Substituído": "supersession",
    "Denunciado": "denunciation",
}
NOT_YET = (
    "Em ratificação da(s) outra(s) Parte(s)",
    "Em Ratificação",
    "Tramitação Congresso Nacional",
    "Tramitação Ministérios/Casa Civil",
    "Tramitação MRE",
)
UNSAID = ("Em promulgação/MRE", "Em promulgação/Casa Civil", "Situação especial")  # nothing of acts between states
# Acts without an address are named by what stands in these columns; their order says nothing.
STANDS = (
    *("titulo", "parceiro", "pdf_url", "data", "vigor_int_em", "expirou_em", "loc_celebracao", "pais_celebracao"),
    *("temas", "status", "n_registro_onu"),
)
KINDS = (
    (r"\w+( complementar| de entendimento)?[ ,.]*(por troca de notas|p\.? ?t\.? ?n\b)", "exchangeOfNotes"),
    (r"troca de notas", "exchangeOfNotes"),
    (r"(protocolo|carta|declaração) de inten\w+", "letterOfIntent"),
    (r"declaração conjunta|comunicado", "jointDeclaration"),
    (r"(acordo|convênio)[ -](quadro|marco)", "frameworkAgreement"),
    (r"ajuste|arranjo", "arrangement"),
    (r"acordo|convênio", "agreement"),
    (r"tratado", "treaty"),
    (r"convenção", "convention"),
    (r"memorandos?|memorandum", "memorandum"),
    (r"protocolo", "protocol"),
    (r"declaração", "declaration"),
    (r"programa|plano", "programme"),
    (r"contratos?", "contract"),
    (r"ata final", "finalAct"),
    (r"emendas?|ata|termos?|anexo|adenda|aditivo|carta|regulamento", "otherInstrument"),
)


def read(path: Path) -> Reading:
    """All records of the file, with the counts of its rows and what could not be read."""
    reading = Reading(records=(records := []))
    known: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, cells in enumerate(csv.DictReader(file), start=2):
            reading.rows_read += 1
            act = ActOfBrazil(cells, path.name, number, reading)
            if act.id in known:
                reading.rows_repeated += 1
                if known[act.id] != cells:
                    act.report("repeated-differently", None, act.id)
                continue
            known[act.id] = cells
            found = list(act.records())
            reading.records_besides += len(found) - 1
            records += found
    return reading


class ActOfBrazil:
    """One row: a cell that holds `NA` is blank."""

    def __init__(self, cells: dict[str, str], file: str, number: int, reading: Reading) -> None:
        self.cells, self.file, self.number, self.reading = cells, file, number, reading
        self.row = {column: "" if cell.strip() == "NA" else cell.strip() for column, cell in cells.items()}
        self.id = self._identity()

    def report(self, kind: str, column: str | None, found: str) -> None:
        """Count a problem of this row."""
        self.reading.problems.append(
            Problem(kind=kind, file=self.file, row=self.number, column=column, found=found, message=kind)
        )

    def records(self) -> Iterator[Record]:
        """The record of the act, and one more if its status denies something that must be kept apart."""
        signed, begun, ended = (self._day(column) for column in ("data", "vigor_int_em", "expirou_em"))
        status = self.row["status"]
        says = Text(value=f"status: {status}", lang="pt") if status else None
        yield Record(
            source="brazil-concordia",
            id=self.id,
            kind="agreementRecord",
            file=self.file,
            row=self.number,
            as_given={column: cell for column, cell in self.cells.items() if cell},
            says=says,
            titles=(Text(value=self.row["titulo"], lang="pt"),),
            instrument_kind=kind(self.row["titulo"]),
            topics=tuple(dict.fromkeys(self._topics())),
            stated_bilateral=True,
            parties=(self._party("Brasil", 1, signed), self._party(self.row["parceiro"], 2, signed)),
            acts=tuple(self._acts(signed, begun, ended)),
            citations=tuple(self._citations()),
            urls=(self.row["pdf_url"],) if self.row["pdf_url"] else (),
        )
        denied = "entryIntoForce" if status in NOT_YET else "termination" if status == "Em Vigor" and ended else None
        if denied:
            yield Record(
                source="brazil-concordia",
                id=f"{self.id}/status-not",
                kind="evidenceRecord",
                file=self.file,
                row=self.number,
                as_given={"status": self.cells["status"]},
                about=self.id,
                stance="denies",
                says=says,
                acts=(Act(type=denied, date=SEEN, column="status"),),
            )

    def _identity(self) -> str:
        if numbers := re.findall(r"\d+", self.row["pdf_url"]):
            return str(numbers[-1])
        cells = "\x1f".join(self.row[column] for column in STANDS)
        return "row-" + blake2b(cells.encode(), digest_size=8).hexdigest()

    def _day(self, column: str) -> str | None:
        if not self.row[column]:
            return None
        try:
            return datetime.strptime(self.row[column], "%d/%m/%Y").date().isoformat()
        except ValueError:
            self.report("unread-date", column, self.row[column])
            return None

    def _party(self, name: str, side: int, signed: str | None) -> Party:
        polity = NAMES.polity(name, signed)
        if polity is None:
            self.report("unidentified-party", "parceiro" if side == 2 else "(own)", name)
        return Party(name=name, polity=polity, side=side, capacity=capacity(polity))

    def _topics(self) -> Iterator[str]:
        for word in self.row["temas"].split("; "):
            concept = TOPICS.get(word)
            if concept is None and len(word) <= LONG and not word.startswith("Acordo, "):
                self.report("unknown-subject", "temas", word)
            elif concept and concept != "nothing":
                yield concept

    def _acts(self, signed: str | None, begun: str | None, ended: str | None) -> Iterator[Act]:
        names = [self.row[column].rstrip(" ,") for column in ("loc_celebracao", "pais_celebracao")]
        place = ", ".join(dict.fromkeys(filter(None, names)))  # Luxembourg is in Luxembourg
        if signed or place:
            column = "data" if signed else "loc_celebracao"
            yield Act(type="signature", date=signed, place=place or None, column=column)
        if begun:
            yield Act(type="entryIntoForce", date=begun, column="vigor_int_em")
        if ended:
            yield Act(type="termination", date=ended, column="expirou_em")
        status = self.row["status"]
        if status == "Em Vigor" and not begun:
            yield Act(type="entryIntoForce", date=SEEN, column="status")
        elif status in ENDS and not ended:
            yield Act(type=ENDS[status], date=SEEN, column="status")
        elif status == "Suspenso":
            yield Act(type="suspension", date=SEEN, column="status")
        elif status not in ("Em Vigor", *ENDS, *NOT_YET, *UNSAID):
            self.report("unknown-word", "status", status)

    def _citations(self) -> Iterator[Citation]:
        if re.fullmatch(r"\d+|\d+\.\d{3}", number := self.row["n_registro_onu"]):  # 36.47 has lost its last digit
            yield Citation(text=f"UN Registration {number.replace('.', '')}", register="untsRegister")


def kind(title: str) -> str | None:
    """What the designation that comes first in a title stands for; None if it has none."""
    matches = (re.search(rf"\b({words})\b", title, re.IGNORECASE) for words, _ in KINDS)
    found = [(match.start(), place) for place, match in enumerate(matches) if match]
    return KINDS[min(found)[1]][1] if found else None


def _topics() -> dict[str, str]:
    with (TABLES / "topics.csv").open(encoding="utf-8", newline="") as file:
        return {row["word"]: row["concept"] for row in csv.DictReader(file)}


TOPICS = _topics()
