"""The statements of a sync, made from the map: pure. Labels, types and keys in them are the map's own."""

from __future__ import annotations

from collections.abc import Mapping

from kg.neo4j.mapping import OWNED, GraphMap

RELEASE = f"{OWNED}Release"
SEPARATOR = "\x1f"  # between the values of a list in a CSV file
BULK = 1_000  # rows a transaction of a first load
EMPTIED = 0  # hash of a node of which only the id is left
INDEXES = {
    "treatykg_agreement_signed": "INDEX {name} FOR (n:Agreement) ON (n.signedEarliest)",
    "treatykg_period_start": "INDEX {name} FOR (n:ForcePeriod) ON (n.startEarliest)",
    "treatykg_act_type": "INDEX {name} FOR (n:Act) ON (n.actType, n.earliest)",
    "treatykg_record_local_id": "INDEX {name} FOR (n:Record) ON (n.localId)",
    "treatykg_code": "INDEX {name} FOR (n:Code) ON (n.scheme, n.codeValue)",
    "treatykg_titles": "FULLTEXT INDEX {name} FOR (n:Agreement) ON EACH [n.title_en, n.title_es, n.title_ru, n.titles]",
}
UNLESS_BROKEN_OFF = (  # added to a first load: how many rows were committed (text to 2026.08), and why no more were
    " ON ERROR BREAK REPORT STATUS AS status "
    "RETURN count(CASE WHEN toBoolean(status.committed) THEN 1 END), max(status.errorMessage)"
)
_EDGE = f"(:{OWNED})-[r:{{type}}]->(:{OWNED})"
HELD = f"MATCH (n:{OWNED}) RETURN count(n)"
BEGUN = f"MATCH (:{OWNED})-[r]->() RETURN count(r)"
KNOWN_NODES = f"MATCH (n:{OWNED}:{{label}}) RETURN collect(coalesce(n.id, '')), collect(coalesce(n.hash, -1))"
KNOWN_EDGES = f"MATCH {_EDGE} WHERE r.hash IS NOT NULL RETURN collect(coalesce(r.id, '')), collect(r.hash)"
DELETE_EDGES = f"MATCH {_EDGE} WHERE r.hash IN $hashes DELETE r"
READ_NODES = f"MATCH (n:{OWNED}:{{label}}) RETURN properties(n)"
READ_EDGES = (
    f"MATCH (a:{OWNED})-[r:{{type}}]->(b:{OWNED}) WHERE r.hash IS NOT NULL "
    "RETURN labels(a), a.id, a.graph, labels(b), b.id, b.graph, properties(r)"
)
LOCK = f"CREATE (:{OWNED}:Ontology {{id: 'sync'}})"  # never committed: ids are unique, so only one at a time can
LOADING = "SHOW TRANSACTIONS YIELD metaData WHERE metaData.app = $app"
BEGIN = f"MERGE (r:{RELEASE}) SET r.syncing = $id REMOVE r.id"
_STAMPED = ("id", "map", "held", "counted")
STAMP = f"MATCH (r:{RELEASE}) RETURN {{{', '.join(f'{key}: r.{key}' for key in (*_STAMPED, 'syncing'))}}}"
FINISH = (
    f"MERGE (r:{RELEASE}) SET {', '.join(f'r.{key} = ${key}' for key in _STAMPED)}, r.finished = datetime() "
    "REMOVE r.syncing"
)


def constraints(map_: GraphMap) -> dict[str, str]:
    """Name -> constraint by which ids are unique under each label; each is an index too."""
    return {
        f"treatykg_{label.lower()}_id": f"CONSTRAINT {{name}} FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in map_.nodes
    }


def nodes_of(label: str) -> str:
    """Id, hash and whether it is known by name only, of those of `$ids` that are there."""
    return f"UNWIND $ids AS id {_match('n', label, 'id')} RETURN id, coalesce(n.hash, -1), n.namedOnly IS NOT NULL"


def edges_at(label: str) -> str:
    """The hashes of the edges of ours that the nodes of `$ids` have."""
    edges = f"MATCH (n)-[r]-(:{OWNED}) WHERE r.hash IS NOT NULL"
    return f"UNWIND $ids AS id {_match('n', label, 'id')} {edges} RETURN id, collect(r.hash)"


def delete_edges_at(label: str) -> str:
    """Of the nodes of `$rows`, the edges of ours with these hashes."""
    edges = f"MATCH (n)-[r]-(:{OWNED}) WHERE r.hash IN row.hashes"
    return f"UNWIND $rows AS row {_match('n', label, 'row.id')} {edges} DELETE r"


def name(text: str) -> str:
    """A type of edges as a name in Cypher, whatever others call theirs."""
    return "`" + text.replace("`", "``") + "`"


def create_nodes(map_: GraphMap, label: str) -> str:
    """`$rows` of properties as new nodes."""
    return f"UNWIND $rows AS row CREATE (n:{OWNED}:{label}) SET n = row" + _days("n", "row", map_.nodes[label].columns)


