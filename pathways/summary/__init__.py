"""Summaries: an answer in a few sentences, what the person gets first; one file a question."""
