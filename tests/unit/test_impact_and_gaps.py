"""Whom a change touches, and which agreement would help most: against asking everybody everything, one by one."""

import asyncio
import datetime as dt
import itertools
import json
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.command_line import run
from tests.desk_catalogue import CATALOGUE, KNOWN, LEARNERS, PROGRAMME, STRUCTURE, rule
from tests.unit import test_tables_assist

from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.find_awards import AwardsQuestion, find_awards
from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions
from stackways.pathways.find_gaps import GapsAsked, find_gaps
from stackways.pathways.measure_impact import measure_impact
from stackways.pathways.plan_route import RouteQuestion, plan_route
from stackways.pathways.run_cohort import CohortLearner, CohortQuestion
from stackways.pathways.two_catalogues import Both
from stackways.rules.collection import Catalogue
from stackways.rules.decision import Decision
from stackways.rules.kinds.recognition import Recognition
from stackways.seed.reading import read_catalogue

DAY = dt.date(2026, 11, 30)
ON = {"as_of": "2026-11-30"}
HELD = ("cisco:ccna", "cisco:ccnp", "cisco:devnet")
MORE = """\
  - {code: cisco:ccnp, kind: industry-certification, title: {en: Routing and Switching Professional},
     offered_by: [cisco], sources: [{source: our:list, confidence: high}]}
  - {code: cisco:devnet, kind: industry-certification, title: {en: Routing and Switching Developer},
     offered_by: [cisco], sources: [{source: our:list, confidence: high}]}
modules:
"""
WIDER = (
    KNOWN.replace("modules:\n", MORE)
    .replace("title: {en: CCNA}", "title: {en: Routing and Switching Associate}")
    .replace("title: {en: Networks I}", "title: {en: Routing One}, credits: 4, unit: credit")
    .replace("title: {en: Networks II}", "title: {en: Switching Two}, credits: 6, unit: credit")
    + PROGRAMME
)
LATE = {"id": "s6", "holdings": [{"code": "cisco:ccna", "attained_on": "2020-05-01"}, {"code": "our:net2"}]}


@pytest.fixture(autouse=True)
def folder(own_folder: Path) -> Path:
    (own_folder / "stackways.toml").write_text('shipped = "none"\n')
    return own_folder


def catalogue(folder: Path, text: str) -> Catalogue:
    file = folder / "catalogue.yaml"
    file.write_text(text)
    return read_catalogue([file])


def random_rules(dice: Random) -> str:
    """Some rules, each with a window or a last day, or without."""
    found = ""
    for number, (held, target) in enumerate(itertools.product(HELD, ("our:net1", "our:net2"))):
        if dice.random() < 0.5:
            more = dice.choice(["", "window: {period: P4Y, ends: claim}", "effective_until: 2026-12-31"])
            found += rule(f"r{number}", target=target, more=more).replace("needs: cisco:ccna", f"needs: '{held}'")
    return found


def random_learners(dice: Random) -> list[CohortLearner]:
    return [
        CohortLearner.model_validate(
            {
                "id": f"s{number}",
                "holdings": [
                    {"code": code, "attained_on": dice.choice(["2020-05-01", "2025-05-01"])}
                    for code in (*HELD, "our:net1", "our:net2")
                    if dice.random() < 0.4
                ],
            }
        )
        for number in range(8)
    ]


async def decisions(of: Catalogue, learner: CohortLearner) -> list[Decision]:
    reader: Any = CatalogueReading(of)
    return (await find_exemptions(reader, ExemptionsQuestion(holdings=learner.holdings, as_of=DAY))).decisions


async def granted(of: Catalogue, learner: CohortLearner) -> set[str]:
    return {one.target.code for one in await decisions(of, learner) if one.status == "granted"}


async def has_award(of: Catalogue, learner: CohortLearner) -> bool:
    reader: Any = CatalogueReading(of)
    asked = AwardsQuestion(holdings=learner.holdings, programme="our:diploma", as_of=DAY)
    return any(one.status == "granted" for one in (await find_awards(reader, asked)).claimable)


