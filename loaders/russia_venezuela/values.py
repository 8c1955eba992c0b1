"""What the coded values of the index stand for in the vocabularies, and the parts of a duration clause."""

from __future__ import annotations

import re

from kg.names import pair_code
from kg.polities import line_of, polities
from kg.records import Act, Term, Text
from loaders.fields import Fields

LANGUAGES = ("en", "es", "ru")
LINKS = ("amends", "supersedes", "implements", "cites")

KINDS = {
    "agreement": "agreement",
    "contract": "contract",
    "convention": "convention",
    "exchange of notes": "exchangeOfNotes",
    "framework agreement": "frameworkAgreement",
    "joint declaration": "jointDeclaration",
    "letter of intent": "letterOfIntent",
    "licence": "licence",
    "memorandum": "memorandum",
    "other": "otherInstrument",
    "programme": "programme",
    "protocol": "protocol",
    "treaty": "treaty",
}
CAPACITIES = {name: name for name in ("state", "government", "agency", "company")}
CONFIDENCES = {name: name for name in ("high", "medium", "low")}
STANCES = {name: name for name in ("asserts", "denies", "supposes", "characterises", "declines")}
ATTRIBUTIONS = {"named person": "namedPerson", "unnamed source": "unnamedSource", "none": "none"}

STATUS_ACTS = {"in-force": "entryIntoForce", "terminated": "termination"}  # of which a status is evidence by itself
STATUSES = (*STATUS_ACTS, "signed", "superseded", "unknown")

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, 1)}
_RENEWAL = re.compile(
    r"automatic, successive (\d+)-year periods|(\d+)-year automatic(?: renewal)?|indefinite(?: duration)?"
)
_NOTICE = re.compile(r"at least (\w+) months before expiry")


def polity(row: Fields, column: str, code: str) -> str:
    """A polity by its code (`SUN`); one that is not in `ontology/states.ttl` is an error of this column."""
    if code not in polities():
        raise row.error(column, f"the code of a known polity; {code!r} is none")
    return code


def pair(row: Fields, column: str, one: str, other: str) -> str:
    """The pair of country lines of two polities: VEN and SUN are `RUS-VEN`."""
    return pair_code(line_of(polity(row, column, one)), line_of(polity(row, column, other)))


def legal_nature(kind: str, capacity: str) -> str | None:
    """What form and rank make plain: a treaty or convention of states binds, a company's contract is a contract.

    Of any other form the name alone does not say whether it binds (VCLT 2(1)(a)); it stays unsaid.
    """
    if kind in {"treaty", "convention"} and capacity in {"state", "government"}:
        return "treatyInLaw"
    return "contractInLaw" if kind == "contract" and capacity == "company" else None


def term(row: Fields, years: int | None, renewal: str) -> Term | None:
    """The duration clause from a number of years and the words on renewal, either of which may be unknown."""
    if years is None and not renewal:
        return None
    months = years * 12 if years else None
    if not renewal:
        return Term(initial_months=months)
    found = _RENEWAL.match(renewal)
    if found is None:
        column = "renewal" if "renewal" in row.as_given() else "value"
        raise row.error(column, "words as 'automatic, successive 5-year periods' or 'indefinite'")
    words = Text(value=renewal, lang="en")
    if found[0].startswith("indefinite"):
        return Term(initial_months=months, renewal="indefinite", words=words)
    again, notice = int(found[1] or found[2]) * 12, _notice(renewal)
    return Term(initial_months=months, renewal="automatic", renewal_months=again, notice_months=notice, words=words)


def _notice(renewal: str) -> int | None:
    found = _NOTICE.search(renewal)
    if found is None:
        return None
    return _NUMBERS.get(found[1]) or (int(found[1]) if found[1].isdigit() else None)


def status_acts(row: Fields, column: str, known_on: str | None, stepped: frozenset[str]) -> tuple[Act, ...]:
    """The acts a status is evidence of, for want of a row that gives the act itself.

    *in-force* says that the entry into force was on the day of knowledge or before. *ratified-by-XXX* is loose: it
    includes approval by parliament, so the domestic act is taken, undated, unless a row of actions.csv gives a
    domestic step of that party (`stepped`). *signed*, *superseded* and *unknown* are evidence of no act.
    """
    status = row.need(column)
    if status in STATUS_ACTS:
        date = f"../{known_on.rstrip('~?%')}" if known_on else None
        return (Act(type=STATUS_ACTS[status], date=date, column=column),)
    if status.startswith("ratified-by-"):
        actor = polity(row, column, status.removeprefix("ratified-by-"))
        return () if actor in stepped else (Act(type="parliamentaryApproval", actor=actor, column=column),)
    if status not in STATUSES:
        raise row.error(column, "one of " + ", ".join(sorted([*STATUSES, "ratified-by-XXX"])))
    return ()
