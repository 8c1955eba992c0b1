"""Neo4j as a view of a release: a local server from Python packages alone, the mapping, and the sync."""

from kg.neo4j.apply import Connection, ask, ping
from kg.neo4j.server import Status, connection, down, status, up
from kg.neo4j.sync import Change, SyncResult, sync

__all__ = ["Change", "Connection", "Status", "SyncResult", "ask", "connection", "down", "ping", "status", "sync", "up"]
