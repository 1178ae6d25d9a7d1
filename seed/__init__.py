"""The catalogue: dated, sourced YAML, its schema, and the loader that checks and loads it."""
