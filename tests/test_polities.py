"""Polities: facts of states.ttl that must hold together, look-ups by date, and the names of the UK catalogue."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from babel import Locale
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from kg.dates import Span, span
from kg.errors import UnknownNameError
from kg.names import PREFIXES, local_name
from kg.polities import Polity, find_line, identify, line_of, lines, polities, spells, suggest
from kg.resources import ONTOLOGY

STATES = ONTOLOGY / "states.ttl"
UK_NAMES = Path(__file__).parent.parent / "loaders" / "uk_treaties" / "names.csv"
DAY = timedelta(days=1)
LANGUAGES = ("en", "es", "ru")

# Succeeds an older polity after a gap, or one that had ended long before: each for its own reason.
APART = {
    ("DDR", "DEOC"),  # founded four months after the Federal Republic
    ("BEN", "FWAF"), ("BFA", "FWAF"), ("CIV", "FWAF"), ("MLI", "FWAF"), ("NER", "FWAF"), ("SEN", "FWAF"),  # autonomous
    ("CAF", "FEQA"), ("COG", "FEQA"), ("GAB", "FEQA"), ("TCD", "FEQA"),  # republics in the Community, 1958-1960
    ("VDR", "VNMK"),  # August revolution of 1945
    ("YUG", "AUH"), ("HUN", "AUH"),  # weeks after the end of the monarchy
    ("YUG", "MNEK"),  # union voted on 26 November, proclaimed on 1 December 1918
    ("SLV", "UPCA"),  # constituted itself a year after the federation fell apart
}  # fmt: skip
# Territories without one power that answers for them abroad.
NOBODYS = {"ATA", "ESH", "SAAB", "TLSI", "TRST"}
NOT_ISO = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}  # CLDR's own


def codes() -> Iterator[tuple[str, str, str, date, date]]:
    """Every code as (scheme, code, polity, first day, last day)."""
    nodes: dict[str, dict[str, str]] = defaultdict(dict)
    for triple in parse(path=STATES, format=RdfFormat.TURTLE):
        nodes[triple.subject.value][triple.predicate.value] = triple.object.value
    tkg = PREFIXES["tkg"]
    for iri, node in nodes.items():
        if "/id/code/" in iri:
            first, last = node[tkg + "validFrom"], node.get(tkg + "validTo")
            yield (
                local_name(node[tkg + "scheme"]),
                node[tkg + "codeValue"],
                local_name(iri),
                date.fromisoformat(first),
                date.fromisoformat(last) if last else date.max,
            )


def test_both_parsers_read_the_same_file() -> None:
    triples = {str(triple) for triple in parse(path=STATES, format=RdfFormat.TURTLE)}
    assert len(Graph().parse(STATES)) == len(triples) > 10_000


def test_one_code_stands_for_one_polity_a_day() -> None:
    by_code: dict[tuple[str, str], list[tuple[date, date, str]]] = defaultdict(list)
    for scheme, code, polity, first, last in codes():
        by_code[scheme, code].append((first, last, polity))
    clashes = [
        (code, one[2], other[2])
        for code, spans in by_code.items()
        for one, other in pairwise(sorted(spans))
        if other[0] <= one[1]
    ]
    assert (clashes, len(by_code) > 1_000) == ([], True)


def test_every_polity_is_complete() -> None:
    wrong = [
        polity.id
        for polity in polities().values()
        if not re.fullmatch(r"[A-Z]{3,5}", polity.id)
        or set(polity.labels) != set(LANGUAGES)
        or polity.line not in lines()
        or polity.exists_from == date.min
        or (polity.exists_to or date.max) < polity.exists_from
        or not {*polity.continues, *polity.succeeds} <= set(polities())
    ]
    assert wrong == []


def test_every_line_is_named_and_used() -> None:
    assert {polity.line for polity in polities().values()} == set(lines())
    assert [line for line, labels in lines().items() if set(labels) != set(LANGUAGES)] == []


def test_every_territory_depends_on_somebody() -> None:
    tkg = PREFIXES["tkg"]
    dependent = {
        local_name(triple.subject.value)
        for triple in parse(path=STATES, format=RdfFormat.TURTLE)
        if triple.predicate.value == tkg + "dependsOn"
    }
    assert {p.id for p in polities().values() if p.type == "territoryPolity"} - dependent == NOBODYS


def _pairs(relation: str) -> list[tuple[Polity, Polity]]:
    return [(new, polities()[old]) for new in polities().values() for old in getattr(new, relation)]


def test_what_continues_follows_within_a_day() -> None:
    gaps = {(new.id, old.id): new.exists_from - (old.exists_to or date.max) for new, old in _pairs("continues")}
    assert {pair: gap for pair, gap in gaps.items() if not timedelta(0) <= gap <= DAY} == {}


def test_what_succeeds_begins_before_or_the_day_after_the_end() -> None:
    apart = {
        (new.id, old.id)
        for new, old in _pairs("succeeds")
        if not old.exists_from <= new.exists_from <= (old.exists_to or date.max - DAY) + DAY
    }
    assert apart == APART


def test_present_names_follow_cldr() -> None:
    iso = sorted(set(filter(re.compile("[A-Z]{2}$").match, cldr("en"))) - NOT_ISO)
    polity = {code: identify(code, scheme="iso3166-1-alpha2") for code in iso}
    assert ([code for code in iso if polity[code] is None], len(iso)) == ([], 249)
    different = [(code, lang) for code in iso for lang in LANGUAGES if identify(cldr(lang)[code]) != polity[code]]
    assert different == [("CG", "es")]  # "Congo" there, but a reader may mean either


def cldr(lang: str) -> dict[str, str]:
    """Names of territories by code, as babel has them."""
    return {str(code): str(name) for code, name in Locale(lang).territories.items()}


@pytest.mark.parametrize(
    ("scheme", "code", "on", "polity"),
    [
        ("cow", "365", "1900-01-01", "RUE"),
        ("cow", "365", "1920-01-01", "RSF"),
        ("cow", "365", "1951-01-01", "SUN"),
        ("cow", "365", "1995-01-01", "RUS"),
        ("cow", "365", "1991-12-25", "SUN"),
        ("cow", "365", "1991-12-26", "RUS"),
        ("cow", "345", "1900-01-01", "SRBK"),
        ("cow", "345", "2016-01-01", "SRB"),
        ("gw", "345", "2016-01-01", None),
        ("gw", "340", "2016-01-01", "SRB"),
        ("gw", "345", "2005-01-01", "SCG"),
        ("cow", "255", "1850-01-01", "PRU"),
        ("cow", "255", "1914-01-01", "GERE"),
        ("cow", "255", "1995-01-01", "DEU"),
        ("gw", "255", "1995-01-01", None),
        ("cow", "260", "1980-01-01", "DEU"),
        ("cow", "260", "1995-01-01", None),
        ("gw", "260", "1995-01-01", "DEU"),
        ("cow", "679", "1995-01-01", "YEM"),
        ("gw", "678", "1995-01-01", "YEM"),
        ("cow", "678", "1980-01-01", "YEMN"),
        ("cow", "816", "1960-01-01", "VDR"),
        ("cow", "710", "1930-01-01", "CHNR"),
        ("cow", "710", "1960-01-01", "CHN"),
        ("cow", "365", None, "RUS"),
        ("iso3166-1-alpha3", "SUN", None, "SUN"),
        ("iso3166-1-alpha3", "sun", "1995-01-01", None),
        ("iso3166-1-alpha2", "CS", "1980-01-01", "CSK"),
        ("iso3166-1-alpha2", "CS", "2005-01-01", "SCG"),
        ("iso3166-1-alpha2", "CS", None, None),
        ("iso3166-1-alpha2", "SK", "1974-06-01", "SKIM"),
        ("iso3166-1-alpha2", "HK", "1990-01-01", "HKGC"),
        ("iso3166-1-alpha3", "ZAR", "1980-01-01", "COD"),
        ("iso3166-1-numeric", "280", "1980-01-01", "DEU"),
        ("iso3166-3", "DDDE", None, "DDR"),
        ("name", "Russia", "1900-01-01", "RUE"),
        ("name", "Russia", "1950-01-01", None),
        ("name", "СССР", None, "SUN"),
        ("name", "россия", None, "RUS"),
        ("name", "Persia", "1900-01-01", "IRN"),
        ("name", "cote d'ivoire", None, "CIV"),
        ("name", "Congo", "1990-01-01", None),
        ("name", "Germany", "1930-01-01", "GERE"),
        ("name", "Atlantis", None, None),
    ],
)
def test_identify(scheme: str, code: str, on: str | None, polity: str | None) -> None:
    assert identify(code, scheme=scheme, on=date.fromisoformat(on) if on else None) == polity


@pytest.mark.parametrize(
    ("name", "on", "more", "polity"),
    [
        ("Alemanha", "1975-05", {}, "DEU"),  # Portuguese, of CLDR
        ("União Soviética", "1980", {}, "SUN"),  # and of our own table
        ("Deutschland", "1975", {}, None),
        ("Deutschland", "1975", {"languages": ("de",)}, "DEU"),
        ("Côte d’Ivoire", "1990", {"languages": ("fr",)}, "CIV"),
        ("Deutschland", "1935", {"languages": ("de",)}, None),  # a present name, of no use before
        ("Russian Federation", "1901", {}, None),
        ("Russian Federation", "1901", {"present": True}, "RUE"),
        ("Russian Federation", "1950-06-01", {"present": True}, "SUN"),
        ("Russian Federation", "1922", {"present": True}, None),  # the RSFSR to 29 December, then the Soviet Union
        ("Atlantis", "1950", {"present": True}, None),
        ("Russian Federation", "1991", {"present": True}, None),  # and the Soviet Union for most of that year
        ("Soviet Union", "1900", {"present": True}, None),  # no present name
        ("Soviet Union", "1985/1995", {}, "SUN"),
        ("Kazakhstan", "1991", {}, "KAZ"),  # of all days of that year on which it stands for a polity
        ("Vietnam", "1960", {"present": True}, None),  # two states of one line
    ],
)
def test_names_by_language_and_day(name: str, on: str, more: dict[str, Any], polity: str | None) -> None:
    assert identify(name, on=span(on), **more) == polity


@pytest.mark.parametrize(
    ("code", "scheme", "on", "present", "polity"),
    [
        ("4", "m49", "2003", False, "AFG"),  # without leading zeros, as some sources write it
        ("810", "m49", "1958", False, "SUN"),
        ("276", "iso3166-1-numeric", "1957", False, None),  # 280 until 1990
        ("280", "m49", "1957", False, "DEU"),
        ("203", "m49", "1948", False, None),
        ("RUS", "iso3166-1-alpha3", "1950", False, None),
        ("RUS", "iso3166-1-alpha3", "1950", True, "SUN"),
        ("365", "cow", "1991", False, None),  # one of two
    ],
)
def test_codes_by_day(code: str, scheme: str, on: str, present: bool, polity: str | None) -> None:
    assert identify(code, scheme=scheme, on=span(on), present=present) == polity


def test_a_code_stands_for_one_polity_after_another() -> None:
    found = spells("365", "cow", Span(date(1921, 3, 1), date(1995, 1, 1)))
    assert [(polity, str(days.lo), str(days.hi)) for polity, days in found] == [
        ("RSF", "1921-03-01", "1922-12-29"),
        ("SUN", "1922-12-30", "1991-12-25"),
        ("RUS", "1991-12-26", "1995-01-01"),
    ]


def test_no_names_are_known_in_a_language_that_is_none() -> None:
    with pytest.raises(UnknownNameError, match="no names of countries are known in the language 'xx-nowhere'"):
        identify("Nowhere", languages=("xx-nowhere",))


@pytest.mark.parametrize(
    ("name", "near"), [("Venezuella", "Venezuela"), ("Sovjet Union", "Soviet Union"), ("zzz", None)]
)
def test_suggest(name: str, near: str | None) -> None:
    assert suggest(name) == near


def test_an_unknown_scheme_is_said() -> None:
    with pytest.raises(UnknownNameError, match="unknown scheme 'polity5'; known are name, cow, gw"):
        identify("365", scheme="polity5")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("RUS", "RUS"), ("ru", "RUS"), ("Russia", "RUS"), ("Rusia", "RUS"), ("Россия", "RUS"), ("SUN", "RUS"),
        ("Soviet Union", "RUS"), ("СССР", "RUS"), ("венесуэла", "VEN"), ("Венесуэла", "VEN"), ("GBR", "GBR"),
        ("UK", "GBR"), ("Gran Bretaña", "GBR"), ("gran bretana", "GBR"), ("United States", "USA"), ("США", "USA"),
        ("DDR", "DEU"), ("Prussia", "DEU"), ("South Vietnam", "VNM"), ("Gold Coast", "GHA"), ("Siam", "THA"),
        ("Zaire", "COD"), ("Ottoman Empire", "TUR"), ("China", "CHN"), ("Taiwan", "TWN"), ("Yugoslavia", "YUG"),
        ("SUHH", "RUS"), ("Bermuda", "BMU"), ("EU", "EUUN"), (" Trinidad and Tobago ", "TTO"),
    ],
)  # fmt: skip
def test_find_line(text: str, line: str) -> None:
    assert find_line(text) == line


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Venezula", "unknown country 'Venezula'; did you mean Venezuela?"),
        ("Rossia", "unknown country 'Rossia'; did you mean Russia?"),
        ("qqqqqq", "unknown country 'qqqqqq'; give an ISO 3166 code or a name in English, Spanish or Russian"),
        (
            "Congo",
            "'Congo' can mean several countries: COD (Congo - Kinshasa), COG (Congo - Brazzaville); "
            "give one of these codes",
        ),
        (
            "Korea",
            "'Korea' can mean several countries: KOR (South Korea), PRK (North Korea); give one of these codes",
        ),
    ],
)
def test_find_line_says_what_to_do(text: str, message: str) -> None:
    with pytest.raises(UnknownNameError) as error:
        find_line(text)
    assert str(error.value) == message


def test_line_of() -> None:
    assert [line_of(polity) for polity in ("RUE", "SUN", "SARD", "BMU", "UNO")] == ["RUS", "RUS", "ITA", "BMU", "UNO"]
    with pytest.raises(UnknownNameError, match="'XXX' is no polity"):
        line_of("XXX")


# ---------- the UK catalogue's names


def uk_names() -> dict[str, list[tuple[date, date, str]]]:
    """Name -> windows (first day, last day, polity)."""
    found: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
    with UK_NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first, last = row["from"] or str(date.min), row["to"] or str(date.max)
            found[row["name"]].append((date.fromisoformat(first), date.fromisoformat(last), row["polity"]))
    return found


def test_uk_names_are_sorted_known_and_do_not_overlap() -> None:
    names = uk_names()
    assert list(names) == sorted(names)
    assert {polity for windows in names.values() for *_, polity in windows} <= set(polities())
    for name, windows in names.items():
        assert all(first <= last for first, last, _ in windows), name
        assert all(one[1] < other[0] for one, other in pairwise(windows)), name


def mentions(folder: Path) -> Counter[tuple[str, str]]:
    """How often each (name, day) stands in the catalogue; the first day known, else ""; repeated records once."""
    found: Counter[tuple[str, str]] = Counter()
    seen = set()
    for file in sorted(folder.glob("json/*.json")):
        page = json.loads(file.read_text(encoding="utf-8"))
        for record in page["csw:GetRecordsResponse"]["csw:SearchResults"]["iStoreRecord"]:
            if record["uuid"] not in seen and record.get("country_name"):
                given = (record.get(f"{event}_event_date") for event in ("signed", "adopted", "definative_eif"))
                day = "-".join(reversed(next(filter(None, given), "").split("/")))
                found.update((name, day) for name in record["country_name"].split(" ; "))
            seen.add(record["uuid"])
    return found


@pytest.mark.full
def test_names_of_the_uk_catalogue_are_identified(data: Callable[[str], Path]) -> None:
    names, found = uk_names(), mentions(data("uk-treaties"))
    assert {name for name, _ in found} - set(names) == {"HESSE", "Port Moresby", "TRIESTE YUGOSLAVIA"}
    assert set(names) - {name for name, _ in found} == set()

    def known(name: str, day: str) -> bool:
        windows = names.get(name, [])
        return any(str(first) <= day <= str(last) for first, last, _ in windows) if day else len(windows) == 1

    unknown = {mention: n for mention, n in found.items() if not known(*mention)}
    assert sum(unknown.values()) < 0.01 * found.total()
    left_open = {"BORNEO", "Guinea", "HESSE", "Port Moresby", "TRIESTE YUGOSLAVIA"}
    assert {name for name, day in unknown if day} == left_open


# ---------- lists of states


def cow(folder: Path) -> Iterator[tuple[str, str, date, date]]:
    """Spells of the Correlates of War list: scheme, code, first and last day."""
    with (folder / "states2016.csv").open(encoding="ascii", newline="") as file:
        for row in csv.DictReader(file):
            first, last = ([int(row[end + part]) for part in ("year", "month", "day")] for end in ("st", "end"))
            yield "cow", row["ccode"], date(*first), date(*last)


def gleditsch_ward(folder: Path) -> Iterator[tuple[str, str, date, date]]:
    """Spells of the Gleditsch and Ward list, out of the cells of its workbook."""
    with ZipFile(folder / "gwstates.xlsx") as book:
        strings, sheet = (book.read(f"xl/{part}.xml").decode() for part in ("sharedStrings", "worksheets/sheet1"))
    texts = [re.sub("<.*?>", "", item) for item in re.findall(r"<si>(.*?)</si>", strings, re.DOTALL)]
    for row in re.findall(r"<row .*?</row>", sheet, re.DOTALL)[1:]:
        code, _, _, first, last = (texts[int(cell)] for cell in re.findall(r"<v>(\d+)</v>", row))
        yield "gw", code, *(date(*map(int, reversed(day.split(".")))) for day in (first, last))  # type: ignore[misc]


@pytest.mark.full
@pytest.mark.parametrize("spells", [cow, gleditsch_ward])
def test_every_listed_state_is_identified(
    spells: Callable[[Path], Iterator[tuple[str, str, date, date]]], data: Callable[[str], Path]
) -> None:
    unknown = set()
    listed = list(spells(data("states")))
    for scheme, code, first, last in listed:
        days = [first, last, *(date(year, 7, 1) for year in range(first.year + 1, last.year))]
        unknown |= {(scheme, code, day) for day in days if identify(code, scheme=scheme, on=day) is None}
    # Rwanda, independent on 1 July 1962: the list has day and month the wrong way round.
    assert unknown - {("gw", "517", date(1962, 1, 7))} == set()
    assert len(listed) > 200
