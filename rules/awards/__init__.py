"""Awards: which holdings are counted where, which award that yields, what is missing."""
