"""An officer's forty rows, from her own sheet to a catalogue that is asked, with three mistakes on the way."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests import officer_sheet
from tests.command_line import run

from stackways.rules.collection import Catalogue
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.requirements.groups import AllOf
from stackways.rules.requirements.hold import Hold
from stackways.seed.reading import read_catalogue


@pytest.fixture(autouse=True)
def folder(own_folder: Path) -> Path:
    (own_folder / "known.yaml").write_text(officer_sheet.KNOWN)
    (own_folder / "stackways.toml").write_text('shipped = "none"\ncatalogues = ["known.yaml"]\n')
    return own_folder


def files(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in (folder / "ours").glob("*")}


def rule(catalogue: Catalogue, code: str) -> Recognition:
    found = next(rule for rule in catalogue.rules if rule.code == code)
    assert isinstance(found, Recognition)
    return found


def grade_and_amount(tier: Recognition) -> tuple[object, object]:
    assert isinstance(tier.needs, Hold)
    assert tier.needs.minimum_grade
    return tier.needs.minimum_grade.value, tier.grants[0].amount


def outcomes(*arguments: str) -> tuple[Counter[str], dict[str, Any]]:
    [told] = json.loads(run("import", "rules.xlsx", "--into", "ours", *arguments, "--json").out)
    return Counter(row["outcome"] for row in told["rows"]), told


def test_three_mistakes_are_told_with_sheet_row_and_column_and_mended(folder: Path) -> None:
    officer_sheet.write(folder / "rules.xlsx", mistakes=True)
    ran = run("import", "rules.xlsx", "--into", "ours", "--yes")
    assert ran.code == 2
    assert "37 of 40 rows are ready." in ran.out
    assert "3 rows need you:" in ran.out
    assert (
        "Rules, row 3, column C (Credential code): something is missing before or after a sign in `CCNA +`" in ran.words
    )
    assert "Rules, row 13, column M (Effective date): `03/04/2026` can mean two days" in ran.words
    assert "→ write `2026-03-04` or `2026-04-03`" in ran.words
    assert "Rules, row 23, column L (Outcome): `exmption` is not one of the words for this column" in ran.words
    assert "→ write exemption" in ran.words
    # Our College, and all that the catalogue does not have, waits for a yes.
    assert "37 of them wait for your yes" in ran.words
    assert not (folder / "ours").exists()

    officer_sheet.write(folder / "rules.xlsx", mistakes=False)
    ran = run("import", "rules.xlsx", "--into", "ours", "--accept-new")
    assert ran.code == 0, ran.out
    assert "40 of 40 rows are ready." in ran.out
    assert "No mistakes found." in run("check", "known.yaml", "ours").out


def test_what_the_rows_say_is_what_the_catalogue_says(folder: Path) -> None:
    officer_sheet.write(folder / "rules.xlsx", mistakes=False)
    assert outcomes("--yes", "--accept-new")[0] == {"imported": 40}
    assert {name for name in files(folder) if "college" not in name} == {"cisco.yaml", "harbour-institute.yaml"}
    catalogue = read_catalogue([folder / "known.yaml", folder / "ours"])
    known = {item.code: item for item in catalogue.study_items()}

    ccna = rule(catalogue, "our-college:rule-1")
    assert ccna.needs == Hold(hold="cisco:ccna")  # the one of the shipped catalogue
    assert ccna.window
    assert ccna.window.period.iso == "P4Y"
    assert str(ccna.effective_from) == "2026-09-01"
    assert str(ccna.observed_on) == "2026-11-21"
    assert ccna.says["en"].startswith("Cisco Certified Network Associate (CCNA) (Cisco) exempts from NET101 Networks I")
    assert [grant.target for grant in rule(catalogue, "our-college:rule-2").grants] == ["our-college:0097"]
    assert known["our-college:0097"].published_code == "0097"
    assert known["harbour-institute:0007"].published_code == "0007"

    both = rule(catalogue, "our-college:rule-3")
    assert isinstance(both.needs, AllOf)
    assert list(both.needs.all_of) == [Hold(hold="riverside-college:rc10"), Hold(hold="riverside-college:rc11")]
    assert known["riverside-college:rc11"].title == {"en": "Calculus"}
    assert [grant.target for grant in rule(catalogue, "our-college:rule-4").grants] == [
        "our-college:bus1",
        "our-college:bus2",
    ]
    assert not rule(catalogue, "our-college:rule-4").either
    assert rule(catalogue, "our-college:rule-5").either

    wildcard = known[next(rule(catalogue, "our-college:rule-6").premise.codes())]  # type: ignore[union-attr]
    assert wildcard.is_class
    assert wildcard.members
    assert wildcard.members.published_codes == ["COMP*2000..2999*"]
    unspecified = known[rule(catalogue, "our-college:rule-6").grants[0].target]
    assert (unspecified.is_class, unspecified.members) == (True, None)

    graded = rule(catalogue, "our-college:rule-7").needs
    assert isinstance(graded, Hold)
    assert graded.minimum_grade
    assert (graded.minimum_grade.value, graded.minimum_grade.scale) == ("C", "letter")
    assert grade_and_amount(rule(catalogue, "our-college:rule-8")) == (3, 4)
    assert grade_and_amount(rule(catalogue, "our-college:rule-8-from-5")) == (5, 8)


def test_the_same_sheet_again_changes_nothing_and_a_changed_row_changes_its_rule(folder: Path) -> None:
    officer_sheet.write(folder / "rules.xlsx", mistakes=False)
    outcomes("--yes", "--accept-new")
    before = files(folder)
    again = run("import", "rules.xlsx", "--into", "ours")
    assert again.code == 0, again.out
    assert "ours/ has all of this already." in again.out
    assert files(folder) == before

    officer_sheet.write(folder / "rules.xlsx", mistakes=True)  # three rows are gone until they are mended
    _, told = outcomes("--dry-run")
    assert files(folder) == before
    assert sorted(told["written"]["removed"])[:3] == [
        "harbour-institute:0003",
        "harbour-institute:0013",
        "our-college:lab13",
    ]
    assert (told["written"]["added"], told["written"]["changed"]) == ([], [])


def test_what_a_person_wrote_into_the_files_stays(folder: Path) -> None:
    officer_sheet.write(folder / "rules.xlsx", mistakes=False)
    outcomes("--yes", "--accept-new")
    own = folder / "ours" / "our-college.yaml"
    mark = "  # agreed in the board of May\n"
    note = "  - code: our-college:own\n    title: {en: Own}\n    offered_by: [our-college]\n"
    cited = "    sources:\n      - {source: our-college:source-credit-transfer-list-2026-27, confidence: high}\n"
    own.write_text(own.read_text().replace("modules:\n", f"modules:\n{mark}{note}{cited}"))
    assert "No mistakes found." in run("check", "known.yaml", "ours").out
    officer_sheet.write(folder / "rules.xlsx", mistakes=True)
    _, told = outcomes()
    assert "our-college:lab13" in told["written"]["removed"]
    text = own.read_text()
    assert mark in text
    assert note in text
    assert "our-college:lab13" not in text
    assert "No mistakes found." in run("check", "known.yaml", "ours").out


def test_the_forty_rows_stand_beside_the_shipped_catalogue(folder: Path) -> None:
    (folder / "stackways.toml").unlink()
    officer_sheet.write(folder / "rules.xlsx", mistakes=False)
    ran = run("import", "rules.xlsx", "--into", "ours", "--accept-new", "--dry-run")
    assert ran.code == 0, ran.out
    assert "Would be written to ours/: 5 files" in ran.words
    assert not (folder / "ours").exists()


def test_headings_that_are_not_known_are_proposed_and_kept_once_confirmed(folder: Path) -> None:
    table = folder / "rules.csv"
    table.write_text("Awarding Bodies,Cert,Credential,Our Modules\nCisco,CCNA,,Networks\n")
    arguments = ("import", "rules.csv", "--into", "ours", "--accept-new", "--always", "receiver=Our College")
    ran = run(*arguments, "--always", "outcome=exemption")
    assert ran.code == 2
    assert "Our Modules To title (perhaps)" in ran.words
    assert "“Cert” means nothing here and is left out." in ran.words
    assert "Nobody has confirmed what the columns mean." in ran.err.replace("\n", " ")
    assert "no column for Outcome" in " ".join(run(*arguments).err.split())
    mapping = folder / "rules.mapping.yaml"
    assert not mapping.exists()
    mapping.write_text("kind: recognition\ncolumns: {sender: Awarding Bodies, course: Cert, target_titel: Our Modules}")
    wrong = run(*arguments, "--always", "outcome=exemption")
    assert wrong.code == 2
    assert "rules.mapping.yaml:2:" in wrong.err
    assert "`target_titel` is no column; did you mean `target_title`?" in " ".join(wrong.err.split())
    mapping.write_text(mapping.read_text().replace("titel", "title"))
    assert run(*arguments, "--always", "outcome=exemption").code == 0
    assert "our-college:from-cisco-ccna-to-networks" in (folder / "ours" / "cisco.yaml").read_text()


def test_the_template_has_headings_help_an_example_and_drop_downs(folder: Path) -> None:
    for kind in ("recognition", "entries", "curriculum"):
        assert run("import", "--template", kind).code == 0
        sheet = load_workbook(folder / f"{kind}.xlsx").worksheets[0]
        headings, helped, example = list(sheet.iter_rows(min_row=1, max_row=3, values_only=True))
        assert all(headings)
        assert all(helped)
        assert "Fill in the blue columns" in str(helped[0])
        assert str(example[0]).startswith("# ")
        assert "not overwritten" in " ".join(run("import", "--template", kind).err.split())
    lists = [
        each.formula1
        for each in load_workbook(folder / "recognition.xlsx").worksheets[0].data_validations.dataValidation
    ]
    assert '"exemption,specified credit,block credit,entry"' in lists
    # Nothing in it is read as a rule.
    assert "0 of 0 rows are ready." in run("import", "recognition.xlsx", "--into", "ours").out
