"""What was imported comes out the same: rules as a table, and that table taken in again."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests import officer_sheet
from tests.command_line import run

from stackways.pathways.export_table import as_csv, as_page, export_rules, write_xlsx
from stackways.pathways.question import UnknownCodeError
from stackways.pathways.settings import Settings
from stackways.seed.reading import read_catalogue
from stackways.words.message import Language
from stackways.words.render import speaking


@pytest.fixture(autouse=True)
def folder(own_folder: Path) -> Path:
    (own_folder / "cisco.yaml").write_text(officer_sheet.KNOWN)
    (own_folder / "stackways.toml").write_text('shipped = "none"\ncatalogues = ["cisco.yaml"]\n')
    return own_folder


def rules_in(*paths: Path) -> dict[str, Any]:
    """Every rule as its file has it, without what names the table it came from."""
    return {
        rule.name: rule.model_dump(mode="json", exclude_defaults=True, exclude={"facts"})
        for rule in read_catalogue(paths).rules
    }


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_what_was_imported_comes_out_the_same(folder: Path, form: str, language: Language) -> None:
    officer_sheet.write(folder / "rules.xlsx", mistakes=False)
    assert run("import", "rules.xlsx", "--into", "ours", "--accept-new").code == 0
    with speaking(language):
        out = export_rules("our-college", "inward", Settings.read(), [folder / "cisco.yaml", folder / "ours"])
        assert out.for_people == 0
        if form == "csv":
            (folder / "out.csv").write_text(as_csv(out.rows), encoding="utf-8")
        else:
            write_xlsx(out.rows, folder / "out.xlsx")
    # The rules alone: what they speak of stays known, as another table wrote it.
    known = folder / "known"
    known.mkdir()
    for file in (folder / "ours").glob("*.yaml"):
        text = file.read_text().partition("\nrules:\n")[0] + "\n"
        (known / file.name).write_text(text)
    (folder / "stackways.toml").write_text('shipped = "none"\ncatalogues = ["cisco.yaml", "known"]\n')
    ran = run("import", f"out.{form}", "--into", "again")
    assert ran.code == 0, ran.out
    before = rules_in(folder / "cisco.yaml", folder / "ours")
    for file in (folder / "again").glob("*.yaml"):
        (known / f"rules-{file.name}").write_text("rules:\n" + file.read_text().partition("\nrules:\n")[2])
    assert rules_in(folder / "cisco.yaml", known) == before


def test_codes_stay_text_and_what_columns_cannot_say_is_given_as_its_sentence(folder: Path) -> None:
    (folder / "stackways.toml").unlink()
    out = export_rules("tp", "inward", Settings.read(shipped="published"))
    assert out.for_people > 0
    alone = next(rule for rule in out.rules if not rule.in_full)
    assert alone.rows[0]["reference"].startswith(f"# {alone.rule.name}")
    assert alone.rows[0]["sentence"] == alone.rule.says["en"]
    write_xlsx(out.rows, folder / "out.xlsx")
    sheet = load_workbook(folder / "out.xlsx").worksheets[0]
    assert {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"@"}
    page = as_page(out, dt.date(2026, 11, 30))
    assert "<h1>What Temasek Polytechnic recognises</h1>" in page
    assert "As published and known on 30 November 2026." in page
    assert "<h2>Udacity</h2>" in page
    elsewhere = export_rules("udacity", "outward", Settings.read(shipped="published"))
    assert {rule.rule.published_by for rule in elsewhere.rules} >= {"tp"}
    assert all(rule.rule.published_by != "udacity" for rule in elsewhere.rules)


def test_the_command_writes_a_table_or_a_page(folder: Path) -> None:
    officer_sheet.write(folder / "rules.xlsx", mistakes=False)
    run("import", "rules.xlsx", "--into", "ours", "--accept-new")
    arguments = ("export", "our-college", "--rules", "inward", "--catalogue", "ours")
    (folder / "stackways.toml").write_text('shipped = "published"\n')
    table = run(*arguments, "--as", "csv").out
    assert table.count("Practice") == 64  # in the cell, and in the sentence
    assert ",0097," in table
    assert run(*arguments, "--as", "html", "--output", "out.html").code == 0
    assert "<h2>Harbour Institute</h2>" in (folder / "out.html").read_text()
    assert run(*arguments, "--as", "xlsx", "--output", "out.xlsx").code == 0
    assert load_workbook(folder / "out.xlsx").worksheets[0].max_row == 42
    assert "--output" in run(*arguments, "--as", "xlsx").err
    assert "`csv`, `xlsx` and `html`" in run(*arguments, "--as", "dot").err.replace("\n", " ")


def test_an_institution_that_there_is_not_is_told_with_near_ones(folder: Path) -> None:
    (folder / "stackways.toml").unlink()
    with pytest.raises(UnknownCodeError) as unknown:
        export_rules("tpp", "inward", Settings.read(shipped="published"))
    assert "tp" in unknown.value.nearest
