"""Characters that are no text: they steer a terminal, turn the direction of what follows, or exist in no text at all.

A catalogue holds none, and whatever shows text from outside (a log, a terminal) shows them as what they are called.
"""

from __future__ import annotations

import re

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""All but the tab and the line feed of what Unicode calls control, the signs that override a direction, surrogates."""


def called(character: str) -> str:
    """Return what a character is called: U+001B."""
    return f"U+{ord(character):04X}"


def harmless(text: str) -> str:
    """Return a text with what is no text in it as it is called: `<U+001B>`."""
    return STEERING.sub(lambda found: f"<{called(found[0])}>", text)
