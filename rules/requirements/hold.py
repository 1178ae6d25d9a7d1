"""Hold: a credential, module, programme or class that must be held, and how.

Source of the meaning: domain.md, "Recognition rules" (own validity, versions, conditions) and "Holdings".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import model_validator

from stackways.rules.base import Code, Text
from stackways.rules.days import EVERY_DAY, Days, on_at_least
from stackways.rules.grades import UNGRADED, is_at_least
from stackways.rules.holdings import Grade, Holding, HoldingStatus
from stackways.rules.own_validity import own_validity
from stackways.rules.requirements.asks import PRICE_OF_A_PART
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.requirements.window import Window
from stackways.rules.selection import belongs_to
from stackways.rules.situation import Note, Situation, Standing, Verdict, always, known, never, unknown

if TYPE_CHECKING:
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Ledger

IMPLIED_BY_OTHERS = frozenset({"held", "held_from"})
"""Reasons that say nothing when a more particular one stands beside them."""


class Hold(RequirementBase):
    """Something that must be held; a bare code stands for it."""

    key: ClassVar[str] = "hold"
    hold: Code
    """What must be held: a credential, module, programme or class."""
    versions: list[Text] = []
    """Any of these versions counts; none named: every version."""
    state: Literal["attained", "active"] = "attained"
    """Whether having attained it is enough, or its own validity must still run."""
    window: Window | None = None
    """A window of its own, in place of the rule's."""
    attained_from: dt.date | None = None
    """Attained on or after this day."""
    attained_until: dt.date | None = None
    """Attained on or before this day."""
    minimum_grade: Grade | None = None
    """The least grade or average of the holding."""
    or_passed_as: list[Text] = []
    """Words that suffice in place of that grade, for example `Pass`; on the scale `pass-fail` nothing else does."""
    minimum_component_grade: Grade | None = None
    """The least grade of every component."""
    unused: bool = False
    """True when it must not have been used for another award or exemption."""
    taken_through: Code | None = None
    """Counts only if taken through this institution."""

    @model_validator(mode="before")
    @classmethod
    def _bare_code(cls, value: Any) -> Any:  # noqa: ANN401 - a validator sees whatever the file holds
        return {"hold": value} if isinstance(value, str) else value

    def codes(self) -> Iterable[Code]:  # type: ignore[override]
        """Yield the code that must be held."""
        return iter((self.hold,))

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - as every requirement
        """Return the title with its conditions."""
        conditions = [
            f"version {' or '.join(self.versions)}" if self.versions else "",
            "still valid" if self.state == "active" else "",
            self.window.in_words() if self.window else "",
            f"attained on or after {self.attained_from}" if self.attained_from else "",
            f"attained on or before {self.attained_until}" if self.attained_until else "",
            f"with {' or '.join([f'{self.minimum_grade.value} or better', *self.or_passed_as])}"
            if self.minimum_grade
            else "",
            f"with {self.minimum_component_grade.value} or better in every part"
            if self.minimum_component_grade
            else "",
            "not used elsewhere" if self.unused else "",
            f"taken through {names(self.taken_through)}" if self.taken_through else "",
        ]
        said = ", ".join(condition for condition in conditions if condition)
        return f"{names(self.hold)} ({said})" if said else names(self.hold)

    def judge(self, situation: Situation) -> Verdict:
        """Return the days on which any matching holding counts, explained by the one that counts best."""
        key = self.hold if len(self.model_fields_set) == 1 else id(self)
        verdict = situation.judged.get(key)
        if verdict is None:
            verdict = situation.judged[key] = self._judge(situation)
        return verdict

    def _judge(self, situation: Situation) -> Verdict:
        verdicts = [
            self.judge_holding(holding, membership, situation)
            for holding in situation.holdings
            if (membership := belongs_to(holding, self.hold, situation.items)) is not False
        ]
        if not verdicts:
            return self._none_held(situation)
        if len(verdicts) == 1:
            return verdicts[0]
        best = max(verdicts, key=lambda verdict: _rank(verdict, situation.day))
        return Verdict(
            on_at_least(1, [verdict.met for verdict in verdicts]),
            on_at_least(1, [verdict.possible for verdict in verdicts]),
            best.reasons,
            best.remarks,
            best.used,
        )

    def _none_held(self, situation: Situation) -> Verdict:
        name = situation.name_of(self.hold)
        if situation.open_world:
            return unknown(Note("not_shown", f"{name} is not among the holdings given"))
        wanted = situation.items.get(self.hold)
        if wanted and wanted.is_class and wanted.members is None:
            text = f"{name} is not held; who belongs to it is not published: if what is held does, give `{self.hold}`"
            return never(Note("not_held", text))
        return never(Note("not_held", f"{name} is not held"))

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Count exactly one matching holding here, unless it is exempted or its own parts are counted instead."""
        held = list(ledger.places_for(self, active, path))
        literals = [*held]
        if self.hold in ledger.exempted:
            literals.append(ledger.exempt(self.hold, active))
        if self.hold in ledger.inner:
            built = ledger.build(self.hold, active, path)
            literals += [] if built is None else [built]
        # What is there, but cannot be counted beside the rest, is called missing only where nothing else can be.
        price = (ledger.hundredths_of(self.hold, ledger.unit) or PRICE_OF_A_PART) + bool(held) * PRICE_OF_A_PART
        ledger.require_one([*literals, *ledger.excuse(self, path, price)], active)

    def verdicts_on(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on the holding, if it may be the thing asked for."""
        membership = belongs_to(holding, self.hold, situation.items)
        if membership is not False:
            yield self.judge_holding(holding, membership, situation)

    def judge_holding(self, holding: Holding, membership: bool | None, situation: Situation) -> Verdict:  # noqa: FBT001
        """Return on which days a holding counts, given whether it is the thing asked for."""
        facets = [_attained(holding, situation.day), *self._dates(holding, situation), *self._conditions(holding)]
        if holding.code != self.hold:
            facets.append(self._member(membership, situation))
        if self.state == "active":
            facets.append(_active(holding, situation))
            remarks = []
        else:
            remarks = list(_vendor_validity_remarks(holding, situation))
        standings = [facet.on(situation.day) for facet in facets]
        worst = min(standings)
        notes = [
            note
            for facet, standing in zip(facets, standings, strict=True)
            if standing is worst
            for note in facet.reasons
        ]
        telling = [note for note in notes if note.code not in IMPLIED_BY_OTHERS] or notes[:1]
        reasons = [Note(note.code, f"`{holding.name}`: {note.text}") for note in dict.fromkeys(telling)]
        remarks += [note for facet in facets for note in facet.remarks]
        return Verdict(
            met=on_at_least(len(facets), [facet.met for facet in facets]),
            possible=on_at_least(len(facets), [facet.possible for facet in facets]),
            reasons=tuple(reasons),
            remarks=tuple(dict.fromkeys(remarks)),
            used=(holding.name,),
        )

    def _member(self, membership: bool | None, situation: Situation) -> Verdict:  # noqa: FBT001 - the answer itself
        name = situation.name_of(self.hold)
        if membership:
            return always(Note("held", f"counts as {name}"))
        return unknown(Note("membership_unknown", f"whether it is {name} cannot be told from what is given"))

    def _dates(self, holding: Holding, situation: Situation) -> Iterable[Verdict]:
        """Yield the verdict on each condition on when it was attained."""
        if window := self.window or situation.window:
            yield window.judge(holding, situation)
        if self.attained_from or self.attained_until:
            ends = [
                f"on or after {self.attained_from}" if self.attained_from else "",
                f"on or before {self.attained_until}" if self.attained_until else "",
            ]
            said = " and ".join(end for end in ends if end)
            yield _attained_in(holding, Days.between(self.attained_from, self.attained_until), said)
        if situation.attained_in != EVERY_DAY:
            said = f"while this version of the rule was in force, {situation.attained_in.in_words()}"
            yield _attained_in(holding, situation.attained_in, said)

    def _conditions(self, holding: Holding) -> Iterable[Verdict]:
        """Yield the verdict on each other condition on the holding."""
        if self.versions:
            yield self._version(holding)
        if self.minimum_grade:
            yield self._passed(holding.grade) or _graded(holding.grade, self.minimum_grade, "grade")
        if self.minimum_component_grade:
            yield from self._component_grades(holding, self.minimum_component_grade)
        if self.unused:
            yield self._unused(holding)
        if self.taken_through:
            yield self._through(holding, self.taken_through)

    def _passed(self, held: Grade | None) -> Verdict | None:
        """Return the verdict on a grade in words, where words may suffice; None where it is none."""
        words = [word.casefold() for word in self.or_passed_as]
        if held is None or not words:
            return None
        if str(held.value).strip().casefold() in words:
            return always(Note("grade_reached", f"grade {held.value}, which suffices"))
        needed = " or ".join(self.or_passed_as)
        refused = never(Note("grade_too_low", f"grade {held.value}, {needed} needed"))
        return refused if held.scale == UNGRADED else None

    def _version(self, holding: Holding) -> Verdict:
        wanted = " or ".join(self.versions)
        return known(
            None if holding.version is None else holding.version in self.versions,
            met=Note("version_listed", f"version {holding.version} is listed"),
            not_met=Note("version_not_listed", f"version {holding.version} is not listed: {wanted}"),
            not_known=Note("version_unknown", f"the rule names version {wanted}, and which one is held is not given"),
        )

    def _component_grades(self, holding: Holding, least: Grade) -> Iterable[Verdict]:
        if not holding.components:
            text = f"every part needs {least.value} or better, and the parts are not given"
            yield unknown(Note("component_grades_unknown", text))
        for component in holding.components or ():
            yield _graded(component.grade, least, f"grade of {component.title or 'a part'}")

    def _unused(self, holding: Holding) -> Verdict:
        return known(
            None if holding.used_for is None else not holding.used_for,
            met=Note("unused", "not used elsewhere"),
            not_met=Note("used_elsewhere", f"already used for {', '.join(holding.used_for or ())}"),
            not_known=Note("use_unknown", "it must not have been used elsewhere, and `used_for` is not given"),
        )

    def _through(self, holding: Holding, door: Code) -> Verdict:
        return known(
            None if holding.taken_through is None else holding.taken_through == door,
            met=Note("taken_through", f"taken through `{door}`"),
            not_met=Note("not_taken_through", f"taken through `{holding.taken_through}`, not through `{door}`"),
            not_known=Note("door_unknown", f"it must be taken through `{door}`, and `taken_through` is not given"),
        )


