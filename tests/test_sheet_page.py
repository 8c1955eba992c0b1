"""The page of a fact sheet: footnotes both ways, nothing fetched, all escaped, and readable in a real browser."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.sheet import render
from tests.sheet import ALLIANCES, ENTRY_INTO_FORCE, page_on, sheet_on


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


@pytest.mark.parametrize(
    ("on", "more"), [(ENTRY_INTO_FORCE, ()), ("1950-01-01", ()), ("2036-01-01", ()), (ENTRY_INTO_FORCE, (ALLIANCES,))]
)
def test_every_value_has_a_footnote_that_leads_to_its_source(on: str, more: tuple[Path, ...]) -> None:
    page = Page(page_on(on, *more))
    ids = set(page.ids)
    assert len(page.ids) == len(ids)
    assert len(page.notes_in_values) > 40
    assert all(notes for notes in page.notes_in_values)
    assert {link[1:] for link in page.links if link.startswith("#")} <= ids
    backlinks = [about["href"] for _, about, _ in page.elements if about.get("role") == "doc-backlink"]
    mentions = [about["id"] for _, about, _ in page.elements if about.get("role") == "doc-noteref"]
    assert sorted(backlinks, key=str) == sorted((f"#{mention}" for mention in mentions), key=str)


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = page_on()
    tags = {tag for tag, _, _ in Page(page).elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "video", "audio"}
    attributes = {name for _, about, _ in Page(page).elements for name in about}
    assert not {name for name in attributes if name == "src" or name.startswith("on")}
    assert not re.search(r"@import|url\(", page)
    assert not [link for link in Page(page).links if not re.match(r"#|https?://", link)]


def test_all_text_is_escaped() -> None:
    page = page_on()
    assert "Energy &lt;script&gt;alert(" in page
    assert "very important &lt;framework&gt; document" in page
    assert "Leader &lt;b&gt;asks&lt;/b&gt; for help" in page
    assert 'href="https://example.org/efe?a=1&amp;b=2"' in page


def test_languages_and_directions_are_marked() -> None:
    assert '<bdi lang="ar" dir="rtl">اتفاق الطاقة</bdi>' in page_on()
    assert '<bdi lang="ru" dir="ltr">Договор о партнёрстве</bdi>' in page_on()
    assert '<html lang="en" dir="ltr">' in page_on()


def test_headings_and_tables_can_be_followed() -> None:
    page = Page(page_on(ENTRY_INTO_FORCE, ALLIANCES))
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    tables = [tag for tag, _, _ in page.elements].count("table")
    assert tables == [tag for tag, _, _ in page.elements].count("caption")
    assert all("scope" in about for tag, about, _ in page.elements if tag == "th")


def test_the_same_release_gives_the_same_page() -> None:
    assert render(sheet_on()) == render(sheet_on())


OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--virtual-time-budget=10000",
)


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
        profile = tmp_path_factory.mktemp("profile")
        command = [found, *OPTIONS, f"--user-data-dir={profile}", *arguments]
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
    frame.write_text(
        MEASURE.format(width=width, page=html.escape(page_on(ENTRY_INTO_FORCE, ALLIANCES))), encoding="utf-8"
    )
    said = re.search(r'<p id="said">(.*?)</p>', chromium("--dump-dom", frame.as_uri()))
    assert said is not None
    assert said[1].strip() == str(width)


@pytest.mark.browser
def test_it_prints_on_a4(chromium: Callable[..., str], tmp_path: Path) -> None:
    page, printed = tmp_path / "sheet.html", tmp_path / "sheet.pdf"
    page.write_text(page_on(), encoding="utf-8")
    chromium("--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri())
    boxes = re.findall(rb"/MediaBox ?\[([^\]]*)\]", printed.read_bytes())
    assert len(boxes) > 2
    assert {tuple(round(float(side)) for side in box.split()) for box in boxes} == {(0, 0, 595, 842)}
