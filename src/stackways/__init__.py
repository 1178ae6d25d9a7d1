"""Stackways: what earlier learning is recognised towards, and how to get from it to an award."""


def version() -> str:
    """Return the version that is installed; reading it takes longer than most of what a command needs."""
    from importlib import metadata  # noqa: PLC0415

    return metadata.version("stackways")
