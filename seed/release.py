"""Who proposed and who approved which content of a catalogue: a file beside it, and the hash of everything in it.

The hash is of the files as they stand, every byte and name of them: whoever approved it approved this and nothing else.
Names are as they were typed, unless both signed with their ssh keys: then `approved` looks at the signatures, too.
"""

from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from stackways.rules.base import Day, Model, Text
from stackways.seed.draft import files_of
from stackways.seed.signing import SignatureError, sign, signer
from stackways.words.message import Message, SaidError

FILE = "releases.json"
"""The file's name, in the catalogue's folder."""


class ReleaseError(SaidError, ValueError):
    """A release that cannot be; what is to be said is its text."""


class Signed(Model):
    """Who, and when."""

    by: Text
    on: Day
    signature: str | None = None
    """An ssh signature of what is proposed or approved; none where nobody signed."""


class Release(Model):
    """A content, who proposed it and who approved it."""

    name: Text
    content: str
    """`sha256:` and the hash of every file."""
    proposed: Signed
    approved: Signed | None = None

    def statement(self, what: Literal["proposed", "approved"], signed: Signed) -> list[str]:
        """Return what somebody signs."""
        return [what, self.name, self.content, signed.by, signed.on.isoformat()]


class Releases(Model):
    """The releases of a catalogue, oldest first."""

    format: Literal["stackways-releases/1"] = "stackways-releases/1"
    releases: list[Release] = []


def content_of(catalogue: Path) -> str:
    """Return the hash of every file of a catalogue: its name in the folder, its length and its bytes.

    Raises:
        ReleaseError: there is no such file or folder.
    """
    if not catalogue.exists():
        raise ReleaseError(Message("release.no-folder", folder=str(catalogue)))
    folder = catalogue if catalogue.is_dir() else catalogue.parent
    found = sha256()
    for file in files_of(catalogue):
        content = file.read_bytes()
        found.update(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        found.update(content)
    return f"sha256:{found.hexdigest()}"


def releases_of(catalogue: Path) -> Releases:
    """Return the releases of a catalogue; none where there is no file of them.

    Raises:
        ReleaseError: the file cannot be read.
    """
    file = _file(catalogue)
    if not file.exists():
        return Releases()
    try:
        return Releases.model_validate_json(file.read_bytes())
    except ValidationError:
        raise ReleaseError(Message("release.unread", file=str(file))) from None


def _file(catalogue: Path) -> Path:
    return (catalogue if catalogue.is_dir() else catalogue.parent) / FILE


def propose(catalogue: Path, by: str, on: dt.date, name: str, key: Path | None = None) -> Release:
    """Write down who proposes the content as it is now, signed where a key is given, and return it.

    Raises:
        ReleaseError: this content is proposed already.
        SignatureError: it cannot be signed.
    """
    known = releases_of(catalogue)
    content = content_of(catalogue)
    if other := _with(known, content):
        raise ReleaseError(Message("release.known", name=other.name, by=other.proposed.by))
    if any(one.name == name for one in known.releases):
        raise ReleaseError(Message("release.name-taken", name=name))
    release = Release(name=name, content=content, proposed=Signed(by=by, on=on))
    release = release.model_copy(update={"proposed": _signed(release, "proposed", release.proposed, key)})
    _write(catalogue, [*known.releases, release])
    return release


def approve(catalogue: Path, by: str, on: dt.date, key: Path | None = None) -> Release:
    """Write down who approves the content as it is now, signed where a key is given, and return it.

    Raises:
        ReleaseError: nobody proposed this content, or the same person did, or it is approved already.
        SignatureError: it cannot be signed.
    """
    known = releases_of(catalogue)
    release = _with(known, content_of(catalogue))
    if release is None:
        raise ReleaseError(Message("release.not-proposed", folder=str(catalogue)))
    if release.approved:
        raise ReleaseError(Message("release.approved-already", name=release.name, by=release.approved.by))
    if _same(by, release.proposed.by):
        raise ReleaseError(Message("release.self-approved", name=release.name, by=by))
    signed = _signed(release, "approved", Signed(by=by, on=on), key)
    approved = release.model_copy(update={"approved": signed})
    _write(catalogue, [approved if one is release else one for one in known.releases])
    return approved


def _signed(release: Release, what: Literal["proposed", "approved"], signed: Signed, key: Path | None) -> Signed:
    if key is None:
        return signed
    return signed.model_copy(update={"signature": sign(release.statement(what, signed), key)})


def approved(catalogue: Path, signers: Path | None = None) -> Release:
    """Return the release that a catalogue is, as it stands now.

    Args:
        catalogue: Its file or folder.
        signers: Who may sign with which key; none: signatures are not asked for.

    Raises:
        ReleaseError: nobody but its proposer approved this content.
        SignatureError: it is not signed by both, each with a key of their own.
    """
    release = _with(releases_of(catalogue), content_of(catalogue))
    if release is None or release.approved is None or _same(release.approved.by, release.proposed.by):
        raise ReleaseError(Message("release.not-approved", folder=str(catalogue)))
    if signers is not None:
        proposer = _key_of(release, "proposed", release.proposed, signers)
        if proposer == _key_of(release, "approved", release.approved, signers):
            raise SignatureError(Message("release.one-key", name=release.name))
    return release


def _key_of(release: Release, what: Literal["proposed", "approved"], signed: Signed, signers: Path) -> str:
    """Return the fingerprint of the key that signed; raises SignatureError."""
    if signed.signature is None:
        raise SignatureError(Message("release.unsigned", name=release.name, by=signed.by))
    return signer(release.statement(what, signed), signed.signature, signed.by, signers)


def _with(known: Releases, content: str) -> Release | None:
    return next((one for one in known.releases if one.content == content), None)


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _write(catalogue: Path, releases: list[Release]) -> None:
    written = Releases(releases=releases).model_dump(mode="json", exclude_none=True)
    _file(catalogue).write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
