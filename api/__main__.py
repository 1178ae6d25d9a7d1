"""`python -m stackways.api` serves the API without looking after the database."""

import sys

from stackways.api.serving import AddressError, serve
from stackways.pathways.settings import Settings, SettingsError
from stackways.words.message import Message


def _ready(address: str) -> None:
    sys.stdout.write(f"{Message('serve.answers', address=address)}\n")
    sys.stdout.flush()  # whoever reads it through a pipe waits for it


if __name__ == "__main__":
    try:
        serve(Settings.read(), _ready)
    except (AddressError, SettingsError) as error:
        sys.exit(str(error))
