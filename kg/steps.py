"""Progress: each step is named when it begins, and timed; steps longer than a second are said again with their time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], None]


class Clock:
    """Times named steps and says them; `seconds` holds what each took."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Time one step."""
        self._say(f"{step} ...")
        start = time.perf_counter()
        yield
        took = time.perf_counter() - start
        self.seconds[step] = round(took, 2)
        if took >= 1:
            self._say(f"{step}: {took:.1f} s")
