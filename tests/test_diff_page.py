"""The forms of a comparison: one page without outside parts, filtered in a real browser; lines; documented JSON."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from kg.diff import Diff, as_html, as_json, as_text
from kg.diff.model import (
    AgreementChange,
    Cause,
    Cell,
    FindingChange,
    JudgementChange,
    Named,
    OtherChange,
    Shown,
    SourceChange,
    ValueChange,
    Which,
)

DOCS = Path(__file__).parent.parent / "docs" / "diff.md"
LONG = "Agreement " + "on-everything-" * 20
CELL = Cell(column="signed_date", before="2001-05-14", after="2001-05-15")
CORRECTED = Cause(
    kind="record", change="changed", words="changed in List One: one/7", source="one", names=("one/7",), cells=(CELL,)
)
GONE = Cause(kind="record", change="gone", words="no longer in List Two: two/8", source="two", names=("two/8",))
DATE = ValueChange(
    field="date",
    act="signature",
    label="signature, date",
    before=Shown(value="2001-05-14", words="14 May 2001", level="single"),
    after=Shown(value="2001-05-15", words="15 May 2001", level="conflicting", against=("16 May 2001",)),
    causes=(CORRECTED,),
)


def agreement(kind: str, name: str, title: str, **more: object) -> AgreementChange:
    given = {"between": ("Russia – Venezuela",), "signed": "14 May 2001", "causes": (GONE,), **more}
    return AgreementChange(kind=kind, id=name, title=title, **given)  # type: ignore[arg-type]


FOUND = Diff(
    before=Which(id="aaaaaaaaaaaa", created="2026-01-02T03:04:05+00:00", treatykg="0.1.0"),
    after=Which(id="bbbbbbbbbbbb", created="2026-02-03T04:05:06+00:00", treatykg="0.1.0"),
    sources=(
        SourceChange(
            source="one",
            title="List One",
            change="changed",
            version_before="1",
            version_after="2",
            records_new=0,
            records_gone=0,
            records_changed=1,
            described=(Cell(column="horizon", before="2022-01-01", after="2023-01-01"),),
        ),
    ),
    judgements=(
        JudgementChange(
            id="a-b",
            change="new",
            decision="join",
            about=("record/one/1", "record/two/1"),
            field="",
            reason="Same text & same day",
            editor="Ann",
            decided_on="2026-01-02",
        ),
    ),
    agreements=(
        agreement("gone", "t00000001", "Energy <script>alert(1)</script>"),
        agreement("merged", "t00000002", "Peace", others=(Named(id="t00000003", title="اتفاق الطاقة"),)),
        agreement("changed", "t00000004", LONG, values=(DATE,), causes=(CORRECTED,)),
    ),
    others=(OtherChange(kind="count", change="added", id="two/9", before="", after="nearly 400 agreements"),),
    findings=(
        FindingChange(
            change="new",
            rule="B01",
            title="In force before signature",
            severity="warning",
            message="It entered into force before it was signed",
            value="1800-01-01",
            place="one, list.csv, row 10",
            source="one",
            focus="agreement/t00000004",
        ),
    ),
)


def test_the_page_fetches_nothing_and_escapes_everything() -> None:
    page = as_html(FOUND)
    assert not re.search(r"<(?:link|img|iframe|object|embed|base)\b|\bsrc=|@import|url\(|https?://", page)
    assert page.count("<script>") == 1
    assert "Energy &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<bdi>اتفاق الطاقة</bdi>" in page
    assert "<title>What changed from release aaaaaaaaaaaa to bbbbbbbbbbbb</title>" in page


def test_the_page_can_be_read_without_its_script() -> None:
    page = re.sub(r"<script>.*?</script>", "", as_html(FOUND), flags=re.DOTALL)
    for text in ("14 May 2001", "15 May 2001", "changed in List One: one/7", "no longer in List Two: two/8"):
        assert text in page
    assert '<form class="filters" id="filters" hidden>' in page
    headings = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))


def test_no_difference_says_so_in_every_form() -> None:
    same = Diff(before=FOUND.before, after=FOUND.before)
    assert "No difference: it is the same release." in as_text(same)
    assert "No difference: it is the same release." in as_html(same)
    assert json.loads(as_json(same))["same"] is True


def test_the_lines_are_those_a_reader_needs() -> None:
    lines = as_text(FOUND).splitlines()
    assert lines[:3] == [
        "from release aaaaaaaaaaaa, made 2 January 2026, 03:04 UTC",
        "to   release bbbbbbbbbbbb, made 3 February 2026, 04:05 UTC",
        "1 agreement gone; 1 agreement merged; 1 agreement shown otherwise; 1 stated count added; 1 finding new.",
    ]
    assert "  one  List One, version 1 → 2: 1 record changed; known until: 2022-01-01 → 2023-01-01" in lines
    at = lines.index(f"  t00000004  {LONG} (Russia – Venezuela; signed 14 May 2001)")
    assert lines[at + 1 : at + 3] == [
        "    signature, date: 14 May 2001 (one voice) → 15 May 2001 (sources disagree; others say 16 May 2001)",
        "      because: changed in List One: one/7",
    ]


def test_the_first_of_a_group_are_listed_or_all() -> None:
    many = Diff(
        before=FOUND.before,
        after=FOUND.after,
        agreements=tuple(agreement("gone", f"t{number:08}", f"Title {number}") for number in range(12)),
    )
    assert "  ... and 9 more; --all lists them" in as_text(many, 3)
    assert as_text(many, 3).count("Title") == 3
    assert as_text(many, None).count("Title") == 12


def test_control_characters_do_not_reach_the_terminal() -> None:
    evil = Diff(before=FOUND.before, after=FOUND.after, agreements=(agreement("gone", "t00000001", "a\x1b[31mb"),))
    assert "\x1b" not in as_text(evil)


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


def test_every_key_of_the_json_is_documented() -> None:
    told = json.loads(as_json(FOUND))
    counts = set(told.pop("counts"))
    page = DOCS.read_text(encoding="utf-8")
    assert {key for key in _keys(told) if f"`{key}`" not in page} == set()
    assert {"agreements gone", "values changed", "findings new"} <= counts
    assert (told["format"], told["same"], told["agreements"][0]["sources"]) == ("treatykg diff 1", False, ["two"])


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


IN_FRAME = """<!DOCTYPE html><title>frame</title><p id="said"></p>
<iframe style="width:{width}px;height:800px;border:0" srcdoc="{page}"></iframe>
<script>
const frame = document.querySelector("iframe");
frame.onload = () => {{
  const page = frame.contentDocument, width = {width};
  const tell = (value) => {{ document.getElementById("said").textContent = JSON.stringify(value); }};
  {script}
}};
</script>"""
MEASURE = """
  const wide = [];
  for (const one of page.body.querySelectorAll("*")) {
    const box = one.getBoundingClientRect();
    if (box.right > width + 1 && box.left >= 0 && box.width) wide.push(one.tagName + "." + one.className);
  }
  tell([page.documentElement.scrollWidth, wide]);
