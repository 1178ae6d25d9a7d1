"""Workload: the hours of everything that is studied must fit into the hours there are in a week.

Each thing gets its hours in one stretch of days between its start and its end, with all the weekly hours; the
stretches do not overlap, the things may. So a thing lasts at least as published, and longer where the hours do not
suffice.
"""

from __future__ import annotations

from stackways.planner.model.plan import Plan


def keep_to_weekly_hours(plan: Plan) -> None:
    """Let the stretches follow one another."""
    if not plan.weekly:
        return
    stretches, worked = [], []
    for study in plan.studies.values():
        if study.work is not None and study.work_start is not None:
            end = study.work_start + study.work
            stretches.append(plan.model.new_optional_interval_var(study.work_start, study.work, end, study.taken, ""))
            worked.append((study, study.work))
    plan.model.add_no_overlap(stretches)
    if worked:
        plan.take_together(worked)
