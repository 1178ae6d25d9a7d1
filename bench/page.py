"""How soon the page answers: `python -m bench.page http://127.0.0.1:8000`, of a served page with the shipped catalogue.

In Chromium with its processor slowed down, on a phone's and a desk's window, each time in a fresh profile: when the
largest of a first screen is painted, how long after somebody's last input the answer stands there, and how far anything
has moved that nobody moved.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

SIZES = {"phone": ViewportSize(width=390, height=844), "desk": ViewportSize(width=1440, height=900)}
HELD = "udacity:ai-programming-with-python"
ANSWER = "Claim it by 1 May 2029"
PLAN = f"/plan#hold={HELD}@2025-05-01&to=tp:sd-ai-solution-development"
RIDERS = """
window.bench = {paint: 0, shift: 0, input: 0, answer: 0};
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) bench.paint = one.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) bench.shift += one.value;
}).observe({type: "layout-shift", buffered: true});
for (const kind of ["input", "change", "click"])
  addEventListener(kind, () => { bench.input = performance.now(); bench.answer = 0; }, true);
new MutationObserver(() => {
  if (bench.answer || !document.querySelector(".answer")?.textContent.includes("SAID")) return;
  requestAnimationFrame(() => setTimeout(() => { bench.answer ||= performance.now(); }));
}).observe(document, {childList: true, subtree: true, characterData: true});
""".replace("SAID", ANSWER)
"""What is written down in the page itself: nothing of ours stands between the event and its time."""
SETTLES_MS = 1_500
"""After so long without a change nothing moves any more."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a table."""
    given = _given(arguments)
    print(f"processor slowed down {given.slower:g} times, {given.turns} times each; middle (worst), in milliseconds")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium, args=["--no-sandbox"])
        for size in SIZES:
            for name, visit in VISITS.items():
                _turn(browser, given, size, visit)  # warms what the server remembers
                turns = [_turn(browser, given, size, visit) for _ in range(given.turns)]
                print(f"{size:<6} {name:<24} {_row(turns)}", flush=True)
        browser.close()


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.page", description=__doc__)
    parser.add_argument("address", help="where the page is served, such as http://127.0.0.1:8000")
    parser.add_argument("--turns", type=int, default=9, help="how often each is measured; 9 unless given")
    parser.add_argument("--slower", type=float, default=4.0, help="how many times slower the processor is; 4")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="the browser")
    return parser.parse_args(arguments)


def _first_screen(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("main h1").first.wait_for()


def _adds_what_is_held(page: Page, address: str) -> None:
    _first_screen(page, address)
    page.get_by_role("combobox", name="Add").first.fill("ai programming")
    page.get_by_role("option", name="AI Programming with Python Nanodegree").first.click()
    date = page.get_by_label(f"Attained on {HELD}")
    date.fill("2025-05-01")
    date.press("Tab")
    page.locator(".answer").get_by_text(ANSWER).first.wait_for()


def _opens_an_answer(page: Page, address: str) -> None:
    page.goto(address + PLAN)
    page.locator(".answer").get_by_text(ANSWER).first.wait_for()


VISITS: dict[str, Callable[[Page, str], None]] = {
    "the first screen": _first_screen,
    "a certificate, its date": _adds_what_is_held,
    "the address of an answer": _opens_an_answer,
}


def _turn(browser: Browser, given: argparse.Namespace, size: str, visit: Callable[[Page, str], None]) -> dict[str, Any]:
    context = browser.new_context(viewport=SIZES[size], locale="en-GB")
    page = context.new_page()
    page.add_init_script(RIDERS)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": given.slower})
    visit(page, given.address.rstrip("/"))
    page.wait_for_timeout(SETTLES_MS)
    seen: dict[str, Any] = page.evaluate("bench")
    context.close()
    return seen


def _row(turns: Sequence[dict[str, Any]]) -> str:
    parts = [f"largest paint {_spread([one['paint'] for one in turns])}"]
    answers = [one["answer"] - one["input"] for one in turns if one["answer"] and one["input"]]
    if answers:
        parts.append(f"answer {_spread(answers)}")
    return ", ".join([*parts, f"shift at most {max(one['shift'] for one in turns):.4f}"])


def _spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.0f} ({max(values):.0f})"


if __name__ == "__main__":
    main()
