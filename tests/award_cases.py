"""Small awards to be audited in tests, and HKU SPACE's as the catalogue has them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from stackways.rules.awards.audit import Asked, Audit, audit
from stackways.rules.base import title_in
from stackways.rules.catalogue import Credential, Level, Module, Programme, StudyItem
from stackways.rules.collection import Catalogue
from stackways.rules.effects import Effects
from stackways.rules.exemption import Exemption
from stackways.rules.holdings import Described, Holding, Reading
from stackways.rules.kinds import Rule
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.structure import Structure
from stackways.rules.requirements import Requirement
from stackways.rules.situation import Situation
from stackways.seed.reading import shipped_catalogue

DAY = dt.date(2026, 11, 22)
RULE: TypeAdapter[Any] = TypeAdapter(Rule)
NEED: TypeAdapter[Any] = TypeAdapter(Requirement)
SAID = {"published_by": "x", "says": {"en": "it says"}, "sources": [{"source": "x:page", "confidence": "high"}]}


@cache
def shipped() -> Catalogue:
    return shipped_catalogue(illustrative=False)


def as_published(programme: str) -> Asked:
    """Return an award with the rules that the shipped catalogue has for it."""
    catalogue = shipped()
    one = next(one for one in catalogue.programmes if one.code == programme)
    rules = [rule for rule in catalogue.rules if programme in getattr(rule, "of", [])]
    tree = next(rule for rule in rules if isinstance(rule, Structure) and rule.confers)
    return Asked(one, tree, [rule for rule in rules if isinstance(rule, Award)])


def made_of(needs: Any, *awards: dict[str, Any], unit: str | None = "cu", **more: Any) -> Asked:  # noqa: ANN401 - YAML
    """Return an award with this tree."""
    programme = Programme(code="x:award", title={"en": "Award"}, kind="diploma", offered_by=["x"], unit=unit)
    tree = {**SAID, "code": "x:tree", "kind": "structure", "of": ["x:award"], "confers": True, "needs": needs}
    rules = [
        RULE.validate_python({**SAID, "code": f"x:rule-{number}", "kind": "award", "of": ["x:award"], **one})
        for number, one in enumerate(awards)
    ]
    inner = {code: NEED.validate_python(need) for code, need in more.pop("inner", {}).items()}
    return Asked(programme, RULE.validate_python(tree), rules, inner=inner, **more)


def spared(code: str, rule: str, *rests_on: int, **more: Any) -> Exemption:  # noqa: ANN401 - any field
    """Return what is exempted and earns credit, resting on what stands there among the holdings."""
    effects = Effects(**{"earns_credit": "yes", **more.pop("effects", {})})
    return Exemption(code, rule, frozenset(rests_on), effects, **more)


def module(code: str, credits: int | None = None, **more: Any) -> Module:  # noqa: A002, ANN401 - the catalogue's own names
    unit = None if credits is None else "cu"
    return Module(
        code=code,
        title={"en": code},
        offered_by=[code.split(":", maxsplit=1)[0]],
        credits=None if credits is None else Decimal(credits),
        unit=unit,
        **more,
    )


def audited(
    asked: Asked,
    held: dict[str, str] | list[Holding],
    *items: StudyItem,
    day: dt.date = DAY,
    reading: Reading = "lenient",
) -> Audit:
    """Audit with these holdings, by code and the day attained."""
    holdings = (
        [Holding(code=code, attained_on=dt.date.fromisoformat(on)) for code, on in held.items()]
        if isinstance(held, dict)
        else held
    )
    known = {item.code: item for item in shipped().study_items()} | {item.code: item for item in items}
    return audit(asked, Situation(day, holdings, items=known, reading=reading))


def micro(number: int, worth: float, *, professional: bool, theme: str = "AI", level: int = 4) -> Credential:
    """Return a micro-credential of HKU SPACE."""
    return Credential(
        code=f"hku-space:micro-{number}",
        title={"en": f"Micro {number}"},
        kind="micro-credential",
        offered_by=["hku-space"],
        credits=Decimal(str(worth)),
        unit="HK credit",
        professional=professional,
        subject="it" if professional else None,
        theme={"en": theme},
        level=Level(framework="HKQF", value=level),
    )


def described_micro(worth: float, *, professional: bool) -> Described:
    return Described(
        title=f"micro of {worth}",
        institution="hku-space",
        kind="micro-credential",
        credits=Decimal(str(worth)),
        unit="HK credit",
        professional=professional,
    )


def title_of(found: Audit) -> str:
    return title_in(found.variant.title.title) if found.variant.title and found.variant.title.title else ""


def names(found: Audit) -> list[str]:
    return [piece.name.split(":")[-1] for piece in found.used]
