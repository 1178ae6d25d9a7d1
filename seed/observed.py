"""On which day is a rule without dates known to hold? The day it was first read; before that nobody looked.

Source of the meaning: concepts.md, "before a rule was ever observed the answer is unknown". This is the one place where
that day is derived; a rule that gives `effective_from` or `observed_on` itself keeps to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from stackways.rules.base import Code
from stackways.rules.catalogue import Source
from stackways.rules.collection import Catalogue
from stackways.rules.kinds import Rule


def observed(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue in which every rule that gives no first day was observed when its sources were read."""
    sources = {source.code: source for source in catalogue.sources}
    return catalogue.model_copy(update={"rules": [_observed(rule, sources) for rule in catalogue.rules]})


def _observed(rule: Rule, sources: Mapping[Code, Source]) -> Rule:
    if rule.effective_from or rule.observed_on:
        return rule
    day = _first_read(rule, sources)
    return rule if day is None else rule.model_copy(update={"observed_on": day})


def _first_read(rule: Rule, sources: Mapping[Code, Source]) -> dt.date | None:
    """Return the day on which the first source that says so was read; of a rule that ended before, its last day."""
    says_so = (sources.get(citation.source) for citation in rule.sources if citation.relation != "contradicts")
    read = [source.read for source in says_so if source and source.read]
    return min(*read, rule.effective_until or dt.date.max) if read else None
