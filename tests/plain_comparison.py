"""A reader of a catalogue, whether a graph or files, answers as plain Python does."""

from collections.abc import Iterable
from itertools import product

from tests.plain_answers import DAY, Plain

from stackways.graph.driver import Reading
from stackways.pathways.compare_institutions import compare_institutions
from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions
from stackways.pathways.what_is_recognised import what_is_recognised
from stackways.pathways.what_opens import what_opens
from stackways.rules.base import Code
from stackways.rules.catalogue import Programme
from stackways.rules.decision import Decision
from stackways.rules.holdings import Holding


async def compare_with_plain(reader: Reading, expected: Plain, depth: int = 4) -> None:
    """Ask everything of a small catalogue, and compare each answer with the plain one."""
    institutions = [institution.code for institution in expected.catalogue.institutions]
    credentials = {credential.code for credential in expected.catalogue.credentials}
    for code in expected.items:
        for towards in (None, *institutions, *(item for item in expected.items if item not in credentials)):
            question = ExemptionsQuestion(holdings=[Holding(code=code)], towards=towards, as_of=DAY, illustrative=True)
            answer = await find_exemptions(reader, question)
            assert rules_and_targets(answer.decisions) == expected.exempted([code], towards)
        opened = await what_opens(reader, code, DAY, depth=depth, illustrative=True)
        assert {path.path[-1]: len(path.hops) for path in opened.by_stacking} == stacked(expected, code, depth)
    for item in (*expected.catalogue.modules, *expected.catalogue.programmes):
        recognised = await what_is_recognised(reader, item.code, DAY, illustrative=True)
        assert rules_and_targets(recognised.decisions) == expected.recognised(item.code)
        assert all(item.code in decision.path for decision in recognised.decisions)
    for issuer, recogniser in product(institutions, repeat=2):
        between = await compare_institutions(reader, issuer, recogniser, DAY, illustrative=True)
        found = {(decision.rule or "").partition("@")[0] for decision in between.direct}
        assert found == expected.transferred(issuer, recogniser)
        ends = {(path.path[0], path.path[-1]) for path in between.indirect}
        wanted = by_way_of_others(expected, issuer, recogniser)
        assert ends == wanted if between.complete else ends <= wanted


def rules_and_targets(decisions: Iterable[Decision]) -> set[tuple[str, str]]:
    """Return the rule (without its version) and the target of every decision that names a rule."""
    return {(decision.rule.partition("@")[0], decision.target.code) for decision in decisions if decision.rule}


def stacked(expected: Plain, code: Code, depth: int) -> dict[Code, int]:
    """Return how many edges lead to everything that a code opens by stacking."""
    direct = {end for kind, _, end, _ in expected.onward[code] if kind == "RECOGNISED_TOWARDS"}
    return {
        end: length
        for end, length in expected.reached(code, depth).items()
        if "@" not in end and not (length == 1 and end in direct)
    }


def by_way_of_others(expected: Plain, issuer: Code, recogniser: Code) -> set[tuple[Code, Code]]:
    """Return the first thing held and the last target of every indirect way."""
    own = expected.offers(issuer)
    reach = {code: expected.reached(code, 6) for code in own}
    return {
        (first, grant.target)
        for rule in expected.recognitions
        if rule.published_by == recogniser
        for held in expected.named[rule.name]
        for award, item in expected.items.items()
        if isinstance(item, Programme) and not item.is_class and (award == held or held in expected.classes_of[award])
        for first in own
        if award in reach[first]
        for grant in rule.grants
    }
