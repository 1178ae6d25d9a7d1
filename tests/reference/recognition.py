"""Recognition decided the slow way: one day at a time, three answers, no sets of days, no code of `rules/`.

It reads plain dictionaries, as `model_dump` writes them, and says of one day whether a requirement is met: `YES`,
`NO`, or `MAYBE` where something unknown decides. `from` and `claim_by` are found by walking from day to day. Every
meaning stands in concepts.md or in docs/decisions-on-meaning.md.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import combinations, combinations_with_replacement, product
from typing import Any, Literal

Three = Literal["yes", "maybe", "no"]
YES: Three = "yes"
MAYBE: Three = "maybe"
NO: Three = "no"

Plain = dict[str, Any]
DAY = dt.timedelta(days=1)
LETTERS = ["F", "E", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+"]


def counting(answers: Iterable[Three], enough: Callable[[int], bool]) -> Three:
    """Say whether the number of yeses is enough, whatever the maybes turn out to be."""
    answers = list(answers)
    surely = answers.count(YES)
    outcomes = {enough(number) for number in range(surely, surely + answers.count(MAYBE) + 1)}
    return three(outcomes)


def three(outcomes: set[bool]) -> Three:
    """Say yes where every outcome is yes, no where every one is no."""
    if len(outcomes) > 1:
        return MAYBE
    return YES if outcomes == {True} else NO


def every(answers: Iterable[Three]) -> Three:
    answers = list(answers)
    return counting(answers, lambda number: number == len(answers))


def some(answers: Iterable[Three]) -> Three:
    return counting(answers, lambda number: number >= 1)


def plus(start: dt.date, period: str) -> dt.date:
    """Return the day a period after another: months first, back to a day that exists, then days."""
    numbers = {sign: int(number) for number, sign in re.findall(r"(\d+)([YMWD])", period)}
    year, month, day = start.year, start.month, start.day
    for _ in range(12 * numbers.get("Y", 0) + numbers.get("M", 0)):
        month += 1
        if month > 12:
            year, month = year + 1, 1
        if year > 9999:
            return dt.date.max
    while not exists(year, month, day):
        day -= 1
    result = dt.date(year, month, day)
    for _ in range(7 * numbers.get("W", 0) + numbers.get("D", 0)):
        if result == dt.date.max:
            return result
        result += DAY
    return result


def exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Case:
    """Everything but the day."""

    holdings: list[Plain]
    learner: Plain
    reading: str | dict[str, str] = "lenient"
    items: dict[str, Plain] = field(default_factory=dict)
    validities: list[Plain] = field(default_factory=list)
    window: Plain | None = None
    attained_while: Callable[[dt.date | None], Three] = lambda _: YES
    """Where versions apply by the award's date: whether what was attained then is this version's."""
    open_world: bool = False
    flipped: dict[str, str] = field(default_factory=dict)
    """Doubts taken otherwise than the reading takes them."""


# One requirement on one day


def judge(requirement: Plain, day: dt.date, case: Case) -> Three:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    parts = [judge(part, day, case) for part in parts_of(requirement)]
    if "hold" in requirement:
        matching = [
            every([member, *conditions(requirement, holding, day, case)])
            for holding in case.holdings
            if (member := belongs(holding, requirement["hold"], case.items)) != NO
        ]
        if not matching:
            return MAYBE if case.open_world else NO
        return some(matching)
    if "when" in requirement:
        held, then, other = (judge(requirement[part], day, case) for part in ("when", "then", "otherwise"))
        if requirement["of"] == "held":
            return some([every([held, then]), every([{YES: NO, NO: YES, MAYBE: MAYBE}[held], other])])
        return some([every([held, then]), other])
    if "all_of" in requirement:
        return every(parts)
    if "not_held" in requirement:
        return {YES: NO, NO: YES, MAYBE: MAYBE}[judge(requirement["not_held"], day, case)]
    if "in_order" in requirement:
        return in_turn(requirement["in_order"], day, case)
    if "any_of" in requirement:
        return some(parts)
    if "exactly_one_of" in requirement:
        return counting(parts, lambda number: number == 1)
    if "share" in requirement or "credits" in requirement:
        return MAYBE
    if "units" in requirement:
        return units(requirement, day, case)
    if "at_least" in requirement:
        return counting(parts, lambda number: number >= requirement["at_least"])
    if "doubt" in requirement:
        return judge(requirement["alternatives"][taken(requirement, case)], day, case)
    if "minimum_age" in requirement:
        return age(requirement, day, case.learner)
    if "residency" in requirement:
        return told(case.learner["residency"], lambda given: given in requirement["residency"])
    if "work_years" in requirement:
        if requirement.get("not_published"):
            longer = told(case.learner["work_years"], lambda given: given > requirement["work_years"])
            return NO if longer == NO else MAYBE
        return told(case.learner["work_years"], lambda given: given >= requirement["work_years"])
    if "admitted" in requirement:
        return told(case.learner["admission_on"], lambda given: given <= day)
    if "intake" in requirement:
        return intake(requirement, case.learner["intake"])
    if "similarity" in requirement or "stated" in requirement:
        return MAYBE
    raise AssertionError(requirement)


def parts_of(requirement: Plain) -> list[Plain]:
    """Return the members of a group."""
    if "units" in requirement or "credits" in requirement:
        return []
    return (
        requirement.get("all_of")
        or requirement.get("any_of")
        or requirement.get("exactly_one_of")
        or (requirement["of"] if "at_least" in requirement else [])
    )


def in_turn(parts: list[Plain], day: dt.date, case: Case) -> Three:
    """Say whether some days part what is held so that each part is met by what was attained between two of them."""
    dates = sorted({holding["attained_on"] for holding in case.holdings if holding["attained_on"]})
    answers = set()
    for cuts in combinations_with_replacement([dt.date.min, *dates], len(parts) - 1):
        bounds = [dt.date.min, *cuts, dt.date.max]
        for undated in (False, True):
            each = [
                judge(part, day, replace(case, holdings=attained_between(low, high, case, undated=undated)))
                for part, low, high in zip(parts, bounds, bounds[1:], strict=False)
            ]
            answers |= {YES} if not undated and set(each) == {YES} else set()
            answers |= {MAYBE} if NO not in each else set()
    return YES if YES in answers else MAYBE if MAYBE in answers else NO


def attained_between(low: dt.date, high: dt.date, case: Case, *, undated: bool) -> list[Plain]:
    return [
        holding
        for holding in case.holdings
        if (undated if holding["attained_on"] is None else low < holding["attained_on"] <= high)
    ]


def told(given: Any, meets: Callable[[Any], bool]) -> Three:  # noqa: ANN401 - whatever a learner may give
    """Say maybe where nothing is given."""
    return MAYBE if given is None else three({meets(given)})


def taken(doubt: Plain, case: Case) -> str:
    """Return the alternative a doubt takes."""
    name: str
    if (name := case.flipped.get(doubt["doubt"], "")) in doubt["alternatives"]:
        return name
    if isinstance(case.reading, dict) and (name := case.reading.get(doubt["doubt"], "")) in doubt["alternatives"]:
        return name
    name = doubt["strict"] if case.reading == "strict" else doubt["lenient"]
    return name


def age(requirement: Plain, day: dt.date, learner: Plain) -> Three:
    year = learner["birth_year"]
    if year is None:
        return MAYBE
    if requirement["on"] != "claim":
        if learner["intake"] is None:
            return MAYBE
        day = dt.date(int(learner["intake"][:4]), 1, 1)
    # The oldest and the youngest that someone born in that year can be.
    birthdays = [(1, 1), (12, 31)]
    return three(
        {day.year - year - ((day.month, day.day) < birthday) >= requirement["minimum_age"] for birthday in birthdays}
    )


def intake(requirement: Plain, given: str | None) -> Three:
    if given is None:
        return MAYBE
    first, last = requirement["first"] or "0001-01", requirement["last"] or "9999-12"
    low = first if len(first) > 4 else f"{first}-01"
    high = last if len(last) > 4 else f"{last}-12"
    months = [given[:7]] if len(given) > 4 else [f"{given}-{month:02}" for month in range(1, 13)]
    return three({low <= month <= high for month in months})


def units(requirement: Plain, day: dt.date, case: Case) -> Three:
    """Count different things that are in a listed pool; a class or a described thing may be several."""
    least = requirement["units"]["at_least"]
    if least is None or not requirement["of"]:
        return MAYBE
    counted: dict[str, list[Three]] = {}
    for position, holding in enumerate(case.holdings):
        alone = replace(case, holdings=[holding], open_world=False)
        item = case.items.get(holding["code"] or "")
        thing = holding["code"] if item and not item["is_class"] else f"number {position}"
        counted.setdefault(thing, []).extend(judge(part, day, alone) for part in requirement["of"])
    answers = [some(one) for one in counted.values()]
    if case.open_world:
        answers += [MAYBE] * int(least + 1)
    return counting(answers, lambda number: number >= least)


# One holding on one day


def conditions(  # noqa: C901, PLR0912 - a list
    hold: Plain, holding: Plain, day: dt.date, case: Case
) -> Iterator[Three]:
    """Yield every condition on a holding."""
    if holding.get("attained_in"):
        # Any day of the month or year may have been the one.
        each = {every(conditions(hold, one, day, case)) for one in on_each_day(holding)}
        yield each.pop() if len(each) == 1 else MAYBE
        return
    attained = holding["attained_on"]
    if is_unearned(holding):
        yield NO
    elif attained is None:
        yield YES if holding["status"] == "attained" else NO
    else:
        yield three({attained <= day})
    yield case.attained_while(attained)
    if window := hold["window"] or case.window:
        yield inside(window, holding, day, case)
    if hold["attained_from"]:
        yield told(attained, lambda date: date >= hold["attained_from"])
    if hold["attained_until"]:
        yield told(attained, lambda date: date <= hold["attained_until"])
    if hold["versions"]:
        yield told(holding["version"], lambda version: version in hold["versions"])
    if hold["minimum_grade"]:
        yield passed(holding["grade"], hold)
    if hold["minimum_component_grade"]:
        parts = holding["components"] or [{"grade": None}]
        yield every(graded(part["grade"], hold["minimum_component_grade"]) for part in parts)
    if hold["unused"]:
        yield told(holding["used_for"], lambda uses: not uses)
    if hold["taken_through"]:
        yield told(holding["taken_through"], lambda through: through == hold["taken_through"])
    if hold["state"] == "active":
        yield active(holding, day, case)


def on_each_day(holding: Plain) -> Iterator[Plain]:
    """Yield a holding of which only the month or year is known as attained on each day of it."""
    year, _, month = holding["attained_in"].partition("-")
    day = dt.date(int(year), int(month or 1), 1)
    while day.year == int(year) and (not month or day.month == int(month)):
        yield {**holding, "attained_in": None, "attained_on": day}
        day += DAY


def is_unearned(holding: Plain) -> bool:
    """Say whether it is listed and not held: not passed, withdrawn, revoked, waived, or replaced."""
    if holding["status"] in ("failed", "withdrawn", "revoked", "waived", "replaced"):
        return True
    grade = holding["grade"]
    if grade is None:
        return False
    mark = str(grade["value"]).strip().upper()
    fails = {"letter": {"F"}, "pass-fail": {"FAIL", "F"}, "percent": {"0"}, "gpa-4": {"0"}, "gpa-5": {"0"}}
    return mark in fails.get(grade["scale"], set())


def inside(window: Plain, holding: Plain, day: dt.date, case: Case) -> Three:
    """Say whether the event that ends the window lies inside it, for the whole holding or for every part."""
    dates = [holding["attained_on"]]
    if window["starts"] == "component-attained":
        dates = [part["attained_on"] for part in holding["components"] or []] or [None]
    known = [date for date in dates if date is not None]

    def counts(event: dt.date) -> Three:
        if any(event < date for date in known):
            return NO
        late = any(event > plus(date, window["period"]) for date in known)
        in_time = (MAYBE if window.get("not_published") else NO) if late else YES
        return every([in_time, active(holding, event, case)]) if window.get("or_own_validity") else in_time

    if window["ends"] in ("admission", "start"):
        events = list(days_of(window["ends"], case.learner))
        if not events and known:
            # Whatever the day: is there any that would do? If so, that of the latest part would.
            return NO if counts(max(known)) == NO else MAYBE
    else:
        events = [day]
    if not known:
        return MAYBE
    answers = {counts(event) for event in events}
    answer = answers.pop() if len(answers) == 1 else MAYBE
    return answer if len(known) == len(dates) else every([answer, MAYBE])


def days_of(event: str, learner: Plain) -> Iterator[dt.date]:
    """Yield every day on which the learner's admission or start may be."""
    given = learner["admission_on"].isoformat() if event == "admission" and learner["admission_on"] else None
    if event == "start":
        given = learner["intake"]
    if given is None:
        return
    day = dt.date.fromisoformat((given + "-01-01")[:10] if len(given) < 10 else given)
    while day.isoformat().startswith(given):
        yield day
        day += DAY


