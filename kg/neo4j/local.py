"""What is kept of the local server between commands: `server.json`, which only the user can read."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import Neo4jError
from kg.neo4j.apply import Connection
from kg.neo4j.jars import VERSION
from kg.neo4j.process import birth

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """What `server.json` keeps of the local server."""

    port: int
    password: str
    pid: int | None = None
    birth: str | None = None
    version: str = VERSION  # of the server that was started last
    http: int | None = None  # port of Neo4j Browser; None: it was started without

    @property
    def running(self) -> bool:
        """Whether the process that was started is still there."""
        return self.pid is not None and birth(self.pid) == self.birth

    @property
    def connection(self) -> Connection:
        """How to reach it."""
        return Connection(uri=f"bolt://{LOOPBACK}:{self.port}", password=self.password)


def read(folder: Path) -> Local | None:
    """What is kept of the server in a folder; None if it was never started there."""
    try:
        return Local(**json.loads((folder / "server.json").read_text()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, OSError) as error:
        raise Neo4jError(
            f"{folder / 'server.json'} cannot be read ({error}); delete {folder} and sync again"
        ) from error


def write(folder: Path, local: Local) -> None:
    """Keep it, readable by the user only."""
    beside = folder / "server.json.new"
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(local), file)
    beside.replace(folder / "server.json")
