"""One row of the list to one record: a paper that sends one treaty, or several, to the Senate."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from kg.records import Act, Citation, Proposal, Record, Text
from loaders.beside import topics
from loaders.fields import Fields, Report
from loaders.titles import AFTER_WITH, ELSEWHERE, Titles
from loaders.us_senate.columns import COUNTRIES, DONE, DONE_ON, HINTS, NUMBER, RECEIVED, TOPIC
from loaders.us_senate.hints import Hint

NAME = "us-senate"
TOPICS = Path(__file__).with_name("topics.csv")
TITLES = Titles(table=Path(__file__).with_name("names.csv"), home="USA")  # who receives them all
LONGEST_QUOTE = 300
GUESSED = "guessed by the publisher of the copy"
SCORES = {AFTER_WITH: 0.99, ELSEWHERE: 0.15, GUESSED: 0.96}  # measured title by title: see README.md

_NO_TREATY = "(NOT A TREATY)"  # the Senate's own mark of a message that only urges it to act
_CONSENT = re.compile(
    r"Resolution of (advice and consent to )?ratification\b.*(?<!not )\bagreed to\b"
    r"|Resolution agreed to in Senate\b|Passed Senate\b|.*(?<!not )\bapproved\b",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(r"Entered into force\b", re.IGNORECASE)


def record(row: Fields, hint: Hint | None, report: Report) -> Record:
    """Map one row; `hint` is what the copy says of it."""
    number, title = row.need(NUMBER, "the number of a document"), row.need("Title")
    received, url = row.written_day(RECEIVED, "MM/DD/YYYY", report), row.url("URL")
    found = Record(
        source=NAME,
        id=number,
        kind="documentRecord",
        file=row.file,
        row=row.number,
        as_given=row.as_given() | (hint.beside(row.as_given()) if hint else {}),
        titles=(Text(value=" ".join(title.split()), lang="en"),),
        topics=_topics(row, report),
        quote=_quote(row),
        proposed_parties=_proposals(title, hint.names if hint else (), received),
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


def _proposals(title: str, guessed: tuple[str, ...], received: str | None) -> tuple[Proposal, ...]:
    """The other parties as far as they can be guessed; nothing where the day is not known, for names change hands."""
    if received is None:
        return ()
    on = date.fromisoformat(received)
    found = [(one.name, one.polity, one.basis) for one in TITLES.names_in(title, on)]
    found += [(name, TITLES.polity(name, on), GUESSED) for name in guessed]
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


def _topics(row: Fields, report: Report) -> tuple[str, ...]:
    """The topic; none for the two headings under which the Senate puts treaties of every kind."""
    subject, known = row.take(TOPIC), topics(TOPICS)
    if subject and subject not in known:
        message = f"stands for no topic in {TOPICS.name}; it is left out"
        report(row.problem("unknown-subject", TOPIC, message))
    return tuple(filter(None, [known.get(subject)]))
