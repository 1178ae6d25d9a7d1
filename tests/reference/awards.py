"""The meaning of award requirements once more: every way through the tree, every set of holdings, every assignment.

Works on plain dictionaries (`model_dump`), shares no code with the rules, and is slow: for a handful of holdings.
What one holding is and whether it counts on a day is in `recognition`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, combinations, product
from typing import Any

from tests.reference.recognition import (
    DAY,
    MAYBE,
    NO,
    YES,
    Case,
    Plain,
    Three,
    belongs,
    conditions,
    every,
    graded,
    is_like,
    judge,
    on_each_day,
    plus,
    some,
    taken,
)

PLAIN_HOLD: Plain = {
    "window": None,
    "attained_from": None,
    "attained_until": None,
    "versions": [],
    "minimum_grade": None,
    "minimum_component_grade": None,
    "unused": False,
    "taken_through": None,
    "state": "attained",
}


NOBODY: Plain = {
    "title": "",
    "institution": None,
    "kind": None,
    "credits": None,
    "unit": None,
    "level": None,
    "professional": None,
    "theme": None,
    "subject": None,
    "published_code": None,
    "attributes": [],
}
NO_SELECTION: Plain = {
    "institutions": [],
    "kinds": [],
    "themes": [],
    "subjects": [],
    "attributes": [],
    "published_codes": [],
    "professional": None,
    "framework": None,
    "level_from": None,
    "level_to": None,
    "codes": [],
    "excluding": [],
    "same": None,
    "or_higher": False,
}


@dataclass(frozen=True)
class Award:
    """What is asked."""

    programme: Plain
    needs: Plain
    awards: list[Plain]
    case: Case
    exempted: list[Plain] = field(default_factory=list)
    """What need not be taken, as holdings that nobody has, each with its `exemption`."""
    inner: dict[str, Plain] = field(default_factory=dict)
    single_use: bool = True
    at_most_exempted: list[tuple[dict[str, int], int, str | None]] = field(default_factory=list)
    """How much what is exempted weighs, how much of it counts in all, and by which rule alone, if by one."""

    @property
    def pieces(self) -> list[Plain]:
        """What may be counted: what is held, then what is exempted."""
        return [*self.case.holdings, *self.exempted]


@dataclass(frozen=True)
class Place:
    """Where holdings may be counted, on one way through the tree."""

    requirement: Plain
    groups: tuple[Place, ...] = ()
    """Of a pool: the places in its groups that were chosen, whose credits it counts."""
    extra: int = 0
    """What is there without a holding: met groups."""
    parts: frozenset[str] = frozenset()
    """The names of what it is in, its own among them."""
    building: tuple[str, ...] = ()
    """The inner programmes in whose parts it is."""


@dataclass(frozen=True)
class Way:
    """One way through the tree: where to count, what limits it, which exemptions are used."""

    places: tuple[Place, ...] = ()
    limits: tuple[Plain, ...] = ()
    built: tuple[str, ...] = ()
    """The inner programmes that are built from their parts."""

    def __add__(self, other: Way) -> Way:
        return Way(self.places + other.places, self.limits + other.limits, self.built + other.built)


def ways(  # noqa: C901, PLR0912 - one line a kind
    need: Plain, award: Award, building: tuple[str, ...] = (), parts: frozenset[str] = frozenset()
) -> Iterator[Way]:
    """Yield every way through a requirement."""
    parts |= {need["name"]} if need.get("name") else frozenset()
    members: Any = need.get("all_of") or need.get("any_of") or need.get("exactly_one_of") or need.get("of")
    if "hold" in need:
        yield Way((Place(need, parts=parts, building=building),))
        if need["hold"] in award.inner and need["hold"] not in building:
            yield from built(need["hold"], award, building, parts)
    elif "select" in need:
        yield Way((Place(need, parts=parts, building=building),))
    elif "all_of" in need:
        yield from together(members, award, building, parts)
    elif "in_order" in need:
        turns = [parts | {turn(need, at)} for at in range(len(need["in_order"]))]
        options = [[*ways(one, award, building, there)] for one, there in zip(need["in_order"], turns, strict=True)]
        for choice in product(*options):
            yield sum(choice, Way(limits=({"in_turn": [turn(need, at) for at in range(len(options))]},)))
    elif "any_of" in need:
        for chosen in subsets(members, 1):
            yield from together(chosen, award, building, parts)
    elif "exactly_one_of" in need:
        for one in members:
            yield from ways(one, award, building, parts)
    elif "when" in need and need["of"] == "held":
        for way, taken_ways in (("then", ["then"]), ("otherwise", ["otherwise"]), ("both", ["then", "otherwise"])):
            decided = Way(limits=({"if_held": need["when"], "way": way},))
            yield from (decided + one for one in together([need[w] for w in taken_ways], award, building, parts))
    elif "when" in need:
        yield from together([need["when"], need["then"]], award, building, parts)
        yield from ways(need["otherwise"], award, building, parts)
    elif "doubt" in need:
        yield from ways(need["alternatives"][taken(need, award.case)], award, building, parts)
    elif ("credits" in need or "units" in need) and not ("share" in need or need["counted"]):
        yield from pool_ways(need, award, building, parts)
    elif "at_least" in need and "of" in need:
        for chosen in subsets(members, need["at_least"]):
            yield from together(chosen, award, building, parts)
    else:
        yield Way(limits=(need,))


def built(code: str, award: Award, building: tuple[str, ...], parts: frozenset[str]) -> Iterator[Way]:
    """Yield every way to count the parts of an inner programme in its place."""
    for way in ways(award.inner[code], award, (*building, code), parts):
        yield Way(built=(code,)) + way


def counts_once(way: Way, award: Award) -> bool:
    """Say whether a way counts no programme twice, where nothing may be."""
    twice = not award.single_use or '"sharing": [' in json.dumps(award.needs, default=str)
    return twice or len(set(way.built)) == len(way.built)


def pool_ways(need: Plain, award: Award, building: tuple[str, ...], parts: frozenset[str]) -> Iterator[Way]:
    """Yield a pool with each choice of what counts in it without being a holding there."""
    of_units = "units" in need
    options: list[list[tuple[Way, int]]] = []
    brought: list[Plain] = []
    for part in need["of"]:
        here: list[tuple[Way, int]] = [(Way(), 0)]
        if "hold" in part:
            if part["hold"] in award.inner and part["hold"] not in building:
                inner = built(part["hold"], award, building, parts)
                here += [(way, 100 if of_units else 0) for way in inner]
        elif need.get("each") and "units" in part and not part["counted"]:
            here += [(way, way.places[0].extra) for way in ways(part, award, building, parts)]
            brought.append(part)
        elif "select" not in part:
            here += [(way, 100 if of_units else 0) for way in ways(part, award, building, parts)]
        options.append(here)
    for chosen in product(*options):
        inside = sum((way for way, _ in chosen), Way())
        groups = inside.places
        if of_units:
            pools = [one for one in inside.places if any(one.requirement is part for part in brought)]
            groups = tuple(place for one in pools for place in (one, *one.groups))
        place = Place(need, groups, sum(worth for _, worth in chosen), parts, building)
        yield Way((place,)) + inside


def together(members: Any, award: Award, building: tuple[str, ...], parts: frozenset[str]) -> Iterator[Way]:  # noqa: ANN401 - plain
    for choice in product(*([*ways(member, award, building, parts)] for member in members)):
        yield sum(choice, Way())


def turn(need: Plain, at: int) -> str:
    """Return a name for one part of those that follow each other."""
    return f"part {at} of {id(need)}"


def subsets(members: Any, least: int) -> Iterator[Any]:  # noqa: ANN401 - plain
    return chain.from_iterable(combinations(members, size) for size in range(least, len(members) + 1))


# One holding


def hundredths(thing: Plain, unit: str | None) -> int | None:
    if thing["credits"] is None or (unit is not None and thing["unit"] != unit):
        return None
    return int(thing["credits"] * 100)


def thing_of(holding: Plain, case: Case) -> Any:  # noqa: ANN401 - plain, or nothing
    return holding["described"] if holding["code"] is None else case.items.get(holding["code"])


def credits_of(holding: Plain, unit: str | None, case: Case, kind: str = "least") -> int | None:
    """Return its credits, as many as were taken; of what is exempted, those that count for a `kind` of sum."""
    if "worth" in holding:
        amount, of = holding["worth"][kind], holding["worth"]["unit"]
        return None if amount is None or (unit is not None and of != unit) else int(amount * 100)
    thing = thing_of(holding, case)
    if holding["credits"] is not None:
        of = holding["unit"] or (thing and thing["unit"])
        return int(holding["credits"] * 100) if unit is None or of is None or of == unit else None
    return None if thing is None else hundredths(thing, unit)


def as_counted(holding: Plain, case: Case, *, best: bool) -> Plain:
    """Return what is exempted with the credits that it counts for; what is held as it is."""
    if "exemption" not in holding:
        return holding
    says, item = holding["exemption"], case.items.get(holding["code"])
    printed = says["amount"] is not None
    amount, unit = (says["amount"], says["unit"]) if printed else (item and item["credits"], item and item["unit"])
    earns = "yes" if printed else says["effects"]["earns_credit"]
    lowers = says["effects"]["lowers_requirement"] == "yes" and earns != "yes"
    by_kind = {
        "least": earns == "yes" or lowers or (earns == "not-stated" and best),
        "earned": earns == "yes" or (earns == "not-stated" and best),
        "most": earns == "yes" or (earns == "not-stated" and not best),
    }
    worth = {kind: amount if counts else 0 for kind, counts in by_kind.items()}
    return {**holding, "worth": {**worth, "lowers": amount if lowers else 0, "unit": unit}}


def eligible(holding: Plain, need: Plain, day: dt.date, case: Case) -> Three:
    """Say whether a holding may be counted in a place; of what is exempted, only what it is is asked."""
    if "exemption" in holding:
        return is_what(holding, need, case)
    if "hold" in need:
        return every([belongs(holding, need["hold"], case.items), *conditions(need, holding, day, case)])
    if "select" in need:
        terms = {**PLAIN_HOLD, "window": need["window"]}
        return every([picked(holding, need, case), *conditions(terms, holding, day, case)])
    if need["where"] is None:
        return some(eligible(holding, part, day, case) for part in need["of"] if "hold" in part or "select" in part)
    terms = {**PLAIN_HOLD, "window": need["window"], "minimum_grade": need["minimum_grade"]}
    return every([selected(holding, need["where"], case), *conditions(terms, holding, day, case)])


def is_what(holding: Plain, need: Plain, case: Case) -> Three:
    """Say whether what is exempted is what a place is for."""
    if "hold" in need:
        return belongs(holding, need["hold"], case.items)
    if "select" in need:
        unasked: Plain = {
            "attained_from": None,
            "attained_until": None,
            "within": None,
            "minimum_grade": None,
            "terms": [],
        }
        return picked(holding, {**need, **unasked}, case)
    if need["where"] is not None:
        return selected(holding, need["where"], case)
    return some(is_what(holding, part, case) for part in need["of"] if "hold" in part or "select" in part)


def picked(holding: Plain, need: Plain, case: Case) -> Three:
    """Say whether a holding is what a `select` asks for, whatever the day."""
    thing = thing_of(holding, case)
    unsaid = MAYBE if thing is not None and may_be_anything(holding, case) else NO
    answers = [selected(holding, need["select"], case), *told(holding, need, thing, unsaid)]
    if need["unlike"]:
        if thing is None or thing["published_code"] is None:
            answers.append(MAYBE if unsaid == MAYBE else YES)
        else:
            like = belongs(
                {"code": None, "described": {**NOBODY, "published_code": thing["published_code"]}},
                "like:class",
                {"like:class": {"members": {**NO_SELECTION, "published_codes": need["unlike"]}, "is_class": True}},
            )
            answers.append(NO if like == YES else YES)
    for bound, fits in (("credits_from", 1), ("credits_to", -1)):
        if need[bound] is not None:
            amount = None if thing is None else thing["credits"]
            answers.append(unsaid if amount is None else (YES if (amount - need[bound]) * fits >= 0 else NO))
    admitted = case.learner["admission_on"]
    days = [one["attained_on"] for one in (on_each_day(holding) if holding["attained_in"] else [holding])]
    for bound in ("attained_from", "attained_until"):
        if need[bound] is not None:
            edge = need[bound]
            answers.append(on_any(days, lambda day: day >= edge if bound == "attained_from" else day <= edge))  # noqa: B023 - asked at once
    if need["within"] is not None:
        last = None if admitted is None else plus(admitted, need["within"])
        answers.append(MAYBE if last is None else on_any(days, lambda day: day <= last))
    if need["minimum_grade"]:
        answers.append(graded(holding["grade"], need["minimum_grade"]))
    return every(answers)


def on_any(days: list[dt.date | None], fits: Callable[[dt.date], bool]) -> Three:
    """Say whether something is so of a day that may be any of these; not known of one that is not given."""
    each = {MAYBE if day is None else (YES if fits(day) else NO) for day in days}
    return each.pop() if len(each) == 1 else MAYBE


def told(holding: Plain, need: Plain, thing: Plain | None, unsaid: Three) -> Iterator[Three]:
    """Say what a `select` asks of attributes, subject and term."""
    marks = {one.lower() for one in thing["attributes"]} if thing else set()
    unmarked = NO if unsaid == NO or (holding["code"] is None and marks) else MAYBE
    yield from (YES if one.lower() in marks else unmarked for one in need["with_all"])
    yield from (NO if one.lower() in marks else {NO: YES}.get(unmarked, MAYBE) for one in need["without"])
    if need["outside"]:
        subject = thing["subject"] if thing else None
        yield unsaid if subject is None else (NO if in_any(subject, need["outside"]) else YES)
    if need["terms"]:
        term = holding["term"]
        yield MAYBE if term is None else (YES if in_any(term, need["terms"]) else NO)


def in_any(name: str, patterns: list[str]) -> bool:
    return any(is_like(name.lower(), pattern.lower()) for pattern in patterns)


def selected(holding: Plain, where: Plain, case: Case) -> Three:
    asks = {key: value for key, value in where.items() if key not in ("same", "or_higher", "framework")}
    if not any(value not in (None, []) for value in asks.values()):
        return YES
    pretended = {"members": where, "is_class": True, "kind": "class", "offered_by": []}
    return belongs(holding, "pretended:class", {**case.items, "pretended:class": pretended})


def trait(holding: Plain, name: str, case: Case) -> Any:  # noqa: ANN401 - a text, or a level with its framework
    thing = thing_of(holding, case)
    if thing is None:
        return None
    if name in ("term", "year", "entry"):
        date = holding["attained_on"] or holding["attained_in"]
        return (
            holding["term"]
            if name == "term"
            else (holding["code"] or thing["title"])
            if name == "entry"
            else (date and str(date)[:4])
        )
    if name == "theme":
        return thing["theme"]["en"] if isinstance(thing["theme"], dict) else thing["theme"]
    if name == "level":
        return (thing["level"]["framework"], thing["level"]["value"]) if thing["level"] else None
    if name == "institution":
        return thing["offered_by"][0] if "offered_by" in thing else thing["institution"]
    return thing["subject"]


def has(holding: Plain, where: Plain, value: Any, case: Case) -> Three:  # noqa: ANN401 - as `trait`
    """Say whether it has one and the same theme, level, … as the others."""
    if value is None:
        return YES
    held = trait(holding, where["same"], case)
    if held is None:
        return MAYBE if told_by_learner(where["same"], holding) or may_be_anything(holding, case) else NO
    if value == "?":
        return NO
    if where["or_higher"] and where["same"] == "level":
        return YES if held[0] == value[0] and held[1] >= value[1] else NO
    return YES if held == value else NO


def told_by_learner(trait_name: str, holding: Plain) -> bool:
    return trait_name in ("term", "year") and "exemption" not in holding


def may_be_anything(holding: Plain, case: Case) -> bool:
    return holding["code"] is None or bool(case.items[holding["code"]]["is_class"])


# A set of holdings that are counted


@dataclass(frozen=True)
class Counted:
    """A set of holdings that are counted, on a day, as it is certainly or (`best`) as it may be."""

    award: Award
    day: dt.date
    best: bool
    holdings: tuple[Plain, ...]
    deciding: bool = False
    """Whether a rule of title, theme or level asks."""
    inside: dict[str, tuple[Plain, ...]] = field(default_factory=dict)
    """What is counted in each part of the tree that is asked about, by its name."""

    def seen_by(self, need: Plain) -> Counted:
        """Return what a limit looks at."""
        among = need.get("among")
        return replace(self, holdings=self.inside.get(among, ())) if among else self

    def helps(self, answer: Three) -> bool:
        return answer == YES or (answer == MAYBE and self.best)

    def harms(self, answer: Three) -> bool:
        return answer == YES or (answer == MAYBE and not self.best)

    def brought(self, amounts: list[tuple[Plain, int]], unit: str | None) -> int:
        """Return a sum of credits of which limits cut off what exceeds their most: the most that keeps to all."""
        case = self.award.case
        cuts = [] if self.deciding or unit is None else [c for c in cuts_of(self.award) if c["unit"] == unit]
        cut_by = [
            [at for at, c in enumerate(cuts) if "exemption" not in h and self.harms(selected(h, c["where"], case))]
            for h, _ in amounts
        ]
        best = sum(amount for (_, amount), by in zip(amounts, cut_by, strict=True) if not by)
        parts = [(amount, by) for (_, amount), by in zip(amounts, cut_by, strict=True) if by]

        def most(parts: list[tuple[int, list[int]]], left: list[int]) -> int:
            if not parts:
                return 0
            (amount, by), *others = parts
            room = min([amount, *(left[at] for at in by)])
            tries = {*range(0, room, 75), room} if any(len(more) > 1 for _, more in parts) else {room}
            return max(
                one + most(others, [left[at] - one if at in by else left[at] for at in range(len(left))])
                for one in tries
            )

        return best + most(parts, [int(c["credits"]["at_most"] * 100) for c in cuts])

    def satisfies(self, need: Plain) -> bool:  # noqa: C901, PLR0911 - one line a kind
        """Say whether a limit or condition holds."""
        if need.get("among"):
            return self.seen_by(need).satisfies({**need, "among": None})
        case = self.award.case
        if "if_held" in need:
            return self.decided(need["way"], judge(need["if_held"], self.day, case))
        if "share" in need:
            return self.shared(need)
        if need.get("cut"):
            return True  # it is for where credits are summed
        if need.get("latest") is not None:
            return self.latest(need)
        if "credits" in need or "units" in need:
            return self.pooled(need)
        if "distinct" in need:
            return self.different(need)
        if "average" in need:
            return self.averaged(need)
        if "span" in need:
            held = [h for h in self.holdings if "exemption" not in h]
            dates = [h["attained_on"] for h in held if self.harms(selected(h, need["where"], case))]
            known = [date for date in dates if date]
            if len(known) < len(dates) and not self.best:
                return False
            return not known or max(known) <= plus(min(known), need["span"])
        if "sharing" in need or "in_turn" in need:
            return True  # it is for what is counted where
        return self.helps(judge(need, self.day, case))

    def values(self, where: Plain, matching: list[Plain]) -> list[Any]:
        if not where["same"]:
            return [None]
        return list(dict.fromkeys(v for h in matching if (v := trait(h, where["same"], self.award.case)) is not None))

    def someone_says(self, where: Plain, value: Any, matches: Callable[[Plain], Three]) -> bool:  # noqa: ANN401
        """Say whether something counted has a value, and not only may have it (or, of none that is said, may)."""
        case = self.award.case
        enough = (YES, MAYBE) if value == "?" else (YES,)
        return any(self.helps(matches(h)) and has(h, where, value, case) in enough for h in self.holdings)

    def amount(
        self,
        where: Plain,
        matches: Callable[[Plain], Three],
        weight: Callable[[Plain], int | None],
        least: int | None,
        most: int | None,
        share: int | None = None,
        limiting: Callable[[Plain], int | None] | None = None,
        unit: str | None = None,
    ) -> tuple[bool, list[Any]]:
        """Say whether a limit holds, and for which themes, levels, … (None where it is not about one)."""
        limiting = limiting or weight
        everyone = [h for h in self.award.pieces if matches(h) != NO]
        values = self.values(where, everyone)
        whole = sum((limiting if least is not None else weight)(h) or 0 for h in self.holdings)

        def answer(holding: Plain, value: Any) -> Three:  # noqa: ANN401 - as `trait`
            return every([matches(holding), has(holding, where, value, self.award.case)])

        def unknown(holding: Plain) -> bool:
            thing = thing_of(holding, self.award.case)
            return (
                weight(holding) is None
                and holding["credits"] is None
                and (thing is None or thing["credits"] is None)
                and not self.best
            )

        good = []
        supposed = ["?"] if where["same"] and self.best and not self.deciding else []
        for value in [*values, *supposed]:
            total = self.brought([(h, weight(h) or 0) for h in self.holdings if self.helps(answer(h, value))], unit)
            if share is not None and any(unknown(h) and not self.helps(answer(h, value)) for h in self.holdings):
                continue
            if value is not None and not self.someone_says(where, value, matches):
                continue
            if least is not None and total * 10_000 >= (share * whole if share is not None else least * 10_000):
                good.append(value)
        if least is not None and not good:
            return False, []
        for value in values or ["?"]:
            harmful = [h for h in self.holdings if self.harms(answer(h, value))]
            total = sum(limiting(h) or 0 for h in harmful)
            if most is not None and (
                any(map(unknown, harmful)) or total * 10_000 > (share * whole if share is not None else most * 10_000)
            ):
                return False, []
        return True, good

    def shared(self, need: Plain) -> bool:
        return self.shares_of(need)[0]

    def shares_of(self, need: Plain) -> tuple[bool, list[Any]]:
        case, programme = self.award.case, self.award.programme
        unit = need["unit"] or unit_of(self.award)

        def matches(holding: Plain) -> Three:
            answers = [selected(holding, need["where"], case)]
            if need["earned_here"] is not None:
                here = self.is_here(holding, programme)
                answers.append(MAYBE if here is None else (YES if here == need["earned_here"] else NO))
            return every(answers)

        number = int(need["credits"] * 100) if need["credits"] is not None else None
        parts = round(need["share"] * 10_000)
        if number is None and need["of"] == "required":
            required = required_of(self.award, unit)
            if required is None:
                return False, []
            lowered = [h["worth"] for h in self.holdings if "worth" in h]
            less = sum(int((one["lowers"] or 0) * 100) for one in lowered if unit is None or one["unit"] == unit)
            number = parts * (int(required * 100) - less)
            number = number // 10_000 if need["bound"] == "at-most" else -(-number // 10_000)
        bound = 0 if number is None else number
        least, most = (bound, None) if need["bound"] == "at-least" else (None, bound)

        def weight(holding: Plain) -> int | None:
            return 100 if unit is None else credits_of(holding, unit, case, "earned")

        def limiting(holding: Plain) -> int | None:
            return 100 if unit is None else credits_of(holding, unit, case, "most")

        share, summed_in = (parts, None) if number is None else (None, unit)
        return self.amount(need["where"], matches, weight, least, most, share, limiting, summed_in)

    def is_here(self, holding: Plain, programme: Plain) -> bool | None:
        """Say whether it was earned at the awarding institution; of what is exempted, all that it rests on."""
        if "exemption" in holding:
            answers = [self.is_here(self.award.case.holdings[at], programme) for at in holding["exemption"]["rests_on"]]
            return False if False in answers or not answers else (None if None in answers else True)
        if holding["code"] is None:
            by = [holding["described"]["institution"]] if holding["described"]["institution"] else None
        else:
            thing = thing_of(holding, self.award.case)
            by = thing["offered_by"] if thing else None
        return None if by is None else bool(set(by) & set(programme["offered_by"]))

    def decided(self, way: str, answer: Three) -> bool:
        """Say whether what is held decides for this way."""
        if self.best:
            return answer == MAYBE or way == ("then" if answer == YES else "otherwise")
        return way == {YES: "then", NO: "otherwise", MAYBE: "both"}[answer]

    def latest(self, need: Plain) -> bool:
        """Look at what is counted from a day on, unless what is counted later is enough."""
        case = self.award.case

        def weight(holding: Plain) -> int | None:
            return 100 if "units" in need else credits_of(holding, need["unit"], case)

        held = [h for h in self.holdings if "exemption" not in h]
        for h in held:
            thing = thing_of(h, case)
            if h["attained_on"] is None or (
                weight(h) is None and h["credits"] is None and (thing is None or thing["credits"] is None)
            ):
                return self.best
        last = []
        for one in held:
            later = [h for h in held if h["attained_on"] > one["attained_on"]]
            if sum(weight(h) or 0 for h in later) < need["latest"] * 100:
                last.append(one)
        return replace(self, holdings=tuple(last)).satisfies({**need, "latest": None})

    def pooled(self, need: Plain) -> bool:
        """Say whether a pool that is counted elsewhere holds."""
        case = self.award.case
        rng: Any = need.get("credits") or need.get("units")
        if rng["not_published"] and not self.best:
            return False

        def matches(holding: Plain) -> Three:
            grade = holding["grade"]
            if need["where"] is None:
                answers = [
                    some(
                        belongs(holding, part["hold"], case.items) if "hold" in part else picked(holding, part, case)
                        for part in need["of"]
                    )
                ]
            else:
                answers = [selected(holding, need["where"], case)]
                if need["minimum_grade"]:
                    answers.append(graded(grade, need["minimum_grade"]))
            if "exemption" in holding and (need["minimum_grade"] or need["graded_on"] or need["below_grade"]):
                return NO
            if need["graded_on"]:
                answers.append(MAYBE if grade is None else (YES if grade["scale"] in need["graded_on"] else NO))
            if need["below_grade"]:
                answers.append({YES: NO, NO: YES, MAYBE: MAYBE}[graded(grade, need["below_grade"])])
            return every(answers)

        least = None if rng["at_least"] is None else int(rng["at_least"] * 100)
        most = None if rng["at_most"] is None else int(rng["at_most"] * 100)

        def weight(holding: Plain) -> int | None:
            return 100 if "units" in need else credits_of(holding, need["unit"], case)

        def limiting(holding: Plain) -> int | None:
            return 100 if "units" in need else credits_of(holding, need["unit"], case, "most")

        same = need["where"] or {"same": None}
        unit = None if "units" in need else need["unit"]
        holds: bool = self.amount(same, matches, weight, least, most, None, limiting, unit)[0]
        return holds

    def different(self, need: Plain) -> bool:
        case = self.award.case
        found: set[Any] = set()
        for position, holding in enumerate(self.holdings):
            if self.helps(selected(holding, need["where"], case)):
                if need["distinct"] == "attribute":
                    thing = thing_of(holding, case)
                    has_them = {one.lower() for one in thing["attributes"]} if thing else set()
                    found |= has_them & {one.lower() for one in need["where"]["attributes"]}
                    continue
                value = trait(holding, need["distinct"], case)
                if value is not None:
                    found.add(value)
                elif self.best and (told_by_learner(need["distinct"], holding) or may_be_anything(holding, case)):
                    found.add(position)
        return len(found) >= int(need["at_least"]) and not self.too_many(need)

    def too_many(self, need: Plain) -> bool:
        """Say whether more different ones are counted, or may be, than a most."""
        if need["at_most"] is None:
            return False
        case, found = self.award.case, set[Any]()
        for position, holding in enumerate(self.holdings):
            if self.harms(selected(holding, need["where"], case)):
                value = trait(holding, need["distinct"], case)
                if value is not None:
                    found.add(value)
                elif not self.best and (told_by_learner(need["distinct"], holding) or may_be_anything(holding, case)):
                    found.add(position)
        return len(found) > int(need["at_most"])

    def averaged(self, need: Plain) -> bool:
        case = self.award.case
        total = 0.0
        for holding in self.holdings if need["of"] == "counted" else filter(self.held, case.holdings):
            answer, grade = selected(holding, need["where"], case), holding["grade"]
            if "exemption" in holding:
                if holding["exemption"]["effects"]["graded"] != "yes":
                    continue
                rests_on = [case.holdings[at]["grade"] for at in holding["exemption"]["rests_on"]]
                grade = rests_on[0] if len(rests_on) == 1 else None
            if answer == NO or (grade and grade["scale"] == "pass-fail"):
                continue
            if grade is None or grade["scale"] != need["average"]["scale"]:
                return self.best
            weight = credits_of(holding, weighed_in(self.award), case) if weighed_in(self.award) else 100
            worth = (100 if weight is None else weight) * (float(grade["value"]) - float(need["average"]["value"]))
            if answer == YES or (worth < 0) is not self.best:
                total += worth
        return total >= 0

    def held(self, holding: Plain) -> bool:
        """Say whether the learner has it by the day."""
        if holding["status"] in ("withdrawn", "revoked", "waived", "replaced"):
            return False
        if holding["attained_in"]:
            return bool(next(on_each_day(holding))["attained_on"] <= self.day)
        start = holding["attained_on"]
        ahead = holding["status"] in ("planned", "in_progress")
        return not ahead if start is None else bool(start <= self.day)

    def assigned(self, way: Way) -> Iterator[Counted]:
        """Yield each way to count every one of the holdings somewhere, so that all places are content."""
        sharings = [limit for limit in way.limits if "sharing" in limit]
        options = []
        for holding in self.holdings:
            places = [
                i
                for i, place in enumerate(way.places)
                if self.helps(eligible(holding, place.requirement, self.day, self.award.case))
                and counts_there(holding, place)
                and (is_one(place.requirement) or self.weighs(holding, place) is not None)
            ]
            options.append(
                [one for one in subsets(places, 1) if len(one) == 1 or self.may_share(holding, one, way, sharings)]
            )
        for choice in product(*options):
            if self.content(way, choice, sharings):
                there = [frozenset(name for i in places for name in way.places[i].parts) for places in choice]
                yield replace(
                    self,
                    inside={
                        name: tuple(h for h, names in zip(self.holdings, there, strict=True) if name in names)
                        for name in asked_about(self.award)
                    },
                )

    def weighs(self, holding: Plain, place: Place, kind: str = "least") -> int | None:
        if "units" in place.requirement:
            return 100
        return credits_of(holding, place.requirement["unit"], self.award.case, kind)

    def may_share(self, holding: Plain, chosen: Any, way: Way, sharings: list[Plain]) -> bool:  # noqa: ANN401 - plain
        for one, other in combinations(chosen, 2):
            speaking = [
                s for s in sharings if pairs(s, way.places[one], way.places[other]) and self.may_be_shared(holding, s)
            ]
            if not speaking and self.award.single_use:
                return False
            if any(s["unit"] and credits_of(holding, s["unit"], self.award.case) is None for s in speaking):
                return False
        return True

    def may_be_shared(self, holding: Plain, sharing: Plain) -> bool:
        return self.helps(selected(holding, sharing["where"], self.award.case))

    def content(self, way: Way, choice: tuple[tuple[int, ...], ...], sharings: list[Plain]) -> bool:
        there = {i: [h for h, c in zip(self.holdings, choice, strict=True) if i in c] for i in range(len(way.places))}
        if not all(self.filled(way, i, there) for i in there) or self.is_used_up(way, choice, sharings):
            return False
        if not all(self.one_after_another(limit["in_turn"], way, there) for limit in way.limits if "in_turn" in limit):
            return False
        for sharing in sharings:
            for one, other in combinations(sharing["sharing"], 2):
                both = [
                    h
                    for h, c in zip(self.holdings, choice, strict=True)
                    if self.may_be_shared(h, sharing)
                    and any({one, other} in pairs(sharing, way.places[i], way.places[k]) for i, k in combinations(c, 2))
                ]
                amount = sum(
                    (credits_of(h, sharing["unit"], self.award.case) or 0) if sharing["unit"] else 100 for h in both
                )
                if sharing["at_most"] is not None and amount > sharing["at_most"] * 100:
                    return False
        return True

    def one_after_another(self, turns: list[str], way: Way, there: dict[int, list[Plain]]) -> bool:
        """Say whether all that is counted in a part was attained before all that is counted in a later one."""
        parts = [[h for i, here in there.items() if name in way.places[i].parts for h in here] for name in turns]
        for earlier, later in combinations(parts, 2):
            for one, other in product(earlier, later):
                if "exemption" in one or "exemption" in other:
                    continue
                first, then = one["attained_on"], other["attained_on"]
                if not self.best if first is None or then is None else first >= then:
                    return False
        return True

    def is_used_up(self, way: Way, choice: tuple[tuple[int, ...], ...], sharings: list[Plain]) -> bool:
        """Say whether something is counted beside what it exempts from, where nothing shares that."""
        placed = list(zip(self.holdings, choice, strict=True))
        for spared, there in placed if self.award.single_use else ():
            for at in spared["exemption"]["rests_on"] if "exemption" in spared else ():
                held = self.award.case.holdings[at]
                here = next((places for one, places in placed if one is held), ())
                for i, k in product(here, there):
                    pair = way.places[i], way.places[k]
                    if not any(pairs(s, *pair) and self.may_be_shared(held, s) for s in sharings):
                        return True
        return False

    def filled(self, way: Way, i: int, there: dict[int, list[Plain]]) -> bool:
        place = way.places[i]
        need = place.requirement
        if is_one(need):
            return len(there[i]) == 1
        rng: Any = need.get("credits") or need.get("units")
        if rng["not_published"] and not self.best:
            return False
        case, where = self.award.case, need["where"]
        if where and where["same"]:
            may = [
                h
                for h in self.award.pieces
                if self.helps(eligible(h, need, self.day, case)) and self.weighs(h, place) is not None
            ]
            values = [*self.values(where, may), *(["?"] if self.best else [])]
            good = [
                v
                for v in values
                if all(self.helps(has(h, where, v, case)) for h in there[i])
                and any(v == "?" or has(h, where, v, case) == YES for h in there[i])
            ]
            if there[i] and not good:
                return False
        inside = [k for k, one in enumerate(way.places) if any(one is group for group in place.groups)]
        # What is shared between a place of the group and the pool itself brings its credits once.
        counted = [h for h in self.holdings if any(h is one for k in (i, *inside) for one in there[k])]
        unit = None if "units" in need else need["unit"]
        total = place.extra + self.brought([(h, self.weighs(h, place) or 0) for h in counted], unit)
        limiting = place.extra + sum(self.weighs(h, place, "most") or 0 for h in counted)
        if rng["at_least"] is not None and total < rng["at_least"] * 100:
            return False
        return rng["at_most"] is None or limiting <= rng["at_most"] * 100


def counts_there(holding: Plain, place: Place) -> bool:
    """Say whether what is exempted is exempted there: some rules hold in inner programmes alone."""
    inside = holding["exemption"]["inside"] if "exemption" in holding else None
    return inside is None or bool(set(inside) & set(place.building))


def is_one(need: Plain) -> bool:
    """Say whether a place is for one holding."""
    return "hold" in need or "select" in need


def pairs(sharing: Plain, one: Place, other: Place) -> list[set[str]]:
    """Return the pairs of parts of a sharing that two places are in."""
    names = sharing["sharing"]
    return [{a, b} for a in names for b in names if a != b and a in one.parts and b in other.parts]


def asked_about(award: Award) -> set[str]:
    """Return the names of the parts whose counted holdings something looks at."""
    found, pending = set(), [award.needs, *award.inner.values(), *(a["needs"] for a in award.awards)]
    while pending:
        need = pending.pop()
        if isinstance(need, dict):
            found |= {need["among"]} if need.get("among") else set()
            pending += need.values()
        elif isinstance(need, list):
            pending += need
    return found


def cuts_of(award: Award) -> list[Plain]:
    """Return the limits that cut off part of what courses bring."""
    pending, found = [award.needs], []
    while pending:
        need = meant(pending.pop(), award.case)
        pending += need.get("all_of") or need.get("in_order") or []
        found += [need] if need.get("cut") else []
    return found


def outermost(award: Award) -> list[Plain]:
    """Return what is asked for in any case, each doubt as it is read."""
    needs = meant(award.needs, award.case)
    return [meant(part, award.case) for part in needs.get("all_of") or needs.get("in_order") or [needs]]


def meant(need: Plain, case: Case) -> Plain:
    return meant(need["alternatives"][taken(need, case)], case) if "doubt" in need else need


def unit_of(award: Award) -> str | None:
    if award.programme["unit"]:
        unit: str = award.programme["unit"]
        return unit
    return next((part["unit"] for part in outermost(award) if "credits" in part and "share" not in part), None)


def weighed_in(award: Award) -> str | None:
    """Return the unit by which marks are weighed: the award's, else the one of everything held that has a mark."""
    things = [(one["unit"], thing_of(one, award.case)) for one in award.case.holdings if one["grade"]]
    units = {own or thing["unit"] for own, thing in things if thing is not None and thing["credits"] is not None}
    return unit_of(award) or (units.pop() if len(units) == 1 else None)


