"""Workload: the hours of everything that is studied must fit into the hours there are in a week.

Each thing gets its hours in one stretch of days between its start and its end, with all the weekly hours; the
stretches do not overlap, the things may. So a thing lasts at least as published, and longer where the hours do not
suffice.
"""

from __future__ import annotations

from stackways.planner.plan import Plan


def keep_to_weekly_hours(plan: Plan) -> None:
    """Let the stretches follow one another."""
    if not plan.weekly:
        return
    stretches, total = [], []
    first = plan.calendar.length
    for study in plan.studies.values():
        if study.work is not None and study.work_start is not None:
            end = study.work_start + study.work
            stretches.append(plan.model.new_optional_interval_var(study.work_start, study.work, end, study.taken, ""))
            total.append(study.work * study.taken)
            first = min(first, plan.calendar.number(study.thing.starts.days[0]))
    plan.model.add_no_overlap(stretches)
    if total:
        # It follows from the above, and tells the solver at once how long everything takes together.
        any_taken = plan.truth()
        for study in plan.studies.values():
            if study.work is not None:
                plan.model.add_implication(study.taken, any_taken)
        plan.model.add(plan.finish + 1 >= first * any_taken + sum(total))
