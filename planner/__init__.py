"""Which plan is best: routes from what is held to an award. Imports rules alone."""