@pytest.mark.parametrize("seed", range(4))
async def test_who_gains_and_who_loses_is_what_asking_twice_gives(folder: Path, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - it must repeat its dice, not hide them
    old, new = (catalogue(folder, WIDER + "rules:\n" + STRUCTURE + random_rules(dice)) for _ in range(2))
    learners = random_learners(dice)
    found = await measure_impact(Both(old, new, ("old", "new")), CohortQuestion.model_validate(ON), learners)
    told = {one.id: one.touched for one in found.each}
    touching = set()
    for learner in learners:
        before, after = await granted(old, learner), await granted(new, learner)
        touched = told.get(learner.id, [])
        assert {one.code for one in touched if one.effect == "gained"} == after - before
        assert {one.code for one in touched if one.effect == "lost"} == before - after
        for one in touched:
            rules = {d.rule for of in (old, new) for d in await decisions(of, learner) if d.target.code == one.code}
            assert set(one.rules) <= rules
        touching |= {learner.id} if before != after else set()
    assert found.gaining + found.losing >= len(touching)
    assert {one.id for one in found.each} >= touching
    for by in found.by_rule:
        with_it = [t for one in found.each for t in one.touched if by.rule in t.rules]
        assert by.gained + by.lost + by.changed <= len(with_it)


def test_a_diff_tells_whom_it_touches(folder: Path) -> None:
    (folder / "before.yaml").write_text(CATALOGUE)
    (folder / "after.yaml").write_text(CATALOGUE.replace("P4Y", "P7Y"))
    (folder / "s.ndjson").write_text("".join(json.dumps(one) + "\n" for one in [*LEARNERS, LATE]))
    asked = ("diff", "before.yaml", "after.yaml", "--cohort", "s.ndjson", "--as-of", "2026-11-30")
    said = run(*asked)
    assert said.code == 0, said.err
    assert "Of 6 learners, 2 gain, 0 lose, and 1 have other dates or conditions." in said.words
    assert "1 learner has no answer under one of the two." in said.words
    assert "`our:a@1`: 2 gain, 0 lose, 1 have other dates" in said.words
    assert "s2 gains Networks I" in said.words
    assert "claim by 1 May 2032 instead of 1 May 2029" in said.words
    award = json.loads(run(*asked, "--programme", "our:diploma", "--json").out)["impact"]
    assert [(one["id"], one["touched"][0]["what"]) for one in award["each"]] == [("s6", "award")]


@pytest.mark.parametrize("seed", range(3))
async def test_the_best_agreement_is_the_best_of_all_that_can_be(folder: Path, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - it must repeat its dice, not hide them
    text = WIDER + "rules:\n" + STRUCTURE + random_rules(dice)
    known, learners = catalogue(folder, text), random_learners(dice)
    found = await find_gaps(known, GapsAsked("our", "our:diploma", DAY, like=5, limit=50), learners)
    given = {
        (gap.agreements[0].held.code, gap.agreements[0].target.code): (gap.learners, gap.awards) for gap in found.single
    }
    everything = {}
    for held, target in itertools.product(HELD, ("our:net1", "our:net2")):
        supposed = rule("x", target=target).replace("needs: cisco:ccna", f"needs: '{held}'")
        with_it = catalogue(folder, text + supposed)
        helped = awarded = 0
        for learner in learners:
            has = {one.code for one in learner.holdings}
            helped += target in (await granted(with_it, learner)) - (await granted(known, learner)) - has
            awarded += (await has_award(with_it, learner)) and not (await has_award(known, learner))
        if helped and not any(
            held in r.needs.codes() and target in {g.target for g in r.grants} for r in Recognition.among(known.rules)
        ):
            everything[held, target] = (helped, awarded)
    assert given == everything
    best = max(everything.values(), key=lambda one: (one[1], one[0]))
    assert (found.single[0].learners, found.single[0].awards) == best


def test_a_rule_that_is_withheld_is_found_again(folder: Path) -> None:
    (folder / "our.yaml").write_text(WIDER + "rules:\n" + rule("a", target="our:net2") + STRUCTURE)
    (folder / "s.csv").write_text("id,code\ns1,cisco:ccna\ns1,our:net2\ns2,cisco:ccna\ns3,our:net1\n")
    asked = ("cohort", "gaps", "s.csv", "--institution", "our", "--catalogue", "our.yaml", "--programme", "our:diploma")
    ran = run(*asked)
    assert ran.code == 0, ran.err
    told = "Routing and Switching Associate (Cisco) counted as Routing One 2 learners would be exempt."
    assert told in ran.words
    assert "2 more learners could claim the award." in ran.words
    assert "suggestions to look at" in ran.words
    found = json.loads(run(*asked, "--json").out)
    assert [gap["awards"] for gap in found["single"]] == [2]
    assert (
        "did you mean `our`" in run("cohort", "gaps", "s.csv", "--institution", "ourr", "--catalogue", "our.yaml").err
    )


async def test_the_months_are_those_of_routes_with_the_agreement(folder: Path) -> None:
    dice = Random(1)  # noqa: S311 - as above
    text = WIDER.replace("unit: credit, offered_by", "unit: credit, duration: P4M, offered_by") + "rules:\n" + STRUCTURE
    known, learners = catalogue(folder, text), random_learners(dice)[:4]
    asked = GapsAsked("our", "our:diploma", DAY, like=5, limit=50, months=True)
    found = await find_gaps(known, asked, learners)
    assert any(gap.months for gap in found.single)
    for gap in [*found.single, *found.pairs]:
        supposed = "".join(
            rule(f"x{at}", target=one.target.code).replace("needs: cisco:ccna", f"needs: '{one.held.code}'")
            for at, one in enumerate(gap.agreements)
        )
        with_it = catalogue(folder, text + supposed)
        sooner = [await months(known, one) - await months(with_it, one) for one in learners]
        assert gap.months is None or gap.months == sum(sooner)
    assert [gap.months is not None for gap in found.single] == [at < 6 for at in range(len(found.single))]


async def months(known: Catalogue, learner: CohortLearner) -> Decimal:
    question = RouteQuestion(
        as_of=DAY, target="our:diploma", holdings=learner.holdings, learner=learner.learner, optimise=["time"],
        alternatives=1,
    )  # fmt: skip
    (best,) = (await plan_route(CatalogueReading(known), question)).routes  # type: ignore[arg-type]
    return best.months or Decimal(0)


@pytest.mark.skipif(not test_tables_assist.SAMPLE.exists(), reason="the samples of others are not here")
@pytest.mark.parametrize("target", ["anthro1", "physics7b"])
async def test_an_agreement_of_assist_that_is_withheld_is_found_again(tmp_path: Path, target: str) -> None:
    test_tables_assist.taken(tmp_path).written.apply(tmp_path)
    known = read_catalogue([tmp_path])
    whole = f"university-of-california-berkeley:{target}"
    withheld = [one for one in Recognition.among(known.rules) if whole in one.leads_to() and one.needs.thing]
    assert withheld
    left = known.model_copy(update={"rules": [one for one in known.rules if one not in withheld]})
    held = {f"{one.needs.thing}" for one in withheld}
    learners = [CohortLearner.model_validate({"id": f"s{at}", "holdings": sorted(held)}) for at in range(2)]
    found = await find_gaps(left, GapsAsked("university-of-california-berkeley", None, DAY, limit=50), learners)
    assert (held, {whole}) in [
        ({one.held.code for one in gap.agreements}, {one.target.code for one in gap.agreements}) for gap in found.single
    ]


def test_two_agreements_together_can_give_what_neither_gives_alone(folder: Path) -> None:
    known = catalogue(folder, WIDER + "rules:\n" + STRUCTURE)
    learner = CohortLearner.model_validate({"id": "s", "holdings": ["cisco:ccna", "cisco:ccnp"]})
    found = asyncio.run(find_gaps(known, GapsAsked("our", "our:diploma", DAY, like=5), [learner]))
    assert {gap.awards for gap in found.single} == {0}
    assert found.pairs
    assert all(gap.awards == 1 for gap in found.pairs)
