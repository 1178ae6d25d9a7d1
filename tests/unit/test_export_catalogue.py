"""The catalogue for others: as files with an index, as CTDL and European learning opportunities, and on its pages."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api_client import client_of
from tests.command_line import run

from stackways.api import page
from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.describe_for_machines import as_schema_org
from stackways.pathways.export_catalogue import as_ctdl, as_elm, to_export, write_static
from stackways.pathways.question import UnknownCodeError
from stackways.pathways.session import DatabaseAway
from stackways.pathways.settings import Settings
from stackways.rules.collection import Catalogue
from stackways.seed.reading import read_catalogue

CATALOGUE = """
institutions:
  - {code: poly, title: {en: A Polytechnic, zh-Hant: 理工學院}, kind: polytechnic, url: https://poly.example/}
  - {code: vendor, title: {en: A Vendor}, kind: certification-vendor}
  - {code: other, title: {en: Another}, kind: college}
sources:
  - {code: poly:source, title: Handbook, url: https://poly.example/book, tier: primary, read: 2026-01-01}
credentials:
  - code: vendor:cert
    kind: industry-certification
    title: {en: Certificate </script>}
    offered_by: [vendor]
    sources: [{source: poly:source, confidence: high}]
modules:
  - code: poly:networks
    title: {en: Networks}
    offered_by: [poly]
    published_code: NET 101
    credits: 4.5
    unit: credit unit
    level: {framework: EQF, value: 5}
    hours: 60
    fee: {amount: "450.00", currency: SGD}
    sources: [{source: poly:source, confidence: high}]
  - code: other:else
    title: {en: Elsewhere}
    offered_by: [other]
    sources: [{source: poly:source, confidence: high}]
programmes:
  - code: poly:diploma
    kind: diploma
    title: {en: Diploma}
    offered_by: [poly]
    duration: P1Y
    sources: [{source: poly:source, confidence: high}]
rules:
  - code: poly:recognition
    kind: recognition
    published_by: poly
    says: {en: The certificate exempts from Networks.}
    sources: [{source: poly:source, confidence: high}]
    needs: vendor:cert
    grants: [{target: poly:networks, outcome: exemption}]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path / "catalogue.yaml"


@pytest.fixture
def catalogue(file: Path) -> Catalogue:
    return to_export(Settings(), file)


def test_files_are_listed_in_an_index_of_their_version(catalogue: Catalogue, tmp_path: Path) -> None:
    written = write_static(catalogue, tmp_path / "out")
    assert json.loads((tmp_path / "out" / "index.json").read_text()) == {
        "format": "stackways-static/1",
        "version": written.version,
        "index": f"{written.version}/index.json",
    }
    place = tmp_path / "out" / written.version
    index = json.loads((place / "index.json").read_text())
    listed = {entry["path"] for entry in (*index["entries"], *index["rules"])} | {index["sources"], "index.json"}
    assert listed == {str(one.relative_to(place)) for one in place.rglob("*.json")}
    module = json.loads((place / "modules" / "poly" / "networks.json").read_text())
    assert module["item"]["credits"] == 4.5
    assert module["rules"] == ["poly:recognition@1"]
    rule = json.loads((place / "rules" / "poly" / "recognition@1.json").read_text())
    assert rule["kind"] == "recognition"


def test_the_same_catalogue_is_the_same_version_and_another_stands_beside_it(
    catalogue: Catalogue, file: Path, tmp_path: Path
) -> None:
    first = write_static(catalogue, tmp_path / "out")
    again = write_static(catalogue, tmp_path / "out")
    assert (again.version, again.unchanged, first.unchanged) == (first.version, True, False)
    file.write_text(CATALOGUE.replace("credits: 4.5", "credits: 5"), encoding="utf-8")
    other = write_static(to_export(Settings(), file), tmp_path / "out")
    assert other.version != first.version
    assert (tmp_path / "out" / first.version / "index.json").exists()
    assert json.loads((tmp_path / "out" / "index.json").read_text())["version"] == other.version


def test_an_institutions_part_is_what_it_offers_and_publishes_and_what_that_speaks_of(file: Path) -> None:
    part = to_export(Settings(), file, institution="poly")
    assert {item.code for item in part.coded()} == {"poly", "vendor", "vendor:cert", "poly:networks", "poly:diploma"}
    with pytest.raises(UnknownCodeError, match="did you mean `poly`"):
        to_export(Settings(), file, institution="polly")


def test_what_nobody_published_is_left_out_unless_asked_for(file: Path) -> None:
    marked = CATALOGUE.replace("    duration: P1Y\n", "    duration: P1Y\n    illustrative: true\n")
    file.write_text(marked, encoding="utf-8")
    assert not to_export(Settings(), file).programmes
    assert to_export(Settings(), file, illustrative=True).programmes


def test_ctdl_has_every_entry_once_and_terms_of_ctdl_alone(catalogue: Catalogue) -> None:
    document = as_ctdl(catalogue).document
    ids = [node["@id"] for node in document["@graph"]]
    assert len(ids) == len(set(ids)) == len(list(catalogue.coded())) + 1
    (transfer,) = (node for node in document["@graph"] if node["@type"] == "ceterms:TransferValueProfile")
    assert transfer["ceterms:transferValueFrom"] == ["urn:stackways:vendor:cert"]
    assert transfer["ceterms:transferValueFor"] == ["urn:stackways:poly:networks"]
    assert all(term.startswith(("@", "ceterms:")) for node in document["@graph"] for term in node)


def test_learning_opportunities_have_what_is_published(catalogue: Catalogue) -> None:
    by_id = {node["id"]: node for node in as_elm(catalogue)["@graph"]}
    networks = by_id["urn:stackways:poly:networks"]
    specification = networks["learningAchievementSpecification"]
    assert networks["providedBy"] == ["urn:stackways:poly"]
    assert specification["creditPoint"][0]["point"] == "4.5"
    assert specification["eqfLevel"]["id"] == "http://data.europa.eu/snb/eqf/5"
    assert specification["volumeOfLearning"] == "PT60H"
    assert by_id["urn:stackways:poly"]["legalName"] == {"en": "A Polytechnic", "zh": "理工學院"}
    assert by_id["urn:stackways:poly:diploma"]["duration"] == "P1Y"


def test_schema_org_says_what_an_entry_is(catalogue: Catalogue) -> None:
    (poly, *_) = catalogue.institutions[1:]
    networks = next(one for one in catalogue.modules if one.code == "poly:networks")
    said = as_schema_org(networks, [poly])
    assert (said["@type"], said["name"], said["courseCode"]) == ("Course", "Networks", "NET 101")
    assert said["numberOfCredits"] == {"@type": "StructuredValue", "value": 4.5, "unitText": "credit unit"}
    assert said["offers"] == {"@type": "Offer", "price": "450.00", "priceCurrency": "SGD"}
    assert said["provider"] == {
        "@type": "EducationalOrganization", "name": "A Polytechnic", "url": "https://poly.example/",
    }  # fmt: skip
    assert as_schema_org(catalogue.credentials[0])["@type"] == "EducationalOccupationalCredential"
    assert as_schema_org(catalogue.programmes[0])["educationalCredentialAwarded"]["credentialCategory"] == "diploma"
    assert as_schema_org(poly)["name"] == [
        {"@language": "en", "@value": "A Polytechnic"},
        {"@language": "zh-Hant", "@value": "理工學院"},
    ]


class Entries(CatalogueReading):
    """A catalogue in files that answers for single entries, too."""

    async def read(self, query_name: str, **asked: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as the graph's reading
        assert query_name == "entry"
        return [dict(row) for row in self._rows.items if row["item"]["code"] == asked["code"]]


class Connected:
    """Where a connection would be."""

    def __init__(self, reader: Entries | None) -> None:
        self.reader = reader

    async def reading(self, *, look: bool = False) -> Entries:  # noqa: ARG002 - as a connection has it
        if self.reader is None:
            raise DatabaseAway("away")
        return self.reader


def app_with(tmp_path: Path, reader: Entries | None) -> FastAPI:
    built = tmp_path / "built"
    built.mkdir()
    (built / "index.html").write_text("<!doctype html><head><title>Stackways</title></head><body></body>")
    app = FastAPI()
    app.state.connection = Connected(reader)
    page.add_page(app, built)
    return app


async def test_the_page_of_an_entry_says_for_machines_what_it_is(file: Path, tmp_path: Path) -> None:
    reader = Entries(read_catalogue([file]))
    async with client_of(app_with(tmp_path, reader)) as client:
        answer = await client.get("/credentials/vendor:cert")
        other_kind = await client.get("/modules/vendor:cert")
        unknown = await client.get("/credentials/vendor:nothing")
    start = '<script type="application/ld+json">'
    text = answer.text.partition(start)[2].partition("</script>")[0]
    said = json.loads(text)
    assert (said["name"], said["recognizedBy"]["name"]) == ("Certificate </script>", "A Vendor")
    assert answer.headers["content-security-policy"] == page.POLICY
    for without in (other_kind, unknown):
        assert start not in without.text
        assert "<title>Stackways</title>" in without.text


async def test_the_page_is_there_without_the_database(tmp_path: Path) -> None:
    async with client_of(app_with(tmp_path, None)) as client:
        answer = await client.get("/credentials/vendor:cert")
    assert (answer.status_code, "ld+json" in answer.text) == (200, False)


def test_the_command_writes_ctdl_and_files(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert run("export", "poly", "--as", "ctdl", "--catalogue", str(file), "-o", str(out)).code == 0
    assert json.loads(out.read_text())["@graph"]
    ran = run("export", "--static", str(tmp_path / "public"), "--catalogue", str(file))
    assert ran.code == 0
    assert "is in" in ran.out
    assert json.loads(run("export", "--as", "elm", "--catalogue", str(file)).out)["@graph"]
