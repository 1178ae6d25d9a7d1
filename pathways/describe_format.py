"""How is a catalogue file written?"""

from __future__ import annotations

from stackways.seed.schema import written


def format_as_schema() -> str:
    """Return the catalogue format as a JSON Schema."""
    return written()
