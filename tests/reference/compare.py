"""The rules and the reference, asked the same."""

from __future__ import annotations

from tests.reference import recognition as reference
from tests.strategies import HORIZON, Asked

from stackways.rules.recognise import decide, judge_entry


def case_of(asked: Asked) -> reference.Case:
    situation = asked.situation
    reading = situation.reading
    return reference.Case(
        holdings=[holding.model_dump() for holding in situation.holdings],
        learner=situation.learner.model_dump(),
        reading=dict(reading) if isinstance(reading, dict) else reading,
        items={code: {"members": None, **item.model_dump()} for code, item in situation.items.items()},
        validities=[rule.model_dump() for rule in asked.validities],
    )


def rule_of(asked: Asked) -> reference.Rule:
    return reference.Rule([rule.model_dump() for rule in asked.versions], asked.grant.model_dump())


def assert_same_answer(asked: Asked) -> None:
    decision = decide(asked.versions, asked.grant, asked.situation, asked.knowledge)
    expected = reference.decide(rule_of(asked), asked.situation.day, case_of(asked), HORIZON)
    found = reference.Answer(decision.status.value, decision.from_, decision.claim_by)
    assert found == expected, shown(asked)


def assert_same_doubts(asked: Asked) -> None:
    decision = decide(asked.versions, asked.grant, asked.situation, asked.knowledge)
    expected = reference.doubts_that_matter(rule_of(asked), asked.situation.day, case_of(asked), HORIZON)
    assert {doubt.name for doubt in decision.doubts} == expected, shown(asked)


def assert_same_entry(asked: Asked) -> None:
    standing = judge_entry(asked.knowledge.items["t:programme"], asked.situation, asked.knowledge).standing
    by_code: dict[str, list[reference.Plain]] = {}
    for rule in asked.knowledge.entries["t:programme"]:
        by_code.setdefault(rule.code, []).append(rule.model_dump())
    rules = [reference.Rule(versions) for versions in by_code.values()]
    assert standing.value == reference.entry(rules, asked.situation.day, case_of(asked)), shown(asked)


def shown(asked: Asked) -> str:
    """Return a question so that it can be read, and asked again."""
    situation = asked.situation
    models = {
        "rules": asked.versions,
        "entries": asked.knowledge.entries["t:programme"],
        "holdings": situation.holdings,
        "validities": asked.validities,
    }
    unsaid = {"says", "sources", "published_by"}
    lines = [f"day: {situation.day}", f"reading: {situation.reading}"]
    lines += [f"learner: {situation.learner.model_dump(exclude_defaults=True, mode='json')}"]
    for name, parts in models.items():
        lines += [f"{name}: {part.model_dump(exclude_defaults=True, exclude=unsaid, mode='json')}" for part in parts]
    return "\n".join(lines)
