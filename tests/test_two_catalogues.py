"""Two countries' own lists of what they agreed with each other: joined, with both titles, on the sheet of the pair.

The published part of the British list has nothing with Brazil after 1975, and the Brazilian one nothing before 1992
with the United Kingdom, so the British entries here are written for this test in the form of that list.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from kg.build import build
from kg.load import load
from kg.names import PREFIXES
from kg.sheet import read_sheet
from kg.store import Home, Release
from loaders import SOURCES

BRITISH = {  # title, signed, in force
    901: ("Extradition Treaty between the United Kingdom and Brazil", "18/07/1995", "13/08/1997"),
    902: ("Treaty with Brazil on Mutual Legal Assistance in Criminal Matters", "07/04/2005", "13/04/2011"),
    903: ("Agreement with Brazil on the Transfer of Prisoners", "20/08/1998", "11/12/2001"),
    904: ("Agreement with Brazil on the Exchange of Information relating to Taxes", "28/09/2012", ""),
    905: ("Agreement with Brazil on Co-Production of Films", "28/09/2012", ""),
    906: ("Agreement with Brazil on the Carriage of Mails by Airship", "03/12/1997", ""),  # nothing like it in Brazil's
}


def _page() -> dict[str, object]:
    rows = [
        {
            "id": number,
            "lb_document_id": number,
            "uuid": f"u-{number}",
            "title": title,
            "field3": "BI",
            "country_name": "UNITED KINGDOM;BRAZIL",
            "signed_event_date": signed,
            "definative_eif_event_date": in_force,
            "document_url": f"https://example.org/{number}.html",
            "document_path": f"D:\\\\{number}.html",
        }
        for number, (title, signed, in_force) in BRITISH.items()
    ]
    found = {"iStoreRecord": rows, "numberOfRecordsMatched": len(rows), "numberOfRecordsReturned": len(rows)}
    return {"csw:GetRecordsResponse": {"csw:SearchResults": found}}


def _with_the_united_kingdom(published: Path, folder: Path) -> Path:
    """The rows of the published Brazilian list that name the United Kingdom, in a file of their own."""
    (file,) = published.glob("*.csv")
    with file.open(encoding="utf-8", newline="") as given, (folder / file.name).open("w", newline="") as kept:
        head, *rows = csv.reader(given)
        csv.writer(kept).writerows([head, *(row for row in rows if "Reino Unido" in "".join(row))])
    return folder / file.name


@pytest.fixture(scope="module")
def release(data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Release:
    home = Home(tmp_path_factory.mktemp("two") / "home")
    page = home.path.parent / "1_batch.json"
    page.write_text(json.dumps(_page()))
    load(home, SOURCES["brazil-concordia"], [_with_the_united_kingdom(data("brazil-concordia"), home.path.parent)])
    load(home, SOURCES["uk-treaties"], [page])
    kept = {name: SOURCES[name] for name in ("brazil-concordia", "uk-treaties")}
    return build(home, kept, lambda _text: None).release


def _titles(release: Release) -> dict[str, set[str]]:
    """English title -> Portuguese ones, of agreements with both."""
    rows = release.store.query(
        "SELECT ?en ?pt { ?a tkg:title ?en , ?pt . FILTER(LANG(?en) = 'en' && LANG(?pt) = 'pt') }",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    assert isinstance(rows, QuerySolutions)
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["en"].value, set()).add(row["pt"].value)
    return found


def test_what_stands_in_both_lists_is_one_agreement(release: Release) -> None:
    titles = _titles(release)
    for number, word in (
        (901, "Extradição"),
        (902, "Assistência"),
        (903, "Presos"),
        (904, "Informações"),
        (905, "Cinematográfica"),
    ):
        (portuguese,) = titles[BRITISH[number][0]]
        assert word in portuguese
    assert BRITISH[906][0] not in titles


def test_both_titles_stand_on_the_sheet(release: Release) -> None:
    sheet = read_sheet(release.store, "GBR", "BRA", date(2026, 11, 25), release.id)
    (treaty,) = [one for one in sheet.agreements if BRITISH[901][0] in str(one.title)]
    assert any("Extradição" in str(title) for title in treaty.originals)
    assert "listed by two or more of them, and counted once" in " ".join(str(part) for part in sheet.summary)


def test_the_published_lists_have_no_agreement_in_common(data: Callable[[str], Path]) -> None:
    """Decision 0018; where this fails, newer files overlap, and the joins can be shown on them instead."""
    british = _signed("uk-treaties", data("uk-treaties"), "BRA")
    brazilian = _signed("brazil-concordia", data("brazil-concordia"), "GBR")
    assert len(british) > 50 and len(brazilian) > 30
    assert max(british) < min(brazilian)


def _signed(source: str, folder: Path, other: str) -> list[str]:
    """Days of signature that a published list has of agreements with a country."""
    records = SOURCES[source].read([folder], True).records
    with_other = (one for one in records if any(party.polity == other for party in one.parties))
    return [act.date for one in with_other for act in one.acts if act.type == "signature" and act.date]
