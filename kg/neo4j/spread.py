"""The mapping of a large release into an empty database, spread over processes."""

from __future__ import annotations

import signal
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from kg.errors import Neo4jError
from kg.neo4j.plan import Known, Plan, Seen, close, take
from kg.neo4j.reading import graph_map
from kg.neo4j.rows import Repeated, rows_of_part, rows_of_repeated
from kg.neo4j.spool import Name, Spool
from kg.store import Release

WORTH = 300_000  # quads from which on other processes are worth their start
PIECES = 16  # for each process: small enough to end soon on Ctrl-C, and for all to end at about the same time


@dataclass(frozen=True, slots=True)
class Mapped:
    """What came of some parts of a release."""

    plan: Plan
    seen: Seen
    repeated: Repeated
    files: dict[Name, Path]


def spread(plan: Plan, release: Release, spool: Spool, processes: int) -> None:
    """What `kg.neo4j.plan.compare` does of a release and a database that holds nothing of ours.

    Raises as it does, and Neo4jError if a process is ended from outside.
    """
    seen = Seen()
    repeated: Repeated = defaultdict(set)
    try:
        for mapped in _mapped(release, spool, processes):
            plan.add(mapped.plan)
            seen.here |= mapped.seen.here
            seen.ends |= mapped.seen.ends
            for subject, facts in mapped.repeated.items():
                repeated[subject] |= facts
            spool.take(mapped.files)
    except BrokenProcessPool as error:
        raise Neo4jError("a process that maps the release was ended from outside; run the command again") from error
    take(plan, rows_of_repeated(repeated, graph_map()), Known(), spool, seen)
    close(plan, Known(), graph_map(), spool, seen)


def _mapped(release: Release, spool: Spool, processes: int) -> Iterator[Mapped]:
    names = sorted(release.parts)
    pieces = [piece for first in range(processes * PIECES) if (piece := names[first :: processes * PIECES])]
    with (
        tempfile.TemporaryDirectory(prefix="treatykg-") as folder,
        ProcessPoolExecutor(processes, get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool,
    ):
        try:
            with _without_interrupts():
                waiting = [
                    pool.submit(map_parts, release.folder, piece, folder, spool.csv) for piece in pieces if piece
                ]
            for done in as_completed(waiting):
                yield done.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Processes started here never hear of Ctrl-C, not even while they start: the one that started them ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows: only what a process does once it has started
        yield
        return
    was = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, was)


def map_parts(folder: Path, names: list[str], beside: str, csv: bool) -> Mapped:
    """Some parts of the release in a folder, as files in a new folder under `beside`."""
    release, plan, seen = Release(folder), Plan(""), Seen()
    repeated: Repeated = defaultdict(set)
    spool = Spool(Path(tempfile.mkdtemp(dir=beside)), graph_map(), csv)
    for name in names:
        take(plan, rows_of_part(release.lines(name), graph_map(), repeated), Known(), spool, seen)
    return Mapped(plan, seen, repeated, spool.close())
