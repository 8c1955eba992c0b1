"""The command `treatykg`: each command parses, makes one library call and prints."""

from kg.cli.app import cli, main

__all__ = ["cli", "main"]
