"""How an agreement stands on a day, in words and with the reason. The rule itself is `kg.derive.status`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.dates import Span
from kg.derive.status import Period, in_force
from kg.sheet import words
from kg.sheet.facts import Row
from kg.sheet.model import Status
from kg.status import end_span

_ENDED = {
    "expired": "expired",
    "notRenewed": "expired",
    "lastRenewalExpired": "expired",
    "expiryUnlessExtended": "expired",
    "renewalUncertain": "expired",
    "endedByAct": "terminated",
    "superseded": "superseded",
}


def period_of(row: Row) -> Period:
    """A period of force from its row; absent bounds are open."""
    return Period(
        mode=row["mode"],
        start=Span(_day(row, "startFrom") or date.min, _day(row, "startTo") or date.max),
        end=end_span(row["basis"], _day(row, "endFrom"), _day(row, "endTo")),
        basis=row["basis"],
        next_expiry=_day(row, "expiry"),
        notice_by=_day(row, "notice"),
    )


def _day(row: Row, column: str) -> date | None:
    return date.fromisoformat(row[column]) if column in row else None


def status(rows: Sequence[Row], as_of: date, signed: Span | None) -> Status:
    """The status of an agreement from its periods; `signed` None: no signature is recorded."""
    periods = sorted((period_of(row) for row in rows), key=lambda period: (period.start.lo, period.end.lo))
    known = max((date.fromisoformat(row["known"]) for row in rows), default=None)
    answer, period = in_force(periods, as_of)
    if answer == "yes" and period is not None:
        return _yes(period, as_of, known)
    if answer == "possibly" and period is not None:
        return Status(
            answer="possibly",
            word="may be in force",
            reason=_doubt(period, as_of, known),
            next_expiry=period.next_expiry,
            notice_by=period.notice_by,
        )
    return _no(periods, period, as_of, signed, known)


def _yes(period: Period, as_of: date, known: date | None) -> Status:
    return Status(
        answer="yes",
        word="provisionally applied" if period.mode == "provisional" else "in force",
        until=_until(period, known),
        presumed=known is not None and as_of > known,
        next_expiry=period.next_expiry,
        notice_by=period.notice_by,
    )


def _until(period: Period, known: date | None) -> str:
    if period.end.lo == date.max or period.basis in {"sourceHorizon", "noneKnown"}:
        return "no end stated" + (f" (sources known to {words.day(known)})" if known else "")
    last = f"until {words.day_before(period.end.lo)}"
    if period.basis == "presumedRenewed":
        notice = f" by {words.day(period.notice_by)}" if period.notice_by else ""
        return f"{last}, then renewed unless notice is given{notice}"
    return {
        "expiryUnlessExtended": f"{last}, unless extended",
        "renewalUncertain": f"{last}; what follows is not stated",
    }.get(period.basis, last)


def _doubt(period: Period, as_of: date, known: date | None) -> str:
    reasons = []
    if as_of < period.start.hi:
        reasons.append(_start_doubt(period))
    if as_of >= period.end.lo:
        reasons.append(_end_doubt(period, known))
    return "; ".join(reasons)


def _start_doubt(period: Period) -> str:
    if period.start.hi == date.max:
        return "signed; no entry into force recorded"
    if period.mode == "provisional":
        return f"provisional application began {words.span(period.start)}"
    return f"entered into force {words.span(period.start)}"


def _end_doubt(period: Period, known: date | None) -> str:
    basis = period.basis
    if basis in {"sourceHorizon", "noneKnown", "noEntryIntoForce"}:
        return f"no end recorded; last confirmed {words.day(known)}" if known else "no end recorded"
    if basis in {"presumedRenewed", "renewalUncertain", "expiryUnlessExtended"}:
        return (
            f"the term ended on {words.day_before(period.end.lo)}; "
            + {
                "presumedRenewed": "renewed unless notice was given, on which the sources are silent",
                "renewalUncertain": "whether it was renewed is not known",
                "expiryUnlessExtended": "no extension recorded",
            }[basis]
        )
    verb = _ENDED[basis]
    if period.end.hi == date.max:
        return f"{verb}, on a day that is not known"
    return f"{verb} {words.span(period.end)}"


def _no(
    periods: Sequence[Period], suspended: Period | None, as_of: date, signed: Span | None, known: date | None
) -> Status:
    if suspended is not None:
        return Status(answer="no", word="suspended", reason=f"suspended since {words.span(suspended.start)}")
    if signed is not None and as_of < signed.lo:
        return Status(answer="no", word="not yet signed", reason="signed after the day asked")
    over = [period for period in periods if period.end.hi <= as_of and period.mode != "suspended"]
    if over:
        return _ended(over[-1])
    if periods or signed is not None:
        word = "signed, not in force" if signed is not None else "not yet in force"
        later = min((period.start for period in periods), key=lambda start: start.lo, default=None)
        reason = f"entry into force: {words.span(later)}" if later else "no entry into force recorded"
        return Status(answer="no", word=word, reason=reason, presumed=known is not None and as_of > known)
    return Status(answer="unknown", word="not known", reason="neither signature nor entry into force is recorded")


def _ended(period: Period) -> Status:
    word = _ENDED.get(period.basis, "terminated")
    if word == "expired" and period.end.lo == period.end.hi:
        return Status(answer="no", word=word, reason=f"last day in force {words.day_before(period.end.lo)}")
    return Status(answer="no", word=word, reason=words.when(period.end))
