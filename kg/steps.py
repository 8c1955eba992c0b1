"""Progress: each step is named when it begins, and timed; steps longer than a second are said again with their time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], None]


class Clock:
    """Times named steps and says them; `seconds` holds what each took, `peak_mb` the most memory held by its end."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.seconds: dict[str, float] = {}
        self.peak_mb: dict[str, int] = {}  # empty where the system does not tell

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Time one step."""
        self.say(f"{step} ...")
        start = time.perf_counter()
        yield
        took = time.perf_counter() - start
        self.seconds[step] = round(took, 2)
        if (peak := peak_mb()) is not None:
            self.peak_mb[step] = peak
        if took >= 1:
            self.say(f"{step}: {took:.1f} s")


def peak_mb() -> int | None:
    """The most memory in MB that this process has held so far; None on Windows."""
    if sys.platform == "win32":
        return None
    import resource

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held // (1024 * 1024) if sys.platform == "darwin" else held // 1024
