"""Both doors speak the language that is asked for: the API by parameter or header, the command line by an option."""

# ruff: noqa: RUF001 - Chinese punctuation

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.main import get_command

from stackways import words
from stackways.api.app import create_app
from stackways.api.language import _accepted
from stackways.cli.app import _run, app
from stackways.cli.chinese_help import width_of
from stackways.cli.errors import InputError
from stackways.cli.options import speaking_as_asked
from stackways.pathways.settings import Settings
from stackways.words.render import say, speaking, spoken
from stackways.words.system import KNOWN, why_not

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


@pytest.mark.parametrize(
    ("method", "path", "sent", "kind"),
    [
        ("GET", "/v1/no-such-path", None, "not-found"),
        ("DELETE", "/v1/institutions", None, "method-not-allowed"),
        ("GET", "/v1/institutions?limit=0", None, "invalid-request"),
        ("GET", "/v1/institutions?limit=100000", None, "over-limit"),
        ("POST", "/v1/exemptions", "{", "malformed-json"),
        ("POST", "/v1/exemptions", '{"holdings": [{"code": "Cisco CCNA"}], "as_of": "soon"}', "invalid-request"),
        ("POST", "/v1/exemptions", '{"holdings": [{"code": "cisco:ccna"}], "towards": "tp"}', "internal"),
    ],
)
def test_a_problem_is_whole_in_chinese(client: TestClient, method: str, path: str, sent: str | None, kind: str) -> None:
    headers = {"Accept-Language": "zh-HK", "Content-Type": "application/json"}
    told = client.request(method, path, headers=headers, content=sent).json()
    assert told["type"] == f"/problems/{kind}"
    for said in (told["title"], told["detail"], *(one["detail"] for one in told.get("errors", []))):
        assert re.findall("[A-Za-z]{2,}", re.sub("`[^`]*`|JSON|GET|DELETE", "", said)) == []
        assert re.search("[一-鿿]", said)


def test_that_the_database_is_away_is_said_in_chinese() -> None:
    with TestClient(create_app(Settings(neo4j_uri=AWAY))) as served:
        told = served.get("/v1/institutions?language=zh-Hant").json()
    assert told["title"] == "資料庫沒有回應"
    assert re.findall("[A-Za-z]{2,}", told["detail"]) == []


def test_whatever_the_graph_raises_is_said_in_chinese() -> None:
    file = Path(words.__file__).parent / "zh-Hant.po"
    told = re.findall(
        r'^msgid "((?:graph|local|problem|gate)\..*)"\nmsgstr "(.*)"', file.read_text("utf-8"), re.MULTILINE
    )
    named = dict(told)
    assert len(named) > 60
    for id_, text in named.items():
        plain = re.sub(r"`[^`]*`|\{\w+\}|Neo4j|Stackways|MiB|MB|JSON", "", text)
        assert re.findall("[A-Za-z]{2,}", plain) == [], id_


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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["exemptions", "--hold", "v:exam", "--towrads", "x"],
            "`stackways exemptions` 沒有選項 `--towrads`；你是否指 `--towards`？",
        ),
        (["exemptons"], "沒有指令 `exemptons`；你是否指 `exemptions` 或 `exceptions`？"),
        (["rules", "zzz"], "沒有指令 `zzz`；用法見 `stackways rules --help`"),
        (["--home", "x"], "欠缺指令；用法見 `stackways --help`"),
        (["opens"], "欠缺參數 `代碼`；用法見 `stackways opens --help`"),
        (["new", "institution", "x"], "欠缺選項 `--into`；用法見 `stackways new institution --help`"),
        (["opens", "x", "--depth", "0"], "`--depth` 的值不適用：請填 1 或以上；用法見 `stackways opens --help`"),
        (["opens", "x", "--depth", "a"], "`--depth` 的值不適用：請填整數；用法見 `stackways opens --help`"),
        (["opens", "x", "--as-of", "x"], "`--as-of` 的值不適用：`x` 不是日期"),
        (["opens", "x", "y"], "指令 `stackways opens` 不接受 `y`；用法見 `stackways opens --help`"),
        (["opens", "x", "--depth"], "選項 `--depth` 之後須有一個值；用法見 `stackways opens --help`"),
        (["opens", "x", "--json=1"], "選項 `--json` 之後不可有值；用法見 `stackways opens --help`"),
        (["catalogue", "list", "x"], "`種類` 的值不適用：`x` 不在可選之列：`institutions`、"),
        (["exemptions", "--holdings", "/nope"], "無法讀取 `/nope`：沒有這個檔案或資料夾"),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_in_chinese(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with speaking("en"):
        assert _run(["--language", "zh-Hant", *arguments]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert re.findall("[A-Za-z]{2,}", re.sub("`[^`]*`", "", told.removeprefix("stackways: "))) == []


def test_what_the_system_says_is_said_in_both_languages() -> None:
    for number in KNOWN:
        error = OSError(number, os.strerror(number) if number > 0 else "Name or service not known")
        assert say(why_not(error), "en") == str(error.strerror).lower()
        assert say(why_not(error), "zh-Hant")[0] >= "一"


# Help


def _pages(command: Any, path: str = "stackways", above: Any = None) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - typer's
    """Every page of help with the command that shows it."""
    here = command.context_class(
        command, info_name=path.rsplit(maxsplit=1)[-1], parent=above, **command.context_settings
    )
    yield path, command.get_help(here)
    for name, inner in getattr(command, "commands", {}).items():
        yield from _pages(inner, f"{path} {name}", here)


AS_TYPED = re.compile(
    r"`[^`]*`|STACKWAYS_\w+|--[a-z0-9-]+|^ +[a-z-]+(?=  )|<[^>]*>|\b[a-z]+(?:\|[a-zA-Z-]+)+|^用法：[ a-z-]*|"
    r"設：\s*[a-z]+",
    re.MULTILINE,
)
"""What is typed as it stands: commands, options, and the words that one of them takes."""
NAMES_KEPT = {
    "API", "AI", "Browser", "CSV", "CTDL", "Credential", "Ctrl", "DOT", "European", "Graphviz", "HTTP", "HTTPS", "ISO",
    "JSON", "JWT", "LD", "Learning", "MB", "MCP", "Mermaid", "Model", "NDJSON", "Neo4j", "Neo", "Registry", "SG",
    "Stackways", "XLSX", "YAML", "git", "iCalendar", "ssh",
}  # fmt: skip
"""Products, formats and standards, which have no Chinese name."""


def test_every_page_of_help_is_in_chinese() -> None:
    with speaking("zh-Hant"):
        pages = dict(_pages(get_command(app)))
    assert len(pages) > 45
    for path, page in pages.items():
        told, _, examples = page.partition("例子：")
        assert f"{path} " in examples or path in examples, path
        assert set(re.findall(r"[A-Za-z]{2,}", AS_TYPED.sub("", told))) - NAMES_KEPT == set(), path


def test_a_line_of_chinese_help_is_as_wide_as_it_looks() -> None:
    with speaking("zh-Hant"):
        pages = dict(_pages(get_command(app)))
    for path, page in pages.items():
        for line in page.partition("例子：")[0].splitlines():
            assert width_of(line) <= 100, f"{path}: {line}"
            assert line.strip()[:1] not in set("，。、；：！？）」"), f"{path}: {line}"


def test_whatever_stands_for_help_in_the_code_is_a_message() -> None:
    with speaking("en"):
        pages = "\n".join(page for _, page in _pages(get_command(app)))
    assert "help." not in pages
    assert "Usage: stackways exemptions [OPTIONS]" in pages
