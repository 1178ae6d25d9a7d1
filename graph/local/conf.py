"""How the local Neo4j is set up: its configuration file, its JVM and its password."""

import hashlib
import os
import secrets
from pathlib import Path

from stackways.browser.names import GUIDE

USER = "neo4j"

OURS = "stackways"
"""The folder of our files below `/browser/`, beside Neo4j Browser's own."""

JVM_OPTIONS: tuple[str, ...] = (
    "-XX:+UseSerialGC",  # two cores and a small heap: starts soonest
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+DisableExplicitGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-Dfile.encoding=UTF-8",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
)
"""Neo4j's own options, but for the garbage collector."""

CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "connect-src 'self' ws: wss: http://127.0.0.1:* http://localhost:*"
)
"""Neo4j's own for what it serves, but for the addresses outside; Bolt (`ws:`) may go to any server."""

ADMIN_OPTIONS = (
    "-XX:+UseParallelGC",  # as neo4j-admin has it: imports are long and have a heap of their own
    *JVM_OPTIONS[1:],
)


def write_conf(home: Path, *, bolt_port: int, http_port: int, heap: int, page_cache: int) -> None:
    """Write `conf/neo4j.conf`: loopback only, limits on every transaction, nothing told to anyone outside.

    `heap` and `page_cache` are in MiB.
    """
    ours = f"http://127.0.0.1:{http_port}/browser/{OURS}"
    settings = {
        "server.default_listen_address": "127.0.0.1",
        "server.default_advertised_address": "127.0.0.1",
        "server.bolt.listen_address": f":{bolt_port}",
        "server.bolt.advertised_address": f":{bolt_port}",
        "server.http.listen_address": f":{http_port}",
        "server.http.advertised_address": f":{http_port}",
        "server.memory.pagecache.size": f"{page_cache}m",
        # Both are unlimited by default; a transaction may set its own timeout.
        "db.transaction.timeout": "120s",
        "db.transaction.monitor.check.interval": "500ms",
        "db.memory.transaction.max": f"{heap // 2}m",
        # Else each database takes 256 MB of disk at once, and keeps 2 GB of what is long in the store.
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.retention_policy": "256M size",
        # LOAD CSV reads from here alone.
        "server.directories.import": "import",
        "server.fleet_discovery.enabled": "false",
        "dbms.usage_report.enabled": "false",
        # Neo4j Browser shows our guide, which this server serves, too (see `site`), and asks nobody else for
        # anything: without the policy it fetches fonts and scripts from other companies.
        "client.allow_telemetry": "false",
        "browser.post_connect_cmd": f"guide {ours}/{GUIDE}",
        "browser.remote_content_hostname_whitelist": "127.0.0.1,localhost",
        "dbms.security.http_static_content_security_policy_header": CONTENT_POLICY,
        # Stopping would wait ten seconds otherwise.
        "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
    }
    (home / "conf" / "neo4j.conf").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone can read; it is there whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def initial_credentials(password: str) -> str:
    """What `neo4j-admin dbms set-initial-password` writes to `data/dbms/auth.ini`, without a JVM's start.

    Also keeps the password off a command line, where every user of the machine could read it.
    """
    salt = secrets.token_bytes(32)
    digest = hashlib.sha256(salt + password.encode()).digest()
    rounds = 1024
    for _ in range(rounds - 1):
        digest = hashlib.sha256(digest).digest()
    return f"{USER}:SHA-256,{digest.hex()},{salt.hex()},{rounds}:"
