"""Whether an agreement is in force on a day: periods of force bounded by four dates, and yes, possibly or no.

The rule is that of the domain model, 4.2: a period is half-open, an uncertain day is a `Span`, and an agreement ends
only as the law of treaties provides (VCLT art. 42(2)). End bases are local names of `ontology/values.ttl`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.dates import Span

NEVER = Span(date.max, date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A duration clause as far as it bears on status: lengths in calendar months."""

    initial: int | None
    renewal: str | None = None  # automatic, byAgreement, noRenewal, indefinite; None: not stated
    further: int | None = None  # length of each automatic renewal
    notice: int | None = None  # before the expiry, to stop the next renewal
    limit: int | None = None  # greatest number of renewals; None: no limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period of force: begins within `start`, ends before a day within `end`; `basis` says why it ends there."""

    mode: str  # definitive, provisional, suspended
    start: Span
    end: Span
    basis: str
    next_expiry: date | None = None  # when the term that runs at the sources' horizon ends at the earliest
    notice_by: date | None = None  # last day on which a notice stops the next renewal


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How an agreement stands on a day.

    `basis`: with yes and possibly, why the period ends or why its end is open; with no, why it ended, or `suspended`,
    `notYetSigned`, `notYetInForce`; with not known, `nothingRecorded`.
    """

    word: str  # yes, possibly, no, not known
    basis: str
    ground: str | None  # established, or presumed on a day after the last one the sources know; None: no such day
    period: Period | None = None  # that says so; None: none has begun by that day

    @property
    def mode(self) -> str | None:
        """Definitive, provisional or suspended; None where no period says so."""
        return None if self.period is None else self.period.mode


@dataclass(frozen=True, slots=True)
class _End:
    span: Span
    basis: str
    next_expiry: date | None = None
    notice_by: date | None = None


def periods(
    start: Span | None,
    term: Term | None = None,
    *,
    ends: Sequence[Span] = (),
    superseded: Sequence[Span] = (),
    notices: Sequence[Span] = (),
    extended_to: Span | None = None,
    horizon: date = date.max,
    signed: Span | None = None,
    silence_means_no: bool = False,
    denied_until: date | None = None,
    provisional: Sequence[Span] = (),
    provisional_ends: Sequence[Span] = (),
    suspensions: Sequence[Span] = (),
    resumptions: Sequence[Span] = (),
) -> list[Period]:
    """List the periods of force of one agreement, by their beginning.

    `start`: entry into force, None if none is recorded. `ends`: terminations and denunciations, by effect;
    `superseded`: when later agreements took its place. `notices`: of non-renewal. `extended_to`: end of an agreed
    extension. `denied_until`: last day on which it is said not to be in force yet. `horizon`: last day the sources know
    about. `silence_means_no`: they would have recorded an entry into
    force. An undated act is `Span(date.min, date.max)`.
    """
    acts = [_End(span, "endedByAct") for span in ends] + [_End(span, "superseded") for span in superseded]
    found = []
    if provisional:
        closing = [*provisional_ends, *([] if start is None else [start])]
        end = _earliest([*acts, *(_End(span, "endedByAct") for span in closing)])
        applied = _period("provisional", min(provisional, key=_order), end or _silence(horizon))
        found += [] if _is_empty(applied) and start is not None else [applied]
    if start is not None:
        begin = _not_before(start, signed)
        by_term = _term_end(begin, term, notices, extended_to, horizon)
        found.append(_period("definitive", begin, _earliest([*by_term, *acts]) or _silence(horizon)))
    elif signed is not None and not silence_means_no:
        first = signed.lo if denied_until is None else max(signed.lo, denied_until + timedelta(days=1))
        begin = Span(first, date.max, signed.approximate)
        found.append(_period("definitive", begin, _earliest(acts) or _End(NEVER, "noEntryIntoForce")))
    for stop in sorted(suspensions, key=_order):
        found = [part for period in found for part in _cut(period, stop, _resumed(stop, resumptions))]
    return sorted(found, key=lambda period: _order(period.start))


def in_force(periods: Sequence[Period], day: date) -> tuple[str, Period | None]:
    """Tell `yes`, `possibly` or `no` for a day, and the period that says so.

    With `no` comes the period of suspension that the day may fall in, if there is one.
    """
    applied = [period for period in periods if period.mode != "suspended"]
    for period in applied:
        if period.start.hi <= day < period.end.lo:
            return "yes", period
    for period in applied:
        if period.start.lo <= day < period.end.hi:
            return "possibly", period
    others = (period for period in periods if period not in applied)
    return "no", next((period for period in others if period.start.lo <= day < period.end.hi), None)


def standing(
    periods: Sequence[Period], day: date, *, signed: date | None, ended: date | None, known: date | None
) -> Status:
    """Tell how an agreement stands on a day; never nothing.

    `signed`: first day on which it can have been signed; `ended`: day by which it surely had ended; `known`: last day
    its sources know. Where neither signature nor entry into force is recorded there is no period: not known.
    """
    ground = None if known is None else "established" if day <= known else "presumed"
    word, period = in_force(periods, day)
    if period is not None:
        basis = "suspended" if period.mode == "suspended" else period.basis
        return Status(word=word, basis=basis, ground=ground, period=period)
    if over := [period for period in periods if period.end.hi <= day]:
        return Status(word="no", basis=over[-1].basis, ground=ground, period=over[-1])
    if periods:
        unsigned = signed is not None and day < signed
        return Status(word="no", basis="notYetSigned" if unsigned else "notYetInForce", ground=ground)
    if ended is not None and ended <= day:
        return Status(word="no", basis="endedByAct", ground=ground)
    return Status(word="not known", basis="nothingRecorded", ground=ground)


def _order(span: Span) -> tuple[date, date]:
    return span.lo, span.hi


def _not_before(start: Span, signed: Span | None) -> Span:
    """Bound an entry into force that has no earliest day of its own by the signature, unless it surely was before."""
    if start.lo > date.min or signed is None or signed.lo > start.hi:
        return start
    return Span(signed.lo, start.hi, start.approximate)


def _period(mode: str, start: Span, end: _End) -> Period:
    """Make a period whose end is not looked for before its beginning, unless it surely was before."""
    lo = min(max(end.span.lo, start.lo), end.span.hi)
    span = Span(lo, end.span.hi, end.span.approximate)
    return Period(
        mode=mode, start=start, end=span, basis=end.basis, next_expiry=end.next_expiry, notice_by=end.notice_by
    )


def _earliest(ends: Sequence[_End]) -> _End | None:
    """Find the first end as far as bounds tell; the basis is that of the one whose latest day comes first."""
    if not ends:
        return None
    first = min(ends, key=lambda end: (end.span.hi, end.span.lo))
    lo = min(end.span.lo for end in ends)
    return replace(first, span=Span(lo, first.span.hi, first.span.approximate))


def _silence(horizon: date) -> _End:
    if horizon == date.max:
        return _End(NEVER, "noneKnown")
    return _End(Span(horizon + timedelta(days=1), date.max), "sourceHorizon")


def _term_end(
    start: Span, term: Term | None, notices: Sequence[Span], extended_to: Span | None, horizon: date
) -> list[_End]:
    """Find the end by the duration clause: a list of one, or empty if the clause sets none."""
    if term is None or not term.initial or term.renewal == "indefinite":
        return []
    expiry = start.plus(term.initial)
    if term.renewal == "automatic" and term.further:
        return [_renewed(start, term, notices, horizon)]
    if term.renewal == "noRenewal":
        return [_End(expiry, "expired", expiry.lo)]
    if term.renewal == "byAgreement":
        latest = date.max if extended_to is None else max(extended_to.hi, expiry.lo)
        return [_End(Span(expiry.lo, latest), "expiryUnlessExtended", expiry.lo)]
    return [_End(Span(expiry.lo, date.max), "renewalUncertain", expiry.lo)]


def _renewed(start: Span, term: Term, notices: Sequence[Span], horizon: date) -> _End:
    """Find the end of a term that renews itself until a notice, given in time, stops it.

    Each expiry is counted from the first day, so that a clamped day (29 February) does not drift.
    """
    renewals = 0
    while True:
        expiry = start.plus((term.initial or 0) + renewals * (term.further or 0))
        last_day = expiry.plus(-(term.notice or 0))
        if any(notice.hi <= last_day.lo for notice in notices):
            return _End(expiry, "notRenewed", expiry.lo)
        if expiry.lo == date.min or any(notice.lo <= last_day.hi for notice in notices):
            return _End(Span(expiry.lo, date.max), "renewalUncertain", expiry.lo)
        if renewals == term.limit:
            return _End(expiry, "lastRenewalExpired", expiry.lo)
        if expiry.hi > horizon:
            notice_by = None if term.notice is None else last_day.lo
            return _End(Span(expiry.lo, date.max), "presumedRenewed", expiry.lo, notice_by)
        if expiry.lo == date.max:
            return _End(NEVER, "noneKnown")
        renewals += 1


def _resumed(stop: Span, resumptions: Sequence[Span]) -> Span | None:
    """Find the first resumption that may follow a suspension; one that may as well precede it may mean nothing."""
    after = min((one for one in resumptions if one.hi >= stop.lo), key=_order, default=None)
    return after if after is None or after.lo >= stop.hi else Span(after.lo, date.max, after.approximate)


def _cut(period: Period, stop: Span, resumed: Span | None) -> list[Period]:
    """Leave a period as it stands, or cut it in two by a suspension that falls into it."""
    if period.mode == "suspended" or stop.lo >= period.end.hi or _is_empty(period):
        return [period]
    until = period.end if resumed is None else _first(period.end, resumed)
    basis = period.basis if until == period.end else "endedByAct"
    parts = [
        replace(period, end=_first(period.end, stop), basis="endedByAct", next_expiry=None, notice_by=None),
        Period(mode="suspended", start=_last(period.start, stop), end=until, basis=basis),
    ]
    if resumed is not None:
        parts.append(replace(period, start=_last(period.start, resumed)))
    return [part for part in parts if not _is_empty(part)]


def _first(one: Span, other: Span) -> Span:
    return Span(min(one.lo, other.lo), min(one.hi, other.hi))


def _last(one: Span, other: Span) -> Span:
    return Span(max(one.lo, other.lo), max(one.hi, other.hi))


def _is_empty(period: Period) -> bool:
    return period.end.hi <= period.start.lo
