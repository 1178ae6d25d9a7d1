"""One named .cypher file a question; its leading comment says what it answers."""