def required_of(award: Award, unit: str | None) -> Any:  # noqa: ANN401 - a number
    if award.programme["credits"] and unit == unit_of(award):
        return award.programme["credits"]
    pools = [part for part in outermost(award) if "credits" in part and "share" not in part and not part["counted"]]
    amounts = [part["credits"]["at_least"] for part in pools if unit in (None, part["unit"])]
    return next((amount for amount in amounts if amount is not None), None)


# The answer


@dataclass(frozen=True)
class Found:
    """What can be had with one set of holdings."""

    cost: tuple[Any, ...]
    title: Any
    theme: Any
    level: Any
    indexes: frozenset[int]


def counted_sets(award: Award, day: dt.date, *, best: bool) -> Iterator[tuple[Counted, frozenset[int]]]:
    """Yield every set of holdings that can be counted so that the tree is met."""
    everything = [way for way in ways(award.needs, award) if counts_once(way, award)]
    pieces = [as_counted(one, award.case, best=best) for one in award.pieces]
    award = replace(award, exempted=pieces[len(award.case.holdings) :])
    pieces = award.pieces
    certain = [i for i, one in enumerate(pieces) if best or is_certain(one)]
    for indexes in subsets(certain, 0):
        chosen = tuple(pieces[i] for i in indexes)
        spared = [h["exemption"] for h in chosen if "exemption" in h]
        if len({one["code"] for one in spared}) < len(spared) or any(
            sum(weights.get(one["code"], 0) for one in spared if rule in (None, one["rule"])) > most
            for weights, most, rule in award.at_most_exempted
        ):
            continue
        codes = [h["code"] for h in chosen if h["code"] and not counts_anew(award.case.items.get(h["code"]))]
        if len(set(codes)) < len(codes):
            continue
        counted = Counted(award, day, best, chosen)
        seen: list[dict[str, tuple[Plain, ...]]] = []
        for way in everything:
            general = [limit for limit in way.limits if not limit.get("among")]
            if not all(map(counted.satisfies, general)):
                continue
            for placed in counted.assigned(way):
                if all(map(placed.satisfies, way.limits)) and placed.inside not in seen:
                    yield placed, frozenset(indexes)
                    seen.append(placed.inside)
                if {} in seen:
                    break
            if {} in seen:
                break


