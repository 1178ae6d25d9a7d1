"""The answer: a plan as dated steps, checked without the solver, explained, or why there is none."""
