"""The proof of a value: what is shown, by which rule, and each record for and against, in its own words."""

from kg.explain.model import Field, Judged, Proof, Standing, Voice
from kg.explain.read import explain, speakers
from kg.explain.text import as_text

__all__ = ["Field", "Judged", "Proof", "Standing", "Voice", "as_text", "explain", "speakers"]
