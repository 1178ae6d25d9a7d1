"""What each field of the format is for: small catalogues in which a change of that field alone changes an answer.

The cases are in `tests/data/fields.yaml`, in short: what every entry has is filled in here.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from stackways.pathways.browse_catalogue import search
from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.run_scenarios import QUESTIONS, Given
from stackways.rules.base import Model
from stackways.rules.collection import Catalogue
from stackways.seed.check import check
from stackways.seed.located import read
from stackways.seed.observed import observed

FILE = Path(__file__).parent / "data" / "fields.yaml"
DAY = dt.date(2026, 6, 30)
SAYS = {"title": {"en": "it"}, "sources": [{"source": "u:page", "confidence": "high"}]}
FILLED: dict[str, dict[str, Any]] = {
    "institutions": {"kind": "university", "title": {"en": "it"}},
    "sources": {"title": "The page", "tier": "primary"},
    "credentials": {**SAYS, "kind": "certificate"},
    "modules": SAYS,
    "programmes": {**SAYS, "kind": "degree"},
    "rules": {"sources": SAYS["sources"], "says": {"en": "it says"}, "effective_from": "2000-01-01"},
}
"""What an entry of each section has unless a case says otherwise."""
GIVEN = ("holdings", "learner", "reading")


@dataclass(frozen=True)
class Case:
    """A field, the question that it matters to, and what changes with it."""

    field: str
    """`Model.field`, by the model that declares it."""
    asked: Mapping[str, Any]
    """The catalogue in short, what is held, and the question."""
    at: tuple[str | int, ...]
    to: Any
    answer: str
    """Where in the answer it shows."""
    was: Any
    becomes: Any

    @property
    def question(self) -> str:
        """Return what is asked, by name."""
        return str(next(iter(self.asked["ask"])))

    def answers(self) -> tuple[Any, Any]:
        """Return what stands there in the answer, before and after the change."""
        written = json.dumps(filled(self.asked), default=str, sort_keys=True)
        changed = filled(self.asked)
        *above, last = self.at
        place: Any = changed
        for step in above:
            place = place[step]
        if self.to is None and isinstance(place, dict):
            place.pop(last)
        elif isinstance(place, list) and last == len(place):
            place.append(self.to)
        else:
            place[last] = deepcopy(self.to)
        rewritten = json.dumps(changed, default=str, sort_keys=True)
        return at(answer(written), self.answer), at(answer(rewritten), self.answer)


def cases() -> Iterator[Case]:
    """Yield every case of the file."""
    for asked in read(FILE).data:
        for field, case in asked["fields"].items():
            steps = tuple(int(step) if step.isdigit() else step for step in case["at"].split("/"))
            yield Case(field, asked, steps, case["to"], case["answer"], case.get("was"), case.get("is"))


def filled(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is asked with what every entry has."""
    whole = deepcopy({name: part for name, part in asked.items() if name != "fields"})
    coded = [entry for section in FILLED for entry in whole.get(section, ()) if "code" in entry]
    known = {entry["code"] for entry in whole.get("institutions", ())}
    makers = sorted({entry["code"].partition(":")[0] for entry in coded} | {"u"})
    whole["institutions"] = [*whole.get("institutions", ()), *({"code": one} for one in makers if one not in known)]
    whole["sources"] = whole.get("sources", [{"code": "u:page"}])
    for section, more in FILLED.items():
        for number, entry in enumerate(whole.get(section, ())):
            if section == "rules":
                entry.setdefault("code", f"u:rule-{number}")
                entry.setdefault("published_by", "u")
            elif section in {"credentials", "modules", "programmes"}:
                entry.setdefault("offered_by", [entry["code"].partition(":")[0]])
            for name, value in more.items():
                entry.setdefault(name, deepcopy(value))
    return whole


@cache
def answer(written: str) -> Any:  # noqa: ANN401 - any JSON
    """Return the answer to what is asked, as the API gives it."""
    asked = json.loads(written)
    catalogue = {name: part for name, part in asked.items() if name in Catalogue.model_fields}
    ((question, own),) = asked["ask"].items()
    if question == "check":
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "catalogue.yaml"
            file.write_text(json.dumps(catalogue), encoding="utf-8")
            return {"problems": [str(problem) for problem in check([file])]}
    reader = cast("Any", CatalogueReading(observed(Catalogue.joined([Catalogue.model_validate(catalogue)]))))

    async def answered() -> Model:
        if question == "search":
            return await search(reader, own, DAY)
        given = Given.model_validate({"as_of": DAY, **{n: asked[n] for n in Given.model_fields if n in asked}})
        model, pathway = QUESTIONS[question]
        return cast("Model", await pathway(reader, model(**{n: getattr(given, n) for n in Given.model_fields}, **own)))

    return asyncio.run(answered()).model_dump(mode="json", by_alias=True)


def at(answer: Any, path: str) -> Any:  # noqa: ANN401 - any JSON
    """Return what stands in an answer at a path: of a list how many, and nothing where it does not go on."""
    place = answer
    for step in path.split("/"):
        if isinstance(place, list):
            place = place[int(step)] if int(step) < len(place) else None
        elif isinstance(place, dict):
            place = place.get(step)
    return len(place) if isinstance(place, list) else place
