"""Where loaded sources and releases are kept; the one writer of both."""

from kg.store.home import Home, Loaded, Unidentified
from kg.store.release import Release, ReleaseWriter

__all__ = ["Home", "Loaded", "Release", "ReleaseWriter", "Unidentified"]
