"""Short ways to write a rule and to ask it something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from stackways.rules.base import Citation, Confidence, Spoken
from stackways.rules.catalogue import Credential, Module, Programme, StudyItem
from stackways.rules.decision import Decision
from stackways.rules.holdings import Described, Holding, Learner, Reading
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.validity import Validity
from stackways.rules.recognise import Knowledge, decide
from stackways.rules.situation import Situation

TODAY = "2026-11-22"

SAID = {"published_by": "school", "says": {"en": "so it is published"}}
SOURCES = [Citation(source="school:page", confidence=Confidence.HIGH)]

Things = Iterable[StudyItem]


def day(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)


def course(code: str, **more: Any) -> Credential:  # noqa: ANN401 - any field of a credential
    return Credential(**{"code": code, "title": {"en": code.partition(":")[2].title()}, "kind": "course",
                         "offered_by": [code.partition(":")[0]], **more})  # fmt: skip


def texts(told: Iterable[Spoken]) -> list[str]:
    """Return what is told, in words."""
    return [one.text for one in told]


MODULE = Module(code="school:module", title={"en": "The Module"}, offered_by=["school"])
PROGRAMME = Programme(code="school:diploma", title={"en": "The Diploma"}, kind="diploma", offered_by=["school"])


def rule(needs: Any = "vendor:cert", **more: Any) -> Recognition:  # noqa: ANN401 - any field of a rule
    """Return a rule that exempts from the module, by default for one certificate, holding always."""
    return Recognition(
        **{
            **SAID,
            "kind": "recognition",
            "code": "school:rule",
            "sources": SOURCES,
            "effective_from": None,
            "needs": needs,
            "grants": [{"target": MODULE.code, "outcome": "exemption"}],
            "within": PROGRAMME.code,
            **more,
        }
    )


def entry(needs: Any, **more: Any) -> Entry:  # noqa: ANN401 - any field of a rule
    return Entry(**{**SAID, "kind": "entry", "code": "school:entry", "sources": SOURCES, "into": [PROGRAMME.code],
                    "needs": needs, **more})  # fmt: skip


def validity(period: str, *of: str, **more: Any) -> Validity:  # noqa: ANN401 - any field of a rule
    return Validity(**{**SAID, "kind": "validity", "code": "vendor:validity", "sources": SOURCES, "of": list(of),
                       "period": period, **more})  # fmt: skip


def held(code: str = "vendor:cert", on: str | None = None, **more: Any) -> Holding:  # noqa: ANN401 - any field
    return Holding(**{"code": code, "attained_on": day(on) if on else None, **more})


def described(on: str | None = None, **said: Any) -> Holding:  # noqa: ANN401 - any field of a description
    return Holding(described=Described(**{"title": "Something else", **said}), attained_on=day(on) if on else None)


def ask(
    rules: Recognition | Sequence[Recognition],
    holdings: Holding | Sequence[Holding] = (),
    today: str = TODAY,
    *,
    learner: Mapping[str, Any] | None = None,
    reading: Reading = "lenient",
    items: Things = (),
    validities: Iterable[Validity] = (),
    entries: Sequence[Entry] = (),
) -> Decision:
    """Return the decision on the first grant of the newest version."""
    versions = [rules] if isinstance(rules, Recognition) else rules
    known = {item.code: item for item in (MODULE, PROGRAMME, *items)}
    limits: dict[str, list[Validity]] = {}
    for limit in validities:
        for code in limit.of:
            limits.setdefault(code, []).append(limit)
    situation = Situation(
        day=day(today),
        holdings=[holdings] if isinstance(holdings, Holding) else holdings,
        learner=Learner(**(learner or {})),
        reading=reading,
        items=known,
        validities=limits,
    )
    return decide(versions, versions[-1].grants[0], situation, Knowledge(known, {}, {PROGRAMME.code: entries}))


def codes(decision: Decision) -> list[str]:
    """Return the stable codes of the reasons."""
    return [reason.code for reason in decision.reasons]


def remarks(decision: Decision) -> list[str]:
    """Return the stable codes of the remarks."""
    return [remark.code for remark in decision.remarks]


def text(decision: Decision) -> str:
    """Return the reasons as one text."""
    return "; ".join(reason.text for reason in decision.reasons)
