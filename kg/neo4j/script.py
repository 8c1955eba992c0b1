"""The statements of a planned sync as Cypher text, for those who want to read them or to run them by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kg.neo4j import cypher
from kg.neo4j.plan import Plan
from kg.neo4j.reading import graph_map
from kg.neo4j.spool import Spool
from kg.neo4j.sync import deletions, statement_of

BATCH = 500  # rows a statement


def script(plan: Plan, spool: Spool) -> Iterator[str]:
    """One statement each, ended by a semicolon, in the order in which a sync would run them."""
    map_ = graph_map()
    for name, statement in cypher.constraints(map_).items():
        yield f"CREATE {statement.format(name=f'{name} IF NOT EXISTS')};"
    yield _filled(cypher.BEGIN, id=plan.release)
    for statement, params in deletions(plan.gone_edges, plan.at, BATCH):
        yield _filled(statement, **params)
    for sort in spool.names:
        if sort[0] == "change":  # a script cannot see whether an edge still has its ends
            for statement, params in deletions({sort[1]: [*plan.old_edges[sort[1]].values()]}, plan.at, BATCH):
                yield _filled(statement, **params)
    for sort in spool.names:
        made = ("edge", *sort[1:]) if sort[0] == "change" else sort
        statement = statement_of(map_, made, first=not plan.held[0])
        for rows in spool.batches(sort, BATCH):
            yield _filled(statement, rows=rows)
    for label, ids in plan.gone_nodes.items():
        yield _filled(cypher.delete_nodes(map_, label), ids=ids)
        yield _filled(cypher.empty_nodes(map_, label), ids=ids)
    for name, statement in cypher.INDEXES.items():
        yield f"CREATE {statement.format(name=f'{name} IF NOT EXISTS')};"
    held = msgspec.json.encode(plan.after).decode()
    yield _filled(cypher.FINISH, id=plan.release, map=map_.stamp, held=held, counted=None)


def _filled(statement: str, **params: Any) -> str:
    """A statement with its parameters put in."""
    for name, value in params.items():
        statement = statement.replace(f"${name}", _text(value))
    return statement + ";"


def _text(value: Any) -> str:
    """A value in Cypher."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_text(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_text, value)) + "]"
    if isinstance(value, str):
        return "'" + "".join(_ESCAPES.get(letter, letter) for letter in value) + "'"
    return "null" if value is None else str(value).lower()


_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