def passed(held: Plain | None, hold: Plain) -> Three:
    """Say whether a grade suffices, be it in words."""
    words = [word.lower() for word in hold.get("or_passed_as") or []]
    if held and words and str(held["value"]).lower() in words:
        return YES
    if held and words and held["scale"] == "pass-fail":
        return NO
    return graded(held, hold["minimum_grade"])


def graded(held: Plain | None, least: Plain) -> Three:
    """Compare two grades; of different scales, or not to be read, it cannot be said."""
    if held is None or held["scale"] != least["scale"]:
        return MAYBE
    one, other = str(held["value"]), str(least["value"])
    if one.strip().upper() == other.strip().upper():
        return YES
    if held["scale"] == "letter":
        return three({LETTERS.index(one) >= LETTERS.index(other)}) if {one, other} <= set(LETTERS) else MAYBE
    number = r"\d+(\.\d+)?"
    if not re.fullmatch(number, one) or not re.fullmatch(number, other):
        return MAYBE
    return three({float(one) >= float(other)})


def active(holding: Plain, day: dt.date, case: Case) -> Three:
    """Say whether its own validity runs; past its issuer's term an unreported renewal would decide."""
    until, renewed, attained = holding["valid_until"], holding["renewed_on"], holding["attained_on"]
    if until and not (renewed and renewed > until):
        return three({day <= until})
    rules = [rule for rule in case.validities if holding["code"] in rule["of"]]
    if not rules and not until:
        return YES if holding["code"] else MAYBE
    spans = [(dt.date.min, until)] if until else []
    spans += [(start, end) for start in (attained, renewed) if start and (end := term(rules, start))]
    renewing = [
        other["attained_on"]
        for other in case.holdings
        if other["attained_on"] and any(other["code"] in rule["renewed_by"] for rule in rules)
    ]
    for start in sorted(renewing):
        if any(low <= start <= high for low, high in spans) and (end := term(rules, start)):
            spans.append((start, end))
    return YES if any(low <= day <= high for low, high in spans) else MAYBE


