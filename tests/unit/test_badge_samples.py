"""The verdicts on public samples of badges, kept as a table in docs/badge-verdicts.md.

Run this file to write the table anew: `python -m tests.unit.test_badge_samples`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.badges import DAY, judged

from stackways.proofs.base import Judged
from stackways.proofs.limits import UnreadableError
from stackways.proofs.pinned import TrustFolder
from stackways.words.message import Message

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
TABLE = ROOT / "docs" / "badge-verdicts.md"
FILES = ("badges/ob30/**/*", "badges/clr20/*", "badges/ob20/*", "opencerts/**/*", "elm/*")
STATUS_LIST = "badges/ob30/bit-string-list/testlist"

HEAD = """\
# Verdicts on public samples

<!-- Written by `python -m tests.unit.test_badge_samples`; a test compares it where the samples are at hand. -->

What [Bring your badges](bring-your-badges.md) finds out about the public samples of 1EdTech (Open Badges 2.0 and 3.0,
CLR 2.0), OpenCerts, OpenAttestation and the European Learning Model, on 30 November 2026. In the trust folder are what
the samples of Open Badges 2.0 name at example.org, and the list of status bits. Names with `err`, `invalid` or
`tampered` are what their makers broke on purpose. Keys mostly come with the files, so that the issuer stays `unbound`:
trusting an issuer is for whoever asks.

| file | format | integrity | issuer | status | validity | may be used |
| --- | --- | --- | --- | --- | --- | --- |
"""


def trust(folder: Path) -> TrustFolder:
    """What is trusted: what stands at example.org, and a list of status bits."""
    found = TrustFolder(folder)
    hosted = [*SAMPLES.glob("badges/ob20/assets/*.json"), SAMPLES / "badges/ob20/basic-assertion.json"]
    for file in sorted(hosted):
        try:
            address = json.loads(file.read_text()).get("id")
        except ValueError:
            continue
        if isinstance(address, str) and "example.org" in address and file.name != "badgeclass1.json":
            found.add(address, file.read_bytes(), DAY, None)
    testlist = SAMPLES / STATUS_LIST
    entry = json.loads((testlist.parent / "credential-status-revoked.json").read_text())["credentialStatus"]
    found.add(entry["statusListCredential"], testlist.read_bytes(), DAY, None)
    return found


def rows(folder: Path) -> Iterator[str]:
    trusted = trust(folder)
    for file in sorted(file for pattern in FILES for file in SAMPLES.glob(pattern) if file.is_file()):
        name = str(file.relative_to(SAMPLES))
        try:
            found = judged(file.read_bytes(), trusted)
        except UnreadableError as error:
            yield f"| {name} | not read | | | | | no: {_because(error.message)} |"
            continue
        for one in found:
            yield f"| {name} | {_row(one)} |"


def _because(message: Message) -> str:
    """The reason, by the message's id: how it is said may change."""
    return message.id.removeprefix("proof.").replace("-", " ")


def _row(one: Judged) -> str:
    found = one.findings
    four = (found.integrity.verdict, found.issuer.verdict, found.status.verdict, found.validity.verdict)
    may = f"no: {_because(one.refused[0])}" if one.refused else "yes"
    return " | ".join((one.format, *four, may)).replace("not_checked", "not checked").replace("not_yet", "not yet")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples are not here")
def test_the_verdicts_on_public_samples_are_those_in_the_table(tmp_path: Path) -> None:
    assert TABLE.read_text(encoding="utf-8") == HEAD + "\n".join(rows(tmp_path)) + "\n"


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        TABLE.write_text(HEAD + "\n".join(rows(Path(made))) + "\n", encoding="utf-8")
