"""CTDL into a catalogue and out of it: what is carried stays the same, and what is not is named."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.command_line import run

from stackways.rules.collection import Catalogue
from stackways.rules.kinds.recognition import Grant
from stackways.seed.check import check
from stackways.seed.ctdl.give_out import give_out
from stackways.seed.ctdl.nodes import CtdlUnreadError, read_graph
from stackways.seed.ctdl.register import TakenIn
from stackways.seed.ctdl.take_in import take_in
from stackways.seed.reading import read_catalogue, shipped_catalogue

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "ctdl"
DAY = dt.date(2026, 11, 30)
Json = dict[str, Any]

COLLEGE: Json = {"@id": "_:college", "@type": "ceterms:CredentialOrganization", "ceterms:name": {"en": "A College"}}
POLY: Json = {
    "@id": "https://poly.example/about",
    "@type": "ceterms:CredentialOrganization",
    "ceterms:name": {"en-US": "A Polytechnic", "zh-TW": "理工學院"},
    "ceterms:subjectWebpage": "https://poly.example/",
}


def course(name: str, **more: Any) -> Json:  # noqa: ANN401 - terms of CTDL
    named = {"@id": f"_:{name}", "@type": "ceterms:Course", "ceterms:name": {"en": name}}
    return {**named, "ceterms:offeredBy": ["_:college"], **{f"ceterms:{term}": value for term, value in more.items()}}


def value_of(**more: Any) -> Json:  # noqa: ANN401 - terms of CTDL
    return {
        "@id": "https://poly.example/transfer/1",
        "@type": "ceterms:TransferValueProfile",
        "ceterms:name": {"en": "Networks for Networks"},
        "ceterms:ownedBy": ["https://poly.example/about"],
        "ceterms:transferValueFrom": ["_:Networks"],
        "ceterms:transferValueFor": ["_:Basics"],
        "ceterms:transferValue": [{"@type": "schema:ValueProfile", "schema:value": 3.5,
                                   "ceterms:creditUnitType": "creditUnit:DegreeCredit"}],
        **{f"ceterms:{term}": value for term, value in more.items()},
    }  # fmt: skip


BASICS = {**course("Basics"), "ceterms:offeredBy": ["https://poly.example/about"]}


def taken(tmp_path: Path, *nodes: Json, known: Catalogue | None = None, institution: str | None = None) -> TakenIn:
    file = tmp_path / "file.json"
    file.write_text(json.dumps({"@context": "https://credreg.net/ctdl/schema/context/json", "@graph": list(nodes)}))
    return take_in(read_graph([file]), "file.json", known or Catalogue(), DAY, institution)


def checked(found: TakenIn, folder: Path) -> Catalogue:
    """The entries as a catalogue, in which `check` finds nothing wrong."""
    folder.mkdir(exist_ok=True)
    file = folder / "ctdl.yaml"
    sections = {name: entries for name, entries in found.sections.items() if entries}
    file.write_text(yaml.safe_dump(sections, allow_unicode=True), encoding="utf-8")
    assert [str(problem) for problem in check([file])] == []
    return read_catalogue([file])


def lost(found: TakenIn) -> list[tuple[str, str, str]]:
    return [(one.where, one.term, one.why.id) for one in found.lost]


def test_a_transfer_value_becomes_a_recognition(tmp_path: Path) -> None:
    profile = value_of(startDate="2020-6-1", endDate="2023-05-30", description={"en": "From 50 per cent."})
    found = taken(tmp_path, COLLEGE, POLY, course("Networks", codedNotation="NET 101"), BASICS, profile)
    catalogue = checked(found, tmp_path / "in")
    (rule,) = catalogue.rules
    (grant,) = rule.grants  # type: ignore[attr-defined]
    assert (rule.code, rule.kind, rule.published_by) == (
        "a-polytechnic:recognition-networks-basics",
        "recognition",
        "a-polytechnic",
    )
    assert (grant.target, grant.outcome, float(grant.amount), grant.unit) == (
        "a-polytechnic:basics",
        "specified_credit",
        3.5,
        "degree credit",
    )
    assert (str(rule.effective_from), str(rule.effective_until)) == ("2020-06-01", "2023-05-30")
    assert rule.remarks == ["From 50 per cent."]
    assert rule.says["en"] == "Networks transfers as 3.5 degree credit towards Basics."
    (networks,) = (item for item in catalogue.modules if item.code == "a-college:networks")
    assert networks.published_code == "NET 101"
    assert lost(found) == []


def test_a_value_that_counts_towards_nothing_is_a_recommendation_of_which_nothing_is_decided(tmp_path: Path) -> None:
    profile = {name: value for name, value in value_of().items() if name != "ceterms:transferValueFor"}
    found = taken(tmp_path, COLLEGE, POLY, course("Networks"), profile)
    (rule,) = checked(found, tmp_path / "in").rules
    assert (rule.kind, rule.about, rule.amount) == ("policy", ["a-college:networks"], rule.amount)  # type: ignore[attr-defined]
    assert rule.topic == "recommendation"  # type: ignore[attr-defined]


def test_whether_several_suffice_alone_is_a_doubt(tmp_path: Path) -> None:
    profile = value_of(transferValueFrom=["_:Networks", "_:Databases"])
    found = taken(tmp_path, COLLEGE, POLY, course("Networks"), course("Databases"), BASICS, profile)
    (rule,) = checked(found, tmp_path / "in").rules
    (doubt,) = rule.doubts()
    assert set(doubt.alternatives) == {"any-of", "all-of"}


def test_conditions_are_asked_for_and_parts_make_up_a_programme(tmp_path: Path) -> None:
    conditions = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:yearsOfExperience": 2,
        "ceterms:condition": ["An interview."],
        "ceterms:alternativeCondition": [
            {"@type": "ceterms:ConditionProfile", "ceterms:targetLearningOpportunity": ["_:Networks"]},
            {"@type": "ceterms:ConditionProfile", "ceterms:minimumAge": 30},
        ],
    }
    diploma = {
        "@id": "_:diploma",
        "@type": "ceterms:Diploma",
        "ceterms:name": {"en": "Diploma"},
        "ceterms:offeredBy": ["_:college"],
        "ceterms:hasPart": ["_:Networks", "_:Databases"],
        "ceterms:entryCondition": [conditions],
    }
    found = taken(tmp_path, COLLEGE, course("Networks"), course("Databases"), diploma)
    rules = {rule.kind: rule for rule in checked(found, tmp_path / "in").rules}
    needs = {name: rule.premise.model_dump(exclude_defaults=True) for name, rule in rules.items() if rule.premise}
    assert [part["hold"] for part in needs["structure"]["all_of"]] == ["a-college:networks", "a-college:databases"]
    assert needs["entry"] == {
        "all_of": [
            {"any_of": [{"hold": "a-college:networks"}, {"minimum_age": 30}]},
            {"work_years": 2},
            {"stated": "An interview."},
        ]
    }


def test_an_agreement_tells_within_which_programme_and_with_whom(tmp_path: Path) -> None:
    programme = {**BASICS, "@id": "_:programme", "@type": "ceterms:LearningProgram", "ceterms:name": {"en": "Degree"}}
    agreement = {
        "@id": "_:agreement",
        "@type": "ceterms:TransferAgreement",
        "ceterms:sendingOrganization": "_:college",
        "ceterms:receivingOrganization": "https://poly.example/about",
        "ceterms:receivingProgram": "_:programme",
        "ceterms:hasTransferValueProfile": "https://poly.example/transfer/1",
    }
    found = taken(tmp_path, COLLEGE, POLY, course("Networks"), BASICS, programme, value_of(), agreement)
    (rule,) = checked(found, tmp_path / "in").rules
    assert (rule.within, rule.about) == ("a-polytechnic:degree", ["a-college"])  # type: ignore[attr-defined]


def test_what_has_no_place_is_named_term_by_term(tmp_path: Path) -> None:
    node = course("Networks", description={"en": "From wire to web."}, inLanguage=["en"], subject=["Wires", "Webs"])
    found = taken(tmp_path, COLLEGE, node)
    assert lost(found) == [
        ("Networks", "ceterms:subject", "ctdl.one-subject"),
        ("Networks", "ceterms:description", "ctdl.no-place"),
        ("Networks", "ceterms:inLanguage", "ctdl.no-place"),
    ]


def test_what_is_not_described_or_offered_by_nobody_is_left_out_and_named(tmp_path: Path) -> None:
    alone = {name: value for name, value in course("Alone").items() if name != "ceterms:offeredBy"}
    profile = value_of(transferValueFor=["https://elsewhere.example/course"])
    found = taken(tmp_path, COLLEGE, POLY, course("Networks"), alone, profile)
    assert found.counts() == {"institutions": 2, "sources": 1, "modules": 1}
    reasons = {reason for _, _, reason in lost(found)}
    assert {"ctdl.nobody-offers", "ctdl.not-described", "ctdl.left-out-undescribed"} <= reasons
    assert taken(tmp_path, alone, institution="A College").counts()["modules"] == 1


def test_a_date_that_is_no_whole_day_is_kept_as_a_remark(tmp_path: Path) -> None:
    found = taken(tmp_path, COLLEGE, POLY, course("Networks"), BASICS, value_of(startDate="2004-05"))
    (rule,) = checked(found, tmp_path / "in").rules
    assert (rule.effective_from, rule.remarks) == (None, ["In force from 2004-05; the day is not published."])
    assert ("Networks for Networks", "ceterms:startDate", "ctdl.no-day") in lost(found)


def test_what_the_catalogue_has_already_is_referred_to(tmp_path: Path) -> None:
    known = checked(taken(tmp_path, POLY, {**BASICS, "ceterms:codedNotation": "B 1"}), tmp_path / "known")
    again = {**BASICS, "ceterms:name": {"en": "The basics"}, "ceterms:codedNotation": "b 1"}
    found = taken(tmp_path, COLLEGE, POLY, course("Networks"), again, value_of(), known=known)
    assert found.counts() == {"institutions": 1, "sources": 2, "modules": 1, "rules": 1}
    assert found.known == {"A Polytechnic": "a-polytechnic", "The basics": "a-polytechnic:basics"}


def test_a_pathway_tells_what_its_award_needs(tmp_path: Path) -> None:
    prefix = "https://purl.org/ctdl/terms/"
    components = [
        {
            "@id": f"x:c{number}",
            "@type": [f"{prefix}CourseComponent"],
            f"{prefix}name": [{"@value": f"Course {number}"}],
        }
        for number in range(3)
    ]
    condition = {
        "@id": "x:condition",
        "@type": [f"{prefix}ComponentCondition"],
        f"{prefix}description": [{"@value": "Two of three, at D or better."}],
        f"{prefix}requiredNumber": [{"@value": 2}],
        f"{prefix}targetComponent": [{"@id": one["@id"]} for one in components],
        f"{prefix}hasConstraint": [{"@id": "x:grade"}],
    }
    award = {
        "@id": "x:award",
        "@type": [f"{prefix}CredentialComponent"],
        f"{prefix}name": [{"@value": "Bachelor of Science", "@language": "en"}],
        f"{prefix}hasCondition": [{"@id": "x:condition"}],
    }
    pathway = {
        "@id": "x:pathway",
        "@type": [f"{prefix}Pathway"],
        f"{prefix}hasDestinationComponent": [{"@id": "x:award"}],
    }
    found = taken(tmp_path, pathway, award, condition, *components, institution="A University")
    catalogue = checked(found, tmp_path / "in")
    (rule,) = catalogue.rules
    assert rule.of == ["a-university:bachelor-of-science"]  # type: ignore[attr-defined]
    assert rule.premise is not None
    assert rule.premise.model_dump(exclude_defaults=True) == {
        "all_of": [
            {"at_least": 2, "of": [{"hold": f"a-university:course-{number}"} for number in range(3)]},
            {"stated": "Two of three, at D or better."},
        ]
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,}', "is not JSON: see line 1, column 9"),
        ('{"Type": "ceterms:TransferValueProfile"}', "is not CTDL"),
        ("[]", "is not CTDL"),
        ('"ceterms:name"', "is not CTDL"),
    ],
)
def test_a_file_that_is_no_ctdl_is_named_with_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "file.json"
    file.write_text(text)
    with pytest.raises(CtdlUnreadError, match=said):
        read_graph([file])


def test_out_then_in_keeps_codes_amounts_and_dates(tmp_path: Path) -> None:
    before = shipped_catalogue(illustrative=True)
    file = tmp_path / "out.json"
    file.write_text(json.dumps(give_out(before).document, ensure_ascii=False), encoding="utf-8")
    sections: Json = take_in(read_graph([file]), "out.json", Catalogue(), DAY).sections
    after = Catalogue.joined([Catalogue(**sections)])
    assert [item.code for item in after.coded()] == [item.code for item in before.coded()]
    for old, new in zip(before.study_items(), after.study_items(), strict=True):
        names = ("kind", "title", "offered_by", "published_code", "credits", "unit", "fee", "duration", "duration_to")
        assert [getattr(new, name) for name in names] == [getattr(old, name) for name in names], old.code
        assert new.hours == old.hours or old.duration
    recognitions = [rule for rule in after.rules if rule.kind == "recognition"]
    by_name = {rule.name: rule for rule in recognitions}
    for rule in (rule for rule in before.rules if rule.kind == "recognition"):
        same = by_name[rule.name]
        assert (same.effective_from, same.effective_until, same.published_by) == (
            rule.effective_from,
            rule.effective_until,
            rule.published_by,
        )
        grants = {amount_of(one) for one in rule.grants}  # type: ignore[attr-defined]
        assert {amount_of(one) for one in same.grants} <= grants  # type: ignore[attr-defined]
        assert set(same.premise.codes()) == set(rule.premise.codes())  # type: ignore[union-attr]


def amount_of(grant: Grant) -> tuple[str, object, object]:
    return grant.target, grant.amount, grant.unit if grant.amount is not None else None


PROFILES = (
    "ACE---Introductory-SociologyTVP-PUBLISHED.json",
    "ACE---Sophia-Learning-LLC---Principles-of-FinanceTVP-PUBLISHED-JSON-LD.json",
    "CTDL---Assessment---ACE---Introductory-Sociology.json",
    "CTDL---Course---ACE---Sophia-Learning-LLC---Principles-of-Finance",
    "CTDL---Course---Elon-University---Accounting-1.json",
    "CTDL---Course---Elon-University---Accounting-2.json",
    "CTDL---Course---KBOR---Infantryman-Level-10.json",
    "CTDL---Course---KBOR---Infantryman-Level-30.json",
    "CTDL---Course---KBOR---SWT-Transfer---Accounting.json",
    "Published---NCCRS---Advanced-Legal-Issues-in-Fraud-Investigation-and-Defense-515-",
    "tvp-example1.json",
    "tvp-example2.json",
    "tvp-example3.json",
    "ta-example.json",
)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples are not here")
@pytest.mark.parametrize("name", PROFILES)
def test_every_term_of_a_public_profile_is_carried_or_reported(name: str, tmp_path: Path) -> None:
    graph = read_graph([SAMPLES / name])
    found = take_in(graph, name.replace(" ", "-"), Catalogue(), DAY)
    checked(found, tmp_path / "in")
    profiles = list(graph.of(frozenset({"TransferValueProfile"})))
    assert profiles
    ruled = {fact for rule in found.sections["rules"] for fact in rule["facts"]}
    for node in profiles:
        names = {*node.all_texts("ceterms:ctid"), node.id.rpartition("/")[2]}
        is_left_out = any(one.term == "@type" and one.where == node.path for one in found.lost)
        assert bool(names & ruled) != is_left_out
    reported = {(where, term) for where, term, _ in graph.left()}
    assert reported <= {(one.where, one.term) for one in found.lost}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples are not here")
def test_the_public_pathway_becomes_the_needs_of_its_awards(tmp_path: Path) -> None:
    graph = read_graph([SAMPLES / "pathway.json", SAMPLES / "courses.json"])
    found = take_in(graph, "pathway.json", Catalogue(), DAY, "Heriot-Watt University")
    catalogue = checked(found, tmp_path / "in")
    assert len(catalogue.modules) == 45
    structures = [rule for rule in catalogue.rules if rule.kind == "structure"]
    assert len(structures) == 4
    assert any(module.published_code == "F20DP" and module.credits for module in catalogue.modules)
    assert any(one.term == "ceterms:hasConstraint" or "Constraint" in one.where for one in found.lost)


def test_the_command_writes_files_that_check_finds_right_and_a_report_of_what_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STACKWAYS_SHIPPED", "none")
    file, into, report = tmp_path / "file.json", tmp_path / "ours", tmp_path / "lost.csv"
    graph = [COLLEGE, POLY, course("Networks", inLanguage=["en"]), BASICS, value_of()]
    file.write_text(json.dumps({"@graph": graph}))
    asked = ["import", "ctdl", str(file), "--into", str(into)]
    assert "Would be written" in " ".join(run(*asked, "--dry-run").out.split())
    assert not into.exists()
    ran = run(*asked, "--report", str(report))
    assert ran.code == 0
    assert "2 institutions, 2 modules and 1 rule" in ran.out
    assert "Networks,ceterms:inLanguage,en,A catalogue has no place for it." in report.read_text(encoding="utf-8-sig")
    assert {one.name for one in into.iterdir()} == {"a-college.yaml", "a-polytechnic.yaml"}
    assert check([into]) == []
    before = {one.name: one.read_text() for one in into.iterdir()}
    assert "has all of this already" in " ".join(run(*asked).out.split())
    assert {one.name: one.read_text() for one in into.iterdir()} == before
    assert json.loads(run(*asked, "--json").out)["lost"][0]["term"] == "ceterms:inLanguage"


def test_files_of_ctdl_that_cannot_be_read_end_with_2(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_text("{")
    ran = run("import", "ctdl", str(file), "--into", str(tmp_path / "ours"))
    assert (ran.code, "is not JSON" in ran.err) == (2, True)
    assert run("import", "ctdl", "--into", str(tmp_path / "ours")).code == 2
