"""Where the files that travel with the code are: `ontology/` and `queries/`, in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_DATA = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent

ONTOLOGY = _DATA / "ontology"
SHAPES = ONTOLOGY / "shapes"
QUERIES = _DATA / "queries"
