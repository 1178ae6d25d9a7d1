"""The model: one CP-SAT model of what is studied when, and what a plan must keep to."""
