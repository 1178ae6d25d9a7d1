"""A kind of requirement that is declared in this file alone passes through everything that a kind passes through.

Who adds a kind writes one file: nothing in the product has to be told of it. The kind here asks for an odd number of
its parts, which nothing else can say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
import pytest_asyncio
from pydantic import TypeAdapter
from tests.conftest import Neo4jServer
from tests.integration.conftest import load_into

from stackways.pathways.explain_rule import explain_rule
from stackways.pathways.find_awards import AwardsQuestion, find_awards
from stackways.pathways.plan_route import RouteQuestion, plan_route
from stackways.planner.route import Limits
from stackways.rules.awards.replay import Assignment, tree_faults
from stackways.rules.catalogue import Programme
from stackways.rules.days import NO_DAYS, Days, on_at_least
from stackways.rules.holdings import Holding
from stackways.rules.kinds import Rule
from stackways.rules.kinds.structure import Structure
from stackways.rules.pieces import Piece
from stackways.rules.requirements import REQUIREMENT_KINDS, Requirement
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.requirements.groups import Group
from stackways.rules.situation import Note, Situation, Verdict
from stackways.seed.check import check
from stackways.seed.describe import page
from stackways.seed.located import read
from stackways.seed.reading import read_catalogue
from stackways.words.message import Argument, Message, Published, as_message, listed
from stackways.words.render import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stackways.graph.driver import Graph
    from stackways.pathways.session import Reader
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Ledger, Replay

KEY = "odd_of"
RULE: TypeAdapter[Any] = TypeAdapter(Rule)
CATALOGUE = """
format: stackways-catalogue/1
institutions:
  - {code: toy, kind: university, title: {en: Toy University, zh-Hant: 玩具大學}}
sources:
  - {code: toy:source, title: Made up for a test, tier: primary}
modules:
  - {code: toy:a, title: {en: Apples, zh-Hant: 蘋果}, offered_by: [toy], duration: P4M, mode: online,
     sources: [{source: toy:source, confidence: high}]}
  - {code: toy:b, title: {en: Bees, zh-Hant: 蜜蜂}, offered_by: [toy], duration: P4M, mode: online,
     sources: [{source: toy:source, confidence: high}]}
  - {code: toy:c, title: {en: Cats, zh-Hant: 貓}, offered_by: [toy], duration: P4M, mode: online,
     sources: [{source: toy:source, confidence: high}]}
programmes:
  - {code: toy:award, kind: certificate, title: {en: Odd Award, zh-Hant: 單數獎}, offered_by: [toy],
     curriculum: published, sources: [{source: toy:source, confidence: high}]}
rules:
  - code: toy:tree
    kind: structure
    published_by: toy
    says: {en: An odd number of these three.}
    sources: [{source: toy:source, confidence: high}]
    of: [toy:award]
    confers: true
    needs: {odd_of: [toy:a, toy:b, toy:c]}
