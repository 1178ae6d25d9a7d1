"""Attacks on the whole service: what a database, a client, an input or a load may do to it, and what it does then.

Those that need no database of their own are tests (`tests/integration/test_abuse.py`), which count no seconds; a
command attacks with all of them and prints a table:

    python -m tests.abuse [--long]

Every attack counts what it tried and what came of it:

- lost: an answer was owed, and none came;
- wrong: an answer that is not what a service at peace answers;
- late: later than one question may take;
- unexpected: a 5xx that is no 503 with `Retry-After`, or an error that is no problem of RFC 9457.
"""
