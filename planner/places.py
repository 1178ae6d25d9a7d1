"""Places: at which institutions, and in which way of delivery, things may be studied."""

from __future__ import annotations

from stackways.planner.route import Limits
from stackways.rules.catalogue import StudyItem


def is_allowed(item: StudyItem, limits: Limits) -> bool:
    """Tell whether a thing may be studied: somebody who may be used offers it, in a way of delivery that is wanted."""
    usable = [code for code in item.offered_by if code not in limits.avoid]
    if limits.only:
        usable = [code for code in usable if code in limits.only]
    return bool(usable) and (not limits.modes or item.mode is None or item.mode in limits.modes)
