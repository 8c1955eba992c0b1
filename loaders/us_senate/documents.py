"""One row of the list to one record: a paper that sends one treaty, or several, to the Senate."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

from kg.records import Act, Citation, Proposal, Record, Text
from loaders.fields import Fields, Report, rows
from loaders.us_senate.titles import names_in, polity_of

NAME = "us-senate"
TOPICS = Path(__file__).with_name("topics.csv")
NUMBER, RECEIVED, TOPIC = "Treaty Document Number", "Date Received From President", "Treaty Topic"
DONE, DONE_ON = "Latest Senate Action", "Latest Senate Action Date"
HINTS, COUNTRIES = "treaties_with_countries.json", "countries"  # of the copy
COLUMNS = (NUMBER, "Title", "URL", RECEIVED, TOPIC, DONE_ON, DONE)
LONGEST_QUOTE = 300

AFTER_WITH = "named in the title, after 'with' or 'between'"
ELSEWHERE = "named elsewhere in the title"
GUESSED = "guessed by the publisher of the copy"
SCORES = {AFTER_WITH: 0.99, ELSEWHERE: 0.15, GUESSED: 0.96}  # measured title by title: see README.md

_NO_TREATY = "(NOT A TREATY)"  # the Senate's own mark of a message that only urges it to act
_CONSENT = re.compile(
    r"Resolution of (advice and consent to )?ratification\b.*(?<!not )\bagreed to\b"
    r"|Resolution agreed to in Senate\b|Passed Senate\b|.*(?<!not )\bapproved\b",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(r"Entered into force\b", re.IGNORECASE)


def record(row: Fields, hints: tuple[str, ...], copy: dict[str, str], report: Report) -> Record:
    """Map one row; `hints` are names guessed by others, `copy` is what their file says beside the row."""
    title = row.need("Title")
    received = row.written_day(RECEIVED, "MM/DD/YYYY", report)
    number, url = row.need(NUMBER, "the number of a document"), row.url("URL")
    found = Record(
        source=NAME,
        id=number,
        kind="documentRecord",
        file=row.file,
        row=row.number,
        as_given=row.as_given() | copy,
        titles=(Text(value=" ".join(title.split()), lang="en"),),
        topics=_topics(row, report),
        quote=_quote(row),
        proposed_parties=_proposals(title, hints, received),
        acts=_acts(row, title, received, report),
        citations=(Citation(text=f"US Senate Treaty Document {number}", url=url),),
        urls=(url,) if url else (),
    )
    for proposal in found.proposed_parties:
        if proposal.polity is None:
            message = f"{proposal.basis}, stands for no one polity on that day"
            column = f"{COUNTRIES} in {HINTS}" if proposal.basis == GUESSED else "Title"
            report(row.problem("proposed-party", column, message, proposal.name))
    row.finish()
    return found


def _proposals(title: str, hints: tuple[str, ...], received: str | None) -> tuple[Proposal, ...]:
    """The other parties as far as they can be guessed; nothing where the day is not known, for names change hands."""
    if received is None:
        return ()
    on = date.fromisoformat(received)
    found = [(one.name, one.polity, AFTER_WITH if one.after_with else ELSEWHERE) for one in names_in(title, on)]
    found += [(name, polity_of(name, on), GUESSED) for name in hints]
    return tuple(Proposal(name=name, polity=polity, basis=basis, score=SCORES[basis]) for name, polity, basis in found)


def _acts(row: Fields, title: str, received: str | None, report: Report) -> tuple[Act, ...]:
    """The submission, and what the latest action says was done; what the Senate did before that is not in the list."""
    done, day = row.take(DONE).strip(), row.written_day(DONE_ON, "MM/DD/YYYY", report)
    if title.startswith(_NO_TREATY):
        return ()
    submitted = Act(type="submittedForRatification", date=received, actor="USA", body="President", column=RECEIVED)
    column = f"{DONE}, {DONE_ON}"
    if _CONSENT.match(done):
        return submitted, Act(type="parliamentaryApproval", date=day, actor="USA", body="Senate", column=column)
    if _IN_FORCE.match(done):
        return submitted, Act(type="entryIntoForce", date=day, column=column)
    return (submitted,)


def _quote(row: Fields) -> Text | None:
    words = " ".join(row.take(DONE).split())
    short = words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"
    return Text(value=short, lang="en") if words else None


@cache
def _subjects() -> dict[str, str]:
    return {row.need("subject"): row.take("topic") for row in rows(TOPICS, ("subject", "topic"))}


def _topics(row: Fields, report: Report) -> tuple[str, ...]:
    """The topic; none for the two headings under which the Senate puts treaties of every kind."""
    subject = row.take(TOPIC)
    if subject and subject not in _subjects():
        message = f"stands for no topic in {TOPICS.name}; it is left out"
        report(row.problem("unknown-subject", TOPIC, message))
    topic = _subjects().get(subject)
    return (topic,) if topic else ()
