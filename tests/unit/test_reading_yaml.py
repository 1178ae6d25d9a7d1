"""YAML is read as plain data with places, safely, and as YAML 1.2 means it."""

from pathlib import Path

import pytest
import yaml

from stackways.seed import located
from stackways.seed.located import MAX_BYTES, MAX_DEPTH, MAX_PARTS, Document, Position, read

EXAMPLE = Path(__file__).parents[2] / "docs" / "catalogue-example.yaml"


def document(tmp_path: Path, text: str | bytes) -> Document:
    file = tmp_path / "file.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(file)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("no", "no"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("true", True),
        ("False", False),
        ("2022-12", "2022-12"),
        ("2022-12-21", "2022-12-21"),
        ("200-301", "200-301"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("2022", 2022),
        ("-3", -3),
        ("7.5", 7.5),
        ("1e3", 1000.0),
        ("1e999", "1e999"),
        (".nan", ".nan"),
        (".", "."),
        ("9" * 5000, "9" * 5000),
        ('"2022"', "2022"),
        ("'true'", "true"),
        ("~", None),
        ("", None),
        ("<<", "<<"),
        ("=", "="),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(written: str, means: object, tmp_path: Path) -> None:
    read_value = document(tmp_path, f"key: {written}\n").data["key"]
    assert (read_value, type(read_value)) == (means, type(means))


def test_keys_stay_as_written(tmp_path: Path) -> None:
    assert document(tmp_path, "on: 1\n1.10: 2\ntrue: 3\n~: 4\n").data == {"on": 1, "1.10": 2, "true": 3, "~": 4}


def test_every_part_has_a_place(tmp_path: Path) -> None:
    text = "a:\n  - b: 1\n    c:\n      d: x\n  - [y, z]\n"
    read_text = document(tmp_path, text)
    assert {
        path: read_text.position(path)
        for path in [("a",), ("a", 0), ("a", 0, "b"), ("a", 0, "c"), ("a", 0, "c", "d"), ("a", 1, 1)]
    } == {
        ("a",): Position(1, 1),
        ("a", 0): Position(2, 5),
        ("a", 0, "b"): Position(2, 8),
        ("a", 0, "c"): Position(3, 5),
        ("a", 0, "c", "d"): Position(4, 10),
        ("a", 1, 1): Position(5, 9),
    }
    assert read_text.position(("a", 0, "b"), at_key=True) == Position(2, 5)
    assert read_text.position(("a", 0, "missing", 3)) == Position(2, 5), "as far as the path leads"


def test_an_alias_stands_for_what_its_anchor_names(tmp_path: Path) -> None:
    read_text = document(tmp_path, "a: &it [1, {b: 2}]\nc: *it\nd: &word x\ne: *word\n")
    assert read_text.data == {"a": [1, {"b": 2}], "c": [1, {"b": 2}], "d": "x", "e": "x"}
    assert read_text.position(("e",)) == Position(4, 4)


def test_a_bomb_of_aliases_is_refused_before_it_is_expanded(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    read_text = document(tmp_path, "\n".join(lines))
    (misread,) = read_text.misread
    assert str(misread.what) == f"has more than {MAX_PARTS} parts"
    assert read_text.data is None


REFUSED: dict[str, tuple[str | bytes, tuple[int, int], str]] = {
    "an alias without an anchor": ("a: *b\n", (1, 4), "`*b` names no anchor above it"),
    "an alias of what it is in": ("a: &b [*b]\n", (1, 8), "`*b` names no anchor above it"),
    "a tag": ("a: 1\nb: !!python/object:os.system x\n", (2, 4), "`tag:yaml.org,2002:python/object:os.system` is a tag"),
    "a key given twice": ("a: 1\nb: 2\na: 3\n", (3, 1), "`a` stands here twice, first on line 1"),
    "a mapping as a key": ("? {a: 1}\n: 2\n", (1, 3), "something else stands where a key belongs"),
    "a second document": ("a: 1\n---\nb: 2\n", (2, 1), "a second document starts"),
    "a tab": ("a:\n\tb: 1\n", (2, 1), "not valid YAML: while scanning for the next token, found character that cannot"),
    "a quote left open": ('a: "b\n', (2, 1), "not valid YAML: while scanning a quoted scalar, found unexpected end"),
    "a colon in a text": ("a: b: c\n", (1, 5), "not valid YAML: mapping values are not allowed in this context"),
    "bytes that are no text": (b"a: 1\nb: caf\xe9\n", (2, 7), "byte 0xe9 is not UTF-8"),
    "a character that no text has": ("a: 1\nb: \x07\n", (2, 4), "the character U+0007 cannot stand in YAML"),
    "too deep": ("[" * 100_000, (1, MAX_DEPTH + 1), f"nests deeper than {MAX_DEPTH} levels"),
    "too large": (b" " * (MAX_BYTES + 1), (1, 1), "is larger than 8 MiB"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_where_and_why(case: str, tmp_path: Path) -> None:
    text, place, what = REFUSED[case]
    misread = document(tmp_path, text).misread[0]
    assert str(misread.what).startswith(what)
    assert (misread.position.line, misread.position.column) == place
    assert str(misread.remedy)


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert document(tmp_path, "\ufeffa: 1\n").data == {"a": 1}


def test_the_parser_in_python_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read(EXAMPLE)
    monkeypatch.setattr(located, "_LOADER", yaml.SafeLoader)
    slow = read(EXAMPLE)
    assert slow.data == fast.data
    assert _places(slow, slow.data, ()) == _places(fast, fast.data, ())


def _places(read_file: Document, value: object, path: tuple[str | int, ...]) -> list[Position]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [
        read_file.position(path),
        *(place for key, item in inside for place in _places(read_file, item, (*path, key))),
    ]
