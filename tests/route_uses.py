"""The uses that the project exists for, as questions on routes, and their itineraries as docs/routes.md shows them.

`python -m tests.route_uses` asks the database that the settings name, and writes the itineraries into docs/routes.md.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from stackways.pathways.plan_route import RouteQuestion, Routes, plan_route
from stackways.pathways.session import open_graph
from stackways.pathways.settings import Settings
from stackways.planner.route import Step
from stackways.rules.base import title_in

ROOT = Path(__file__).parent.parent
PAGE, README = ROOT / "docs" / "routes.md", ROOT / "README.md"
NANODEGREE = {"code": "udacity:ai-programming-with-python", "attained_on": "2025-05-01"}
CCNA = {"code": "cisco:ccna", "attained_on": "2025-05-01"}
AWS = {"code": "aws:solutions-architect-associate", "attained_on": "2025-06-01"}
NITEC = {"code": "ite:higher-nitec"}
BUSINESS_ANALYTICS = [
    {"code": f"rp:{module}", "attained_on": "2026-06-30"}
    for module in ("c1419c", "c1439c", "c1449c", "c3459c", "c3439c")
]
"""The five modules of a specialist diploma of Republic Polytechnic that SUTD counts."""
SD, DIPLOMA = "tp:sd-ai-solution-development", "tp:diploma-infocomm-and-digital-media-ictsss"
IN_AI = {
    "target": "hku-space:diploma",
    "illustrative": True,
    "variant": {"title": "hku-space:title-diploma-in-professional-practice", "theme": "Artificial Intelligence"},
    "optimise": ["time"],
    "alternatives": 1,
}

USES: dict[str, dict[str, Any]] = {
    "nanodegree": {"target": SD, "holdings": [NANODEGREE]},
    "nanodegree-illustrative": {"target": SD, "holdings": [NANODEGREE], "illustrative": True, "alternatives": 1},
    "polytechnic-to-modularmaster": {
        "target": "sutd:modularmaster-data-science", "holdings": BUSINESS_ANALYTICS, "as_of": "2026-11-30",
        "optimise": ["cost"], "alternatives": 1,
    },
    "hku-24-months": {**IN_AI, "limits": {"hours_per_week": 6, "finish_by": "2028-11-22"}},
    "hku-18-months": {**IN_AI, "limits": {"hours_per_week": 6, "finish_by": "2028-05-22"}},
    "ite": {
        "target": DIPLOMA, "holdings": [NITEC], "learner": {"work_years": 1}, "illustrative": True, "alternatives": 1,
        "limits": {"hours_per_week": 10},
    },
    "ccna-and-aws-and-on": {
        "target": SD, "holdings": [CCNA, AWS, NITEC, NANODEGREE], "learner": {"work_years": 2}, "illustrative": True,
        "shown_only": True, "optimise": ["time"], "alternatives": 1,
    },
    "across-borders": {
        "target": "university-of-hull:bsc-accounting",
        "holdings": [{"code": "hku-space:advanced-diploma-accounting-and-big-data", "attained_on": "2026-01-15"}],
    },
}  # fmt: skip
"""Every use by its name; asked as of 2026-11-22, unless it says otherwise."""


def question(name: str) -> RouteQuestion:
    """Return a use as it is asked."""
    return RouteQuestion.model_validate({"as_of": "2026-11-22", **USES[name]})


def written(answer: Routes) -> str:
    """Return the first route, or why there is none, as the page shows it."""
    if not answer.routes:
        return in_short(answer)
    route = answer.routes[0]
    rows = [f"| {_when(step)} | {step.kind} | {_what(step)} | {_why(step)} |" for step in route.steps]
    table = ["| when | | what | what keeps it from being sooner |", "| --- | --- | --- | --- |", *rows]
    proven = (
        "No route is better."
        if route.proven_optimal
        else f"Whether it is the best is not known: {route.why_not_proven}."
    )
    return "\n".join([in_short(answer), "", *table, "", proven])


def in_short(answer: Routes) -> str:
    """Return what the README shows of an answer: its own first sentences."""
    told = [one.text for one in answer.summary if one.part == "you_get"]
    return " ".join(told or [one.text for one in answer.summary if one.part == "to_study"])


def _when(step: Step) -> str:
    if not step.dates_published:
        return "not published"
    if step.start is None:
        return f"not before {step.not_before}"
    if step.end is None:
        return f"from {step.start}"
    return f"{step.start}" if step.start == step.end else f"{step.start} to {step.end}"


def _why(step: Step) -> str:
    return str(step.why_not_sooner or "") if step.dates_published else ""


def _what(step: Step) -> str:
    by = f", by {step.apply_by}" if step.apply_by else ""
    by += f"; apply by {step.applications_close}" if step.kind == "enter" and step.applications_close else ""
    return f"{title_in(step.title)}{' *' if step.illustrative else ''}{by}"


def shown_in(page: Path, name: str) -> str:
    """Return what a page shows of a use."""
    return page.read_text(encoding="utf-8").partition(f"<!-- {name} -->")[2].partition("<!-- end -->")[0].strip()


async def ask_all(settings: Settings) -> dict[str, Routes]:
    """Return every answer."""
    async with open_graph(settings) as graph:
        return {name: await plan_route(await graph.reading(), question(name)) for name in USES}


def main() -> None:
    """Write the itineraries into the pages, between their marks."""
    page, readme = PAGE.read_text(encoding="utf-8"), README.read_text(encoding="utf-8")
    for name, answer in asyncio.run(ask_all(Settings.read())).items():
        mark = re.compile(rf"(<!-- {name} -->).*?(<!-- end -->)", re.DOTALL)
        long, short = f"\n{written(answer)}\n", f" {in_short(answer)} "
        page = mark.sub(lambda found, text=long: found[1] + text + found[2], page)  # type: ignore[misc]
        readme = mark.sub(lambda found, text=short: found[1] + text + found[2], readme)  # type: ignore[misc]
    PAGE.write_text(page, encoding="utf-8")
    README.write_text(readme, encoding="utf-8")


if __name__ == "__main__":
    main()