def _rank(verdict: Verdict, day: dt.date) -> tuple[object, ...]:
    """Order verdicts: how they stand on the day, then how long they last or how near they come, then what they say.

    What they say comes last, so that the order in which holdings are given never matters.
    """
    standing = verdict.on(day)
    if standing is Standing.NOT_MET:
        soon, gone = verdict.possible.first_after(day), verdict.possible.last_before(day)
        lasting = (soon is not None, -soon.toordinal() if soon else 0, gone or dt.date.min)
    else:
        lasting = (True, 0, verdict.last_as_on(day))
    said = [note.text for note in (*verdict.reasons, *verdict.remarks)]
    return standing, lasting, -len(verdict.remarks), said


def _attained(holding: Holding, day: dt.date) -> Verdict:
    """Return the days from which it is held; planned and unfinished holdings count from their stated date."""
    start = holding.attained_on
    if start is None:
        if holding.status is HoldingStatus.ATTAINED:
            return always(Note("held", "held"))
        text = f"{holding.status.value.replace('_', ' ')}, without a date: not held yet"
        return never(Note("not_yet_held", text))
    days = Days.between(start, None)
    remarks: tuple[Note, ...] = ()
    if holding.status is not HoldingStatus.ATTAINED:
        state = holding.status.value.replace("_", " ")
        remarks = (Note(holding.status.value, f"`{holding.name}` is {state}; taken as attained on {start}"),)
    if day < start:
        reason = Note("not_yet_held", f"attained {start}, which is after {day}")
    else:
        reason = Note("held_from", f"attained {start}")
    return Verdict(days, days, (reason,), remarks)


