"""A badge is dropped on the page, and what is held is asked in a frame of another site."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import FilePayload, expect
from tests.badges import badge, signed
from tests.e2e.conftest import Visit

HELD = "AI Programming with Python Nanodegree"


def file(content: object) -> FilePayload:
    return FilePayload(name="badge.json", mimeType="application/json", buffer=json.dumps(content).encode())


def test_a_badge_is_read_its_findings_are_said_and_it_is_added(visit: Visit) -> None:
    page = visit.open("/plan")
    page.get_by_text("A badge or certificate as a file").click()
    chosen = page.get_by_label("Drop your badges here, or choose them")
    chosen.set_input_files(file({"no": "badge"}))
    read = page.locator(".badges")
    expect(read).to_contain_text("badge.json")
    expect(page.get_by_role("button", name="Add it to what you hold")).to_have_count(0)
    genuine = signed(badge())
    broken = json.loads(json.dumps(genuine).replace("Networks", "Rocketry"))
    chosen.set_input_files(file(broken))
    expect(read).to_contain_text("✗")
    expect(page.get_by_role("button", name="Add it to what you hold")).to_have_count(0)
    chosen.set_input_files(file(genuine))
    expect(read).to_contain_text("The proof holds")
    page.get_by_role("button", name="Add it to what you hold").click()
    expect(page.locator(".holdings .held-title")).to_have_count(1)
    expect(read).to_have_count(0)


@pytest.fixture
def other_site(address: str) -> Iterator[str]:
    """The address of a site of somebody else's that shows the frame, and tries to show the page in another."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            frames = "".join(
                f'<iframe title="{path}" src="{address}{path}"></iframe>' for path in ("/embed/tp", "/plan")
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><main><h1>Another site</h1>{frames}</main>".encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_another_site_shows_the_frame_and_nothing_else(visit: Visit, other_site: str) -> None:
    page = visit.page
    page.goto(other_site)
    frame = page.frame_locator("iframe[title='/embed/tp']")
    expect(frame.get_by_role("heading", level=1)).to_have_text("What does Temasek Polytechnic recognise?")
    frame.get_by_role("combobox").fill("ai programming with python")
    frame.get_by_role("option", name=HELD).first.click()
    expect(frame.locator(".summary")).to_contain_text("Principles of Machine Learning")
    expect(page.frame_locator("iframe[title='/plan']").get_by_role("heading", level=1)).to_have_count(0)
    visit.elsewhere.clear()  # the other site itself
    assert any("frame-ancestors" in said or "X-Frame-Options" in said for said in visit.complaints)
    visit.complaints.clear()
