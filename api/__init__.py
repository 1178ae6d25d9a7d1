"""The HTTP door: parse, call one pathway, render."""
