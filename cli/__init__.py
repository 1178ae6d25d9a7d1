"""The command-line door: parse, call one pathway, render."""
