"""The command `treatykg`: each command parses, makes one library call and prints."""

from kg.cli import ask, data, demo, server
from kg.cli.app import cli, main

__all__ = ["ask", "cli", "data", "demo", "main", "server"]
