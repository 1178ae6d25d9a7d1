"""Drawings as Mermaid and DOT."""

import datetime as dt

import graphviz
import pytest

from stackways.pathways.draw_graph import Drawing, Edge, Node, to_dot, to_mermaid

DRAWING = Drawing(
    as_of=dt.date(2026, 11, 22),
    nodes=[
        Node(id="tp", kind="institution", title={"en": "Temasek Polytechnic"}),
        Node(id="tp:a", kind="module", title={"en": 'A "quoted" [title] <b>; x & y\nline'}),
        Node(id="tp:b", kind="programme", title={"zh-Hant": "文憑"}, illustrative=True),
        Node(id="tp:rule@1/0", kind="requirement", title={"en": "at least 2 of"}),
        Node(id="udacity:c", kind="credential", title={"en": "C"}),
    ],
    edges=[
        Edge(start="tp:a", end="tp", kind="OFFERED_BY", label="offered by"),
        Edge(start="tp:a", end="tp:rule@1/0", kind="STACKS_INTO", label="stacks into"),
        Edge(start="udacity:c", end="tp:a", kind="RECOGNISED_TOWARDS", label="recognised towards", illustrative=True),
    ],
    complete=True,
)


def test_mermaid_has_a_line_for_each_node_and_edge() -> None:
    lines = to_mermaid(DRAWING).splitlines()
    assert lines[:2] == ["flowchart LR", "  %% as of 2026-11-22"]
    assert lines[2] == '  n0[["Temasek Polytechnic"]]'
    assert lines[4] == '  n2{{"文憑 (illustrative)"}}'
    assert lines[5] == '  n3("at least 2 of")'
    assert lines[6] == '  n4(["C"])'
    assert lines[7:] == [
        '  n1 -->|"offered by"| n0',
        '  n1 -->|"stacks into"| n3',
        '  n4 -.->|"recognised towards"| n1',
    ]


def test_mermaid_escapes_what_would_end_a_label() -> None:
    line = to_mermaid(DRAWING).splitlines()[3]
    assert line == '  n1["A &quot;quoted&quot; [title] &lt;b&gt;; x &amp; y line"]'


def test_dot_names_nodes_by_their_codes_and_keeps_titles_whole() -> None:
    text = to_dot(DRAWING)
    assert text.startswith("// as of 2026-11-22\ndigraph stackways {")
    assert '"tp/a" [label="A \\"quoted\\" [title] <b>; x & y' in text
    assert '"tp/b" [label="文憑 (illustrative)" shape=hexagon style=dashed]' in text
    assert '"udacity/c" -> "tp/a" [label="recognised towards" style=dashed]' in text
    assert '"tp/a" -> "tp/rule@1/0"' in text


def test_a_drawing_that_was_cut_says_so() -> None:
    cut = DRAWING.model_copy(update={"complete": False})
    assert "cut at the limit of nodes" in to_mermaid(cut)
    assert "cut at the limit of nodes" in to_dot(cut)


def test_nothing_is_drawn_as_an_empty_graph() -> None:
    empty = Drawing(as_of=dt.date(2026, 11, 22), nodes=[], edges=[], complete=True)
    assert to_mermaid(empty) == "flowchart LR\n  %% as of 2026-11-22\n"
    assert "->" not in to_dot(empty)


@pytest.mark.parametrize("title", ['"', "\\", "\\n", "<b>x</b>", "%%", "end", "a|b", "`x`"])
def test_no_title_breaks_dot(title: str) -> None:
    drawing = Drawing(
        as_of=dt.date(2026, 11, 22), nodes=[Node(id="a:b", kind="module", title={"en": title})], edges=[], complete=True
    )
    lines = to_dot(drawing).splitlines()
    assert lines[-1] == "}"
    (line,) = [line for line in lines if line.lstrip().startswith('"a/b"')]
    assert line.rstrip().endswith("]")
    assert line.count('"') - line.count('\\"') >= 2
    assert graphviz.escape(title)
