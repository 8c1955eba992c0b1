"""One command or module, run as a process of its own, so that its peak memory is its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
DATA = Path(os.environ.get("TREATYKG_DATA", ROOT.parent / "shared" / "data"))
CLI = ("-c", "from kg.cli import main; main()")
# A process begins with the peak of the one that starts it, so a small one stands between; its last line is the peak.
_BETWEEN = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print()
print(usage.ru_maxrss, flush=True)
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Run:
    """A run of Python, this one or another, with these words: seconds, peak memory in MB, what it printed."""

    def __init__(self, *words: str, python: str = sys.executable, environment: Mapping[str, str] | None = None) -> None:
        start = time.perf_counter()
        command = [sys.executable, "-S", "-c", _BETWEEN, python, *words]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment, check=False)
        self.seconds = time.perf_counter() - start
        if done.returncode:
            raise SystemExit(f"{' '.join(words)} failed")
        self.output, _, peak = done.stdout.rstrip("\n").rpartition("\n")
        self.peak = int(peak) / 1024

    @property
    def json(self) -> Any:
        """What it printed, read as JSON; None if that is nothing."""
        return json.loads(self.output) if self.output.strip() else None


class Measured(Run):
    """A run of the command `treatykg`."""

    def __init__(self, home: Path, *words: str) -> None:
        super().__init__(*CLI, "--home", str(home), "-q", *words)
