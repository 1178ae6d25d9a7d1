"""What is asked: every number and date of the API at its ends and beyond, and words that want to be more than words."""

from __future__ import annotations

import asyncio
import copy
import json
import random
from collections.abc import Iterator, Mapping
from typing import Any

from tests.abuse.clients import _is_small
from tests.abuse.world import AWARDS, LOOK_UP, ROUTE, Count, Question, World

ENDS: Mapping[str, tuple[str, ...]] = {
    "number": ("0", "-1", "0.01", "0.001", "1e-400", "10000000", "9e16", "1e400", "-1e400", "1" * 400, "NaN", "null"),
    "integer": ("0", "-1", "1", "20", "2147483648", "9223372036854775808", "1e400", "1.5", "null"),
    "date": (
        '"1900-01-01"', '"2199-12-31"', '"0001-01-01"', '"9999-12-31"', '"1899-12-31"', '"2200-01-01"', '"2000-02-30"',
        '"10000-01-01"', "0", "null",
    ),
    "string": ('""', '"\\u0000"', '"\\ud800"', '"' + "x" * 5000 + '"', "\"' OR 1=1 //\"", '"$(touch x)"', "[]", "{}"),
}  # fmt: skip
"""What stands in place of a value, as JSON."""

HELD = {"code": "udacity:ai-programming-with-python", "attained_on": "2025-05-01"}
WHOLE: Mapping[str, dict[str, Any]] = {
    "/v1/exemptions": {},
    "/v1/awards": {"institution": "hku-space"},
    "/v1/what-if": {"adding": [HELD], "on": "2027-01-01"},
    "/v1/routes": {
        "target": "tp:sd-ai-solution-development",
        "start": "2026-12-01",
        "alternatives": 1,
        "limits": {
            "finish_by": "2030-01-01",
            "budget": {"amount": "5000.00", "currency": "SGD"},
            "hours_per_week": 10,
            "concurrent": 3,
        },
        "variant": {"level": 4},
    },
}
"""A body in which every number and date of a question stands."""
SHARED: dict[str, Any] = {
    "holdings": [
        {
            **HELD,
            "valid_until": "2029-05-01",
            "renewed_on": "2026-05-01",
            "grade": {"value": 80, "scale": "percent"},
            "components": [{"title": "x", "attained_on": "2025-01-01", "grade": {"value": 3.5, "scale": "gpa-4"}}],
        },
        {
            "described": {
                "title": "A diploma",
                "kind": "diploma",
                "credits": 60,
                "unit": "HK credit",
                "level": {"framework": "HKQF", "value": 4},
            },
            "attained_on": "2020-01-01",
        },
    ],
    "learner": {"birth_year": 1990, "work_years": 3, "intake": "2027-04", "admission_on": "2026-04-01"},
    "as_of": "2026-11-30",
}
QUERIES = (
    "/v1/credentials/cisco:ccna/opens?as_of={date}&depth={integer}",
    "/v1/modules/tp:principles-of-machine-learning/recognised?as_of={date}",
    "/v1/transferability?from=udacity&to=tp&as_of={date}",
    "/v1/rules?expiring_before={date}&limit={integer}&as_of={date}",
    "/v1/search?q=python&limit={integer}",
    "/v1/graph?focus=cisco:ccna&depth={integer}",
    "/v1/programmes?limit={integer}&as_of={date}&cursor={string}",
    "/v1/search?q={string}",
)


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:  # noqa: ANN401
    """Yield where a body has a value that stands alone, and of which sort it is."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from _leaves(part, (*path, name))
    if not isinstance(value, dict | list):
        is_date = isinstance(value, str) and len(value) == len("2026-11-30") and value[4] == value[7] == "-"
        amount = isinstance(value, str) and path[-1] == "amount"
        sort = "date" if is_date else "number" if amount or not isinstance(value, str) else "string"
        yield path, "integer" if path[-1] in {"concurrent", "alternatives", "level", "birth_year"} else sort


def bodies() -> Iterator[tuple[str, str]]:
    """Yield bodies in each of which one value stands at an end, with the path that is asked."""
    for path, own in WHOLE.items():
        body = {**SHARED, **own}
        for place, sort in _leaves(body):
            for end in ENDS[sort]:
                changed = copy.deepcopy(body)
                inner: Any = changed
                for name in place[:-1]:
                    inner = inner[name]
                inner[place[-1]] = "@"
                written = json.dumps(changed)
                yield path, written.replace('"@"', end, 1)
                if place[-1] == "amount":
                    yield path, written.replace('"@"', f'"{end}"', 1)


def addresses() -> Iterator[str]:
    """Yield addresses with every number and date at its ends."""
    for query in QUERIES:
        for sort, ends in ENDS.items():
            if f"{{{sort}}}" in query:
                for end in ends:
                    values = {"date": "2026-11-30", "integer": "3", "string": "x"} | {sort: end.strip('"')}
                    yield query.format(**values).replace("#", "%23")


async def numbers_and_dates_at_their_ends(world: World) -> Count:
    """Ask with every number, date and word at its ends and beyond: answered, or refused with its name."""
    count = Count("numbers, dates and words at their ends")
    refused = {400, 422} if world.seconds_count else {400, 422, 503}
    asked = list(bodies())
    some = random.Random(0).sample(asked, world.of(30, 60, len(asked)))  # noqa: S311 - it must repeat its dice
    async with world.client() as client:
        for path, body in some:
            count.tries += 1
            response = await client.post(path, content=body.encode(), headers={"Content-Type": "application/json"})
            if response.status_code not in {200, *refused}:
                count.add("unexpected", f"{path} {response.status_code} {body}")
        for address in list(addresses())[:: world.of(8, 4, 1)]:
            count.tries += 1
            response = await client.get(address)
            if response.status_code not in {200, 404, *refused}:
                count.add("unexpected", f"{address} {response.status_code} {response.text[:200]}")
    return count


async def everything_mixed(world: World) -> Count:
    """Ask many thousand things of every sort, right and wrong, sixteen at once: memory stays where it is."""
    count = Count("everything mixed")
    world.most_memory = 0
    dice = random.Random(1)  # noqa: S311 - it must repeat its dice
    wrong = [(path, body) for path, body in bodies() if path != ROUTE[1]]
    right: list[Question] = [LOOK_UP] * 60 + [AWARDS] * 3 + [ROUTE] + [("GET", "/livez", None)] * 10
    right += [("GET", address, None) for address in addresses()]
    left = world.of(100, 400, 100_000)

    async with world.client() as client:

        async def ask() -> None:
            nonlocal left
            while left > 0:
                left -= 1
                if dice.random() < 0.3:
                    path, body = dice.choice(wrong)
                    count.tries += 1
                    content = body.encode()
                    response = await client.post(path, content=content, headers={"Content-Type": "application/json"})
                    if response.status_code not in {200, 400, 422, 503}:
                        count.add("unexpected", f"{path} {response.status_code} {body}")
                else:
                    await world.ask(client, count, dice.choice(right), right=False)

        await asyncio.gather(*(ask() for _ in range(16)))
    await _is_small(world, count)
    return count
