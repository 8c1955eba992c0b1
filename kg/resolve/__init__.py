"""Which records speak of one agreement, why, and the identifier that agreement keeps."""

from kg.resolve.ids import Ids, agreement_id
from kg.resolve.model import JOIN, PROPOSE, Cluster, Key, Match, Plan, Reason
from kg.resolve.plan import plan

__all__ = ["JOIN", "PROPOSE", "Cluster", "Ids", "Key", "Match", "Plan", "Reason", "agreement_id", "plan"]
