"""What a plan must keep to: one module a constraint, each written into one CP-SAT model."""
