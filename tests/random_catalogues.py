"""Random catalogues for property tests: every field of every model, however odd the value; all codes named exist."""

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from stackways.rules.base import FIRST_YEAR, LAST_YEAR, Citation, Confidence, Money
from stackways.rules.catalogue import Credential, Institution, Level, Module, Programme, Selection, Source, Tier
from stackways.rules.collection import Catalogue
from stackways.rules.effects import Effects
from stackways.rules.holdings import Grade
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.cap import Cap
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.exception import RuleException
from stackways.rules.kinds.policy import Policy
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.kinds.validity import Validity
from stackways.rules.periods import Period
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
from stackways.rules.requirements.pool import Range
from stackways.rules.requirements.residency import Residency
from stackways.rules.requirements.select import Select
from stackways.rules.requirements.share import Share
from stackways.rules.requirements.sharing import Sharing
from stackways.rules.requirements.similarity import Similarity
from stackways.rules.requirements.span import Span
from stackways.rules.requirements.stated import Stated
from stackways.rules.requirements.units import Units
from stackways.rules.requirements.when import When
from stackways.rules.requirements.window import Window
from stackways.rules.requirements.work import WorkYears

INSTITUTIONS = ("here", "there", "far-away")
SOURCES = ("here:page", "there:page")
CREDENTIALS = ("here:nanodegree", "there:certification", "there:any-diploma")
MODULES = ("here:module", "there:module")
PROGRAMMES = ("here:diploma", "there:pdc")
ITEMS = CREDENTIALS + MODULES + PROGRAMMES
RULES = ("here:rule", "there:rule", "far-away:rule")

Values = st.SearchStrategy[Any]


def maybe(values: Values) -> Values:
    return st.none() | values


def some(values: Values, least: int = 0) -> Values:
    return st.lists(values, min_size=least, max_size=3)


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
slugs = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)
amounts = st.integers(0, 10**9).map(lambda hundredths: Decimal(hundredths) / 100)
periods = st.builds("P{}{}".format, st.integers(0, 99), st.sampled_from("YMWD")).map(Period)
dates = st.dates(dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31))
bits = st.booleans()
shares = st.floats(0.01, 1)
titles = st.dictionaries(st.sampled_from(["en", "zh-Hant"]), words, min_size=1)
items = st.sampled_from(ITEMS)
institutions = st.sampled_from(INSTITUTIONS)
figures = st.dictionaries(
    slugs,
    bits | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | words | some(words),
    max_size=3,
)
citations = st.builds(
    Citation,
    source=st.sampled_from(SOURCES),
    confidence=st.sampled_from(Confidence),
    relation=st.sampled_from(["states", "corroborates", "contradicts"]),
)
levels = st.builds(Level, framework=words, value=st.integers(0, 12), up_to=maybe(st.integers(0, 12)))
money = st.builds(Money, amount=amounts, currency=st.sampled_from(["SGD", "HKD"]))
traits = st.sampled_from(["theme", "subject", "level", "institution", "term", "year", "entry"])
selections = st.builds(
    Selection,
    institutions=some(institutions),
    kinds=some(slugs),
    themes=some(words),
    subjects=some(words),
    attributes=some(words),
    published_codes=some(words),
    professional=maybe(bits),
    framework=maybe(words),
    level_from=maybe(st.integers(0, 12)),
    level_to=maybe(st.integers(0, 12)),
    codes=some(items),
    excluding=some(items),
    same=maybe(traits),
    or_higher=bits,
)
windows = st.builds(
    Window,
    period=periods,
    starts=st.sampled_from(["attained", "component-attained", "programme-completed"]),
    ends=st.sampled_from([None, "claim", "application", "admission", "start"]),
    not_published=bits,
    or_own_validity=bits,
)
grades = st.builds(Grade, value=words | amounts, scale=slugs)
months = dates.map(lambda day: day.isoformat()[:7])


def _item(model: type, **more: Values) -> Values:
    return st.builds(
        model,
        title=titles,
        facts=some(words),
        identifiers=some(words),
        sources=some(citations),
        note=maybe(words),
        illustrative=bits,
        figures=figures,
        kind=slugs,
        code=st.just("here"),
        **more,
    )


def _offering(model: type, **more: Values) -> Values:
    return _item(
        model,
        offered_by=some(institutions, least=1),
        published_code=maybe(words),
        versions=some(words),
        credits=maybe(amounts),
        unit=words,
        level=maybe(levels),
        hours=maybe(amounts),
        hours_kind=st.sampled_from(["notional", "contact", "not-stated"]),
        duration=maybe(periods),
        duration_to=maybe(periods),
        fee=maybe(money),
        intakes=some(st.integers(1, 12)),
        starts=some(dates),
        mode=maybe(slugs),
        theme=maybe(titles),
        subject=maybe(words),
        attributes=some(words),
        repeatable=maybe(bits),
        professional=maybe(bits),
        **more,
    )


