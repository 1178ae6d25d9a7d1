"""Rules of a catalogue, from what CTDL says."""

from __future__ import annotations

from stackways.rules.base import Code
from stackways.seed.ctdl.items import own
from stackways.seed.ctdl.nodes import Node
from stackways.seed.ctdl.register import Data, Register
from stackways.seed.ctdl.terms import NAMES, STACKWAYS_CODE, TRANSFER_VALUES
from stackways.seed.ctdl.values import address, day_of, in_each_language, in_english, last_of, slug_of, titles_of
from stackways.words.message import Message

DATES = (
    ("effective_from", "ceterms:startDate", "ctdl.partial-start"),
    ("effective_until", "ceterms:endDate", "ctdl.partial-end"),
)


def add_rule(  # noqa: PLR0913 - where to, what says it, and what it says
    register: Register, node: Node, code: Code, kind: str, fields: Data, *, says: Message | None = None,
    told_by: str = "",
) -> None:  # fmt: skip
    """Add a rule that an institution published.

    Args:
        register: Where to.
        node: What says it.
        code: What it is about, or who publishes it: its institution publishes it.
        kind: The kind of the rule.
        fields: What only that kind has.
        says: Its sentence; what something needs or asks of those who start it, unless given.
        told_by: What its code is told apart by; what it is about, unless given.
    """
    publisher = code.partition(":")[0]
    title = titles_of(node.texts(*NAMES)).get("en") or register.title(code)
    is_its_own = TRANSFER_VALUES.intersection(node.types)  # else it is said of an entry, whose code that is
    code_before, _, version = ((own(node, STACKWAYS_CODE) if is_its_own else None) or "").partition("@")
    wanted = f"{publisher}:{kind}-{slug_of(told_by or code.partition(':')[2])}"
    entry: Data = {"code": code_before or register.new_code(wanted)}
    entry |= {"version": int(version)} if version.isdecimal() and version != "1" else {}
    entry |= {"kind": kind, "published_by": publisher, "says": in_each_language(says or _says(register, kind, code))}
    names = node.all_texts("ceterms:ctid") or ([last_of(node.id)] if address(node.id) else [])
    entry["facts"] = list(dict.fromkeys([register.table, *names]))
    entry["sources"] = [register.source(node, publisher, title)]
    remarks = list(fields.get("remarks", ()))
    for name, term, partial in DATES:
        for said in node.all_texts(term):
            if day := day_of(said):
                entry[name] = day
            else:
                remarks.append(in_english(partial, when=said))
                register.lose(node, term, said, Message("ctdl.no-day"))
    register.add("rules", {**entry, **fields, "remarks": remarks})


def _says(register: Register, kind: str, code: Code) -> Message:
    if kind == "structure":
        return Message("ctdl.says-needs", what=register.title(code))
    return Message("ctdl.says-entry", what=register.title(code))
