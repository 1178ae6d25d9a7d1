"""Requirements: the groups, holdings and conditions that premises and programmes are made of; one file a kind."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag

from stackways.rules.requirements.admitted import Admitted
from stackways.rules.requirements.age import MinimumAge
from stackways.rules.requirements.average import Average
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.credits import Credits
from stackways.rules.requirements.distinct import Distinct
from stackways.rules.requirements.doubt import Doubt
from stackways.rules.requirements.groups import AllOf, AnyOf, AtLeast, ExactlyOne
from stackways.rules.requirements.hold import Hold
from stackways.rules.requirements.intake import Intake
from stackways.rules.requirements.residency import Residency
from stackways.rules.requirements.select import Select
from stackways.rules.requirements.share import Share
from stackways.rules.requirements.sharing import Sharing
from stackways.rules.requirements.similarity import Similarity
from stackways.rules.requirements.span import Span
from stackways.rules.requirements.stated import Stated
from stackways.rules.requirements.units import Units
from stackways.rules.requirements.when import When
from stackways.rules.requirements.work import WorkYears

REQUIREMENT_KINDS: dict[str, type[RequirementBase]] = {
    kind.key: kind
    for kind in (
        Hold, Select, AllOf, AnyOf, Distinct, AtLeast, ExactlyOne, When, Share, Credits, Units, Average, Span, Sharing,
        Doubt, MinimumAge, Residency, WorkYears, Admitted, Similarity, Intake, Stated,
    )
}  # fmt: skip
"""Every kind by the key that marks it in a file; a kind that may have another's key as a field is asked first."""


def _kind_of(value: Any) -> str | None:  # noqa: ANN401 - a discriminator sees whatever the file holds
    if isinstance(value, str):
        return Hold.key
    if isinstance(value, RequirementBase):
        return value.key
    if isinstance(value, dict):
        return next((key for key in REQUIREMENT_KINDS if key in value), None)
    return None


Requirement = Annotated[
    Annotated[Hold, Tag("hold")]
    | Annotated[Select, Tag("select")]
    | Annotated[AllOf, Tag("all_of")]
    | Annotated[AnyOf, Tag("any_of")]
    | Annotated[AtLeast, Tag("at_least")]
    | Annotated[ExactlyOne, Tag("exactly_one_of")]
    | Annotated[Credits, Tag("credits")]
    | Annotated[Units, Tag("units")]
    | Annotated[Share, Tag("share")]
    | Annotated[When, Tag("when")]
    | Annotated[Distinct, Tag("distinct")]
    | Annotated[Average, Tag("average")]
    | Annotated[Span, Tag("span")]
    | Annotated[Sharing, Tag("sharing")]
    | Annotated[Doubt, Tag("doubt")]
    | Annotated[MinimumAge, Tag("minimum_age")]
    | Annotated[Residency, Tag("residency")]
    | Annotated[WorkYears, Tag("work_years")]
    | Annotated[Admitted, Tag("admitted")]
    | Annotated[Similarity, Tag("similarity")]
    | Annotated[Intake, Tag("intake")]
    | Annotated[Stated, Tag("stated")],
    Discriminator(
        _kind_of,
        custom_error_type="requirement_kind",
        custom_error_message=(
            "no such requirement: give a code, or a mapping with one of " + ", ".join(REQUIREMENT_KINDS)
        ),
    ),
]
"""Any requirement, as it stands in a catalogue file."""

for _kind in REQUIREMENT_KINDS.values():
    _kind.model_rebuild(_types_namespace={"Requirement": Requirement})
