"""Concurrency: at most so many things are studied at once."""

from __future__ import annotations

from stackways.planner.plan import Plan


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
    # It follows from the above, and tells the solver at once how long everything takes together.
    first = min(plan.calendar.number(study.thing.starts.days[0]) for study in plan.studies.values())
    any_taken = plan.truth()
    for study in plan.studies.values():
        plan.model.add_implication(study.taken, any_taken)
    total = sum(study.shortest * study.taken for study in plan.studies.values())
    plan.model.add(most * (plan.finish + 1) >= most * first * any_taken + total)
