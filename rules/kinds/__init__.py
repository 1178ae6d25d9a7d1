"""The kinds of rule: what an institution can publish in one sentence; one file a kind.

A kind registers itself where it is declared. Those that are declared here stand in the order in which the format's page
tells them.
"""

# ruff: noqa: F401 - each file registers the kind it declares
# isort: off
from stackways.rules.kinds.base import RULE_KINDS, Rule
from stackways.rules.kinds import recognition
from stackways.rules.kinds import entry
from stackways.rules.kinds import structure
from stackways.rules.kinds import award
from stackways.rules.kinds import cap
from stackways.rules.kinds import validity
from stackways.rules.kinds import grading
from stackways.rules.kinds import policy
from stackways.rules.kinds import exception

__all__ = ["RULE_KINDS", "Rule"]
