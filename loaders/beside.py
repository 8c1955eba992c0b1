"""Small tables beside a loader: what its words for subjects stand for, and columns that it keeps as given."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from loaders.fields import rows


@cache
def topics(table: Path) -> dict[str, str]:
    """The topic of each subject, from a table `subject,topic`; a blank topic says that there is none for it."""
    return {row.need("subject"): row.take("topic") for row in rows(table, ("subject", "topic"))}


def columns(table: Path) -> tuple[str, ...]:
    """Names of columns in their order, from a table that has only them, under the header `column`."""
    return tuple(row.need("column") for row in rows(table, ("column",)))
