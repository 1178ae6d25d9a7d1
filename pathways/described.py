"""What is only described: whose it is, as the catalogue calls them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from stackways.pathways.browse_catalogue import find
from stackways.pathways.question import Question
from stackways.pathways.read_list import is_named
from stackways.rules.base import SLUG_PATTERN
from stackways.rules.catalogue import Kind

if TYPE_CHECKING:
    from stackways.graph.driver import Reading
    from stackways.rules.holdings import Described

Asked = TypeVar("Asked", bound=Question)


async def placed(reader: Reading, question: Asked) -> Asked:
    """Return the question with each institution that a holding names by its code.

    A name that the catalogue has nothing like is another institution's: what it awarded belongs to no group of these.
    """
    holdings = [
        holding.model_copy(update={"described": await _placed(reader, holding.described)})
        if holding.described and _is_a_name(holding.described)
        else holding
        for holding in question.holdings
    ]
    return question if holdings == question.holdings else question.model_copy(update={"holdings": holdings})


def _is_a_name(described: Described) -> bool:
    return bool(described.institution) and not re.fullmatch(SLUG_PATTERN, described.institution or "")


async def _placed(reader: Reading, described: Described) -> Described:
    name = described.institution or ""
    found = [one for one, _ in await find(reader, name[:200], kind=Kind.INSTITUTION, limit=5)]
    named = [one.code for one in found if is_named(one, name)]
    if len(named) == 1:
        return described.model_copy(update={"institution": named[0]})
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return described if found or not slug else described.model_copy(update={"institution": slug})