def is_certain(piece: Plain) -> bool:
    """Say whether it is certain that a piece counts: nothing may have to be taken in place of what is exempted."""
    if "exemption" not in piece:
        return True
    says, effects = piece["exemption"], piece["exemption"]["effects"]
    given = says["amount"] is not None or effects["earns_credit"] == "yes" or effects["lowers_requirement"] == "yes"
    return bool(says["certain"]) and (given or effects["must_be_replaced"] == "no")


def must_be_replaced(exemption: Plain) -> bool:
    """Say whether something else must be taken in its place, so that it spares nothing."""
    effects = exemption["effects"]
    return effects["must_be_replaced"] == "yes" and exemption["amount"] is None and effects["earns_credit"] != "yes"


def counts_anew(item: Plain | None) -> bool:
    """Say whether several holdings of one code are several things."""
    return bool(item and (item["is_class"] or item["repeatable"]))


def outcomes(award: Award, day: dt.date, *, best: bool, last: Callable[[int], int]) -> Iterator[Found]:
    """Yield every award that can be had, with every set of holdings."""
    unit = unit_of(award)
    for one, indexes in counted_sets(award, day, best=best):
        counted = replace(one, deciding=True)
        worth = [credits_of(h, unit, award.case) or 1 if unit else 1 for h in counted.holdings]
        decided = {what: [a for a in award.awards if a["decides"] == what] for what in ("title", "theme", "level")}
        titles = [a for a in decided["title"] if a["needs"] is None or holds(a["needs"], counted)]
        themes = [v for a in decided["theme"] for v in witnesses(a["needs"], counted)]
        levels = [v for a in decided["level"] for v in witnesses(a["needs"], counted)]
        worst = max((a["rank"] for a in decided["title"]), default=0) + 1
        for title, theme, level in product([None, *titles], [None, *themes], [None, *levels]):
            rank = title["rank"] if title else worst
            cost = (rank, theme is None, -level[1] if level else 0, sum(worth), sum(map(last, sorted(indexes))))
            yield Found(cost, title and title["code"], theme, level, indexes)


