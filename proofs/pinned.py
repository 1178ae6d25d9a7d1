"""The trust folder: contexts, keys, issuers and status lists as they were when somebody fetched and trusted them.

What is judged is judged from here alone. Contexts of W3C, 1EdTech and others whose licence allows it come with
Stackways (`contexts/`) and cannot be replaced; everything else is pinned by `stackways holdings trust`. The folder
holds `trust.json`, which lists every pin, and one file a pin with its bytes as they were.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from cryptography import x509

from stackways.proofs.limits import MOST_FILE, UnreadableError, json_of
from stackways.rules.base import Code, Model
from stackways.words.message import Message

INDEX = "trust.json"


class TrustError(Exception):
    """A trust folder that cannot be read or written; its message says why."""

    def __init__(self, message: Message) -> None:
        """Keep what is to be said."""
        self.message = message
        super().__init__(message.id)


class Pin(Model):
    """One thing that is trusted: what stood at an address on a day, or who an issuer is."""

    address: str
    """Where it stands: `https://…`, `did:…`, `dns:…`, or `certificate:` and a fingerprint."""
    file: str | None = None
    """Its bytes, in this folder; none where the address itself is all there is, as with `did:key`."""
    sha256: str | None = None
    """The sum of its bytes."""
    fetched: dt.date
    """The day it was fetched or given."""
    institution: Code | None = None
    """The institution in the catalogue that this issuer is."""


class _Index(Model):
    pins: list[Pin] = []


@dataclass(frozen=True, slots=True)
class Shipped:
    """A context that comes with Stackways."""

    address: str
    file: str
    origin: str


@cache
def shipped() -> Mapping[str, Shipped]:
    """Return the contexts that come with Stackways, by address."""
    listed = json.loads(files("stackways.proofs").joinpath("contexts", "index.json").read_text(encoding="utf-8"))
    return {
        address: Shipped(address, file, origin["from"])
        for origin in listed
        for address, file in origin["contexts"].items()
    }


@cache
def shipped_context(file: str) -> Any:  # noqa: ANN401 - JSON
    """Return a context that comes with Stackways."""
    return json.loads(files("stackways.proofs").joinpath("contexts", file).read_text(encoding="utf-8"))


class TrustFolder:
    """The pins of one folder; none where there is no folder."""

    def __init__(self, folder: Path | None) -> None:
        """Read which pins there are.

        Raises:
            TrustError: the folder's list cannot be read.
        """
        self.folder = folder
        self._pins = {pin.address: pin for pin in self._read()}

    @property
    def pins(self) -> list[Pin]:
        """Return every pin, by address."""
        return sorted(self._pins.values(), key=lambda pin: pin.address)

    def _read(self) -> list[Pin]:
        if self.folder is None or not (self.folder / INDEX).is_file():
            return []
        try:
            return _Index.model_validate_json((self.folder / INDEX).read_bytes()).pins
        except (OSError, ValueError):
            raise TrustError(Message("proof.trust-unreadable", file=str(self.folder / INDEX))) from None

    def pin(self, address: str) -> Pin | None:
        """Return the pin of an address."""
        return self._pins.get(address)

    def content(self, pin: Pin) -> bytes:
        """Return what stood at a pin's address.

        Raises:
            TrustError: its file is gone, or is not what it was.
        """
        if self.folder is None or pin.file is None:
            return b""
        try:
            found = (self.folder / pin.file).read_bytes()
        except OSError:
            raise TrustError(Message("proof.pin-gone", address=pin.address)) from None
        if sha256(found).hexdigest() != pin.sha256:
            raise TrustError(Message("proof.pin-changed", address=pin.address))
        return found

    def add(self, address: str, content: bytes | None, fetched: dt.date, institution: Code | None) -> Pin:
        """Pin what stands at an address, in the place of what was pinned before.

        Raises:
            TrustError: the folder cannot be written, or the address is one of the contexts that come with Stackways.
        """
        if address in shipped():
            raise TrustError(Message("proof.pin-shipped", address=address))
        total = sha256(content).hexdigest() if content is not None else None
        before = self._pins.get(address)
        pin = Pin(
            address=address,
            file=f"{total[:20]}.pin" if total else None,
            sha256=total,
            fetched=fetched,
            institution=institution or (before.institution if before else None),
        )
        self._write({**self._pins, address: pin}, {pin.file: content} if pin.file and content is not None else {})
        return pin

    def remove(self, address: str) -> None:
        """Trust an address no longer.

        Raises:
            TrustError: the folder cannot be written.
            KeyError: it was not trusted.
        """
        kept = dict(self._pins)
        del kept[address]
        self._write(kept, {})

    def _write(self, pins: Mapping[str, Pin], contents: Mapping[str, bytes]) -> None:
        if self.folder is None:
            raise TrustError(Message("proof.no-trust-folder"))
        index = _Index(pins=sorted(pins.values(), key=lambda pin: pin.address))
        gone = {pin.file for pin in self._pins.values() if pin.file} - {pin.file for pin in pins.values()}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, content in contents.items():
                (self.folder / name).write_bytes(content)
            beside = self.folder / f"{INDEX}.new"
            beside.write_text(index.model_dump_json(indent=2, exclude_none=True) + "\n", encoding="utf-8")
            beside.replace(self.folder / INDEX)
            for name in gone:
                (self.folder / name).unlink(missing_ok=True)
        except OSError:
            raise TrustError(Message("proof.trust-unwritable", folder=str(self.folder))) from None
        self._pins = dict(pins)


class Pinned:
    """What is trusted, as one judgement asks for it; remembers what it would have needed."""

    def __init__(self, folder: TrustFolder) -> None:
        """Look into this folder."""
        self._folder = folder
        self._missing: dict[str, None] = {}

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the addresses that were asked for and are not pinned."""
        return tuple(self._missing)

    def pin(self, address: str | None) -> Pin | None:
        """Return the pin of an address, without a need for it."""
        return self._folder.pin(address) if address else None

    def text(self, address: str, *, needed: bool = True) -> str | None:
        """Return the text that stands at an address; None where it is not pinned or is no text.

        Raises:
            TrustError: the folder is not what it was.
        """
        pin = self._folder.pin(address)
        if pin is None or pin.file is None:
            if needed:
                self._missing[address] = None
            return None
        content = self._folder.content(pin)
        try:
            return content.decode() if len(content) <= MOST_FILE else None
        except UnicodeDecodeError:
            return None

    def json(self, address: str, *, needed: bool = True) -> Any:  # noqa: ANN401 - JSON
        """Return the JSON that stands at an address; None where it is not pinned or is none."""
        text = self.text(address, needed=needed)
        try:
            return json_of(text) if text is not None else None
        except UnreadableError:
            return None

    def context(self, address: str) -> Any:  # noqa: ANN401 - JSON
        """Return a JSON-LD context; None where it is neither shipped nor pinned."""
        known = shipped().get(address)
        return shipped_context(known.file) if known else self.json(address)

    def certificates(self) -> list[x509.Certificate]:
        """Return the certificates that are trusted to seal, or to certify who seals."""
        found = []
        for pin in self._folder.pins:
            if pin.address.startswith("certificate:"):
                found += x509.load_pem_x509_certificates(self._folder.content(pin))
        return found

    def institution(self, *addresses: str | None) -> Code | None:
        """Return the institution that one of these addresses is pinned as."""
        pins = (self._folder.pin(address) for address in addresses if address)
        return next((pin.institution for pin in pins if pin and pin.institution), None)
