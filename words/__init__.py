"""Words: every sentence the product says, as messages with one file a language. Imports nothing of ours."""

from stackways.words import render as render  # which says messages, whoever makes them
