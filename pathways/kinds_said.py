"""Could something that is described by its title alone be an award of some kind?"""

from __future__ import annotations

import re

from stackways.pathways.rank_found import words_of

_SAID = {
    "diploma": {"diploma", "diplomas"},
    "bachelor": {"bachelor", "bachelors", "degree", "ba", "bsc", "beng", "bba", "hons", "honours"},
    "degree": {"bachelor", "bachelors", "degree", "ba", "bsc", "beng", "bba", "hons", "honours"},
    "master": {"master", "masters", "ma", "msc", "mba", "meng"},
    "nitec": {"nitec"},
    "nanodegree": {"nanodegree"},
    "micromasters": {"micromasters"},
    "microbachelors": {"microbachelors"},
}
"""Words one of which stands in the title of every award of such a kind."""
_SAID_IN_CHINESE = {"diploma": "文憑", "bachelor": "學士", "degree": "學士", "master": "碩士"}


def says_its_kind(title: str, kind: str) -> bool:
    """Tell whether a title could be that of an award of a kind: a diploma says that it is one."""
    words = set(words_of(title))
    for part in re.split(r"[-\s()]+", kind.casefold()):
        if part in _SAID and not (_SAID[part] & words or _SAID_IN_CHINESE.get(part, "\0") in title):
            return False
    return True
