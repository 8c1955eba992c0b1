"""The fact sheet: its words, its statuses, its evidence, and the page in a real browser."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.dates import Span, span
from kg.graph.reference import FILES
from kg.names import REF_GRAPH
from kg.resources import ONTOLOGY
from kg.sheet import Sheet, read_sheet, render, words
from kg.sheet.status import status

GOLDEN = Path(__file__).parent / "sheet" / "golden.trig"
ENTRY_INTO_FORCE = "2025-11-12"


@cache
def _store() -> Store:
    store = Store()
    for name in FILES:
        store.load(path=ONTOLOGY / name, format=RdfFormat.TURTLE, to_graph=REF_GRAPH)
    store.load(path=GOLDEN, format=RdfFormat.TRIG)
    return store


def _sheet(on: str = ENTRY_INTO_FORCE, one: str = "RUS", other: str = "VEN") -> Sheet:
    return read_sheet(_store(), one, other, date.fromisoformat(on), "abc123def456")


@cache
def _page(on: str = ENTRY_INTO_FORCE) -> str:
    return render(_sheet(on))


class Page(HTMLParser):
    """Elements of a page, its text by element, and whether every element that is opened is closed."""

    VOID = frozenset({"meta", "br", "hr", "img", "link", "col", "input"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.open: list[tuple[str, bool]] = []
        self.notes_in_values: list[list[str]] = []
        self.values_open: list[int] = []
        self.headings: list[int] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        self.elements.append((tag, about, tuple(name for name, _ in self.open)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if about.get("role") == "doc-noteref":
            for value in self.values_open:
                self.notes_in_values[value].append(about["href"] or "")
        is_value = "data-value" in about
        if is_value:
            self.values_open.append(len(self.notes_in_values))
            self.notes_in_values.append([])
        if tag not in self.VOID:
            self.open.append((tag, is_value))

    def handle_endtag(self, tag: str) -> None:
        opened, was_value = self.open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}> at {self.getpos()}"
        if was_value:
            self.values_open.pop()

    @property
    def ids(self) -> list[str]:
        return [about["id"] or "" for _, about, _ in self.elements if "id" in about]

    @property
    def links(self) -> list[str]:
        return [about["href"] or "" for tag, about, _ in self.elements if tag == "a"]


# Words: what is said of a value -> the words.
SAYINGS: dict[str, tuple[str, str]] = {
    "a day": (words.edtf("2025-11-12"), "12 November 2025"),
    "a month": (words.edtf("2025-10"), "some time in October 2025"),
    "on a day": (words.on("2025-05-07"), "on 7 May 2025"),
    "in a month": (words.on("2025-05"), "in May 2025"),
    "about a day": (words.on("2025-10-31~"), "about 31 October 2025"),
    "a span that is a year": (words.span(span("2001")), "some time in 2001"),
    "a span that is a month": (words.span(span("2001-02")), "some time in February 2001"),
    "a span that is a day": (words.span(span("2001-02-03")), "3 February 2001"),
    "an open span": (words.span(span("../1991-12-25")), "no later than 25 December 1991"),
    "a span of days": (
        words.span(Span(date(2025, 10, 7), date(2025, 11, 12))),
        "some time between 7 October 2025 and 12 November 2025",
    ),
    "the last December": (words.span(Span(date(9999, 12, 1), date(9999, 12, 30))), "some time between 1 December 9999 and 30 December 9999"),
    "years counted": (words.period(date(2001, 1, 1), date(2024, 12, 31)), "2001–2024"),
    "one year counted": (words.period(date(2021, 1, 1), date(2021, 12, 31)), "2021"),
    "counted since": (words.period(date(2004, 1, 1), None), "since 2004"),
    "counted until": (words.period(None, date(2014, 12, 31)), "up to 2014"),
    "no period": (words.period(None, None), "period not stated"),
    "an exact share": (words.share(41, 342, "exactly"), "12 %"),
    "a share of nearly": (words.share(41, 400, "nearly"), "10 to 11 %"),
    "a share of more than": (words.share(41, 400, "moreThan"), "at most 10 %"),
    "a share of at most": (words.share(41, 400, "atMost"), "at least 10 %"),
    "no share of nothing": (words.share(0, 400, "exactly"), ""),
    "no share above the whole": (words.share(401, 400, "exactly"), ""),
    "nearly is below": (words.read_as(400, "nearly"), "360 to 399"),
    "about is around": (words.read_as(30, "about"), "27 to 33"),
    "more than": (words.read_as(400, "moreThan"), "401 or more"),
    "the Soviet Union": (words.named("Soviet Union"), "the Soviet Union"),
    "the Russian Empire": (words.named("Russian Empire"), "the Russian Empire"),
    "the Kingdom of Great Britain": (words.named("Kingdom of Great Britain"), "the Kingdom of Great Britain"),
    "Venezuela": (words.named("Venezuela"), "Venezuela"),
    "ten years": (words.months(120), "10 years"),
    "half a year more": (words.months(30), "2 years and 6 months"),
    "one agreement": (words.plural(1, "agreement"), "1 agreement"),
    "many entries": (words.plural(1200, "entry", "entries"), "1,200 entries"),
    "unnamed": (
        words.speech("asserts", "unnamedSource", "", "A paper", "on 31 October 2025"),
        "reported on 31 October 2025 by A paper, citing unnamed sources",
    ),
    "denied": (words.speech("denies", "namedPerson", "X, minister", "P", "in May 2025"), "denied in May 2025 by X, minister"),
}


@pytest.mark.parametrize("case", SAYINGS, ids=str)
def test_words(case: str) -> None:
    said, expected = SAYINGS[case]
    assert said == expected


# agreement, day -> answer, word, why or until when
STANDING = {
    ("t00000001", "2025-05-06"): ("no", "not yet signed", "signed after the day asked"),
    ("t00000001", "2025-11-11"): ("no", "signed, not in force", "entry into force: 12 November 2025"),
    ("t00000001", "2025-11-12"): ("yes", "in force", "until 11 November 2035, then renewed unless notice is given by 12 May 2035"),
    ("t00000001", "2035-11-11"): ("yes", "in force", "until 11 November 2035, then renewed unless notice is given by 12 May 2035"),
    ("t00000001", "2035-11-12"): (
        "possibly",
        "may be in force",
        "the term ended on 11 November 2035; renewed unless notice was given, on which the sources are silent",
    ),
    ("t00000002", "1950-01-01"): ("possibly", "may be in force", "signed; no entry into force recorded"),
    ("t00000002", "1952-06-13"): ("no", "terminated", "on 13 June 1952"),
    ("t00000003", "2008-10-31"): ("no", "not yet signed", "signed after the day asked"),
    ("t00000003", "2008-11-15"): ("possibly", "may be in force", "signed; no entry into force recorded"),
    ("t00000005", "1948-04-08"): ("yes", "in force", "until 8 April 1948"),
    ("t00000005", "1948-04-09"): ("no", "expired", "last day in force 8 April 1948"),
    ("t00000006", "2025-11-12"): ("unknown", "not known", "neither signature nor entry into force is recorded"),
}


@pytest.mark.parametrize(("agreement", "on"), STANDING)
def test_status_on_a_day(agreement: str, on: str) -> None:
    found = next(one for one in _sheet(on).agreements if one.id == agreement).status
    assert (found.answer, found.word, found.until or found.reason) == STANDING[agreement, on]


# a period of force and the day asked -> the reason of doubt or the end, in words
BASE = {"mode": "definitive", "known": "2012-12-31", "startFrom": "1951-01-01", "startTo": "1951-01-01"}
PERIODS = {
    "silent after the horizon": ({"basis": "sourceHorizon", "endFrom": "2013-01-01"}, "2013-01-01", "no end recorded; last confirmed 31 December 2012"),
    "start disputed": (
        {"basis": "sourceHorizon", "endFrom": "2013-01-01", "startTo": "1951-06-30"},
        "1951-02-01",
        "entered into force some time between 1 January 1951 and 30 June 1951",
    ),
    "extension unknown": (
        {"basis": "expiryUnlessExtended", "endFrom": "1961-01-01"},
        "1970-01-01",
        "the term ended on 31 December 1960; no extension recorded",
    ),
    "ended in a year": (
        {"basis": "endedByAct", "endFrom": "1960-01-01", "endTo": "1960-12-31"},
        "1960-06-01",
        "terminated some time in 1960",
    ),
    "superseded": ({"basis": "superseded", "endFrom": "1960-02-03", "endTo": "1960-02-03"}, "1970-01-01", "on 3 February 1960"),
    "suspended": ({"mode": "suspended", "basis": "endedByAct", "endFrom": "1960-01-01"}, "1955-01-01", "suspended since 1 January 1951"),
}


@pytest.mark.parametrize("case", PERIODS)
def test_reason_in_words(case: str) -> None:
    more, on, reason = PERIODS[case]
    assert status([{**BASE, **more}], date.fromisoformat(on), Span(date(1951, 1, 1), date(1951, 1, 1))).reason == reason


def test_after_the_horizon_is_presumed() -> None:
    assert not _sheet("2025-11-30").agreements[-3].status.presumed
    late = _sheet("2030-01-01")
    assert next(one for one in late.agreements if one.id == "t00000001").status.presumed
    assert late.summary[-1] == "The sources end on 30 November 2025: what holds on a later day is presumed."
    assert "in force (presumed)" in _page("2030-01-01")


def test_the_paragraph() -> None:
    assert " ".join(_sheet().summary) == (
        "6 bilateral agreements are listed here, 1945–2025; 1 is in force, 1 may be, 3 are not and of 1 it is not known. "
        "Of these, 2 were concluded by the Soviet Union. "
        "1 instrument of public bodies and companies is listed apart and not counted as agreements of the states. "
        "Sources state between nearly 4 and 342, of differing things and periods. "
        "No standing security commitment is coded in the sources below. "
        "The sources disagree on 1 point (marked ≠)."
    )


def test_nothing_found_is_said_with_care() -> None:
    sheet = _sheet(one="USA", other="CHL")
    page = render(sheet)
    assert sheet.summary[0] == (
        "No bilateral agreement between the two states or their governments was found in the sources below."
    )
    assert page.count(words.NONE_FOUND) >= 8
    assert "there are" not in page.lower()


def test_public_bodies_stand_apart() -> None:
    sheet = _sheet()
    assert [one.id for one in sheet.public_bodies] == ["t00000004"]
    assert [party.text.value for party in sheet.public_bodies[0].parties] == [
        "Russia (ministry or agency)",
        "Oil Company of the East (company)",
    ]
    assert sheet.multilateral == ("t00000007",)


def test_counts_are_compared_and_never_extrapolated() -> None:
    rows = {row.stated.records[0]: row for row in _sheet().counts}
    exact, nearly, batch = (rows[f"index/count-{name}"] for name in ("342", "400", "batch"))
    assert (exact.period, exact.listed, exact.with_public_bodies) == ("2001–2009", "1 (0 %)", "2 (1 %)")
    assert (nearly.listed, nearly.reading) == (
        "5",
        "read as 4 to 3; beginning of the period not stated; more are listed here than stated: the count or this list is wrong",
    )
    assert (batch.listed, batch.reading) == ("", "projects are not listed here one by one")
    assert "342 agreements stated" in _page()
    assert "1 listed here (0 %)" in _page()


def test_a_conflict_shows_both_values_in_one_line() -> None:
    conflict = _sheet().conflicts[0]
    assert conflict.field == "entry into force: day"
    assert conflict.why == "more independent sources say so"
    text = re.sub(r"<sup.*?</sup>|<[^>]+>", "", _page())
    assert "12 November 2025 ≠ 7 October 2025" in text


def test_a_denial_stands_in_the_sentence_of_the_report() -> None:
    text = html.unescape(re.sub(r"<sup.*?</sup>|<[^>]+>", "", _page()))
    assert (
        "reported on 31 October 2025 by Washington Paper, from documents not published: asked for missiles; "
        "denied on 11 November 2025 by Sergey Lavrov, foreign minister of Russia: No, no hemos recibido ninguna solicitud."
    ) in text


def test_predecessors_keep_their_name() -> None:
    old = next(one for one in _sheet().agreements if one.id == "t00000002")
    assert old.concluded_by == ("the Soviet Union",)
    assert "concluded by the Soviet Union" in _page()


def test_domestic_steps_stand_apart() -> None:
    treaty = _sheet().principal[0]
    assert [(act.label, act.plane, act.who.text.value if act.who else "") for act in treaty.acts] == [
        ("signature", "international", "Russia: President; Venezuela: President"),
        ("approval by parliament", "domestic", "Venezuela: National Assembly"),
        ("entry into force", "operation", ""),
    ]


def test_gaps_are_numbers() -> None:
    sheet = _sheet()
    assert "no entry into force: 4 of 6" in sheet.missing
    assert any("index/broken" in line for line in sheet.gaps)
    assert any("1 scanned paper" in line for line in sheet.gaps)
    assert {(each.source, each.covers) for each in sheet.coverage} == {("index", "this pair"), ("catalogue", "not this pair")}


@pytest.mark.parametrize("on", [ENTRY_INTO_FORCE, "1950-01-01", "2036-01-01"])
def test_every_value_has_a_footnote_that_leads_to_its_source(on: str) -> None:
    page = Page(_page(on))
    ids = set(page.ids)
    assert len(page.ids) == len(ids)
    assert len(page.notes_in_values) > 40
    assert all(notes for notes in page.notes_in_values)
    assert {link[1:] for link in page.links if link.startswith("#")} <= ids
    backlinks = [about["href"] for _, about, _ in page.elements if about.get("role") == "doc-backlink"]
    mentions = [about["id"] for _, about, _ in page.elements if about.get("role") == "doc-noteref"]
    assert sorted(backlinks, key=str) == sorted((f"#{mention}" for mention in mentions), key=str)


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = _page()
    tags = {tag for tag, _, _ in Page(page).elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "video", "audio"}
    attributes = {name for _, about, _ in Page(page).elements for name in about}
    assert not {name for name in attributes if name == "src" or name.startswith("on")}
    assert not re.search(r"@import|url\(", page)
    assert not [link for link in Page(page).links if not re.match(r"#|https?://", link)]


def test_all_text_is_escaped() -> None:
    page = _page()
    assert "Energy &lt;script&gt;alert(" in page
    assert "very important &lt;framework&gt; document" in page
    assert "Leader &lt;b&gt;asks&lt;/b&gt; for help" in page
    assert 'href="https://example.org/efe?a=1&amp;b=2"' in page


def test_languages_and_directions_are_marked() -> None:
    assert '<bdi lang="ar" dir="rtl">اتفاق الطاقة</bdi>' in _page()
    assert '<bdi lang="ru" dir="ltr">Договор о партнёрстве</bdi>' in _page()
    assert '<html lang="en" dir="ltr">' in _page()


def test_headings_and_tables_can_be_followed() -> None:
    page = Page(_page())
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    tables = [tag for tag, _, _ in page.elements].count("table")
    assert tables == [tag for tag, _, _ in page.elements].count("caption")
    assert all("scope" in about for tag, about, _ in page.elements if tag == "th")


def test_the_same_release_gives_the_same_page() -> None:
    assert render(_sheet()) == render(_sheet())


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Run a real Chromium without a window on a page; what it prints. In CI a missing one is a failure."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        reason = "no Chromium on the PATH; on Debian: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)

    def run(*arguments: str) -> str:
        options = (
            "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
            "--disable-component-update --disable-sync --hide-scrollbars --virtual-time-budget=10000"
        ).split()
        profile = tmp_path_factory.mktemp("profile")
        command = [found, *options, f"--user-data-dir={profile}", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout

    return run


MEASURE = """<!DOCTYPE html><title>measure</title><p id="said"></p>
<iframe style="width:{width}px;height:800px;border:0" srcdoc="{page}"></iframe>
<script>
const frame = document.querySelector("iframe");
frame.onload = () => {{
  const page = frame.contentDocument, wide = [];
  for (const one of page.body.querySelectorAll("*")) {{
    const box = one.getBoundingClientRect();
    if (box.right > {width} + 1 && box.left >= 0 && box.width) wide.push(one.tagName + "." + one.className);
  }}
  document.getElementById("said").textContent = page.documentElement.scrollWidth + " " + wide.join(",");
}};
</script>"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_sticks_out_of_the_screen(width: int, chromium: Callable[..., str], tmp_path: Path) -> None:
    frame = tmp_path / "frame.html"
    frame.write_text(MEASURE.format(width=width, page=html.escape(_page())), encoding="utf-8")
    said = re.search(r'<p id="said">(.*?)</p>', chromium("--dump-dom", frame.as_uri()))
    assert said is not None
    assert said[1].strip() == str(width)


@pytest.mark.browser
def test_it_prints_on_a4(chromium: Callable[..., str], tmp_path: Path) -> None:
    page, printed = tmp_path / "sheet.html", tmp_path / "sheet.pdf"
    page.write_text(_page(), encoding="utf-8")
    chromium("--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri())
    boxes = re.findall(rb"/MediaBox ?\[([^\]]*)\]", printed.read_bytes())
    assert len(boxes) > 2
    assert {tuple(round(float(side)) for side in box.split()) for box in boxes} == {(0, 0, 595, 842)}
