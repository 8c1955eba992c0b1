"""Downloads from a real server that breaks off, redirects, answers with the wrong thing or not at all."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import Event

import pytest
from filelock import FileLock

from kg.errors import FetchError
from kg.fetch import Manners, fetch
from kg.load import facts
from kg.records import Remote, Source
from loaders import SOURCES
from tests.server import Answer, Handler, Server, serving

CONTENT = bytes(range(256)) * 400  # 102,400 bytes
SHA = sha256(CONTENT).hexdigest()
HALF = 60_000
QUICK = Manners(tries=4, wait=0.01, longest_wait=1.5, pause=0.0, timeout=10.0)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that this test alone talks to."""
    with serving() as running:
        yield running


def source(server: Server | None, *remotes: Remote) -> Source:
    """A source with one file `list.csv` at the server, or with the files given."""
    usual = () if server is None else (Remote(url=f"{server.url}/list.csv", name="list.csv", sha256=SHA),)
    return replace(SOURCES["uk-treaties"], name="shipping-list", remote=remotes or usual, obtain="Ask the archive.")


def whole(handler: Handler) -> None:
    """The file, whatever part was asked for."""
    handler.send(200, CONTENT)


def rest(handler: Handler) -> None:
    """The part asked for."""
    start = handler.start()
    if not start:
        whole(handler)
        return
    handler.send(206, CONTENT[start:], Content_Range=f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}")


def broken_off(handler: Handler) -> None:
    """The first bytes of the file, then nothing."""
    handler.send(200, CONTENT[:HALF], Content_Length=str(len(CONTENT)), ETag='"v1"')
    handler.break_off()


def failing(status: int, **headers: str) -> Answer:
    """An answer that brings no file."""
    return lambda handler: handler.send(status, b"sorry", **headers)


def redirect(to: str) -> Answer:
    """An answer that sends elsewhere."""
    return lambda handler: handler.send(302, Location=to)