def term(rules: list[Plain], start: dt.date) -> dt.date | None:
    """Return the end of the term that began on a day: the shortest of the newest versions that held then."""
    holding = [rule for rule in rules if lies(start, rule["effective_from"], rule["effective_until"])]
    newest = [
        rule for rule in holding if rule["version"] == max(r["version"] for r in holding if r["code"] == rule["code"])
    ]
    return min((plus(start, rule["period"]) for rule in newest), default=None)


def lies(day: dt.date, first: dt.date | None, last: dt.date | None) -> bool:
    return (first or dt.date.min) <= day <= (last or dt.date.max)


# What a holding is


def belongs(holding: Plain, code: str, items: dict[str, Plain]) -> Three:
    if holding["code"]:
        return is_or_belongs(holding["code"], code, items, [])
    wanted, described = items.get(code), holding["described"]
    if not wanted or not wanted["is_class"]:
        return NO
    members = wanted["members"]
    institution = described["institution"]
    if members is None:
        return MAYBE if as_code(institution) in wanted["offered_by"] else NO
    if members["codes"]:
        return NO
    if institution and as_code(institution) not in members["institutions"] and institution != as_code(institution):
        institution = None  # a name that is not known
    said = described | {"institution": as_code(institution)}
    asked = list(
        answers(
            members,
            [said["institution"]] if said["institution"] else [],
            {trait: [said[trait]] if said[trait] else [] for trait in ("kind", "theme", "subject")},
            said["professional"],
            said["level"],
        )
    )
    asked += marked(members, said, more=False)
    return every(asked) if asked else MAYBE


