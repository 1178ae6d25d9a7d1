"""Which codes does the shipped catalogue have? Fast enough for every press of the tab key."""

from __future__ import annotations

import re
from importlib.resources import files

_CODE = re.compile(r"^\s*(?:- )?\{?\s*code:\s*([a-z0-9:-]+)", re.MULTILINE)


def shipped_codes() -> list[str]:
    """Return every code that an entry of the shipped catalogue has, in order; sources and rules are left out.

    Read off the lines of the files rather than parsed: only for completion, where a miss does no harm.
    """
    codes: set[str] = set()
    for folder in ("catalogue", "illustrative"):
        for file in files("stackways").joinpath("seed", folder).iterdir():
            if file.name.endswith(".yaml"):
                items = re.split(r"^(?=[a-z_]+:)", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
                for section in items:
                    if not section.startswith(("rules:", "sources:")):
                        codes.update(_CODE.findall(section))
    return sorted(codes)
