"""The driver's tables, filled as they are asked for, say what they say when the driver is imported as it is."""

import json
import subprocess
import sys

import pytest

from stackways.graph.slow_tables import TABLES, AsAsked

READ = """
import json, sys
{first}
import neo4j.time as time, neo4j._codec.packstream.v1 as codec
months = [(year, month) for year in range(1, 10_000, 7) for month in range(1, 13)]
numbers = range(0, 0x10000, 5)
said = [
    [time._IS_LEAP_YEAR[year] for year in range(1, 10_000)],
    [time._DAYS_IN_YEAR[year] for year in range(1, 10_000)],
    [time._DAYS_IN_MONTH[month] for month in months],
    [codec.PACKED_UINT_16[number].hex() for number in numbers],
    [codec.UNPACKED_UINT_16[number.to_bytes(2, "big")] for number in numbers],
    [codec.PACKED_UINT_8[255].hex(), codec.UNPACKED_UINT_8[b"\\xff"], "range" in vars(time)],
    str(time.Date(2024, 2, 29).replace(year=2023, day=28)), time.Date(1900, 2, 1).to_native().isoformat(),
]
lengths = [len(table) for table in (time._DAYS_IN_MONTH, codec.PACKED_UINT_16)]
print(json.dumps([said, lengths]))
"""


def said(first: str) -> list[object]:
    command = [sys.executable, "-c", READ.format(first=first)]
    found: list[object] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def test_tables_filled_as_asked_say_the_same() -> None:
    (as_asked, few), (as_it_is, all_of_them) = said("import stackways.graph"), said("")
    assert as_asked == as_it_is
    assert isinstance(few, list)
    assert isinstance(all_of_them, list)
    assert few[0] < all_of_them[0] == 9999 * 12, "they are filled as they are asked for"


def test_what_a_table_does_not_have_is_missing() -> None:
    import neo4j.time  # noqa: PLC0415 - after ours

    tables = TABLES["neo4j.time"](neo4j.time)
    for name, key in (("_IS_LEAP_YEAR", 0), ("_DAYS_IN_YEAR", 10_000), ("_DAYS_IN_MONTH", (2024, 13))):
        assert isinstance(tables[name], AsAsked)
        with pytest.raises(KeyError):
            tables[name][key]
