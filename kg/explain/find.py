"""From what a user calls a thing to the thing: identifiers, addresses, acts, records, and identifiers of old."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kg.errors import UnknownNameError
from kg.explain.facts import Facts, short
from kg.graph.terms import RDF_TYPE
from kg.names import ID, PREFIXES, TKG, record_iri, thing

REPLACED_BY = NamedNode(PREFIXES["dcterms"] + "isReplacedBy")
AGREEMENT = re.compile(r"(?:agreement/|act/|term/)?(t[0-9a-hjkmnp-tv-z]{8})(?:/(.+))?")
_OF_RECORDS = ("record/", "event/", "count/", "alliance/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was asked for: an agreement, perhaps one act of it, or a record and what it is about."""

    agreement: NamedNode | None
    field: str = ""  # the act or part that the address names
    followed: tuple[str, ...] = ()
    record: NamedNode | None = None
    describes: tuple[NamedNode, ...] = ()


def find(facts: Facts, asked: str) -> Found:
    """The thing of a name; UnknownNameError with the nearest names if there is none."""
    path = asked.strip().removeprefix(ID)
    if match := AGREEMENT.fullmatch(path):
        field = match[2] or ("term" if path.startswith("term/") else "")
        agreement, followed = _standing(facts, match[1])
        return Found(agreement=agreement, field=field, followed=followed)
    name = next((path.removeprefix(kind) for kind in _OF_RECORDS if path.startswith(kind)), path)
    source, slash, local = name.partition("/")
    if slash and not asked.startswith("http"):
        return _record(facts, record_iri(source, local), asked)
    if slash and path != asked.strip():
        return _record(facts, NamedNode(f"{ID}record/{name}"), asked)
    raise UnknownNameError(f"there is no {asked!r} here{_titled(facts, asked)}")


def _standing(facts: Facts, name: str) -> tuple[NamedNode, tuple[str, ...]]:
    """The agreement of an identifier, which may have been joined into another's."""
    node, followed = thing("agreement", name), [name]
    while later := facts.nodes(node, REPLACED_BY):
        node = later[0]
        if short(node) in followed:
            break
        followed.append(short(node))
    if TKG.Agreement not in facts.nodes(node, RDF_TYPE):
        raise UnknownNameError(f"there is no agreement {name} in this release{_like(facts, name)}")
    return node, tuple(followed[:-1])


def _record(facts: Facts, record: NamedNode, asked: str) -> Found:
    if TKG.Record not in facts.nodes(record, RDF_TYPE):
        raise UnknownNameError(f"there is no record {asked!r} in this release{_alike(facts, short(record))}")
    described = tuple(facts.nodes(record, TKG.describes))
    agreements = [node for node in described if TKG.Agreement in facts.nodes(node, RDF_TYPE)]
    return Found(agreement=agreements[0] if agreements else None, record=record, describes=described)


def _like(facts: Facts, name: str) -> str:
    known = [short(node) for node in facts.subjects(RDF_TYPE, TKG.Agreement)]
    return _hint(name, known)


def _alike(facts: Facts, name: str) -> str:
    return _hint(unquote(name), [unquote(short(node)) for node in facts.subjects(RDF_TYPE, TKG.Record)])


def _hint(name: str, known: list[str]) -> str:
    from rapidfuzz import fuzz, process  # slow to import, and needed in messages only

    found = process.extract(name, known, scorer=fuzz.ratio, limit=3, score_cutoff=60)
    return f"; did you mean {' or '.join(one for one, _, _ in found)}?" if found else ""


def _titled(facts: Facts, asked: str) -> str:
    """Agreements whose titles hold the words asked for: nobody knows identifiers by heart."""
    from rapidfuzz import fuzz, process, utils

    titles = [(node, title) for node, title in facts.every(TKG.title) if node.value.startswith(f"{ID}agreement/")]
    found = process.extract(
        asked,
        [title for _, title in titles],
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        limit=3,
        score_cutoff=80,
    )
    hints = " or ".join(f"{short(titles[place][0])} ({title[:60]})" for title, _, place in found)
    expected = "; expected an agreement (tzwvh71gf), an act (tzwvh71gf/signature), a record (SOURCE/ID) or its address"
    return f"; did you mean {hints}?" if hints else expected
