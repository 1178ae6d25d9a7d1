"""Named queries and what their files say of themselves."""

import re

import pytest

from stackways.graph.queries import NamedQuery, _parse, all_queries, query

FILE = """// What a credential opens.
// It goes on here.
//
// Parameters:
//   code: the credential's code,
//     as typed
//   limit: how many at most
// Columns:
//   rule: the rule's properties
CYPHER 25
// A comment inside.
MATCH (n {code: $code})
RETURN n AS rule
LIMIT $limit
"""


def test_the_comment_is_the_documentation() -> None:
    assert _parse("opens", FILE) == NamedQuery(
        name="opens",
        doc="What a credential opens. It goes on here.",
        parameters={"code": "the credential's code, as typed", "limit": "how many at most"},
        columns={"rule": "the rule's properties"},
        text="CYPHER 25\n// A comment inside.\nMATCH (n {code: $code})\nRETURN n AS rule\nLIMIT $limit",
    )


def test_statements_end_with_a_semicolon_at_the_end_of_a_line() -> None:
    parsed = _parse("schema", "// Doc.\nCREATE (a {x: ';'});\nCREATE (b)\n  -[:C]->();\n")
    assert parsed.statements == ["CREATE (a {x: ';'})", "CREATE (b)\n  -[:C]->()"]


def test_an_unknown_query_is_named() -> None:
    with pytest.raises(KeyError, match=r"no file cypher/no-such\.cypher"):
        query("no-such")


@pytest.mark.parametrize("named", list(all_queries()), ids=lambda named: named.name)
def test_a_query_says_what_it_answers_and_names_every_parameter(named: NamedQuery) -> None:
    assert named.doc.endswith((".", "?")) or "?" in named.doc
    code = re.sub(r"^\s*//.*$", "", named.text, flags=re.MULTILINE)
    assert set(re.findall(r"\$(\w+)", code)) == set(named.parameters)
    assert all(statement.startswith("CYPHER 25") for statement in named.statements)
    assert list(named.columns) == [column for column in named.columns if re.search(rf"\b{column}\b", code)]
