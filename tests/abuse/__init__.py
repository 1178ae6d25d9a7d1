"""Attacks on the whole service: what a database, a client, an input or a load may do to it, and what it does then.

In short form they are tests (`pytest tests/abuse`); in long form a command that prints a table:

    python -m tests.abuse --long

Every attack counts what it tried and what came of it:

- lost: an answer was owed, and none came;
- wrong: an answer that is not what a service at peace answers;
- late: later than one question may take;
- unexpected: a 5xx that is no 503 with `Retry-After`, or an error that is no problem of RFC 9457.
"""
