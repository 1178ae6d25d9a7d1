"""One question for many learners: each answered as if asked alone, one after the other, and nothing is kept.

Learners come under names of their own choosing (pseudonyms), as NDJSON or CSV, and are read one at a time.
"""

from __future__ import annotations

import asyncio
import csv
import itertools
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, cast

from pydantic import BaseModel, Field, ValidationError, model_validator

from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.find_awards import Awards, AwardsQuestion, find_awards
from stackways.pathways.find_exemptions import Exemptions, ExemptionsQuestion, find_exemptions
from stackways.pathways.mistakes import mistake_of
from stackways.pathways.plan_route import RouteQuestion, Routes, plan_route
from stackways.pathways.question import MOST_HOLDINGS, UnknownCodeError, WrongKindError
from stackways.pathways.session import GraphError
from stackways.rules.base import Code, Day, Model, Text
from stackways.rules.deadline import TimeUpError
from stackways.rules.holdings import Learner, Reading, WrittenHolding
from stackways.words.message import Language, Message, SaidError
from stackways.words.render import speak, spoken

if TYPE_CHECKING:
    from stackways.graph.driver import Reading as Reader

__all__ = [
    "CohortError", "CohortLearner", "CohortQuestion", "answer_cohort", "answer_learner", "learners_in", "resumed_at",
    "run_cohort",
]  # fmt: skip

AT_ONCE = 16
"""How many learners one process is given at a time."""
LONGEST_LINE = 1 << 20
"""The longest line of a file, in characters."""

Form = Literal["ndjson", "csv"]
Ask = Literal["exemptions", "awards", "routes"]
Answer: TypeAlias = Exemptions | Awards | Routes


class CohortError(SaidError, ValueError):
    """A file of learners that cannot be read; what is to be said is its text."""


class CohortQuestion(Model):
    """What is asked for every learner."""

    ask: Ask = "exemptions"
    towards: Code | None = None
    """Of exemptions: where they should count."""
    institution: Code | None = None
    """Of awards: whose."""
    programme: Code | None = None
    """Of awards: this one and no other."""
    target: Code | None = None
    """Of routes: where to."""
    as_of: Day | None = None
    reading: Reading = "lenient"
    illustrative: bool = False

    @model_validator(mode="after")
    def _asks_what_it_can(self) -> CohortQuestion:
        if (self.ask == "routes") != (self.target is not None):
            raise ValueError(str(Message("cohort.target-alone")))
        if self.towards is not None and self.ask != "exemptions":
            raise ValueError(str(Message("cohort.towards-alone")))
        if self.ask != "awards" and (self.institution or self.programme):
            raise ValueError(str(Message("cohort.awards-alone")))
        return self

    def of(self, learner: CohortLearner) -> ExemptionsQuestion | AwardsQuestion | RouteQuestion:
        """Return the question of one learner, as it would be asked alone."""
        kinds: dict[str, type[ExemptionsQuestion | AwardsQuestion | RouteQuestion]] = {
            "exemptions": ExemptionsQuestion,
            "awards": AwardsQuestion,
            "routes": RouteQuestion,
        }
        common = self.model_dump(exclude={"ask"}, exclude_none=True)
        told = learner.learner
        if told.pseudonym is None:  # exceptions are kept under the name by which the cohort knows the learner
            told = told.model_copy(update={"pseudonym": learner.id})
        return kinds[self.ask](**common, holdings=learner.holdings, learner=told)


class CohortLearner(Model):
    """A learner of a cohort, under a name that tells nobody who it is."""

    id: Annotated[str, Field(min_length=1, max_length=200)]
    holdings: Annotated[list[WrittenHolding], Field(max_length=MOST_HOLDINGS)] = []
    learner: Learner = Learner()


class Unread(Model):
    """A learner whose line cannot be read."""

    id: str
    problem: Text


# Reading learners


