"""Fetching what is to be trusted, once, when somebody asks for it; nothing that judges comes here."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import quote, unquote, urlsplit

import requests
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from stackways.proofs.limits import MOST_FILE
from stackways.proofs.pinned import Pin, TrustError, TrustFolder
from stackways.rules.base import Code
from stackways.words.message import Message

SECONDS = 20
NAMES = "https://dns.google/resolve?type=TXT&name="
"""What answers for the name system over HTTPS."""
ACCEPT = "application/did+json, application/ld+json, application/json;q=0.9, */*;q=0.5"
_ITSELF = ("did:key:", "did:jwk:", "did:ethr:")
"""Identifiers that are their key: there is nothing to fetch."""


def trust(
    folder: TrustFolder, address: str, today: dt.date, *, content: bytes | None = None, institution: Code | None = None
) -> list[Pin]:
    """Pin what stands at an address, or what is given as if it stood there, and return the pins.

    Args:
        folder: Where to.
        address: `https://…`, `did:web:…` (its document is fetched), `dns:…` (its records are), an identifier that is
            its own key, or `certificate` with certificates given in PEM.
        today: The day to write down.
        content: What stands there, where it is not to be fetched.
        institution: The institution in the catalogue that this issuer is.

    Raises:
        TrustError: it cannot be fetched, or is no address that can be trusted.
    """
    if address == "certificate":
        return [
            folder.add(f"certificate:{one.fingerprint(SHA256()).hex()}", pem, today, institution)
            for one, pem in _certificates(content or b"")
        ]
    if content is None and not address.startswith(_ITSELF):
        content = fetched(place_of(address))
    if content is not None and len(content) > MOST_FILE:
        raise TrustError(Message("proof.file-too-long", most=MOST_FILE >> 20))
    return [folder.add(address, content, today, institution)]


def _certificates(pem: bytes) -> list[tuple[x509.Certificate, bytes]]:
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise TrustError(Message("proof.no-certificate")) from None
    blocks = re.findall(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", pem, re.DOTALL)
    return list(zip(found, (block + b"\n" for block in blocks), strict=True))


def place_of(address: str) -> str:
    """Return where the document of an address is fetched.

    Raises:
        TrustError: it is none that can be fetched.
    """
    if address.startswith("https://"):
        return address
    if address.startswith("dns:"):
        return NAMES + quote(address.removeprefix("dns:"))
    if address.startswith("did:web:"):
        host, *path = map(unquote, address.removeprefix("did:web:").split("#")[0].split(":"))
        return f"https://{host}/{'/'.join(path) if path else '.well-known'}/did.json"
    raise TrustError(Message("proof.cannot-be-fetched", address=address))


def fetched(place: str) -> bytes:
    """Return what stands at an address of the web, over HTTPS all the way and not longer than allowed.

    Raises:
        TrustError: it cannot be had.
    """
    host = urlsplit(place).hostname or place
    try:
        with requests.get(place, headers={"Accept": ACCEPT}, timeout=SECONDS, stream=True) as answer:
            if urlsplit(answer.url).scheme != "https":
                raise TrustError(Message("proof.not-over-https", address=place))
            if not answer.ok:
                raise TrustError(Message("proof.not-there", address=place, status=answer.status_code))
            content = b""
            for part in answer.iter_content(1 << 16):
                content += part
                if len(content) > MOST_FILE:
                    raise TrustError(Message("proof.file-too-long", most=MOST_FILE >> 20))
            return content
    except requests.RequestException:
        raise TrustError(Message("proof.not-reached", host=host)) from None
