"""Do the answers come out as somebody wrote down that they should? Scenarios of the project's own, and of anyone.

A file has one scenario or a list of them. What is expected need not be the whole answer: every field it names must be
as it says, every member of a list that it describes must be there (among others), and a list of plain values must be
just that list. `[]` means that there is none.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from pydantic import Field, ValidationError

from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.find_awards import AwardsQuestion, find_awards
from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions
from stackways.pathways.mistakes import mistake_of
from stackways.pathways.plan_route import RouteQuestion, plan_route
from stackways.pathways.question import MOST_HOLDINGS, Question, UnknownCodeError, WrongKindError
from stackways.rules.base import Day, Model, Text
from stackways.rules.holdings import Learner, Reading, WrittenHolding
from stackways.seed.located import read
from stackways.words.message import Code, Message, listed

if TYPE_CHECKING:
    from pydantic import BaseModel

    from stackways.graph.driver import Reading as Reader

    Pathway = Callable[[Reader, Any], Awaitable[BaseModel]]

QUESTIONS: dict[str, tuple[type[Question], Pathway]] = {
    "exemptions": (ExemptionsQuestion, find_exemptions),
    "awards": (AwardsQuestion, find_awards),
    "route": (RouteQuestion, plan_route),
}
"""What can be asked, with the question's model and the pathway that answers it."""

Asked = Literal["exemptions", "awards", "route"]


class Given(Model):
    """Who asks, and when: the fields that every question shares."""

    holdings: Annotated[list[WrittenHolding], Field(max_length=MOST_HOLDINGS)] = []
    """As the API takes them, or as `code@date`, with a grade `code@date 3.7 gpa-4`."""
    learner: Learner = Learner()
    as_of: Day
    """The day the question is asked for; needed, so that the scenario means the same next year."""
    reading: Reading = "lenient"
    illustrative: bool = False


class Scenario(Model):
    """One question with what must come of it."""

    name: Text
    """What it shows, as a whole sentence."""
    given: Given
    ask: Annotated[dict[Asked, dict[str, Any]], Field(min_length=1, max_length=1)]
    """One question with the fields that are its own: `awards: {programme: hku-space:certificate}`."""
    expect: Annotated[dict[str, Any], Field(min_length=1)]
    """The fields of the answer that must be so."""
    catalogue: Path | None = None
    """The catalogue to ask, a file or folder, from where the scenario stands; none: what the graph holds."""

    def question(self) -> Question:
        """Return what is asked.

        Raises:
            ValidationError: the question has no such field, or it cannot have that value.
        """
        asked, own = next(iter(self.ask.items()))
        shared = {name: getattr(self.given, name) for name in Given.model_fields}
        return QUESTIONS[asked][0](**shared, **own)


class ScenarioFileError(ValueError):
    """A file of scenarios cannot be read, as one sentence with the place and what would be right."""


class Outcome(Model):
    """What came of one scenario."""

    name: str
    file: str
    passed: bool
    differences: list[str]
    """What was expected and came otherwise; empty when it passed."""


class Outcomes(Model):
    """What came of all scenarios, in the order of their files."""

    scenarios: list[Outcome]

    @property
    def failed(self) -> int:
        """Return how many did not come out as expected."""
        return sum(not outcome.passed for outcome in self.scenarios)


def read_scenarios(path: Path, catalogue: Path | None = None) -> list[tuple[Path, Scenario]]:
    """Return the scenarios of a file, or of every YAML file in a folder, each with its file.

    With a `catalogue`, all are asked of that.

    Raises:
        ScenarioFileError: something cannot be read, is no scenario, or there is none.
    """
    files = sorted(file for file in path.rglob("*") if file.suffix in {".yaml", ".yml"}) if path.is_dir() else [path]
    found = [(file, _asking(file, scenario, catalogue)) for file in files for scenario in _scenarios_in(file)]
    if not found:
        raise ScenarioFileError(str(Message("scenario.none", path=str(path))))
    return found


def _asking(file: Path, scenario: Scenario, catalogue: Path | None) -> Scenario:
    """Return a scenario with the path of the catalogue it asks."""
    asked = catalogue or (scenario.catalogue and file.parent / scenario.catalogue)
    return scenario.model_copy(update={"catalogue": asked})


def _scenarios_in(file: Path) -> Iterator[Scenario]:
    document = read(file)
    for misread in document.misread:
        place = f"{file}:{misread.position.line}:{misread.position.column}"
        why = listed((misread.what, misread.remedy), "semicolon")
        raise ScenarioFileError(str(Message("scenario.unread", place=place, what=why)))
    entries = document.data if isinstance(document.data, list) else [document.data]
    for position, entry in enumerate(entries):
        at: tuple[str | int, ...] = (position,) if isinstance(document.data, list) else ()
        line = document.position(at).line
        try:
            scenario = Scenario.model_validate(entry)
            scenario.question()
        except ValidationError as error:
            wrong = error.errors(include_url=False)[0]
            field = ".".join(map(str, wrong["loc"]))
            is_named = isinstance(entry, dict) and "name" in entry
            name = Code(str(entry["name"])) if is_named else Message("scenario.this")
            what = mistake_of(wrong)
            if field:
                what = Message("usage.field", field=field, why=what)
            told = Message("scenario.no-scenario", place=f"{file}:{line}", name=name, what=what)
            raise ScenarioFileError(str(told)) from None
        yield scenario