def as_code(name: str | None) -> str | None:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") if name else None


def is_or_belongs(code: str, group: str, items: dict[str, Plain], above: list[str]) -> Three:
    if code == group:
        return YES
    item, wanted = items.get(code), items.get(group)
    if not item or not wanted or not wanted["members"] or group in above or code in wanted["members"]["excluding"]:
        return NO
    members = wanted["members"]
    inner = item["members"] or {}
    offered_by = inner.get("institutions") or item["offered_by"]
    if not item["is_class"] and set(offered_by) & set(members["institutions"]):
        offered_by = members["institutions"][:1]  # offered together: one of them suffices
    theme = [item["theme"]["en"]] if item["theme"] and "en" in item["theme"] else []
    kind = [] if item["is_class"] and item["kind"] == "class" else [item["kind"]]
    asked = list(
        answers(
            members,
            offered_by,
            {
                "kind": inner.get("kinds") or kind,
                "theme": inner.get("themes") or theme,
                "subject": inner.get("subjects") or ([item["subject"]] if item["subject"] else []),
            },
            item["professional"] if inner.get("professional") is None else inner["professional"],
            item["level"],
        )
    )
    said = {**item, "attributes": item["attributes"] or inner_attributes(inner)}
    asked += marked(members, said, more=item["is_class"])
    if not item["is_class"]:
        asked = [YES if answer == YES else NO for answer in asked]
    if members["codes"]:
        asked.append(some(is_or_belongs(code, one, items, [*above, group]) for one in members["codes"]))
    if not item["is_class"]:
        return YES if all(answer == YES for answer in asked) else NO
    return every(asked)


