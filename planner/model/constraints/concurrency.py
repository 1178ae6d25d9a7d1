"""Concurrency: at most so many things are studied at once."""

from __future__ import annotations

from stackways.planner.model.plan import Plan


def keep_to_concurrency(plan: Plan) -> None:
    """Limit how many of the things studied are running on a day."""
    most = plan.problem.limits.concurrent
    if most is None or not plan.studies:
        return
    running = []
    for study in plan.studies.values():
        length = plan.whole_number(1, plan.calendar.length + 1)
        running.append(plan.model.new_optional_interval_var(study.start, length, study.end + 1, study.taken, ""))
    plan.model.add_cumulative(running, [1] * len(running), most)
    plan.take_together([(study, study.shortest) for study in plan.studies.values()], at_once=most)
