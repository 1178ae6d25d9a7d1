"""Organisations, credentials, courses and programmes of CTDL, as entries of a catalogue."""

from __future__ import annotations

from collections import defaultdict

from stackways.rules.base import Code
from stackways.seed.ctdl.nodes import Graph, Node
from stackways.seed.ctdl.register import Data, Register
from stackways.seed.ctdl.terms import (
    CERTIFICATES,
    CODES,
    CREDITS,
    MODES,
    MODULES,
    NAMES,
    ORGANIZATIONS,
    OWNERS,
    PROGRAMMES,
    RECOMMENDERS,
    STACKWAYS_CODE,
    STACKWAYS_KIND,
    WORK,
    in_words,
    kind_of,
)
from stackways.seed.ctdl.values import (
    address,
    amount_of,
    hours_of,
    in_english,
    last_of,
    period_of,
    slug_of,
    target_name,
    target_of,
    titles_of,
)
from stackways.words.message import Message

TYPE_NAME = "ceterms:identifierTypeName"
OFFERS = ("ceterms:offers", "ceterms:owns")
DEPARTMENTS = ("ceterms:department", "ceterms:subOrganization")


class Items:
    """Makes an entry of each thing once, where the catalogue does not have it."""

    def __init__(self, graph: Graph, register: Register, institution: str | None) -> None:
        """Take the nodes, and who offers what the files name nobody for."""
        self._graph, self._register, self._default = graph, register, institution
        self._codes: dict[int, Code] = {}
        self._offering: dict[str, list[Node]] = defaultdict(list)
        self._part_of: dict[int, Node] = {}
        for node in graph.of(ORGANIZATIONS):
            for name in node.ids(*OFFERS):
                self._offering[name].append(node)
            for name in node.ids(*DEPARTMENTS):
                if department := graph.get(name):
                    self._part_of[id(department)] = node
        self._structured = set(self._with_parts())

    def _with_parts(self) -> list[int]:
        """Return the certificates of which something says the parts: they are programmes."""
        found = [id(node) for node in self._graph.of(CERTIFICATES) if node.has("ceterms:hasPart")]
        for component in self._graph.of(frozenset({"CredentialComponent"})):
            names = [value for value in component.terms.get("ceterms:proxyFor", ()) if isinstance(value, str)]
            found += [id(node) for name in names if (node := self._graph.get(name))]
        return found

    # Institutions

    def institution(self, node: Node) -> Code:
        """Return the code of an organisation; a department is its organisation."""
        if id(node) in self._codes:
            return self._codes[id(node)]
        if (whole := self._part_of.get(id(node))) is not None and whole is not node:
            return self.institution(whole)
        titles, url = titles_of(node.texts(*NAMES)), address(node.text("ceterms:subjectWebpage"))
        names = _names(node)
        title = titles.get("en") or next(iter(titles.values()), node.id)
        code = self._register.known_institution(title, url, [*names, title])
        if code:
            self._register.found.known[title] = code
        else:
            code = self._register.new_code(self._own_code(node) or slug_of(title if titles else last_of(node.id)))
            note = None if titles else in_english("ctdl.named-by-address")
            entry = {"code": code, "title": titles or {"en": node.id}, "kind": _institution_kind(node), "note": note}
            self._register.add("institutions", entry | {"identifiers": names, "url": url})
        self._codes[id(node)] = code
        return code

    def institution_named(self, name: str) -> Code:
        """Return an institution by its id in the files, its code, its name or its address alone."""
        node = self._graph.get(name)
        if node is None:
            node = Node(name, ("CredentialOrganization",), {} if address(name) else {"ceterms:name": [name]}, name)
            self._graph.nodes[name] = node
        return self.institution(node)

    def owners(self, node: Node) -> list[Code]:
        """Return who offers or publishes something, first those who offer it."""
        named = [name for term in OWNERS for name in node.ids(term)]
        owners = [*map(self.institution_named, named), *map(self.institution, self._offering[node.id])]
        if not owners and self._default:
            owners = [self.institution_named(self._default)]
        return list(dict.fromkeys(owners))

    # What is offered

    def code_of(self, node: Node) -> Code | None:
        """Return the code of something that an entry was made for, or that is known."""
        return self._codes.get(id(node))

    def item(self, node: Node, *otherwise: Code) -> Code | None:
        """Return the code of something offered, by whom it says or else by `otherwise`; None where nobody offers it."""
        if id(node) in self._codes:
            return self._codes[id(node)]
        owners = self.owners(node) or list(otherwise)
        own_code, published, names = self._own_code(node), self._published_code(node), _names(node)
        known = self._register.known_item([*([own_code] if own_code else []), *names], owners, published)
        if known is not None:
            self._register.found.known[node.path] = known.code
            self._codes[id(node)] = known.code
            return known.code
        if not owners:
            return None
        titles = titles_of(node.texts(*NAMES)) or {"en": published or node.id}
        title = titles.get("en") or next(iter(titles.values()))
        code = own_code or self._register.new_code(f"{owners[0]}:{slug_of(title)}", published)
        self._codes[id(node)] = code
        kind = self._own_kind(node) or kind_of(node.types, "module")
        section = self.section(node)
        entry: Data = {"code": code, "kind": None if section == "modules" and kind == "module" else kind}
        entry |= {"title": titles, "offered_by": owners, "published_code": published, "identifiers": names}
        entry |= self._facts(node)
        entry["note"] = in_english("ctdl.is-work") if WORK.intersection(node.types) else None
        self._register.add(section, entry | {"sources": [self._register.source(node, owners[0], title)]})
        return code

    def named(self, name: str, *otherwise: Code) -> Code | None:
        """Return the code of what has an id; None where the files do not describe it."""
        node = self._graph.get(name)
        if node is not None:
            return self.item(node, *otherwise)
        known = self._register.known_item([name], [], None)
        return known.code if known else None

    def section(self, node: Node) -> str:
        """Return where in a catalogue file something stands."""
        types = set(node.types)
        if types & PROGRAMMES or id(node) in self._structured:
            return "programmes"
        return "modules" if types & MODULES else "credentials"

    def is_award(self, node: Node) -> None:
        """Have something stand among programmes, since a pathway says what it needs."""
        self._structured.add(id(node))

    def _own_code(self, node: Node) -> str | None:
        """Return the code of a catalogue that something carries, where it came out of one."""
        return own(node, STACKWAYS_CODE)

    def _own_kind(self, node: Node) -> str | None:
        return own(node, STACKWAYS_KIND)

    def _published_code(self, node: Node) -> str | None:
        codes = node.all_texts("ceterms:codedNotation")
        for one in node.nodes(*CODES):
            value = one.text("ceterms:identifierValueCode")
            if value and not {STACKWAYS_CODE, STACKWAYS_KIND}.intersection(one.all_texts(TYPE_NAME)):
                codes.append(value)
        return " / ".join(dict.fromkeys(codes)) or None

    def _facts(self, node: Node) -> Data:
        """Return amounts, lengths, cost, mode and subject, as far as a file says them plainly."""
        facts: Data = {}
        for value in node.take(*CREDITS):
            profile = self._graph.get(value) if isinstance(value, str) else value
            amount, unit = amount_of(profile) if isinstance(profile, Node) else (None, None)
            if amount is not None:
                facts = {"credits": amount, "unit": unit or "credit"}
        facts |= self._duration(node)
        facts |= self._fee(node)
        modes = [target_of(one) for one in node.take("ceterms:deliveryType", "ceterms:learningDeliveryType")]
        facts["mode"] = next((MODES[mode] for mode in modes if mode in MODES), None)
        subjects = [name for one in node.take("ceterms:subject") if (name := target_name(one))]
        for further in subjects[1:]:
            self._register.lose(node, "ceterms:subject", further, Message("ctdl.one-subject"))
        facts["subject"] = subjects[0] if subjects else None
        facts["versions"] = node.all_texts("ceterms:versionIdentifier", "ceterms:versionCode")
        return facts

    def _duration(self, node: Node) -> Data:
        for one in node.nodes("ceterms:estimatedDuration"):
            exact = one.text("ceterms:exactDuration")
            least, most = one.text("ceterms:minimumDuration"), one.text("ceterms:maximumDuration")
            if hours := hours_of(exact):
                return {"hours": hours}
            if period_of(exact):
                return {"duration": exact}
            if period_of(least) and period_of(most):
                return {"duration": least, "duration_to": most}
            if said := exact or least or most:
                self._register.lose(node, "ceterms:estimatedDuration", said, Message("ctdl.no-period"))
        return {}

    def _fee(self, node: Node) -> Data:
        priced = [(one.text("ceterms:price"), one.text("ceterms:currency") or "")
                  for one in node.nodes("ceterms:estimatedCost")]  # fmt: skip
        if len(priced) == 1 and priced[0][0] and len(priced[0][1]) == 3:  # noqa: PLR2004 - ISO 4217
            return {"fee": {"amount": priced[0][0], "currency": priced[0][1]}}
        for price, currency in priced:
            self._register.lose(node, "ceterms:estimatedCost", f"{price} {currency}", Message("ctdl.one-fee"))
        return {}


def own(node: Node, name: str) -> str | None:
    """Return what something carries under an identifier of this name."""
    for one in (part for term in CODES for part in node.terms.get(term, ()) if isinstance(part, Node)):
        if name in one.all_texts(TYPE_NAME):
            node.take(*CODES)
            return one.text("ceterms:identifierValueCode")
    return None


def _names(node: Node) -> list[str]:
    """Return what something is called elsewhere: its CTID and its address."""
    return [*node.all_texts("ceterms:ctid"), *([node.id] if address(node.id) else [])]


def _institution_kind(node: Node) -> str:
    if carried := own(node, STACKWAYS_KIND):
        return carried
    if RECOMMENDERS.intersection(node.types):
        return "quality-assurance-body"
    kinds = [target_of(one) for one in node.take("ceterms:agentType")]
    return next((in_words(kind).replace(" ", "-") for kind in kinds if kind), "organisation")
