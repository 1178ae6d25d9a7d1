"""Conditions and pathways of CTDL, as what a programme needs and what is asked of those who start something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stackways.rules.base import Code
from stackways.seed.ctdl.items import Items
from stackways.seed.ctdl.nodes import Graph, Node
from stackways.seed.ctdl.register import Lost, Register
from stackways.seed.ctdl.sentences import add_rule
from stackways.seed.ctdl.terms import NAMES, PREREQUISITES, TARGETS
from stackways.words.message import Message

Need = Any
"""A requirement, as a catalogue file has it."""
COMPONENT = frozenset({"CredentialComponent"})


def all_of(needs: list[Need]) -> Need:
    """Return several requirements as one."""
    several = list({repr(need): need for need in needs}.values())
    return several[0] if len(several) == 1 else {"all_of": several}


class Conditions:
    """Reads condition profiles, and the components and conditions of pathways."""

    def __init__(self, graph: Graph, register: Register, items: Items) -> None:
        """Take the nodes, and who makes entries of them."""
        self._graph, self._register, self._items = graph, register, items

    def of_item(self, node: Node) -> None:
        """Add the rules of what something is made of, and of what is asked of those who start it."""
        code = self._items.code_of(node)
        if code is None or code in self._register.found.known.values():
            return
        parts = [part for name in node.ids("ceterms:hasPart") if (part := self._named(name, code))]
        needs = [*parts, *(need for one in node.nodes("ceterms:requires") for need in self.profile(one, code))]
        if needs and self._items.section(node) == "programmes":
            fields = {"of": [code], "needs": all_of(needs), "confers": not parts}
            add_rule(self._register, node, code, "structure", fields)
        elif any(isinstance(need, str) for need in needs):
            add_rule(self._register, node, code, "entry", {"into": [code], "needs": all_of(needs)})
        for need in needs if not any(isinstance(need, str) for need in needs) else []:
            if self._items.section(node) != "programmes":
                self._register.lose(node, "ceterms:requires", str(need), Message("ctdl.to-complete"))
        entry = [need for one in node.take(*PREREQUISITES) for need in self._condition(one, code)]
        if entry:
            add_rule(self._register, node, code, "entry", {"into": [code], "needs": all_of(entry)})

    def _condition(self, value: Any, code: Code) -> Iterator[Need]:  # noqa: ANN401 - a profile, or what is asked for
        if isinstance(value, Node) and "ConditionProfile" in value.types:
            yield from self.profile(value, code)
        elif isinstance(value, Node | str):
            item = self._named(value if isinstance(value, str) else value.id, code)
            yield from [item] if item else []

    def profile(self, profile: Node, code: Code) -> Iterator[Need]:
        """Yield what a condition profile asks for."""
        items = [item for name in profile.ids(*TARGETS) if (item := self._named(name, code))]
        yield from items
        others = [list(self.profile(one, code)) for one in profile.nodes("ceterms:alternativeCondition")]
        choices = [all_of(one) for one in others if one]
        if choices:
            yield {"any_of": choices} if len(choices) > 1 else choices[0]
        yield from _numbers(profile, "ceterms:yearsOfExperience", "work_years")
        yield from _numbers(profile, "ceterms:minimumAge", "minimum_age")
        yield from ({"stated": text} for text in profile.all_texts("ceterms:condition"))
        said = profile.text("ceterms:description")
        if said and not items and not choices:
            yield {"stated": said}

    def _named(self, name: str, code: Code) -> Code | None:
        """Return the code of what is asked for by its id; None, and a report, where the files do not describe it."""
        item = self._items.named(name, code.partition(":")[0])
        if item is None:
            self._register.found.lost.append(Lost(code, "@id", name, Message("ctdl.not-described")))
        return item

    def of_pathway(self, node: Node) -> None:
        """Add what each award of a pathway needs; the order of its stages has no place."""
        owner = next(iter(self._items.owners(node)), None)
        for component in self._graph.of(COMPONENT):
            code = self._component(component, owner)
            conditions = [one for name in component.ids("ceterms:hasCondition") if (one := self._graph.get(name))]
            needs = [need for one in conditions for need in self._component_condition(one, owner)]
            if code and needs:
                add_rule(
                    self._register,
                    component,
                    code,
                    "structure",
                    {"of": [code], "needs": all_of(needs), "confers": True},
                )
        node.take(*NAMES, "ceterms:ctid", "ceterms:hasDestinationComponent", "ceterms:hasChild", "ceasn:hasChild")

    def _component(self, component: Node, owner: Code | None) -> Code | None:
        """Return the code of what a component of a pathway stands for; itself, where the files do not describe that."""
        otherwise = [owner] if owner else []
        is_award = bool(COMPONENT.intersection(component.types))
        for name in component.ids("ceterms:proxyFor"):
            if target := self._graph.get(name):
                return self._items.item(target, *otherwise)
            component.terms.setdefault("ceterms:ctid", [name])
        if is_award:
            self._items.is_award(component)
        is_course = "CourseComponent" in component.types
        kind = "LearningProgram" if is_award else "Course" if is_course else "Credential"
        component.types = tuple(dict.fromkeys((kind, *component.types)))
        return self._items.item(component, *otherwise)

    def _component_condition(self, node: Node, owner: Code | None) -> Iterator[Need]:
        """Yield what a condition of a pathway asks for: so many of its components or conditions, and what it states."""
        parts: list[Need] = []
        for name in node.ids("ceterms:targetComponent"):
            found = self._graph.get(name)
            code = self._component(found, owner) if found else None
            parts += [code] if code else []
        for name in node.ids("ceterms:hasCondition"):
            below = list(self._component_condition(found, owner)) if (found := self._graph.get(name)) else []
            parts += [all_of(below)] if below else []
        parts = list({repr(part): part for part in parts}.values())
        numbers = node.take("ceterms:requiredNumber")
        wanted = numbers[0] if len(numbers) == 1 and isinstance(numbers[0], int) else len(parts)
        description = node.text("ceterms:description")
        if parts:
            yield all_of(parts) if wanted >= len(parts) else {"at_least": wanted, "of": parts}
        if description and node.has("ceterms:hasConstraint"):
            yield {"stated": description}


def _numbers(profile: Node, term: str, key: str) -> Iterator[Need]:
    found = profile.take(term)
    if len(found) == 1 and isinstance(found[0], int | float) and not isinstance(found[0], bool):
        yield {key: int(found[0]) if found[0] == int(found[0]) else round(found[0], 2)}
