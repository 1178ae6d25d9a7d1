"""Pages: one module a kind of answer, from the answer's model to the terminal."""
