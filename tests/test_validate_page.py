"""The page of a report in a real browser: filters and sorting work, nothing is asked of anyone, it fits and prints."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.validate import Finding, Report, as_html
from kg.validate.shapes import SHAPE, catalogue
from tests import test_sheet_page
from tests.server import serving
from tests.test_validate_reports import HOSTILE, date, finding, topic

pytestmark = pytest.mark.browser
chromium = test_sheet_page.chromium

MANY = 6_500


@cache
def page(url: str = "https://evil.example") -> str:
    """A page of 6,500 findings, some of them with a value that asks for something."""
    return as_html(Report(findings=tuple(sorted(_findings(url))), engine="shacl 0.3.4"))


def _findings(url: str) -> Iterator[Finding]:
    for number in range(1, MANY - 99):
        yield finding(number, source="ieadb" if number % 2 else "uk-treaties")
    for number in range(50):
        yield topic(number + 1)
    for number in range(50):
        value = "May 1950" if number else HOSTILE.replace("https://evil.example", url)
        yield date(number + 1, value, source="uk-treaties", row=10_000 - number)


DRIVER = """<!DOCTYPE html><title>driver</title><pre id="said"></pre>
<iframe style="width:{width}px;height:900px;border:0" srcdoc="{page}"></iframe>
<script>
const frame = document.querySelector("iframe");
frame.onload = async () => {{
  const page = frame.contentDocument, said = {{}};
  const form = page.getElementById("filters"), rows = page.getElementById("table").tBodies[0].rows;
  const shown = () => [...rows].filter((row) => row.getClientRects().length);
  const column = (at) => shown().map((row) => row.cells[at].textContent.trim());
  const status = () => page.querySelector("[role=status]").textContent;
  const button = (name) => [...page.querySelectorAll("button")].find((one) => one.textContent.trim() === name);
  const choose = (name, value) => {{
    form.elements[name].value = value;
    form.elements[name].dispatchEvent(new Event("input", {{ bubbles: true }}));
  }};
  const settle = () => new Promise((done) => setTimeout(done, 20));
  try {{ {steps} }} catch (error) {{ said.error = String(error.stack); }}
  document.getElementById("said").textContent = JSON.stringify(said);
}};
</script>"""


@pytest.fixture
def drive(chromium: Callable[..., str], tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Do steps in the page; what they note in `said`."""

    def run(steps: str, width: int = 1280) -> dict[str, Any]:
        driver = tmp_path / "driver.html"
        driver.write_text(DRIVER.format(width=width, page=html.escape(page()), steps=steps), encoding="utf-8")
        said = re.search(r'<pre id="said">(.*?)</pre>', chromium("--dump-dom", driver.as_uri()), re.DOTALL)
        assert said is not None
        found: dict[str, Any] = json.loads(html.unescape(said[1]))
        assert "error" not in found, found["error"]
        return found

    return run


def test_filters_show_what_they_say(drive: Callable[..., dict[str, Any]]) -> None:
    said = drive("""
      said.first = [status(), shown().length];
      choose("severity", "warning"); said.warnings = [status(), [...new Set(column(1))]];
      choose("severity", ""); choose("source", "uk-treaties"); choose("rule", "A09");
      said.dates = [status(), [...new Set(column(2))]];
      choose("text", "MAY 9999"); said.words = [status(), column(4)];
      choose("text", "no such words"); said.none = [status(), shown().length, page.getElementById("none").hidden];
      button("Clear the filters").click(); await settle(); said.cleared = status();
      page.querySelector(".only[data-rule=A04]").click(); said.only = [status(), form.elements.rule.value];
      choose("rule", ""); choose("source", "uk-treaties"); choose("source", ""); said.all = status();
      form.elements.source.selectedIndex = 1; choose("text", ""); said.unknown = [status(), [...new Set(column(1))]];
    """)
    assert said["first"] == ["1 to 100 of 6,500 findings", 100]
    assert said["warnings"] == ["1 to 50 of 50 findings (of 6,500 in all)", ["A04"]]
    assert said["dates"] == ["1 to 50 of 50 findings (of 6,500 in all)", ["uk-treaties"]]
    assert said["words"] == ["1 to 1 of 1 finding (of 6,500 in all)", ["9999"]]
    assert said["none"] == ["0 findings (of 6,500 in all)", 0, False]
    assert said["cleared"] == said["all"] == "1 to 100 of 6,500 findings"
    assert said["only"] == ["1 to 50 of 50 findings (of 6,500 in all)", "A04"]
    assert said["unknown"] == ["1 to 50 of 50 findings (of 6,500 in all)", ["A04"]]