def holds(need: Plain, counted: Counted) -> bool:
    """Say whether a rule of title, theme or level holds of what is counted."""
    if "all_of" in need:
        return all(holds(part, counted) for part in need["all_of"])
    if "any_of" in need:
        return any(holds(part, counted) for part in need["any_of"])
    if "doubt" in need:
        return holds(need["alternatives"][taken(need, counted.award.case)], counted)
    if "hold" in need:
        answers = (eligible(h, need, counted.day, counted.award.case) for h in counted.holdings)
        return any(map(counted.helps, answers))
    return counted.satisfies(need)


def witnesses(need: Plain, counted: Counted) -> list[Any]:
    """Return the themes or levels for which a rule of one and the same holds."""
    if "doubt" in need:
        return witnesses(need["alternatives"][taken(need, counted.award.case)], counted)
    return counted.seen_by(need).shares_of(need)[1]


@dataclass(frozen=True)
class Answer:
    """What is compared."""

    standing: str
    cost: tuple[Any, ...] = ()
    claim_by: dt.date | None = None


def changes(award: Award) -> list[dt.date]:
    """Return every day on which something may begin or cease to count."""
    periods = {
        window["period"]
        for window in windows([award.needs, *award.inner.values(), *(a["needs"] for a in award.awards)])
    }
    days = {dt.date(2021, 1, 1)}
    for holding in award.case.holdings:
        known = [one["attained_on"] for one in on_each_day(holding)] if holding["attained_in"] else []
        for start in (known[:1] + known[-1:]) or [holding["attained_on"]]:
            days |= {start, *(plus(start, period) + DAY for period in periods)} if start else set()
    return sorted(days)


