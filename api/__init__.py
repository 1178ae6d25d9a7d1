"""The HTTP door: parse, call one pathway, render."""

from stackways.api.app import create_app
from stackways.api.serving import AddressError, serve

__all__ = ["AddressError", "create_app", "serve"]
