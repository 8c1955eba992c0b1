"""Where loaded sources and releases are kept; the one writer of both."""

from kg.store.home import Home, Loaded, Unidentified
from kg.store.release import Part, Release, ReleaseWriter, quad_lines

__all__ = ["Home", "Loaded", "Part", "Release", "ReleaseWriter", "Unidentified", "quad_lines"]
