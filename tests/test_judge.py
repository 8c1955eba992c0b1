"""`treatykg judge`: the walk by hand and on a real terminal, its forms for scripts, and that builds follow it."""

from __future__ import annotations

import io
import json
import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from kg.build import build
from kg.cli import cli
from kg.explain import explain
from kg.judge import Desk, Terminal, compare, open_matches, walk
from kg.judge.show import show
from kg.judgements import read
from kg.records import Act, Citation, Judgement, Party, Record, Source, Text
from kg.resolve import Key, Match, Reason, agreement_id
from kg.store import Home
from loaders import SOURCES

BUNDLED = {name: source for name, source in SOURCES.items() if source.bundled}
WHY = "Made up for this test: both lists give the same day."
MAP = """source: {name: other-list, title: Another list, publisher: Test archive, tier: 3, retrieved: 2026-11-24,
  licence: CC0-1.0, coverage: Treaties of Venezuela., covers: [VEN]}
id: number
title: {column: title, lang: en}
parties:
  columns: [{column: parties, separator: "/"}]
dates:
  - {column: signed, act: signature, formats: [YYYY-MM, YYYY]}
"""
LIST = """number,title,parties,signed
1,Accord on joint work in the nuclear field,Russia/Venezuela,2008
2,Waiver of visas for visits,Russia/Venezuela,2008
3,Accord about fisheries,Russia/Venezuela,2009
4,Accord on classified information,Russia/Venezuela,2009-08
5,Accord on military and technical cooperation,Russia/Venezuela,2009
"""
VISA = ("other-list/2", "russia-venezuela/rv-2008-11-26-visa-waiver")


