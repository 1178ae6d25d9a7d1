"""Hold: a credential, module, programme or class that must be held, and how.

Source of the meaning: concepts.md, "Recognition" (own validity, versions, conditions) and "Holdings".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import model_validator

from stackways.rules.base import Code, Text
from stackways.rules.days import EVERY_DAY, Days, on_at_least
from stackways.rules.grades import UNGRADED, is_at_least, is_failed
from stackways.rules.holdings import UNEARNED, Grade, Holding, HoldingStatus
from stackways.rules.own_validity import own_validity
from stackways.rules.requirements.asks import PRICE_OF_A_PART
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.requirements.window import Window
from stackways.rules.scales import letter, stands_on
from stackways.rules.selection import belongs_to
from stackways.rules.situation import Note, Situation, Standing, Verdict, always, known, never, unknown
from stackways.words.message import Argument, Message, Word, in_english, listed
from stackways.words.message import Code as CodeShown

if TYPE_CHECKING:
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Counted, Ledger, Replay

IMPLIED_BY_OTHERS = frozenset({"held", "held_from"})
"""Reasons that say nothing when a more particular one stands beside them."""


class Hold(RequirementBase):
    """Something that must be held; a bare code stands for it."""

    key: ClassVar[str] = "hold"
    is_edge: ClassVar[bool] = True
    is_one: ClassVar[bool] = True
    more_never_harms: ClassVar[bool] = True
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
    maximum_grade: Grade | None = None
    """The highest grade, where a higher one counts by another rule: a tier of a score."""
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

    @property
    def thing(self) -> Code:
        """What must be held."""
        return self.hold

    @property
    def tier(self) -> str | None:
        """What is asked for besides the grade, and the grade's scale."""
        grade = self.minimum_grade or self.maximum_grade
        but_for_grades = self.model_copy(update={"minimum_grade": None, "maximum_grade": None})
        return f"{but_for_grades.model_dump_json(exclude_defaults=True)} {grade.scale}" if grade else None

    def codes(self) -> Iterator[Code]:
        """Yield the code that must be held."""
        return iter((self.hold,))

    def wanted(self, reading: Reading) -> Iterator[Code]:  # noqa: ARG002 - as every requirement
        """Yield the code that must be held."""
        return iter((self.hold,))

    def matches(self, holding: Holding, situation: Situation) -> bool | None:
        """Tell whether a holding is what is asked for, on whatever conditions."""
        return belongs_to(holding, self.hold, situation.items)

    @property
    def asks_for_unused(self) -> bool:
        """Whether what must be held must not have been used elsewhere."""
        return self.unused

    @property
    def can_tell_of_counted(self) -> bool:
        """Return True."""
        return True

    def asks_for_least(self) -> bool:
        """Return True."""
        return True

    def looks_at_dates(self, situation: Situation) -> bool:
        """Tell whether it may matter on which day it is had, and not only that it is."""
        if self.state != "attained" or situation.attained_in != EVERY_DAY:
            return True
        window = self.window or situation.window
        dated = self.attained_from or self.attained_until
        return bool(dated) or not (window is None or window.ends in (None, "claim", "application"))

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - as every requirement
        """Return the title with its conditions."""
        conditions = list(self._conditions_in_words(names))
        if not conditions:
            return names(self.hold)
        return Message("rules.with-conditions", what=names(self.hold), conditions=listed(conditions, "comma"))

    def _conditions_in_words(self, names: Names) -> Iterator[Argument]:  # noqa: C901 - one step a condition
        if self.versions:
            yield Message("rules.of-version", versions=listed(self.versions, "or"))
        if self.state == "active":
            yield Message("rules.still-valid")
        if self.window:
            yield self.window.in_words()
        if self.attained_from:
            yield Message("rules.attained-from", day=self.attained_from)
        if self.attained_until:
            yield Message("rules.attained-until", day=self.attained_until)
        if self.minimum_grade and self.or_passed_as:
            words = listed(map(in_english, self.or_passed_as), "or")
            yield Message("rules.with-grade-or-words", grade=str(self.minimum_grade.value), words=words)
        elif self.minimum_grade:
            yield Message("rules.with-grade", grade=str(self.minimum_grade.value))
        if self.maximum_grade:
            yield Message("rules.with-at-most", grade=str(self.maximum_grade.value))
        if self.minimum_component_grade:
            yield Message("rules.with-grade-in-every-part", grade=str(self.minimum_component_grade.value))
        if self.unused:
            yield Message("rules.not-used-elsewhere")
        if self.taken_through:
            yield Message("rules.taken-through", institution=names(self.taken_through))

    def judge(self, situation: Situation) -> Verdict:
        """Return the days on which any matching holding counts, explained by the one that counts best."""
        key = self.hold if len(self.model_fields_set) == 1 else id(self)
        kept = situation.judged.get(key)
        if kept is None:
            kept = situation.judged[key] = self, self._judge(situation)
        return kept[1]

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
            return unknown(Note("not_shown", Message("rules.not-among-holdings", what=name)))
        wanted = situation.items.get(self.hold)
        if wanted and wanted.is_class and wanted.members is None:
            note = Message("rules.not-held-members-not-published", what=name, code=CodeShown(self.hold))
            return never(Note("not_held", note))
        return never(Note("not_held", Message("rules.not-held", what=name)))

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Count exactly one matching holding here, or what is exempted, unless its own parts are counted instead."""
        held = list(ledger.places_for(self, active, path))
        literals = [*held]
        if self.hold in ledger.inner:
            built = ledger.build(self.hold, active, path)
            literals += [] if built is None else [built]
        # What is there, but cannot be counted beside the rest, is called missing only where nothing else can be.
        price = (ledger.hundredths_of(self.hold, ledger.unit) or PRICE_OF_A_PART) + bool(held) * PRICE_OF_A_PART
        ledger.require_one([*literals, *ledger.excuse(self, path, price)], active)

    def replay(self, replay: Replay, path: str) -> list[str]:
        """Return why not exactly one thing that counts is counted here."""
        return replay.not_one(self, path)

    def undecided(self, counted: Counted, path: str) -> Iterator[Note]:
        """Yield what is not known of what is counted here, or of the parts that it is built of."""
        yield from counted.here(self, path)
        if built := counted.built_of(self.hold, path):
            yield from built[0].undecided(counted, built[1])

    def verdicts_on(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on the holding, if it may be the thing asked for."""
        membership = belongs_to(holding, self.hold, situation.items)
        if membership is not False:
            yield self.judge_holding(holding, membership, situation)

    def judge_holding(self, holding: Holding, membership: bool | None, situation: Situation) -> Verdict:  # noqa: FBT001
        """Return on which days a holding counts, given whether it is the thing asked for."""
        if situation.exempting:
            return always() if membership else unknown()
        key = id(self), id(holding), membership
        kept = situation.judged_holdings.get(key)
        if kept is None:
            verdict = self._judge_holding(holding, membership, situation)
            kept = situation.judged_holdings[key] = self, holding, verdict
        return kept[2]

    def _judge_holding(self, holding: Holding, membership: bool | None, situation: Situation) -> Verdict:  # noqa: FBT001
        if holding.days is not None:
            return self._some_day(holding, holding.days, membership, situation)
        facets = [
            _attained(holding, situation),
            *self._dates(holding, situation),
            *self._conditions(holding, situation),
        ]
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
        reasons = [of_holding(holding, note, situation) for note in dict.fromkeys(telling)]
        remarks += [note for facet in facets for note in facet.remarks]
        return Verdict(
            met=on_at_least(len(facets), [facet.met for facet in facets]),
            possible=on_at_least(len(facets), [facet.possible for facet in facets]),
            reasons=tuple(reasons),
            remarks=tuple(dict.fromkeys(remarks)),
            used=(holding.name,),
        )

    def _some_day(
        self,
        holding: Holding,
        days: tuple[dt.date, dt.date],
        membership: bool | None,  # noqa: FBT001 - the answer itself
        situation: Situation,
    ) -> Verdict:
        """Return the verdict on what was attained on some day of a month or year: certain where every day counts.

        Between the days that rules tell apart, what counts moves with the day it was attained on.
        """
        spans = list(pairwise_days(days, self._days_told_apart(situation)))
        ends = {
            day: self.judge_holding(
                holding.model_copy(update={"attained_in": None, "attained_on": day}), membership, situation
            )
            for span in spans
            for day in span
        }
        met = on_at_least(len(ends), [verdict.met for verdict in ends.values()])
        possible = on_at_least(1, [_between(ends[first], ends[last]) for first, last in spans])
        standing = Verdict(met, possible).on(situation.day)
        alike = [one for one in ends.values() if one.on(situation.day) is standing]
        if alike:
            return max(alike, key=lambda one: _rank(one, situation.day))._replace(met=met, possible=possible)
        note = Note("date_partly_known", Message("rules.only-partly-dated", when=holding.attained_in or ""))
        one = next(iter(ends.values()))
        return one._replace(met=met, possible=possible, reasons=(of_holding(holding, note, situation),))

    def _days_told_apart(self, situation: Situation) -> Iterator[dt.date]:
        """Yield the days from which on something asked of the day it was attained on changes."""
        if self.attained_from:
            yield self.attained_from
        if self.attained_until and self.attained_until < dt.date.max:
            yield self.attained_until + dt.timedelta(days=1)
        for first, last in situation.attained_in.runs:
            yield dt.date.fromordinal(first)
            if last < dt.date.max.toordinal():
                yield dt.date.fromordinal(last + 1)

    def _member(self, membership: bool | None, situation: Situation) -> Verdict:  # noqa: FBT001 - the answer itself
        name = situation.name_of(self.hold)
        if membership:
            return always(Note("held", Message("rules.counts-as", what=name)))
        return unknown(Note("membership_unknown", Message("rules.membership-not-told", what=name)))

    def _dates(self, holding: Holding, situation: Situation) -> Iterable[Verdict]:
        """Yield the verdict on each condition on when it was attained."""
        if window := self.window or situation.window:
            yield window.judge(holding, situation)
        if self.attained_from or self.attained_until:
            ends = [Message("rules.on-or-after", day=self.attained_from)] if self.attained_from else []
            ends += [Message("rules.on-or-before", day=self.attained_until)] if self.attained_until else []
            yield _attained_in(holding, Days.between(self.attained_from, self.attained_until), listed(ends))
        if situation.attained_in != EVERY_DAY:
            when = Message("rules.while-in-force", days=situation.attained_in.in_words())
            yield _attained_in(holding, situation.attained_in, when)

    def _conditions(self, holding: Holding, situation: Situation) -> Iterable[Verdict]:
        """Yield the verdict on each other condition on the holding."""
        if self.versions:
            yield self._version(holding)
        if self.minimum_grade:
            grade = Message("rules.grade")
            order = situation.scales.get(self.minimum_grade.scale, ())
            yield self._passed(holding.grade) or _graded(holding.grade, self.minimum_grade, grade, order)
        if self.maximum_grade:
            yield self._not_above(holding.grade, self.maximum_grade, situation)
        if self.minimum_component_grade:
            yield from self._component_grades(holding, self.minimum_component_grade)
        if self.unused:
            yield self._unused(holding)
        if self.taken_through:
            yield self._through(holding, self.taken_through, situation)

    def _passed(self, held: Grade | None) -> Verdict | None:
        """Return the verdict on a grade in words, where words may suffice; None where it is none."""
        words = [word.casefold() for word in self.or_passed_as]
        if held is None or not words:
            return None
        if str(held.value).strip().casefold() in words:
            return always(Note("grade_reached", Message("rules.grade-suffices", grade=str(held.value))))
        needed = listed(map(in_english, self.or_passed_as), "or")
        too_low = Message("rules.other-grade-needed", grade=str(held.value), needed=needed)
        refused = never(Note("grade_too_low", too_low))
        return refused if held.scale == UNGRADED else None

    def _not_above(self, held: Grade | None, most: Grade, situation: Situation) -> Verdict:
        if held is None:
            return unknown(Note("grade_unknown", Message("rules.grade-not-given-most", most=on_scale(most))))
        shown = on_scale(held)
        return known(
            is_at_least(most, held, situation.scales.get(most.scale, ())),
            met=Note("grade_not_above", Message("rules.grade-not-above", grade=shown, most=str(most.value))),
            not_met=Note("grade_above", Message("rules.grade-above", grade=shown, most=on_scale(most))),
            not_known=Note("grade_unknown", Message("rules.grade-unlike-most", grade=shown, most=on_scale(most))),
        )

    def _version(self, holding: Holding) -> Verdict:
        wanted, version = listed(self.versions, "or"), holding.version or ""
        return known(
            None if holding.version is None else holding.version in self.versions,
            met=Note("version_listed", Message("rules.version-listed", version=version)),
            not_met=Note("version_not_listed", Message("rules.version-not-listed", version=version, wanted=wanted)),
            not_known=Note("version_unknown", Message("rules.version-not-given", wanted=wanted)),
        )

    def _component_grades(self, holding: Holding, least: Grade) -> Iterable[Verdict]:
        if not holding.components:
            not_given = Message("rules.parts-not-given", grade=str(least.value))
            yield unknown(Note("component_grades_unknown", not_given))
        for component in holding.components or ():
            part = in_english(component.title) if component.title else Message("rules.a-part")
            yield _graded(component.grade, least, Message("rules.grade-of", part=part))

    def _unused(self, holding: Holding) -> Verdict:
        used_for = listed(map(in_english, holding.used_for or ()), "comma")
        return known(
            None if holding.used_for is None else not holding.used_for,
            met=Note("unused", Message("rules.not-used-elsewhere")),
            not_met=Note("used_elsewhere", Message("rules.used-for", what=used_for)),
            not_known=Note("use_unknown", Message("rules.use-not-given")),
        )

    def _through(self, holding: Holding, door: Code, situation: Situation) -> Verdict:
        wanted, through = situation.name_of(door), situation.name_of(holding.taken_through or "")
        return known(
            None if holding.taken_through is None else holding.taken_through == door,
            met=Note("taken_through", Message("rules.taken-through", institution=wanted)),
            not_met=Note("not_taken_through", Message("rules.taken-through-another", other=through, wanted=wanted)),
            not_known=Note("door_unknown", Message("rules.door-not-given", wanted=wanted)),
        )


