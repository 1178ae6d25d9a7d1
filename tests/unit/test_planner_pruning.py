"""What is left out of a large choice changes no best answer."""

import pytest
from bench.routes import problem

from stackways.planner import candidates
from stackways.planner.candidates import world_of
from stackways.planner.route import Objective
from stackways.planner.search.search import OBJECTIVES, Search
from stackways.rules.kinds.structure import Structure


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_best_of_a_large_choice_is_the_best_of_all(
    seed: int, objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = problem(150, seed, [objective], weekly=None)
    pruned = Search(asked, [])
    with monkeypatch.context() as patched:
        patched.setattr(candidates, "prune", lambda *_: [])
        whole = Search(asked, [])
        best = whole.best([objective])
    found = pruned.best([objective])
    assert found
    assert best
    assert len(pruned.world.things) < len(whole.world.things)
    assert found.figures == best.figures
    assert found.proven


def test_where_a_rule_asks_for_more_than_least_amounts_nothing_is_left_out() -> None:
    asked = problem(150, 0, ["cost"])
    (structure,) = (rule for rule in asked.rules if isinstance(rule, Structure))
    tree = structure.model_dump(mode="json")
    tree["needs"] = {
        "all_of": [*tree["needs"]["all_of"], {"share": 0.5, "of": "counted", "where": {"professional": True}}]
    }
    asked = type(asked)(**{**asked.__dict__, "rules": [type(structure).model_validate(tree)]})
    assert len(world_of(asked).things) == 151