def inner_attributes(members: Plain) -> list[str]:
    attributes: list[str] = members.get("attributes", [])
    return attributes if len(attributes) == 1 else []


def is_like(name: str, pattern: str) -> bool:
    """Say whether a name is like a pattern: `*` any text, `?` any one character, `300..399` any whole number in it.

    A number may have a letter before it, and one or two after it.
    """
    span = re.search("([0-9]+)[.][.]([0-9]+)", pattern)
    if span is None:
        return fnmatchcase(name, pattern)
    before, after = pattern[: span.start()], pattern[span.end() :]
    return any(
        int(span[1]) <= int(number[0]) <= int(span[2])
        and any(fnmatchcase(start, before) for start in (name[: number.start()], *lettered(name[: number.start()])))
        and any(is_like(rest, after) for rest in unlettered(name[number.end() :]))
        for number in re.finditer("[0-9]+", name)
    )


def lettered(before: str) -> Iterator[str]:
    """Yield what stands before a number without a letter that stands alone there."""
    if re.search("(^|[^0-9A-Za-z])[A-Za-z]$", before):
        yield before[:-1]


def unlettered(after: str) -> Iterator[str]:
    """Yield what stands after a number, with none, one or two letters left out."""
    for count in range(3):
        if re.fullmatch(f"[A-Za-z]{{{count}}}", after[:count]):
            yield after[count:]


def marked(members: Plain, said: Plain, *, more: bool) -> Iterator[Three]:
    """Answer what a selection asks of attributes and of the published code."""
    if members["attributes"]:
        wanted = [one.lower() for one in members["attributes"]]
        found = any(one.lower() in wanted for one in said["attributes"])
        yield YES if found else (MAYBE if more or not said["attributes"] else NO)
    if members["published_codes"]:
        codes = [one.strip().lower() for one in (said["published_code"] or "").split("/") if one.strip()]
        like = any(is_like(code, pattern.lower()) for code in codes for pattern in members["published_codes"])
        yield MAYBE if not codes else (YES if like else NO)


