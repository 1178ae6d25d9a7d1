"""One file a question a person asks: where graph and rules meet."""