class Told:
    """What was said, and what was shown of progress."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.shown: list[tuple[str, int, int | None]] = []

    def __call__(self, text: str) -> None:
        self.said.append(text)

    def show(self, name: str, done: int, whole: int | None) -> None:
        self.shown.append((name, done, whole))


def get(home: Path, wanted: Source, into: Path | None = None, manners: Manners = QUICK) -> tuple[Path, Told]:
    """Fetch; the folder and what was told."""
    told = Told()
    return fetch(home, wanted, into, told, told.show, manners), told


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_is_downloaded_once(server: Server, tmp_path: Path) -> None:
    server.answers["/list.csv"] = [whole]
    folder, told = get(tmp_path, source(server))
    assert folder == tmp_path / "downloads" / "shipping-list"
    assert (folder / "list.csv").read_bytes() == CONTENT
    assert told.said == ["list.csv: 102.4 kB downloaded"]
    assert told.shown[-1] == ("list.csv", len(CONTENT), len(CONTENT))
    _, again = get(tmp_path, source(server))
    assert again.said == ["list.csv: already there"]
    assert server.paths() == ["/list.csv"]
    assert names(folder) == {"list.csv", "checksums.txt"}


def test_what_breaks_off_goes_on_from_there(server: Server, tmp_path: Path) -> None:
    server.answers["/list.csv"] = [broken_off, rest]
    folder, told = get(tmp_path, source(server))
    assert (folder / "list.csv").read_bytes() == CONTENT
    assert server.headers("Range") == [None, f"bytes={HALF}-"]
    assert server.headers("If-Range") == [None, '"v1"']
    assert re.fullmatch(r"list\.csv: the connection failed \(.+\); next try in 0 s", told.said[0])
    assert names(folder) == {"list.csv", "checksums.txt"}


def test_the_next_run_goes_on_too(server: Server, tmp_path: Path) -> None:
    server.answers["/list.csv"] = [broken_off, rest]
    with pytest.raises(FetchError, match="given up after 1 tries; what came is kept, the same command goes on"):
        get(tmp_path, source(server), manners=replace(QUICK, tries=1))
    part = tmp_path / "downloads" / "shipping-list" / "list.csv.part"
    assert part.read_bytes() == CONTENT[:HALF]
    folder, _ = get(tmp_path, source(server))
    assert (folder / "list.csv").read_bytes() == CONTENT
    assert server.headers("Range") == [None, f"bytes={HALF}-"]


def _other_range(handler: Handler) -> None:
    handler.send(206, CONTENT[5:], Content_Range=f"bytes 5-{len(CONTENT) - 1}/{len(CONTENT)}")


def _other_length(handler: Handler) -> None:
    rest_of = CONTENT[handler.start() :]
    handler.send(206, rest_of, Content_Range=f"bytes {handler.start()}-{len(CONTENT)}/*")


@pytest.mark.parametrize(
    ("answers", "ranges"),
    [
        ([broken_off, whole], [False, True]),  # ignores Range
        ([broken_off, failing(416), whole], [False, True, False]),
        ([broken_off, _other_range, whole], [False, True, False]),
        ([broken_off, _other_length, whole], [False, True, False]),
        ([_other_range, whole], [False, False]),  # a part that nobody asked for
    ],
    ids=["ignored", "416", "another range", "length unknown", "not asked for"],
)
def test_a_server_without_fitting_ranges_sends_all_again(
    answers: list[Answer], ranges: list[bool], server: Server, tmp_path: Path
) -> None:
    server.answers["/list.csv"] = answers
    folder, _ = get(tmp_path, source(server))
    assert (folder / "list.csv").read_bytes() == CONTENT
    assert [header is not None for header in server.headers("Range")] == ranges


def test_parts_of_two_versions_are_found_out(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "downloads" / "shipping-list"
    folder.mkdir(parents=True)
    (folder / "list.csv.part").write_bytes(b"of an older version")
    server.answers["/list.csv"] = [rest]
    _, told = get(tmp_path, source(server))
    assert (folder / "list.csv").read_bytes() == CONTENT
    assert "list.csv: the parts are of different files; downloading it anew" in told.said
    assert [header is not None for header in server.headers("Range")] == [True, False]


def test_without_checksum_or_mark_of_version_nothing_is_gone_on_with(server: Server, tmp_path: Path) -> None:
    def without_mark(handler: Handler) -> None:
        handler.send(200, CONTENT[:HALF], Content_Length=str(len(CONTENT)), ETag='W/"v1"')
        handler.break_off()

    server.answers["/list.csv"] = [without_mark, rest]
    get(tmp_path, source(None, Remote(url=f"{server.url}/list.csv", name="list.csv", sha256=None)))
    assert server.headers("Range") == [None, None]


def test_a_whole_part_is_not_asked_for_again(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "downloads" / "shipping-list"
    folder.mkdir(parents=True)
    (folder / "list.csv.part").write_bytes(CONTENT)
    get(tmp_path, source(None, Remote(url=f"{server.url}/list.csv", name="list.csv", sha256=SHA, size=len(CONTENT))))
    assert (folder / "list.csv").read_bytes() == CONTENT
    assert server.asked == []


def _promises_more(handler: Handler) -> None:
    handler.send(200, CONTENT, Content_Length=str(len(CONTENT) + 7))
    handler.break_off()


def _no_end(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(CONTENT + CONTENT)
    handler.break_off()


def _early_end(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(CONTENT[:HALF])
    handler.break_off()


@pytest.mark.parametrize(
    ("answer", "size", "message", "requests"),
    [
        (failing(404), None, r"the server answers 404 Not Found for http://127\.0\.0\.1:\d+/list\.csv", 1),
        (failing(403), None, r"the server answers 403 Forbidden for http://127\.0\.0\.1:\d+/list\.csv", 1),
        (failing(500), None, r"the server answers 500 Internal Server Error; given up after 4 tries", 4),
        (whole, 7, r"the server has 102,400 bytes, expected 7; not downloaded", 1),
        (_promises_more, None, r"the connection failed \(.+\); given up after 4 tries; what came is kept, .+", 4),
        (_early_end, len(CONTENT), r"broken off after 60,000 of 102,400 bytes; given up after 4 tries; .+", 4),
        (_no_end, len(CONTENT), r"more than the 102,400 bytes expected are sent", 1),
        (
            lambda handler: handler.send(200, b"<html>Sign in</html>"),
            None,
            rf"the checksum \(SHA-256\) is {sha256(b'<html>Sign in</html>').hexdigest()}, expected {SHA}; "
            "the file is not kept",
            1,
        ),
        (lambda handler: handler.send(200, CONTENT, Content_Encoding="gzip"), None, "sent as gzip, asked .+", 1),
        (redirect("/list.csv"), None, r"more than 5 redirects from http://127\.0\.0\.1:\d+/list\.csv", 6),
        (failing(429, Retry_After="3600"), None, r".+ 429 .+ and asks to wait 3600 s; try again then", 1),
        (failing(503, Retry_After="Fri, 01 Jan 2100 00:00:00 GMT"), None, r".+ asks to wait \d{10} s; try .+", 1),
    ],
    ids=lambda case: None if isinstance(case, int) else "",
)
def test_what_is_no_such_file_is_said_and_not_kept(
    answer: Answer, size: int | None, message: str, requests: int, server: Server, tmp_path: Path
) -> None:
    server.answers["/list.csv"] = [answer]
    wanted = source(None, Remote(url=f"{server.url}/list.csv", name="list.csv", sha256=SHA, size=size))
    with pytest.raises(FetchError) as raised:
        get(tmp_path, wanted)
    assert re.fullmatch(rf"list\.csv: {message}", str(raised.value)), raised.value
    assert len(server.asked) == requests
    assert names(tmp_path / "downloads" / "shipping-list") <= {"list.csv.part"}


def test_a_server_that_says_nothing_is_left(server: Server, tmp_path: Path) -> None:
    ended = Event()

    def silent(_handler: Handler) -> None:
        ended.wait(30)

    server.answers["/list.csv"] = [silent]
    with pytest.raises(FetchError, match=r"list\.csv: no answer within 0\.2 s; given up after 4 tries$"):
        get(tmp_path, source(server), manners=replace(QUICK, timeout=0.2))
    ended.set()
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "to", ["http://archive.example/list.csv", "ftp://127.0.0.1/list.csv", "http://127.0.0.2.example/"]
)
def test_only_https_is_followed_but_for_this_machine(to: str, server: Server, tmp_path: Path) -> None:
    server.answers["/list.csv"] = [redirect(to)]
    with pytest.raises(FetchError, match=f"{re.escape(to)} is not fetched: only https is"):
        get(tmp_path, source(server))
    with pytest.raises(FetchError, match=f"{re.escape(to)} is not fetched: only https is"):
        get(tmp_path, source(None, Remote(url=to, name="list.csv", sha256=SHA)))
    assert server.paths() == ["/list.csv"]


def test_redirects_are_followed(server: Server, tmp_path: Path) -> None:
    port = server.url.rpartition(":")[2]
    server.answers |= {
        "/list.csv": [redirect("/moved/list.csv")],
        "/moved/list.csv": [redirect(f"http://localhost:{port}/new.csv")],
        "/new.csv": [whole],
    }
    folder, _ = get(tmp_path, source(server))
    assert (folder / "list.csv").read_bytes() == CONTENT


def test_three_failures_and_a_wait_that_the_server_asks_for(server: Server, tmp_path: Path) -> None:
    server.answers["/list.csv"] = [failing(500), failing(429, Retry_After="1"), failing(503), whole]
    began = time.monotonic()
    _, told = get(tmp_path, source(server))
    assert time.monotonic() - began >= 1
    assert told.said == [
        "list.csv: the server answers 500 Internal Server Error; next try in 0 s",
        "list.csv: the server answers 429 Too Many Requests; next try in 1 s",
        "list.csv: the server answers 503 Service Unavailable; next try in 0 s",
        "list.csv: 102.4 kB downloaded",
    ]


def test_a_refused_connection_is_tried_again_then_said(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/list.csv"
        with pytest.raises(
            FetchError, match=r"list\.csv: the connection failed \(.*refused.*\); given up after 4 tries$"
        ):
            get(tmp_path, source(None, Remote(url=url, name="list.csv", sha256=SHA)))


def test_the_user_agent_says_who_asks(server: Server, tmp_path: Path) -> None:
    server.answers["/list.csv"] = [whole]
    get(tmp_path, source(server))
    (agent,) = server.headers("User-Agent")
    assert agent and re.fullmatch(r"treatykg/\d+\.\d+\.\d+ \(\+https://w3id\.org/treatykg/\)", agent)
    assert server.headers("Accept-Encoding") == ["identity"]


def test_two_files_come_one_after_the_other_with_a_pause(server: Server, tmp_path: Path) -> None:
    server.answers |= {"/a.csv": [whole], "/b.csv": [failing(404), whole]}
    wanted = source(
        None,
        Remote(url=f"{server.url}/a.csv", name="a.csv", sha256=SHA),
        Remote(url=f"{server.url}/b.csv", name="b.csv", sha256=SHA.upper()),
    )
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"b\.csv: the server answers 404"):
        get(tmp_path, wanted, manners=replace(QUICK, pause=0.2))
    assert time.monotonic() - began >= 0.2
    folder, told = get(tmp_path, wanted)
    assert told.said == ["a.csv: already there", "b.csv: 102.4 kB downloaded"]
    assert server.paths() == ["/a.csv", "/b.csv", "/b.csv"]
    assert (folder / "checksums.txt").read_text() == (
        f"# {server.url}/a.csv\n{SHA}  a.csv\n# {server.url}/b.csv\n{SHA}  b.csv\n"
    )


def test_an_unknown_checksum_is_noted_and_held_to(server: Server, tmp_path: Path) -> None:
    server.answers["/list.csv"] = [whole, lambda handler: handler.send(200, b"other words")]
    wanted = source(None, Remote(url=f"{server.url}/list.csv", name="list.csv", sha256=None))
    folder, told = get(tmp_path, wanted)
    assert told.said[-1] == f"list.csv: SHA-256 {SHA}; noted in checksums.txt, and checked from now on"
    (folder / "list.csv").unlink()
    with pytest.raises(
        FetchError, match=rf"expected {SHA} \(noted in .*checksums\.txt; if there is a new version, delete"
    ):
        get(tmp_path, wanted)
    assert not (folder / "list.csv").exists()
    moved = replace(wanted, remote=(replace(wanted.remote[0], url=f"{server.url}/new.csv"),))
    server.answers["/new.csv"] = server.answers["/list.csv"]
    get(tmp_path, moved)  # another address, another file: the note is not held against it
    assert (folder / "list.csv").read_text() == "other words"


def test_a_damaged_file_is_downloaded_again_but_the_users_own_is_left(server: Server, tmp_path: Path) -> None:
    server.answers["/list.csv"] = [whole]
    folder, _ = get(tmp_path, source(server))
    (folder / "list.csv").write_text("damaged")
    get(tmp_path, source(server))
    assert (folder / "list.csv").read_bytes() == CONTENT
    own = tmp_path / "own"
    own.mkdir()
    (own / "list.csv").write_text("notes of mine")
    with pytest.raises(FetchError, match=r"own/list\.csv is there already and is another file .* move it away first"):
        get(tmp_path, source(server), into=own)
    assert (own / "list.csv").read_text() == "notes of mine"
    (own / "list.csv").unlink()
    assert get(tmp_path, source(server), into=own)[0] == own
    assert names(own) == {"list.csv", "checksums.txt"}


def test_a_name_leads_to_no_other_folder(server: Server, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"'\.\./list\.csv' is not the name of a file"):
        get(tmp_path, source(None, Remote(url=f"{server.url}/list.csv", name="../list.csv", sha256=SHA)))
    assert server.asked == []


def test_one_download_at_a_time(server: Server, tmp_path: Path) -> None:
    (tmp_path / "downloads").mkdir()
    with FileLock(tmp_path / "downloads" / ".lock"), pytest.raises(FetchError, match="another treatykg is downloading"):
        get(tmp_path, source(server))


def test_a_folder_that_cannot_be_written_is_named(server: Server, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(FetchError, match=r"taken cannot be written: File exists"):
        get(tmp_path, source(server), into=tmp_path / "taken")


def test_a_source_downloads_by_query_if_it_can(tmp_path: Path) -> None:
    def live(folder: Path, say: Callable[[str], None]) -> tuple[Path, ...]:
        say("one page")
        (folder / "page.json").write_text("{}")
        return (folder / "page.json",)

    folder, told = get(tmp_path, replace(source(None), live=live))
    assert (names(folder), told.said) == ({"page.json"}, ["one page"])


@pytest.mark.parametrize("name", [name for name, source in SOURCES.items() if not source.bundled])
def test_every_source_says_how_its_files_are_had(name: str) -> None:
    found = SOURCES[name]
    assert found.remote or found.live or found.obtain.endswith(".")
    for remote in found.remote:
        assert re.fullmatch(r"https://.+/[0-9a-f]{40}/.+", remote.url), "an address that may change"
        assert remote.sha256 is None or re.fullmatch(r"[0-9a-f]{64}", remote.sha256)


@pytest.mark.full
@pytest.mark.parametrize("name", [name for name, source in SOURCES.items() if source.remote])
def test_checksums_and_sizes_are_those_of_the_published_files(name: str, data: Callable[[str], Path]) -> None:
    for remote in SOURCES[name].remote:
        (path,) = data(name).rglob(remote.name)
        content = path.read_bytes()
        assert (sha256(content).hexdigest(), len(content)) == (remote.sha256, remote.size)


def test_how_files_are_had_is_no_fact_about_a_source() -> None:
    assert {"remote", "obtain", "live"}.isdisjoint(facts(SOURCES["uk-treaties"]))
