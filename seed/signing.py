"""Signatures of releases with ssh keys, made and checked by OpenSSH's own `ssh-keygen`.

No key comes near this program: agents, passphrases and keys on a token work as they do for git, and so does the file of
`allowed signers` that git uses. No library that is well kept both makes and checks them.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from shutil import which

from stackways.words.message import Message, SaidError

NAMESPACE = "stackways-release"
"""What the signatures are for: one made for anything else is none."""


class SignatureError(SaidError, ValueError):
    """A signature that cannot be made, or does not hold; what is to be said is its text."""


def sign(statement: Sequence[str], key: Path) -> str:
    """Return the signature of a statement with a key, or with the agent's key of a public one.

    Raises:
        SignatureError: it cannot be made.
    """
    ran = _ssh_keygen(["-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(key)], statement)
    if ran.returncode != 0:
        why = ran.stderr.decode(errors="replace").strip().splitlines() or [""]
        raise SignatureError(Message("release.not-signed", key=str(key), why=why[-1]))
    return ran.stdout.decode()


def signer(statement: Sequence[str], signature: str, by: str, signers: Path) -> str:
    """Return the fingerprint of the key with which somebody signed a statement.

    Args:
        statement: What was signed.
        signature: As it was made.
        by: Who signed it, as the file names them.
        signers: A file of allowed signers (`man ssh-keygen`): a name in quotes, and a public key, a line.

    Raises:
        SignatureError: it is not this person's signature of this statement.
    """
    if not signers.is_file():
        raise SignatureError(Message("release.no-signers", file=str(signers)))
    with tempfile.TemporaryDirectory(prefix="stackways-") as folder:
        file = Path(folder) / "signature"
        file.write_text(signature, encoding="utf-8")
        named = ["-f", str(signers), "-I", by, "-n", NAMESPACE, "-s", str(file)]
        ran = _ssh_keygen(["-Y", "verify", *named], statement)
    found = re.search(r"SHA256:\S+", ran.stdout.decode(errors="replace"))
    if ran.returncode != 0 or found is None:
        raise SignatureError(Message("release.bad-signature", by=by, file=str(signers)))
    return found[0]


def _ssh_keygen(arguments: Sequence[str], statement: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    program = which("ssh-keygen")
    if program is None:
        raise SignatureError(Message("release.no-ssh"))
    written = json.dumps([NAMESPACE, *statement], ensure_ascii=False).encode()
    # Whatever stands in a file or an option is an argument here, and no command.
    return subprocess.run([program, *arguments], input=written, capture_output=True, check=False)  # noqa: S603
