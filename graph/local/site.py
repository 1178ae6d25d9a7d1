"""What the local Neo4j serves at `/browser/`: Neo4j Browser out of its jar, and beside it Stackways' style and guide.

So they come from where Neo4j Browser itself comes from, for as long as the server runs, and no rule about other hosts
stands in the way.
"""

import hashlib
import json
import tempfile
import zipfile
from pathlib import Path
from typing import IO
from urllib.parse import quote

import requests

from stackways.browser.files import files_to_serve
from stackways.browser.names import GUIDE, SCRIPT
from stackways.graph.local import conf
from stackways.graph.local.download import disk_error
from stackways.graph.queries import query

_START = "browser/index.html"


def site(jars: Path) -> Path:
    """The jar that stands before the others on the class path, so that Neo4j serves its `browser` and not theirs.

    It is made in a folder beside the jars when the guide or Neo4j Browser is another than before; who makes it twice at
    once loses nothing. A jar and no folder: what makes Java start quickly holds for jars alone.

    Raises:
        LocalNeo4jError: it cannot be written.
    """
    served = _served()
    [jar] = jars.glob("neo4j-browser-*.jar")
    digest = hashlib.sha256(repr((jar.name, _with_ours(b"</body>"), served)).encode()).hexdigest()
    made = jars / "site" / f"{digest[:12]}.jar"
    if made.exists():
        return made
    try:
        made.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=made.parent, prefix=".", suffix=".part", delete=False) as draft:
            try:
                _fill(draft, jar, served)
                draft.flush()
                Path(draft.name).chmod(0o644)
                Path(draft.name).replace(made)
            finally:
                Path(draft.name).unlink(missing_ok=True)
    except OSError as error:
        raise disk_error(error, jars) from error
    return made


def _served() -> dict[str, str]:
    return files_to_serve(lambda name: query(name).text)


def _fill(made: IO[bytes], jar: Path, served: dict[str, str]) -> None:
    with zipfile.ZipFile(jar) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in given.namelist():
            if name.startswith("browser/"):
                archive.writestr(name, _with_ours(given.read(name)) if name == _START else given.read(name))
        for name, text in served.items():
            archive.writestr(f"browser/{conf.OURS}/{name}", text)


def _with_ours(start: bytes) -> bytes:
    """Neo4j Browser's own page, which also runs our script: no setting does what that does."""
    return start.replace(b"</body>", f'<script src="{conf.OURS}/{SCRIPT}" defer></script></body>'.encode())


def serves_guide(browser_url: str) -> bool:
    """Whether the server at that address has been started with this version's guide in its site."""
    with requests.Session() as http:
        http.trust_env = False  # past any proxy: it is this machine
        answer = http.get(f"{browser_url}{conf.OURS}/{GUIDE}", timeout=10)
    return answer.ok and answer.content.decode() == _served()[GUIDE]


def entry_page(folder: Path, browser_url: str, user: str, password: str) -> Path:
    """Write the file that opens Neo4j Browser logged in, readable by its owner alone, and return where it is.

    A file, for what opens a web browser does so by a command line, which every user of the machine can read.
    """
    given = quote(json.dumps({"user": user, "password": password}), safe="")
    address = json.dumps(f"{browser_url}{conf.OURS}/enter.html#{given}")
    path = folder / "browser.html"
    conf.write_private(
        path,
        '<!doctype html>\n<meta charset="utf-8">\n<title>Stackways: to Neo4j Browser</title>\n'
        f"<p>Opening Neo4j Browser …</p>\n<script>location.replace({address});</script>\n",
    )
    return path
