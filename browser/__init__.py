"""What Neo4j Browser needs to show the graph: its style, the guide, the page that logs in, and links that draw.

Plain files and text; nothing here speaks to a database.
"""

from stackways.browser.files import GUIDE, STYLE, files_to_serve, guide_queries
from stackways.browser.queries import drawing_address, is_code, with_values

__all__ = ["GUIDE", "STYLE", "drawing_address", "files_to_serve", "guide_queries", "is_code", "with_values"]
