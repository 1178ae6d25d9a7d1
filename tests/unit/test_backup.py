"""A backup holds the whole catalogue, and a file that is none, or a damaged one, is refused."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from tests.command_line import run

from stackways.pathways.keep_backup import BackupError, back_up
from stackways.pathways.settings import Settings
from stackways.rules.collection import Catalogue
from stackways.seed.backup import MANIFEST, Manifest, as_files, read_backup, write_backup
from stackways.seed.load import content_hash
from stackways.seed.reading import shipped_catalogue


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return shipped_catalogue(illustrative=True)


def manifest_of(catalogue: Catalogue) -> Manifest:
    made = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)
    return Manifest(made_at=made, schema_version=1, content_hash=content_hash([catalogue]), entries=3)


def test_the_shipped_catalogue_comes_back_the_same(shipped: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    write_backup(file, shipped, manifest_of(shipped))
    assert read_backup(file).catalogue == shipped
    assert [path.name for path in tmp_path.iterdir()] == ["a.backup"]


def test_it_is_files_that_a_person_reads_one_an_institution(shipped: Catalogue) -> None:
    assert set(as_files(shipped)) == {f"{institution.code}.yaml" for institution in shipped.institutions}


SMALL = Catalogue.model_validate({"institutions": [{"code": "a", "title": {"en": "A"}, "kind": "body"}]})


def spoil(file: Path, name: str, content: str) -> None:
    with zipfile.ZipFile(file) as archive:
        entries = {entry: archive.read(entry).decode() for entry in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for entry, text in {**entries, name: content}.items():
            archive.writestr(entry, text)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (MANIFEST, "{}", "not a backup that this version"),
        (MANIFEST, '{"format": "stackways-backup/2"}', "not a backup that this version"),
        ("catalogue/a.yaml", "institutions: [{code: a}]", "not a backup that this version"),
        ("catalogue/a.yaml", "institutions: [{code: a, title: {en: B}, kind: body}]", "is damaged"),
        ("../../outside.yaml", "x", ""),
    ],
    ids=["no manifest", "of a later version", "that check refuses", "changed", "with a file that leads outside"],
)
def test_what_is_no_whole_backup_is_refused(name: str, content: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "inside" / "a.backup"
    file.parent.mkdir()
    write_backup(file, SMALL, manifest_of(SMALL))
    spoil(file, name, content)
    if told:
        with pytest.raises(BackupError, match=told):
            read_backup(file)
        ran = run("restore", str(file), "--yes")
        assert (ran.code, told in ran.err) == (2, True)
    else:
        assert read_backup(file).catalogue == SMALL
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]


def test_a_file_that_is_no_archive_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("a text")
    for name in ("text", "nothing"):
        with pytest.raises(BackupError, match=f"{name}` is not a backup"):
            read_backup(tmp_path / name)


def test_a_backup_is_never_written_over_another_file(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    with pytest.raises(BackupError, match="exists already"):
        back_up(Settings(neo4j_uri="bolt://127.0.0.1:1"), tmp_path / "there")
    assert (tmp_path / "there").read_text() == "mine"


def test_nobody_is_asked_where_nobody_can_answer(tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    write_backup(file, SMALL, manifest_of(SMALL))
    ran = run("--neo4j-uri", "bolt://127.0.0.1:1", "restore", str(file))
    assert (ran.code, "Add `--yes`" in ran.err) == (2, True)
