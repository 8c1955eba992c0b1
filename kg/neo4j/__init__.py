"""Neo4j as a view of a release: a local server from Python packages alone, the map, the sync, and the way back."""

from kg.neo4j.apply import Connection, ask, ping
from kg.neo4j.held import release_of
from kg.neo4j.plan import Change, Plan
from kg.neo4j.planning import How, parts_of
from kg.neo4j.pull import pull
from kg.neo4j.reading import graph_map
from kg.neo4j.schema import page
from kg.neo4j.script import script
from kg.neo4j.server import Status, browser, connection, down, status, up
from kg.neo4j.sync import LIMIT, look, sync
from kg.neo4j.verify import Verified, verify

__all__ = [
    "LIMIT",
    "Change",
    "Connection",
    "How",
    "Plan",
    "Status",
    "Verified",
    "ask",
    "browser",
    "connection",
    "down",
    "graph_map",
    "look",
    "page",
    "parts_of",
    "ping",
    "pull",
    "release_of",
    "script",
    "status",
    "sync",
    "up",
    "verify",
]
