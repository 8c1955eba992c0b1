"""Writes an N-Triples file with the package rdflib-neo4j; run by the Python of an environment that has it.

`python rdflib_neo4j_way.py FILE`, with NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD. It knows nothing of treatykg.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from typing import Any


def main() -> None:
    """Seconds, as JSON on the last line; settings are the package's own, but for names of which nothing is lost."""
    rdflib: Any = importlib.import_module("rdflib")
    package: Any = importlib.import_module("rdflib_neo4j")
    given = {"uri": "NEO4J_URI", "user": "NEO4J_USERNAME", "pwd": "NEO4J_PASSWORD"}
    config = package.Neo4jStoreConfig(
        auth_data={key: os.environ[name] for key, name in given.items()} | {"database": "neo4j"},
        handle_vocab_uri_strategy=package.HANDLE_VOCAB_URI_STRATEGY.IGNORE,
        batching=True,
    )
    begun = time.perf_counter()
    graph = rdflib.Graph(store=package.Neo4jStore(config=config))
    graph.parse(sys.argv[1], format="nt")
    graph.close(True)
    print(f'{{"seconds": {time.perf_counter() - begun}}}')  # noqa: T201


if __name__ == "__main__":
    main()
