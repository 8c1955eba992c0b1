"""An editor's desk: two records side by side, one key for a decision, one file a decision."""

from kg.judge.desk import Desk, last_editor, remember_editor
from kg.judge.sides import Row, compare
from kg.judge.walk import KEYS, Terminal, described, open_matches, walk

__all__ = [
    "KEYS",
    "Desk",
    "Row",
    "Terminal",
    "compare",
    "described",
    "last_editor",
    "open_matches",
    "remember_editor",
    "walk",
]
