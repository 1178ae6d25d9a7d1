"""What Neo4j Browser needs to show the graph: its style, the guide, the page that logs in, and links that draw.

Plain files and text; nothing here speaks to a database.
"""
