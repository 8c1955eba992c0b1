"""The command `treatykg`: each command parses, makes one library call and prints."""

from kg.cli import (
    ask,
    browser,
    data,
    demo,
    diff,
    explain,
    fetch,
    judge,
    map,
    resolve,
    server,
    sources,
    states,
    validate,
)
from kg.cli.app import cli, main

__all__ = [
    "ask",
    "browser",
    "cli",
    "data",
    "demo",
    "diff",
    "explain",
    "fetch",
    "judge",
    "main",
    "map",
    "resolve",
    "server",
    "sources",
    "states",
    "validate",
]