holds = st.builds(
    Hold,
    hold=items,
    versions=some(words),
    state=st.sampled_from(["attained", "active"]),
    window=maybe(windows),
    attained_from=maybe(dates),
    attained_until=maybe(dates),
    minimum_grade=maybe(grades),
    or_passed_as=some(words),
    minimum_component_grade=maybe(grades),
    unused=bits,
    taken_through=maybe(institutions),
)
ranges = (
    st.builds(Range, at_least=amounts)
    | st.builds(Range, at_most=amounts, not_published=bits)
    | st.builds(Range, at_least=amounts, at_most=st.just(Decimal(10_000_000)))
    | st.builds(Range, not_published=st.just(value=True))
)
pools = {"name": maybe(slugs), "window": maybe(windows), "minimum_grade": maybe(grades)}
limits = {
    "name": maybe(slugs),
    "counted": st.just(value=True),
    "minimum_grade": maybe(grades),
    "among": maybe(slugs),
    "latest": maybe(amounts),
    "graded_on": some(slugs),
    "below_grade": maybe(grades),
}
conditions: Values = st.one_of(
    holds,
    st.builds(
        Select,
        select=selections.map(lambda one: one.model_copy(update={"same": None})),
        unlike=some(words),
        with_all=some(words.map(str.lower).map("a".__add__)),
        without=some(words.map(str.lower).map("b".__add__)),
        outside=some(words),
        terms=some(words),
        credits_from=maybe(amounts),
        credits_to=st.sampled_from([None, Decimal(10_000_000)]),
        attained_from=maybe(dates),
        attained_until=st.sampled_from([None, dt.date.max]),
        within=maybe(periods),
        minimum_grade=maybe(grades),
        window=maybe(windows),
    ),
    st.builds(MinimumAge, minimum_age=st.integers(1, 120), on=st.sampled_from(["claim", "1-january-of-intake-year"])),
    st.builds(Residency, residency=some(slugs, least=1)),
    st.builds(WorkYears, work_years=amounts),
    st.builds(Admitted, admitted=st.just(value=True)),
    st.builds(Similarity, similarity=st.integers(1, 100)),
    st.builds(Intake, first=months, last=maybe(months)) | st.builds(Intake, last=months),
    st.builds(Stated, stated=words),
    st.builds(Credits, where=selections, credits=ranges, unit=words, **pools),
    st.builds(Units, where=selections, units=ranges, called=words, **pools),
    st.builds(Credits, where=selections, credits=ranges, unit=words, **limits),
    st.builds(Units, where=selections, units=ranges, called=words, **limits),
    st.builds(
        Share,
        share=shares,
        bound=st.sampled_from(["at-least", "at-most"]),
        of=st.sampled_from(["counted", "required"]),
        credits=maybe(amounts),
        unit=maybe(words),
        where=selections,
        earned_here=maybe(bits),
        among=maybe(slugs),
    ),
    st.builds(
        Distinct,
        distinct=traits,
        at_least=st.integers(2, 9),
        at_most=maybe(st.integers(9, 12)),
        where=selections,
        among=maybe(slugs),
    ),
    st.builds(Average, average=grades, where=selections, among=maybe(slugs)),
    st.builds(Average, average=grades, where=selections, of=st.just("held")),
    st.builds(Span, span=periods, where=selections, among=maybe(slugs)),
    st.builds(
        Sharing,
        sharing=st.lists(slugs, min_size=2, max_size=3),
        at_most=maybe(amounts),
        unit=maybe(words),
        where=selections,
    ),
)


@st.composite
def _doubts(draw: st.DrawFn, parts: Values) -> Doubt:
    alternatives = draw(st.dictionaries(slugs, parts, min_size=2, max_size=3))
    names = st.sampled_from(sorted(alternatives))
    return Doubt(
        doubt=draw(slugs), text=draw(words), alternatives=alternatives, lenient=draw(names), strict=draw(names)
    )


def _groups(parts: Values) -> Values:
    several = some(parts, least=1)
    return st.one_of(
        st.builds(AllOf, all_of=several, name=maybe(slugs)),
        st.builds(AnyOf, any_of=several, name=maybe(slugs)),
        st.builds(ExactlyOne, exactly_one_of=several, name=maybe(slugs)),
        several.map(lambda found: AtLeast(at_least=len(found), of=found)),
        st.builds(Credits, of=several, credits=ranges, unit=words, **pools),
        st.builds(Units, of=several, units=ranges, called=words, **pools),
        st.builds(When, when=parts, then=parts, otherwise=parts, of=st.sampled_from(["counted", "held"])),
        _doubts(parts),
    )


requirements: st.SearchStrategy[RequirementBase] = st.recursive(conditions, _groups, max_leaves=6)


