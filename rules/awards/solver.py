"""The solver, and how it is set wherever something is decided exactly: the same question has the same answer.

It is imported from here alone, and only where something has to be decided by it.
"""

from __future__ import annotations

from stackways.rules.light import without

with without("pandas", types=("Index", "Series")):  # half a second of every start, for series that nobody gives it
    from ortools.sat.python import cp_model

from stackways.rules.deadline import deadline_of_question

__all__ = ["cp_model", "repeatable_solver", "solve"]


def repeatable_solver(*, effort: float, seconds: float) -> cp_model.CpSolver:
    """Return a solver that gives the same answer each time, unless the clock ends it.

    Args:
        effort: The most deterministic time that one search takes, about seconds on an idle machine.
        seconds: The most that one search takes by the clock.
    """
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = 0
    # What a model is made of is told to the solver outright; looking for more of it takes longer than it saves.
    parameters.linearization_level = 2
    parameters.symmetry_level = 0
    parameters.max_presolve_iterations = 1
    parameters.max_deterministic_time = effort
    parameters.max_time_in_seconds = seconds
    return solver


def solve(solver: cp_model.CpSolver, model: cp_model.CpModel) -> cp_model.CpSolverStatus:
    """Solve within what is left of the question's time; UNKNOWN where nothing is.

    Raises:
        StoppedError: nobody waits for the answer any more.
    """
    deadline = deadline_of_question()
    deadline.must_be_waited_for()
    if deadline.over:
        return cp_model.UNKNOWN
    parameters = solver.parameters
    parameters.max_time_in_seconds = min(parameters.max_time_in_seconds, deadline.left)
    with deadline.told(solver.stop_search):
        status = solver.solve(model)
    deadline.must_be_waited_for()
    return status
