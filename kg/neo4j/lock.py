"""Writes `jars.lock` anew: run `python -m kg.neo4j.lock` after changing `VERSION` in `kg/neo4j/jars.py`."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from jgo.maven import MavenContext
from jgo.parse import Coordinate

from kg.neo4j.jars import LOCK, VERSION

ROOTS = ("org.neo4j:neo4j", "org.neo4j.app:neo4j-server")


def main() -> None:
    """Resolve all that Neo4j needs at run time and write paths and checksums."""
    with TemporaryDirectory() as folder:
        context = MavenContext(repo_cache=Path(folder), local_repos=[], timeout=60)
        wanted = [
            context.create_dependency(replace(Coordinate.parse(f"{root}:{VERSION}"), scope="compile")) for root in ROOTS
        ]
        direct, transitive = context.resolver.resolve(wanted)
        needed = [*direct, *(one for one in transitive if one.scope in {"compile", "runtime"})]
        files = [one.artifact.resolve() for one in needed if one.artifact.packaging == "jar"]
        lines = {f"{sha256(file.read_bytes()).hexdigest()} {file.relative_to(folder).as_posix()}" for file in files}
    LOCK.write_text("".join(f"{line}\n" for line in sorted(lines, key=lambda line: line.split()[1])))


if __name__ == "__main__":
    main()
