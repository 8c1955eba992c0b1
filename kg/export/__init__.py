"""The part of a release that concerns a pair, as a file: Turtle, TriG, N-Triples, N-Quads, JSON-LD, CSV."""

from kg.export.pair import pair_quads
from kg.export.write import FORMATS, as_rdf, check_format, export_pair, replace_file

__all__ = ["FORMATS", "as_rdf", "check_format", "export_pair", "pair_quads", "replace_file"]
