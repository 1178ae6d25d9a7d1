"""Diplomas that routes are planned to: each of 60 credits out of so many micro-credentials, like HKU SPACE's.

Two thirds of what counts are in professional areas, each counts five years, every fourth asks for another first; every
other is recognised by a programme of the rest of the synthetic catalogue as well.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from stackways.rules.base import Money
from stackways.rules.catalogue import Credential, Institution, Level, Programme, Source, Tier
from stackways.rules.collection import Catalogue
from stackways.rules.kinds import Rule
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.periods import Period

THEMES = ("Artificial Intelligence", "Finance", "Health", "Design", "Law")
CANDIDATES = (30, 400)
"""How many micro-credentials a diploma chooses from."""
SEEDS = 9
"""How many diplomas there are of each size."""


def target_code(candidates: int, seed: int) -> str:
    """Return the code of a diploma."""
    return f"university-{candidates}-{seed}:diploma"


def targets(recognisers: Sequence[str] = ()) -> Catalogue:
    """Return every diploma, with what counts towards it."""
    return Catalogue.joined(target(candidates, seed, recognisers) for candidates in CANDIDATES for seed in range(SEEDS))


def target(candidates: int, seed: int, recognisers: Sequence[str] = ()) -> Catalogue:
    """Return one diploma, with what counts towards it.

    Args:
        candidates: How many micro-credentials there are to choose from.
        seed: Another number makes another one.
        recognisers: Programmes that recognise some of what counts.
    """
    dice = random.Random(seed)
    owner = f"university-{candidates}-{seed}"
    said: dict[str, Any] = {
        "published_by": owner,
        "says": {"en": "The board may require the original certificate to be shown"},
        "sources": [{"source": f"{owner}:page", "confidence": "high"}],
    }
    diploma = Programme(
        code=target_code(candidates, seed), title={"en": f"Diploma {candidates}-{seed}"}, kind="diploma",
        offered_by=[owner], stackable=True, sources=said["sources"],
    )  # fmt: skip
    credentials: list[Credential] = []
    rules: list[Rule] = []
    for number in range(candidates):
        code, credits_ = f"{owner}:mc-{number}", dice.choice([6, 6, 9])
        credentials.append(Credential(
            code=code, title={"en": f"Course {number}"}, kind="micro-credential", offered_by=[owner],
            credits=Decimal(credits_), unit="HK credit", hours=Decimal(10 * credits_), hours_kind="notional",
            duration=Period("P2M" if credits_ == 6 else "P3M"), intakes=dice.choice([[], [1, 4, 7, 10], [3, 9]]),  # noqa: PLR2004
            fee=Money(amount=Decimal(dice.randrange(2000, 8000, 100)), currency="HKD"),
            theme={"en": dice.choice(THEMES)}, professional=dice.random() < 2 / 3,
            level=Level(framework="HKQF", value=dice.randint(2, 5)), sources=said["sources"],
        ))  # fmt: skip
        if number and number % 4 == 0:
            after = {"kind": "entry", "code": f"{code}-after", "into": [code]}
            rules.append(Entry.model_validate({**said, **after, "needs": f"{owner}:mc-{dice.randrange(number)}"}))
        if recognisers and number % 2:
            programme = recognisers[(seed * candidates + number) % len(recognisers)]
            grant = {"target": programme, "outcome": "block_credit", "amount": 6, "unit": "credit unit"}
            recognised = {"kind": "recognition", "code": f"{code}-recognised", "needs": code, "grants": [grant]}
            rules.append(Recognition.model_validate({**said, **recognised}))
    pool = {
        "credits": {"at_least": 60}, "unit": "HK credit",
        "where": {"institutions": [owner], "kinds": ["micro-credential"]},
        "window": {"period": "P5Y", "ends": "application"},
    }  # fmt: skip
    share = {"share": 0.75, "of": "required", "credits": 45, "unit": "HK credit", "where": {"professional": True}}
    tree = {"kind": "structure", "code": f"{owner}:structure", "of": [diploma.code], "confers": True}
    rules.append(Structure.model_validate({**said, **tree, "needs": {"all_of": [pool, share]}}))
    return Catalogue(
        institutions=[Institution(code=owner, title={"en": owner}, kind="university", country="HK")],
        sources=[Source(
            code=f"{owner}:page", title=f"{owner}: stacking", url=f"https://www.{owner}.example/", tier=Tier.PRIMARY,
            published="2026", read=dt.date(2026, 10, 1),
        )],
        credentials=credentials,
        programmes=[diploma],
        rules=rules,
    )  # fmt: skip
