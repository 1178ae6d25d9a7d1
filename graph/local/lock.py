"""The lock of the local Neo4j: which jars it is made of, exactly.

`neo4j.lock` has one jar a line: its SHA-256 sum, its size in bytes and its Maven coordinates
(`group:artifact:version` and, for the few native ones, `:classifier`). It names no repository: where jars come from
is the machine's business, what they contain is ours.

`python -m stackways.graph.local.lock` writes it anew after a change of `ROOTS`.
"""

import hashlib
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jgo.maven import Dependency, MavenContext, PythonResolver

ROOTS = (
    ("org.neo4j", "neo4j", "2026.08.1"),
    ("org.neo4j.client", "neo4j-browser", "5.24.0"),
)
NEO4J_VERSION = ROOTS[0][2]
LOCK = Path(__file__).with_name("neo4j.lock")


@dataclass(frozen=True, order=True)
class Jar:
    """One pinned jar; `size` is in bytes, `classifier` is empty for all but native libraries."""

    group: str
    artifact: str
    version: str
    classifier: str
    size: int
    sha256: str

    @property
    def filename(self) -> str:
        """The name Maven gives the file; no two jars of the lock share one (a test holds that)."""
        return f"{self.artifact}-{self.version}{'-' * bool(self.classifier)}{self.classifier}.jar"

    @property
    def path(self) -> str:
        """Where a Maven repository keeps it, relative to the repository's address."""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.filename}"

    def line(self) -> str:
        """Its line in the lock."""
        coordinates = ":".join(part for part in (self.group, self.artifact, self.version, self.classifier) if part)
        return f"{self.sha256} {self.size} {coordinates}"


def parse(line: str) -> Jar:
    """The jar that a line of the lock stands for."""
    sha256, size, coordinates = line.split()
    group, artifact, version, *classifier = coordinates.split(":")
    return Jar(group, artifact, version, "".join(classifier), int(size), sha256)


@cache
def jars() -> tuple[Jar, ...]:
    """Every jar the local Neo4j is made of."""
    return tuple(parse(line) for line in LOCK.read_text(encoding="utf-8").splitlines())


@cache
def key() -> str:
    """A short name for exactly this set of jars: changes with every change of the lock."""
    return f"{NEO4J_VERSION}-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"


def _resolve() -> list[Jar]:
    """Resolve `ROOTS` with all they depend on, and download them to learn their sizes and sums."""
    with tempfile.TemporaryDirectory() as repository:
        maven = MavenContext(repo_cache=Path(repository))
        roots = [
            Dependency(maven.project(group, name).at_version(version).artifact()) for group, name, version in ROOTS
        ]
        found, dependencies = PythonResolver().resolve(roots)
        resolved = []
        for artifact in (dependency.artifact for dependency in [*found, *dependencies]):
            content = artifact.resolve().read_bytes()
            resolved.append(
                Jar(
                    artifact.groupId,
                    artifact.artifactId,
                    artifact.version,
                    artifact.classifier or "",
                    len(content),
                    hashlib.sha256(content).hexdigest(),
                )
            )
    return sorted(resolved)


if __name__ == "__main__":
    LOCK.write_text("".join(f"{jar.line()}\n" for jar in _resolve()), encoding="utf-8")
    sys.stdout.write(f"{len(jars())} jars, {sum(jar.size for jar in jars()) / 1e6:.0f} MB\n")
