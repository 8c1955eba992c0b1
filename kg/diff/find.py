"""All that differs between two releases; the work is in proportion to what changed."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import NamedNode

from kg.diff.agreements import agreement_changes
from kg.diff.causes import Causes
from kg.diff.facts import Facts, short
from kg.diff.lines import Touched, touched
from kg.diff.model import Diff
from kg.diff.others import other_changes
from kg.diff.releases import which
from kg.diff.rest import finding_changes, judgement_changes, source_changes
from kg.names import ID, TKG
from kg.store import Release


def diff(before: Release, after: Release) -> Diff:
    """Compare two releases as a reader sees them.

    Raises StoreError if one of them cannot be read.
    """
    between = Diff(before=which(before), after=which(after))
    if before.folder == after.folder:
        return between
    old, new = Facts(before), Facts(after)
    found = _with_publications(touched(before, after), new)
    sources = source_changes(old, new, found)
    judgements = judgement_changes(old, new, found.judgements)
    findings = finding_changes(before, after)
    causes = Causes(old, new, found, sources, judgements, findings)
    agreements = agreement_changes(old, new, found.agreements, causes)
    return replace(
        between,
        sources=tuple(sources),
        judgements=tuple(judgements),
        agreements=tuple(agreements),
        others=tuple(other_changes(old, new, found.others, causes)),
        findings=tuple(findings),
        reference=found.reference,
        parts_read=found.parts,
    )


def _with_publications(found: Touched, after: Facts) -> Touched:
    """A record of a publication that is described otherwise has changed, though its own lines did not."""
    records = set(found.changed)
    for name in found.publications:
        for record in after.subjects(TKG.fromSource, NamedNode(f"{ID}source/{name}")):
            if short(record) not in found.new:
                records.add(record.value.removeprefix(f"{ID}record/"))
    return replace(found, changed=frozenset(records))
