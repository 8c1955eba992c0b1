"""What a source has to be downloaded: into one folder, checked, and only once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pooch
from filelock import FileLock, Timeout

from kg.errors import FetchError
from kg.fetch.resumable import Line, Manners, Progress, Resumable, Say, client
from kg.records import Remote, Source

NOTES = "checksums.txt"  # beside the files; `sha256sum -c` reads it
DEFAULT = Manners()

pooch.get_logger().setLevel("ERROR")  # what it does is said here, in our words


def fetch(
    home: Path, source: Source, into: Path | None, say: Say, progress: Progress, manners: Manners = DEFAULT
) -> Path:
    """Bring the files of `source` into `into`, or the source's own folder under `home`; return that folder.

    What is there and whole is not downloaded again. Raises FetchError if the source is not for download, if a file
    cannot be had or is not the one expected, and if `into` holds another file of that name.
    """
    if source.live is None and not source.remote:
        raise FetchError(_not_for_download(source))
    folder = into or home / "downloads" / source.name
    with _alone(home / "downloads", folder):
        if source.live is not None:
            source.live(folder, say)
        else:
            with client(manners) as at:
                line = Line(client=at, manners=manners, say=say, progress=progress)
                _all(line, source.remote, folder, may_replace=into is None)
    return folder


def in_words(size: int) -> str:
    """A number of bytes as people read it."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{size / 1e3:.1f} kB" if size >= 1000 else f"{size} bytes"


def _not_for_download(source: Source) -> str:
    if source.bundled:
        return f"{source.name} comes with treatykg; there is nothing to fetch"
    return f"{source.name} is not downloaded. {source.obtain or f'See {source.url}'}"


@contextmanager
def _alone(downloads: Path, folder: Path) -> Iterator[None]:
    """Hold the folder of downloads, so that files come one at a time; what the system refuses is one message."""
    try:
        downloads.mkdir(parents=True, exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(downloads / ".lock", timeout=0):
            yield
    except Timeout:
        raise FetchError(f"another treatykg is downloading to {downloads}; try again when it is done") from None
    except OSError as error:
        cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
        raise FetchError(
            f"{cause.filename or folder} cannot be written: {cause.strerror or cause}; what came is kept"
        ) from error


def _all(line: Line, remotes: tuple[Remote, ...], folder: Path, may_replace: bool) -> None:
    notes = _Notes(folder / NOTES)
    for remote in remotes:
        if Path(remote.name).name != remote.name:
            raise FetchError(f"{remote.name!r} is not the name of a file in the folder")
        known = remote.sha256 or notes.checksum(remote)
        if not may_replace:
            _spare(folder / remote.name, known)
        downloader = Resumable(line=line, remote=remote, folder=folder, checksum=known)
        _retrieve(downloader, notes)
        notes.add(remote, downloader.found or pooch.file_hash(folder / remote.name))
        if downloader.found is None:
            line.say(f"{remote.name}: already there")
            continue
        line.say(f"{remote.name}: {in_words((folder / remote.name).stat().st_size)} downloaded")
        if known is None:
            line.say(f"{remote.name}: SHA-256 {downloader.found}; noted in {NOTES}, and checked from now on")
        if remote is not remotes[-1]:
            time.sleep(line.manners.pause)


def _spare(path: Path, known: str | None) -> None:
    """Raise rather than replace a file that somebody else put into a folder of the user's own."""
    if known and path.exists() and (found := pooch.file_hash(path)) != known:
        raise FetchError(
            f"{path} is there already and is another file (SHA-256 {found}, expected {known}); move it away first"
        )


def _retrieve(downloader: Resumable, notes: _Notes) -> None:
    """Download and check, unless it is there; parts that make no whole are given up once for a fresh start."""
    remote, known = downloader.remote, downloader.checksum
    for _ in range(2):
        try:
            pooch.retrieve(remote.url, known, fname=remote.name, path=downloader.folder, downloader=downloader)
            return
        except ValueError:  # pooch's word for another checksum; the file is not kept
            if not downloader.went_on:
                break
            downloader.line.say(f"{remote.name}: the parts are of different files; downloading it anew")
    hint = "" if remote.sha256 else f" (noted in {notes.path}; if there is a new version, delete that note)"
    raise FetchError(
        f"{remote.name}: the checksum (SHA-256) is {downloader.found}, expected {known}{hint}; the file is not kept"
    )


class _Notes:
    """Checksums found when files were downloaded: the address as a comment, then a line as `sha256sum` has it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[str, tuple[str, str]] = {}  # name -> address, checksum
        url = ""
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            if line.startswith("# "):
                url = line[2:]
            else:
                checksum, _, name = line.partition("  ")
                self._known[name] = url, checksum

    def checksum(self, remote: Remote) -> str | None:
        """What was found for this file at this very address."""
        url, checksum = self._known.get(remote.name, ("", ""))
        return checksum if checksum and url == remote.url else None

    def add(self, remote: Remote, checksum: str) -> None:
        """Keep the checksum of a file."""
        if self._known.get(remote.name) == (remote.url, checksum):
            return
        self._known[remote.name] = remote.url, checksum
        lines = (f"# {url}\n{found}  {name}\n" for name, (url, found) in self._known.items())
        self.path.write_text("".join(lines), encoding="utf-8")