def windows(needs: Any) -> Iterator[Plain]:  # noqa: ANN401 - anything in a tree
    if isinstance(needs, dict):
        if "period" in needs:
            yield needs
        needs = list(needs.values())
    if isinstance(needs, list):
        for need in needs:
            yield from windows(need)


def places_of(need: Plain, award: Award, building: tuple[str, ...] = ()) -> Iterator[Plain]:
    for way in ways(need, award, building):
        for place in way.places:
            yield place.requirement


def decide(award: Award, day: dt.date) -> tuple[Answer, list[Found]]:
    """Return the best that can be had, and every set of holdings and variant that is as good."""
    places = list({id(one): one for one in places_of(award.needs, award)}.values())
    days = changes(award)
    for best, standing in ((False, "MET"), (True, "UNKNOWN")):

        def fits(index: int, on: dt.date, *, best: bool = best) -> bool:
            counted = Counted(award, on, best, ())
            holding = as_counted(award.pieces[index], award.case, best=best)
            return any(
                counted.helps(eligible(holding, need, on, award.case))
                and (is_one(need) or counted.weighs(holding, Place(need)) is not None)
                for need in places
            )

        def last(index: int) -> int:
            for change in days:
                if change > day and not fits(index, change):
                    return (change - DAY - day).days
            return 40_000

        found = list(outcomes(award, day, best=best, last=last))
        if found:
            least = min(one.cost for one in found)
            chosen = [one for one in found if one.cost == least]
            return Answer(standing, least), chosen
    return Answer("NOT_MET"), []


def claim_by(award: Award, day: dt.date, best: Found, standing: str) -> dt.date | None:
    """Return the last day of the unbroken run on which the same variant can be had."""
    wanted = (best.title, best.theme, best.level)
    for change in changes(award):
        if change > day:
            there = outcomes(award, change, best=standing == "UNKNOWN", last=lambda _: 0)
            same = (
                (best.title is None or one.title == wanted[0])
                and (best.theme is None or one.theme == wanted[1])
                and (best.level is None or one.level == wanted[2])
                for one in there
            )
            if not any(same):
                return change - DAY
    return None