"""


def declared() -> type[RequirementBase]:
    """Declare the kind; that registers it."""

    class OddOf(Group):
        """An odd number of these."""

        key: ClassVar[str] = KEY
        lets_choose: ClassVar[bool] = True
        odd_of: list[Requirement]
        """Of these an odd number is needed."""

        def judge(self, situation: Situation) -> Verdict:
            """Return the days on which an odd number is met for certain, and may be."""
            parts = [part.judge(situation) for part in self.odd_of]
            met, possible = [part.met for part in parts], [part.possible for part in parts]
            counts = range(len(parts) + 1)
            sure = [_exactly(count, met) & _exactly(count, possible) for count in counts if count % 2]
            even = [_exactly(count, met) & _exactly(count, possible) for count in counts if not count % 2]
            reason = Note("not_odd", as_message(self._said("an even number is held", "持有雙數項")))
            return Verdict(on_at_least(1, sure), ~on_at_least(1, even), (reason,))

        def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
            """Choose an odd number of members; nothing is counted in the others."""
            chosen = []
            for at, part in enumerate(self.odd_of):
                literal = ledger.literal(f"{path}/{at} chosen")
                ledger.model.add_implication(literal, active)
                part.encode(ledger, literal, f"{path}/{at}")
                chosen.append(literal)
            pairs = ledger.model.new_int_var(0, len(chosen), f"{path} pairs")
            unless = ledger.excuse(self, path)
            odd = ledger.literal(f"{path} odd")
            ledger.model.add(sum(chosen) == 2 * pairs + 1).only_enforce_if(odd)
            ledger.model.add_bool_or([active.negated(), odd, *unless])

        def replay(self, replay: Replay, path: str) -> list[str]:
            """Return why a member that is used is not met, or that their number is even."""
            used = [(part, f"{path}/{at}") for at, part in enumerate(self.odd_of) if replay.is_used(f"{path}/{at}")]
            faults = [fault for part, inside in used for fault in part.replay(replay, inside)]
            return faults if len(used) % 2 else [*faults, *replay.not_met(self)]

        def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
            """Return "an odd number of: A, B"."""
            parts = listed([part.in_words(names, reading) for part in self.odd_of], "comma")
            return Message("rules.with-conditions", what=self._said("an odd number", "單數項"), conditions=parts)

        @staticmethod
        def _said(english: str, chinese: str) -> Published:
            return Published.of({"en": english, "zh-Hant": chinese})

    return OddOf


def _exactly(count: int, sets: Sequence[Days]) -> Days:
    more = on_at_least(count + 1, sets) if count < len(sets) else NO_DAYS
    return on_at_least(count, sets) & ~more


@pytest.fixture(scope="module", autouse=True)
def kind() -> Iterator[type[RequirementBase]]:
    yield declared()
    del REQUIREMENT_KINDS[KEY]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("toy") / "toy.yaml"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def graph(neo4j_server: Neo4jServer, file: Path) -> AsyncIterator[Graph]:
    loaded = await load_into(neo4j_server, read_catalogue([file]))
    async with loaded.open() as graph:
        yield graph


@pytest_asyncio.fixture(loop_scope="session")
async def reader(graph: Graph) -> Reader:
    return await graph.reading()


def structure(file: Path) -> Structure:
    (tree,) = Structure.among(read_catalogue([file]).rules)
    return tree


def test_check_reads_it_and_finds_its_mistakes(file: Path, tmp_path: Path) -> None:
    assert check([file]) == []
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(CATALOGUE.replace("odd_of: [toy:a, toy:b, toy:c]", "odd_of: [toy:a, toy:x]"), encoding="utf-8")
    (problem,) = check([wrong])
    assert "toy:x" in str(problem)


def test_the_page_of_the_format_tells_it(tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[2] / "docs" / "catalogue-example.yaml").read_text(encoding="utf-8")
    example = tmp_path / "example.yaml"
    group = "        - exactly_one_of: "
    example.write_text(shipped.replace(group, f"        - odd_of: [example-poly:cloud]\n{group}"), encoding="utf-8")
    told = page(read(example))
    assert "Of these an odd number is needed." in told
    assert "odd_of:\n  - example-poly:cloud" in told


async def test_it_comes_out_of_the_graph_as_it_went_in(reader: Reader, file: Path) -> None:
    explained = await explain_rule(reader, "toy:tree", dt.date(2026, 6, 1))
    (version,) = explained.versions
    assert version.rule["needs"].keys() == {"odd_of"}
    assert RULE.validate_python(version.rule) == structure(file)
    said = version.in_words
    assert say(said, "en") == "Odd Award consists of an odd number (Apples, Bees, Cats)"
    assert "單數項" in say(said, "zh-Hant")
    assert "蜜蜂" in say(said, "zh-Hant")


@pytest.mark.parametrize(("held", "status"), [("a", "granted"), ("ab", "granted"), ("", None), ("abc", "granted")])
async def test_an_award_is_audited_by_it(reader: Reader, held: str, status: str | None) -> None:
    holdings = [Holding(code=f"toy:{one}", attained_on=dt.date(2025, 1, 1)) for one in held]
    question = AwardsQuestion(holdings=holdings, programme="toy:award", as_of=dt.date(2026, 6, 1))
    found = await find_awards(reader, question)
    assert [one.status for one in found.claimable] == ([status] if status else [])
    if status:
        assert len(found.claimable[0].uses) % 2 == 1
    else:
        assert {say(one.message, "zh-Hant") for one in found.nearest[0].missing} < {"蘋果", "蜜蜂", "貓"}


async def test_a_route_is_planned_and_replayed_by_it(reader: Reader) -> None:
    asked: dict[str, Any] = {"target": "toy:award", "as_of": dt.date(2026, 6, 1), "optimise": ["time"]}
    found = await plan_route(reader, RouteQuestion(**asked, limits=Limits(), alternatives=1))
    steps = [step.code for step in found.routes[0].steps if step.kind == "study"]
    assert len(steps) == 1


def test_its_replay_judges_by_itself(file: Path) -> None:
    catalogue = read_catalogue([file])
    items = {item.code: item for item in catalogue.study_items()}
    holdings = [Holding(code=f"toy:{one}", attained_on=dt.date(2025, 1, 1)) for one in "abc"]
    situation = Situation(dt.date(2026, 6, 1), holdings, items=items)
    pieces = [Piece(at, holding, items[holding.code or ""]) for at, holding in enumerate(holdings)]
    programme = items["toy:award"]
    assert isinstance(programme, Programme)

    def faults(*counted: int) -> list[str]:
        places = {f"0/{at}": [pieces[at]] for at in counted}
        return tree_faults(programme, structure(file), Assignment(places), situation)

    assert faults(1) == faults(0, 1, 2) == []
    assert len(faults(0, 1)) == len(faults()) == 1


def test_what_is_held_decides_it_without_an_award(file: Path) -> None:
    day = dt.date(2026, 6, 1)

    def held(*codes: str) -> bool:
        holdings = [Holding(code=code, attained_on=dt.date(2025, 1, 1)) for code in codes]
        return day in structure(file).needs.judge(Situation(day, holdings)).met

    assert held("toy:a")
    assert held("toy:a", "toy:b", "toy:c")
    assert not held("toy:a", "toy:b")
    assert not held()
