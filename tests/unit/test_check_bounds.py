"""Whatever a file holds, `check` ends soon, says it in a page, and lets nothing through that harms others."""

import os
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from tests.command_line import run

from stackways.rules.patterns import as_expression, matches
from stackways.seed.check import check
from stackways.seed.problems import CatalogueRefusedError
from stackways.seed.reading import read_catalogue

GRAPHS = Path(__file__).parents[3] / "shared" / "samples" / "graphs"

SOURCED = "sources: [{source: x:s, confidence: high}]"
HEAD = f"""\
institutions:
  - {{code: x, kind: university, title: {{en: X}}}}
sources:
  - {{code: x:s, title: S, tier: primary}}
credentials:
  - {{code: x:start, kind: certificate, title: {{en: Start}}, offered_by: [x], {SOURCED}}}
programmes:
"""


def programme(code: str, more: str = "") -> str:
    return f"  - {{code: {code}, kind: diploma, title: {{en: P}}, offered_by: [x], {more}{SOURCED}}}\n"


def group(code: str, members: str) -> str:
    return programme(code, f"is_class: true, members: {members}, ").replace("kind: diploma", "kind: class")


def structure(of: str, needs: str) -> str:
    said = "kind: structure, published_by: x, says: {en: So.}"
    return f"  - {{code: {of}-rule, {said}, of: [{of}], needs: {needs}, {SOURCED}}}\n"


def told(tmp_path: Path, *parts: str) -> list[str]:
    """What check says is wrong, without where."""
    file = tmp_path / "catalogue.yaml"
    file.write_text(HEAD + "".join(parts), encoding="utf-8")
    return [f"{problem.field}: {problem.what}" for problem in check([file])]


# Circles


def test_circles_among_many_programmes_are_told_soon(tmp_path: Path) -> None:
    codes = [f"x:p{number}" for number in range(120)]
    rules = [structure(code, f"{{any_of: [{', '.join(other for other in codes if other != code)}]}}") for code in codes]
    began = time.process_time()
    problems = told(tmp_path, *map(programme, codes), "rules:\n", *rules)
    assert time.process_time() - began < 8
    assert len(problems) > 1
    assert all("stacks into itself" in problem and len(problem) < 400 for problem in problems)


def test_a_long_chain_of_programmes_is_no_circle_until_it_is_closed(tmp_path: Path) -> None:
    codes = [f"x:p{number}" for number in range(1_000)]
    programmes = [*map(programme, codes), "rules:\n"]
    chain = [structure(whole, f"{{any_of: [x:start, {part}]}}") for whole, part in pairwise(codes)]
    assert told(tmp_path, *programmes, *chain) == []
    [problem] = told(tmp_path, *programmes, *chain, structure(codes[-1], f"{{any_of: [x:start, {codes[0]}]}}"))
    assert "→ … →" in problem


@pytest.mark.parametrize(
    ("members", "closed"),
    [
        ("{codes: [x:p]}", True),
        ("{codes: [x:start, x:p]}", True),
        ("{kinds: [diploma]}", True),
        ("{kinds: [diploma, certificate]}", False),
        ("{codes: [x:start]}", False),
    ],
    ids=["listed alone", "listed with others", "selected alone", "selected with others", "another"],
)
def test_a_programme_that_needs_itself_through_a_class(members: str, *, closed: bool, tmp_path: Path) -> None:
    found = told(tmp_path, programme("x:p"), group("x:k", members), "rules:\n", structure("x:p", "x:k"))
    way = "`x:p` stacks into itself: `x:p` → `x:k` → `x:p`, each a part of the next"
    assert found == ([f"needs: {way}"] if closed else [])


def test_classes_that_list_each_other_are_a_circle(tmp_path: Path) -> None:
    found = told(tmp_path, group("x:k", "{codes: [x:l]}"), group("x:l", "{codes: [x:start, x:k]}"))
    assert found == ["members.codes[1]: `x:l` stacks into itself: `x:l` → `x:k` → `x:l`, each a part of the next"]


# Depth, length, number of mistakes


@pytest.mark.parametrize(("groups", "refused"), [(16, False), (17, True)])
def test_a_tree_nests_so_deep_and_no_deeper(groups: int, *, refused: bool, tmp_path: Path) -> None:
    needs = "{any_of: [" * groups + "x:start" + "]}" * groups
    found = told(tmp_path, programme("x:p"), "rules:\n", structure("x:p", needs))
    inside = ".any_of[0]" * 17
    assert found == ([f"needs{inside}: groups stand inside groups here, more than 16 deep"] if refused else [])


def test_long_lists_are_checked_soon(tmp_path: Path) -> None:
    listed = ", ".join(f"x:start-{number % 3_000}" for number in range(6_000))
    began = time.process_time()
    found = told(tmp_path, programme("x:p"), "rules:\n", structure("x:p", f"{{all_of: [{listed}]}}"))
    assert time.process_time() - began < 12
    assert sum("stands in this list twice" in problem for problem in found) == 3_000


