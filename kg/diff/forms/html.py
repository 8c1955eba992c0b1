"""A comparison as one page that needs nothing else: to read, to print and, with its script, to filter."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from kg import pages
from kg.diff.forms import words
from kg.diff.model import Diff

_HERE = Path(__file__).parent


def as_html(diff: Diff) -> str:
    """All that differs, the summary first."""
    script = pages.own(_HERE / "diff.js")
    return _template().render(
        diff=diff,
        css=pages.own(_HERE / "diff.css"),
        script=script,
        script_hash=pages.script_hash(script),
        groups=_groups(diff),
        sources=_sources(diff),
        version=version("treatykg"),
    )


def _groups(diff: Diff) -> list[tuple[str, str, int]]:
    """Sections of the page that have something in them: name, title, how many."""
    found = [
        (kind, title, sum(one.kind == kind for one in diff.agreements)) for kind, (title, _) in words.AGREEMENTS.items()
    ]
    found += [(kind, title, sum(one.kind == kind for one in diff.others)) for kind, title in words.OTHERS.items()]
    found.append(("finding", "Findings of validation", len(diff.findings)))
    return [group for group in found if group[2]]


def _sources(diff: Diff) -> list[tuple[str, str]]:
    """Data sets that caused anything, with their titles."""
    titles = {one.source: one.title for one in diff.sources}
    names = {name for one in diff.agreements for name in one.sources}
    names |= {name for one in diff.others for name in one.sources}
    names |= {one.source for one in diff.findings if one.source}
    return sorted((name, titles.get(name, name)) for name in names)


def _marked(text: str) -> Markup:
    """A text of unknown language and direction, so that it turns nothing beside it."""
    return Markup("<bdi>{}</bdi>").format(text)


@cache
def _template() -> Template:
    environment = pages.environment(_HERE)
    environment.globals.update(words=words, marked=_marked)
    return environment.get_template("diff.html.j2")
