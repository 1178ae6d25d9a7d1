"""Transfer value profiles and agreements of CTDL: recognitions, or recommendations where they count towards nothing."""

from __future__ import annotations

from dataclasses import dataclass

from stackways.rules.base import Code
from stackways.seed.ctdl.conditions import Conditions, Need, all_of
from stackways.seed.ctdl.items import Items
from stackways.seed.ctdl.nodes import Graph, Node
from stackways.seed.ctdl.register import Data, Register
from stackways.seed.ctdl.sentences import add_rule
from stackways.seed.ctdl.terms import AGREEMENTS, CODES, ORGANIZATIONS, RECOMMENDERS
from stackways.seed.ctdl.values import amount_of, in_english, last_of, slug_of, target_name
from stackways.words.message import Message, listed

FROM, FOR = "ceterms:transferValueFrom", "ceterms:transferValueFor"
MOST_TOWARDS = 200


@dataclass(slots=True)
class _Value:
    """How much is transferred, and what is said of it."""

    amount: float | int | None
    unit: str
    subjects: list[str]
    remarks: list[str]

    @property
    def credit(self) -> str:
        return f"{self.amount} {self.unit}" if self.amount is not None else "credit"


class Transfers:
    """Reads transfer value profiles, each within the agreement that it is part of."""

    def __init__(self, graph: Graph, register: Register, items: Items, conditions: Conditions) -> None:
        """Take the nodes, and who makes entries of them."""
        self._graph, self._register, self._items, self._conditions = graph, register, items, conditions
        self._agreements: dict[int, Node] = {}
        for agreement in graph.of(AGREEMENTS):
            for name in agreement.ids("ceterms:hasTransferValueProfile"):
                if profile := graph.get(name):
                    self._agreements[id(profile)] = agreement
        bodies = [node for node in graph.of(ORGANIZATIONS) if RECOMMENDERS.intersection(node.types)]
        self._recommenders = {items.institution(node) for node in bodies}

    def of_profile(self, node: Node) -> None:
        """Add the rule that a transfer value profile is; nothing, and a report, where it says too little."""
        agreement = self._agreements.get(id(node))
        publishers = self._items.owners(node)
        if agreement:
            receivers = agreement.ids("ceterms:receivingOrganization")
            publishers = [*map(self._items.institution_named, receivers), *publishers]
        if not publishers:
            self._register.lose(node, "ceterms:ownedBy", "", Message("ctdl.nobody-publishes"))
            return
        owner = publishers[0]
        given, unknown_given = self._items_of(node, FROM, owner)
        targets, unknown_targets = self._items_of(node, FOR, owner)
        if not given or unknown_given or unknown_targets:
            why = "ctdl.left-out-undescribed" if given or unknown_given else "ctdl.from-nothing"
            self._register.lose(node, "@type", "TransferValueProfile", Message(why))
            return
        value = self._value(node)
        profiles = node.nodes("ceterms:requires")
        needs = [need for one in profiles for need in self._conditions.profile(one, owner) if need not in given]
        if targets:
            self._recognition(node, owner, given, targets, needs, value, agreement)
        else:
            self._recommendation(node, owner, given, needs, value)

    def _items_of(self, node: Node, term: str, owner: Code) -> tuple[list[Code], bool]:
        """Return what stands under a term, and whether anything there is not described."""
        codes, unknown = [], False
        for name in node.ids(term):
            code = self._items.named(name, owner)
            if code is None:
                unknown = True
                self._register.lose(node, term, name, Message("ctdl.not-described"))
            elif code not in codes:
                codes.append(code)
        return codes, unknown

    def _value(self, node: Node) -> _Value:
        profiles = node.nodes("ceterms:transferValue")
        remarks = node.all_texts("ceterms:description")
        amount: float | int | None = None
        unit: str | None = None
        subjects: list[str] = []
        for further in profiles[1:]:
            said = f"{further.text('schema:value')}"
            self._register.lose(node, "ceterms:transferValue", said, Message("ctdl.one-value"))
        for profile in profiles[:1]:
            amount, unit = amount_of(profile)
            remarks += profile.all_texts("schema:description")
            levels = [name for one in profile.take("ceterms:creditLevelType") if (name := target_name(one))]
            remarks += [in_english("ctdl.at-level", level=level) for level in levels]
            subjects = [name for one in profile.take("ceterms:subject") if (name := target_name(one))]
        return _Value(amount, unit or "credit", subjects, list(dict.fromkeys(remarks)))

    def _recognition(  # noqa: PLR0913, PLR0917 - what a transfer value says
        self, node: Node, owner: Code, given: list[Code], targets: list[Code], needs: list[Need], value: _Value,
        agreement: Node | None,
    ) -> None:  # fmt: skip
        towards = ", ".join(value.subjects)[:MOST_TOWARDS] or None
        grants = []
        for target in targets:
            outcome = "block_credit" if self._register.is_programme(target) else "specified_credit"
            grant = {"target": target, "outcome": outcome, "amount": value.amount, "towards": towards}
            grant |= {"unit": value.unit if value.amount is not None else None}
            grants.append({name: part for name, part in grant.items() if part is not None})
        fields: Data = {"needs": all_of([_given(given, node), *needs]), "grants": grants, "remarks": value.remarks}
        binds = any(owner in self._register.offered_by(target) for target in targets)
        fields["certainty"] = None if binds and owner not in self._recommenders else "recommendation"
        if agreement:
            fields |= self._agreed(agreement, targets)
        fields |= {"figures": _figures(node, [])}
        titles = listed([self._register.title(code) for code in given], "comma")
        into = listed([self._register.title(code) for code in targets], "comma")
        says = Message("ctdl.says-transfers", what=titles, credit=value.credit, towards=into)
        add_rule(self._register, node, owner, "recognition", fields, says=says, told_by=_told_apart([*given, *targets]))

    def _agreed(self, agreement: Node, targets: list[Code]) -> Data:
        """Return the programme that an agreement is about, and who and what it is with."""
        receiving = [self._items.named(name) for name in agreement.ids("ceterms:receivingProgram")]
        within = next((code for code in receiving if code and code not in targets), None)
        sending = [*map(self._items.institution_named, agreement.ids("ceterms:sendingOrganization"))]
        programmes = [self._items.named(name) for name in agreement.ids("ceterms:sendingProgram")]
        return {"within": within, "about": [code for code in (*sending, *programmes) if code]}

    def _recommendation(self, node: Node, owner: Code, given: list[Code], needs: list[Need], value: _Value) -> None:
        """Keep a value that names nothing it counts towards: it binds nobody, and nothing is decided from it."""
        fields: Data = {"topic": "recommendation", "about": given, "amount": value.amount}
        fields["unit"] = value.unit if value.amount is not None else None
        fields["remarks"] = [*value.remarks, *(need["stated"] for need in needs if "stated" in need)]
        fields["figures"] = _figures(node, value.subjects)
        titles = listed([self._register.title(code) for code in given], "comma")
        says = Message("ctdl.says-recommends", what=titles, credit=value.credit)
        add_rule(self._register, node, owner, "policy", fields, says=says, told_by=_told_apart(given))


def _figures(node: Node, subjects: list[str]) -> Data:
    """Return the code under which a profile is known where it was published, and the subjects it names."""
    published = []
    for one in node.nodes(*CODES):
        one.take("ceterms:identifierTypeName")
        published.append(one.text("ceterms:identifierValueCode") or "")
    return {
        **({"published-code": published[0]} if any(published) else {}),
        **({"subjects": subjects} if subjects else {}),
    }


def _told_apart(codes: list[Code]) -> str:
    return "-".join(dict.fromkeys(code.partition(":")[2] or code for code in codes[:2]))


def _given(given: list[Code], node: Node) -> Need:
    """Return what is transferred from; of several, CTDL does not say whether each suffices or all are needed."""
    if len(given) == 1:
        return given[0]
    return {
        "doubt": f"several-transferred-{slug_of(last_of(node.id))[-20:].strip('-')}",
        "text": in_english("ctdl.several-from"),
        "alternatives": {"any-of": {"any_of": given}, "all-of": {"all_of": given}},
        "lenient": "any-of",
        "strict": "all-of",
    }