def learners_in(lines: Iterable[str], form: Form) -> Iterator[CohortLearner | Unread]:
    """Yield the learners of a file, one at a time, each where it is read.

    A line of NDJSON is `{"id", "holdings", "learner"}` with the API's own fields. CSV has a row for each holding, the
    rows of one learner together: `id`, `code`, and where they are known `attained_on`, `status`, `grade`, `scale` and
    the fields of `learner`.

    Raises:
        CohortError: the CSV has no column `id` or `code`, or a column that is not known.
    """
    return _ndjson(lines) if form == "ndjson" else _csv(lines)


def _ndjson(lines: Iterable[str]) -> Iterator[CohortLearner | Unread]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line) if len(line) <= LONGEST_LINE else None
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            yield Unread(id=f"line {number}", problem=str(Message("cohort.no-learner")))
        else:
            yield _learner(data, str(data.get("id") or f"line {number}"))


def _learner(data: Mapping[str, Any], name: str) -> CohortLearner | Unread:
    try:
        return CohortLearner.model_validate(data)
    except ValidationError as error:
        return Unread(id=name[:200], problem=_in_words(error))


def _in_words(error: ValidationError) -> str:
    wrong = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in wrong["loc"])
    what = mistake_of(wrong)
    return str(Message("usage.field", field=place, why=what) if place else what)


OF_HOLDING = ("code", "attained_on", "status", "version", "valid_until", "renewed_on", "term", "taken_through")
OF_GRADE = ("grade", "scale")
OF_LEARNER = ("birth_year", "residency", "work_years", "intake", "admission_on")
COLUMNS = frozenset({"id", *OF_HOLDING, *OF_GRADE, *OF_LEARNER})


def _csv(lines: Iterable[str]) -> Iterator[CohortLearner | Unread]:
    rows = csv.DictReader(line.removeprefix("\ufeff") for line in lines)
    headings = [heading.strip().casefold() for heading in rows.fieldnames or ()]
    if not {"id", "code"} <= set(headings) or (unknown := set(headings) - COLUMNS - {""}):
        missing = {"id", "code"} - set(headings)
        what = "cohort.columns-missing" if missing else "cohort.columns-unknown"
        raise CohortError(Message(what, columns=", ".join(sorted(missing or unknown))))
    rows.fieldnames = headings
    return _learners_of_rows(rows)


def _learners_of_rows(rows: Iterable[dict[str, str | None]]) -> Iterator[CohortLearner | Unread]:
    """Yield the learner of each run of rows with one name."""
    seen: set[int] = set()
    for name, of_one in itertools.groupby(rows, key=lambda row: (row["id"] or "").strip()):
        written = [{key: text.strip() for key, text in row.items() if text and text.strip()}
                   for row in of_one]  # fmt: skip
        if hash(name) in seen:
            yield Unread(id=name or "?", problem=str(Message("cohort.rows-apart")))
            continue
        seen.add(hash(name))
        yield _learner(_of_rows(name, written), name or "?")


def _of_rows(name: str, rows: list[dict[str, str]]) -> dict[str, Any]:
    holdings = []
    for row in rows:
        if "code" in row:
            grade = (
                {"value": row["grade"], **({"scale": row["scale"]} if "scale" in row else {})}
                if "grade" in row
                else None
            )
            held: dict[str, Any] = {key: row[key] for key in OF_HOLDING if key in row}
            holdings.append(held | ({"grade": grade} if grade else {}))
    told = {key: row[key] for row in rows for key in OF_LEARNER if key in row}
    return {"id": name, "holdings": holdings, "learner": told}


# Answering them


async def answer_learner(reader: Reader, question: CohortQuestion, learner: CohortLearner) -> Answer:
    """Return the answer of one learner: the very one that asking alone gives, whatever that raises."""
    asked = question.of(learner)
    if isinstance(asked, RouteQuestion):
        return await plan_route(reader, asked)
    if isinstance(asked, AwardsQuestion):
        return await find_awards(reader, asked)
    return await find_exemptions(reader, asked)


