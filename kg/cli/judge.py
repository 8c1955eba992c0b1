"""An editor's decisions: `treatykg judge` walks through what is proposed; its forms for scripts decide one thing."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal

import click
from rich.console import Console

from kg.cli.app import App, cli, emit
from kg.cli.sources import known
from kg.errors import TreatyKGError, UnknownNameError, near
from kg.explain import speakers
from kg.inputs import read_inputs, read_judgements
from kg.judge import Desk, Terminal, described, last_editor, open_matches, remember_editor, walk
from kg.judgements import ACT_FIELDS, FIELDS, SHORTEST_REASON
from kg.names import ACT, pair_code
from kg.polities import find_line
from kg.records import Judgement, Record, Source
from kg.resolve import Key, plan
from kg.tables import Value, table

SHOWN = ("judgement", "decision", "on", "reason", "editor", "decided on")


def _pair(_ctx: click.Context, _param: click.Parameter, text: str | None) -> str:
    if text is None:
        return ""
    one, hyphen, other = text.partition("-")
    if not hyphen:
        raise click.BadParameter(f"{text!r} is not two countries with a hyphen between, such as RUS-VEN")
    return pair_code(find_line(one), find_line(other))


def _sound(_ctx: click.Context, _param: click.Parameter, text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) < SHORTEST_REASON:
        raise click.BadParameter(f"a reader must be able to check it: {SHORTEST_REASON} characters or more")
    return plain


EDITOR = click.option(
    "--editor", envvar="TREATYKG_EDITOR", help="Who decides [env TREATYKG_EDITOR; default: who decided last]."
)
REASON = click.option(
    "--reason",
    required=True,
    callback=_sound,
    help="Why, in a sentence of 20 characters or more that a reader can check.",
)
RECORDS = click.argument("records", metavar="SOURCE/ID...", nargs=-1, required=True)


@cli.group(invoke_without_command=True)
@click.option("--source", default="", metavar="SOURCE", help="Only proposals with a record of this source.")
@click.option("--pair", callback=_pair, metavar="RUS-VEN", help="Only agreements between these two countries.")
@click.option("--limit", type=click.IntRange(min=1), help="How many proposals at most.")
@EDITOR
@click.pass_context
def judge(ctx: click.Context, source: str, pair: str, limit: int | None, editor: str | None) -> None:
    """Decide which records are of one agreement, what is shown, and which records are set aside.

    Without a command: a walk through what is proposed, both records side by side, one key a decision. Each decision is
    written at once to a file of its own in the folder `judgements`, and the next build follows it.
    """
    if ctx.invoked_subcommand is not None:
        return
    app: App = ctx.obj
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            "the walk needs a terminal; in a script: treatykg judge join SOURCE/ID SOURCE/ID --reason ... --editor ...",
            ctx,
        )
    sources, records = _inputs(app)
    if source and source not in {record.source for record in records}:
        raise UnknownNameError(f"no record of a source {source!r}{near(source, {one.source for one in records})}")
    desk = Desk(app.home.path)
    app.say(f"comparing {len(records):,} records")
    by_key = {Key(record.source, record.id): record for record in records}
    planned = plan(records, sources, read_judgements(app.home, sources, records, app.say))
    matches = open_matches(planned.matches, by_key, desk, source, pair)
    if not matches:
        click.echo("nothing is proposed that has not been decided")
        return
    before = {one.id for one in desk.judgements}
    try:
        name = editor or click.prompt("who decides", default=last_editor(app.home.path) or None)
        remember_editor(app.home.path, name)
        walk(matches[:limit], by_key, sources, desk, name, _terminal())
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nstopped; what was decided is kept")
        raise click.exceptions.Exit(1) from None
    finally:
        _sum_up(desk, before, len(matches))


def _terminal() -> Terminal:
    def ask(what: str, suggested: str) -> str:
        return str(click.prompt(what, default=suggested))

    return Terminal(Console(highlight=False), click.getchar, ask)


def _sum_up(desk: Desk, before: Collection[str], proposed: int) -> None:
    made = [one for one in desk.judgements if one.id not in before]
    joined = sum(one.decision == "join" for one in made)
    click.echo(f"of {proposed:,} proposed: {joined} joined, {len(made) - joined} kept apart, in {desk.folder}")
    if made:
        click.echo("treatykg build follows them")


@judge.command("join")
@RECORDS
@REASON
@EDITOR
@click.pass_obj
def judge_join(app: App, records: tuple[str, ...], reason: str, editor: str | None) -> None:
    """Say that records are of one agreement."""
    _on_records(app, "join", records, reason, editor)


@judge.command("apart")
@RECORDS
@REASON
@EDITOR
@click.pass_obj
def judge_apart(app: App, records: tuple[str, ...], reason: str, editor: str | None) -> None:
    """Say that records are of different agreements."""
    _on_records(app, "apart", records, reason, editor)


@judge.command("reject")
@RECORDS
@REASON
@EDITOR
@click.pass_obj
def judge_reject(app: App, records: tuple[str, ...], reason: str, editor: str | None) -> None:
    """Set whole records aside: kept and shown as what a source says, but no value rests on them."""
    _on_records(app, "reject", records, reason, editor)


@judge.command("prefer")
@click.argument("agreement")
@click.argument("field", type=click.Choice([*FIELDS, *ACT_FIELDS]))
@click.argument("record", metavar="SOURCE/ID")
@click.option("--act", metavar="TYPE", help="The act whose field it is, such as entryIntoForce.")
@click.option("--rejects", multiple=True, metavar="SOURCE/ID", help="A record whose value of the field is set aside.")
@REASON
@EDITOR
@click.pass_obj
def judge_prefer(
    app: App,
    agreement: str,
    field: str,
    record: str,
    act: str | None,
    rejects: tuple[str, ...],
    reason: str,
    editor: str | None,
) -> None:
    """Show of a FIELD of an AGREEMENT what the record SOURCE/ID says. The current release tells what it says."""
    if (field in ACT_FIELDS) != (act is not None):
        raise click.UsageError(
            f"{field} is a field of an act: say --act TYPE" if act is None else f"no act has {field}"
        )
    if act is not None and act not in ACT.terms:
        raise UnknownNameError(f"there is no act {act!r}{near(act, ACT.terms)}")
    found, speaking = speakers(app.home.current(), agreement, field, act)
    for name in (record, *rejects):
        if name not in speaking:
            who = f"; those that do: {', '.join(sorted(speaking))}" if speaking else "; no record does"
            raise UnknownNameError(
                f"{name} says nothing of {f'{act} ' if act else ''}{field}{near(name, speaking)}{who}"
            )
    decided = Judgement(
        id="",
        agreement=found,
        field=field,
        act=act,
        prefers=record,
        rejects=rejects,
        reason=reason,
        editor=_editor(app, editor),
        decided_on=date.today(),
    )
    _write(app, decided)


@judge.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_obj
def judge_list(app: App, as_json: bool) -> None:
    """List all judgements: what each decides, why, who decided and when."""
    found = Desk(app.home.path).judgements
    if as_json:
        emit([_plain(one) for one in found])
        return
    rows: list[list[Value]] = [
        [one.id, one.decision, _on(one), one.reason, one.editor, one.decided_on] for one in found
    ]
    click.echo(table(SHOWN, rows, 60) if rows else f"no judgement in {app.home.path / 'judgements'} yet")


def _plain(one: Judgement) -> dict[str, object]:
    names = ("decision", "records", "agreement", "act", "field", "prefers", "rejects", "reason", "editor", "decided_on")
    return {"judgement": one.id, **{name: value for name in names if (value := getattr(one, name))}}


def _on(one: Judgement) -> str:
    if one.records:
        return " ".join(one.records)
    field = " ".join(part for part in (one.agreement, one.act, one.field) if part)
    return f"{field}: {one.prefers}" if one.prefers else f"{field}: not {' '.join(one.rejects)}"


def _inputs(app: App) -> tuple[dict[str, Source], list[Record]]:
    sources = {**known(app), **app.home.sources()}
    return sources, read_inputs(app.home, sources)[0]


def _on_records(
    app: App, decision: Literal["join", "apart", "reject"], names: Sequence[str], reason: str, editor: str | None
) -> None:
    """Decide on records that are there."""
    names = tuple(dict.fromkeys(names))
    if decision != "reject" and len(names) < 2:
        raise click.UsageError("it takes two or more different records, each as SOURCE/ID")
    by = _editor(app, editor)
    records = {f"{record.source}/{record.id}": record for record in _inputs(app)[1]}
    for name in names:
        if name not in records:
            raise UnknownNameError(f"there is no record {name!r}{near(name, records)}")
        if decision != "reject" and records[name].kind != "agreementRecord":
            raise TreatyKGError(f"{name} is no record of an agreement; only those are joined or kept apart")
    one = Judgement(id="", decision=decision, records=names, reason=reason, editor=by, decided_on=date.today())
    _write(app, one, [described(records[name]) for name in names])


def _editor(app: App, given: str | None) -> str:
    name = " ".join((given or last_editor(app.home.path)).split())
    if not name:
        raise click.UsageError("whose decision is it? Say --editor NAME, or set TREATYKG_EDITOR")
    return name


def _write(app: App, one: Judgement, notes: Sequence[str] = ()) -> None:
    desk = Desk(app.home.path)
    same = [each for each in desk.judgements if each.decision == one.decision != "prefer"]
    if before := [each for each in same if set(each.records) == set(one.records)]:
        click.echo(f"decided before: {desk.folder / before[0].id}.yml")
        return
    written = desk.decide(one, notes)
    remember_editor(app.home.path, written.editor)
    click.echo(f"{desk.folder / written.id}.yml")
    app.say("treatykg build follows it")
