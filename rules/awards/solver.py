"""How the solver is set, wherever something is decided exactly: the same question has the same answer."""

from __future__ import annotations

from ortools.sat.python import cp_model


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
