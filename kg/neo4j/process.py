"""Processes by number and birth, so that a number used again is not taken for the process it once was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

WINDOWS = sys.platform == "win32"


def birth(pid: int) -> str | None:
    """When a running process was started, in words that only serve to be compared; None if it does not run.

    On Windows, the name of its program instead.
    """
    if WINDOWS:
        found = _output("tasklist", "/FI", f"PID eq {pid}", "/NH", "/FO", "CSV")
        return found.split(",")[0] if f'"{pid}"' in found else None
    if Path("/proc/self/stat").exists():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] in "ZX" else fields[19]  # a zombie has ended; 22nd field: ticks after boot
    state, _, started = _output("ps", "-o", "stat=", "-o", "lstart=", "-p", str(pid)).strip().partition(" ")
    return None if not state or state.startswith("Z") else started.strip()


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603  fixed commands, no shell


def detached(command: list[str], folder: Path, output: IO[bytes]) -> int:
    """Start a process that outlives this one; its number."""
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "DETACHED_PROCESS", 0)  # Windows
    process = subprocess.Popen(  # noqa: S603  our own command, no shell
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=not WINDOWS,
        creationflags=flags,
    )
    process.returncode = 0  # nobody here waits for it; keeps its end from being warned of
    return process.pid


def ended(pid: int, started: str | None, seconds: float) -> bool:
    """Ask a process to end and wait; True once it has."""
    if started is None or birth(pid) != started:
        return True
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if birth(pid) != started:
            return True
        time.sleep(0.05)
    return False
