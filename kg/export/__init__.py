"""Subgraphs of a release as files: Turtle, TriG, N-Triples, N-Quads, JSON-LD, CSV."""

from kg.export.pair import pair_quads
from kg.export.write import FORMATS, write

__all__ = ["FORMATS", "pair_quads", "write"]
