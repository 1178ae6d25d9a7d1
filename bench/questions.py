"""What is asked in the bench: every question, on samples of the synthetic catalogue that are the same in every run."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import BaseModel

from bench.generate import region_of, region_sizes
from bench.route_targets import SEEDS, target_code
from stackways.pathways.browse_catalogue import Filters, list_entries, search, show_entry
from stackways.pathways.compare_institutions import compare_institutions, transfer_matrix
from stackways.pathways.draw_graph import draw_neighbourhood
from stackways.pathways.explain_rule import explain_rule
from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions
from stackways.pathways.plan_route import RouteQuestion, plan_route
from stackways.pathways.session import Reader
from stackways.pathways.what_is_recognised import what_is_recognised
from stackways.pathways.what_opens import what_opens
from stackways.planner.route import Limits, Objective
from stackways.rules.catalogue import Kind
from stackways.rules.holdings import Holding
from stackways.rules.kinds.recognition import Recognition

AS_OF = dt.date(2026, 11, 22)
ATTAINED = dt.date(2025, 5, 1)
SAMPLES = 40
"""Of each question, so that neither the page cache nor a cache of answers sees one alone."""

ROUTES: dict[str, tuple[int, Sequence[Objective]]] = {
    "fastest of 30 candidates": (30, ["time"]),
    "cheapest of 30 candidates": (30, ["cost"]),
    "Pareto set of 30 candidates": (30, []),
    "fastest of a pool of 400": (400, ["time"]),
    "cheapest of a pool of 400": (400, ["cost"]),
}
"""How many may be studied, and what is best."""

Pathway = Callable[[Reader], Awaitable[BaseModel]]


@dataclass(frozen=True)
class Sample:
    """One question as a pathway is called, and as a request: method, path with query, body."""

    pathway: Pathway
    method: str
    address: str
    body: bytes | None = None


@dataclass(frozen=True)
class Question:
    """One sort of question and its samples."""

    name: str
    samples: Sequence[Sample]


class Known:
    """What three regions of the catalogue (the first, the middle and the last) say, to draw samples from."""

    def __init__(self, credentials: int, seed: int) -> None:
        """Make the regions."""
        regions = len(region_sizes(credentials))
        self.dice = random.Random(seed)
        self.catalogues = [region_of(credentials, region, seed) for region in sorted({0, regions // 2, regions - 1})]
        self.rules = [rule for made in self.catalogues for rule in made.rules if isinstance(rule, Recognition)]
        self.by_held: dict[str, list[Recognition]] = defaultdict(list)
        classes = {item.code for made in self.catalogues for item in made.credentials if item.is_class}
        for rule in self.rules:
            for held in set(rule.needs.codes()) - classes:
                if "-certificate-" in held:
                    self.by_held[held].append(rule)

    def held_by(self, least: int, most: int) -> list[str]:
        """Return credentials that so many of the regions' rules speak of."""
        return self.drawn(sorted(held for held, rules in self.by_held.items() if least <= len(rules) <= most))

    def hubs(self) -> list[str]:
        """Return what most rules speak of."""
        return sorted(self.by_held, key=lambda held: (-len(self.by_held[held]), held))[:3]

    def pairs(self) -> list[tuple[str, str]]:
        """Return a credential with a programme that a rule recognises it towards."""
        found = [
            (held, target)
            for held, rules in sorted(self.by_held.items())
            for rule in rules
            if "-programme-" in (target := rule.within or rule.grants[0].target)
        ]
        return self.drawn(found)

    def institutions(self) -> list[tuple[str, str]]:
        """Return an issuer with an institution that recognises something of it."""
        return self.drawn(sorted({(held.partition(":")[0], to.partition(":")[0]) for held, to in self.pairs()}))

    def of(self, section: str) -> list[Any]:
        """Return some entries of a section."""
        return self.drawn([entry for made in self.catalogues for entry in getattr(made, section)])

    def drawn(self, things: Sequence[Any]) -> list[Any]:
        """Return `SAMPLES` of them, or all."""
        return self.dice.sample(list(things), min(SAMPLES, len(things)))


