"""The forms of a comparison: text to read in a terminal, JSON for programs, HTML for everyone else."""

from collections.abc import Callable

from kg.diff.forms.html import as_html
from kg.diff.forms.json import as_json
from kg.diff.forms.text import as_text
from kg.diff.model import Diff

FORMS: dict[str, tuple[str, Callable[[Diff], str]]] = {  # name -> suffix of its files, function
    "text": (".txt", as_text),
    "json": (".json", as_json),
    "html": (".html", as_html),
}

__all__ = ["FORMS", "as_html", "as_json", "as_text"]
