"""Lists read by a mapping file: which source `load table` means, and what the first rows of a list become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path

import click

from kg.cli.app import App
from kg.cli.sources import known, source_named
from kg.errors import SourceError
from kg.polities import polities
from kg.records import Act, Party, Problem, Record, Source
from loaders.table import from_map

TABLE = "table"


def source_or_table(ctx: click.Context, param: click.Parameter, value: str) -> Source | None:
    """The source of a name; None for the word `table`, which stands for the source of a mapping file."""
    return None if value == TABLE else source_named(ctx, param, value)


def source_of(app: App, named: Source | None, mapping: Path | None, check: bool) -> Source:
    """The source that SOURCE and --map mean together; a mapping that is only checked may have any name."""
    if mapping is None:
        if named is None:
            raise click.UsageError("a table is read by a mapping file; name it with --map")
        return named
    if named is not None:
        raise click.UsageError(f"--map is for `load table`; {named.name} has a loader of its own")
    found = from_map(mapping)
    if found.name == TABLE or (not check and found.name in known(app)):
        problem = f"source.name: there is a source {found.name} already; choose another name"
        raise SourceError(problem, file=mapping.name)
    return found


def preview(source: Source, paths: Sequence[Path], rows: int) -> Iterator[str]:
    """What the first rows become, a block of lines each; nothing is stored, and broken rows are shown as such."""
    reading = source.read(paths, True)
    shown = islice(groupby(reading, key=lambda record: (record.file, record.row)), rows)
    blocks = [(place, [_block(record) for record in records]) for place, records in shown]
    last = max((row for (_, row), _ in blocks), default=0)
    for (file, row), lines in blocks:
        problems = [one for one in reading.problems if (one.file, one.row) == (file, row)]
        yield "\n".join([f"{file}, row {row}", *lines, *map(_problem, problems)])
    for one in reading.problems:
        if one.kind == "set-aside" and (one.row <= last or not blocks):
            yield f"set aside: {one.message}"


def _block(record: Record) -> str:
    """A record as lines of a name and a value; what is empty is left out."""
    lines = [("record" if record.about is None else f"also {record.stance}", record.id)]
    lines += [("title", f"{title.value} [{title.lang}]") for title in record.titles]
    lines += [("party", _party(party)) for party in record.parties]
    lines += [("act", _act(act)) for act in record.acts]
    if record.stated_bilateral is not None:
        lines.append(("bilateral", "yes" if record.stated_bilateral else "no"))
    for name, values in (
        ("kind", [record.instrument_kind, record.legal_nature]),
        ("topics", record.topics),
        ("term", _term(record)),
        ("link", [f"{link.type} {link.to}" for link in record.links]),
        ("citation", [f"{one.text} ({one.register})" for one in record.citations]),
        ("address", record.urls),
        ("says", [record.says.value] if record.says else []),
        ("note", [record.note.value] if record.note else []),
    ):
        if any(values):
            lines.append((name, ", ".join(value for value in values if value)))
    return "\n".join(f"  {name:<10} {value}" for name, value in lines)


def _party(party: Party) -> str:
    side = f"{party.side}: " if party.side else ""
    if party.polity is None:
        return f"{side}{party.name} -> not identified"
    label = polities()[party.polity].labels.get("en", party.polity)
    return f"{side}{party.name} -> {party.polity} ({label}), {party.capacity}"


def _act(act: Act) -> str:
    when = act.date or "undated"
    effect = f", effect {act.effect}" if act.effect else ""
    who = f", by {act.actor}" if act.actor else ""
    return f"{act.type} {when}{effect}{who}{f', {act.place}' if act.place else ''} ({act.column})"


def _term(record: Record) -> list[str]:
    if record.term is None:
        return []
    parts = (
        ("", record.term.initial_months),
        ("renewed for ", record.term.renewal_months),
        ("notice ", record.term.notice_months),
    )
    lengths = [f"{name}{months} months" for name, months in parts if months]
    return [*lengths, f"renewal {record.term.renewal}"] if record.term.renewal else lengths


def _problem(problem: Problem) -> str:
    found = "" if problem.found in problem.message else f"found {problem.found!r}: "
    return f"  ! column {problem.column}: {found}{problem.message}"
