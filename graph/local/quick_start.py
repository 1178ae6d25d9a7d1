"""What halves the start of the local Neo4j: its classes, loaded and linked once, kept in a file beside the jars.

Java calls the file an AOT cache (JEP 483, 514). The first server that runs without one records it and writes it when it
is stopped; later ones map it. Java itself tells whether a file fits its version and the jars, and goes on without it
where it does not.
"""

import contextlib
import hashlib
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

_USE = "-XX:AOTCache="
_RECORD = "-XX:AOTCacheOutput="
_DAY = 86_400


def quick_start_option(jars: Path, class_path: str, java: Path) -> str:
    """Return the option that makes Java use what was kept for this class path, or record it."""
    kept = jars / f"start-{hashlib.sha256(f'{java} {class_path}'.encode()).hexdigest()[:12]}.aot"
    if kept.exists():
        return f"{_USE}{kept}"
    for left in jars.glob(f".{kept.name}.*"):  # by a server that was killed
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _DAY:
                left.unlink()
    return f"{_RECORD}{jars / f'.{kept.name}.{secrets.token_hex(4)}'}"


def recording(command_line: Sequence[str]) -> Path | None:
    """Return what a server records, by its command line; it takes some seconds longer to stop."""
    return next((Path(one.removeprefix(_RECORD)) for one in command_line if one.startswith(_RECORD)), None)


def keep_recorded(draft: Path | None) -> None:
    """Keep what a stopped server has recorded; what is not there was not written, and the next one records it."""
    if draft is not None:
        with contextlib.suppress(OSError):
            draft.replace(draft.with_name(draft.name.removeprefix(".").rpartition(".")[0]))
