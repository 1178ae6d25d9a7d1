"""Codes: each is given once, and whatever names one names something there is, of a kind that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from stackways.rules.base import CODE_PATTERN, Citation
from stackways.rules.catalogue import Offering, Selection
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.cap import Cap
from stackways.rules.kinds.entry import Entry as EntryRule
from stackways.rules.kinds.exception import RuleException
from stackways.rules.kinds.grading import Grading
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.kinds.validity import Validity
from stackways.rules.requirements.hold import Hold
from stackways.seed.draft import Draft, Entry
from stackways.seed.problems import Problem, nearest, one_of
from stackways.seed.shape import Node
from stackways.words.message import Code, Message, Word, as_message, listed

STUDY = ("credential", "module", "programme")

REFERENCES: dict[tuple[type[BaseModel], str], tuple[str, ...]] = {
    (Citation, "source"): ("source",),
    (Offering, "offered_by"): ("institution",),
    (Selection, "institutions"): ("institution",),
    (Selection, "codes"): STUDY,
    (Selection, "excluding"): STUDY,
    (RuleBase, "published_by"): ("institution",),
    (RuleBase, "about"): ("institution", *STUDY),
    (Recognition, "within"): ("programme",),
    (Grant, "target"): ("module", "programme"),
    (RuleException, "target"): STUDY,
    (RuleException, "within"): ("programme",),
    (EntryRule, "into"): STUDY,
    (Structure, "of"): ("programme",),
    (Award, "of"): ("programme",),
    (Cap, "of"): ("institution", "programme"),
    (Cap, "resting_on"): STUDY,
    (Validity, "of"): ("credential",),
    (Validity, "renewed_by"): ("credential",),
    (Grading, "of"): ("institution", *STUDY),
    (Hold, "hold"): STUDY,
    (Hold, "taken_through"): ("institution",),
}
"""Every field that names a code, and what that code may be."""


def reference_problems(draft: Draft) -> Iterator[Problem]:
    """Yield every code that is given twice, is misplaced, or names nothing."""
    known: dict[str, Entry] = {}
    like = _Nearest(known)
    for entry in draft.entries:
        code = entry.code
        if code is None or not re.fullmatch(CODE_PATTERN, code):
            continue
        first = known.setdefault(code, entry)
        if first is not entry and not (first.noun == entry.noun == "rule"):
            what = Message("check.code-taken", noun=Word("thing", first.noun), place=first.place)
            yield entry.problem(("code",), what, Message("check.another-code"))
    yield from _former_codes(draft, known)
    for entry in draft.entries:
        yield from _namespace(entry, known, like, draft)
        for node in entry.nodes:
            if kinds := _kinds_for(node):
                yield from _reference(entry, node, kinds, known, like, draft)


def _former_codes(draft: Draft, known: dict[str, Entry]) -> Iterator[Problem]:
    """Let former codes name what had them, and yield those that name something else."""
    for entry in draft.entries:
        former = entry.data.get("former_codes") if isinstance(entry.data, dict) and entry.noun != "rule" else None
        for at, code in enumerate(former if isinstance(former, list) else ()):
            if isinstance(code, str) and (other := known.setdefault(code, entry)) is not entry:
                noun = Word("thing", other.noun)
                what = Message("check.former-code-taken", code=code, noun=noun, place=other.place)
                yield entry.problem(("former_codes", at), what, Message("check.delete-former-code"))


class _Nearest:
    """Finds the codes most like one that is not there, for the first hundreds of those: the search takes its time."""

    MOST = 300

    def __init__(self, known: dict[str, Entry]) -> None:
        self._known = known
        self._searched = 0
        self._of_kinds: dict[tuple[str, ...], list[str]] = {}

    def __call__(self, code: str, kinds: tuple[str, ...]) -> list[str]:
        """Return codes of these kinds, best first; to be called when every entry is known."""
        self._searched += 1
        if self._searched > self.MOST:
            return []
        if kinds not in self._of_kinds:
            self._of_kinds[kinds] = [other for other, entry in self._known.items() if entry.noun in kinds]
        return nearest(code, self._of_kinds[kinds])


def _namespace(entry: Entry, known: dict[str, Entry], like: _Nearest, draft: Draft) -> Iterator[Problem]:
    if entry.code is None or entry.noun == "institution" or not re.fullmatch(CODE_PATTERN, entry.code):
        return
    institution, colon, slug = entry.code.partition(":")
    if not colon:
        example = f"{next(iter(known)).partition(':')[0]}:{institution}"
        remedy = Message("check.put-institution", example=example)
        yield entry.problem(("code",), Message("check.no-institution-in-code"), remedy)
    elif institution not in known and institution not in draft.unread_codes:
        near = like(institution, ("institution",))
        add = Message("check.add-institution", institution=institution)
        meant = Message("check.did-you-mean", near=Code(f"{near[0]}:{slug}")) if near else add
        yield entry.problem(("code",), Message("check.no-institution", institution=institution), meant)


def is_reference(node: Node) -> bool:
    """Tell whether a part names something else by its code."""
    return _kinds_for(node) is not None


def _kinds_for(node: Node) -> tuple[str, ...] | None:
    return None if node.owner is None or not isinstance(node.value, str) else _named_by(node.owner, node.field)


@cache
def _named_by(model: type[BaseModel], field: str) -> tuple[str, ...] | None:
    return next((REFERENCES[owner, field] for owner in model.__mro__ if (owner, field) in REFERENCES), None)


def _reference(  # noqa: PLR0913, PLR0917 - what a reference is judged by
    entry: Entry, node: Node, kinds: tuple[str, ...], known: dict[str, Entry], like: _Nearest, draft: Draft
) -> Iterator[Problem]:
    code = node.value
    target = known.get(code)
    if target is None:
        if re.fullmatch(CODE_PATTERN, code) and code not in draft.unread_codes:
            near = like(code, kinds)
            meant = Message("check.did-you-mean", near=one_of(near)) if near else Message("check.add-or-name")
            nouns = listed((Word("thing", kind) for kind in kinds), "or")
            yield entry.problem(node.path, Message("check.no-such-code", noun=nouns, code=code), meant)
    elif target.noun not in kinds:
        near = like(code, kinds)
        remedies = [Message("check.name-here", what=listed((Word("a-thing", kind) for kind in kinds), "or"))]
        if near:
            remedies.append(Message("check.did-you-mean", near=one_of(near)))
        what = Message("check.wrong-kind", code=code, what=Word("a-thing", target.noun), place=target.place)
        yield entry.problem(node.path, what, as_message(listed(remedies, "semicolon")))
    elif target.illustrative and not entry.illustrative:
        what = Message("check.rests-on-sample", code=code, place=target.place)
        yield entry.problem(node.path, what, Message("check.name-published"))
