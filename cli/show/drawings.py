"""A drawing as text: JSON, Mermaid, DOT, or its edges as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from stackways.pathways.draw_graph import Drawing, to_dot, to_mermaid
from stackways.rules.base import title_in

if TYPE_CHECKING:
    from stackways.cli.options import Drawn


def written(drawing: Drawing, form: Drawn) -> str:
    """Return the drawing in that form, ended by a line break."""
    match form:
        case "json":
            text = drawing.model_dump_json(by_alias=True, indent=2)
        case "mermaid":
            text = to_mermaid(drawing)
        case "dot":
            text = to_dot(drawing)
        case "csv":
            text = _edges(drawing)
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
