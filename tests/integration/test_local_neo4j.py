"""The local Neo4j as people meet it: real processes, real ports, real files."""

from neo4j import GraphDatabase
from tests.conftest import Neo4jServer


def test_the_test_server_answers(neo4j_server: Neo4jServer) -> None:
    with GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        assert driver.execute_query("RETURN 1 AS one", database_="neo4j").records[0]["one"] == 1
