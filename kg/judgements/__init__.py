"""Editors' decisions, a file each: reasoned, signed and dated, on one field or on which records belong together.

`judgements/NAME.yml` in the home folder; `docs/judgements.md` shows one of each kind.
"""

from kg.judgements.check import Standing, check, check_together, disputed, followed, rejected, waiting
from kg.judgements.graph import judgement_triples
from kg.judgements.read import ACT_FIELDS, FIELDS, SHORTEST_REASON, read
from kg.judgements.write import write

__all__ = [
    "ACT_FIELDS",
    "FIELDS",
    "SHORTEST_REASON",
    "Standing",
    "check",
    "check_together",
    "disputed",
    "followed",
    "judgement_triples",
    "read",
    "rejected",
    "waiting",
    "write",
]
