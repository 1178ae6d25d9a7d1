"""Badges are matched to the catalogue by identifier, alignment, or issuer and code; never by title alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.api_client import app_over, client_of
from tests.badges import (
    DAY,
    DID_WEB,
    ISSUER,
    OTHER_KEY,
    badge,
    did_key,
    europass,
    in_png,
    issuer_document,
    learning,
    opencert,
    signed,
    trusting,
)
from tests.command_line import run

from stackways.cli.given import read_holdings
from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.import_holdings import File, Imported, ImportedHoldings, import_holdings
from stackways.proofs.pinned import TrustFolder
from stackways.words.render import speaking

Json = dict[str, Any]

CATALOGUE = """
institutions:
  - code: example-poly
    title: {en: Example Polytechnic}
    kind: polytechnic
    country: SG
    url: https://badges.example-poly.example/
  - code: other
    title: {en: Other College}
    kind: college
    country: US
    url: https://other.example/
    identifiers: ["did:web:badges.other.example"]
sources:
  - {code: example-poly:source, title: Handbook, tier: primary, read: 2026-01-01}
credentials:
  - code: other:award
    kind: certificate
    title: {en: An award}
    offered_by: [other]
    identifiers: ["https://other.example/achievements/1"]
    sources: [{source: example-poly:source, confidence: high}]
modules:
  - code: example-poly:networks
    title: {en: Networks and the Web}
    offered_by: [example-poly]
    published_code: NET 101 / NW 1
    sources: [{source: example-poly:source, confidence: high}]
  - code: example-poly:databases
    title: {en: Databases}
    offered_by: [example-poly]
    identifiers: ["https://badges.example-poly.example/achievements/databases", "ce-0001"]
    sources: [{source: example-poly:source, confidence: high}]
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    file = tmp_path / "catalogue.yaml"
    file.write_text(CATALOGUE)
    return file


@pytest.fixture
def reader(catalogue: Path) -> CatalogueReading:
    return CatalogueReading.of([catalogue])


async def imported(reader: Any, *documents: Json | bytes, trust: TrustFolder | None = None) -> ImportedHoldings:  # noqa: ANN401
    files = [
        File(f"{place}.json", one if isinstance(one, bytes) else json.dumps(one).encode())
        for place, one in enumerate(documents)
    ]
    return await import_holdings(reader, files, trust or TrustFolder(None), DAY)


async def the_one(reader: Any, document: Json | bytes, trust: TrustFolder | None = None) -> Imported:  # noqa: ANN401
    (one,) = (await imported(reader, document, trust=trust)).imported
    return one


def achieving(document: Json, **more: object) -> Json:
    subject = document["credentialSubject"]
    return {**document, "credentialSubject": {**subject, "achievement": {**subject["achievement"], **more}}}


def aligned(**more: str) -> list[Json]:
    return [{"type": ["Alignment"], "targetName": "x", "targetUrl": "https://nowhere.example", **more}]


DATABASES = "https://badges.example-poly.example/achievements/databases"
MATCHES = {
    "the issuer's address and its code": (badge(), "example-poly:networks", "issuer_and_code"),
    "the code in other letters": (achieving(badge(), humanCode="nw 1"), "example-poly:networks", "issuer_and_code"),
    "the achievement's id": (achieving(badge(), id=DATABASES), "example-poly:databases", "identifier"),
    "what it is aligned with": (
        achieving(badge(), humanCode="X", alignment=aligned(targetUrl=DATABASES)),
        "example-poly:databases",
        "alignment",
    ),
    "a code it is aligned with": (
        achieving(badge(), humanCode="X", alignment=aligned(targetCode="ce-0001")),
        "example-poly:databases",
        "alignment",
    ),
    "an identifier of an issuer that nobody knows": (
        achieving(badge(issuer="https://platform.example/issuers/9"), id=DATABASES),
        "example-poly:databases",
        "identifier",
    ),
    "the title alone": (achieving(badge(), name="Databases", humanCode="X"), None, None),
    "the code of an issuer that nobody knows": (badge(issuer="https://platform.example/issuers/9"), None, None),
    "the code of an issuer of that name": (badge(issuer="urn:uuid:1"), None, None),
    "the id of what another institution offers": (
        achieving(badge(issuer="did:web:badges.other.example"), id=DATABASES),
        None,
        None,
    ),
    "an institution by what others call it": (
        achieving(badge(issuer="did:web:badges.other.example"), id="https://other.example/achievements/1"),
        "other:award",
        "identifier",
    ),
}


