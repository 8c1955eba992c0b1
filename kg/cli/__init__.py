"""The command `treatykg`: each command parses, makes one library call and prints."""

from kg.cli import ask, data, demo, fetch, map, server, sources, states
from kg.cli.app import cli, main

__all__ = ["ask", "cli", "data", "demo", "fetch", "main", "map", "server", "sources", "states"]