def questions(credentials: int, seed: int) -> Iterator[Question]:
    """Yield every question, most asked first."""
    known = Known(credentials, seed)
    pairs, towards_programme = known.pairs(), [rule.within for rule in known.drawn(known.rules) if rule.within]
    modules = [grant.target for rule in known.drawn(known.rules) for grant in rule.grants if "-module-" in grant.target]
    yield Question("exemptions towards a programme", [_exemptions(held, target) for held, target in pairs])
    yield Question("exemptions, one rule", [_exemptions(held) for held in known.held_by(1, 1)])
    yield Question("exemptions, typical", [_exemptions(held) for held in known.held_by(2, 3)])
    yield Question("exemptions, hub", [_exemptions(held) for held in known.hubs()])
    yield Question("opens", [_opens(held) for held in known.held_by(2, 3)])
    yield Question("recognised towards a programme", [_recognised("programmes", code) for code in towards_programme])
    yield Question("recognised towards a module", [_recognised("modules", code) for code in modules])
    yield Question("route", [_route(held, target) for held, target in pairs])
    for name, (candidates, optimise) in ROUTES.items():
        yield Question(name, [_optimum(target_code(candidates, number), optimise) for number in range(SEEDS)])
    yield Question("transfer between two", [_transfer(start, end) for start, end in known.institutions()])
    yield Question("matrix", [_matrix()])
    yield Question("neighbourhood", [_neighbourhood(held) for held in known.held_by(2, 3)])
    yield Question("search", [_search(" ".join(item.title["en"].split()[-2:])) for item in known.of("programmes")])
    yield Question("list of an institution", [_list(item.code.partition(":")[0]) for item in known.of("programmes")])
    yield Question("entry", [_entry(held) for held in known.held_by(2, 3)])
    yield Question("rule", [_rule(rule.code) for rule in known.drawn(known.rules)])


def _exemptions(held: str, towards: str | None = None) -> Sample:
    question = ExemptionsQuestion(holdings=[Holding(code=held, attained_on=ATTAINED)], towards=towards, as_of=AS_OF)
    return Sample(partial(find_exemptions, question=question), "POST", "/v1/exemptions", _body(question))


def _route(held: str, target: str) -> Sample:
    question = RouteQuestion(holdings=[Holding(code=held, attained_on=ATTAINED)], target=target, as_of=AS_OF)
    return Sample(partial(plan_route, question=question), "POST", "/v1/routes", _body(question))


def _optimum(target: str, optimise: Sequence[Objective]) -> Sample:
    """Ask for routes of which each is proven."""
    limits, alternatives = Limits(hours_per_week=Decimal(8)), 1 if optimise else 10
    question = RouteQuestion(
        holdings=[], target=target, as_of=AS_OF, optimise=list(optimise), limits=limits, alternatives=alternatives
    )

    async def proven(reader: Reader) -> BaseModel:
        answer = await plan_route(reader, question)
        if not answer.routes or not all(route.proven_optimal for route in answer.routes):
            raise RuntimeError(f"not every route to `{target}` is proven")
        return answer

    return Sample(proven, "POST", "/v1/routes", _body(question))


def _opens(code: str) -> Sample:
    return _got(partial(what_opens, code=code, as_of=AS_OF, depth=4), f"credentials/{quote(code)}/opens", depth=4)


def _recognised(section: str, code: str) -> Sample:
    return _got(partial(what_is_recognised, code=code, as_of=AS_OF), f"{section}/{quote(code)}/recognised")


def _transfer(start: str, end: str) -> Sample:
    pathway = partial(compare_institutions, start=start, end=end, as_of=AS_OF)
    return _got(pathway, "transferability", **{"from": start, "to": end})


def _matrix() -> Sample:
    return _got(partial(transfer_matrix, as_of=AS_OF), "transferability")


def _neighbourhood(code: str) -> Sample:
    return _got(partial(draw_neighbourhood, focus=code, as_of=AS_OF), "graph", focus=code)


def _search(words: str) -> Sample:
    return _got(partial(search, text=words, as_of=AS_OF), "search", q=words)


def _list(institution: str) -> Sample:
    pathway = partial(list_entries, kind=Kind.CREDENTIAL, as_of=AS_OF, filters=Filters(institution=institution))
    return _got(pathway, "credentials", institution=institution)


def _entry(code: str) -> Sample:
    return _got(partial(show_entry, code=code, as_of=AS_OF), f"credentials/{quote(code)}")


def _rule(code: str) -> Sample:
    return _got(partial(explain_rule, code=code, as_of=AS_OF), f"rules/{quote(code)}")


def _got(pathway: Pathway, path: str, **query: object) -> Sample:
    return Sample(pathway, "GET", f"/v1/{path}?{urlencode({**query, 'as_of': AS_OF.isoformat()})}")


def _body(question: BaseModel) -> bytes:
    return json.dumps(question.model_dump(mode="json", by_alias=True, exclude_defaults=True)).encode()
