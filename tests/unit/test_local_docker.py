"""The containers are the same Neo4j as the local one, and as closed to the outside."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from stackways.graph.local import conf
from stackways.graph.local.lock import NEO4J_VERSION

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    return services


def test_the_container_runs_the_version_that_the_lock_pins(services: dict[str, Any]) -> None:
    assert services["neo4j"]["image"] == f"neo4j:{NEO4J_VERSION}-community"


def test_every_published_port_is_on_loopback(services: dict[str, Any]) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert len(published) > 3
    assert all(re.match(r"(\$\{\w+:-)?127\.0\.0\.1:", port) for port in published)


def test_every_password_comes_from_the_environment(services: dict[str, Any]) -> None:
    given = [value for service in services.values() for name, value in service.get("environment", {}).items()
             if "PASS" in name]  # fmt: skip
    assert len(given) > 1
    assert {services["neo4j"]["environment"]["NEO4J_AUTH"].removeprefix("neo4j/"), *given} == {
        "${STACKWAYS_NEO4J_PASSWORD:?choose a password of at least 8 characters}"
    }


def test_the_containers_limits_are_the_local_ones(services: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    conf.write_conf(tmp_path, bolt_port=1, http_port=1, heap=1024, page_cache=256)
    lines = (tmp_path / "conf" / "neo4j.conf").read_text(encoding="utf-8").splitlines()
    local = dict(line.partition("=")[::2] for line in lines)
    # The image writes a dot of a setting as `_` and a `_` as `__`.
    container = {
        name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_"): value
        for name, value in services["neo4j"]["environment"].items()
    }
    same = ["db.transaction.timeout", "db.memory.transaction.max", "server.memory.pagecache.size"]
    same += ["server.fleet_discovery.enabled", "dbms.usage_report.enabled"]
    assert {name: container[name] for name in same} == {name: local[name] for name in same}
