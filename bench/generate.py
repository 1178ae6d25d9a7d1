"""A synthetic catalogue of any size, shaped like the real one; the same for the same size in every run.

It is made of regions of about a thousand credentials and 25 institutions, each made by itself from its number, so that
a catalogue of a million credentials is never in memory as a whole and regions can be made in parallel. A region is
closed but for recognition: its institutions recognise credentials of the next region and of the hubs of their group of
regions, whose codes are computed and not looked up.

What was measured on the shipped catalogue, and is kept: kinds and sizes of premises, doubts, windows, certainties and
outcomes of recognition rules; how many targets a rule has and how often it holds within one programme; sources,
remarks, figures and notes; sizes of entry rules and curriculum trees; how unequal institutions are; classes and joint
offers. What is not: there are fewer modules, programmes and policies for each credential, for a catalogue that grows
gets more credentials first, and a credential is recognised more often (it is the first thing that will be added).

    python -m bench.generate --credentials 1000 > catalogue.yaml
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import accumulate, count
from typing import Any, Literal, TypeVar

import yaml

from bench.names import OWNERS, PLACES, code, institution_code, title
from stackways.rules.base import Citation, Confidence, Money
from stackways.rules.catalogue import Credential, Institution, Level, Module, Programme, Selection, Source, Tier
from stackways.rules.collection import Catalogue
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.policy import Policy
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.kinds.validity import Validity
from stackways.rules.periods import Period
from stackways.rules.requirements import Requirement
from stackways.rules.requirements.doubt import Doubt
from stackways.rules.requirements.groups import AllOf, AnyOf
from stackways.rules.requirements.hold import Hold
from stackways.rules.requirements.pool import Range
from stackways.rules.requirements.stated import Stated
from stackways.rules.requirements.units import Units
from stackways.rules.requirements.window import Window
from stackways.rules.requirements.work import WorkYears

T = TypeVar("T")

REGION = 1_000
"""Credentials in a region, about."""
GROUP = 20
"""Regions that share hubs."""
HUBS = 40
"""Credentials of the first region of a group that the whole group recognises."""
VENDORS = range(1, 6)
RECOGNISERS = range(6, len(OWNERS))
"""The places of institutions in a region, by what they do; place 0 is the framework body."""
DEEP = 10
"""Programmes in the one deep chain of a region, each a part of the next."""
CORE = 2
"""Modules of a larger programme that must be taken; the others are electives."""
SEED = 20261122

PLACES_RECOGNISED = {0: 35, 1: 25, 2: 17, 3: 12, 4: 7, 5: 4}
"""In how many places a credential is recognised, in hundredths, hubs apart."""
WINDOWS: dict[str | None, int] = {None: 44, "P3Y": 11, "P5Y": 9, "P4Y": 5, "P10Y": 1}
CERTAINTIES: dict[Literal["entitled", "up_to", "precedent", "recommendation"], int] = {
    "entitled": 38, "up_to": 21, "precedent": 11,
}  # fmt: skip
Outcome = Literal["exemption", "specified_credit", "block_credit", "entry"]
OUTCOMES: dict[Outcome, int] = {"block_credit": 36, "specified_credit": 24, "exemption": 17, "entry": 2}
OUTCOMES_OF_MODULES: tuple[Outcome, ...] = ("exemption", "specified_credit")
PREMISES = {"hold": 31, "all_of": 24, "any_of": 9, "doubt": 4, "units": 2}
CREDENTIAL_KINDS = {"micro-credential": 50, "industry-certification": 18, "graduate-certificate": 11, "fleximasters": 9,
                    "professional-certificate": 6, "nanodegree": 4, "short-course": 6}  # fmt: skip
HELD = {"hub": 5, "next region": 7, "class": 5, "own": 83}
"""Of what rules speak."""
CONDITIONS = {"stated": 5, "work": 2, "held": 3}
DATED = {"observed": 12, "from": 5, "until": 3, "undated": 80}
"""What rules say of when they hold."""
PROGRAMME_KINDS = {"master": 21, "diploma": 12, "bachelor": 12, "post-diploma-certificate": 10,
                   "specialist-diploma": 8, "modular-certificate": 5, "certificate": 4}  # fmt: skip
CLASSES = (["diploma"], ["bachelor", "master"], ["micro-credential"], ["specialist-diploma"])
"""What kinds of awards belong to published classes."""
FIGURES = ("modules-exempted", "hours", "credits-in-all", "share-in-percent", "students")
TOPICS: tuple[Literal["application", "cap", "credit", "effect", "framework", "funding", "level", "residency"], ...] = (
    "application", "cap", "credit", "effect", "framework", "funding", "level", "residency",
)  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """How much each institution of a region offers, by its place."""

    credentials: tuple[int, ...]
    modules: tuple[int, ...]
    programmes: tuple[int, ...]


@cache
def layout(credentials: int) -> Layout:
    """Return the layout of a region of so many credentials: few institutions offer most of them."""
    teaching = range(RECOGNISERS[0], len(OWNERS))
    return Layout(
        _shares(credentials, range(VENDORS[0], len(OWNERS))),
        _shares(max(credentials * 2 // 5, 12 * DEEP), teaching),
        _shares(max(credentials * 3 // 20, 6 * DEEP), teaching),
    )


def _shares(total: int, places: Sequence[int]) -> tuple[int, ...]:
    """Return the total shared out by rank, the first place getting most; at least one each where there is enough."""
    weights = [1 / (rank + 2) for rank in range(len(places))]
    marks = [round(total * mark / sum(weights)) for mark in accumulate(weights)]
    parts = dict(zip(places, (high - low for low, high in zip([0, *marks], marks, strict=False)), strict=True))
    return tuple(parts.get(place, 0) for place in range(len(OWNERS)))


def region_sizes(credentials: int) -> list[int]:
    """Return how many credentials each region has."""
    regions = max(1, round(credentials / REGION))
    return [credentials // regions + (number < credentials % regions) for number in range(regions)]


def chunks(credentials: int, seed: int = SEED) -> Iterator[Catalogue]:
    """Yield a catalogue of so many credentials (100 or more), region by region."""
    for region in range(len(region_sizes(credentials))):
        yield region_of(credentials, region, seed)


def region_of(credentials: int, region: int, seed: int = SEED) -> Catalogue:
    """Return one region of the catalogue of so many credentials."""
    return _Region(credentials, region, seed).made()


def issuers_of(item: str) -> list[str]:
    """Return who offers a credential of any region, as far as its code tells (a joint offer's second is left out)."""
    return [item.partition(":")[0]]


class _Region:
    """Makes one region."""

    def __init__(self, credentials: int, region: int, seed: int) -> None:
        self.sizes = region_sizes(credentials)
        self.region = region
        self.dice = random.Random(f"{seed}/{credentials}/{region}")
        self.layout = layout(self.sizes[region])
        self.first = region * len(OWNERS)
        self.numbers = {place: count() for place in range(len(OWNERS))}
        self.framework_classes = [code(self.first, "k", number) for number in range(4)]

    def made(self) -> Catalogue:
        """Return the region's catalogue."""
        places = range(len(OWNERS))
        return Catalogue(
            institutions=[self._institution(place) for place in places],
            sources=[self._source(place, number) for place in places for number in range(self._sources(place))],
            credentials=[*self._credentials(), *self._classes()],
            modules=[self._module(place, n) for place in places for n in range(self.layout.modules[place])],
            programmes=[self._programme(place, n) for place in places for n in range(self.layout.programmes[place])],
            rules=[
                *self._recognitions(),
                *self._structures(),
                *self._entries(),
                *self._validities(),
                *self._policies(),
            ],
        )

    # What there is

    def _institution(self, place: int) -> Institution:
        number = self.first + place
        name = f"{PLACES[(self.region * 7 + place) % len(PLACES)]} {OWNERS[place].replace('-', ' ').title()} {number}"
        kinds = {"framework": "government-framework", "academy": "certification-vendor"}
        kind = kinds.get(OWNERS[place], OWNERS[place])
        return Institution(code=institution_code(number), title={"en": name}, kind=kind, country="SG")

    def _sources(self, place: int) -> int:
        """Return how many pages an institution's entries and rules rest on."""
        return 2 + self.layout.credentials[place] // 5

    def _source(self, place: int, number: int) -> Source:
        owner = institution_code(self.first + place)
        return Source(
            code=code(self.first + place, "s", number),
            title=f"{title(self.first + place, 's', number)['en']}: admission and exemption",
            url=f"https://www.{owner}.example/pages/{number}",
            tier=Tier.PRIMARY,
            published="2025" if self._chance(0.3) else None,
            read=dt.date(2026, 10, 1 + number % 30),
        )

    def _cited(self, place: int, *, more: float = 0.12) -> list[Citation]:
        """Return one source, now and then two."""
        sources = self._sources(place)
        numbers = self.dice.sample(range(sources), 2 if self._chance(more) else 1)
        confidence = self._drawn({Confidence.HIGH: 80, Confidence.MEDIUM: 15, Confidence.LOW: 5})
        codes = [code(self.first + place, "s", number) for number in numbers]
        return [Citation(source=source, confidence=confidence) for source in codes]

    def _credentials(self) -> Iterator[Credential]:
        """Yield every credential; one in thirty is offered by two."""
        for place, credentials in enumerate(self.layout.credentials):
            owner = self.first + place
            for number in range(credentials):
                offered_by = [institution_code(owner)]
                if self._chance(0.03):
                    offered_by.append(institution_code(self.first + self.dice.choice(RECOGNISERS)))
                kind = self._drawn(CREDENTIAL_KINDS)
                yield Credential(
                    code=code(owner, "c", number),
                    title=title(owner, "c", number, kind.replace("-", " ").title()),
                    kind=kind,
                    offered_by=list(dict.fromkeys(offered_by)),
                    sources=self._cited(place, more=0.05),
                    facts=[f"f{self.region}-{place}-{number}"],
                    **self._details(),
                )

    def _details(self) -> dict[str, Any]:
        """Return what some entries say besides."""
        said: dict[str, Any] = {}
        if self._chance(0.35):
            said["note"] = "The page lists it under several names and without a date; what it asks for is not repeated."
        if self._chance(0.35):
            said |= {"credits": Decimal(self.dice.choice((2, 3, 5, 10, 20, 30))), "unit": "credit unit"}
        if self._chance(0.25):
            said["fee"] = Money(amount=Decimal(self.dice.randrange(200, 20_000, 50)), currency="SGD")
        if self._chance(0.25):
            said["level"] = Level(framework="HKQF", value=self.dice.randint(3, 6))
        if self._chance(0.35):
            said["figures"] = {self.dice.choice(FIGURES): self.dice.randint(1, 500)}
        return said

    def _classes(self) -> Iterator[Credential]:
        """Yield the framework's classes over five institutions each, and each large institution's own."""
        for number, (class_code, kinds) in enumerate(zip(self.framework_classes, CLASSES, strict=True)):
            places = RECOGNISERS[number * 5 % len(RECOGNISERS) :][:5]
            institutions = [institution_code(self.first + place) for place in places]
            yield self._class(0, class_code, number, Selection(institutions=institutions, kinds=kinds))
        for place in RECOGNISERS[::2]:
            owner = institution_code(self.first + place)
            selected = Selection(institutions=[owner], kinds=self.dice.choice(CLASSES))
            yield self._class(place, code(self.first + place, "k", 0), 0, selected)
            yield self._class(place, code(self.first + place, "k", 1), 1, None)

    def _class(self, place: int, class_code: str, number: int, members: Selection | None) -> Credential:
        return Credential(
            code=class_code,
            title=title(self.first + place, "k", number, "Any award"),
            kind="class",
            offered_by=[institution_code(self.first + place)],
            sources=self._cited(place),
            is_class=True,
            members=members,
        )

    def _module(self, place: int, number: int) -> Module:
        owner = self.first + place
        return Module(
            code=code(owner, "m", number),
            title=title(owner, "m", number),
            offered_by=[institution_code(owner)],
            sources=self._cited(place, more=0.05),
            facts=[f"f{self.region}-{place}-m{number}"],
            **self._details(),
        )

    def _programme(self, place: int, number: int) -> Programme:
        owner = self.first + place
        kind = self._drawn(PROGRAMME_KINDS)
        return Programme(
            code=code(owner, "p", number),
            title=title(owner, "p", number, kind.replace("-", " ").title()),
            kind=kind,
            offered_by=[institution_code(owner)],
            sources=self._cited(place, more=0.05),
            facts=[f"f{self.region}-{place}-p{number}"],
            curriculum="partly-published",
            **self._details(),
        )

    # What rules say

    def _said(self, place: int, verb: str) -> dict[str, Any]:
        """Return what every rule has."""
        number = next(self.numbers[place])
        observed = dt.date(2026, self.dice.randint(1, 10), self.dice.randint(1, 28))
        dated = self._drawn(DATED)
        said: dict[str, Any] = {
            "code": code(self.first + place, "r", number),
            "published_by": institution_code(self.first + place),
            "says": {"en": f"{verb}, at the discretion of the board and on presentation of the original certificate"},
            "facts": [f"f{self.region}-{place}-r{number}"],
            "sources": self._cited(place),
            "observed_on": observed if dated == "observed" else None,
            "effective_from": dt.date(2020, 1, 1) if dated in {"from", "until"} else None,
            "effective_until": dt.date(2027, 12, 31) if dated == "until" else None,
        }
        if self._chance(0.3):
            said["remarks"] = ["Results of two years before the application are looked at first."]
        if self._chance(0.45):
            said["figures"] = {name: self.dice.randint(1, 500) for name in self.dice.sample(FIGURES, 2)}
        return said

    def _recognitions(self) -> Iterator[Recognition]:
        """Yield recognition rules until what is to be recognised in this region is."""
        demand = [item for item in self._own_credentials() for _ in range(self._drawn(PLACES_RECOGNISED))]
        self.dice.shuffle(demand)
        while demand:
            place = self.dice.choice(RECOGNISERS)
            needs = self._premise(place, demand)
            grants, within = self._granted(place)
            window = self._drawn(WINDOWS)
            yield Recognition(
                kind="recognition",
                needs=needs,
                grants=grants,
                within=within,
                window=Window(period=Period(window)) if window else None,
                certainty=self._drawn(CERTAINTIES),
                **self._said(place, "Holders may be exempted or be given credit"),
            )

    def _own_credentials(self) -> Iterator[str]:
        for place, credentials in enumerate(self.layout.credentials):
            for number in range(credentials):
                yield code(self.first + place, "c", number)

    def _held(self, demand: list[str]) -> str:
        """Return what is recognised: mostly something of this region, else a hub or something of the next region."""
        sort = self._drawn(HELD)
        if sort == "hub":
            # The first hub is wanted most, the second half as often, …
            rank = min(int(HUBS ** self.dice.random()), HUBS) - 1
            start = self.region // GROUP * GROUP * len(OWNERS)
            return code(start + VENDORS[rank % len(VENDORS)], "c", rank // len(VENDORS))
        if sort == "next region" and len(self.sizes) > 1:
            region = (self.region + 1) % len(self.sizes)
            place = self.dice.choice(VENDORS)
            number = self.dice.randrange(layout(self.sizes[region]).credentials[place])
            return code(region * len(OWNERS) + place, "c", number)
        return demand.pop() if demand and sort != "class" else self.dice.choice(self.framework_classes)

    def _premise(self, place: int, demand: list[str]) -> Requirement:
        held = Hold(hold=self._held(demand))
        sort = self._drawn(PREMISES)
        if sort == "hold":
            return held
        if sort == "all_of":
            condition = self._condition(demand)
            return AllOf(all_of=_apart(held, condition) if isinstance(condition, Hold) else [held, condition])
        if sort == "any_of":
            others = [Hold(hold=self._held(demand)) for _ in range(self.dice.randint(2, 4))]
            return AnyOf(any_of=_apart(held, *others))
        if sort == "units":
            pool = _apart(*(Hold(hold=item) for item in self.dice.sample(list(self._modules(place)), 2)))
            return AllOf(all_of=[held, Units(units=Range(at_least=Decimal(1)), called="modules", of=pool)])
        both = AllOf(all_of=_apart(held, Hold(hold=self._held(demand))))
        return Doubt(
            doubt=f"all-or-any-{self.region}-{place}-{self.dice.getrandbits(32):x}",
            text="The page lists two certificates and does not say whether one is enough.",
            alternatives={"any": AnyOf(any_of=both.all_of), "all": both},
            lenient="any",
            strict="all",
        )

    def _condition(self, demand: list[str]) -> Requirement:
        sort = self._drawn(CONDITIONS)
        if sort == "stated":
            return Stated(stated="the content was found to be equivalent by the school")
        return (
            WorkYears(work_years=Decimal(self.dice.randint(1, 3))) if sort == "work" else Hold(hold=self._held(demand))
        )

    def _granted(self, place: int) -> tuple[list[Grant], str | None]:
        """Return what is granted, and the programme it holds in: half the rules hold in one programme."""
        owner = self.first + place
        programme = self.dice.randrange(self.layout.programmes[place])
        within = code(owner, "p", programme) if self._chance(0.47) else None
        modules = list(self._parts(place, programme))
        if modules and self._chance(0.5):
            targets = self.dice.sample(modules, min(len(modules), 1 + self._chance(0.12)))
            return [Grant(target=target, outcome=self.dice.choice(OUTCOMES_OF_MODULES)) for target in targets], within
        amount = Decimal(self.dice.choice((6, 12, 30, 45)))
        outcome = self._drawn(OUTCOMES)
        return [Grant(target=code(owner, "p", programme), outcome=outcome, amount=amount, unit="credit unit")], within

    def _modules(self, place: int) -> Iterator[str]:
        return (code(self.first + place, "m", number) for number in range(self.layout.modules[place]))

    def _parts(self, place: int, programme: int) -> Iterator[str]:
        """Yield the modules in a programme: each institution's modules are dealt out among half its programmes."""
        dealt = max(1, self.layout.programmes[place] // 2)
        if programme < dealt:
            yield from list(self._modules(place))[programme::dealt][:12]

    def _structures(self) -> Iterator[Structure]:
        """Yield curriculum trees; in the institution with most programmes ten stack into one another."""
        for place in RECOGNISERS:
            owner = self.first + place
            for number in range(self.layout.programmes[place]):
                parts: list[Requirement] = [Hold(hold=item) for item in self._parts(place, number)]
                deep = place == RECOGNISERS[0] and 0 < number < DEEP
                if deep or (number % 5 == 1 and number):
                    parts.insert(0, Hold(hold=code(owner, "p", number - 1)))
                if not parts:
                    continue
                needs = parts
                if len(parts) > CORE + 1:
                    electives = Units(units=Range(at_least=Decimal(2)), called="electives", of=parts[CORE:])
                    needs = [*parts[:CORE], electives]
                yield Structure(
                    kind="structure",
                    of=[code(owner, "p", number)],
                    needs=AllOf(all_of=needs),
                    confers=self._chance(0.5),
                    **self._said(place, "The award is made of these parts"),
                )

    def _entries(self) -> Iterator[Entry]:
        """Yield an entry rule for about half of the programmes."""
        for place in RECOGNISERS:
            for number in range(0, self.layout.programmes[place], 2):
                diploma, degree, _, specialist = (Hold(hold=item) for item in self.framework_classes)
                worked = AllOf(all_of=[specialist, WorkYears(work_years=Decimal(self.dice.randint(1, 5)))])
                told = AllOf(all_of=[Stated(stated="other qualifications found equivalent"), diploma])
                asked: list[Requirement] = [diploma, degree, worked, told]
                yield Entry(
                    kind="entry",
                    into=[code(self.first + place, "p", number)],
                    needs=AnyOf(any_of=asked[: self.dice.randint(2, 4)]),
                    **self._said(place, "Applicants need one of these"),
                )

    def _validities(self) -> Iterator[Validity]:
        """Yield how long certifications stay valid: those of vendors, three years each."""
        for place in VENDORS:
            for number in range(0, self.layout.credentials[place], 4):
                yield Validity(
                    kind="validity",
                    of=[code(self.first + place, "c", number)],
                    period=Period("P3Y"),
                    renewed_by=[code(self.first + place, "c", number + 1)] if number % 16 == 0 and number else [],
                    **self._said(place, "The certification is valid for three years"),
                )

    def _policies(self) -> Iterator[Policy]:
        """Yield sentences that decide nothing, about programmes and credentials of their institution."""
        for place in RECOGNISERS:
            for number in range(self.layout.programmes[place]):
                about = [code(self.first + place, "p", number)]
                topic = self.dice.choice(TOPICS)
                yield Policy(kind="policy", topic=topic, about=about, **self._said(place, "The board may limit it"))

    def _chance(self, share: float) -> bool:
        return self.dice.random() < share

    def _drawn(self, weights: dict[T, int]) -> T:
        return self.dice.choices(tuple(weights), cum_weights=_summed(tuple(weights.values())))[0]


@cache
def _summed(weights: tuple[int, ...]) -> list[int]:
    return list(accumulate(weights))


def _apart(*holds: Hold) -> list[Requirement]:
    """Return the holds without those that ask for the same."""
    return [*{hold.hold: hold for hold in holds}.values()]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a synthetic catalogue as a catalogue file."""
    parser = argparse.ArgumentParser(description="Prints a synthetic catalogue, as a file of the catalogue's format.")
    parser.add_argument("--credentials", type=int, default=1_000, help="how many (100 or more); 1000 unless given")
    parser.add_argument("--seed", type=int, default=SEED, help="another number makes another catalogue")
    given = parser.parse_args(arguments)
    whole = Catalogue.joined(chunks(given.credentials, given.seed))
    yaml.safe_dump(whole.model_dump(mode="json", by_alias=True, exclude_defaults=True), sys.stdout, allow_unicode=True)


if __name__ == "__main__":
    main()
