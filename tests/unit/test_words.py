"""What the product says: every message in every language with all its arguments, and nothing twice."""

import ast
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from stackways.words.message import LANGUAGES, Code, Language, Length, Listed, Message, Money, Published, listed
from stackways.words.render import HERE, language_of, say, speaking

ROOT = Path(__file__).parents[2]
ROOMS = [path for path in (ROOT / "src" / "stackways").iterdir() if path.is_symlink()]


def file_of(language: Language) -> Catalog:
    with (HERE / f"{language}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def texts_of(language: Language) -> dict[str, tuple[str, ...]]:
    """Every text of a language by its id; several where it depends on a number."""
    found = {}
    for entry in file_of(language):
        if entry.id:
            key = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
            found[key] = tuple(entry.string) if isinstance(entry.string, tuple | list) else (entry.string or "",)
    return found


def holes_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


TEXTS = {language: texts_of(language) for language in LANGUAGES}


def calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where a message is made, its id, and its arguments' names; None where they are passed on."""
    for room in ROOMS:
        for path in room.resolve().rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call):
                    continue
                name = node.func.id if isinstance(node.func, ast.Name) else ""
                if name == "Message" and node.args:
                    where = f"{path.relative_to(ROOT)}:{node.lineno}"
                    known = all(keyword.arg for keyword in node.keywords)
                    for id_ in _ids(node.args[0]):
                        yield where, id_, {str(k.arg) for k in node.keywords} if known else None


def _ids(given: ast.expr) -> Iterator[str]:
    """Yield every id that stands there, also where one of two is chosen."""
    if isinstance(given, ast.Constant):
        yield str(given.value)
    elif isinstance(given, ast.IfExp):
        yield from _ids(given.body)
        yield from _ids(given.orelse)


def test_every_language_has_the_same_messages_with_the_same_arguments() -> None:
    [first, *others] = LANGUAGES
    for other in others:
        assert set(TEXTS[other]) == set(TEXTS[first])
        for id_, texts in TEXTS[first].items():
            wanted = set.union(*(holes_of(text) for text in texts))
            for text in TEXTS[other][id_]:
                assert holes_of(text) | {"count"} == wanted | {"count"}, f"{other}: {id_}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_a_text_and_none_stands_twice(language: Language) -> None:
    assert all(text.strip() for id_, texts in TEXTS[language].items() for text in texts if not id_.startswith("list."))
    said = [
        line
        for line in (HERE / f"{language}.po").read_text().splitlines()
        if line.startswith("msgid ") and len(line) > 8
    ]
    assert sorted({line for line in said if said.count(line) > 1}) == []


def test_what_is_said_in_the_code_stands_in_the_files_with_the_arguments_it_is_given() -> None:
    for where, id_, given in calls():
        assert id_ in TEXTS["en"], f"{where}: no message `{id_}`"
        if given is not None:
            needed = set.union(*(holes_of(text) for text in TEXTS["en"][id_]))
            assert needed - {"count"} <= given, f"{where}: `{id_}` needs {sorted(needed)}"


def test_a_message_is_said_in_the_language_that_is_spoken() -> None:
    length = Length("P1Y6M")
    assert str(length) == "1 year and 6 months"
    with speaking("zh-Hant"):
        assert str(length) == "1 年及6 個月"
    assert str(length) == "1 year and 6 months"


@pytest.mark.parametrize(
    ("argument", "english"),
    [
        (listed(["a", "b", "c"]), "a, b and c"),
        (listed(["a", "b"], "or"), "a or b"),
        (listed([Code("tp:x"), "b"], "semicolon"), "`tp:x`; b"),
        (Money(Decimal("1234.5"), "SGD"), "SGD 1,234.50"),
        (Decimal("7.50"), "7.5"),
        (Decimal(30), "30"),
        (Published.of({"zh-Hant": "專業實踐證書"}), "專業實踐證書"),
        (Length("P4Y"), "4 years"),
        (dt.date(2026, 11, 30), "30 November 2026"),
    ],
)
def test_every_argument_is_said_as_a_language_has_it(argument: Listed, english: str) -> None:
    assert say(argument, "en") == english


def test_chinese_and_latin_letters_do_not_touch() -> None:
    course = Published.of({"en": "AI Essentials"})
    assert say(Message("plan.study", what=course), "zh-Hant") == "修讀 AI Essentials"
    assert say(listed([course, "統計學"], "or"), "zh-Hant") == "AI Essentials 或統計學"


def test_messages_are_data() -> None:
    message = Message(
        "t.a", what=Message("t.b", until=dt.date(2026, 11, 30)), of=listed([Published.of({"en": "T"}), 3])
    )
    assert message.data() == {
        "id": "t.a",
        "args": {"what": {"id": "t.b", "args": {"until": "2026-11-30"}}, "of": [{"en": "T"}, 3]},
    }
    assert message == Message("t.a", **dict(message.args))
    assert len({message, Message("t.a", **dict(message.args))}) == 1


def test_a_message_that_no_file_has_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"no message `no\.such`"):
        str(Message("no.such"))


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en-GB", "en"), ("zh", "zh-Hant"), ("zh_TW.UTF-8", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"), ("fr", None)],
)
def test_a_language_is_known_by_its_tag(tag: str, language: Language | None) -> None:
    assert language_of(tag) == language