def answers(
    members: Plain,
    offered_by: list[str],
    traits: dict[str, list[str]],
    professional: bool | None,  # noqa: FBT001 - three-valued
    level: Plain | None,
) -> Iterator[Three]:
    """Answer each thing a selection asks, of something that may be any of what is said of it."""
    for wanted, said in [
        (members["institutions"], offered_by),
        *((members[f"{trait}s"], values) for trait, values in traits.items()),
    ]:
        if wanted:
            yield three({one.lower() in [other.lower() for other in wanted] for one in said}) if said else MAYBE
    if members["professional"] is not None:
        yield told(professional, lambda one: one == members["professional"])
    low, high = members["level_from"], members["level_to"]
    if low is not None or high is not None:
        if level is None or (members["framework"] and members["framework"] != level["framework"]):
            yield MAYBE
        else:
            top = level["value"] if level["up_to"] is None else level["up_to"]
            levels = range(level["value"], top + 1)
            yield three({(low is None or one >= low) and (high is None or one <= high) for one in levels})


# A rule in all its versions


@dataclass(frozen=True)
class Rule:
    """A rule, its versions oldest first."""

    versions: list[Plain]
    grant: Plain | None = None
    """What is asked for; none for entry."""

    def spans(self) -> list[tuple[dt.date, dt.date]]:
        """Return from when to when each version holds, newer ones apart."""
        spans: list[tuple[dt.date, dt.date]] = []
        for position, version in enumerate(self.versions):
            begins = version["effective_from"] or version["observed_on"]
            if begins is None and position == 0:
                begins = dt.date.min
            elif begins is None:
                before = self.versions[position - 1]
                begins = before["effective_until"] + DAY if before["effective_until"] else spans[-1][0]
            spans.append((begins, version["effective_until"] or dt.date.max))
        return spans

    def in_force(self, day: dt.date) -> Plain | Literal["unknown", "ended"]:
        """Return the newest version that holds; else `unknown` or `ended`.

        Unknown is what held before the first version, and where an undated version may have held unobserved.
        """
        spans = self.spans()
        for version, (low, high) in reversed(list(zip(self.versions, spans, strict=True))):
            if low <= day <= high:
                return version
        for position, (version, (low, high)) in enumerate(zip(self.versions, spans, strict=True)):
            after_the_one_before = position == 0 or spans[position - 1][0] <= day
            undated = version["observed_on"] and not version["effective_from"]
            if day < low and day <= high and after_the_one_before and (position == 0 or undated):
                return "unknown"
        return "ended"

    def days_to_look_at(self) -> list[dt.date]:
        """Return days among which every version that is ever in force is, and every kind of gap."""
        days = {dt.date.min, dt.date.max}
        for span in self.spans():
            for edge in span:
                days |= {edge, max(edge, dt.date.min + DAY) - DAY, min(edge, dt.date.max - DAY) + DAY}
        return sorted(days)

    def of_version(self, version: Plain, day: dt.date, case: Case) -> Three:
        """Say whether a version grants, its dates apart; what does not bind is never a yes."""
        if self.grant is not None:
            kinds = [(grant["target"], grant["outcome"], grant["towards"]) for grant in version["grants"]]
            if (self.grant["target"], self.grant["outcome"], self.grant["towards"]) not in kinds:
                return NO
        answer = judge(version["needs"], day, replace(case, window=version["window"]))
        return every([answer, YES if version.get("certainty", "entitled") == "entitled" else MAYBE])

    def status(self, day: dt.date, case: Case) -> str:
        applies_by = self.versions[-1]["applies_by"]
        if applies_by == "award":
            return self._by_award(day, case)
        picking = day if applies_by == "claim" else case.learner["admission_on"]
        if picking is None:
            cases = [self.in_force(admission) for admission in self.days_to_look_at()]
            found = {self.of_version(one, day, case) if isinstance(one, dict) else NO for one in cases}
            return STATUS[found.pop() if len(found) == 1 else MAYBE]
        version = self.in_force(picking)
        if isinstance(version, dict):
            return STATUS[self.of_version(version, day, case)]
        return "unknown" if version == "unknown" else "refused"

    def _by_award(self, day: dt.date, case: Case) -> str:
        ever = [self.in_force(date) for date in self.days_to_look_at()]

        def while_in_force(one: Plain | str) -> Callable[[dt.date | None], Three]:
            def attained(date: dt.date | None) -> Three:
                if date is not None:
                    return three({self.in_force(date) == one})
                return MAYBE if one in ever and any(other != one for other in ever) else three({one in ever})

            return attained

        found = some(
            self.of_version(version, day, replace(case, attained_while=while_in_force(version)))
            for version in self.versions
            if version in ever
        )
        if found == NO and "unknown" in ever:
            unheard = replace(case, attained_while=while_in_force("unknown"))
            if any(self.of_version(version, day, unheard) != NO for version in self.versions):
                return "unknown"
        return STATUS[found]


