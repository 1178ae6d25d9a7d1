"""Two people stand behind what a catalogue says: one proposes, another approves, and nothing else is loaded."""

import json
import subprocess
from pathlib import Path
from shutil import which

import pytest
from tests.command_line import run
from tests.desk_catalogue import CATALOGUE


@pytest.fixture(autouse=True)
def folder(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STACKWAYS_NEO4J_URI", "bolt://127.0.0.1:9")  # nobody answers there
    (own_folder / "stackways.toml").write_text('shipped = "none"\n')
    (own_folder / "ours").mkdir()
    (own_folder / "ours" / "our.yaml").write_text(CATALOGUE)
    return own_folder


def refused(*arguments: str) -> str:
    ran = run(*arguments)
    assert ran.code == 2, ran.out
    return " ".join(ran.err.split())


LOAD = ("load", "ours", "--require-approval", "--dry-run")


def test_what_nobody_else_approved_is_not_loaded(folder: Path) -> None:
    assert not (folder / "ours" / "releases.json").exists()
    assert "is not approved as it is now" in refused(*LOAD)
    assert "nobody has proposed" in refused("release", "approve", "ours", "--by", "Lee")
    assert run("release", "propose", "ours", "--by", "Chan Tai Man", "--name", "December").code == 0
    assert "is not approved as it is now" in refused(*LOAD)
    assert "so another person must approve it" in refused("release", "approve", "ours", "--by", " chan  tai man")
    assert "is not approved as it is now" in refused(*LOAD)
    ran = run("release", "approve", "ours", "--by", "Lee")
    assert ran.words == "Lee approved December, which Chan Tai Man proposed."
    assert "has already approved" in refused("release", "approve", "ours", "--by", "Wong")
    assert "has already proposed" in refused("release", "propose", "ours", "--by", "Wong")
    assert run(*LOAD).code == 3  # approved: what stops it now is that no database answers


@pytest.mark.parametrize("change", ["content", "comment", "name", "file", "hand"])
def test_a_change_after_the_approval_undoes_it(folder: Path, change: str) -> None:
    assert run("release", "propose", "ours", "--by", "Chan").code == 0
    assert run("release", "approve", "ours", "--by", "Lee").code == 0
    file = folder / "ours" / "our.yaml"
    if change == "content":
        file.write_text(CATALOGUE.replace("P4Y", "P5Y"))
    elif change == "comment":
        file.write_text(CATALOGUE + "# unseen\n")
    elif change == "name":
        file.rename(folder / "ours" / "other.yaml")
    elif change == "file":
        (folder / "ours" / "more.yml").write_text("institutions: []\n")
    else:
        releases = json.loads((folder / "ours" / "releases.json").read_text())
        releases["releases"][0]["approved"]["by"] = "chan"
        (folder / "ours" / "releases.json").write_text(json.dumps(releases))
    assert "is not approved as it is now" in refused(*LOAD)


def test_a_file_of_releases_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "ours" / "releases.json").write_text("{}}")
    assert "is not a list of releases" in refused(*LOAD)
    assert run("check", "ours").code == 0  # it is no part of the catalogue


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if which("ssh-keygen") is None:
        pytest.skip("OpenSSH is not installed")
    folder = tmp_path_factory.mktemp("keys")
    for who in ("chan", "lee"):
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f", str(folder / who)]
        subprocess.run(made, check=True)
    named = {"Chan Tai Man": "chan", "Lee": "lee", "Wong": "chan"}
    allowed = [f'"{name}" {(folder / f"{key}.pub").read_text()}' for name, key in named.items()]
    (folder / "signers").write_text("".join(allowed))
    return folder


def signed(keys: Path, proposer: str = "chan", approver: str = "lee", by: str = "Lee") -> None:
    proposing = ("release", "propose", "ours", "--by", "Chan Tai Man", "--name", "R1")
    assert run(*proposing, *(("--sign", str(keys / proposer)) if proposer else ())).code == 0
    approving = ("release", "approve", "ours", "--by", by)
    assert run(*approving, *(("--sign", str(keys / approver)) if approver else ())).code == 0


def test_a_release_is_signed_by_both_with_keys_of_their_own(folder: Path, keys: Path) -> None:
    signed(keys)
    signers = ("--signers", str(keys / "signers"))
    assert "Signatures were not looked at" in run("release", "show", "ours").words
    assert "Both signed it with their own keys." in run("release", "show", "ours", *signers).words
    assert run(*LOAD, *signers).code == 3  # approved and signed: what stops it now is that no database answers
    releases = folder / "ours" / "releases.json"
    releases.write_text(releases.read_text().replace('"Lee"', '"Wong"'))
    assert "the signature of Wong does not hold" in refused(*LOAD, *signers)


@pytest.mark.parametrize(
    ("proposer", "approver", "by", "said"),
    [
        ("", "lee", "Lee", "Chan Tai Man did not sign R1"),
        ("chan", "", "Lee", "Lee did not sign R1"),
        ("chan", "chan", "Lee", "the signature of Lee does not hold"),
        ("chan", "chan", "Wong", "one and the same key"),
        ("chan", "lee", "Nobody", "the signature of Nobody does not hold"),
    ],
)
def test_a_signature_of_somebody_else_is_none(keys: Path, proposer: str, approver: str, by: str, said: str) -> None:
    signed(keys, proposer, approver, by)
    assert said in refused(*LOAD, "--signers", str(keys / "signers"))


def test_what_cannot_be_signed_is_not_proposed(folder: Path, keys: Path) -> None:
    assert "could not be signed" in refused("release", "propose", "ours", "--by", "Chan", "--sign", str(keys / "none"))
    assert not (folder / "ours" / "releases.json").exists()
    signed(keys)
    assert "is not there" in refused(*LOAD, "--signers", str(keys / "nobody"))
