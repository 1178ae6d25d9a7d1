"""How to look at the graph in Neo4j Browser: where it is, logged in, and with a planned route drawn."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from stackways.browser.files import files_to_serve
from stackways.browser.queries import drawing_address, is_code
from stackways.graph.local import LocalNeo4j, LocalNeo4jError
from stackways.graph.local.site import entry_page, serves_guide
from stackways.graph.queries import query
from stackways.pathways.plan_route import Routes, plan_route
from stackways.words.message import Message

if TYPE_CHECKING:
    from stackways.graph.driver import Reading
    from stackways.graph.local import Running
    from stackways.pathways.plan_route import RouteQuestion
    from stackways.pathways.settings import Settings
    from stackways.planner.route import Route

ELSEWHERE = ("style.grass", "guide.html", "guide.adoc")
"""The files that another Neo4j's Browser can be given."""


def browser_entry(running: Running) -> Path:
    """Return a file, readable by its owner alone, that opens Neo4j Browser logged in when a web browser opens it.

    Raises:
        LocalNeo4jError: the server was started before it could serve the guide.
    """
    if not serves_guide(running.browser_url):
        raise LocalNeo4jError(Message("local.other-version"))
    return entry_page(running.password_file.parent, running.browser_url, running.user, running.password)


def save_browser_files(folder: Path) -> list[Path]:
    """Write the style and both forms of the guide into a folder, for the Browser of another Neo4j.

    Raises:
        OSError: they cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = files_to_serve(lambda name: query(name).text)
    paths = [folder / name for name in ELSEWHERE]
    for path in paths:
        path.write_text(texts[path.name], encoding="utf-8")
    return paths


async def plan_route_to_draw(reader: Reading, question: RouteQuestion, settings: Settings) -> Routes:
    """Return the routes of `plan_route`, each with the address that draws it where the local Neo4j answers."""
    routes = await plan_route(reader, question)
    if settings.neo4j_uri or not routes.routes:
        return routes
    try:
        running = await asyncio.to_thread(LocalNeo4j(settings.home).found)
    except LocalNeo4jError:  # it has just been stopped: the answer is none the worse
        running = None
    if running is None:
        return routes
    drawn = [route_address(running.browser_url, routes.target, route) for route in routes.routes]
    return routes.model_copy(update={"neo4j_browser": drawn})


def route_address(browser: str, target: str, route: Route) -> str:
    """Return the address that opens Neo4j Browser with the query that draws a route; `browser` is its own address.

    Only codes get into it: a holding that is only described is left out.
    """
    named = [code for step in route.steps for code in (*step.uses, step.code)]
    named += [code for counted in route.counted.values() for code in counted]
    return drawing_address(browser, [code for code in dict.fromkeys([*named, target]) if is_code(code)])