def test_of_many_mistakes_some_are_told_and_the_others_counted(tmp_path: Path) -> None:
    rules = [structure("x:p", f"x:start{number}").replace("x:p-rule", f"x:r{number}") for number in range(1_000)]
    file = tmp_path / "many.yaml"
    file.write_text(HEAD + programme("x:p") + "rules:\n" + "".join(rules), encoding="utf-8")
    began = time.process_time()
    ran = run("check", str(file))
    assert time.process_time() - began < 12
    assert ran.code == 2
    assert ran.out.count("x:start") < 500
    assert "and 900 more" in ran.words
    assert "1,000 mistakes found." in ran.words
    with pytest.raises(CatalogueRefusedError) as refused:
        read_catalogue([file])
    assert len(refused.value.problems) == 1_000
    assert str(refused.value).count("\n") == 101
    assert str(refused.value).endswith("and 900 more")


# What is no file


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for where in (tmp_path, tmp_path / "pipe.yaml"):
        [problem] = check([where])
        assert (str(problem.what), str(problem.remedy)) == ("is no file but a pipe", "name a file or a folder of files")


def test_a_device_is_refused() -> None:
    [problem] = check([Path("/dev/zero")])
    assert str(problem.what) == "is no file but a device"


# Numbers and signs


@pytest.mark.parametrize("written", ["1_000", "'1_000'", "'\uff11'", "' 12'", "'1e3'", "'+5'", "1e400", "'NaN'"])
def test_what_is_written_like_no_number_is_none(written: str, tmp_path: Path) -> None:
    found = told(tmp_path, programme("x:p", f"credits: {written}, unit: u, "))
    assert len(found) == 1
    assert found[0].startswith("credits: ")


def test_a_grade_that_is_no_number_is_compared_as_none(tmp_path: Path) -> None:
    average = "{average: {value: '1_0', scale: percent}}"
    assert told(tmp_path, programme("x:p"), "rules:\n", structure("x:p", average)) == [
        "needs.average.value: no average is ever `1_0`, which is no number"
    ]


@pytest.mark.parametrize("sign", [r"\e[31m", r"\0", r"\r", r"\x7F", r"\x9B", r"\u202E", r"\u2028"])
@pytest.mark.parametrize("where", ["title", "published_code", "key"])
def test_control_characters_are_refused_and_not_repeated(sign: str, where: str, tmp_path: Path) -> None:
    text = {
        "title": programme("x:p").replace("en: P", f'en: "P{sign}"'),
        "published_code": programme("x:p", f'published_code: "P{sign}", '),
        "key": programme("x:p", f'"figures{sign}": 1, '),
    }[where]
    file = tmp_path / "signs.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    problems = check([file])
    assert problems[0].position.line == 8
    assert "cannot stand in a catalogue" in str(problems[0].what)
    assert not any(not sign.isprintable() for problem in problems for sign in str(problem))


def test_line_breaks_and_tabs_stay(tmp_path: Path) -> None:
    assert told(tmp_path, programme("x:p", r'note: "one\ntwo\tthree", ')) == []


# Patterns


def test_a_pattern_of_many_stars_is_matched_at_once() -> None:
    pattern = "*a" * 40 + "*b"
    began = time.process_time()
    assert not matches(pattern, "a" * 2_000)
    assert matches(pattern, "a" * 2_000 + "b")
    assert matches("*" * 500 + "b*", "a" * 500 + "b")
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("pattern", "name", "like"),
    [
        ("cs *1*2", "cs 1122", True),
        ("cs *1*2", "cs 1121", False),
        ("*ab*abc", "ababc", True),
        ("*ab*abc", "abc", False),
        ("a*a", "a", False),
        ("**", "", True),
        ("*", "", True),
        ("", "", True),
        ("?*?", "a", False),
        ("?*?", "ab", True),
        ("*300..349*", "cs 299 350 333a", True),
        ("*300..349*", "cs 3333", False),
        ("*1..9*1..9", "5 5", True),
        ("*1..9*1..9", "55", False),
        ("a.b*", "aXb", False),
    ],
)
def test_stars_stand_for_any_text(pattern: str, name: str, *, like: bool) -> None:
    assert matches(pattern, name) is like
    assert re.fullmatch(as_expression(pattern), name) is not None or not like


# Samples


@pytest.mark.skipif(not GRAPHS.is_dir(), reason="the samples are not beside the project")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("selfclass", "stacks into itself"),
        ("classcycle", "stacks into itself"),
        ("tree-15", ""),
        ("tree-20", "more than 16 deep"),
        ("tree-28", "more than 16 deep"),
        ("treeall-20", "more than 16 deep"),
        ("deepany-17", "more than 16 deep"),
        ("deeppool-16", "more than 16 deep"),
        ("chain-200", ""),
        ("dag-40x10", ""),
    ],
)
def test_the_samples(name: str, said: str) -> None:
    problems = check([GRAPHS / f"{name}.yaml"])
    assert any(said in str(problem.what) for problem in problems) if said else problems == []