@pytest.mark.parametrize("name", MATCHES)
async def test_matched_by(reader: CatalogueReading, name: str) -> None:
    document, code, by = MATCHES[name]
    one = await the_one(reader, signed(document))
    assert (one.matched and one.matched.entry.code, one.matched and one.matched.by) == (code, by)
    assert one.holding is not None
    assert one.holding.code == code
    assert (one.holding.described is None) == (code is not None)


async def test_an_issuer_may_be_pinned_as_an_institution(reader: CatalogueReading, tmp_path: Path) -> None:
    document = signed(badge(issuer=DID_WEB + ":sub"), method=did_key())
    trust = trusting(tmp_path / "trust")
    trust.add(DID_WEB + ":sub", json.dumps(issuer_document(at=DID_WEB + ":sub")).encode(), DAY, "example-poly")
    one = await the_one(reader, document, trust)
    assert one.findings.issuer.verdict == "pinned"
    assert one.holding
    assert one.holding.code == "example-poly:networks"


async def test_what_is_described_keeps_its_facts(reader: CatalogueReading) -> None:
    one = await the_one(reader, europass(learning()))
    assert one.holding is not None
    described = one.holding.described
    assert described is not None
    assert (described.title, described.institution, described.kind) == (
        "Networks",
        "Example Polytechnic",
        "micro-credential",
    )
    assert described.credits == 6
    assert described.level is not None
    assert described.level.value == 5
    assert str(one.holding.attained_on) == "2025-05-01"


async def test_rows_of_a_transcript_are_components_matched_by_their_codes(reader: CatalogueReading) -> None:
    one = await the_one(reader, opencert(domain="badges.example-poly.example"))
    assert one.holding is not None
    assert one.holding.components is not None
    assert [(part.code, part.title, str(part.grade and part.grade.value)) for part in one.holding.components] == [
        ("example-poly:networks", "Networks", "A"),
        (None, "Databases", "B+"),
    ]


@pytest.mark.parametrize(
    ("written", "day", "remark"),
    [
        ("2025-05-01T00:00:00+08:00", "2025-05-01", None),
        ("2025-04-30T17:00:00Z", "2025-05-01", "proof.dated-in-zone"),
        ("2025-04-30T15:00:00Z", "2025-04-30", None),
        ("2025-04-30T23:30:00-05:00", "2025-04-30", None),
        ("2025-05-01", "2025-05-01", None),
    ],
)
async def test_days_are_those_where_the_issuer_is(
    reader: CatalogueReading, written: str, day: str, remark: str | None
) -> None:
    one = await the_one(reader, signed(badge(awardedDate=written)))
    assert one.holding is not None
    assert str(one.holding.attained_on) == day
    assert [said.message.id for said in one.remarks] == ([remark] if remark else [])


async def test_a_time_in_utc_of_a_country_with_several_zones_stays_in_utc_and_says_so(reader: CatalogueReading) -> None:
    document = signed(badge(issuer="https://other.example/issuer", awardedDate="2025-04-30T23:00:00Z"))
    one = await the_one(reader, document)
    assert one.holding is not None
    assert str(one.holding.attained_on) == "2025-04-30"
    assert [said.message.id for said in one.remarks] == ["proof.dated-in-utc"]


async def test_what_must_not_be_used_gives_no_holding_and_says_why(reader: CatalogueReading) -> None:
    changed = {**signed(badge()), "name": "Something else"}
    answer = await imported(reader, changed, b"nonsense")
    assert answer.holdings == []
    assert [said.message.id for said in answer.imported[0].refused] == ["proof.altered"]
    assert [said.message.id for said in answer.not_read] == ["proof.not-json"]
    assert [said.message.id for said in answer.summary] == ["badge.refused", "badge.not-read"]