async def run_scenarios(reader: Reader, scenarios: Iterable[tuple[Path, Scenario]]) -> Outcomes:
    """Ask every question, and compare; those with a catalogue of their own ask that.

    Raises:
        CatalogueRefusedError: such a catalogue has problems.
    """
    return await _run_all(reader, scenarios)


def run_own(scenarios: Iterable[tuple[Path, Scenario]]) -> Outcomes:
    """Ask every question of its own catalogue, and compare; no database is needed.

    Raises:
        CatalogueRefusedError: such a catalogue has problems.
    """
    return asyncio.run(_run_all(None, scenarios))


async def _run_all(reader: Reader | None, scenarios: Iterable[tuple[Path, Scenario]]) -> Outcomes:
    own: dict[Path, Reader] = {}
    outcomes = []
    for file, scenario in scenarios:
        asked = reader
        if path := scenario.catalogue:
            asked = own[path] = own.get(path) or cast("Reader", CatalogueReading.of([path]))
        if asked is None:
            raise TypeError(f"`{scenario.name}` has no catalogue of its own")
        outcomes.append(await _run(asked, file, scenario))
    return Outcomes(scenarios=outcomes)


async def _run(reader: Reader, file: Path, scenario: Scenario) -> Outcome:
    pathway = QUESTIONS[next(iter(scenario.ask))][1]
    try:
        answer = await pathway(reader, scenario.question())
    except (UnknownCodeError, WrongKindError) as error:
        said = [str(error)]
    else:
        said = differences(scenario.expect, answer.model_dump(mode="json", by_alias=True))
    return Outcome(name=scenario.name, file=str(file), passed=not said, differences=said)


def differences(expected: Any, found: Any, place: str = "") -> list[str]:  # noqa: ANN401 - any JSON
    """Return in words where an answer is not as expected; nothing where it is."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            difference
            for name, value in expected.items()
            for difference in _field(name, value, found, f"{place}.{name}".lstrip("."))
        ]
    if isinstance(expected, list) and isinstance(found, list):
        return _list(expected, found, place)
    if _same(expected, found):
        return []
    return [_differs(place, expected, found)]


def _differs(place: str, expected: Any, found: Any) -> str:  # noqa: ANN401 - any JSON
    return str(Message("scenario.differs", place=place, wanted=_shown(expected), found=_shown(found)))


def _field(name: str, value: Any, found: dict[str, Any], place: str) -> list[str]:  # noqa: ANN401 - any JSON
    if name not in found:
        return [str(Message("scenario.absent", place=place, names=listed(map(Code, found), "comma")))]
    return differences(value, found[name], place)


def _list(expected: Sequence[Any], found: Sequence[Any], place: str) -> list[str]:
    """Compare lists: described members must be there, each another one; plain values must be just these."""
    if not expected or not all(isinstance(one, dict) for one in expected):
        same = len(expected) == len(found) and all(map(_same, expected, found))
        return [] if same else [_differs(place, expected, found)]
    told = [[differences(one, other, f"{place}[{at}]") for at, other in enumerate(found)] for one in expected]
    if _assigned(told, frozenset()):
        return []
    for one, each in zip(expected, told, strict=True):
        if not each:
            return [str(Message("scenario.empty", place=place, wanted=_shown(one)))]
        if all(each):
            return min(each, key=len)
    return [str(Message("scenario.too-few", place=place, wanted=_shown(expected)))]


def _assigned(told: Sequence[Sequence[list[str]]], taken: frozenset[int]) -> bool:
    """Tell whether every expected member can have a member of its own that does not differ."""
    if not told:
        return True
    return any(
        _assigned(told[1:], taken | {at}) for at, differs in enumerate(told[0]) if not differs and at not in taken
    )


def _same(expected: object, found: object) -> bool:
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, dt.date):
        return expected.isoformat() == found
    if isinstance(expected, int | float) and isinstance(found, int | float | str):
        try:
            return Decimal(str(expected)) == Decimal(str(found))
        except InvalidOperation:
            return False
    return expected == found


MOST_SHOWN = 300
"""The most letters of an answer that a difference shows."""


def _shown(value: Any) -> str:  # noqa: ANN401 - any JSON
    said = _said(value)
    return said if len(said) <= MOST_SHOWN else f"{said[:MOST_SHOWN]} …"


def _said(value: Any) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_said(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_said, value)) + "]" if value else str(Message("scenario.nothing"))
    return str(Message("scenario.null")) if value is None else f"`{value}`"