def _attained_in(holding: Holding, days: Days, said: str) -> Verdict:
    start = holding.attained_on
    return known(
        None if start is None else start in days,
        met=Note("date_inside", f"attained {start}, as needed {said}"),
        not_met=Note("date_outside", f"attained {start}, needed {said}"),
        not_known=Note("date_unknown", f"it must be attained {said}, and its date is not given"),
    )


def _graded(held: Grade | None, least: Grade, what: str) -> Verdict:
    shown = f"{held.value} ({held.scale})" if held else "not given"
    return known(
        is_at_least(held, least) if held else None,
        met=Note("grade_reached", f"{what} {shown}, at least {least.value} needed"),
        not_met=Note("grade_too_low", f"{what} {shown}, at least {least.value} ({least.scale}) needed"),
        not_known=Note("grade_unknown", f"at least {least.value} ({least.scale}) is needed, and the {what} is {shown}"),
    )


def _active(holding: Holding, situation: Situation) -> Verdict:
    """Return the days on which it is active."""
    validity = own_validity(holding, situation)
    if validity is None and holding.code:
        return always(Note("no_own_limit", "no limit of its own is published"))
    if validity is None or not validity.met:
        given = "`valid_until`" if validity is None or holding.attained_on else "its date or `valid_until`"
        return unknown(Note("own_validity_unknown", f"it must still be valid: give {given}"))
    standing = validity.on(situation.day)
    if standing is Standing.MET:
        last = validity.met.last_of_run(situation.day) or dt.date.max
        return validity._replace(reasons=(Note("own_validity", f"its own validity runs to {last}"),))
    ended = _own_validity_ended(validity, situation.day)
    if standing is Standing.NOT_MET:
        return validity._replace(reasons=(Note("own_validity", ended),))
    text = f"{ended} unless renewed: give `renewed_on` or `valid_until`"
    return validity._replace(reasons=(Note("renewal_unknown", text),))


def _vendor_validity_remarks(holding: Holding, situation: Situation) -> Iterable[Note]:
    validity = own_validity(holding, situation)
    if validity is None or situation.day in validity.met or validity.met.last_before(situation.day) is None:
        return
    unless = " unless renewed" if situation.day in validity.possible else ""
    text = f"{_own_validity_ended(validity, situation.day)}{unless}; the rule asks only that it was attained"
    yield Note("own_validity_ended", f"`{holding.name}`: {text}")


def _own_validity_ended(validity: Verdict, day: dt.date) -> str:
    last = validity.met.last_before(day)
    return f"its own validity ended on {last}" if last else "its own validity has not begun"
