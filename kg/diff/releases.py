"""Which two releases are meant: by identifier, the beginning of one, `current`, `previous`, or a folder."""

from __future__ import annotations

from pathlib import Path

from kg.diff.model import Which
from kg.errors import StoreError, UnknownNameError
from kg.store import Home, Release

CURRENT, PREVIOUS = "current", "previous"


def choose(home: Home, before: str | None = None, after: str | None = None) -> tuple[Release, Release]:
    """The two releases; without names the current one and the one that was current before it.

    Raises UnknownNameError, naming those there are, for a name that stands for none, and StoreError for a release that
    cannot be compared.
    """
    return find(home, before or PREVIOUS), find(home, after or CURRENT)


def find(home: Home, name: str) -> Release:
    """The release of a name."""
    if name == CURRENT:
        return _whole(home.current())
    known = _known(home)
    if name == PREVIOUS:
        return _whole(_previous(home, known))
    found = [one for one in known if one.id.startswith(name)]
    if len(found) == 1:
        return _whole(found[0])
    if found:
        raise UnknownNameError(f"several releases begin with {name!r}: {_listed(found)}")
    if Path(name).is_dir():
        return _whole(Release(Path(name).resolve()))
    raise UnknownNameError(f"there is no release {name!r}; there are: {_listed(known)}")


def which(release: Release) -> Which:
    """What a release says of itself."""
    said = release.manifest
    return Which(
        id=str(said.get("id", release.id)),
        created=str(said.get("created", "")),
        treatykg=str(said.get("treatykg", "")),
    )


def _previous(home: Home, known: list[Release]) -> Release:
    current = home.current().id
    earlier = [one for one in known if one.id != current]
    if not earlier:
        raise UnknownNameError(f"there is no release before the current one; there are: {_listed(known)}")
    return earlier[0]


def _known(home: Home) -> list[Release]:
    """The releases of a home, the one that became current last first."""
    found = [Release(file.parent) for file in home.releases.glob("[0-9a-f]*/manifest.json")]
    return sorted(found, key=lambda one: (one.folder.stat().st_mtime_ns, which(one).created), reverse=True)


def _listed(releases: list[Release]) -> str:
    told = [f"{one.id} ({which(one).created[:16].replace('T', ' ')})" for one in releases]
    return ", ".join(told) or "none; make one with: treatykg build"


def _whole(release: Release) -> Release:
    """The release, if it can be compared: an older treatykg made some that cannot."""
    if not (release.folder / "manifest.json").is_file():
        raise StoreError(f"{release.folder} is no release: it has no manifest.json")
    if not release.parts:
        raise StoreError(
            f"release {release.id} has no parts that can be read, an older treatykg made it; make it again with:"
            " treatykg build"
        )
    return release
