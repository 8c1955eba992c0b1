"""A comparison for programs; `docs/diff.md` tells each key, and keys are only ever added."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from kg.diff.model import Diff


def as_json(diff: Diff) -> str:
    """One object; the same two releases give the same text."""
    found: dict[str, Any] = {"format": "treatykg diff 1", "same": diff.same, **asdict(diff)}
    del found["parts_read"]
    found["counts"] = diff.counts
    for one, plain in zip(diff.agreements, found["agreements"], strict=True):
        plain["sources"] = list(one.sources)
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
