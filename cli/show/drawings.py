"""A drawing as text: JSON, Mermaid, DOT, or its edges as CSV."""

from __future__ import annotations

import csv
import io

from stackways.pathways.draw_graph import Drawing, to_dot, to_mermaid
from stackways.rules.base import title_in


def written(drawing: Drawing, form: str) -> str:
    """Return the drawing in that form, ended by a line break: as JSON, unless it is another."""
    match form:
        case "mermaid":
            text = to_mermaid(drawing)
        case "dot":
            text = to_dot(drawing)
        case "csv":
            text = _edges(drawing)
        case _:
            text = drawing.model_dump_json(by_alias=True, indent=2)
    return text.rstrip("\n") + "\n"


def _edges(drawing: Drawing) -> str:
    titles = {node.id: title_in(node.title) for node in drawing.nodes}
    page = io.StringIO()
    rows = csv.writer(page, lineterminator="\n")
    rows.writerow(["start", "start_title", "kind", "end", "end_title", "rule", "label", "illustrative"])
    for edge in drawing.edges:
        ends = [edge.start, titles.get(edge.start, ""), edge.kind, edge.end, titles.get(edge.end, "")]
        rows.writerow([*ends, edge.rule or "", edge.label, "yes" if edge.illustrative else "no"])
    return page.getvalue()