async def test_the_answer_comes_first_and_in_the_language_that_is_spoken(reader: CatalogueReading) -> None:
    answer = await imported(reader, signed(badge(), OTHER_KEY))
    assert answer.summary[0].text.startswith("Networks, from Example Polytechnic, attained on ")
    assert answer.summary[0].text.endswith("but the file alone does not show who made it.")
    assert answer.summary[1].text == "In the catalogue this is Networks and the Web."
    with speaking("zh-Hant"):
        assert answer.summary[1].text.endswith("Networks and the Web。")


def test_the_command_prints_the_findings_and_writes_what_may_be_used(catalogue: Path, tmp_path: Path) -> None:
    picture, out = tmp_path / "badge.png", tmp_path / "mine.yaml"
    picture.write_bytes(in_png(json.dumps(signed(badge()))))
    home = ["--home", str(tmp_path / "home")]
    ran = run(*home, "holdings", "import", str(picture), "--catalogue", str(catalogue), "-o", str(out))
    assert ran.code == 0
    assert "In the catalogue this is Networks and the Web." in ran.out
    assert "The proof holds for everything in it that was read." in ran.out
    (holding,) = read_holdings(out).holdings
    assert (holding.code, str(holding.attained_on)) == ("example-poly:networks", "2025-05-01")
    assert json.loads(run(*home, "holdings", "import", str(picture), "--catalogue", str(catalogue), "--json").out)


def test_the_trust_folder_is_shown_added_to_and_taken_from(catalogue: Path, tmp_path: Path) -> None:
    document, file = tmp_path / "did.json", tmp_path / "badge.json"
    document.write_text(json.dumps(issuer_document()))
    file.write_text(json.dumps(signed(badge())))
    home = ["--home", str(tmp_path / "home")]
    asked = ["holdings", "import", str(file), "--catalogue", str(catalogue)]
    assert "You trust nobody yet" in run(*home, "holdings", "trust", "show").out
    assert f"stackways holdings trust add {ISSUER}" in " ".join(run(*home, *asked).out.split())
    added = run(*home, "holdings", "trust", "add", ISSUER, "--file", str(document), "--institution", "example-poly")
    assert f"{ISSUER}  trusted since" in added.out
    assert "you trust its issuer" in " ".join(run(*home, *asked).out.split())
    assert run(*home, "holdings", "trust", "remove", ISSUER).code == 0
    again = run(*home, "holdings", "trust", "remove", ISSUER)
    assert (again.code, "is not in your trust folder" in again.err) == (2, True)
    assert run(*home, "holdings", "trust", "add", "ftp://x").code == 2


class Connected:
    """A catalogue in files where a connection would be."""

    def __init__(self, reader: CatalogueReading) -> None:
        self.reader = reader

    async def reading(self, *, look: bool = False) -> CatalogueReading:  # noqa: ARG002 - as a connection has it
        return self.reader


async def test_the_api_reads_files_and_keeps_nothing(
    reader: CatalogueReading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STACKWAYS_TRUST", str(tmp_path / "trust"))
    async with client_of(app_over(Connected(reader))) as client:
        body = {"files": [{"name": "badge.json", "text": json.dumps(signed(badge()))}], "as_of": "2026-11-30"}
        answer = await client.post("/v1/holdings/import", json=body)
        assert answer.status_code == 200
        (one,) = answer.json()["imported"]
        assert one["findings"]["integrity"] == {
            "verdict": "holds",
            "text": "The proof holds for everything in it that was read.",
            "message": {"id": "proof.holds", "args": {}},
        }
        assert one["holding"]["code"] == "example-poly:networks"
        assert answer.headers["cache-control"] == "no-store"
        for wrong in ({"name": "x"}, {"name": "x", "text": "{}", "base64": "e30="}, {"name": "x", "base64": "?"}):
            assert (await client.post("/v1/holdings/import", json={"files": [wrong]})).status_code == 422
    assert not (tmp_path / "trust").exists()
