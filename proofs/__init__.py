"""Proofs: badges and other credentials, read and judged offline. One file a format; knows no catalogue."""
