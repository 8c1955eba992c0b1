"""The way to Neo4j and back without a server: rows as a database would hold them, read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import RdfFormat, Store

from kg.neo4j.back import Back, Place
from kg.neo4j.elements import Node
from kg.neo4j.mapping import End
from kg.neo4j.reading import graph_map
from kg.neo4j.rows import Lines, rows


def there_and_back(parts: Iterable[Lines]) -> list[str]:
    """The lines that the nodes and edges of a release stand for, sorted; each node and edge must be there once."""
    map_ = graph_map()
    back, found, graphs = Back(map_), set[str](), dict[End, str | None]()
    made = list(rows(parts, map_))
    often = Counter((one.label, one.id) if isinstance(one, Node) else (one.type, one.id or one.hash) for one in made)
    assert max(often.values(), default=1) == 1, often.most_common(1)
    for one in made:
        if isinstance(one, Node):
            properties = one.properties
            assert properties.keys() <= map_.nodes[one.label].columns.keys()
            graphs[one.label, one.id] = properties.get("graph")
            found.update(back.node(one.label, properties))
    for one in made:
        if not isinstance(one, Node):
            start, end = (Place(*each, graphs.get(each)) for each in (one.start, one.end))
            found.update(back.edge(one.type, start, end, one.properties))
    return sorted(found)


def stored(lines: Iterable[str]) -> Store:
    """N-Quads lines in memory."""
    store = Store()
    store.load("".join(lines), format=RdfFormat.N_QUADS)
    return store
