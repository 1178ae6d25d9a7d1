"""Which day it is, for a question that names none."""

import datetime as dt


def today() -> dt.date:
    """Return the calendar day where the question is asked."""
    return dt.date.today()  # noqa: DTZ011 - a calendar day where the learner is, not an instant
