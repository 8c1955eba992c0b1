"""Download the published files of a source: checked, kept, gone on with after a break."""

from kg.fetch.files import fetch
from kg.fetch.resumable import Manners

__all__ = ["Manners", "fetch"]
