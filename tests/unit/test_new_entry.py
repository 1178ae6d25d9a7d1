"""One entry more in a catalogue file: checked, and nothing else touched."""

from pathlib import Path

import pytest
from tests import officer_sheet
from tests.command_line import run


@pytest.fixture(autouse=True)
def folder(own_folder: Path) -> Path:
    (own_folder / "cisco.yaml").write_text(officer_sheet.KNOWN)
    (own_folder / "stackways.toml").write_text('shipped = "none"\ncatalogues = ["cisco.yaml", "ours"]\n')
    return own_folder


def made(folder: Path) -> Path:
    title = ("--title", "Our College", "--title-zh", "本院", "--kind", "college", "--country", "sg")
    assert run("new", "institution", "our-college", *title, "--into", "ours").code == 0
    cited = ("--source-title", "Handbook", "--source-read", "2026-11-21")
    named = ("--title", "Diploma in IT", "--kind", "diploma", "--credits", "60")
    assert run("new", "programme", "our-college:diploma-it", *named, *cited, "--into", "ours").code == 0
    return folder / "ours" / "our-college.yaml"


def test_an_institution_a_programme_and_a_rule_make_a_catalogue_without_mistakes(folder: Path) -> None:
    file = made(folder)
    rule = ("--needs", "cisco:ccna", "--target", "our-college:diploma-it", "--outcome", "block_credit", "--amount", "4")
    cited = ("--counts-for", "4 years", "--from", "2026-09-01", "--source", "our-college:source-handbook")
    ran = run("new", "recognition", *rule, *cited, "--into", "ours")
    assert ran.code == 0, ran.err
    assert "our-college:from-cisco-ccna-to-diploma-it is now in ours/our-college.yaml." in ran.words
    text = file.read_text()
    assert "Cisco Certified Network Associate (CCNA) (Cisco) gives credit towards Diploma in IT at Our College." in text
    assert "{period: P4Y}" in text
    assert text.count("our-college:source-handbook") == 3  # given once, cited twice
    assert "No mistakes found." in run("check").out


def test_comments_and_order_of_what_stands_there_are_kept(folder: Path) -> None:
    file = made(folder)
    before = file.read_text().replace("programmes:\n", "# Agreed in May.\nprogrammes:\n")
    file.write_text(before)
    named = ("--title", "Diploma in Law", "--kind", "diploma", "--source", "our-college:source-handbook")
    assert run("new", "programme", "our-college:a-law", *named, "--into", "ours").code == 0
    assert file.read_text().startswith(before.rstrip("\n"))


IT = "our-college:diploma-it"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (f"programme {IT} --title T --kind diploma --source-title S", "exists already"),
        ("programme our-college:x --kind diploma --source-title S", "give `--title`"),
        ("programme our-college:x --title T --kind diploma", "give `--source-title`"),
        (f"recognition --needs cisco:ccnaa --target {IT} --source-title S", "did you mean `cisco:ccna`"),
        (f"recognition --needs cisco:ccna --target {IT} --source-title S --amount x", "`x` is not a number"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(folder: Path, arguments: str, told: str) -> None:
    file = made(folder)
    before = file.read_text()
    ran = run("new", *arguments.split(), "--into", "ours")
    assert ran.code == 2
    assert told in " ".join(ran.err.split())
    assert file.read_text() == before


def test_an_exception_is_by_two_people_and_what_is_granted_often_is_proposed(folder: Path) -> None:
    file = made(folder)
    cited = ("--from", "2026-03-01", "--source", "our-college:source-handbook", "--into", "ours")

    def granted(learner: str, approved_by: str = "Lee") -> int:
        named = ("--needs", "cisco:ccna", "--learner", learner, "--requested-by", "Chan", "--approved-by", approved_by)
        ran = run("new", "exception", "substitute", IT, "--within", IT, *named, *cited)
        return ran.code

    assert granted("s-1", "chan") == 2
    assert "exception" not in file.read_text()
    assert [granted(f"s-{at}") for at in (1, 1, 2)] == [0, 2, 0]  # the same a second time is refused
    assert "Granted" not in run("exceptions", "our-college").words
    assert granted("s-3") == 0
    ran = run("exceptions", "our-college", "--as-of", "2026-06-01")
    assert ran.words.startswith("3 exceptions are kept. Granted 3 times: Cisco Certified Network Associate (CCNA)")
    assert "stackways new recognition --needs cisco:ccna" in ran.words
    assert "For s-1" in ran.words
    assert "our-colege" in run("exceptions", "our-colege").err
