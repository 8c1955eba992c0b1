"""How the sheet speaks: dates, lists, shares, rules, attributions. English; every function is from values to words.

The wording follows the domain model, 10: what is listed is "listed here", never "there are"; nothing found is "none
found in the sources below"; what is not known is said to be so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from math import ceil

from kg.dates import Span, say
from kg.polities import polities
from kg.records import Text

NOT_STATED = "not stated in the sources"
NOT_COVERED = "not this pair"
EVERYWHERE = "all countries"
NONE_FOUND = "None found in the sources below."

_WITH_ARTICLE = ("Union", "Empire", "Kingdom", "Republic", "States", "Federation", "Islands", "Confederation")
_ALWAYS_WITH_ARTICLE = {"Netherlands", "Philippines", "Bahamas", "Gambia", "Maldives", "Vatican", "Holy See"}

RULES = {
    "R0": "an editor's judgement decided",
    "R1": "only what a record asserts is shown, not what it denies or supposes",
    "R2": "it is the only value that is asserted",
    "R3": "its best source ranks higher",
    "R4": "more independent sources say so",
    "R5": "it is the more precise",
    "R6": "it was retrieved last, or its record comes first",
}
TIERS = {
    1: "authentic text, depositary or official gazette",
    2: "official catalogue of a party",
    3: "scholarly data set",
    4: "statement of a named official",
    5: "press naming its source",
    6: "press on unnamed sources or documents not shown",
    7: "community or machine",
}
DONE_TO = {  # type of link -> from the side of the agreement that it leads to
    "amends": "is amended by",
    "extends": "is extended by",
    "extendsToTerritory": "is extended to a territory by",
    "renews": "is renewed by",
    "supersedes": "is superseded by",
    "terminates": "is ended by",
    "suspends": "is suspended by",
    "implements": "is carried out by",
    "protocolTo": "has as its protocol",
    "interprets": "is interpreted by",
    "exchangedWith": "was exchanged with",
    "cites": "is cited by",
}
LIKELY = ((0.9, "very likely"), (0.75, "likely"), (0.0, "possible"))  # least score of a proposal -> its words
COUNTED = {
    "agreements": "agreements",
    "documents": "documents",
    "contracts": "contracts",
    "projects": "projects",
    "memoranda": "memoranda",
    "actions": "actions",
}


def english(value: str) -> Text:
    """Words of the sheet itself."""
    return Text(value=value, lang="en")


@cache
def day(value: date) -> str:
    """12 November 2025."""
    return say(value.isoformat(), "en")


def day_before(value: date) -> str:
    """The last day of a period that ends before this day."""
    return day(value - timedelta(days=1))


@cache
def edtf(value: str) -> str:
    """A date in words, its uncertainty included: "some time in October 2025"."""
    return say(value, "en")


def on(value: str) -> str:
    """A date after a verb: "on 7 May 2025", "in May 2025", "some time between 2001 and 2004"."""
    words = edtf(value)
    plain = words.removeprefix("some time in ")
    if plain != words:
        return f"in {plain}"
    return f"on {words}" if words[0].isdigit() and len(value) == len("2025-05-07") else words


def span(known: Span) -> str:
    """The words for a span, by the shortest date that means it: "some time in May 2025", "no later than 1991"."""
    lo, hi = known.lo, known.hi
    if lo == hi:
        return day(lo)
    if lo == date.min or hi == date.max:
        first = "" if lo == date.min else lo.isoformat()
        return say(f"{first or '..'}/{'..' if hi == date.max else hi.isoformat()}", "en")
    after = hi + timedelta(days=1) if hi < date.max else hi
    if (lo.month, lo.day, after.month, after.day) == (1, 1, 1, 1) and after.year == lo.year + 1:
        return say(f"{lo:%Y}", "en")
    if lo.day == after.day == 1 and (after.year - lo.year) * 12 + after.month - lo.month == 1:
        return say(f"{lo:%Y-%m}", "en")
    return say(f"{lo.isoformat()}/{hi.isoformat()}", "en")


def when(known: Span) -> str:
    """A span after a verb: "on 2 March 1946", "some time in 1946"."""
    return f"on {day(known.lo)}" if known.lo == known.hi else span(known)


def period(first: date | None, last: date | None) -> str:
    """A period counted: "2001–2024", "since 1 March 2001", "period not stated"."""
    if first is None and last is None:
        return "period not stated"
    if first is not None and last is not None:
        if first == last:
            return day(first)
        whole_years = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        if whole_years:
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        return f"{day(first)} to {day(last)}"
    if first is not None:
        return f"since {first.year if (first.month, first.day) == (1, 1) else day(first)}"
    return f"up to {last.year if last and (last.month, last.day) == (12, 31) else day(last or date.max)}"


def supposed(score: float, *, own: bool) -> str:
    """A link that no source states: "very likely, read from its title; not confirmed"."""
    likely = next(told for least, told in LIKELY if score >= least)
    return f"{likely}, read from {'its' if own else 'the other’s'} title; not confirmed"


def plural(number: int, one: str, many: str | None = None) -> str:
    """1 agreement, 2 agreements."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def are(number: int) -> str:
    """The verb after a number: 1 is, 2 are; also "none is"."""
    return "is" if number < 2 else "are"


