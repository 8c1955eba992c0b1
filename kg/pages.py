"""Pages that need nothing else: templates that escape what they are given, with our own style and script put in."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup


def environment(folder: Path) -> Environment:
    """Templates of a folder: all is escaped, and a name that is not given is an error."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def own(file: Path) -> Markup:
    """A style or script of ours, as it stands."""
    return Markup(file.read_text(encoding="utf-8"))  # noqa: S704  our own file


def script_hash(script: str) -> str:
    """What a content security policy calls a script within a page."""
    return "sha256-" + b64encode(sha256(script.encode()).digest()).decode()
