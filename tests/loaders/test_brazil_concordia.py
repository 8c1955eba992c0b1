"""Concordia: acts of our own making in the source's format, and the published file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.load import load
from kg.records import Act, Party, Reading, Record
from kg.store import Home
from loaders.brazil_concordia import SOURCE

PARTNERS = {
    "Alemanha": 182,
    "Argentina": 144,
    "Bolívia": 107,
    "Cuba": 98,
    "Venezuela": 85,
    "Estados Unidos": 75,
    "China": 72,
    "Rússia": 60,
    "Reino Unido": 49,
    "Japão": 18,
    "Irã": 7,
}
CASES = Path(__file__).with_name("brazil_concordia")


def of(path: Path) -> tuple[Reading, list[Record]]:
    reading = SOURCE.read([path], False)
    return reading, list(reading)


def shown(record: Record) -> dict[str, str]:
    return {
        "id": record.id if not record.id.startswith("row-") else "row-",
        "row": str(record.row),
        "kind": record.kind,
        "stance": record.stance,
        "instrument_kind": record.instrument_kind or "",
        "topics": "|".join(record.topics),
        "parties": "|".join(_shown_party(party) for party in record.parties),
        "acts": "|".join(_shown_act(act) for act in record.acts),
        "citations": "|".join(f"{citation.register} {citation.text}" for citation in record.citations),
        "says": record.says.value if record.says else "",
    }


def _shown_party(party: Party) -> str:
    return f"{party.side} {party.name}={party.polity} {party.capacity}"


def _shown_act(act: Act) -> str:
    return f"{act.type} {act.date}{f' @{act.place}' if act.place else ''} ({act.column})"


def test_acts_become_the_expected_records() -> None:
    with (CASES / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    assert [shown(record) for record in of(CASES)[1]] == expected


def test_what_cannot_be_read_is_reported_with_row_and_column() -> None:
    reading, _ = of(CASES)
    assert [(p.kind, p.row, p.column, p.found) for p in reading.problems] == [
        ("unidentified-party", 6, "parceiro", "Alemanha"),
        ("unidentified-party", 9, "parceiro", "UPI - União dos Planetas Internos"),
        ("unknown-subject", 9, "temas", "Magia"),
        ("unread-date", 11, "data", "31/02/2006"),
        ("unknown-word", 11, "status", "Adormecido"),
        ("repeated-differently", 12, None, "90008"),
    ]
    assert (reading.rows_read, reading.rows_repeated, reading.records_besides) == (11, 2, 2)


def test_one_record_in_full() -> None:
    record = of(CASES)[1][0]
    assert [(title.value, title.lang) for title in record.titles] == [
        ("Acordo entre o Brasil e o Peru sobre Lhamas", "pt")
    ]
    assert (record.stated_bilateral, record.urls) == (True, ("https://exemplo.invalid/Documento/download/90001",))
    assert record.as_given["loc_celebracao"] == "Lima "


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        (
            "titulo",
            "título",
            "map.yml: title.column: bilaterais_brasil.csv has no column 'titulo'; did you mean título?",
        ),
        ("pdf_url", "pdf_url,novo", "bilaterais_brasil.csv, column novo: is neither read nor ignored in map.yml"),
    ],
)
def test_other_columns_stop_the_load(tmp_path: Path, was: str, becomes: str, message: str) -> None:
    given = (CASES / "bilaterais_brasil.csv").read_text(encoding="utf-8")
    path = tmp_path / "bilaterais_brasil.csv"
    path.write_text(given.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        of(path)
    assert str(caught.value) == message


def test_a_folder_without_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no file bilaterais_brasil\.csv"):
        of(tmp_path)


@pytest.mark.full
def test_the_published_file(data: Callable[[str], Path], tmp_path: Path) -> None:
    home = Home(tmp_path)
    account = load(home, SOURCE, [data("brazil-concordia")])
    counts = account.counts
    assert (counts["rows_read"], counts["rows_repeated"], counts["treaties"]) == (6_761, 3_252, 3_509)
    assert (counts["bilateral_by_flag"], counts["bilateral_by_sides"]) == (3_509, 3_509)
    assert (counts["set_aside"], counts["dates_not_read"], counts["other_problems"], account.short) == (0, 0, 0, [])
    assert counts["identified"] >= 0.999 * counts["parties"]
    states = [one for one in account.unidentified if one.name in ("Alemanha", "Brasil")]
    assert {one.name: one.mentions for one in states} == {"Alemanha": 4, "Brasil": 1}
    records = [record for record in home.records(SOURCE.name) if record.kind == "agreementRecord"]
    partners = Counter(record.parties[1].name for record in records)
    assert len(partners) == 234
    assert {name: partners[name] for name in PARTNERS} == PARTNERS
    signed = sorted(act.date or "" for record in records for act in record.acts if act.type == "signature")
    assert (len(signed), signed[0], signed[-1]) == (3_509, "1822-08-29", "2012-12-20")


@pytest.mark.full
def test_status_and_dates_of_the_published_file(data: Callable[[str], Path]) -> None:
    records = of(data("brazil-concordia"))[1]
    by_status: Counter[tuple[str, str]] = Counter()
    backwards = 0
    for record in records:
        if record.kind == "agreementRecord":
            word = record.as_given["status"]
            by_status.update((word, act.type) for act in record.acts if (act.date or "").startswith(".."))
            days = {act.type: act.date or "" for act in record.acts}
            begun = days.get("entryIntoForce", "..")
            backwards += not begun.startswith("..") and begun < days["signature"]
    assert by_status == {
        ("Em Vigor", "entryIntoForce"): 109,
        ("Expirado", "termination"): 78,
        ("Superado", "termination"): 66,
        ("Substituído", "supersession"): 32,
        ("Denunciado", "denunciation"): 17,
        ("Suspenso", "suspension"): 5,
    }
    assert backwards == 22
    against = Counter((record.says.value, record.acts[0].type) for record in records if record.about and record.says)
    assert against == {
        ("status: Em Vigor", "termination"): 2,
        ("status: Em ratificação da(s) outra(s) Parte(s)", "entryIntoForce"): 147,
        ("status: Em Ratificação", "entryIntoForce"): 7,
        ("status: Tramitação Congresso Nacional", "entryIntoForce"): 18,
        ("status: Tramitação Ministérios/Casa Civil", "entryIntoForce"): 17,
        ("status: Tramitação MRE", "entryIntoForce"): 5,
    }
    in_force = {
        r.id for r in records if any(act.type == "entryIntoForce" and act.date for act in r.acts) and not r.about
    }
    not_yet = {r.about for r in records if r.about and r.acts[0].type == "entryIntoForce"}
    assert len(in_force & not_yet) == 4  # against a date of force in the same row
