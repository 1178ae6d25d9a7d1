"""Every field of the catalogue's and the holdings' format changes some answer, or says that it is information only."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from tests.field_cases import FILE, Case, cases

from stackways.rules.collection import Catalogue
from stackways.rules.holdings import Holding, Learner
from stackways.rules.kinds import RULE_KINDS
from stackways.rules.meanings import meanings
from stackways.rules.requirements import REQUIREMENT_KINDS
from stackways.seed.describe import fields_page
from stackways.seed.located import read

CASES = list(cases())
CHANGES_NOTHING = ("information only", "Marks the kind.")
"""What the meaning of a field says that changes no answer; a kind is told by it, and its other fields have cases."""


def models() -> list[type[BaseModel]]:
    """Return every model of both formats."""
    found: list[type[BaseModel]] = []
    pending: list[type[BaseModel]] = [Catalogue, *RULE_KINDS.values(), *REQUIREMENT_KINDS.values(), Holding, Learner]
    while pending:
        model = pending.pop()
        if model not in found:
            found.append(model)
            pending += [one for info in model.model_fields.values() for one in inside(info.annotation)]
    return found


def inside(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - an annotation has no type of its own
    """Yield the models that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from inside(part)


def declared() -> dict[str, str]:
    """Return what every field means, by the model that declares it: `Hold.versions`."""
    return {
        f"{base.__name__}.{name}": meanings(model).get(name, "")
        for model in models()
        for base in model.__mro__
        if issubclass(base, BaseModel) and base is not BaseModel
        for name in base.__annotations__
        if name in model.model_fields
    }


def test_every_field_has_one_case_or_says_that_it_changes_nothing() -> None:
    shown = [case.field for case in CASES]
    silent = {field for field, meaning in declared().items() if any(said in meaning for said in CHANGES_NOTHING)}
    assert sorted(shown) == sorted(set(shown))
    assert declared().keys() - silent <= set(shown) <= declared().keys()


@pytest.mark.parametrize("case", CASES, ids=[case.field for case in CASES])
def test_changing_a_field_changes_an_answer(case: Case) -> None:
    _, field = case.field.split(".")
    assert field in case.at or (field in REQUIREMENT_KINDS and field in case.to)
    before, after = case.answers()
    assert before != after
    assert (before, after) == (case.was, case.becomes)


def test_the_committed_page_shows_the_cases() -> None:
    committed = (FILE.parents[2] / "docs" / "fields.md").read_text(encoding="utf-8")
    assert committed == fields_page(read(FILE).data), "run `scripts/write-format`"