def listing(parts: Sequence[str], word: str = "and") -> str:
    """A, B and C."""
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def named(polity: str) -> str:
    """A name with its article: "the Soviet Union", "Venezuela"."""
    if polity in _ALWAYS_WITH_ARTICLE or polity.split(" (")[0].split(" of ")[0].endswith(_WITH_ARTICLE):
        return f"the {polity}"
    return polity


def polity_name(polity: str, *, article: bool = True) -> str:
    """A polity's own name in English, "the Soviet Union"; its identifier where the polity is not known."""
    known = polities().get(polity)
    name = known.labels["en"] if known else polity
    return named(name) if article else name


def months(number: int) -> str:
    """120 is "10 years", 6 "6 months", 30 "2 years and 6 months"."""
    years, rest = divmod(number, 12)
    parts = [plural(years, "year")] * bool(years) + [plural(rest, "month")] * bool(rest)
    return listing(parts) or "0 months"


def reading(number: int, comparator: str) -> tuple[float, float | None]:
    """What a stated number can mean: least and most (None: no upper bound), by the domain model, 3."""
    return {
        "exactly": (number, number),
        "nearly": (0.9 * number, number),
        "about": (0.9 * number, 1.1 * number),
        "moreThan": (number, None),
        "atLeast": (number, None),
        "atMost": (0, number),
    }[comparator]


def share(listed: int, number: int, comparator: str) -> str:
    """What part of a stated number is listed: "12 %", "10 to 11 %", "at most 10 %".

    Nothing where none or more than the stated number is listed.
    """
    least, most = reading(number, comparator)
    if not listed or listed > (number if most is None else most):
        return ""
    low = round(100 * listed / (most or number))
    if not low:
        return "less than 1 %"
    if most is None:
        return f"at most {low} %"
    if not least:
        return f"at least {low} %"
    high = round(100 * listed / least)
    return f"{low} %" if low == high else f"{low} to {high} %"


def stated(number: int, comparator: str, label: str) -> str:
    """The number as stated: "342", "nearly 400"."""
    return f"{number:,}" if comparator == "exactly" else f"{label} {number:,}"


def read_as(number: int, comparator: str) -> str:
    """How a stated number is read: "360 to 399"; nothing where it is read as it stands."""
    if comparator in {"nearly", "about"}:
        least, most = reading(number, comparator)
        last = number - 1 if comparator == "nearly" else int(most or 0)
        first = min(ceil(least), last)
        return str(last) if first == last else f"{first:,} to {last:,}"
    if comparator in {"moreThan", "atLeast"}:
        return f"{number + (comparator == 'moreThan'):,} or more"
    return f"{number:,} or fewer" if comparator == "atMost" else ""


def speech(stance: str, attribution: str, claimant: str, medium: str, when: str) -> str:
    """One clause on who said what how: "reported on 31 October 2025 by X, citing unnamed sources".

    `claimant` is the person or body with the office, empty where the source speaks for itself; `medium` the publisher.
    """
    verb = {
        "asserts": "stated" if attribution in {"namedPerson", "namedBody"} else "reported",
        "denies": "denied",
        "supposes": "supposed",
        "characterises": "described",
        "declines": "not commented on",
    }[stance]
    who = claimant or medium
    rest = {
        "unnamedSource": ", citing unnamed sources",
        "documentReported": ", from documents not published",
        "documentShown": ", from a document shown",
    }.get(attribution, "")
    return " ".join(part for part in (verb, when, f"by {who}" if who else "") if part) + rest
