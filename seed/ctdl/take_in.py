"""From nodes of CTDL to entries of catalogue files.

Credentials, courses and programmes become entries; a transfer value profile becomes a recognition, or a recommendation
where it names nothing it counts towards; conditions become what is asked of who starts, or what a programme needs; a
pathway becomes what its awards need. Nothing is invented: what a file does not say is not there, and what it says that
a catalogue has no place for is reported, term by term.
"""

from __future__ import annotations

import datetime as dt

from stackways.rules.collection import Catalogue
from stackways.seed.ctdl.conditions import Conditions
from stackways.seed.ctdl.items import Items
from stackways.seed.ctdl.nodes import Graph
from stackways.seed.ctdl.register import Lost, Register, TakenIn
from stackways.seed.ctdl.terms import ITEMS, ORGANIZATIONS, PATHWAYS, TRANSFER_VALUES, WORK
from stackways.seed.ctdl.transfers import Transfers
from stackways.words.message import Message


def take_in(graph: Graph, table: str, known: Catalogue, today: dt.date, institution: str | None = None) -> TakenIn:
    """Return what the nodes of some files become.

    Args:
        graph: The nodes.
        table: What entries cite as where they are from.
        known: What the catalogue has already.
        today: The day the files are read.
        institution: Who offers what the files name nobody for: a code of the catalogue, or a name.
    """
    register = Register(table, known, today)
    items = Items(graph, register, institution)
    for node in graph.of(ORGANIZATIONS):
        items.institution(node)
    for node in graph.of(ITEMS - WORK):
        items.item(node)
    conditions = Conditions(graph, register, items)
    for node in graph.of(PATHWAYS):
        conditions.of_pathway(node)
    transfers = Transfers(graph, register, items, conditions)
    for node in graph.of(TRANSFER_VALUES):
        transfers.of_profile(node)
    for node in graph.of(ITEMS):
        if items.code_of(node) is None:
            register.lose(node, "ceterms:ownedBy", "", Message("ctdl.nobody-offers"))
        conditions.of_item(node)
    register.found.lost += [Lost(*left, Message("ctdl.no-place")) for left in graph.left()]
    return register.found
