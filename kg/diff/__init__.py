"""What differs between two releases, and which source caused it.

`choose` finds the two releases, `diff` compares them, `as_text`, `as_json` and `as_html` show what came out.
"""

from kg.diff.find import diff
from kg.diff.forms import FORMS, as_html, as_json, as_text
from kg.diff.model import Diff
from kg.diff.releases import choose

__all__ = ["FORMS", "Diff", "as_html", "as_json", "as_text", "choose", "diff"]