def test_every_column_sorts_both_ways(drive: Callable[..., dict[str, Any]]) -> None:
    said = drive("""
      const heads = [...page.querySelectorAll("#table thead th")];
      const click = (at) => heads[at].querySelector("button").click();
      said.buttons = heads.map((head) => head.querySelectorAll("button").length);
      click(4); said.up = column(4).slice(0, 3); said.sorted = heads.map((head) => head.getAttribute("aria-sort"));
      click(4); said.down = column(4).slice(0, 3); said.turned = heads[4].getAttribute("aria-sort");
      click(0); said.worst = column(0)[0]; click(0); said.mildest = column(0)[0];
      choose("rule", "A09"); click(4); said.filtered = [status(), column(4)[0]];
    """)
    assert said["buttons"] == [1] * 9
    assert said["up"] == ["1", "1", "2"]
    assert said["sorted"] == [None] * 4 + ["ascending"] + [None] * 4
    assert (said["down"], said["turned"]) == (["10000", "9999", "9998"], "descending")  # as numbers, not as words
    assert ("violation" in said["worst"], "warning" in said["mildest"]) == (True, True)
    assert said["filtered"] == ["1 to 50 of 50 findings (of 6,500 in all)", "9951"]


def test_pages_are_turned_to_the_last(drive: Callable[..., dict[str, Any]]) -> None:
    said = drive("""
      const before = page.getElementById("before"), after = page.getElementById("after");
      said.start = [before.disabled, after.disabled];
      after.click(); said.second = status();
      for (let turn = 0; turn < 63; turn += 1) after.click();
      said.last = [status(), before.disabled, after.disabled];
      before.click(); said.back = status();
      choose("severity", "warning"); said.filtered = [status(), before.disabled, after.disabled];
    """)
    assert said["start"] == [True, False]
    assert said["second"] == "101 to 200 of 6,500 findings"
    assert said["last"] == ["6,401 to 6,500 of 6,500 findings", False, True]
    assert said["back"] == "6,301 to 6,400 of 6,500 findings"
    assert said["filtered"] == ["1 to 50 of 50 findings (of 6,500 in all)", True, True]


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_sticks_out_of_the_screen(width: int, drive: Callable[..., dict[str, Any]]) -> None:
    said = drive(
        """
      choose("rule", "A09");
      const limit = page.documentElement.clientWidth + 1;
      said.wide = [...page.body.querySelectorAll("*")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && box.left >= 0 && box.right > limit;
      }).map((one) => one.outerHTML.slice(0, 80));
      said.width = page.documentElement.scrollWidth;
      const sizes = [...page.querySelectorAll("button")].filter((one) => one.getClientRects().length);
      said.low = sizes.filter((one) => one.getBoundingClientRect().height < 24).map((one) => one.textContent);
    """,
        width,
    )
    assert (said["wide"], said["low"]) == ([], [])
    assert said["width"] <= width


def test_no_request_goes_out(chromium: Callable[..., str]) -> None:
    with serving() as server:
        content = page(server.url).encode()
        server.answers["/report.html"] = [lambda handler: handler.send(200, content, Content_Type="text/html")]
        server.answers["/favicon.ico"] = [lambda handler: handler.send(404)]
        server.answers["/x.png"] = [lambda handler: handler.send(404)]
        shown = chromium("--dump-dom", f"{server.url}/report.html")
    assert server.url in shown
    assert set(server.paths()) - {"/favicon.ico"} == {"/report.html"}  # the first is the browser's own, not the page's


def test_it_prints_all_findings_on_a4(chromium: Callable[..., str], tmp_path: Path) -> None:
    few = Report(findings=tuple(sorted([*map(finding, range(1, 300)), topic(1)])), engine="shacl 0.3.4")
    source, printed = tmp_path / "report.html", tmp_path / "report.pdf"
    source.write_text(as_html(few), encoding="utf-8")
    chromium("--no-pdf-header-footer", f"--print-to-pdf={printed}", source.as_uri())
    boxes = re.findall(rb"/MediaBox ?\[([^\]]*)\]", printed.read_bytes())
    assert {tuple(round(float(side)) for side in box.split()) for box in boxes} == {(0, 0, 842, 595)}
    assert 8 <= len(boxes) <= 20  # all 300, not the 100 of one page on the screen; and a line each, not a card


def test_the_summary_comes_first(drive: Callable[..., dict[str, Any]]) -> None:
    said = drive("""
      const [rules, table] = page.querySelectorAll("table");
      said.first = Boolean(rules.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING);
      said.rules = [...rules.tBodies[0].rows].map((row) => row.querySelector(".count span").textContent);
    """)
    assert said == {"first": True, "rules": ["6,400", "50", "50"]}
    assert catalogue()[SHAPE + "A03"].remedy in page()
