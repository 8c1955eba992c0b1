"""Numbers under which a text is registered or published: two records that give the same one are of one agreement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.records import Record

_FORMS = (  # what is searched in a citation -> the number as it is compared
    (re.compile(r"UN Registration [^:]*: (\d+) ([1-9]\d*)$"), "UNTS {0}/{1}"),
    (re.compile(r"UN Registration (\d{2,6})$"), "UNTS No. {0}"),
    (re.compile(r"\b(\d{1,4}) UNTS (\d{1,4})\b"), "UNTS {0}/{1}"),
    (re.compile(r"UNTS[^;]*\bNo\. ?(?:I-)?(\d{3,6})\b"), "UNTS No. {0}"),
    (re.compile(r"\bI-(\d{3,6})\b"), "UNTS No. {0}"),
    (re.compile(r"\b(\d{1,3}) LNTS (\d{1,4})\b"), "LNTS {0}/{1}"),
    (re.compile(r"Gaceta Oficial (?:N[°º.o]* ?)?(\d{1,2})\.(\d{3})\b"), "Gaceta {0}{1}"),
    (re.compile(r"\bC(?:m|md|mnd)\.? ?(\d{2,5})\b"), "Cmd {0}"),
)


def registers(record: Record) -> frozenset[str]:
    """The register numbers that a record cites, in one spelling."""
    return frozenset(number for citation in record.citations for number in _numbers(citation.text))


def _numbers(text: str) -> Iterator[str]:
    for form, spelling in _FORMS:
        for match in form.finditer(text):
            yield spelling.format(*(part.lstrip("0") or "0" for part in match.groups()))
