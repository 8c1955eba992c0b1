"""Which columns of a list say what, as its mapping has it."""

from __future__ import annotations

import re

from loaders.table import model
from loaders.table.check import names
from loaders.table.values import plain

_PROPERTIES = {  # place in a mapping -> properties of its records; acts name their own columns
    "id": ("localId", "describes"),
    "title": ("title",),
    "parties": ("partyAsGiven",),
    "kind": ("instrumentKind",),
    "legal_nature": ("legalNature",),
    "topics": ("topic",),
    "bilateral": ("statedBilateral",),
    "status": ("says",),
    "term.initial": ("initialMonths",),
    "term.renewal": ("renewal",),
    "term.renewal_length": ("renewalMonths",),
    "term.notice": ("noticeMonths",),
    "citations": ("citation",),
    "links": ("linkTo",),
    "urls": ("url",),
    "note": ("note",),
}


def said_in(mapping: model.Mapping) -> dict[str, str]:
    """Property of a record -> the columns that say it, in the order of the mapping."""
    found: dict[str, list[str]] = {}
    for one in names(mapping):
        parts = re.sub(r"\[\d+\]", "", one.path).split(".")
        properties = _PROPERTIES.get(parts[0]) or _PROPERTIES.get(".".join(parts[:2]), ())
        for name in properties if one.of == "column" else ():
            found.setdefault(name, []).append(plain(one.value))
    return {name: ", ".join(dict.fromkeys(columns)) for name, columns in found.items()}
