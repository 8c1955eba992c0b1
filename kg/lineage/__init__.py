"""Which agreement amends, extends, renews, ends or carries out which, as their titles tell; proposals, never facts."""

from kg.lineage.graph import triples
from kg.lineage.propose import LINK, PROPOSE, Proposed, propose

__all__ = ["LINK", "PROPOSE", "Proposed", "propose", "triples"]
