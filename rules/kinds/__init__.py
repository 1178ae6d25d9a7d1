"""The kinds of rule: what an institution can publish in one sentence; one file a kind."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from stackways.rules.kinds.award import Award
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.cap import Cap
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.policy import Policy
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.kinds.validity import Validity

RULE_KINDS: dict[str, type[RuleBase]] = {
    "recognition": Recognition,
    "entry": Entry,
    "structure": Structure,
    "award": Award,
    "cap": Cap,
    "validity": Validity,
    "policy": Policy,
}

Rule = Annotated[Recognition | Entry | Structure | Award | Cap | Validity | Policy, Field(discriminator="kind")]
"""Any rule, as it stands in a catalogue file."""
