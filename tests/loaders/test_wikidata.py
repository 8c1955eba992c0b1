"""Wikidata: the shipped query asked of a real SPARQL server and of servers that misbehave, and results from files."""

from __future__ import annotations

import csv
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from rdflib.plugins.sparql import prepareQuery

from kg.build import build
from kg.errors import FetchError, SourceError
from kg.load import load
from kg.names import ACT, TOPIC
from kg.polities import polities
from kg.records import Reading, Record
from kg.store import Home
from loaders.fields import rows
from loaders.live import TRIES
from loaders.live import download as download_any
from loaders.sparql import JSON
from loaders.wikidata import SOURCE, items, read
from loaders.wikidata.items import QUERY

FILE = "wikidata.json"
CASES = Path(__file__).with_name("wikidata")
HEAD: dict[str, Any] = {"vars": ["item", "field", "value", "label", "code", "precision"]}
download = partial(download_any, QUERY)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an Oxigraph server that holds the made-up treaties."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        reason = "the server oxigraph is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([program, "serve", "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
    try:
        _fill(address, process)
        yield f"{address}/query"
    finally:
        process.terminate()
        process.wait(10)


def _fill(address: str, process: subprocess.Popen[bytes]) -> None:
    turtle = (CASES / "treaties.ttl").read_bytes()
    for _ in range(100):
        assert process.poll() is None, "oxigraph did not start"
        try:
            answer = httpx.put(f"{address}/store?default", content=turtle, headers={"Content-Type": "text/turtle"})
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            answer.raise_for_status()
            return
    pytest.fail("oxigraph does not answer")


@pytest.fixture(scope="module")
def results(server: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which all pages of two items were downloaded."""
    folder = tmp_path_factory.mktemp("wikidata")
    said: list[str] = []
    assert download(server, folder, said.append, page=2, sleep=lambda _: None) == (folder / FILE,)
    assert said == ["2 treaties", "4 treaties", "5 treaties"]
    assert [file.name for file in folder.iterdir()] == [FILE]
    return folder


def of(*paths: Path, keep_going: bool = False) -> tuple[Reading, list[Record]]:
    reading = read(list(paths), keep_going)
    return reading, list(reading)


def shown(record: Record) -> dict[str, str]:
    return {
        "id": record.id,
        "row": str(record.row),
        "kind": str(record.instrument_kind),
        "bilateral": str(record.stated_bilateral),
        "topics": "|".join(record.topics),
        "titles": "|".join(f"{title.lang} {title.value}" for title in record.titles),
        "parties": "|".join(f"{party.side} {party.name}={party.polity} {party.capacity}" for party in record.parties),
        "acts": "|".join(f"{act.type} {act.date}" for act in record.acts),
    }


def test_the_query_is_sparql_as_it_stands() -> None:
    text = QUERY.path.read_text(encoding="utf-8")
    prepareQuery(text)
    assert text.count("    # page\n") == 1


def test_what_a_server_answers_becomes_the_expected_records(results: Path) -> None:
    reading, records = of(results)
    with (CASES / "expected.csv").open(encoding="utf-8", newline="") as file:
        assert [shown(record) for record in records] == list(csv.DictReader(file))
    assert reading.rows_read == len(records) + reading.rows_joined
    assert [(p.kind, p.column, p.found) for p in reading.problems] == [
        ("unread-date", "effective date", "-0431-01-01T00:00:00Z to precision 9"),
        ("unread-date", "point in time", "1990-01-02, 1991-01-02"),
        ("unread-date", "effective date", "1900-01-01T00:00:00Z to precision 7"),
        ("unidentified-party", "signatory", "Narnia"),
        ("unidentified-party", "signatory", "unknown value"),
    ]


def test_one_record_in_full(results: Path) -> None:
    record = of(results)[1][0]
    assert record.urls == ("https://www.wikidata.org/wiki/Q900000001", "https://example.org/umbrellas")
    assert [act.column for act in record.acts] == ["point in time (P585)", "effective date (P7588)"]
    given = json.loads(record.as_given[FILE])
    assert given[0] == {
        "field": "class",
        "value": "http://www.wikidata.org/entity/Q9557810",
        "label": "bilateral treaty",
    }
    assert {"field": "title", "value": "Tratado sobre paraguas", "lang": "es"} in given
    assert len(given) == 10


def test_one_page_and_many_pages_are_the_same(server: str, results: Path, tmp_path: Path) -> None:
    download(server, tmp_path, lambda _: None)
    assert (tmp_path / FILE).read_bytes() == (results / FILE).read_bytes()


def test_the_records_become_agreements(results: Path, tmp_path: Path) -> None:
    home = Home(tmp_path)
    counts = load(home, SOURCE, [results]).counts
    assert (counts["treaties"], counts["bilateral_by_flag"], counts["bilateral_by_sides"]) == (5, 1, 5)
    assert (counts["parties"], counts["identified"], counts["dates_not_read"]) == (10, 8, 3)
    made = build(home, {SOURCE.name: SOURCE}, lambda _: None)
    assert (made.counts["agreements"], made.counts["held back"]) == (5, 0)


def results_of(*bindings: dict[str, dict[str, str]], head: dict[str, Any] = HEAD) -> bytes:
    return json.dumps({"head": head, "results": {"bindings": bindings}}).encode()


def row(item: str, name: str, value: str, **more: str) -> dict[str, dict[str, str]]:
    cells = {"item": items.ENTITY + item, "field": name, "value": value} | more
    found = {key: {"type": "literal", "value": text} for key, text in cells.items()}
    if name == "title":
        found["value"]["xml:lang"] = "en"
    return found


TITLE = row("Q1", "title", "Treaty on Ink")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"r.json: is something else \(.*\); expected the results of treaties.rq in JSON .*"),
        (b"<html>busy</html>", r"r.json: is a web page \(.*\); expected the results of treaties.rq .*"),
        (results_of(TITLE)[:-20], r"r.json: is not whole \(.*\); expected the results of treaties.rq .*"),
        (b'{"head": {}}', r"r.json: is not whole \(.*vars.*\); expected .*"),
        (results_of(head={"vars": ["item"]}), "r.json, column field: is missing; found item"),
        (results_of(head={"vars": [*HEAD["vars"], "x"]}), "r.json, column x: is new, not of treaties.rq; known are .*"),
        (results_of(TITLE, {"item": TITLE["item"]}), "r.json, row 2, column field: is missing"),
        (results_of(row("P1", "title", "x")), "r.json, row 1, column item: found .*P1', expected an item of Wikidata"),
        (
            results_of(row("Q1", "colour", "x")),
            "r.json, row 1, column field: found 'colour', expected one of title, .*",
        ),
        (results_of(row("Q1", "class", "x")), "r.json, row 1, column value: has no title"),
    ],
)
def test_bad_results_are_refused_in_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "r.json").write_bytes(content)
    with pytest.raises(SourceError, match=f"^{message}$"):
        of(tmp_path / "r.json")


def test_no_results_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no wikidata.json; expected that file, or a folder with it$"):
        of(tmp_path)
    with pytest.raises(SourceError, match=r"^no path was given"):
        of()


def test_keep_going_sets_aside_what_is_broken_and_the_account_adds_up(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "two.json"
    one.write_bytes(results_of(TITLE, row("Q2", "class", "x"), row("Q2", "class", "y"), row("Q1", "colour", "red")))
    other.write_bytes(results_of(TITLE, row("Q1", "full work", "https://example.org/ink")))
    account = load(Home(tmp_path / "home"), SOURCE, [one, other], keep_going=True)
    counts = account.counts
    assert (counts["rows_read"], counts["records"], counts["rows_joined"], counts["rows_repeated"]) == (6, 1, 2, 1)
    assert account.set_aside == {"is no row of the query": 1, "is an item without a title": 1}


@pytest.mark.parametrize(
    ("text", "precision", "edtf"),
    [
        ("1825-04-06T00:00:00Z", "11", "1825-04-06"),
        ("+1825-04-06T00:00:00Z", "14", "1825-04-06"),
        ("1825-04-00T00:00:00Z", "10", "1825-04"),
        ("1825-00-00T00:00:00Z", "9", "1825"),
        ("1825-01-01T00:00:00Z", "8", "182X"),
        ("1825-01-01T00:00:00Z", "7", None),
        ("1825-02-30T00:00:00Z", "11", None),
        ("-0044-03-15T00:00:00Z", "11", None),
        ("0000-01-01T00:00:00Z", "9", None),
        ("1825-04-06T00:00:00Z", "", None),
        ("t1234", "11", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_said_to_be(text: str, precision: str, edtf: str | None) -> None:
    assert items.edtf(text, precision) == edtf


Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(slots=True)
class Misbehaving:
    """A real HTTP server that gives one prepared answer after another, and keeps what it was asked."""

    answers: list[Answer]
    asked: list[tuple[dict[str, str], str]] = field(default_factory=list)


def answer(
    status: int, body: bytes = b"", kind: str = JSON, retry: str | None = None, length: int | None = None
) -> Answer:
    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        if retry is not None:
            handler.send_header("Retry-After", retry)
        handler.end_headers()
        handler.wfile.write(body)

    return send


@contextmanager
def serving(server: Misbehaving) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            server.asked.append((dict(self.headers), parse_qs(body)["query"][0]))
            server.answers.pop(0)(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}/sparql"
        finally:
            http.shutdown()
            thread.join()


def fetch(folder: Path, *answers: Answer, page: int = 500) -> tuple[Misbehaving, list[str], list[float]]:
    server, said, waited = Misbehaving(list(answers)), list[str](), list[float]()
    with serving(server) as address:
        download(address, folder, said.append, page=page, sleep=waited.append)
    return server, said, waited


WHOLE = answer(200, results_of(TITLE))


def test_a_busy_server_is_asked_again_when_it_says(tmp_path: Path) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    server, said, waited = fetch(
        tmp_path, answer(429, retry="7"), answer(503, retry=soon), answer(500), answer(502, retry="soon"), WHOLE
    )
    assert waited[0] == 7.0
    assert 80 < waited[1] <= 100
    assert waited[2:] == [8.0, 16.0]
    assert said[0].endswith("/sparql: the server answers 429 Too Many Requests; next try in 7 s")
    assert [record.titles[0].value for record in of(tmp_path)[1]] == ["Treaty on Ink"]
    headers, query = server.asked[0]
    assert re.fullmatch(r"treatykg/\S+ \(\+https://w3id\.org/treatykg/\)", headers["User-Agent"])
    assert headers["Accept"] == JSON
    assert "LIMIT 500 OFFSET 0" in query


def test_an_answer_that_is_cut_off_is_asked_for_again(tmp_path: Path) -> None:
    whole = results_of(TITLE, TITLE)
    _, said, waited = fetch(
        tmp_path,
        answer(200, whole[:60]),  # as when a query is broken off on the server
        answer(200, whole[:60], length=len(whole)),  # as when the connection breaks
        answer(200, whole[:-3] + b"\njava.util.concurrent.TimeoutException"),
        WHOLE,
    )
    assert [text.partition(" (")[0].partition("/sparql: ")[2] or text for text in said] == [
        "the answer: is not whole",
        "the connection failed",
        "the answer: is not whole",
        "1 treaties",
    ]
    assert waited == [2.0, 4.0, 8.0]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (
            [answer(200, b"<html>Sign in</html>", "text/html; charset=utf-8")],
            f"sends text/html, expected {re.escape(JSON)}",
        ),
        ([answer(400, b"MalformedQueryException")], "the server answers 400 Bad Request: MalformedQueryException"),
        ([answer(429, retry="3600")], "the server answers 429 .* and asks to wait 3600 s; try again then"),
        ([answer(500)] * TRIES, f"the server answers 500 Internal Server Error; given up after {TRIES} tries"),
        ([answer(200, b"<html>busy</html>")] * TRIES, r"the answer: is a web page .*; given up after 5 tries"),
        ([answer(200, results_of(head={"vars": ["s"]}))], "the answer, column item: is missing; found s"),
        ([answer(200, results_of({"item": TITLE["item"]}))], "the answer, row 1, column field: is missing"),
        ([answer(200, results_of())], "knows no treaty; is it a copy of Wikidata.*"),
    ],
)
def test_a_download_that_fails_leaves_what_was_there(tmp_path: Path, answers: list[Answer], message: str) -> None:
    fetch(tmp_path, WHOLE)
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(FetchError, match=rf"^http://127\.0\.0\.1:\d+/sparql:? {message}$"):
        fetch(tmp_path, *answers)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(FILE, before)]


def test_a_failure_on_a_later_page_leaves_what_was_there(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="given up"):
        fetch(tmp_path, WHOLE, *[answer(504)] * TRIES, page=1)
    assert list(tmp_path.iterdir()) == []


def test_an_item_that_moves_to_a_later_page_is_taken_once(tmp_path: Path) -> None:
    second = answer(200, results_of(TITLE, row("Q2", "title", "Treaty on Pens")))
    server, _, waited = fetch(tmp_path, WHOLE, WHOLE, second, answer(200, results_of()), page=1)
    assert [re.findall(r"OFFSET (\d+)", query) for _, query in server.asked] == [["0"], ["1"], ["2"], ["3"]]
    assert [record.id for record in of(tmp_path)[1]] == ["Q1", "Q2"]
    assert waited == [1.0, 1.0, 1.0]


def test_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(
        FetchError, match=rf"^http://127.0.0.1:{port}: the connection failed .* given up after 5 tries$"
    ):
        download(f"http://127.0.0.1:{port}", tmp_path, lambda _: None, sleep=lambda _: None)


def test_every_concept_and_polity_used_exists() -> None:
    assert {type_ for _, type_ in items.DATES.values()} <= set(ACT.terms)
    assert set(items.TOPICS.values()) <= set(TOPIC.terms)
    named = {each.take("polity") for each in rows(items.TABLE, ("name", "polity", "from", "to"))}
    assert named <= set(polities())