STATUS = {YES: "granted", MAYBE: "conditional", NO: "refused"}
BETTER = {"granted": {"granted"}, "conditional": {"granted", "conditional"}}


@dataclass(frozen=True)
class Answer:
    """What is compared."""

    status: str
    from_: dt.date | None
    claim_by: dt.date | None


def decide(rule: Rule, day: dt.date, case: Case, horizon: dt.date) -> Answer:
    """Decide a rule on a day; nothing may change after `horizon`."""
    status = rule.status(day, case)
    later = (day + step * DAY for step in range(1, (horizon - day).days + 1))
    if status == "refused":
        return Answer(
            status, next((one for one in later if rule.status(one, case) in BETTER["conditional"]), None), None
        )
    if status == "unknown":
        return Answer(status, None, None)
    after = next((one for one in later if rule.status(one, case) not in BETTER[status]), None)
    return Answer(status, None, after - DAY if after else None)


def doubts_in(requirement: Plain) -> Iterator[Plain]:
    """Yield every doubt in a tree."""
    if "doubt" in requirement:
        yield requirement
    inside = [requirement["not_held"]] if "not_held" in requirement else []
    inside += [*parts_of(requirement), *requirement.get("alternatives", {}).values(), *requirement.get("of", ())]
    for part in inside:
        yield from doubts_in(part)


def doubts_that_matter(rule: Rule, day: dt.date, case: Case, horizon: dt.date) -> set[str]:
    """Return the doubts in any smallest set, of three at most, whose taking otherwise would decide otherwise."""
    decided = decide(rule, day, case, horizon)
    doubts = {doubt["doubt"]: doubt for version in rule.versions for doubt in doubts_in(version["needs"])}
    smallest: list[set[str]] = []
    for size in (1, 2, 3):
        for names in combinations(sorted(doubts), size):
            if any(fewer <= set(names) for fewer in smallest):
                continue
            others = [
                [other for other in doubts[name]["alternatives"] if other != taken(doubts[name], case)]
                for name in names
            ]
            if any(
                decide(rule, day, replace(case, flipped=dict(zip(names, flip, strict=True))), horizon) != decided
                for flip in product(*others)
            ):
                smallest.append(set(names))
    return set().union(*smallest)


def entry(rules: list[Rule], day: dt.date, case: Case) -> str:
    """Say how entry stands by all the rules that ask for it; one that has ended asks nothing."""
    case = replace(case, open_world=True)
    statuses = []
    for rule in rules:
        applies_by = rule.versions[-1]["applies_by"]
        picking = {"claim": day, "admission": case.learner["admission_on"], "award": None}[applies_by]
        if picking is None or rule.in_force(picking) != "ended":
            statuses.append(rule.status(day, case))
    if "refused" in statuses:
        return "not_met"
    return "met" if statuses and set(statuses) == {"granted"} else "not_shown"
