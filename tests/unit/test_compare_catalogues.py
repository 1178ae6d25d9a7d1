"""What changed between two catalogues, in the institution's words: folders, and revisions that git keeps."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from tests.command_line import run
from tests.desk_catalogue import KNOWN, rule

OLD = KNOWN + "rules:\n" + rule("a", more="effective_until: 2026-12-31") + rule("b") + rule("c")
NEW = (
    KNOWN.replace("title: {en: Networks II}", "title: {en: Networks and Security}")
    + "rules:\n"
    + rule("a", source="our:minutes", more="effective_until: 2027-12-31, window: {period: P4Y}")
    + rule("b", more="effective_until: 2026-12-31")
    + rule("b", version=2, target="our:net2", more="effective_from: 2027-01-01")
    + rule("d")
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith(("STACKWAYS_", "GIT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stackways.toml").write_text('shipped = "none"\ncatalogues = ["now"]\n')
    for name, text in (("before", OLD), ("now", NEW)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "our.yaml").write_text(text)
    return tmp_path


def test_each_rule_and_field_is_told_in_words() -> None:
    ran = run("diff", "before", "now")
    assert ran.code == 0, ran.err
    first = "1 rule is new. 1 rule has a new version. 2 rules are corrected. 1 rule is removed. 1 course, programme,"
    assert ran.words.startswith(first)
    for told in (
        "Our College (本院) our",
        "Corrected: our:a@1",
        "Until 2026-12-31 → 2027-12-31",
        "Source Credit transfer list → Minutes of May",
        "Counts for not stated → attained in the last 4 years",
        "New version: our:b@2",
        "What is recognised exemption: Networks I → exemption: Networks and Security",
        "Removed: our:c@1",
        "New: our:d@1",
        "Corrected: Networks and Security (our:net2) Name Networks II → Networks and Security",
    ):
        assert told in ran.words
    assert run("diff", "now", "now").words == "Nothing has changed."
    assert "新增 1 條規則。" in run("diff", "before", "now", "--language", "zh-Hant").words


def test_json_and_the_page_say_the_same_and_one_rule_can_be_asked_for(folder: Path) -> None:
    found = json.loads(run("diff", "before", "now", "--json").out)
    assert [(one["rule"], one["change"]) for one in found["rules"]] == [
        ("our:a@1", "corrected"), ("our:b@1", "corrected"), ("our:b@2", "new_version"), ("our:c@1", "removed"),
        ("our:d@1", "added"),
    ]  # fmt: skip
    assert found["rules"][0]["fields"][0] == {
        "field": "effective_until", "name": "Until", "before": "2026-12-31", "after": "2027-12-31",
    }  # fmt: skip
    assert [source["title"] for source in found["rules"][0]["sources"]] == ["Minutes of May"]
    one = json.loads(run("diff", "before", "now", "--rule", "our:a", "--json").out)
    assert [one["rule"] for one in one["rules"]] == ["our:a@1"]
    assert run("diff", "before", "now", "--rule", "our:z").code == 2
    assert run("diff", "before", "now", "--as", "html", "--output", "page.html").code == 0
    page = (folder / "page.html").read_text()
    assert "<td>Until</td><td>2026-12-31</td><td>2027-12-31</td>" in page


def test_a_revision_of_git_is_a_catalogue_as_it_was(folder: Path) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", "-C", str(folder)]
    (folder / "now" / "our.yaml").write_text(OLD)
    for command in (["init", "-q"], ["add", "now"], ["commit", "-q", "-m", "before"]):
        subprocess.run([*git, *command], check=True)
    (folder / "now" / "our.yaml").write_text(NEW)
    assert run("diff", "HEAD", "now").words == run("diff", "before", "now").words
    subprocess.run([*git, "commit", "-q", "-am", "now"], check=True)
    assert run("diff", "HEAD~1", "HEAD", "--of", "now").words == run("diff", "before", "now").words
    ran = run("diff", "nothing", "now")
    assert ran.code == 2
    assert "is not a file, a folder or a git revision" in " ".join(ran.err.split())
    assert "is not a file" in " ".join(run("diff", "--", "--output=x", "now").err.split())
    assert "has no" in " ".join(run("diff", "HEAD", "now", "--of", "before/our.yaml").err.split())
