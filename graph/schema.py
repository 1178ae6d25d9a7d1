"""The graph's schema as neomodel classes: its nodes, its edges, and what each edge says.

These classes are plain enough to look around with:

```python
neomodel.db.set_connection(url=…)
module = Module.nodes.get(code="tp:principles-of-machine-learning")
[credential.title_en for credential in module.recognises]
```

The loader writes in bulk and does not use them (see `stackways.graph.bulk`); a test shows that they and the mapping
name the same properties. Figures (`figure_…`) are properties that no class declares. Constraints and indexes are made
by `cypher/load/schema.cypher`.
"""

from __future__ import annotations

SCHEMA_VERSION = 1
"""Raised whenever nodes, edges or properties change their meaning; a reader refuses a graph of another version."""
