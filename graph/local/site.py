"""What the local Neo4j serves at `/browser/`: Neo4j Browser out of its jar, and beside it Stackways' style and guide.

So they come from where Neo4j Browser itself comes from, for as long as the server runs, and no rule about other hosts
stands in the way.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import quote

import requests

from stackways.browser import GUIDE, files_to_serve
from stackways.graph.local import conf
from stackways.graph.local.download import disk_error
from stackways.graph.queries import query


def site(jars: Path) -> Path:
    """The folder that stands before the jars on the class path, so that Neo4j serves its `browser` and not the jar's.

    It is made beside the jars when the guide or Neo4j Browser is another than before; who makes it twice at once loses
    nothing.

    Raises:
        LocalNeo4jError: it cannot be written.
    """
    served = _served()
    [jar] = jars.glob("neo4j-browser-*.jar")
    digest = hashlib.sha256(repr((jar.name, served)).encode()).hexdigest()
    folder = jars / f"site-{digest[:12]}"
    if folder.is_dir():
        return folder
    try:
        draft = Path(tempfile.mkdtemp(prefix=".site-", dir=jars))
        try:
            _fill(draft, jar, served)
            draft.chmod(0o755)
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        if not folder.is_dir():  # somebody else's is as good
            raise disk_error(error, jars) from error
    return folder


def _served() -> dict[str, str]:
    return files_to_serve(lambda name: query(name).text)


def _fill(folder: Path, jar: Path, served: dict[str, str]) -> None:
    with zipfile.ZipFile(jar) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name.startswith("browser/")])
    ours = folder / "browser" / conf.OURS
    ours.mkdir()
    for name, text in served.items():
        (ours / name).write_text(text, encoding="utf-8")


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
