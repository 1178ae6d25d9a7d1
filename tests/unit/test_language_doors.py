"""Both doors speak the language that is asked for: the API by parameter or header, the command line by an option."""

import pytest
from starlette.testclient import TestClient

from stackways.api.app import create_app
from stackways.api.language import _accepted
from stackways.cli.app import _run
from stackways.cli.errors import InputError
from stackways.cli.options import speaking_as_asked
from stackways.pathways.settings import Settings
from stackways.words.render import speaking, spoken

AWAY = "bolt://127.0.0.1:9"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(Settings(neo4j_uri=AWAY)), raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("fr, de;q=0.5", "en"),
        ("zh-HK,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("en-GB,zh;q=0.9", "en"),
        ("zh;q=0.2, en;q=0.7", "en"),
        ("en;q=0, zh-TW;q=0.1", "zh-Hant"),
        ("zh;q=high", "en"),
    ],
)
def test_the_language_that_is_liked_best_among_those_spoken_is_taken(header: str, language: str) -> None:
    assert _accepted(header) == language


@pytest.mark.parametrize(
    ("query", "header", "language"), [("", "zh-HK", "zh-Hant"), ("?language=zh-Hant", "en", "zh-Hant"), ("", "", "en")]
)
def test_an_answer_says_its_language_and_that_it_varies(
    client: TestClient, query: str, header: str, language: str
) -> None:
    answer = client.get(f"/v1/no-such-path{query}", headers={"Accept-Language": header})
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]
    assert spoken() == "en", "asking changes nothing for who asks next"


def test_a_language_that_is_not_spoken_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/institutions?language=fr")
    assert answer.status_code == 422
    assert (answer.json()["field"], answer.json()["in"]) == ("language", "query")
    assert "`zh-Hant`" in answer.json()["detail"]


def test_every_path_under_v1_describes_the_parameter(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path, operations in paths.items():
        for operation in operations.values():
            named = [one["name"] for one in operation.get("parameters", [])]
            assert named.count("language") == path.startswith("/v1/")


@pytest.mark.parametrize(
    ("arguments", "others"),
    [
        (["--language", "zh-Hant", "search", "x"], ["search", "x"]),
        (["search", "x", "--language=zh-HK"], ["search", "x"]),
        (["awards", "--language", "zh-Hant"], ["awards", "--language", "zh-Hant"]),
    ],
)
def test_the_option_stands_anywhere(arguments: list[str], others: list[str]) -> None:
    with speaking("en"):
        assert speaking_as_asked(arguments) == others
        assert spoken() == "zh-Hant"


def test_after_two_dashes_it_is_a_word_like_any_other() -> None:
    assert speaking_as_asked(["search", "--", "--language", "fr"]) == ["search", "--", "--language", "fr"]
    assert spoken() == "en"


def test_an_unspoken_language_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="`fr`"):
        speaking_as_asked(["status", "--language", "fr"])
    assert _run(["status", "--language", "fr"]) == 2
    assert "give `en` or `zh-Hant`" in capsys.readouterr().err
