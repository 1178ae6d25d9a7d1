"""What may stand in a query, and the one body that no pathway defines."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from stackways.pathways.change_log import MOST_LOGGED
from stackways.pathways.compare_institutions import MOST_ISSUERS
from stackways.pathways.institution_desk import MOST_ON_DESK
from stackways.pathways.question import MOST_DEPTH, MOST_HOLDINGS, MOST_LISTED
from stackways.rules.base import CODE_PATTERN, Code, Day, Model, Slug
from stackways.rules.catalogue import Kind
from stackways.rules.periods import PeriodField
from stackways.rules.today import today
from stackways.words.message import Message

Words = Annotated[str, Field(max_length=200)]
AnyCode = Annotated[str, Field(max_length=160)]
"""A code as somebody typed it: whether there is such a code, the catalogue says."""
CodeInPath = Annotated[str, Path(max_length=160, description="A code of the catalogue, for example `cisco:ccna`.")]


IN_THE_ADDRESS = ConfigDict(defer_build=False, use_attribute_docstrings=True)
"""Of models whose fields FastAPI takes apart when it starts: it looks for what they mean at the fields themselves."""


class Asking(Model):
    """What every question takes."""

    model_config = IN_THE_ADDRESS

    as_of: Day | None = None
    """The day the question is asked for; today unless given."""
    illustrative: bool = False
    """Whether data that nobody published may take part."""

    @property
    def day(self) -> dt.date:
        """Return the day the question is asked for."""
        return self.as_of or today()


def _of_a_page(shape: str) -> AfterValidator:
    """Return what refuses a cursor that no page has as its `next`."""

    def checked(cursor: str) -> str:
        if cursor and not re.fullmatch(shape, cursor):
            raise ValueError(str(Message("api.no-such-cursor")))
        return cursor

    return AfterValidator(checked)


AfterCode = Annotated[str, Field(max_length=400), _of_a_page(CODE_PATTERN)]
AfterName = Annotated[str, Field(max_length=400), _of_a_page(CODE_PATTERN.removesuffix("$") + r"@\d+")]


class Listing(Asking):
    """Which page of a list."""

    limit: Annotated[int, Field(ge=1, le=MOST_LISTED)] = 50
    """How many at most."""


class EntriesAsked(Listing):
    """Which entries of the catalogue."""

    cursor: AfterCode | None = None
    """The `next` of the page before."""

    q: Words | None = None
    """Words of a title, as in a search: what fits them best comes first."""
    institution: AnyCode | None = None
    """Offered by this institution."""
    kind: Slug | None = None
    """The field's term, for example `nanodegree` or `specialist-diploma`."""
    theme: Words | None = None
    """In this theme (English name)."""


class RulesAsked(Listing):
    """Which rules need looking after."""

    cursor: AfterName | None = None
    """The `next` of the page before."""

    stale: bool | None = None
    """Only those without dates (true), or only those with (false)."""
    doubtful: bool | None = None
    """Only those with doubts (true), or only those without (false)."""
    expiring_before: Day | None = None
    """Only those that end before this day."""


class DeskWanted(Asking):
    """Whose rules, and which of them."""

    institution: AnyCode | None = None
    """Whose; all unless given."""
    direction: Literal["inward", "outward"] | None = None
    """What it recognises, or what of it others recognise; both unless given."""
    ending_within: PeriodField | None = None
    """Only rules in force that end within this time, for example `P6M`."""
    not_checked_for: PeriodField | None = None
    """Only rules of which no source was read for this long, for example `P1Y`."""
    undated: bool = False
    """Only rules without a day from which they hold."""
    contradicted: bool = False
    """Only rules that a source contradicts."""
    doubtful: bool = False
    """Only rules that leave something unclear."""
    limit: Annotated[int, Field(ge=1, le=MOST_ON_DESK)] = 200
    """How many at most."""


class ChangesAsked(Asking):
    """How many changes."""

    limit: Annotated[int, Field(ge=1, le=MOST_LOGGED)] = 50
    """How many at most, the newest first."""


class SearchAsked(Asking):
    """What is looked for."""

    q: Annotated[str, Field(min_length=1, max_length=200)]
    """Words of a title, or part of a code; misspelt ones too."""
    kind: Kind | None = None
    """Only entries of this kind; any unless given."""
    limit: Annotated[int, Field(ge=1, le=MOST_LISTED)] = 20
    """How many at most."""


class OpensAsked(Asking):
    """How far a credential's openings are followed."""

    depth: Annotated[int, Field(ge=1, le=MOST_DEPTH)] = 4
    """How many edges."""


class TransferAsked(Asking):
    """Which pair of institutions; with one of them, every pair that it is in on that side; with neither, every pair."""

    from_: Annotated[AnyCode | None, Field(alias="from")] = None
    """Whose learning."""
    to: AnyCode | None = None
    """Who recognises it."""
    limit: Annotated[int, Field(ge=1, le=MOST_ISSUERS)] = MOST_ISSUERS
    """Of pairs: those of how many institutions' learning at most."""
    cursor: AfterCode | None = None
    """Of pairs: the `next` of the page before."""


class Written(Model):
    """How a graph is written."""

    model_config = IN_THE_ADDRESS

    format: Literal["json", "mermaid", "dot"] = "json"
    """`json`, or text that Mermaid or Graphviz draws."""


class RouteWritten(Model):
    """How routes are written."""

    model_config = IN_THE_ADDRESS

    as_: Annotated[Literal["json", "ics"], Field(alias="as")] = "json"
    """All of them as `json`, or one as `ics` (iCalendar)."""
    route: Annotated[int, Field(ge=1, le=10)] = 1
    """Which one is written as a calendar; 1 is the best."""


class NeighbourhoodAsked(Asking, Written):
    """What is drawn around an entry."""

    focus: AnyCode
    """The code in the middle."""
    depth: Annotated[int, Field(ge=0, le=MOST_DEPTH)] = 1
    """How many edges around it."""


class _Part(BaseModel):
    """Of an answer given back, only what is drawn is read."""

    model_config = ConfigDict(extra="ignore", frozen=True, use_attribute_docstrings=True)


class DecisionDrawn(_Part):
    """A decision: its path is drawn."""

    path: Annotated[list[str], Field(max_length=100)] = []
    """The codes on the way, in order."""


class StepDrawn(_Part):
    """A step of a route: its code is drawn, with the path of its decision."""

    code: Code
    """What the step is done with."""
    decision: DecisionDrawn | None = None
    """The decision it rests on, where it rests on one."""


class RouteDrawn(_Part):
    """A route as `POST /v1/routes` answers it."""

    steps: Annotated[list[StepDrawn], Field(max_length=MOST_HOLDINGS)]
    """The steps, in order."""


class DrawingAsked(Asking):
    """A route, or the codes of entries, to draw with the edges between them."""

    route: RouteDrawn | None = None
    """One of the `routes` of an answer, as it stands."""
    codes: Annotated[list[Code], Field(max_length=MOST_HOLDINGS)] = []
    """Codes of entries."""

    @property
    def all_codes(self) -> list[str]:
        """Return every code to draw, once; holdings on a path that are only described have none."""
        steps = self.route.steps if self.route else []
        on_paths = [code for step in steps for code in (*(step.decision.path if step.decision else []), step.code)]
        return list(dict.fromkeys([*self.codes, *(code for code in on_paths if ":" in code)]))
