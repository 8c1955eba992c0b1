"""The pages of the catalogue: replies of its search service, one JSON file a hundred records, read one at a time."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from kg.errors import SourceError

EXPECTED = "expected a page of search results of UK Treaties Online"


@dataclass(frozen=True, slots=True)
class Page:
    """One page, not yet read: its file name, and where its bytes come from."""

    name: str
    content: Callable[[], bytes]

    @property
    def order(self) -> tuple[int, str]:
        """Pages follow the offset in their name: `101_batch.json` before `1001_batch.json`."""
        number = re.match(r"[0-9]+", self.name)
        return int(number.group()) if number else 0, self.name

    def rows(self) -> list[Any]:
        """Read the rows, unchecked; SourceError if the page is broken or is no such page."""
        results = _inside(_inside(self._json(), "csw:GetRecordsResponse", self.name), "csw:SearchResults", self.name)
        rows = results.get("iStoreRecord", [] if str(results.get("numberOfRecordsReturned")) == "0" else None)
        if rows is None:
            raise _missing("iStoreRecord", results, self.name)
        if not isinstance(rows, list):
            raise SourceError(f"iStoreRecord is not a list; {EXPECTED}", file=self.name)
        return rows

    def _json(self) -> object:
        try:
            found: object = json.loads(self.content().decode("utf-8-sig"))
        except json.JSONDecodeError as error:
            where = f"line {error.lineno} column {error.colno}"
            raise SourceError(f"is not whole JSON ({where}: {error.msg}); {EXPECTED}", file=self.name) from error
        except UnicodeDecodeError as error:
            raise SourceError(f"is not UTF-8 (byte {error.start}); {EXPECTED}", file=self.name) from error
        except RecursionError as error:
            raise SourceError(f"is nested too deeply; {EXPECTED}", file=self.name) from error
        except (OSError, EOFError, RuntimeError, BadZipFile, zlib.error) as error:  # RuntimeError: encrypted
            raise SourceError(f"cannot be read: {error}", file=self.name) from error
        return found


def pages(paths: Sequence[Path]) -> list[Page]:
    """List the pages in folders, zip files and single files, in the order of the catalogue; SourceError if none."""
    found = sorted((page for path in paths for page in _pages_of(path)), key=lambda page: page.order)
    if not found:
        raise SourceError("no path was given; expected folders, zip files or single pages")
    return found


def _pages_of(path: Path) -> Iterator[Page]:
    if path.is_dir():
        found = [Page(file.name, file.read_bytes) for file in path.rglob("*.json") if _counts(file.as_posix())]
    elif not path.is_file():
        raise SourceError("there is no such file or folder", file=str(path))
    elif is_zipfile(path):
        found = list(_pages_in_zip(path))
    else:
        found = [Page(path.name, path.read_bytes)]
    if not found:
        raise SourceError("holds no page; expected files such as 1_batch.json", file=str(path))
    yield from found


def _pages_in_zip(path: Path) -> Iterator[Page]:
    with ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".json") and _counts(name)]
    for name in names:
        yield Page(PurePosixPath(name).name, partial(_member, path, name))


def _member(path: Path, name: str) -> bytes:
    with ZipFile(path) as archive:
        return archive.read(name)


def _counts(name: str) -> bool:
    """Tell pages from what archivers of some systems add."""
    return "__MACOSX" not in name and not PurePosixPath(name).name.startswith(".")


def _inside(found: object, key: str, file: str) -> dict[str, Any]:
    if not isinstance(found, dict) or key not in found:
        raise _missing(key, found, file)
    inner = found[key]
    if not isinstance(inner, dict):
        raise SourceError(f"{key} is not an object; {EXPECTED}", file=file)
    return inner


def _missing(key: str, found: object, file: str) -> SourceError:
    held = ", ".join(sorted(found)[:5]) or "nothing" if isinstance(found, dict) else f"{found!r:.40}"
    return SourceError(f"has no {key} (found {held}); {EXPECTED}", file=file)
