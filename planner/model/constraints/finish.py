"""Finish: the target is had, everything studied is done by then, and nothing is studied for nothing.

That the plan ends by the last day that is wanted is in its calendar: no day lies after it.
"""

from __future__ import annotations

from itertools import pairwise

from stackways.planner.model.plan import Plan


def reach_target(plan: Plan) -> None:
    """Ask for the target and for the stages, each before the next is entered."""
    model, problem = plan.model, plan.problem
    stages = [code for code in (*problem.stages, problem.target.code) if plan.is_taken(code) is not None]
    for code in stages:
        taken = plan.is_taken(code)
        model.add(taken == 1)
    for one, following in pairwise(stages):
        had = plan.awardings[one].day if one in plan.awardings else plan.studies[one].end
        begun = plan.awardings[following].enter if following in plan.awardings else plan.studies[following].start
        model.add(begun >= had)
    for study in plan.studies.values():
        model.add(study.end <= plan.finish).only_enforce_if(study.taken)
    for awarding in plan.awardings.values():
        model.add(awarding.day <= plan.finish).only_enforce_if(awarding.taken)