async def answer_cohort(
    answering: Callable[[CohortLearner], Awaitable[Answer]], learners: Iterable[CohortLearner | Unread]
) -> AsyncIterator[str]:
    """Yield a line of NDJSON for each learner, in their order: `{"id", "answer"}`, or `{"id", "problem"}`.

    Args:
        answering: Answers one of them.
        learners: Whose questions.
    """
    for learner in learners:
        if isinstance(learner, Unread):
            yield _line(learner.id, problem=learner.problem)
            continue
        try:
            answered = await answering(learner)
        except GraphError:
            yield _line(learner.id, problem=str(Message("cohort.away")))
        except (UnknownCodeError, WrongKindError) as error:
            yield _line(learner.id, problem=str(error))
        except ValidationError as error:
            yield _line(learner.id, problem=_in_words(error))
        except TimeUpError:
            yield _line(learner.id, problem=str(Message("cohort.too-long")))
        else:
            yield _line(learner.id, answer=answered)


def _line(name: str, *, answer: BaseModel | None = None, problem: str = "") -> str:
    said = f'"answer":{answer.model_dump_json(by_alias=True)}' if answer else f'"problem":{json.dumps(problem)}'
    return f'{{"id":{json.dumps(name)},{said}}}\n'


# A cohort and a catalogue in files


_reader: list[CatalogueReading] = []
"""The catalogue that a process answers from: it is read once, where the process begins."""


def _begin(paths: tuple[Path, ...], language: Language) -> None:
    speak(language)
    _reader[:] = [CatalogueReading.of(paths)]


def _answered(question: CohortQuestion, learners: list[CohortLearner | Unread]) -> list[str]:
    reader = cast("Reader", _reader[0])

    async def lines() -> list[str]:
        answering = partial(answer_learner, reader, question)
        return [line async for line in answer_cohort(answering, learners)]

    return asyncio.run(lines())


def run_cohort(
    paths: tuple[Path, ...],
    question: CohortQuestion,
    learners: Iterable[CohortLearner | Unread],
    *,
    processes: int = 1,
) -> Iterator[str]:
    """Yield a line for each learner, in their order; however many there are, few are held at a time.

    Args:
        paths: The catalogue's files and folders.
        question: What is asked.
        learners: Whose questions.
        processes: How many processes share the work.

    Raises:
        CatalogueRefusedError: the catalogue has problems.
    """
    parts = _in_parts(iter(learners))
    if processes == 1:
        _begin(paths, spoken())
        for part in parts:
            yield from _answered(question, part)
        return
    # Begun anew rather than forked: a copy of a process that has threads may wait for one that it does not have.
    begun = get_context("spawn")
    with ProcessPoolExecutor(processes, begun, initializer=_begin, initargs=(paths, spoken())) as pool:
        waiting: deque[Future[list[str]]] = deque()
        for part in parts:
            waiting.append(pool.submit(_answered, question, part))
            if len(waiting) >= 2 * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _in_parts(learners: Iterator[CohortLearner | Unread]) -> Iterator[list[CohortLearner | Unread]]:
    while part := list(itertools.islice(learners, AT_ONCE)):
        yield part


def resumed_at(output: Path, learners: Iterator[CohortLearner | Unread]) -> int:
    """Skip the learners whose lines a file has already, cut a last line that is not whole, and return how many.

    Raises:
        CohortError: the file has the lines of others.
    """
    whole = done = 0
    with output.open("rb") as stream:
        for line in stream:
            if not line.endswith(b"\n"):
                break
            learner = next(learners, None)
            if learner is None or json.loads(line)["id"] != learner.id:
                raise CohortError(Message("cohort.of-others", file=str(output), row=done + 1))
            done += 1
            whole += len(line)
    with output.open("r+b") as stream:
        stream.truncate(whole)
    return done
