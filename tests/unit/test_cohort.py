"""Many learners at once: each answered as if asked alone, from files of either form, and a run that goes on."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from tests.command_line import run
from tests.desk_catalogue import CATALOGUE, LEARNERS

from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.find_awards import AwardsQuestion, find_awards
from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions
from stackways.pathways.run_cohort import CohortQuestion, learners_in, run_cohort
from stackways.words.message import Language
from stackways.words.render import speaking

TABLE = """\
id,code,attained_on,grade,scale,birth_year
s1,cisco:ccna,2025-05-01,,,
s1,our:net2,,,,
s2,cisco:ccna,2020-05-01,,,
s3,,,,,2000
s4,cisco:ccnaa,,,,
s5,our:net1,,B,letter,
s5,our:net2,,,,
"""
ON = {"as_of": "2026-11-30"}


@pytest.fixture(autouse=True)
def folder(own_folder: Path) -> Path:
    (own_folder / "stackways.toml").write_text('shipped = "none"\ncatalogues = ["our.yaml"]\n')
    (own_folder / "our.yaml").write_text(CATALOGUE)
    (own_folder / "students.ndjson").write_text("".join(json.dumps(one) + "\n" for one in LEARNERS))
    (own_folder / "students.csv").write_text(TABLE)
    return own_folder


def answers(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def cohort(*arguments: str) -> str:
    ran = run("cohort", "run", *arguments, "--as-of", "2026-11-30", "--processes", "1")
    assert ran.code == 0, ran.err
    return ran.words


async def alone(folder: Path, learner: dict[str, Any], **asked: str) -> dict[str, Any]:
    """The answer that one learner gets who asks alone, as the API's body."""
    reader: Any = CatalogueReading.of([folder / "our.yaml"])
    of_one = {name: value for name, value in learner.items() if name != "id"}
    if "programme" in asked:
        found = await find_awards(reader, AwardsQuestion(**of_one, **asked, **ON))  # type: ignore[arg-type]
        return json.loads(found.model_dump_json(by_alias=True))  # type: ignore[no-any-return]
    decided = await find_exemptions(reader, ExemptionsQuestion(**of_one, **asked, **ON))  # type: ignore[arg-type]
    return json.loads(decided.model_dump_json(by_alias=True))  # type: ignore[no-any-return]


@pytest.mark.parametrize("asked", [{"towards": "our:diploma"}, {"programme": "our:diploma"}])
async def test_each_answer_is_the_one_that_asking_alone_gives(folder: Path, asked: dict[str, str]) -> None:
    options = [part for name, code in asked.items() for part in (f"--{name}", code)]
    said = await asyncio.to_thread(cohort, "students.ndjson", *options, "--output", "out.ndjson")
    assert said.endswith("out.ndjson has the answers for 5 learners.")
    given = answers(folder / "out.ndjson")
    assert [one["id"] for one in given] == ["s1", "s2", "s3", "s4", "s5"]
    for learner, one in zip(LEARNERS, given, strict=True):
        if learner["id"] == "s4":
            assert "did you mean `cisco:ccna`" in one["problem"]
        else:
            assert one["answer"] == await alone(folder, learner, **asked)


def test_a_table_says_the_same_as_lines_of_json(folder: Path) -> None:
    cohort("students.ndjson", "--output", "a.ndjson")
    cohort("students.csv", "--output", "b.ndjson")
    assert (folder / "a.ndjson").read_text() == (folder / "b.ndjson").read_text()


def test_several_processes_answer_in_the_same_order(folder: Path) -> None:
    question = CohortQuestion(ask="awards", programme="our:diploma", as_of="2026-11-30")  # type: ignore[arg-type]
    lines = [json.dumps(one) for one in LEARNERS] * 8
    one, two = (
        list(run_cohort((folder / "our.yaml",), question, learners_in(lines, "ndjson"), processes=processes))
        for processes in (1, 2)
    )
    assert one == two
    assert len(one) == 40


def test_a_run_that_was_broken_off_goes_on_where_it_was(folder: Path) -> None:
    cohort("students.csv", "--output", "whole.ndjson")
    whole = (folder / "whole.ndjson").read_text()
    (folder / "part.ndjson").write_text(whole[: whole.index('"s3"') + 20])
    assert "add `--resume`" in run("cohort", "run", "students.csv", "--output", "part.ndjson").err
    cohort("students.csv", "--output", "part.ndjson", "--resume")
    assert (folder / "part.ndjson").read_text() == whole
    cohort("students.csv", "--output", "part.ndjson", "--resume")
    assert (folder / "part.ndjson").read_text() == whole
    (folder / "others.ndjson").write_text('{"id": "x"}\n')
    ran = run("cohort", "run", "students.csv", "--output", "others.ndjson", "--resume")
    assert "From line 1 on, `others.ndjson` has the answers for other learners" in " ".join(ran.err.split())
    assert (folder / "others.ndjson").read_text() == '{"id": "x"}\n'


@pytest.mark.parametrize(
    ("line", "english", "chinese"),
    [
        ({"holdings": [{"code": "No Code"}]}, "`holdings.0.code`: give a code", "`holdings.0.code`\uff1a請填代碼"),
        ({"holdings": [{"code": "x:y", "attained_on": "2023-02-30"}]}, "this day does not exist", "日期"),
        ({"holding": []}, "`holding`: there is no such field", "`holding`\uff1a這裡沒有此欄位"),
        (
            {"learner": {"birth_year": "x"}},
            "`learner.birth_year`: give a whole number",
            "`learner.birth_year`\uff1a請填",
        ),
        ({"learner": {"intake": "winter"}}, "for example 2026-11-22", "例如 2026-11-22"),
    ],
)
def test_what_is_wrong_with_a_learner_is_said_in_both_languages(
    line: dict[str, object], english: str, chinese: str
) -> None:
    languages: tuple[tuple[Language, str], ...] = (("en", english), ("zh-Hant", chinese))
    for language, said in languages:
        with speaking(language):
            [unread] = learners_in([json.dumps({"id": "a"} | line)], "ndjson")
        assert said in unread.problem  # type: ignore[union-attr]


def test_what_cannot_be_read_is_told_and_the_others_are_answered(folder: Path) -> None:
    lines = ["no json", "[1]", '{"id": "a", "holdings": [{}]}', '{"holdings": []}', '{"id": "b"}']
    (folder / "bad.ndjson").write_text("\n".join(lines))
    cohort("bad.ndjson", "--output", "out.ndjson")
    given = answers(folder / "out.ndjson")
    assert [one["id"] for one in given] == ["line 1", "line 2", "a", "line 4", "b"]
    assert ["problem" in one for one in given] == [True, True, True, True, False]
    assert given[2]["problem"].startswith("`holdings.0`: give each holding either")
    (folder / "apart.csv").write_text("id,code\na,cisco:ccna\nb,\na,our:net1\n")
    cohort("apart.csv", "--output", "apart.ndjson")
    assert "sort the table" in answers(folder / "apart.ndjson")[2]["problem"]
    (folder / "no.csv").write_text("name,code\na,b\n")
    assert "lacks id" in run("cohort", "run", "no.csv", "--output", "x").err
    (folder / "more.csv").write_text("id,code,wrong\na,b,c\n")
    assert "does not know: wrong" in run("cohort", "run", "more.csv", "--output", "x").err
    assert "`target` is asked for" in run("cohort", "run", "no.csv", "--ask", "routes", "--output", "x").err
