"""What the files are called that Neo4j Browser asks for by name."""

STYLE = "style.grass"
GUIDE = "guide.html"
SCRIPT = "tidy.js"
"""What Neo4j Browser's own page runs besides its own."""
