"""What the local Neo4j serves beside Neo4j Browser, and the file that logs in."""

import json
import re
import stat
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from stackways.graph.local import LocalNeo4jError, conf
from stackways.graph.local.site import entry_page, site

JAR = "neo4j-browser-5.24.0.jar"


@pytest.fixture
def jars(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / JAR, "w") as archive:
        archive.writestr("browser/index.html", "<body>Neo4j Browser</body>")
        archive.writestr("META-INF/MANIFEST.MF", "")
    return tmp_path


def test_neo4j_browser_is_served_with_our_files_beside_it(jars: Path) -> None:
    with zipfile.ZipFile(site(jars)) as made:
        assert made.read("browser/index.html") == (
            b'<body>Neo4j Browser<script src="stackways/tidy.js" defer></script></body>'
        )
        names = set(made.namelist())
    ours = {"guide.html", "guide.adoc", "style.grass", "keep.js", "tidy.js", "enter.html", "draw.html"}
    assert {f"browser/stackways/{name}" for name in ours} <= names
    assert all(name.startswith("browser/") for name in names)
    assert [path.name for path in (jars / "site").iterdir()] == [site(jars).name]


def test_it_is_made_once_and_anew_for_another_neo4j_browser(jars: Path) -> None:
    made = site(jars)
    made.write_bytes(b"kept")
    assert site(jars) == made
    assert made.read_bytes() == b"kept"
    (jars / JAR).rename(jars / "neo4j-browser-6.0.0.jar")
    assert site(jars) != made


def test_what_cannot_be_written_is_told_and_leaves_nothing(jars: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zipfile.ZipFile.writestr", full)
    with pytest.raises(LocalNeo4jError, match="the disk is full"):
        site(jars)
    assert list((jars / "site").iterdir()) == []


def test_neo4j_browser_takes_style_and_guide_from_its_own_server_and_asks_no_other(tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    conf.write_conf(tmp_path, bolt_port=1, http_port=2, heap=1000, page_cache=10)
    lines = (tmp_path / "conf" / "neo4j.conf").read_text(encoding="utf-8").splitlines()
    written = dict(line.partition("=")[::2] for line in lines)
    ours = "http://127.0.0.1:2/browser/stackways"
    assert written["browser.post_connect_cmd"] == f"guide {ours}/guide.html"
    assert written["browser.remote_content_hostname_whitelist"] == "127.0.0.1,localhost"
    policy = written["dbms.security.http_static_content_security_policy_header"]
    allowed = {source for rule in policy.split("; ") for source in rule.split()[1:]}
    assert allowed == {
        "'self'", "'none'", "'unsafe-inline'", "data:", "ws:", "wss:", "http://127.0.0.1:*", "http://localhost:*"
    }  # fmt: skip


def test_the_file_that_logs_in_is_its_owners_alone_and_sends_the_password_to_no_server(tmp_path: Path) -> None:
    path = entry_page(tmp_path, "http://127.0.0.1:2/browser/", "neo4j", "pass'\"</script>word")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    said = path.read_text(encoding="utf-8")
    found = re.search(r"location\.replace\((.*)\);</script>", said)
    assert found
    address = urlsplit(json.loads(found[1]))
    assert address.path == "/browser/stackways/enter.html"
    assert not address.query
    assert json.loads(unquote(address.fragment)) == {"user": "neo4j", "password": "pass'\"</script>word"}
