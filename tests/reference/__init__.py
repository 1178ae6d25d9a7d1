"""A second, slow answer to every question the rules answer, to compare with."""
