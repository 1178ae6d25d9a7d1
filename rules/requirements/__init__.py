"""Requirements: the groups, holdings and conditions that premises and programmes are made of; one file a kind.

A kind registers itself where it is declared. Those that are declared here stand in the order in which the format's page
tells them.
"""

# ruff: noqa: A004, F401 - each file registers the kinds it declares
# isort: off
from stackways.rules.requirements.base import REQUIREMENT_KINDS, Requirement
from stackways.rules.requirements import hold
from stackways.rules.requirements import select
from stackways.rules.requirements import groups
from stackways.rules.requirements import in_order
from stackways.rules.requirements import distinct
from stackways.rules.requirements import when
from stackways.rules.requirements import not_held
from stackways.rules.requirements import share
from stackways.rules.requirements import credits
from stackways.rules.requirements import units
from stackways.rules.requirements import average
from stackways.rules.requirements import span
from stackways.rules.requirements import sharing
from stackways.rules.requirements import doubt
from stackways.rules.requirements import age
from stackways.rules.requirements import residency
from stackways.rules.requirements import work
from stackways.rules.requirements import admitted
from stackways.rules.requirements import similarity
from stackways.rules.requirements import intake
from stackways.rules.requirements import stated

__all__ = ["REQUIREMENT_KINDS", "Requirement"]
