"""Writes the lock files anew: run `python -m kg.neo4j.lock` after changing a version in `kg/neo4j/jars.py`."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from jgo.maven import MavenContext
from jgo.parse import Coordinate

from kg.neo4j.jars import NEWEST, PINNED, Distribution

ROOTS = ("org.neo4j:neo4j", "org.neo4j.app:neo4j-server")


def write(wanted: Distribution) -> None:
    """Resolve all that a Neo4j server needs at run time and write paths and checksums."""
    with TemporaryDirectory() as folder:
        context = MavenContext(repo_cache=Path(folder), local_repos=[], timeout=60)
        roots = [
            context.create_dependency(replace(Coordinate.parse(f"{root}:{wanted.version}"), scope="compile"))
            for root in ROOTS
        ]
        direct, transitive = context.resolver.resolve(roots)
        needed = [*direct, *(one for one in transitive if one.scope in {"compile", "runtime"})]
        files = [one.artifact.resolve() for one in needed if one.artifact.packaging == "jar"]
        lines = {f"{sha256(file.read_bytes()).hexdigest()} {file.relative_to(folder).as_posix()}" for file in files}
    wanted.locks[0].write_text("".join(f"{line}\n" for line in sorted(lines, key=lambda line: line.split()[1])))


if __name__ == "__main__":
    for distribution in (PINNED, NEWEST):
        write(distribution)