def merge_nodes(map_: GraphMap, label: str) -> str:
    """`$rows` as new nodes or in the place of what is there; keys that others put there stay."""
    columns = map_.nodes[label].columns
    sets = ", ".join(f"n.{name} = {_day(f'row.{name}', type_)}" for name, type_ in columns.items() if name != "id")
    return f"UNWIND $rows AS row MERGE (n:{OWNED}:{label} {{id: row.id}}) SET {sets}"


def delete_nodes(map_: GraphMap, label: str) -> str:
    """Nodes of `$ids` that are gone; those on which edges of others hang stay."""
    return f"{_gone(map_, label)} AND NOT EXISTS {{ (n)--() }} DELETE n"


def empty_nodes(map_: GraphMap, label: str) -> str:
    """Of nodes of `$ids` that are gone and had to stay, take away all of ours but the id."""
    keys = ", ".join(f"n.{key} = null" for key in map_.nodes[label].columns if key not in {"id", "hash", "namedOnly"})
    return f"{_gone(map_, label)} SET n.hash = {EMPTIED}, n.namedOnly = true" + (f", {keys}" if keys else "")


def _gone(map_: GraphMap, label: str) -> str:
    """Nodes of `$ids` under one label of ours only: where others added a second, they are not what is gone."""
    ours = ", ".join(f"'{one}'" for one in map_.nodes if one != label)
    match = f"UNWIND $ids AS id {_match('n', label, 'id')}"
    return f"{match} WHERE none(one IN labels(n) WHERE one IN [{ours}])"


def create_edges(map_: GraphMap, type_: str, ends: tuple[str, str]) -> str:
    """`$rows` of start, end and properties as new edges between nodes of two labels."""
    match = _ends(ends, "row.start", "row.end")
    days = _days("r", "row.properties", edge_columns(map_, type_))
    return f"UNWIND $rows AS row {match} CREATE (a)-[r:{type_}]->(b) SET r = row.properties{days}"


def change_edges(map_: GraphMap, type_: str, ends: tuple[str, str]) -> str:
    """`$rows` in the place of edges of the same id and ends; the ids of those found are returned."""
    match = f"{_ends(ends, 'row.start', 'row.end')} MATCH (a)-[r:{type_} {{id: row.properties.id}}]->(b)"
    columns = edge_columns(map_, type_).items()
    sets = ", ".join(f"r.{name} = {_day(f'row.properties.{name}', kind)}" for name, kind in columns if name != "id")
    return f"UNWIND $rows AS row {match} SET {sets} RETURN collect(DISTINCT r.id)"


def _ends(ends: tuple[str, str], start: str, end: str) -> str:
    return f"{_match('a', ends[0], start)} {_match('b', ends[1], end)}"


def _match(name: str, label: str, id_: str) -> str:
    """A node by its id. Neo4j is told to seek it: for as long as an index was not sampled anew it may scan instead."""
    return f"MATCH ({name}:{OWNED}:{label} {{id: {id_}}}) USING INDEX SEEK {name}:{label}(id)"


def edge_columns(map_: GraphMap, type_: str) -> dict[str, str]:
    """The keys that edges of a type may have, with their types."""
    made = map_.edges_of.get(type_) or (None if type_ in map_.plain_types else map_.edges_of[""])
    return made.columns if made else {"hash": "INTEGER", "derived": "BOOLEAN"}


def load_nodes(map_: GraphMap, label: str) -> str:
    """The rows of the CSV file `$file` but for the first `$done` as new nodes, in transactions of their own."""
    columns = map_.nodes[label].columns
    return _load(f"CREATE (n:{OWNED}:{label} {{{_read(columns)}}})")


def load_edges(map_: GraphMap, type_: str, ends: tuple[str, str]) -> str:
    """The rows of the CSV file `$file` but for the first `$done` as new edges, in transactions of their own."""
    match = _ends(ends, "row.`>start`", "row.`>end`")
    return _load(f"{match} CREATE (a)-[:{type_} {{{_read(edge_columns(map_, type_))}}}]->(b)")


def _load(each: str) -> str:
    rows = "LOAD CSV WITH HEADERS FROM $file AS row WITH row SKIP $done"
    return f"{rows} CALL (row) {{ {each} }} IN TRANSACTIONS OF {BULK} ROWS"


def _read(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {_FROM_TEXT[type_].format(f'row.{name}')}" for name, type_ in columns.items())


_FROM_TEXT = {
    "STRING": "{}",
    "INTEGER": "toInteger({})",
    "FLOAT": "toFloat({})",
    "BOOLEAN": "toBoolean({})",
    "DATE": "date({})",
    "STRING[]": "split({}, '\\u001f')",
}


def _days(name: str, row: str, columns: Mapping[str, str]) -> str:
    return "".join(f", {name}.{key} = date({row}.{key})" for key, type_ in columns.items() if type_ == "DATE")


def _day(value: str, type_: str) -> str:
    return f"date({value})" if type_ == "DATE" else value
