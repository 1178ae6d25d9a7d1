"""Settings come from flags, then the environment, then `stackways.toml`; wrong ones are told in a sentence."""

import re
from pathlib import Path

import pytest

from stackways.pathways.settings import Settings, SettingsError

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "http-api.md"
PASSWORD = "hunter2"  # noqa: S105 - it opens nothing


@pytest.fixture(autouse=True)
def folder(own_folder: Path) -> Path:
    return own_folder


def test_every_setting_is_documented_with_its_default() -> None:
    text = DOCUMENTATION.read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(STACKWAYS_\w+)` \| (.+?) \|", text, re.MULTILINE)
    assert [(name, env) for name, env, _ in rows] == [(n, f"STACKWAYS_{n.upper()}") for n in Settings.model_fields]
    for name, _, default in rows:
        value = Settings.model_fields[name].default
        if isinstance(value, bool):
            assert default == str(value).lower()
        elif value not in (None, ()):
            assert default.strip("`") == f"{value:g}" if isinstance(value, float | int) else value


def test_flags_win_over_the_environment_and_that_over_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "stackways.toml").write_text('port = 1\nhost = "file"\nneo4j_user = "file"\n')
    monkeypatch.setenv("STACKWAYS_PORT", "2")
    monkeypatch.setenv("STACKWAYS_HOST", "environment")
    settings = Settings.read(port=3, host=None)
    assert (settings.port, settings.host, settings.neo4j_user) == (3, "environment", "file")


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKWAYS_NEO4J_URI", "")
    assert Settings.read().neo4j_uri is None


def test_other_variables_of_ours_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKWAYS_TEST_NEO4J_URI", "bolt://localhost")
    assert Settings.read() == Settings()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('neo4j_ur = "bolt://x"', "`stackways.toml` sets `neo4j_ur`, which is no setting; these are: neo4j_uri,"),
        ("port = 70000", "`port` (`STACKWAYS_PORT`"),
        ('neo4j_uri = "http://x:7474"', "`neo4j://host:7687`"),
        ('neo4j_uri = "bolt://me:hunter2@x"', "leave user and password out"),
        ("port = ", "`stackways.toml` cannot be read"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence_that_shows_no_secret(folder: Path, written: str, told: str) -> None:
    (folder / "stackways.toml").write_text(written)
    with pytest.raises(SettingsError) as error:
        Settings.read()
    assert told in str(error.value)
    assert PASSWORD not in str(error.value)


def test_the_password_is_never_shown() -> None:
    settings = Settings.read(neo4j_password=PASSWORD)
    assert PASSWORD not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert settings.neo4j_password is not None
    assert settings.neo4j_password.get_secret_value() == PASSWORD