"""
FILTER = """
  const { kind, source, text } = page.getElementById("filters").elements;
  const form = page.getElementById("filters");
  const shown = () => {
    form.dispatchEvent(new Event("input"));
    const ones = [...page.querySelectorAll(".one")].filter((one) => one.getClientRects().length);
    return [ones.length, page.getElementById("status").textContent, !page.getElementById("none").hidden];
  };
  const found = { all: shown(), hidden: form.hidden };
  kind.value = "gone"; found.kind = shown();
  kind.value = ""; source.value = "one"; found.source = shown();
  source.value = ""; text.value = "PEACE t00000002"; found.text = shown();
  text.value = "no such words"; found.none = shown();
  tell(found);
"""


def _said(chromium: Callable[..., str], tmp_path: Path, width: int, script: str) -> object:
    frame = tmp_path / "frame.html"
    page = html.escape(as_html(FOUND))
    frame.write_text(IN_FRAME.format(width=width, page=page, script=script), encoding="utf-8")
    said = re.search(r'<p id="said">(.*?)</p>', chromium("--dump-dom", frame.as_uri()))
    assert said is not None
    return json.loads(html.unescape(said[1]))


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_sticks_out_of_the_screen(width: int, chromium: Callable[..., str], tmp_path: Path) -> None:
    assert _said(chromium, tmp_path, width, MEASURE) == [width, []]


@pytest.mark.browser
def test_the_filters_filter(chromium: Callable[..., str], tmp_path: Path) -> None:
    assert _said(chromium, tmp_path, 1280, FILTER) == {
        "all": [5, "5 shown", False],
        "hidden": False,
        "kind": [1, "1 of 5 shown", False],
        "source": [2, "2 of 5 shown", False],
        "text": [1, "1 of 5 shown", False],
        "none": [0, "0 of 5 shown", True],
    }


@pytest.mark.browser
def test_it_prints_on_a4(chromium: Callable[..., str], tmp_path: Path) -> None:
    page, printed = tmp_path / "diff.html", tmp_path / "diff.pdf"
    page.write_text(as_html(FOUND), encoding="utf-8")
    chromium("--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri())
    boxes = re.findall(rb"/MediaBox ?\[([^\]]*)\]", printed.read_bytes())
    assert {tuple(round(float(side)) for side in box.split()) for box in boxes} == {(0, 0, 595, 842)}
