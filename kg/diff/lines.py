"""Which records, agreements and other things the lines of two releases differ in; equal parts are never opened."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from kg.names import BEST_GRAPH, ID, JUDGEMENT_GRAPH, LINK_GRAPH, PREFIXES, REF_GRAPH, TKG
from kg.store import Release

_START = f"<{ID}".encode()
_OURS = re.compile(
    re.escape(_START)
    + rb"(?:resolution/|saying/)?(?:agreement|act|participation|pairing|term|link|period)/(t[0-9a-z]{8})[/>]"
)
_OTHERS = re.compile(
    re.escape(_START) + rb"((?:resolution/)?(?:alliance|phase|membership|commitment|count|event))/([^>]+)>"
)
_DEPTH = {"phase": 1, "membership": 1, "commitment": 3, "resolution/event": 1}  # names below the thing's own
_NESTED = {b"act", b"proposal", b"citation"}  # kinds whose names are a record's and a number
_TYPED = f"<{PREFIXES['rdf']}type> <{TKG.namespace}Record> ".encode()
_NOT_SAID = frozenset(f"<{TKG.namespace}{name}>".encode() for name in ("locator", "file", "row", "column"))
_DESCRIBES, _KNOWN_UNTIL = (f"<{TKG.namespace}{name}>".encode() for name in ("describes", "knownUntil"))
_OF_SOURCE = (b"source/", b"coverage/")
_DERIVED = tuple(f" {graph} .".encode() for graph in (BEST_GRAPH, LINK_GRAPH))
_REF, _JUDGEMENT = (f" {graph} .".encode() for graph in (REF_GRAPH, JUDGEMENT_GRAPH))


@dataclass(slots=True)
class _Half:
    """What stands on one side only; a record's lines as one sum, so that those that only moved cancel out."""

    sums: dict[bytes, int] = field(default_factory=lambda: defaultdict(int))
    whole: set[bytes] = field(default_factory=set)  # records of which all lines are here
    publications: dict[bytes, int] = field(default_factory=lambda: defaultdict(int))
    reference: set[bytes] = field(default_factory=set)
    _last: tuple[bytes, bytes] = (b"", b"")  # subject, its record

    def said(self, line: bytes, subject: bytes, predicate: bytes) -> None:
        """Add a line of a source's own graph; where in its file a record stands is none of what it says."""
        if subject != self._last[0]:
            self._last = subject, _record(subject[len(_START) : -1])
        if not (record := self._last[1]):
            self.publications[subject[len(_START) : -1].removeprefix(b"source/")] += hash(line)
        elif predicate not in _NOT_SAID:
            self.sums[record] += hash(line)
            if line.startswith(_TYPED, len(subject) + 1):
                self.whole.add(record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What the differing lines are about. Records are named SOURCE/ID as in an IRI."""

    new: frozenset[str]
    gone: frozenset[str]
    changed: frozenset[str]
    publications: frozenset[str]  # whose description changed, as SOURCE/p-HASH
    agreements: frozenset[str]
    others: frozenset[tuple[str, str]]  # alliance, count or event; SOURCE/ID
    judgements: frozenset[str]
    sources: frozenset[str]  # of which something else is said as a whole
    reference: bool
    parts: int


def touched(before: Release, after: Release) -> Touched:
    """Compare two releases line by line, but only the parts whose checksums differ."""
    old, new = before.parts, after.parts
    names = [name for name in sorted({*old, *new}) if _sum(before, name) != _sum(after, name)]
    plain = _plain(before, after)
    gone, come = _Half(), _Half()
    agreements: set[bytes] = set()
    others: set[tuple[str, str]] = set()
    for name in names:
        one, other = _lines(before, name, plain), _lines(after, name, plain)
        for half, lines, rest in ((gone, one, set(other)), (come, other, set(one))):
            _sort(half, (line for line in lines if line not in rest), agreements, others)
    return _touched(gone, come, agreements, others, len(names))


def _touched(gone: _Half, come: _Half, agreements: set[bytes], others: set[tuple[str, str]], parts: int) -> Touched:
    only_gone, only_new = gone.whole - come.whole, come.whole - gone.whole
    both = {*gone.sums, *come.sums} - only_gone - only_new
    described = gone.publications.keys() & come.publications.keys()
    about = {_subject(line) for line in gone.reference ^ come.reference}
    return Touched(
        new=_texts(only_new),
        gone=_texts(only_gone),
        changed=_texts(name for name in both if gone.sums.get(name, 0) != come.sums.get(name, 0)),
        publications=_texts(name for name in described if gone.publications[name] != come.publications[name]),
        agreements=_texts(agreements),
        others=frozenset(others),
        judgements=_texts(name[10:] for name in about if name.startswith(b"judgement/")),
        sources=_texts(name.split(b"/")[1] for name in about if name.startswith(_OF_SOURCE)),
        reference=any(not name.startswith((b"judgement/", b"pair/", *_OF_SOURCE)) for name in about),
        parts=parts,
    )


def _sum(release: Release, name: str) -> str:
    part = release.parts.get(name)
    return part.sha256 if part else ""


def _plain(before: Release, after: Release) -> dict[bytes, bytes]:
    """Graphs of sources whose version differs, and the name that both versions are compared under."""
    found: dict[str, set[str]] = defaultdict(set)
    for release in (before, after):
        for one in release.manifest.get("inputs", ()):
            found[one["source"]].add(one["version"])
    return {
        f"/graph/src/{quote(source)}@{quote(version, safe='')}> .\n".encode(): f"/graph/src/{source}> .\n".encode()
        for source, versions in found.items()
        if len(versions) > 1
        for version in versions
    }


def _lines(release: Release, name: str, plain: Mapping[bytes, bytes]) -> list[bytes]:
    """The lines of a part, in order and without their ends; none if the release has no such part."""
    if name not in release.parts:
        return []
    content = release.content(name)
    for versioned, same in plain.items():
        content = content.replace(versioned, same)
    return content.split(b"\n")[:-1]


def _sort(half: _Half, lines: Iterable[bytes], agreements: set[bytes], others: set[tuple[str, str]]) -> None:
    """Put each line where it belongs: to a record, to what is derived, or to the reference data."""
    derived = b""
    for line in lines:
        subject, predicate = line.split(b" ", 2)[:2]
        if line.endswith(_DERIVED):
            if predicate == _DESCRIBES:
                agreements.update(_OURS.findall(line))
            elif subject != derived and predicate != _KNOWN_UNTIL:
                derived = subject
                agreements.update(_OURS.findall(subject))
                if (match := _OTHERS.match(subject)) is not None:
                    others.add(_other(match[1].decode(), match[2].decode()))
        elif line.endswith((_REF, _JUDGEMENT)):
            half.reference.add(line)
        else:
            half.said(line, subject, predicate)


def _record(path: bytes) -> bytes:
    """The record that a node of a source's graph belongs to; empty for a publication."""
    kind, _, rest = path.partition(b"/")
    if kind in _NESTED:
        return rest.rpartition(b"/")[0]
    return rest if kind in (b"record", b"term") else b""


def _other(kind: str, path: str) -> tuple[str, str]:
    depth = _DEPTH.get(kind, 0)
    name = path.rsplit("/", depth)[0] if depth else path
    kind = kind.removeprefix("resolution/")
    return (kind if kind in ("count", "event") else "alliance"), name


def _subject(line: bytes) -> bytes:
    """The subject without base; of a name with parts (`source/NAME/...`), whole."""
    return line[: line.index(b">")].removeprefix(_START)


def _texts(names: Iterable[bytes]) -> frozenset[str]:
    return frozenset(name.decode() for name in names)
