"""Work on one database side by side, so that no two pieces of it wait for each other's nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event

from kg.neo4j.apply import Server, telling


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work; it locks nodes of these labels only, and ends soon after the event is set."""

    labels: frozenset[str]
    do: Callable[[Server, Event], None]


def side_by_side(servers: Sequence[Server], jobs: Iterable[Job]) -> None:
    """Do all jobs, one a session at a time; two that share a label never run at once, so neither waits for the other.

    An error ends it, and is raised when what runs beside it has ended; of two, the one that tells the cause.
    """
    waiting, idle, ended = list(jobs), list(servers), Event()
    running: dict[Future[None], tuple[Server, Job]] = {}
    with ThreadPoolExecutor(len(servers)) as pool:
        try:
            while waiting or running:
                for job in list(waiting):
                    if idle and all(job.labels.isdisjoint(other.labels) for _, other in running.values()):
                        waiting.remove(job)
                        server = idle.pop()
                        running[pool.submit(job.do, server, ended)] = server, job
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    idle.append(running.pop(done)[0])
                    done.result()
        except Exception as first:  # noqa: BLE001  it, or what caused it, is raised again
            ended.set()
            others = [error for done in wait(running).done if isinstance(error := done.exception(), Exception)]
            raise telling([first, *others])  # noqa: B904  one of them, with its own cause
        finally:
            ended.set()
