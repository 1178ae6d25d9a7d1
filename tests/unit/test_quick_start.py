"""What makes later starts quick is recorded by the first server, and kept when it was written."""

import os
import time
from pathlib import Path

from stackways.graph.local.quick_start import keep_recorded, quick_start_option, recording

JAVA = Path("/some/java")


def test_the_first_server_records_and_later_ones_use_what_it_wrote(tmp_path: Path) -> None:
    first = quick_start_option(tmp_path, "a.jar", JAVA)
    draft = recording(["java", "-Xmx1g", first, "Main"])
    assert draft is not None
    draft.write_bytes(b"classes")
    keep_recorded(draft)
    [kept] = tmp_path.iterdir()
    assert kept.read_bytes() == b"classes"
    assert quick_start_option(tmp_path, "a.jar", JAVA) == f"-XX:AOTCache={kept}"
    assert recording(["java", quick_start_option(tmp_path, "a.jar", JAVA)]) is None
    assert recording([quick_start_option(tmp_path, "b.jar", JAVA)]) is not None, "other jars have another"


def test_what_was_not_written_is_recorded_again(tmp_path: Path) -> None:
    draft = recording([quick_start_option(tmp_path, "a.jar", JAVA)])
    keep_recorded(draft)
    assert recording([quick_start_option(tmp_path, "a.jar", JAVA)]) is not None
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_server_left_is_cleared_away_after_a_day(tmp_path: Path) -> None:
    draft = recording([quick_start_option(tmp_path, "a.jar", JAVA)])
    assert draft is not None
    draft.write_bytes(b"half")
    quick_start_option(tmp_path, "a.jar", JAVA)
    assert draft.exists(), "its server may still run"
    long_ago = time.time() - 2 * 86_400
    os.utime(draft, (long_ago, long_ago))
    quick_start_option(tmp_path, "a.jar", JAVA)
    assert not draft.exists()
