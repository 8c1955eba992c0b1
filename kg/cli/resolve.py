"""`treatykg resolve`: which records are taken for one agreement, which may be, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import click

from kg.cli.app import App, cli, emit
from kg.cli.sources import known
from kg.errors import UnknownNameError, near
from kg.inputs import read_inputs, read_judgements
from kg.names import pair_code
from kg.polities import line_of
from kg.records import Record, Source
from kg.resolve import Key, Match, Plan, ids, plan
from kg.tables import table

FIRST = 20  # proposals that are shown unless all are asked for
LONGEST = 160  # letters of a title


@cli.command()
@click.option("--all", "everything", is_flag=True, help="Show every proposal, not the first 20.")
@click.option("--records", "one", metavar="SOURCE/ID", help="Only what was found of one record, joined or proposed.")
@click.option("--json", "as_json", is_flag=True, help="Print all matches with their reasons as JSON.")
@click.pass_obj
def resolve(app: App, everything: bool, one: str | None, as_json: bool) -> None:
    """Show which records of all loaded and bundled sources speak of one agreement; nothing is stored.

    What scores 0.90 or more is joined by the next build, what scores 0.60 or more is proposed to an editor; see
    treatykg judge.
    """
    sources: dict[str, Source] = {**known(app), **app.home.sources()}
    records, _ = read_inputs(app.home, sources)
    app.say(f"comparing {len(records):,} records")
    made = plan(records, sources, read_judgements(app.home, sources, records, app.say), ids.read(app.home.ids))
    by_key = {Key(record.source, record.id): record for record in records}
    chosen = _chosen(made, by_key, one)
    if as_json:
        emit({"counts": _counts(made), "matches": [_as_dict(match, by_key) for match in chosen]})
        return
    if one is None:
        _say_counts(made)
        chosen = [match for match in chosen if match.decision == "propose"]
    shown = chosen if everything or one is not None else chosen[:FIRST]
    for match in shown:
        click.echo("\n" + "\n".join(_lines(match, by_key)))
    if len(shown) < len(chosen):
        click.echo(f"\n{len(chosen) - len(shown):,} more proposals; with --all or --json all of them")
    if one is not None and not chosen:
        click.echo(f"{one}: no other record is taken for the same agreement, or proposed")


def _chosen(made: Plan, by_key: Mapping[Key, Record], one: str | None) -> list[Match]:
    """The matches of one record, or all, best first."""
    if one is not None and one not in (names := {str(key) for key in by_key}):
        raise UnknownNameError(f"there is no record {one!r}{near(one, names)}")
    wanted = [match for match in made.matches if one is None or one in (str(match.one), str(match.other))]
    return sorted(wanted, key=lambda match: (-match.score, match.one, match.other))


def _counts(made: Plan) -> dict[str, Any]:
    several = Counter(len(cluster.stating) for cluster in made.clusters)
    return {
        "agreements": len(made.clusters),
        "agreements_of_two_or_more_sources": sum(number for size, number in several.items() if size > 1),
        "joined": _by_sources(made.matches, "join"),
        "proposed": _by_sources(made.matches, "propose"),
        "kept_apart_by_editors": _by_sources(made.matches, "apart"),
    }


def _by_sources(matches: Iterable[Match], decision: str) -> dict[str, int]:
    found = Counter(" + ".join(sorted((m.one.source, m.other.source))) for m in matches if m.decision == decision)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _say_counts(made: Plan) -> None:
    counts = _counts(made)
    joined, proposed = counts["joined"], counts["proposed"]
    click.echo(
        f"{counts['agreements']:,} agreements, {counts['agreements_of_two_or_more_sources']:,} of them from two sources"
        f" or more; {sum(proposed.values()):,} pairs of records are proposed"
    )
    pairs = sorted(joined.keys() | proposed.keys(), key=lambda pair: (-joined.get(pair, 0), pair))
    if pairs:
        rows = [[pair, joined.get(pair, 0), proposed.get(pair, 0)] for pair in pairs]
        click.echo(table(("sources", "joined", "proposed"), rows))


def _lines(match: Match, by_key: Mapping[Key, Record]) -> Iterator[str]:
    """A match in words: both records, then what speaks for and against."""
    judged = f", decided in judgement {match.judged}" if match.judged else ""
    yield f"{match.decision} {match.score:.3f}{judged}"
    for key in (match.one, match.other):
        record = by_key[key]
        yield f"  {key}  {_day(record)}  {_parties(record)}"
        yield f"    {_title(record)}"
    for reason in match.reasons:
        yield f"    {reason.weight:+.2f}  {reason.feature}: {reason.words}"


def _day(record: Record) -> str:
    return next((act.date for act in record.acts if act.type in ("signature", "adoption") and act.date), "undated")


def _parties(record: Record) -> str:
    parties = [party for party in record.parties if party.role == "contracting"]
    lines = sorted({line_of(party.polity) for party in parties if party.polity is not None})
    if len(lines) == 2:
        return pair_code(*lines)
    return f"{len(parties)} parties" if parties else "no parties listed"


def _title(record: Record) -> str:
    title = record.titles[0].value if record.titles else "no title"
    return title if len(title) <= LONGEST else title[: LONGEST - 1] + "…"


def _as_dict(match: Match, by_key: Mapping[Key, Record]) -> dict[str, Any]:
    return {
        "decision": match.decision,
        "score": match.score,
        "judgement": match.judged or None,
        "records": [_record(by_key[key]) for key in (match.one, match.other)],
        "reasons": [reason._asdict() for reason in match.reasons],
    }


def _record(record: Record) -> dict[str, Any]:
    parties: Sequence[str] = [party.name for party in record.parties]
    titles = [{"value": title.value, "lang": title.lang} for title in record.titles]
    return {"source": record.source, "id": record.id, "date": _day(record), "titles": titles, "parties": parties}
