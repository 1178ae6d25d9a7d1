"""Words: every sentence the product says, as messages with one file a language. Imports nothing of ours."""
