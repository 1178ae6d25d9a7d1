"""From a catalogue to CTDL, as JSON-LD.

Institutions, what they offer, and what is recognised keep their codes, amounts and dates, so that `take_in` finds them
again. What CTDL has no term for is said in words, in the description of what it is about, and reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stackways.rules.base import Code, title_in
from stackways.rules.catalogue import Institution, Module, Programme, Source, StudyItem
from stackways.rules.collection import Catalogue
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.kinds.structure import Structure
from stackways.seed.ctdl.terms import CREDENTIALS, MODES, PROGRAMMES, STACKWAYS_CODE, STACKWAYS_KIND, kind_of
from stackways.words.message import Argument, Message, Published
from stackways.words.render import say

Json = dict[str, Any]
CONTEXT = "https://credreg.net/ctdl/schema/context/json"
INTO_MODES = {mode: term for term, mode in MODES.items()}


@dataclass(frozen=True, slots=True)
class GivenOut:
    """A catalogue as CTDL, and what it says there in words alone."""

    document: Json
    in_words: list[tuple[Code, str]]
    """The codes of rules, and what they say, for which CTDL has no term."""


def give_out(catalogue: Catalogue) -> GivenOut:
    """Return a catalogue as CTDL."""
    return _GiveOut(catalogue).all()


def address_of(code: Code) -> str:
    """Return what an entry is called in CTDL: CTIDs are for its owner to give."""
    return f"urn:stackways:{code}"


class _GiveOut:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._sources = {source.code: source for source in catalogue.sources}
        self._items = {item.code: item for item in catalogue.study_items()}
        self._said: dict[Code, list[str]] = defaultdict(list)
        self._told: list[tuple[Code, str]] = []
        self._requires: dict[Code, list[Json]] = defaultdict(list)
        self._entry: dict[Code, list[Json]] = defaultdict(list)

    def all(self) -> GivenOut:
        rules = self._catalogue.rules
        transfers = [node for rule in Recognition.among(rules) for node in self._transfers(rule)]
        for rule in rules:
            self._tell(rule)
        graph = [self._institution(item) for item in self._catalogue.institutions]
        graph += [self._item(item) for item in self._catalogue.study_items()]
        return GivenOut({"@context": CONTEXT, "@graph": [*graph, *transfers]}, self._told)

    def _institution(self, item: Institution) -> Json:
        is_body = item.kind in {"quality-assurance-body", "government-framework"}
        node = self._named(item.code, "QACredentialOrganization" if is_body else "CredentialOrganization", item.title)
        node["ceterms:identifier"].append(_identifier(STACKWAYS_KIND, item.kind))
        if item.url:
            node["ceterms:subjectWebpage"] = item.url
        return self._described(node, item.code)

    def _item(self, item: StudyItem) -> Json:
        node = self._named(item.code, _class_of(item), item.title)
        if item.kind != "module":
            node["ceterms:identifier"].append(_identifier(STACKWAYS_KIND, item.kind))
        if item.is_class:
            self._said[item.code].insert(0, say(Message("ctdl.is-class"), "en"))
        if item.level:
            level = f"{item.level.framework} {item.level.value}"
            self._said[item.code].append(say(Message("ctdl.at-level", level=level), "en"))
        mode, subject = INTO_MODES.get(item.mode or ""), _name_alone(item.subject) if item.subject else None
        stated = {
            "ceterms:offeredBy": [address_of(owner) for owner in item.offered_by],
            "ceterms:codedNotation": item.published_code,
            "ceterms:ctid": next((name for name in item.identifiers if name.startswith("ce-")), None),
            "ceterms:subjectWebpage": self._page(item.sources),
            "ceterms:deliveryType": [_alignment(f"deliveryType:{mode}")] if mode else None,
            "ceterms:subject": [subject] if subject else None,
            "ceterms:versionIdentifier": list(item.versions),
            "ceterms:requires": self._requires[item.code],
            "ceterms:entryCondition": self._entry[item.code],
        }
        node |= {term: value for term, value in stated.items() if value}
        self._amounts(node, item)
        return self._described(node, item.code)

    def _amounts(self, node: Json, item: StudyItem) -> None:
        if item.credits is not None:
            node["ceterms:creditValue"] = [_value(float(item.credits), item.unit)]
        durations = {"exactDuration": item.duration.iso} if item.duration else {}
        if item.duration and item.duration_to:
            durations = {"minimumDuration": item.duration.iso, "maximumDuration": item.duration_to.iso}
        if item.hours is not None and not durations:
            durations = {"exactDuration": f"PT{_plain(float(item.hours))}H"}
        if durations:
            profile = {f"ceterms:{name}": value for name, value in durations.items()}
            node["ceterms:estimatedDuration"] = [{"@type": "ceterms:DurationProfile", **profile}]
        if item.fee:
            cost = {"ceterms:price": str(item.fee.amount), "ceterms:currency": item.fee.currency}
            node["ceterms:estimatedCost"] = [{"@type": "ceterms:CostProfile", **cost}]

    def _tell(self, rule: RuleBase) -> None:
        """Say a rule with what it is about: as a condition, or in words; a recognition has nodes of its own."""
        if Recognition.among([rule]):
            return
        conditions: list[tuple[Code, Structure | Entry, dict[Code, list[Json]]]]
        conditions = [(code, one, self._requires) for one in Structure.among([rule]) for code in one.of]
        conditions += [(code, one, self._entry) for one in Entry.among([rule]) for code in one.into]
        for code, one, where in conditions:
            where[code].append(self._profile(one))
        if conditions:
            return
        sentence = title_in(rule.says)
        about = [*getattr(rule, "of", ()), *rule.about]
        for code in about or [rule.published_by]:
            self._said[code].append(sentence)
        self._told.append((rule.code, sentence))

    def _transfers(self, rule: Recognition) -> list[Json]:
        """Return a transfer value profile for each amount that a recognition gives."""
        by_amount: dict[tuple[Any, str | None], list[Grant]] = defaultdict(list)
        for grant in rule.grants:
            by_amount[grant.amount, grant.unit].append(grant)
        return [
            self._transfer(rule, amount, unit, grants, place)
            for place, ((amount, unit), grants) in enumerate(by_amount.items())
        ]

    def _transfer(self, rule: Recognition, amount: Any, unit: str | None, grants: list[Grant], place: int) -> Json:  # noqa: ANN401 - exact
        name = f"{rule.code}@{rule.version}"
        code = name if not place else f"{rule.code}-{place + 1}@{rule.version}"
        node = self._named(code, "TransferValueProfile", rule.says)
        node["ceterms:ownedBy"] = [address_of(rule.published_by)]
        node["ceterms:description"] = {"en": say(rule.in_words(self._name_of), "en")}
        node["ceterms:transferValueFrom"] = [address_of(code) for code in dict.fromkeys(rule.needs.codes())]
        node["ceterms:transferValueFor"] = [address_of(grant.target) for grant in grants]
        if amount is not None:
            node["ceterms:transferValue"] = [_value(float(amount), unit)]
        if rule.effective_from:
            node["ceterms:startDate"] = rule.effective_from.isoformat()
        if rule.effective_until:
            node["ceterms:endDate"] = rule.effective_until.isoformat()
        if page := self._page(rule.sources):
            node["ceterms:subjectWebpage"] = page
        return node

    def _profile(self, rule: Structure | Entry) -> Json:
        """Return a condition profile: what it names, and in words how much of it is asked for."""
        said = {"en": say(rule.in_words(self._name_of), "en")}
        profile: Json = {"@type": "ceterms:ConditionProfile", "ceterms:description": said}
        for code in dict.fromkeys(rule.needs.codes()):
            item = self._items.get(code)
            is_studied = isinstance(item, Module | Programme)
            term = "ceterms:targetLearningOpportunity" if is_studied else "ceterms:targetCredential"
            profile.setdefault(term, []).append(address_of(code))
        return profile

    def _name_of(self, code: Code) -> Argument:
        item = self._items.get(code)
        return Published.of(item.title) if item else code

    def _named(self, code: Code, type_: str, title: Any) -> Json:  # noqa: ANN401 - text per language
        return {
            "@id": address_of(code),
            "@type": f"ceterms:{type_}",
            "ceterms:name": dict(title),
            "ceterms:identifier": [_identifier(STACKWAYS_CODE, code)],
        }

    def _described(self, node: Json, code: Code) -> Json:
        if self._said[code]:
            node["ceterms:description"] = {"en": " ".join(dict.fromkeys(self._said[code]))}
        return node

    def _page(self, citations: Iterable[Any]) -> str | None:
        pages: list[Source] = [self._sources[one.source] for one in citations if one.source in self._sources]
        return next((page.url for page in pages if page.url and page.url.startswith("http")), None)


def _identifier(name: str, code: str) -> Json:
    return {
        "@type": "ceterms:IdentifierValue",
        "ceterms:identifierTypeName": {"en": name},
        "ceterms:identifierValueCode": code,
    }


def _class_of(item: StudyItem) -> str:
    """Return the class that has the field's term, of those that come back as what it is; else the usual one."""
    if isinstance(item, Module):
        return "Course"
    classes = PROGRAMMES if isinstance(item, Programme) else CREDENTIALS
    usual = "LearningProgram" if isinstance(item, Programme) else "Credential"
    return next((name for name in sorted(classes) if kind_of((name,), usual) == item.kind), usual)


def _name_alone(name: str) -> Json:
    return {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": name}}


def _alignment(term: str) -> Json:
    return {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": term}


def _value(amount: float, unit: str | None) -> Json:
    profile: Json = {"@type": "schema:ValueProfile", "schema:value": amount}
    if unit:
        profile["ceterms:creditUnitType"] = [_name_alone(unit)]
    return profile


def _plain(amount: float) -> str:
    return f"{amount:g}"