def _rule(model: type, kind: str, *, dated: bool = False, **more: Values) -> Values:
    begins = dates if dated else maybe(dates)
    days = st.tuples(begins, maybe(dates)).filter(lambda pair: None in pair or pair[0] <= pair[1])
    return days.flatmap(
        lambda pair: st.builds(
            model,
            kind=st.just(kind),
            version=st.integers(1, 9),
            published_by=institutions,
            says=titles,
            facts=some(words),
            sources=some(citations, least=1),
            effective_from=st.just(pair[0]),
            effective_until=st.just(pair[1]),
            observed_on=maybe(dates),
            applies_by=st.sampled_from(["claim", "admission", "award"]),
            about=some(items),
            remarks=some(words),
            figures=figures,
            illustrative=bits,
            code=st.sampled_from(RULES),
            **more,
        )
    )


stated = st.sampled_from(["yes", "no", "not-stated"])
programmes = some(st.sampled_from(PROGRAMMES), least=1)
rules = st.one_of(
    _rule(
        Recognition,
        "recognition",
        needs=requirements,
        grants=some(
            st.builds(
                Grant,
                target=st.sampled_from(MODULES + PROGRAMMES),
                outcome=st.sampled_from(["exemption", "specified_credit", "block_credit", "entry"]),
                amount=maybe(amounts),
                unit=maybe(words),
                own_credits=bits,
                towards=maybe(words),
            ),
            least=1,
        ),
        within=maybe(st.sampled_from(PROGRAMMES)),
        window=maybe(windows),
        certainty=st.sampled_from(["entitled", "up_to", "precedent", "recommendation"]),
        effects=st.builds(
            Effects,
            earns_credit=stated,
            lowers_requirement=stated,
            must_be_replaced=stated,
            graded=stated,
            label=maybe(words),
        ),
    ),
    _rule(Entry, "entry", into=programmes, needs=requirements, window=maybe(windows)),
    _rule(Structure, "structure", of=programmes, needs=requirements, confers=bits, single_use=bits),
    _rule(
        Award,
        "award",
        of=programmes,
        decides=st.just("title"),
        title=titles,
        rank=st.integers(1, 9),
        needs=maybe(requirements),
        indicative=bits,
    ),
    _rule(Award, "award", of=programmes, decides=st.sampled_from(["theme", "level"]), needs=requirements),
    _rule(
        Cap,
        "cap",
        of=some(st.sampled_from(INSTITUTIONS + PROGRAMMES), least=1),
        at_most=maybe(amounts),
        unit=words,
        share=maybe(shares),
        not_published=st.just(value=True),
        of_several=st.sampled_from(["sum", "highest"]),
        of_parts=st.sampled_from(["whole", "difference"]),
        resting_on=some(st.sampled_from(CREDENTIALS)),
        needs=maybe(requirements),
    ),
    _rule(
        Validity,
        "validity",
        of=some(st.sampled_from(CREDENTIALS), least=1),
        period=periods,
        renewed_by=some(st.sampled_from(CREDENTIALS)),
    ),
    _rule(
        RuleException,
        "exception",
        dated=True,
        does=st.just("substitute"),
        target=items,
        within=st.sampled_from(PROGRAMMES),
        needs=requirements,
        learner=words,
        requested_by=st.just("Chan"),
        approved_by=st.just("Lee"),
    ),
    _rule(
        Policy,
        "policy",
        topic=st.sampled_from(["cap", "funding", "shelf-life"]),
        period=maybe(periods),
        amount=maybe(amounts),
        unit=maybe(words),
        share=maybe(shares),
    ),
)
sources = st.builds(
    Source,
    code=st.just("here"),
    title=words,
    url=maybe(st.just("https://example.org/page")),
    publisher=maybe(words),
    tier=st.sampled_from(Tier),
    published=maybe(months),
    published_note=maybe(words),
    read=maybe(dates),
    note=maybe(words),
    illustrative=bits,
)
bodies = _item(Institution, country=maybe(st.just("SG")), url=maybe(st.just("https://example.org")))
credentials = _offering(Credential, is_class=st.just(value=True), members=maybe(selections)) | _offering(Credential)
modules = _offering(Module, is_class=bits)
wholes = _offering(
    Programme,
    is_class=bits,
    curriculum=st.sampled_from(["published", "partly-published", "not-published"]),
    stackable=bits,
)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Catalogues in which every code that anything names is there, in the order of `Catalogue.joined`."""

    def coded(values: Values, codes: tuple[str, ...]) -> list[Any]:
        return [draw(values).model_copy(update={"code": code}) for code in codes]

    found = Catalogue(
        institutions=coded(bodies, INSTITUTIONS),
        sources=coded(sources, SOURCES),
        credentials=coded(credentials, CREDENTIALS),
        modules=coded(modules, MODULES),
        programmes=coded(wholes, PROGRAMMES),
        rules=draw(st.lists(rules, max_size=4, unique_by=lambda rule: rule.name)),
    )
    return Catalogue.joined([found])