def record(source: str, number: str, title: str, day: str, **more: object) -> Record:
    """A record of an agreement of Russia and Venezuela."""
    parties = (Party(name="RUSSIA", polity="RUS", side=1), Party(name="Venezuela", polity="VEN", side=2))
    plain = Record(
        source=source,
        id=number,
        kind="agreementRecord",
        file="list.csv",
        row=int(number) + 1,
        as_given={},
        titles=(Text(value=title, lang="en"),),
        parties=parties,
        acts=(Act(type="signature", date=day, place="Caracas"),),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


RECORDS = {
    Key(one.source, one.id): one
    for one in (
        record(
            "a", "1", "Agreement on fisheries", "2009-08-15", instrument_kind="agreement", urls=("https://a.test/1",)
        ),
        record("b", "1", "Agreement on fishing", "2009", citations=(Citation(text="Gazette 7"),)),
        record("c", "1", "Accord on \x1b[31mfisheries", "2009-08-15"),
        record("a", "2", "Loan agreement No. 1", "2011-10-06"),
        record("b", "2", "Loan agreement No. 2", "2011-10-07"),
    )
}


def match(one: str, other: str, score: float, decision: str = "propose") -> Match:
    """A match of two of RECORDS, with made-up reasons."""
    return Match(
        one=Key(*one.split("/")),
        other=Key(*other.split("/")),
        score=score,
        reasons=(Reason("same parties", 0.2, "RUS-VEN"), Reason("titles differ", -0.1, "fisheries, fishing")),
        decision="propose" if decision == "propose" else "join",
    )


MATCHES = [match("a/1", "b/1", 0.8), match("b/1", "c/1", 0.75), match("a/1", "c/1", 0.7), match("a/2", "b/2", 0.65)]


class Editor:
    """Answers keys and questions from a list, and keeps what was printed."""

    def __init__(self, *answers: str) -> None:
        self._answers: Iterator[str] = iter(answers)
        self.asked: list[tuple[str, str]] = []
        self.page = io.StringIO()
        self.terminal = Terminal(Console(file=self.page, width=100, highlight=False), self._next, self._ask)

    def _next(self) -> str:
        try:
            return next(self._answers)
        except StopIteration:
            raise EOFError from None

    def _ask(self, what: str, suggested: str) -> str:
        self.asked.append((what, suggested))
        return next(self._answers) or suggested

    def walk(self, home: Path, matches: Sequence[Match] = MATCHES) -> list[Judgement]:
        """Walk through what is open."""
        desk = Desk(home)
        return walk(open_matches(matches, RECORDS, desk), RECORDS, {}, desk, "A. Editor", self.terminal)


def test_one_key_decides_and_one_file_keeps_it(tmp_path: Path) -> None:
    editor = Editor("j", WHY, "q")
    (made,) = editor.walk(tmp_path)
    assert read(tmp_path / "judgements") == [made]
    assert (made.decision, made.records, made.reason, made.editor) == ("join", ("a/1", "b/1"), WHY, "A. Editor")
    assert made.decided_on == date.today()
    text = (tmp_path / "judgements" / f"{made.id}.yml").read_text()
    assert text.startswith(
        "# a/1: Agreement on fisheries, signed 2009-08-15\n# b/1: Agreement on fishing, signed 2009\n"
    )


def test_what_is_decided_is_never_offered_again(tmp_path: Path) -> None:
    """Nor is what follows: a with b, b with c, so a with c is decided."""
    first = Editor("j", WHY, "j", WHY, "q")
    assert len(first.walk(tmp_path)) == 2
    assert "4 of 4" in first.page.getvalue()
    assert "3 of 4" not in first.page.getvalue()
    second = Editor("a", "", "q")
    (made,) = second.walk(tmp_path)
    assert made.records == ("a/2", "b/2")
    assert made.reason == "Different agreements: titles differ (fisheries, fishing)."
    assert Editor().walk(tmp_path) == []


def test_a_reason_is_a_sentence_and_a_point_goes_back(tmp_path: Path) -> None:
    editor = Editor("j", "so", ".", "x", "s", "q")
    assert editor.walk(tmp_path) == []
    assert "20 characters or more" in editor.page.getvalue()
    assert editor.asked[0][1] == "The same agreement: same parties (RUS-VEN)."
    assert read(tmp_path / "judgements") == []


def test_a_decision_can_be_taken_anew_in_its_own_file(tmp_path: Path) -> None:
    editor = Editor("p", "j", WHY, "p", "a", WHY, "q")
    (made,) = editor.walk(tmp_path)
    assert "this is the first one" in editor.page.getvalue()
    assert "decided: joined (a-1-b-1.yml); j or a decides anew" in editor.page.getvalue()
    assert [(one.id, one.decision) for one in read(tmp_path / "judgements")] == [("a-1-b-1", "apart")]
    assert made.decision == "apart"


def test_what_cannot_hold_is_said_and_not_written(tmp_path: Path) -> None:
    """The first is skipped, b kept from c, a joined with c; back at the first, a cannot be joined with b."""
    editor = Editor("s", "a", WHY, "j", WHY, "p", "p", "p", "j", WHY, "q")
    assert [one.decision for one in editor.walk(tmp_path)] == ["apart", "join"]
    page = " ".join(editor.page.getvalue().split())
    assert "keeps b/1 and c/1 apart, but they are joined by" in page
    assert {one.id for one in read(tmp_path / "judgements")} == {"a-1-c-1", "b-1-c-1"}


def test_addresses_are_printed(tmp_path: Path) -> None:
    editor = Editor("o", "q")
    editor.walk(tmp_path)
    assert "https://a.test/1" in editor.page.getvalue()


def test_both_sides_and_what_differs() -> None:
    one, other = RECORDS[Key("a", "1")], RECORDS[Key("b", "1")]
    rows = {row.name: row for row in compare(one, other, {})}
    marks = {name: row.mark for name, row in rows.items() if row.mark}
    assert marks == {
        "titles": "differs",
        "parties": "same",
        "signature": "partly",
        "kind": "only left",
        "published": "only right",
    }
    assert rows["parties"].left[0].text == "Russia"
    assert [line.shared for line in rows["titles"].left] == [False]
    loans = {row.name: row.mark for row in compare(RECORDS[Key("a", "2")], RECORDS[Key("b", "2")], {})}
    assert (loans["signature"], loans["titles"]) == ("differs", "differs")


@pytest.mark.parametrize("colours", [True, False])
def test_a_difference_has_a_mark_besides_its_colour(colours: bool) -> None:
    page = io.StringIO()
    console = Console(file=page, width=100, force_terminal=True, no_color=not colours, color_system="standard")
    one, other = RECORDS[Key("a", "1")], RECORDS[Key("c", "1")]
    show(console, MATCHES[2], compare(one, other, {}), "1 of 1")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", page.getvalue())
    assert re.search(r"titles +differs +\* Agreement on fisheries \[en\] +\* Accord on \[31mfisheries", plain)
    assert "score 0.700: joined from 0.90, proposed from 0.60" in plain
    assert "+0.20  same parties: RUS-VEN" in plain
    assert "-0.10  titles differ: fisheries, fishing" in plain
    assert ("\x1b[1;33m" in page.getvalue()) == colours  # bold yellow


def test_only_one_source_or_pair(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert open_matches(MATCHES, RECORDS, desk, source="c") == [MATCHES[1], MATCHES[2]]
    assert open_matches(MATCHES, RECORDS, desk, pair="RUS-VEN") == MATCHES
    assert open_matches(MATCHES, RECORDS, desk, pair="GBR-VEN") == []
    of_many = Party(name="Brazil", polity="BRA", side=3)
    many = {key: replace(one, stated_bilateral=None, parties=(*one.parties, of_many)) for key, one in RECORDS.items()}
    assert open_matches(MATCHES, many, desk, pair="RUS-VEN") == []  # of these two and of others
    assert open_matches([match("a/1", "b/1", 0.95, "join")], RECORDS, desk) == []


@pytest.fixture(scope="module")
def lists(bundled: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sources and a second list of a few of the same treaties, loaded and not yet built. Read only."""
    folder = tmp_path_factory.mktemp("lists")
    home = folder / "home"
    shutil.copytree(bundled.path, home)
    (folder / "map.yml").write_text(MAP)
    (folder / "list.csv").write_text(LIST)
    words = ["load", "table", str(folder / "list.csv"), "--map", str(folder / "map.yml")]
    done = CliRunner().invoke(cli, ["--home", str(home), *words])
    assert done.exit_code == 0, done.output
    return home


Run = Callable[..., Result]


@pytest.fixture
def home(lists: Path, tmp_path: Path) -> Path:
    """A copy to write in."""
    shutil.copytree(lists, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path) -> Run:
    """Run `treatykg judge` in that home."""

    def runner(*words: str, **env: str) -> Result:
        return CliRunner().invoke(cli, ["--home", str(home), "judge", *words], env={"TREATYKG_EDITOR": None, **env})

    return runner


def test_a_script_joins_and_the_build_follows(run: Run, home: Path) -> None:
    done = run("join", *VISA, "--reason", WHY, "--editor", "A. Editor")
    assert done.exit_code == 0, done.output
    (made,) = read(home / "judgements")
    assert (made.decision, made.records, made.reason) == ("join", VISA, WHY)
    assert f"{made.id}.yml" in done.output
    build(Home(home), BUNDLED, lambda _text: None)
    one, other = (explain(Home(home).current(), name) for name in VISA)
    assert one.agreement == other.agreement
    assert [(judged.editor, judged.reason) for judged in one.joined] == [("A. Editor", WHY)]
    old = agreement_id("other-list", "2")
    assert explain(Home(home).current(), old).followed == (old,)


def test_a_script_keeps_apart_what_would_be_joined(run: Run, home: Path) -> None:
    assert run("apart", *VISA, "--reason", WHY, TREATYKG_EDITOR="A. Editor").exit_code == 0
    build(Home(home), BUNDLED, lambda _text: None)
    one, other = (explain(Home(home).current(), name) for name in VISA)
    assert one.agreement != other.agreement


def test_the_editor_is_remembered_and_decisions_are_listed(run: Run, home: Path) -> None:
    assert run("list").output.startswith("no judgement in ")
    words = ("reject", "russia-venezuela/rvc-045", "--reason", WHY)
    refused = run(*words)
    assert (refused.exit_code, "--editor NAME" in refused.output) == (2, True)
    assert run(*words, "--editor", "A. Editor").exit_code == 0
    prefer = ("prefer", "tzwvh71gf", "date", "russia-venezuela/rvc-048", "--act", "entryIntoForce", "--reason", WHY)
    assert run(*prefer).exit_code == 0
    found = json.loads(run("list", "--json").output)
    assert [(one["decision"], one["editor"]) for one in found] == [("reject", "A. Editor"), ("prefer", "A. Editor")]
    assert "tzwvh71gf entryIntoForce date: russia-venezuela/rvc-048" in run("list").output
    assert {one.decision for one in read(home / "judgements")} == {"reject", "prefer"}


def test_the_same_decision_twice_is_one(run: Run, home: Path) -> None:
    for names in (VISA, VISA[::-1]):
        done = run("join", *names, "--reason", WHY, "--editor", "A. Editor")
        assert done.exit_code == 0, done.output
    assert "decided before" in done.output
    assert len(read(home / "judgements")) == 1


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ([], 2, "the walk needs a terminal; in a script: treatykg judge join"),
        (["join", *VISA, "--reason", "So."], 2, "20 characters or more"),
        (["join", VISA[0], "--reason", WHY, "--editor", "E"], 2, "two or more different records"),
        (["join", VISA[0], "other-list/22", "--reason", WHY, "--editor", "E"], 1, "did you mean other-list/2?"),
        (
            ["apart", VISA[0], "russia-venezuela/rvc-045", "--reason", WHY, "--editor", "E"],
            1,
            "no record of an agreement",
        ),
        (["prefer", "tzwvh71gf", "date", "x/1", "--reason", WHY, "--editor", "E"], 2, "say --act TYPE"),
        (["prefer", "tzwvh71gf", "topic", "x/1", "--reason", WHY, "--editor", "E"], 2, "'topic' is not one of"),
        (
            ["prefer", "tzwvh71gf", "date", "x/1", "--act", "entryInForce", "--reason", WHY, "--editor", "E"],
            1,
            "did you mean entryIntoForce?",
        ),
        (
            ["prefer", "tzwvh71gf", "title", "russia-venezuela/rvc-045", "--reason", WHY, "--editor", "E"],
            1,
            "rvc-045 says nothing of title; those that do: russia-venezuela/rv-2025-05-07-strategic-partnership",
        ),
        (["--pair", "RUS"], 2, "such as RUS-VEN"),
        (["--pair", "RUS-Venezula"], 1, "Venezuela"),
    ],
)
def test_a_mistake_gets_one_clear_line(words: list[str], status: int, message: str, run: Run, home: Path) -> None:
    done = run(*words)
    assert done.exit_code == status, done.output
    assert message in " ".join(done.output.split())
    assert not (home / "judgements").exists()


def test_a_contradiction_is_refused_with_both_names(run: Run, home: Path) -> None:
    assert run("join", *VISA, "--reason", WHY, "--editor", "E").exit_code == 0
    done = run("apart", *VISA, "--reason", WHY)
    assert done.exit_code == 1
    said = " ".join(done.output.split())
    assert "are joined by other-list-2-russia-venezuela-rv-2008-11-26-visa-waiver.yml" in said
    assert "this decision: keeps " in said  # it has no file yet
    assert len(read(home / "judgements")) == 1


# The child makes the pseudo-terminal its own, so that Ctrl-C reaches it as from a keyboard.
CHILD = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); from kg.cli import main; main()"


def _on_a_terminal(words: Sequence[str], answers: Sequence[tuple[str, bytes]], home: Path) -> tuple[str, int]:
    """Run treatykg on a pseudo-terminal: wait for each text, then type. Returns all that was shown, and the status."""
    ours, theirs = os.openpty()
    env = {name: value for name, value in os.environ.items() if name not in {"TREATYKG_EDITOR", "NO_COLOR"}}
    env |= {"TERM": "xterm", "COLUMNS": "120", "LINES": "50"}
    command = [sys.executable, "-c", CHILD, "--home", str(home), *words]
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True)
    os.close(theirs)
    shown, seen, typed, waiting, until = b"", 0, b"", list(answers), time.monotonic() + 180
    try:
        while time.monotonic() < until:
            if not select.select([ours], [], [], 2)[0]:  # a key typed before the terminal was set to keys is lost
                os.write(ours, typed if len(typed) == 1 else b"")
                continue
            try:
                new = os.read(ours, 65536)
            except OSError:  # the other side is closed
                break
            if not new:
                break
            shown += new
            while waiting and (at := shown.find(waiting[0][0].encode(), seen)) >= 0:
                seen = at + len(waiting[0][0].encode())
                typed = waiting.pop(0)[1]
                os.write(ours, typed)
        status = child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        pytest.fail(f"stuck, waiting to type {waiting[:1]}, after: {shown.decode(errors='replace')}")
    finally:
        child.kill()
        child.wait()
        os.close(ours)
    return shown.decode(errors="replace"), status


KEYS = "q quit"


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
def test_the_walk_on_a_real_terminal(home: Path) -> None:
    """One proposal joined, one skipped; then Ctrl-C in the middle of a reason: what was decided stays."""
    shown, status = _on_a_terminal(
        ["judge", "--pair", "RUS-VEN"],
        [
            ("who decides", b"A. Editor\n"),
            (KEYS, b"j"),
            ("reason", WHY.encode() + b"\n"),
            (KEYS, b"s"),
            (KEYS, b"a"),
            ("reason", b"\x03"),
        ],
        home,
    )
    assert (status, "Traceback" in shown) == (1, False), shown
    assert "1 joined, 0 kept apart" in shown
    assert "stopped; what was decided is kept" in shown
    assert "\x1b[" in shown  # colours
    (made,) = read(home / "judgements")
    assert (made.decision, made.reason, made.editor) == ("join", WHY, "A. Editor")
    again, status = _on_a_terminal(["judge"], [("who decides [A. Editor]", b"\n"), (KEYS, b"q")], home)
    assert (status, "Traceback" in again) == (0, False), again
    before, after = (int(re.findall(r"of (\d+) proposed", text)[0]) for text in (shown, again))
    assert before > after
    assert "0 joined, 0 kept apart" in again


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
def test_nothing_proposed_is_said(home: Path) -> None:
    shown, status = _on_a_terminal(["judge", "--pair", "GBR-FRA"], [], home)
    assert (status, "nothing is proposed that has not been decided" in shown) == (0, True), shown


def test_a_source_is_named_in_full(lists: Path) -> None:
    sources: dict[str, Source] = {**BUNDLED, **Home(lists).sources()}
    one = next(iter(Home(lists).records("other-list")))
    rows = compare(one, one, sources)
    assert rows[0].left[0].text == "Another list (2026-11-24)"
