"""Synthetic catalogues and how long the questions take on them."""
