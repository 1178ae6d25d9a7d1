"""What is trusted when badges are judged? Shown, added to and taken from, by whoever keeps the trust folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pydantic import ValidationError

from stackways.pathways.settings import Settings
from stackways.proofs.fetching import trust
from stackways.proofs.pinned import Pin, TrustError, TrustFolder, shipped
from stackways.rules.base import Code, Model
from stackways.words.message import Message

__all__ = ["Pin", "TrustError", "TrustFolder", "Trusted", "add_trust", "remove_trust", "show_trust", "trust_folder"]


class ShippedContext(Model):
    """A JSON-LD context that comes with Stackways."""

    address: str
    origin: str
    """Where it is from, and its licence."""


class Trusted(Model):
    """Everything that is trusted."""

    folder: Path
    pins: list[Pin]
    shipped: list[ShippedContext]


def trust_folder(settings: Settings) -> TrustFolder:
    """Return the trust folder that the settings name; raises TrustError where it cannot be read."""
    return TrustFolder(settings.trust_folder)


def show_trust(settings: Settings) -> Trusted:
    """Return what is trusted."""
    return _shown(trust_folder(settings))


def add_trust(
    settings: Settings,
    address: str,
    today: dt.date,
    *,
    content: bytes | None = None,
    institution: Code | None = None,
) -> Trusted:
    """Pin what stands at an address, fetched or given.

    Raises:
        TrustError: it cannot be had, or cannot be trusted.
    """
    folder = trust_folder(settings)
    try:
        trust(folder, address, today, content=content, institution=institution)
    except ValidationError:
        raise TrustError(Message("proof.cannot-be-fetched", address=address)) from None
    return _shown(folder)


def remove_trust(settings: Settings, address: str) -> Trusted:
    """Trust an address no longer.

    Raises:
        TrustError: it was not trusted.
    """
    folder = trust_folder(settings)
    try:
        folder.remove(address)
    except KeyError:
        raise TrustError(Message("proof.not-trusted", address=address)) from None
    return _shown(folder)


def _shown(folder: TrustFolder) -> Trusted:
    contexts = [ShippedContext(address=one.address, origin=one.origin) for one in shipped().values()]
    return Trusted(folder=folder.folder or Path(), pins=folder.pins, shipped=contexts)
