"""Two lists of independent states, Correlates of War and Gleditsch & Ward: a check of the polities, not a source."""

from loaders.states.check import UNKNOWN, Difference, check
from loaders.states.lists import Spell, spells

__all__ = ["UNKNOWN", "Difference", "Spell", "check", "spells"]
