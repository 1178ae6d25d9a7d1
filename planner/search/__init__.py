"""The search: the best plan, the plans none of which is worse in all, and when to stop looking."""
