"""What rules say, and which need looking after."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from stackways.api.answers import answer
from stackways.api.parameters import Asking, ChangesAsked, CodeInPath, DeskWanted, RulesAsked
from stackways.pathways.change_log import ChangeLog, changes_of_institution, changes_of_rule
from stackways.pathways.explain_rule import RuleExplained, RuleFilters, RulesListed, explain_rule, review_rules
from stackways.pathways.institution_desk import Desk, DeskAsked, institution_desk

router = APIRouter(prefix="/v1", tags=["rules"])


@router.get("/rules", response_model=RulesListed)
async def list_rules(request: Request, asked: Annotated[RulesAsked, Query()]) -> Response:
    """Rules by code, for those who keep the catalogue: undated, doubtful, ending ones."""
    filters = RuleFilters(asked.stale, asked.doubtful, asked.expiring_before, asked.illustrative)
    return await answer(request, review_rules, asked.day, filters, limit=asked.limit, cursor=asked.cursor)


@router.get("/desk", response_model=Desk)
async def desk(request: Request, asked: Annotated[DeskWanted, Query()]) -> Response:
    """The rules of an institution, or of all: inward and outward, soonest to need care first."""
    wanted = DeskAsked(
        asked.direction,
        asked.ending_within,
        asked.not_checked_for,
        asked.undated,
        asked.contradicted,
        asked.doubtful,
        asked.illustrative,
        asked.limit,
    )
    return await answer(request, institution_desk, asked.institution, asked.day, wanted)


@router.get("/institutions/{code}/changes", response_model=ChangeLog)
async def institution_changes(request: Request, code: CodeInPath, asked: Annotated[ChangesAsked, Query()]) -> Response:
    """What changed in an institution's rules of recognition and entry, newest first."""
    return await answer(
        request, changes_of_institution, code, asked.day, limit=asked.limit, illustrative=asked.illustrative
    )


@router.get("/rules/{code}/changes", response_model=ChangeLog)
async def rule_changes(request: Request, code: CodeInPath, asked: Annotated[ChangesAsked, Query()]) -> Response:
    """What changed in one rule, newest first."""
    return await answer(request, changes_of_rule, code, asked.day, limit=asked.limit)


@router.get("/rules/{code}", response_model=RuleExplained)
async def show_rule(request: Request, code: CodeInPath, asked: Annotated[Asking, Query()]) -> Response:
    """One rule, by `code` or `code@version`: what it says, its versions and what changed, its doubts and sources."""
    return await answer(request, explain_rule, code, asked.day)