def of_holding(holding: Holding, note: Note, situation: Situation) -> Note:
    """Return a note with the holding it speaks of before it."""
    return Note(note.code, Message("rules.of-holding", holding=situation.title_of(holding), what=note.message))


def pairwise_days(days: tuple[dt.date, dt.date], apart: Iterable[dt.date]) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield the spans into which some days divide the time from one day to another."""
    begins = sorted({days[0], *(day for day in apart if days[0] < day <= days[1])})
    for first, following in zip(begins, [*begins[1:], None], strict=True):
        yield first, days[1] if following is None else following - dt.timedelta(days=1)


def _between(first: Verdict, last: Verdict) -> Days:
    """Return every day on which what was attained from one day to another may count."""
    runs = [run for verdict in (first, last) for run in verdict.possible.runs]
    if not first.possible or not last.possible:
        return first.possible | last.possible
    return Days(((min(low for low, _ in runs), max(high for _, high in runs)),))


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
    said = [note.message for note in (*verdict.reasons, *verdict.remarks)]
    return standing, lasting, -len(verdict.remarks), said, verdict.used


def _unearned(holding: Holding) -> Verdict | None:
    """Return the verdict on what is listed and not held, or contradicts itself; None on everything else."""
    status, grade = holding.status, holding.grade
    if status is HoldingStatus.FAILED or is_failed(grade):
        failed = Message("rules.failed-with", grade=on_scale(grade)) if grade else Message("rules.failed")
        return never(Note("failed", failed))
    if status in UNEARNED or status is HoldingStatus.WAIVED:
        return never(Note(status.value, Message(_UNEARNED[status])))
    if holding.is_past:
        when = holding.attained_on or holding.attained_in or ""
        said = Message("rules.said-ahead-and-past", status=Word("status", status.value), day=when)
        return unknown(Note("ahead_and_past", said))
    return None


_UNEARNED = {
    HoldingStatus.WITHDRAWN: "rules.withdrawn",
    HoldingStatus.REVOKED: "rules.revoked",
    HoldingStatus.REPLACED: "rules.replaced",
    HoldingStatus.WAIVED: "rules.waived",
}


def _attained(holding: Holding, situation: Situation) -> Verdict:
    """Return the days from which it is held; planned and unfinished holdings count from their stated date."""
    start = holding.attained_on
    if (unearned := _unearned(holding)) is not None:
        return unearned
    if start is None:
        if holding.status is HoldingStatus.ATTAINED:
            return always(Note("held", Message("rules.held")))
        undated = Message("rules.not-held-yet", status=Word("status", holding.status.value))
        return never(Note("not_yet_held", undated))
    days = Days.between(start, None)
    remarks: tuple[Note, ...] = ()
    if holding.status is not HoldingStatus.ATTAINED:
        status = Word("status", holding.status.value)
        taken = Message("rules.taken-as-attained", holding=situation.title_of(holding), status=status, day=start)
        remarks = (Note(holding.status.value, taken),)
    if situation.day < start:
        reason = Note("not_yet_held", Message("rules.attained-after", attained=start, when=situation.day))
    else:
        reason = Note("held_from", Message("rules.attained", attained=start))
    return Verdict(days, days, (reason,), remarks)


def _attained_in(holding: Holding, days: Days, when: Argument) -> Verdict:
    start = holding.attained_on
    if start is None:
        return unknown(Note("date_unknown", Message("rules.attained-date-not-given", when=when)))
    return known(
        start in days,
        met=Note("date_inside", Message("rules.attained-as-needed", attained=start, when=when)),
        not_met=Note("date_outside", Message("rules.attained-not-as-needed", attained=start, when=when)),
        not_known=Note("date_unknown", Message("rules.attained-date-not-given", when=when)),
    )


def on_scale(grade: Grade) -> Message:
    """Return a grade with its scale."""
    return Message("rules.grade-on-scale", grade=str(grade.value), scale=Word("scale", grade.scale))


def _graded(held: Grade | None, least: Grade, what: Argument, order: Sequence[str] = ()) -> Verdict:
    if held is None:
        return unknown(Note("grade_unknown", Message("rules.grade-not-given", what=what, least=on_scale(least))))
    shown = on_scale(held)
    if held.scale != least.scale and _stands_there(held, least, order):
        either: dict[str, Argument] = {
            "grade": str(held.value), "read": Word("scale", held.scale), "asked": Word("scale", least.scale)
        }  # fmt: skip
        return unknown(Note("scale_unknown", Message("rules.give-scale", what=what, **either)))
    enough = Message("rules.grade-reached", what=what, grade=shown, least=str(least.value))
    return known(
        is_at_least(held, least, order),
        met=Note("grade_reached", enough),
        not_met=Note("grade_too_low", Message("rules.grade-too-low", what=what, grade=shown, least=on_scale(least))),
        not_known=Note("grade_unknown", Message("rules.grade-unlike", what=what, grade=shown, least=on_scale(least))),
    )


def _stands_there(held: Grade, least: Grade, order: Sequence[str]) -> bool:
    """Tell whether a mark is one of the scale that is asked for, too, so that it may be meant on that."""
    if order:
        return letter(held.value) in map(letter, order)
    return stands_on(held.value, least.scale) is True


def _active(holding: Holding, situation: Situation) -> Verdict:
    """Return the days on which it is active."""
    validity = own_validity(holding, situation)
    if validity is None and holding.code:
        return always(Note("no_own_limit", Message("rules.no-own-limit")))
    if validity is None or (holding.attained_on and not validity.met):
        return unknown(Note("own_validity_unknown", Message("rules.give-valid-until")))
    if not validity.met:
        return unknown(Note("own_validity_unknown", Message("rules.give-date-or-valid-until")))
    standing = validity.on(situation.day)
    if standing is Standing.MET:
        last = validity.met.last_of_run(situation.day) or dt.date.max
        return validity._replace(reasons=(Note("own_validity", Message("rules.own-validity-runs", day=last)),))
    ended = _own_validity_ended(validity, situation.day)
    if standing is Standing.NOT_MET:
        return validity._replace(reasons=(Note("own_validity", ended),))
    return validity._replace(reasons=(Note("renewal_unknown", Message("rules.renewal-not-given", ended=ended)),))


def _vendor_validity_remarks(holding: Holding, situation: Situation) -> Iterable[Note]:
    validity = own_validity(holding, situation)
    if validity is None or situation.day in validity.met or validity.met.last_before(situation.day) is None:
        return
    ended = _own_validity_ended(validity, situation.day)
    told = (
        Message("rules.attained-suffices-unless-renewed", ended=ended)
        if situation.day in validity.possible
        else Message("rules.attained-suffices", ended=ended)
    )
    yield of_holding(holding, Note("own_validity_ended", told), situation)


def _own_validity_ended(validity: Verdict, day: dt.date) -> Message:
    last = validity.met.last_before(day)
    return Message("rules.own-validity-ended", day=last) if last else Message("rules.own-validity-not-begun")
